"""The base class error, sentinel classes, New."""

import copy
import pickle
import traceback

import pytest

from goruntime import context, errors, io, os, poll

SENTINELS = [
    io.EOF,
    poll.ErrNetClosing,
    os.ErrNotExist,
    context.Canceled,
    context.DeadlineExceeded,
    errors.ErrUnsupported,
]


@pytest.mark.from_go("errors/errors_test.go", "TestNewEqual")
def test_new_errors_are_equal_to_themselves_only() -> None:
    err = errors.New("abc")
    assert err == err
    assert err != errors.New("abc")
    assert err != errors.New("xyz")
    assert len({err, err, errors.New("abc")}) == 2


@pytest.mark.from_go("errors/errors_test.go", "TestErrorMethod")
def test_new_has_the_text() -> None:
    assert errors.New("abc").Error() == str(errors.New("abc")) == "abc"


@pytest.mark.parametrize("sentinel", SENTINELS)
def test_a_sentinel_class_stands_for_its_value(sentinel: type[errors.error]) -> None:
    err = sentinel()
    assert sentinel == err
    assert err == sentinel
    assert err == sentinel()
    assert hash(err) == hash(sentinel)
    assert {sentinel: 1}[err] == 1  # type: ignore[index]
    assert err != errors.New(str(err))
    assert str(sentinel) == sentinel.Error() == str(err) == err.Error() == err.text


@pytest.mark.parametrize("sentinel", SENTINELS)
def test_sentinels_pickle_and_copy(sentinel: type[errors.error]) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(sentinel, protocol)) is sentinel
        assert pickle.loads(pickle.dumps(sentinel(), protocol)) == sentinel
    assert copy.copy(sentinel()) == copy.deepcopy(sentinel()) == sentinel


def test_a_subclass_of_a_sentinel_is_another_value() -> None:
    class Special(io.EOF):
        pass

    err: object = Special()
    assert err != io.EOF
    assert errors.Is(Special(), io.EOF)


def test_raising_a_sentinel_class_makes_no_traceback_grow() -> None:
    lengths, seen = [], []
    for _ in range(5):
        try:
            raise io.EOF
        except io.EOF as err:
            lengths.append(len(traceback.extract_tb(err.__traceback__)))
            seen.append(err)
    assert lengths == [1] * 5
    assert len({id(err) for err in seen}) == 5


def test_a_class_with_an_error_method_prints_as_it_says() -> None:
    class MyErr(errors.error):
        def Error(self) -> str:
            return "mine"

    class Derived(MyErr):
        def __str__(self) -> str:
            return "derived"

    assert str(MyErr()) == MyErr().Error() == "mine"
    assert str(Derived()) == "derived"
    assert str(errors.Join(MyErr(), io.EOF)) == "mine\nEOF"


def test_a_sentinel_class_counts_as_an_instance() -> None:
    err: object = io.EOF
    assert isinstance(err, io.EOF)
    assert isinstance(err, errors.error)
    assert not isinstance(err, io.ErrUnexpectedEOF)
    assert not isinstance(errors.error, errors.error)  # it stands for no value
    match err:
        case io.ErrUnexpectedEOF():
            raise AssertionError
        case io.EOF():
            pass
        case _:
            raise AssertionError


def test_a_class_that_is_no_sentinel_prints_as_a_class() -> None:
    class MyErr(errors.error):
        pass

    assert str(MyErr) == repr(MyErr)
    assert MyErr() != MyErr
    assert MyErr("a") != MyErr("a")
    assert str(MyErr("a")) == "a"


def test_unsupported() -> None:
    assert str(errors.ErrUnsupported) == "unsupported operation"

"""Join."""

import pickle

import pytest

from goruntime import errors, io


@pytest.mark.from_go("errors/join_test.go", "TestJoinReturnsNil")
def test_nothing_to_join() -> None:
    assert errors.Join() is None
    assert errors.Join(None) is None
    assert errors.Join(None, None) is None


@pytest.mark.from_go("errors/join_test.go", "TestJoin")
def test_unwrap_gives_all_but_none() -> None:
    one, two = errors.New("err1"), errors.New("err2")
    for errs in [(one,), (one, two), (one, None, two)]:
        joined = errors.Join(*errs)
        assert joined is not None
        assert joined.Unwrap() == [e for e in errs if e]  # type: ignore[attr-defined]


@pytest.mark.from_go("errors/join_test.go", "TestJoinErrorMethod")
def test_texts_are_joined_by_newlines() -> None:
    one, two = errors.New("err1"), errors.New("err2")
    assert str(errors.Join(one)) == "err1"
    assert str(errors.Join(one, two)) == "err1\nerr2"
    assert str(errors.Join(errors.Join(one, two), one)) == "err1\nerr2\nerr1"
    assert str(errors.Join(ValueError("v"), None, io.EOF)) == "v\nEOF"


def test_a_sentinel_class_is_joined_as_its_value() -> None:
    joined = errors.Join(io.EOF, ValueError)
    assert errors.Is(joined, io.EOF)
    assert isinstance(errors.As(joined, io.EOF), io.EOF)
    assert isinstance(errors.As(joined, ValueError), ValueError)


def test_joined_errors_pickle() -> None:
    joined = pickle.loads(pickle.dumps(errors.Join(io.EOF, ValueError(1))))
    assert str(joined) == "EOF\n1"
    assert errors.Is(joined, io.EOF)

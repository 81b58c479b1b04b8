"""Errors that are of the class of what they wrap."""

import asyncio
import copy
import dataclasses
import os as pyos
import pickle
import socket
import threading
from typing import Any

import pytest

from goruntime import errors, os, syscall
from goruntime.errors import joined
from goruntime.errors.joined import wrapError

pytestmark = pytest.mark.plain


class Wrap(wrapError):
    __match_args__ = ("What", "Err")

    def __init__(self, What: str = "", Err: Any = None) -> None:
        self.What = What
        self.wraps(Err)
        self.args = (What, self.Err)

    def __str__(self) -> str:
        return f"{self.What}: {self.Err}"


def test_one_class_for_each_pair_under_the_first_ones_name() -> None:
    one, two = Wrap("a", KeyError(1)), Wrap("b", KeyError(2))
    assert type(one) is type(two) is not Wrap
    assert type(one).__name__ == type(one).__qualname__ == "Wrap"
    assert type(one).__module__ == Wrap.__module__
    assert isinstance(one, KeyError)
    assert not isinstance(one, ValueError)
    assert type(Wrap("c", None)) is Wrap


def test_keywords_do_as_well() -> None:
    assert isinstance(Wrap(What="a", Err=KeyError(1)), KeyError)
    assert isinstance(Wrap("a", Err=KeyError(1)), KeyError)


def test_err_and_cause_are_one_object() -> None:
    err = Wrap("a", inner := KeyError(1))
    assert err.Err is err.__cause__ is err.Unwrap() is inner
    assert err.args == ("a", inner)


def test_a_sentinel_class_becomes_its_value() -> None:
    err = Wrap("a", os.ErrClosed)
    assert isinstance(err.Err, os.ErrClosed)
    assert isinstance(err, os.ErrClosed)
    assert err.Err is err.__cause__
    assert err.Err == os.ErrClosed
    assert err != os.ErrClosed
    assert os.ErrClosed != err


class WithSlots(Exception):
    __slots__ = ("a",)


class Meta(type):
    pass


class WithMeta(Exception, metaclass=Meta):
    pass


class WithInit(Exception):
    def __init_subclass__(cls, **kwargs: object) -> None:
        raise RuntimeError("final")


class WithDel(Exception):
    def __del__(self) -> None:
        pass


class WithCopy(Exception):
    def __copy__(self) -> "WithCopy":
        return self


class WithProperty(Exception):
    @property
    def What(self) -> str:
        return "not yours"

    @What.setter
    def What(self, value: str) -> None:
        raise AssertionError


@pytest.mark.parametrize(
    "err",
    [
        WithSlots(),
        WithMeta(),
        WithInit(),
        WithDel(),
        WithCopy(),
        WithProperty(),
        UnicodeDecodeError("utf-8", b"a", 0, 1, "r"),
        StopIteration(3),
        SyntaxError("s"),
        ImportError("i"),
        ExceptionGroup("g", [ValueError()]),
    ],
    ids=lambda err: type(err).__name__,
)
def test_what_does_not_go_together_is_wrapped_all_the_same(err: Exception) -> None:
    wrap = Wrap("a", err)
    assert type(wrap) is Wrap
    assert wrap.Err is wrap.__cause__ is err
    assert str(wrap) == f"a: {err}"
    assert errors.Is(wrap, type(err))


@pytest.mark.parametrize(
    "err",
    [SystemExit(3), KeyboardInterrupt(), GeneratorExit(), asyncio.CancelledError()],
)
def test_what_except_exception_lets_pass_is_not_caught(err: BaseException) -> None:
    wrap = Wrap("a", err)
    assert type(wrap) is Wrap
    assert wrap.Err is wrap.__cause__ is err


@dataclasses.dataclass(frozen=True)
class Frozen(Exception):
    Err: int = 1
    text: str = "t"


class Loud(errors.error):
    def Error(self) -> str:
        return "loud"

    def Is(self, target: object) -> bool:
        return target == 5

    def Temporary(self) -> bool:
        return True

    @property
    def errno(self) -> int:
        return 7

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize("err", [Frozen(), Loud()])
def test_it_looks_and_behaves_as_the_wrapping_error(err: Any) -> None:
    wrap = Wrap("a", err)
    assert isinstance(wrap, type(err))
    assert str(wrap) == wrap.Error() == f"a: {err}"
    assert repr(wrap).startswith("Wrap(")
    assert wrap.text is None
    assert wrap != 3
    assert isinstance(hash(wrap), int)
    wrap.n = 3
    assert wrap.n == 3
    for name in ("Is", "As", "Timeout", "Temporary"):
        assert getattr(wrap, name) is None


def test_errors_number_and_text_come_from_the_wrapped_error() -> None:
    wrap = Wrap("a", Loud())
    assert (wrap.errno, wrap.strerror) == (7, None)
    wrap = Wrap("a", Wrap("b", syscall.EPIPE()))
    assert (wrap.errno, wrap.strerror) == (syscall.EPIPE.number, "broken pipe")
    wrap = Wrap("a", os.ErrClosed())
    assert (wrap.errno, wrap.strerror) == (None, "file already closed")


def test_it_has_the_fields_of_the_wrapped_error() -> None:
    inner = OSError(2, "none", "file")
    inner.extra = [1]  # type: ignore[attr-defined]
    wrap: Any = Wrap("a", inner)
    assert wrap.extra is inner.extra  # type: ignore[attr-defined]
    wrap = Wrap("a", Frozen())
    assert wrap.Err == Frozen()
    with pytest.raises(AttributeError, match="nothing"):
        _ = wrap.nothing


def test_notes_stay_where_they_were_put() -> None:
    inner = KeyError(1)
    inner.add_note("inner")
    wrap = Wrap("a", inner)
    assert not hasattr(wrap, "__notes__")
    wrap.add_note("outer")
    assert wrap.__notes__ == ["outer"]
    assert inner.__notes__ == ["inner"]


def test_one_in_another_of_its_kind() -> None:
    inner = Wrap("b", syscall.ECONNRESET())
    outer = Wrap("a", inner)
    assert outer.Err is inner
    assert isinstance(outer, ConnectionResetError)
    assert type(outer) is type(inner)
    call = Wrap("a", os.SyscallError("read", inner))
    assert isinstance(call, ConnectionResetError)
    assert isinstance(call, os.SyscallError)
    assert not isinstance(call, KeyError)


class Own(Wrap):
    def __init__(self, err: Exception, why: str) -> None:
        super().__init__("own", err)
        self.why = why


def test_a_subclass_with_other_arguments_is_what_it_wraps_too() -> None:
    own = Own(KeyError(1), "because")
    assert isinstance(own, KeyError)
    assert isinstance(own, Own)
    assert type(own).__name__ == "Own"
    wrap: object = Wrap("a", own)
    assert isinstance(wrap, KeyError)
    assert not isinstance(wrap, Own)  # whose __init__ would have run
    assert getattr(wrap, "why", None) == "because"


def test_the_systems_own_errors() -> None:
    with pytest.raises(FileNotFoundError) as caught:
        pyos.stat("/nonexistent")
    wrap = Wrap("a", caught.value)
    assert isinstance(wrap, FileNotFoundError)
    assert wrap.errno == caught.value.errno
    lookup = Wrap("a", socket.gaierror(socket.EAI_AGAIN, "again"))
    assert isinstance(lookup, socket.gaierror)
    assert lookup.strerror == "again"


COPIES = [
    *(lambda e, p=p: pickle.loads(pickle.dumps(e, p)) for p in range(6)),
    copy.copy,
    copy.deepcopy,
]


@pytest.mark.parametrize("again", COPIES)
@pytest.mark.parametrize(
    "err",
    [
        syscall.ECONNREFUSED(),
        os.SyscallError("connect", syscall.ECONNREFUSED()),
        os.ErrClosed(),
        KeyError(1),
        ConnectionRefusedError(111, "refused"),
        UnicodeDecodeError("utf-8", b"a", 0, 1, "r"),
        None,
    ],
    ids=repr,
)
def test_copies_are_as_the_original(again: Any, err: Any) -> None:
    wrap: Any = Wrap("a", err)
    wrap.n, wrap.partial = 3, b"abc"
    wrap.add_note("note")
    other: Any = again(wrap)
    assert str(other) == str(wrap)
    assert issubclass(type(other), Wrap)
    assert other.Err is other.__cause__
    assert type(other.Err) is type(err)
    assert (other.n, other.partial, other.__notes__) == (3, b"abc", ["note"])
    assert (other.errno, other.strerror) == (wrap.errno, wrap.strerror)


def test_classes_made_in_passing_do_not_pile_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(joined, "_joined", {})
    for _ in range(joined.MANY):
        Wrap("a", type("Passing", (Exception,), {})())
        assert len(joined._joined) <= joined.MANY


def test_many_threads_get_one_class() -> None:
    found: list[type] = []

    def wrap(barrier: threading.Barrier, kind: type[Exception]) -> None:
        barrier.wait()
        found.append(type(Wrap("a", kind())))

    for _ in range(50):
        kind = type("Shared", (Exception,), {})
        barrier = threading.Barrier(4)
        threads = [threading.Thread(target=wrap, args=(barrier, kind)) for _ in "1234"]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert len(set(found)) == 1
        found.clear()


def test_the_base_class_may_be_wrapped_too() -> None:
    bare = wrapError()
    bare.wraps(KeyError(1))
    assert isinstance(bare, KeyError)
    assert isinstance(Wrap("a", bare), KeyError)
    assert type(Wrap("a", wrapError())) is Wrap

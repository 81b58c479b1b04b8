"""Is, As, Unwrap."""

from typing import Any, Protocol, runtime_checkable

import pytest

import net
from goruntime import context, errors, io, os, syscall


class wrapped(errors.error):
    """Says what it wraps by Unwrap."""

    def __init__(self, msg: str, err: Any) -> None:
        super().__init__(msg)
        self.err = err

    def Unwrap(self) -> Any:
        return self.err


class poser(errors.error):
    """Says by a method Is what it is."""

    def __init__(self, says: Any) -> None:
        self.says = says

    def Is(self, target: object) -> bool:
        return target is self.says


err1 = errors.New("1")
erra = wrapped("wrap 2", err1)
errb = wrapped("wrap 3", erra)
err3 = errors.New("3")


@pytest.mark.from_go("errors/wrap_test.go", "TestIs")
@pytest.mark.parametrize(
    ("err", "target", "is_it"),
    [
        (None, None, True),
        (None, err1, False),
        (err1, None, False),
        (err1, err1, True),
        (erra, err1, True),
        (errb, err1, True),
        (errb, erra, True),
        (err1, err3, False),
        (erra, err3, False),
        (errors.New("1"), err1, False),
        (poser(err1), err1, True),
        (poser(err1), err3, False),
        (wrapped("w", poser(io.EOF)), io.EOF, True),
        (wrapped("many", [err1, err3]), err3, True),
        (wrapped("many", [None, errb]), err1, True),
        (wrapped("none", []), err1, False),
        (wrapped("nil", None), err1, False),
        (io.EOF(), io.EOF, True),
        (io.EOF, io.EOF(), True),
        (io.EOF(), io.EOF(), True),
        (io.EOF(), EOFError, True),
        (EOFError(), io.EOF, False),
        (context.DeadlineExceeded, TimeoutError, True),
        (syscall.ENOENT, os.ErrNotExist, True),
        (syscall.ENOENT(), os.ErrExist, False),
        (errors.Join(err1, net.ErrClosed), net.ErrClosed, True),
    ],
)
def test_is(err: Any, target: Any, is_it: bool) -> None:
    assert errors.Is(err, target) is is_it


def test_is_follows_cause_where_there_is_no_unwrap() -> None:
    try:
        raise ValueError("outer") from erra
    except ValueError as err:
        outer = err
    assert errors.Is(outer, err1)
    assert errors.As(outer, wrapped) is erra
    assert errors.Unwrap(outer) is erra
    erra2 = wrapped("w", None)
    erra2.__cause__ = err1
    assert not errors.Is(erra2, err1)  # its Unwrap says that there is nothing


def test_causes_in_a_ring_end() -> None:
    one, two = ValueError(1), ValueError(2)
    one.__cause__, two.__cause__ = two, one
    assert not errors.Is(one, io.EOF)
    assert errors.As(one, io.EOF) is None


@pytest.mark.from_go("errors/wrap_test.go", "TestUnwrap")
@pytest.mark.parametrize(
    ("err", "inner"),
    [
        (None, None),
        (err1, None),
        (erra, err1),
        (errb, erra),
        (wrapped("nil", None), None),
        (errors.Join(err1, err3), None),
        (wrapped("many", [err1]), None),
        (io.EOF, None),
    ],
)
def test_unwrap(err: Any, inner: Any) -> None:
    assert errors.Unwrap(err) is inner


@runtime_checkable
class timeout(Protocol):
    def Timeout(self) -> bool: ...


class asker(errors.error):
    """Gives by a method As what it is taken for."""

    def As(self, target: type) -> Any:
        return (
            err3 if target is errors.error else io.EOF() if target is EOFError else None
        )


@pytest.mark.from_go("errors/wrap_test.go", "TestAs")
def test_as_finds_the_first_of_the_class() -> None:
    assert errors.As(None, wrapped) is None
    assert errors.As(err1, wrapped) is None
    assert errors.As(erra, wrapped) is erra
    assert errors.As(errb, wrapped) is errb
    assert errors.As(wrapped("many", [err1, erra, errb]), wrapped) is not erra
    assert errors.As(errors.Join(err1, erra, errb), wrapped) is erra
    assert errors.As(errors.Join(err1, None, err3), wrapped) is None
    assert errors.As(asker(), EOFError) == io.EOF
    assert errors.As(context.Canceled, context.Canceled) == context.Canceled


@pytest.mark.from_go("errors/wrap_test.go", "TestAsType")
def test_as_type_is_as() -> None:
    assert errors.AsType(errb, wrapped) is errb


def test_as_takes_a_protocol() -> None:
    err = net.OpError("read", "tcp", None, None, os.ErrDeadlineExceeded())
    join = errors.Join(err1, err)
    found: Any = errors.As(join, timeout)
    assert found is err


def test_as_finds_what_is_wrapped_not_what_is_caught_as_it() -> None:
    errno = syscall.ECONNREFUSED()
    call = os.SyscallError("connect", errno)
    op = net.OpError("dial", "tcp", None, None, call)
    assert isinstance(op, syscall.ECONNREFUSED)
    assert errors.As(op, net.OpError) is op
    assert errors.As(op, OSError) is op
    assert errors.As(op, os.SyscallError) is call
    assert errors.As(op, syscall.Errno) is errno
    refused: object = errors.As(op, ConnectionRefusedError)
    assert refused is errno
    dns = net.DNSError("no such host", "a", IsNotFound=True)
    assert errors.As(net.OpError("dial", "tcp", Err=dns), net.DNSError) is dns
    late = net.DNSError("i/o timeout", "a", IsTimeout=True)
    timed: object = errors.As(late, TimeoutError)
    assert timed is late


@pytest.mark.from_go("errors/wrap_test.go", "TestAsValidation")
@pytest.mark.parametrize(
    ("target", "text"),
    [
        (None, "errors: target cannot be nil"),
        ("error", "errors: target must be a non-nil pointer"),
        (io.EOF(), "errors: target must be a non-nil pointer"),
        (str, r"errors: \*target must be interface or implement error"),
    ],
)
def test_as_refuses_what_is_no_class_of_errors(target: Any, text: str) -> None:
    with pytest.raises(TypeError, match=f"^{text}$"):
        errors.As(err1, target)
    assert errors.As(None, target) is None

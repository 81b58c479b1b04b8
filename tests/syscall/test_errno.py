"""Errno: texts, numbers, classes."""

import copy
import errno
import pickle
import traceback

import pytest

import goruntime.syscall
from goruntime import errors, os, syscall
from goruntime.syscall import Errno

# Number on Linux, name, Go's text, Timeout, Temporary; as Go 1.27 prints them.
GO = [
    (1, "EPERM", "operation not permitted", False, False),
    (2, "ENOENT", "no such file or directory", False, False),
    (4, "EINTR", "interrupted system call", False, True),
    (5, "EIO", "input/output error", False, False),
    (9, "EBADF", "bad file descriptor", False, False),
    (11, "EAGAIN", "resource temporarily unavailable", True, True),
    (12, "ENOMEM", "cannot allocate memory", False, False),
    (13, "EACCES", "permission denied", False, False),
    (17, "EEXIST", "file exists", False, False),
    (22, "EINVAL", "invalid argument", False, False),
    (23, "ENFILE", "too many open files in system", False, True),
    (24, "EMFILE", "too many open files", False, True),
    (32, "EPIPE", "broken pipe", False, False),
    (38, "ENOSYS", "function not implemented", False, False),
    (39, "ENOTEMPTY", "directory not empty", False, False),
    (73, "EDOTDOT", "RFS specific error", False, False),
    (88, "ENOTSOCK", "socket operation on non-socket", False, False),
    (89, "EDESTADDRREQ", "destination address required", False, False),
    (90, "EMSGSIZE", "message too long", False, False),
    (95, "EOPNOTSUPP", "operation not supported", False, False),
    (98, "EADDRINUSE", "address already in use", False, False),
    (99, "EADDRNOTAVAIL", "cannot assign requested address", False, False),
    (101, "ENETUNREACH", "network is unreachable", False, False),
    (103, "ECONNABORTED", "software caused connection abort", False, False),
    (104, "ECONNRESET", "connection reset by peer", False, False),
    (106, "EISCONN", "transport endpoint is already connected", False, False),
    (107, "ENOTCONN", "transport endpoint is not connected", False, False),
    (110, "ETIMEDOUT", "connection timed out", True, True),
    (111, "ECONNREFUSED", "connection refused", False, False),
    (113, "EHOSTUNREACH", "no route to host", False, False),
    (125, "ECANCELED", "operation canceled", False, False),
    (132, "ERFKILL", "operation not possible due to RF-kill", False, False),
]

NAMES = [n for n in goruntime.syscall.__all__ if n[0] == "E" and n.isupper()]


@pytest.mark.parametrize(("number", "name", "text", "timeout", "temporary"), GO)
def test_as_in_go(
    number: int, name: str, text: str, timeout: bool, temporary: bool
) -> None:
    kind: type[Errno] = getattr(syscall, name)
    number = getattr(errno, name, number)  # the same on Linux, others elsewhere
    for err in (Errno(number), kind()):
        assert type(err) is kind
        assert err.errno == kind.number == number
        assert str(err) == err.Error() == err.strerror == str(kind) == text
        assert err.Timeout() is timeout
        assert err.Temporary() is temporary
        assert isinstance(err, type(OSError(number, "")))
        assert err == kind
        assert err == kind()
        assert hash(err) == hash(kind)


def test_every_name_is_of_its_number() -> None:
    assert len(NAMES) > 120
    for name in NAMES:
        number = getattr(errno, name, None)
        if number is not None:
            assert type(Errno(number)) is getattr(syscall, name)


def test_two_names_for_one_number() -> None:
    assert syscall.EWOULDBLOCK is syscall.EAGAIN
    assert syscall.ENOTSUP is syscall.EOPNOTSUPP
    assert syscall.EDEADLOCK is syscall.EDEADLK


@pytest.mark.parametrize("number", [0, 58, 133, 9999, -1])
def test_a_number_without_a_name(number: int) -> None:
    err = Errno(number)
    assert str(err) == f"errno {number}"
    assert type(err) is Errno
    assert err == Errno(number)
    assert hash(err) == hash(Errno(number))
    assert err != Errno(57)
    assert err != number
    assert not err.Timeout()
    assert not err.Temporary()


IS = [
    (os.ErrPermission, ["EACCES", "EPERM"]),
    (os.ErrExist, ["EEXIST", "ENOTEMPTY"]),
    (os.ErrNotExist, ["ENOENT"]),
    (errors.ErrUnsupported, ["ENOSYS", "EOPNOTSUPP"]),
    (os.ErrInvalid, []),
    (os.ErrClosed, []),
]


@pytest.mark.parametrize(("target", "names"), IS)
def test_the_portable_errors_that_numbers_stand_for(
    target: type[errors.error], names: list[str]
) -> None:
    for name in NAMES:
        kind: type[Errno] = getattr(syscall, name)
        expected = kind.__name__ in names
        assert kind().Is(target) is expected
        assert errors.Is(kind(), target) is expected
        assert errors.Is(kind, target) is expected
        assert issubclass(kind, target) is expected  # so that except catches it


def test_except_catches_by_any_of_its_classes() -> None:
    for kind in (
        syscall.ECONNREFUSED,
        syscall.Errno,
        ConnectionRefusedError,
        ConnectionError,
        OSError,
        errors.error,
    ):
        with pytest.raises(kind):
            raise Errno(errno.ECONNREFUSED)


def test_raising_the_class_makes_a_whole_error() -> None:
    lengths = []
    for _ in range(3):
        with pytest.raises(OSError, match=r"^broken pipe$") as caught:
            raise syscall.EPIPE
        assert caught.value.errno == errno.EPIPE
        lengths.append(len(traceback.extract_tb(caught.value.__traceback__)))
    assert len(set(lengths)) == 1


@pytest.mark.parametrize("err", [Errno(2), Errno(58), syscall.ECONNRESET()], ids=repr)
def test_pickles_and_copies(err: Errno) -> None:
    again = [pickle.loads(pickle.dumps(err, p)) for p in range(6)]
    for other in [*again, copy.copy(err), copy.deepcopy(err)]:
        assert type(other) is type(err)
        assert (other.errno, other.strerror) == (err.errno, err.strerror)
        assert other == err

"""SyscallError, PathError, LinkError and the portable errors."""

import copy
import pickle
from typing import Any

import pytest

from goruntime import errors, os, poll, syscall


def failed(err: Any) -> os.SyscallError:
    return os.SyscallError("connect", err)


def test_text_and_fields() -> None:
    err = os.SyscallError(Syscall="connect", Err=syscall.ECONNREFUSED())
    assert str(err) == err.Error() == "connect: connection refused"
    assert err.Syscall == "connect"
    assert err.Err is err.__cause__ is err.Unwrap()
    assert (err.errno, err.strerror) == (
        syscall.ECONNREFUSED.number,
        "connection refused",
    )
    assert repr(err).startswith("SyscallError('connect', ECONNREFUSED(")


@pytest.mark.from_go("os/error_test.go", "TestPathErrorUnwrap")
def test_except_catches_it_by_what_it_wraps() -> None:
    for kind in (
        os.SyscallError,
        syscall.ECONNREFUSED,
        syscall.Errno,
        ConnectionRefusedError,
        OSError,
    ):
        with pytest.raises(kind):
            raise failed(syscall.ECONNREFUSED())
    with pytest.raises(os.ErrNotExist):
        raise os.PathError("open", "x", syscall.ENOENT())


def test_timeout_is_that_of_what_it_wraps() -> None:
    assert failed(syscall.EAGAIN()).Timeout()
    assert failed(syscall.ETIMEDOUT()).Timeout()
    assert not failed(syscall.EPIPE()).Timeout()
    assert not failed(ValueError()).Timeout()
    assert os.PathError("read", "x", poll.ErrDeadlineExceeded()).Timeout()


def test_path_error() -> None:
    err = os.PathError("open", "x", syscall.ENOENT())
    assert str(err) == "open x: no such file or directory"
    assert (err.Op, err.Path, err.filename) == ("open", "x", "x")
    assert isinstance(err, FileNotFoundError)


def test_link_error() -> None:
    err = os.LinkError("rename", "x", "y", syscall.EACCES())
    assert str(err) == "rename x y: permission denied"
    assert (err.Op, err.Old, err.New) == ("rename", "x", "y")
    assert isinstance(err, PermissionError)


@pytest.mark.parametrize(
    "err",
    [
        failed(syscall.ECONNREFUSED()),
        os.PathError("open", "x", syscall.ENOENT()),
        os.LinkError("rename", "x", "y", syscall.EACCES()),
        os.PathError("close", "x", os.ErrClosed()),
    ],
    ids=str,
)
def test_pickles_and_copies(err: Any) -> None:
    again = [pickle.loads(pickle.dumps(err, p)) for p in range(6)]
    for other in [*again, copy.copy(err), copy.deepcopy(err)]:
        assert type(other) is type(err)
        assert str(other) == str(err)
        assert other.Err is other.__cause__
        assert (other.errno, other.filename) == (err.errno, err.filename)


def test_new_syscall_error() -> None:
    assert os.NewSyscallError("read", None) is None
    err = os.NewSyscallError("read", syscall.EPIPE())
    assert isinstance(err, os.SyscallError)
    assert str(err) == "read: broken pipe"


class IsPermission(errors.error):
    """An error that calls itself another."""

    def Is(self, target: object) -> bool:
        return target is os.ErrPermission


# What, and whether it says exist, not exist, permission.
KINDS: list[tuple[Any, bool, bool, bool]] = [
    (syscall.ENOENT(), False, True, False),
    (os.PathError("o", "p", syscall.ENOENT()), False, True, False),
    (os.LinkError("o", "p", "q", os.ErrNotExist()), False, True, False),
    (os.ErrNotExist, False, True, False),
    (os.PathError("o", "p", os.ErrExist()), True, False, False),
    (os.PathError("o", "p", os.ErrPermission()), False, False, True),
    (os.SyscallError("o", syscall.EEXIST()), True, False, False),
    (os.SyscallError("o", syscall.ENOTEMPTY()), True, False, False),
    (os.SyscallError("o", syscall.EACCES()), False, False, True),
    (os.SyscallError("o", syscall.EPERM()), False, False, True),
    (syscall.EPIPE(), False, False, False),
    (os.ErrClosed(), False, False, False),
    (None, False, False, False),
    # One level only, unlike errors.Is, and no error's own Is.
    (IsPermission(), False, False, False),
    (os.PathError("o", "p", errors.Join(os.ErrNotExist())), False, False, False),
]


@pytest.mark.from_go("os/error_test.go", "TestIsExist")
@pytest.mark.from_go("os/error_test.go", "TestIsPermission")
@pytest.mark.from_go("os/error_test.go", "TestErrIsNotExist")
@pytest.mark.from_go("os/error_test.go", "TestErrorIsMethods")
@pytest.mark.parametrize(("err", "exist", "not_exist", "permission"), KINDS, ids=repr)
def test_is_exist_and_its_like(
    err: Any, exist: bool, not_exist: bool, permission: bool
) -> None:
    assert os.IsExist(err) is exist
    assert os.IsNotExist(err) is not_exist
    assert os.IsPermission(err) is permission


def test_is_timeout() -> None:
    assert os.IsTimeout(os.ErrDeadlineExceeded())
    assert os.IsTimeout(os.PathError("read", "x", os.ErrDeadlineExceeded()))
    assert os.IsTimeout(failed(syscall.EAGAIN()))
    assert not os.IsTimeout(failed(syscall.EPIPE()))
    assert not os.IsTimeout(None)


def test_texts() -> None:
    assert str(os.ErrInvalid) == "invalid argument"
    assert str(os.ErrPermission) == "permission denied"
    assert str(os.ErrExist) == "file already exists"
    assert str(os.ErrNotExist) == "file does not exist"
    assert str(os.ErrClosed) == "file already closed"
    assert str(os.ErrProcessDone) == "os: process already finished"


def test_deadline_errors_are_those_of_package_poll() -> None:
    assert os.ErrDeadlineExceeded is poll.ErrDeadlineExceeded
    assert os.ErrNoDeadline is poll.ErrNoDeadline

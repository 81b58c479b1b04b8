"""SyscallError, PathError, and the portable sentinels.  Go: os/error.go"""

from __future__ import annotations

from typing import Any

from .. import errors
from ..errors.wrap import joinedclass
from ..poll.errors import ErrDeadlineExceeded, ErrNoDeadline
from ..syscall import Errno
from ..syscall.oserror import (
    ErrClosed,
    ErrExist,
    ErrInvalid,
    ErrNotExist,
    ErrPermission,
)

__all__ = [
    "ErrClosed",
    "ErrDeadlineExceeded",
    "ErrExist",
    "ErrInvalid",
    "ErrNoDeadline",
    "ErrNotExist",
    "ErrPermission",
    "ErrProcessDone",
    "IsExist",
    "IsNotExist",
    "IsPermission",
    "IsTimeout",
    "NewSyscallError",
    "PathError",
    "SyscallError",
]


class ErrProcessDone(errors.error):
    """The process has finished already."""

    text = "os: process already finished"


class _Wrapping(errors.error, OSError):
    """An OSError that wraps another one and is, besides, of that one's class."""

    Err: Any

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        err = kwargs["Err"] if "Err" in kwargs else args[-1]
        return OSError.__new__(joinedclass(cls, err))

    def _wrap(self, err: Any) -> None:
        self.Err = err
        self.errno = getattr(err, "errno", None)
        self.strerror = str(err)
        if isinstance(err, BaseException):
            self.__cause__ = err

    def Unwrap(self) -> Any:
        return self.Err

    def Timeout(self) -> bool:
        timeout = getattr(self.Err, "Timeout", None)
        return timeout is not None and bool(timeout())


class SyscallError(_Wrapping):
    """A system call failed: ``connect: connection refused``.  Go: os.SyscallError"""

    def __init__(self, Syscall: str, Err: Any) -> None:
        self.Syscall = Syscall
        self._wrap(Err)
        self.args = (Syscall, Err)

    def __str__(self) -> str:
        return f"{self.Syscall}: {self.Err}"

    def __reduce__(self) -> tuple[Any, ...]:
        return SyscallError, (self.Syscall, self.Err), self.__dict__


class PathError(_Wrapping):
    """An operation on a file failed: ``open x: no such file or directory``.

    Go: os.PathError
    """

    def __init__(self, Op: str, Path: str, Err: Any) -> None:
        self.Op = Op
        self.Path = Path
        self._wrap(Err)
        self.filename = Path
        self.args = (Op, Path, Err)

    def __str__(self) -> str:
        return f"{self.Op} {self.Path}: {self.Err}"

    def __reduce__(self) -> tuple[Any, ...]:
        return PathError, (self.Op, self.Path, self.Err), self.__dict__


def NewSyscallError(syscall: str, err: BaseException | None) -> SyscallError | None:
    """Return a SyscallError of err, None if err is None.  Go: os.NewSyscallError"""
    return None if err is None else SyscallError(syscall, err)


def IsTimeout(err: Any) -> bool:
    """Tell whether err says that a time was up.  Go: os.IsTimeout"""
    timeout = getattr(underlying(err), "Timeout", None)
    return timeout is not None and bool(timeout())


def IsExist(err: Any) -> bool:
    """Tell whether err says that something exists already.  Go: os.IsExist"""
    return _is(err, ErrExist)


def IsNotExist(err: Any) -> bool:
    """Tell whether err says that something does not exist.  Go: os.IsNotExist"""
    return _is(err, ErrNotExist)


def IsPermission(err: Any) -> bool:
    """Tell whether err says that something is not allowed.  Go: os.IsPermission"""
    return _is(err, ErrPermission)


def _is(err: Any, target: type[errors.error]) -> bool:
    err = underlying(err)
    return err == target or (isinstance(err, Errno) and err.Is(target))


def underlying(err: Any) -> Any:
    return err.Err if isinstance(err, (PathError, SyscallError)) else err

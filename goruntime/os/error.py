"""SyscallError, PathError, and the portable sentinels.  Go: os/error.go"""

from __future__ import annotations

from typing import Any

from .. import errors
from ..errors.joined import timedout, wrapError
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
    "LinkError",
    "NewSyscallError",
    "PathError",
    "SyscallError",
]


class ErrProcessDone(errors.error):
    """The process has finished already."""

    text = "os: process already finished"


class SyscallError(wrapError):
    """A system call failed: ``connect: connection refused``.  Go: os.SyscallError"""

    __match_args__ = ("Syscall", "Err")

    def __init__(self, Syscall: str = "", Err: Any = None) -> None:
        self.Syscall = Syscall
        self.wraps(Err)
        self.args = (Syscall, self.Err)

    def __str__(self) -> str:
        return f"{self.Syscall}: {self.Err}"

    def Timeout(self) -> bool:
        """Tell whether Err says that the time was up."""
        return timedout(self.Err)


class PathError(wrapError):
    """An operation on a file failed: ``open x: no such file or directory``.

    Go: os.PathError
    """

    __match_args__ = ("Op", "Path", "Err")

    def __init__(self, Op: str = "", Path: str = "", Err: Any = None) -> None:
        self.Op = Op
        self.Path = Path
        self.wraps(Err)
        self.args = (Op, Path, self.Err)
        self.filename = Path

    def __str__(self) -> str:
        return f"{self.Op} {self.Path}: {self.Err}"

    def Timeout(self) -> bool:
        """Tell whether Err says that the time was up."""
        return timedout(self.Err)


class LinkError(wrapError):
    """An operation on two files failed: ``rename x y: permission denied``.

    Go: os.LinkError
    """

    __match_args__ = ("Op", "Old", "New", "Err")

    def __init__(
        self, Op: str = "", Old: str = "", New: str = "", Err: Any = None
    ) -> None:
        self.Op = Op
        self.Old = Old
        self.New = New
        self.wraps(Err)
        self.args = (Op, Old, New, self.Err)
        self.filename = Old
        self.filename2 = New

    def __str__(self) -> str:
        return f"{self.Op} {self.Old} {self.New}: {self.Err}"


def NewSyscallError(syscall: str, err: BaseException | None) -> SyscallError | None:
    """Return a SyscallError of err, None if err is None.  Go: os.NewSyscallError"""
    return None if err is None else SyscallError(syscall, err)


def IsTimeout(err: Any) -> bool:
    """Tell whether err says that a time was up.  Go: os.IsTimeout"""
    return timedout(underlying(err))


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
    return err.Err if isinstance(err, (PathError, LinkError, SyscallError)) else err

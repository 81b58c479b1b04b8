"""Errors of the system, and open files.  Go: os"""

from .error import (
    ErrClosed,
    ErrDeadlineExceeded,
    ErrExist,
    ErrInvalid,
    ErrNoDeadline,
    ErrNotExist,
    ErrPermission,
    ErrProcessDone,
    IsExist,
    IsNotExist,
    IsPermission,
    IsTimeout,
    LinkError,
    NewSyscallError,
    PathError,
    SyscallError,
)
from .file import File

__all__ = [
    "ErrClosed",
    "ErrDeadlineExceeded",
    "ErrExist",
    "ErrInvalid",
    "ErrNoDeadline",
    "ErrNotExist",
    "ErrPermission",
    "ErrProcessDone",
    "File",
    "IsExist",
    "IsNotExist",
    "IsPermission",
    "IsTimeout",
    "LinkError",
    "NewSyscallError",
    "PathError",
    "SyscallError",
]

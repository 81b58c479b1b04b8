"""Open, Create, Pipe, the standard files.  Go: os/file.go, os/pipe2_unix.go"""

from __future__ import annotations

import os
from typing import Any, Final

from ..poll.errand import away
from .error import PathError, SyscallError
from .file import File
from .file_kind import pollablemode
from .path_call import PathLike, errorof, forget, pathcall, pathname
from .types import sysmode

O_RDONLY: Final = os.O_RDONLY  # one of these three
O_WRONLY: Final = os.O_WRONLY
O_RDWR: Final = os.O_RDWR
O_APPEND: Final = os.O_APPEND  # any of these besides
O_CREATE: Final = os.O_CREAT
O_EXCL: Final = os.O_EXCL
O_SYNC: Final = os.O_SYNC
O_TRUNC: Final = os.O_TRUNC

READ_AT_ONCE: Final = 1 << 20


def Open(name: PathLike) -> File:
    """Open a file for reading.  Raises PathError."""
    return OpenFile(name, O_RDONLY, 0)


def Create(name: PathLike) -> File:
    """Make a file, or empty it, for reading and writing.  Raises PathError."""
    return OpenFile(name, O_RDWR | O_CREATE | O_TRUNC, 0o666)


def OpenFile(name: PathLike, flag: int, perm: int) -> File:
    """Open a file as flag says; one that is made has permissions perm, less the umask.

    A FIFO or a terminal is in non-blocking mode, and waits in the poller.
    """
    name = pathname(name)
    fd, waits = pathcall("open", name, openfd, name, flag, perm, lost=closelost)
    return File(
        fd,
        name,
        blocking=not waits,
        restore=waits and not flag & os.O_NONBLOCK,
        append=bool(flag & O_APPEND),
    )


def openfd(name: str, flag: int, perm: int) -> tuple[int, bool]:
    """Return the descriptor, and whether it is in non-blocking mode now."""
    fd = os.open(name, flag | os.O_CLOEXEC, sysmode(perm))
    try:
        mode = os.fstat(fd).st_mode
        waits = pollablemode(mode) or os.isatty(fd)
        if waits:
            os.set_blocking(fd, False)
    except BaseException:
        os.close(fd)
        raise
    return fd, waits


def closelost(got: Any) -> None:
    """Close what was opened for somebody who did not wait for it."""
    if isinstance(got, tuple):
        os.close(got[0])


def Pipe() -> tuple[File, File]:
    """Return the two ends of a pipe: what is written to the second the first reads.

    Raises SyscallError.
    """
    try:
        r, w = pipefds()
    except OSError as e:
        err = errorof(e)
        raise SyscallError("pipe2", err) from err
    return (
        File(r, "|0", blocking=False, restore=True),
        File(w, "|1", blocking=False, restore=True),
    )


if hasattr(os, "pipe2"):

    def pipefds() -> tuple[int, int]:
        """Make a pipe, in non-blocking mode, not to be inherited."""
        return os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)

else:

    def pipefds() -> tuple[int, int]:
        """Make a pipe, in non-blocking mode, not to be inherited."""
        r, w = os.pipe()
        os.set_blocking(r, False)
        os.set_blocking(w, False)
        return r, w


def NewFile(fd: int, name: str) -> File | None:
    """Return a File for a descriptor, which it owns from now on; None if negative.

    It waits in the poller, and has deadlines, if the descriptor is in non-blocking mode
    already.  The mode is not changed: other processes may share it.
    """
    return File(fd, name) if fd >= 0 else None


def standard(fd: int, name: str) -> File:
    """Return a File that is not closed when it is collected."""
    f = File(fd, name)
    f.keep()
    return f


def fillstandard() -> None:
    """Let none of the standard descriptors be closed.  Go: runtime.checkfds

    The next file to be opened would be standard output, and written to as that.
    """
    for fd in range(3):
        try:
            os.fstat(fd)
        except OSError:
            null = os.open("/dev/null", os.O_RDWR)
            if null == fd:
                os.set_inheritable(null, True)
            else:
                os.close(null)  # somebody was faster


fillstandard()
# They have no buffer: what Python's print has buffered comes later.
Stdin: File = standard(0, "/dev/stdin")
Stdout: File = standard(1, "/dev/stdout")
Stderr: File = standard(2, "/dev/stderr")


def ReadFile(name: PathLike) -> bytes:
    """Return all that is in a file.  Raises PathError."""
    name = pathname(name)
    op, got = away(lambda: readfile(name), forget)
    err = errorof(got)
    if err is not None:
        raise PathError(op, name, err) from err
    return bytes(got)


def readfile(name: str) -> tuple[str, Any]:
    """Read a file on one trip to a thread: what was being done, and what came of it."""
    op = "open"
    try:
        fd = os.open(name, O_RDONLY | os.O_CLOEXEC)
    except (OSError, ValueError) as err:
        return op, err
    op = "read"
    try:
        # Not the length that fstat says: it is 0 for what /proc makes up.
        pieces = []
        while piece := os.read(fd, READ_AT_ONCE):
            pieces.append(piece)
        return op, b"".join(pieces)
    except OSError as err:
        return op, err
    finally:
        os.close(fd)


def WriteFile(name: PathLike, data: Any, perm: int) -> None:
    """Make a file, or empty it, and write data.  Raises PathError."""
    f = OpenFile(name, O_WRONLY | O_CREATE | O_TRUNC, perm)
    try:
        f.Write(data)
    except BaseException:
        f.Close()
        raise
    f.Close()

"""RemoveAll: a file, or a directory and all below it.  Go: os/removeall_at.go

Each directory is emptied by its descriptor, so that nobody who puts a link in place of
one on the way makes this remove something else.
"""

from __future__ import annotations

import os
from errno import EACCES, EISDIR, ENOTDIR, EPERM
from typing import Final

from ..poll.errand import away
from ..syscall import EINVAL, Errno
from .error import PathError
from .file_posix import remove
from .path_call import PathLike, errorof, forget, pathname

DIRECTORY: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Failed(Exception):
    """One removal failed: what was done, where, and the system's error."""

    def __init__(self, op: str, path: str, err: OSError) -> None:
        super().__init__()
        self.op = op
        self.path = path
        self.err = err


def RemoveAll(path: PathLike) -> None:
    """Remove path and all below it; it need not be there.

    What can be removed is, and the first error raised.  Raises PathError.
    """
    path = pathname(path)
    if not path:
        return
    if path == "." or path.endswith("/."):
        raise PathError("RemoveAll", path, EINVAL())
    got = away(lambda: removeall(path), forget)
    if isinstance(got, Failed):
        raise PathError(got.op, got.path, Errno(got.err.errno or 0))
    err = errorof(got)
    if err is not None:
        raise PathError("remove", path, err) from err


def removeall(path: str) -> None:
    """Remove path, on a spare thread.  Raises Failed."""
    try:
        remove(path)
        return
    except FileNotFoundError:
        return
    except OSError:
        pass
    parent, _, base = path.rstrip("/").rpartition("/")
    parent = parent or ("/" if path.startswith("/") else ".")
    try:
        fd = os.open(parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    except OSError as err:
        raise Failed("open", parent, err) from None
    try:
        removefrom(fd, parent, base)
    finally:
        os.close(fd)


def removefrom(parent: int, where: str, base: str) -> None:
    """Remove base from the directory with descriptor parent, which is at where."""
    path = f"{where}/{base}"
    try:
        os.unlink(base, dir_fd=parent)
        return
    except FileNotFoundError:
        return
    except OSError as err:
        # A directory; or it may be one, which the directory it is in forbids to remove.
        if err.errno not in (EISDIR, EPERM, EACCES):
            raise Failed("unlinkat", path, err) from None
        why = err
    first: Failed | None = None
    try:
        fd = os.open(base, DIRECTORY, dir_fd=parent)
    except FileNotFoundError:
        return
    except OSError as err:
        if err.errno == ENOTDIR:
            raise Failed("unlinkat", path, why) from None
        first = Failed("openfdat", path, err)
    else:
        try:
            first = empty(fd, path)
        finally:
            os.close(fd)
    try:
        os.rmdir(base, dir_fd=parent)
    except FileNotFoundError:
        pass
    except OSError as err:
        raise first or Failed("unlinkat", path, err) from None


def empty(fd: int, path: str) -> Failed | None:
    """Remove what a directory holds; return what first went wrong."""
    first = None
    try:
        names = os.listdir(fd)
    except OSError as err:
        return Failed("readdirnames", path, err)
    for name in names:
        try:
            removefrom(fd, path, name)
        except Failed as failed:
            first = first or failed
    return first

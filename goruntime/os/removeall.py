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
        if err.errno == ENOTDIR and os.path.exists(parent):
            raise Failed("unlinkat", f"{parent}/{base}", err) from None
        raise Failed("open", parent, err) from None
    try:
        removefrom(fd, parent, base)
    finally:
        os.close(fd)


class doomed:
    """A directory that is being emptied, to be removed after that."""

    __slots__ = ("base", "failed", "fd", "left", "parent", "path")

    def __init__(self, parent: int, path: str, base: str) -> None:
        self.parent = parent  # the descriptor of the directory that it is in
        self.path = path
        self.base = base
        self.fd = -1
        self.left: list[str] = []  # the names of what is to be removed, the last first
        self.failed: Failed | None = None  # what first went wrong

    def look(self) -> None:
        """Find out what it holds."""
        try:
            self.left = os.listdir(self.fd)[::-1]
        except OSError as err:
            self.failed = Failed("readdirnames", self.path, err)

    def note(self, failed: Failed | None) -> None:
        """Keep what went wrong, if it is the first."""
        self.failed = self.failed or failed

    def close(self) -> None:
        if self.fd >= 0:
            os.close(self.fd)

    def remove(self) -> Failed | None:
        """Remove it; what went wrong counts only if something is left in it."""
        try:
            os.rmdir(self.base, dir_fd=self.parent)
        except FileNotFoundError:
            pass
        except OSError as err:
            return self.failed or Failed("unlinkat", self.path, err)
        return None


def removefrom(parent: int, where: str, base: str) -> None:
    """Remove base from the directory with descriptor parent, which is at where.

    No call for each level: trees can be deeper than calls.  Raises Failed.
    """
    levels: list[doomed] = []
    failed = removeone(parent, f"{where}/{base}", base, levels)
    try:
        while levels:
            d = levels[-1]
            if d.left:
                name = d.left.pop()
                d.note(removeone(d.fd, f"{d.path}/{name}", name, levels))
                continue
            levels.pop().close()
            failed = d.remove()
            if levels:
                levels[-1].note(failed)
    finally:
        for d in levels:
            d.close()
    if failed is not None:
        raise failed


def removeone(parent: int, path: str, base: str, levels: list[doomed]) -> Failed | None:
    """Remove base, or add it to levels if it is a directory; return what went wrong."""
    try:
        os.unlink(base, dir_fd=parent)
        return None
    except FileNotFoundError:
        return None
    except OSError as err:
        # A directory; or it may be one, which the directory it is in forbids to remove.
        if err.errno not in (EISDIR, EPERM, EACCES):
            return Failed("unlinkat", path, err)
        why = err
    d = doomed(parent, path, base)
    try:
        d.fd = os.open(base, DIRECTORY, dir_fd=parent)
    except FileNotFoundError:
        return None
    except OSError as err:
        if err.errno == ENOTDIR:
            return Failed("unlinkat", path, why)
        d.failed = Failed("openfdat", path, err)
    else:
        d.look()
    levels.append(d)
    return None

"""What is done to files by their paths.  Go: os/file_posix.go, os/path.go"""

from __future__ import annotations

import os

from .. import time
from ..syscall import EEXIST, ENOTDIR
from .error import PathError
from .path_call import PathLike, linkcall, pathcall, pathname
from .stat import Lstat, Stat
from .types import sysmode


def Mkdir(name: PathLike, perm: int) -> None:
    """Make a directory with permissions perm, less the umask.  Raises PathError."""
    name = pathname(name)
    pathcall("mkdir", name, os.mkdir, name, sysmode(perm))


def MkdirAll(path: PathLike, perm: int) -> None:
    """Make a directory and what leads to it, if they are not there.  Raises PathError.

    Go: os.MkdirAll
    """
    missing = [pathname(path)]  # and what leads to it, the last first
    while True:
        try:
            found = Stat(missing[-1])
        except PathError:
            parent = missing[-1].rstrip("/").rpartition("/")[0]
            if not parent:
                break
            missing.append(parent)
        else:
            if not found.IsDir():
                raise PathError("mkdir", missing[-1], ENOTDIR())
            missing.pop()
            break
    for name in reversed(missing):
        try:
            Mkdir(name, perm)
        except PathError as err:
            # Made by somebody else meanwhile, or "x/.", which is there once x is.
            if err.Err != EEXIST or not Lstat(name).IsDir():
                raise


def Remove(name: PathLike) -> None:
    """Remove a file or an empty directory.  Raises PathError."""
    name = pathname(name)
    pathcall("remove", name, remove, name)


def remove(name: str) -> None:
    """Remove a file; or a directory, if it is not one."""
    try:
        os.unlink(name)
    except OSError as err:
        try:
            os.rmdir(name)
        except OSError as err1:
            # ENOTDIR: it is a file, and the first error is the one that counts.
            if err1.errno != ENOTDIR.number:
                raise
            raise err from None


def Rename(oldpath: PathLike, newpath: PathLike) -> None:
    """Give a file another name, in place of what has that name.  Raises LinkError."""
    linkcall("rename", pathname(oldpath), pathname(newpath), rename)


def rename(old: str, new: str) -> None:
    """Rename; a directory in the way is in the way, even if it is empty."""
    if os.path.isdir(new) and not os.path.islink(new) and os.path.lexists(old):
        raise EEXIST
    os.rename(old, new)


def Link(oldname: PathLike, newname: PathLike) -> None:
    """Give a file a second name.  Raises LinkError."""
    linkcall("link", pathname(oldname), pathname(newname), os.link)


def Symlink(oldname: PathLike, newname: PathLike) -> None:
    """Let newname lead to oldname.  Raises LinkError."""
    linkcall("symlink", pathname(oldname), pathname(newname), os.symlink)


def Readlink(name: PathLike) -> str:
    """Return where a symbolic link leads.  Raises PathError."""
    name = pathname(name)
    to: str = pathcall("readlink", name, os.readlink, name)
    return to


def Chmod(name: PathLike, mode: int) -> None:
    """Change the permissions of a file to those of a FileMode.  Raises PathError."""
    name = pathname(name)
    pathcall("chmod", name, os.chmod, name, sysmode(mode))


def Chown(name: PathLike, uid: int, gid: int) -> None:
    """Change the owner of a file; -1 leaves one as it is.  Raises PathError."""
    name = pathname(name)
    pathcall("chown", name, os.chown, name, uid, gid)


def Lchown(name: PathLike, uid: int, gid: int) -> None:
    """Change the owner of a file, of a link itself.  Raises PathError."""
    name = pathname(name)
    pathcall("lchown", name, os.lchown, name, uid, gid)


def Truncate(name: PathLike, size: int) -> None:
    """Change the length of a file.  Raises PathError."""
    name = pathname(name)
    pathcall("truncate", name, os.truncate, name, size)


def Chtimes(name: PathLike, atime: time.Time, mtime: time.Time) -> None:
    """Say when a file was last read and written.  Raises PathError.

    The zero Time leaves one as it is.
    """
    name = pathname(name)
    times = [None if t.IsZero() else t.UnixNano() for t in (atime, mtime)]
    pathcall("chtimes", name, utime, name, *times)


def utime(name: str, atime: int | None, mtime: int | None) -> None:
    """Set the times that are not None; Python's utime knows only both or none."""
    if atime is None and mtime is None:
        return  # which the kernel does not look at the file for, either
    if atime is None or mtime is None:
        st = os.stat(name)
        atime = st.st_atime_ns if atime is None else atime
        mtime = st.st_mtime_ns if mtime is None else mtime
    os.utime(name, ns=(atime, mtime))


def Chdir(dir: PathLike) -> None:
    """Change the working directory, of all goroutines.  Raises PathError."""
    dir = pathname(dir)
    pathcall("chdir", dir, os.chdir, dir)

"""FileMode, FileInfo: what is known of a file.  Go: os/types.go, io/fs/fs.go"""

from __future__ import annotations

import os
import stat
from typing import Any, Final, Protocol, runtime_checkable

from .. import time

_LETTERS: Final = "dalTLDpSugct?"  # of the bits from the highest on


class FileMode(int):
    """A file's kind and permissions, with the same bits on every system.

    The nine lowest bits are the permissions; ``Mode...`` are the others.
    """

    __slots__ = ()

    def IsDir(self) -> bool:
        """Tell whether it is a directory."""
        return bool(self & ModeDir)

    def IsRegular(self) -> bool:
        """Tell whether it is a regular file."""
        return not self & ModeType

    def Perm(self) -> FileMode:
        """Return the permissions alone."""
        return FileMode(self & ModePerm)

    def Type(self) -> FileMode:
        """Return the kind alone."""
        return FileMode(self & ModeType)

    def String(self) -> str:
        """Return it as ls does, nearly: ``drwxr-xr-x``."""
        kind = "".join(
            letter for i, letter in enumerate(_LETTERS) if self & (1 << (31 - i))
        )
        perm = "".join(
            letter if self & (1 << (8 - i)) else "-"
            for i, letter in enumerate("rwxrwxrwx")
        )
        return (kind or "-") + perm

    __str__ = String

    def __repr__(self) -> str:
        return f"<FileMode {self.String()}>"

    def __format__(self, spec: str) -> str:
        if not spec or spec[-1] not in "bcdoxXn":
            return format(self.String(), spec)
        return format(int(self), spec)

    def __or__(self, other: int) -> FileMode:
        return FileMode(int(self) | int(other))

    __ror__ = __or__

    def __and__(self, other: int) -> FileMode:
        return FileMode(int(self) & int(other))

    __rand__ = __and__

    def __xor__(self, other: int) -> FileMode:
        return FileMode(int(self) ^ int(other))

    __rxor__ = __xor__


ModeDir: Final = FileMode(1 << 31)  # d: is a directory
ModeAppend: Final = FileMode(1 << 30)  # a: append-only
ModeExclusive: Final = FileMode(1 << 29)  # l: exclusive use
ModeTemporary: Final = FileMode(1 << 28)  # T: temporary file
ModeSymlink: Final = FileMode(1 << 27)  # L: symbolic link
ModeDevice: Final = FileMode(1 << 26)  # D: device file
ModeNamedPipe: Final = FileMode(1 << 25)  # p: FIFO
ModeSocket: Final = FileMode(1 << 24)  # S: Unix socket
ModeSetuid: Final = FileMode(1 << 23)  # u: set user id
ModeSetgid: Final = FileMode(1 << 22)  # g: set group id
ModeCharDevice: Final = FileMode(1 << 21)  # c: character device, with ModeDevice
ModeSticky: Final = FileMode(1 << 20)  # t: sticky
ModeIrregular: Final = FileMode(1 << 19)  # ?: nothing else is known of it
ModePerm: Final = FileMode(0o777)  # the permissions
ModeType: Final = (
    ModeDir
    | ModeSymlink
    | ModeNamedPipe
    | ModeSocket
    | ModeDevice
    | ModeCharDevice
    | ModeIrregular
)

_KINDS: Final[dict[int, int]] = {
    stat.S_IFREG: 0,
    stat.S_IFDIR: ModeDir,
    stat.S_IFLNK: ModeSymlink,
    stat.S_IFBLK: ModeDevice,
    stat.S_IFCHR: ModeDevice | ModeCharDevice,
    stat.S_IFIFO: ModeNamedPipe,
    stat.S_IFSOCK: ModeSocket,
}
_SPECIAL: Final = (
    (stat.S_ISUID, ModeSetuid),
    (stat.S_ISGID, ModeSetgid),
    (stat.S_ISVTX, ModeSticky),
)


def gomode(st_mode: int) -> FileMode:
    """Return the system's mode as a FileMode."""
    mode = (st_mode & 0o777) | _KINDS.get(stat.S_IFMT(st_mode), 0)
    for theirs, ours in _SPECIAL:
        if st_mode & theirs:
            mode |= ours
    return FileMode(mode)


def sysmode(mode: int) -> int:
    """Return the permissions and special bits of a FileMode as the system has them."""
    out = mode & 0o777
    for theirs, ours in _SPECIAL:
        if mode & ours:
            out |= theirs
    return out


@runtime_checkable
class FileInfo(Protocol):
    """What Stat says of a file.  Go: io/fs.FileInfo"""

    def Name(self) -> str: ...
    def Size(self) -> int: ...
    def Mode(self) -> FileMode: ...
    def ModTime(self) -> time.Time: ...
    def IsDir(self) -> bool: ...
    def Sys(self) -> Any: ...


@runtime_checkable
class DirEntry(Protocol):
    """What a directory says of a file.  Go: io/fs.DirEntry"""

    def Name(self) -> str: ...
    def IsDir(self) -> bool: ...
    def Type(self) -> FileMode: ...
    def Info(self) -> FileInfo: ...


class fileStat:
    """The FileInfo of what Python's os.stat says."""

    __slots__ = ("_name", "_sys")

    def __init__(self, name: str, sys: os.stat_result) -> None:
        self._name = name
        self._sys = sys

    def Name(self) -> str:
        """Return the last element of the path."""
        return self._name

    def Size(self) -> int:
        """Return the length in bytes."""
        return self._sys.st_size

    def Mode(self) -> FileMode:
        """Return kind and permissions."""
        return gomode(self._sys.st_mode)

    def ModTime(self) -> time.Time:
        """Return when it was last written to."""
        return time.Unix(0, self._sys.st_mtime_ns)

    def IsDir(self) -> bool:
        """Tell whether it is a directory."""
        return stat.S_ISDIR(self._sys.st_mode)

    def Sys(self) -> os.stat_result:
        """Return what the system said."""
        return self._sys

    def __repr__(self) -> str:
        return f"<FileInfo {self._name} {self.Mode()} {self.Size()}>"


def SameFile(fi1: FileInfo, fi2: FileInfo) -> bool:
    """Tell whether two of Stat's results are of one file."""
    a, b = fi1.Sys(), fi2.Sys()
    if not (isinstance(a, os.stat_result) and isinstance(b, os.stat_result)):
        return False
    return (a.st_dev, a.st_ino) == (b.st_dev, b.st_ino)


def basename(name: str) -> str:
    """Return the last element of a path.  Go: os.basename"""
    stripped = name.rstrip("/")
    return stripped.rpartition("/")[2] if stripped else name[:1]

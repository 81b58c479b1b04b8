"""What a directory holds.  Go: os/dir.go

Go's ReadDir is sorted by name; a File's is in the directory's own order.
"""

from __future__ import annotations

import os

from ..poll.dirreader import DirReader
from .path_call import PathLike, pathcall, pathname
from .stat import Lstat
from .types import DirEntry, FileInfo, FileMode, gomode


class dirEntry:
    """A DirEntry: a name, the kind of file, and where it was found."""

    __slots__ = ("_dir", "_kind", "_name")

    def __init__(self, dir: str, name: str, st_mode: int) -> None:
        self._dir = dir
        self._name = name
        self._kind = gomode(st_mode).Type()

    def Name(self) -> str:
        """Return the name, without the directory."""
        return self._name

    def IsDir(self) -> bool:
        """Tell whether it is a directory."""
        return self._kind.IsDir()

    def Type(self) -> FileMode:
        """Return the kind of file: a FileMode without permissions."""
        return self._kind

    def Info(self) -> FileInfo:
        """Return what Lstat says of it now.  Raises PathError."""
        return Lstat(os.path.join(self._dir, self._name))

    def String(self) -> str:
        """Return it as ``d name/`` or ``- name``."""
        return f"{self._kind.String()[:-9]} {self._name}{'/' * self.IsDir()}"

    __str__ = String

    def __repr__(self) -> str:
        return f"<DirEntry {self}>"


def ReadDir(name: PathLike) -> list[DirEntry]:
    """Return what the directory holds, sorted by name.  Raises PathError."""
    name = pathname(name)
    names = pathcall("open", name, readdir, name)
    names.sort(key=lambda entry: os.fsencode(entry[0]))
    return [dirEntry(name, entry, st_mode) for entry, st_mode in names]


def readdir(name: str) -> list[tuple[str, int]]:
    """Return names and kinds."""
    fd = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        reader = DirReader(fd)
        try:
            return reader.read(-1)
        finally:
            reader.close()
    finally:
        os.close(fd)

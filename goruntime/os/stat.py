"""Stat and Lstat.  Go: os/stat.go"""

from __future__ import annotations

import os

from .path_call import PathLike, pathcall, pathname
from .types import FileInfo, basename, fileStat


def Stat(name: PathLike) -> FileInfo:
    """Describe a file, the one that a link leads to.  Raises PathError."""
    name = pathname(name)
    return fileStat(basename(name), pathcall("stat", name, os.stat, name))


def Lstat(name: PathLike) -> FileInfo:
    """Describe a file, a link itself.  Raises PathError."""
    name = pathname(name)
    return fileStat(basename(name), pathcall("lstat", name, os.lstat, name))

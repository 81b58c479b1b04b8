"""DirReader: the names in an open directory, some at a time.  Go: os/dir_unix.go

Its methods but rewind are called by one thread at a time: by who has the right to read
the directory, or is the last to let go of it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import Any


class DirReader:
    """Where in a directory one is."""

    __slots__ = ("_again", "_end", "_entries", "_fd")

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._entries: Any = None  # what os.scandir returns
        self._end = False
        self._again = False

    def rewind(self) -> None:
        """Begin anew at the next read."""
        self._again = True

    def close(self) -> None:
        if self._entries is not None:
            self._entries.close()
            self._entries = None

    def read(self, n: int) -> list[tuple[str, int]]:
        """Return up to n names with the kind bits of st_mode; n <= 0: all."""
        if self._again:
            self._again = self._end = False
            self.close()
        if self._end:
            return []
        if self._entries is None:
            self._entries = os.scandir(self._fd)
        names = []
        for entry in self._iterate():
            try:
                names.append((entry.name, kind(entry)))
            except FileNotFoundError:
                continue  # removed since it was read
            if len(names) == n:
                return names
        self._end = True
        self.close()
        return names

    def _iterate(self) -> Iterator[os.DirEntry[str]]:
        entries: Iterator[os.DirEntry[str]] = self._entries
        return entries


def kind(entry: os.DirEntry[str]) -> int:
    """Return the kind of file; it is asked for only if the directory does not say."""
    if entry.is_symlink():
        return stat.S_IFLNK
    if entry.is_dir(follow_symlinks=False):
        return stat.S_IFDIR
    if entry.is_file(follow_symlinks=False):
        return stat.S_IFREG
    return stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)

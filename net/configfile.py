"""The system's text files: lines, fields, read again when changed.  Go: net/parse.go,
net/dnsclient_unix.go, net/nss.go
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any, Final, Generic, Protocol, TypeVar

from goruntime import sync, time

_FIELD: Final = re.compile("[^ \r\t\n]+")
_UPPER: Final = {c: c + 32 for c in range(ord("A"), ord("Z") + 1)}

RECHECK: Final = 5 * time.Second  # how long a file is taken for unchanged


def readLines(path: str) -> list[str]:
    """Return the lines of a text file.  Raises OSError."""
    with open(path, "rb") as file:
        lines = decode(file.read()).split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def decode(b: bytes) -> str:
    """Return bytes of unknown origin as a text that encode makes the same bytes of."""
    return b.decode(errors="surrogateescape")


def encode(s: str) -> bytes:
    """Return the bytes that a text stands for; a lone surrogate is one, too."""
    try:
        return s.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return s.encode(errors="surrogatepass")


def getFields(s: str) -> list[str]:
    """Split at blanks, tabs and ends of lines; nothing else is white.  Go: getFields"""
    return _FIELD.findall(s)


def lowerASCII(s: str) -> str:
    """Return s with A to Z in lower case, and nothing else changed."""
    return s.lower() if s.isascii() else s.translate(_UPPER)


def modified(path: str) -> int:
    """Return when a file was changed last, in nanoseconds; 0 if that cannot be told."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


class Parsed(Protocol):
    """What was made of a file that said when it had been changed."""

    mtime: int


T = TypeVar("T", bound=Parsed)


class Watched(Generic[T]):
    """What a file says, read again when it was changed.

    It is looked at when somebody asks, at most every 5 s, and by one at a time: the
    others get what was known before.  Go: resolverConfig, nsswitchConfig
    """

    __slots__ = ("_mu", "_parse", "checked", "known", "path", "recheck")

    def __init__(
        self,
        parse: Callable[[str], T],
        recheck: Callable[[T, bool], bool] = lambda known, expired: expired,
    ) -> None:
        self._parse = parse
        self.recheck = recheck  # of what is known and whether 5 s are over
        self._mu = sync.Mutex()
        self.path = ""
        self.known: T | None = None
        self.checked: Any = None  # a time.Time

    def get(self, path: str) -> T:
        """Return what the file at path says."""
        known = self.known
        if known is None or self.path != path:
            with self._mu:
                if self.known is None or self.path != path:
                    self.checked = time.Now()
                    self.known = self._parse(path)
                    self.path = path
                return self.known
        if not self._mu.TryLock():
            return known
        try:
            now = time.Now()
            if self.recheck(known, now.Sub(self.checked) > RECHECK):
                self.checked = now
                if modified(path) != known.mtime:
                    self.known = known = self._parse(path)
            return known
        finally:
            self._mu.Unlock()

    def forget(self) -> None:
        """Read the file anew at the next get, whatever the time."""
        with self._mu:
            self.known = None

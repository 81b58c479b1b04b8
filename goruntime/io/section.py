"""SectionReader, OffsetWriter: a part of what can be read or written anywhere.

Go: io/io.go
"""

from __future__ import annotations

from typing import Any, Final

from .. import errors
from .errors import EOF
from .io import ReaderAt, SeekCurrent, SeekEnd, SeekStart, WriterAt
from .partial import countof, partial
from .view import readable, writable

MAX_OFFSET: Final = (1 << 63) - 1


class errWhence(errors.error, ValueError):
    """Seek was not told from where."""

    text = "Seek: invalid whence"


class errOffset(errors.error, ValueError):
    """Seek was told to go before the start."""

    text = "Seek: invalid offset"


class SectionReader:
    """Reads n bytes of r, from off on.  Go: io.SectionReader"""

    __slots__ = ("_base", "_limit", "_n", "_off", "_r")

    def __init__(self, r: ReaderAt, off: int, n: int) -> None:
        self._r = r
        self._base = off
        self._off = off
        self._limit = min(off + n, MAX_OFFSET)
        self._n = n

    def Read(self, p: Any) -> int:
        left = self._limit - self._off
        if left <= 0:
            raise EOF
        view = writable(p)
        try:
            n = self._r.ReadAt(view[:left] if len(view) > left else view, self._off)
        except Exception as err:
            n = countof(err)
            if n <= 0:
                raise
        self._off += n
        return n

    def ReadAt(self, p: Any, off: int) -> int:
        """Fill p from off on; where it does not fit in, EOF says by ``n`` how much."""
        if off < 0 or off >= self.Size():
            raise partial(EOF(), 0)
        off += self._base
        view = writable(p)
        left = self._limit - off
        if len(view) <= left:
            return self._r.ReadAt(view, off)
        raise partial(EOF(), self._r.ReadAt(view[:left], off))

    def Seek(self, offset: int, whence: int) -> int:
        if whence == SeekStart:
            offset += self._base
        elif whence == SeekCurrent:
            offset += self._off
        elif whence == SeekEnd:
            offset += self._limit
        else:
            raise errWhence
        if offset < self._base:
            raise errOffset
        self._off = offset
        return offset - self._base

    def Size(self) -> int:
        """Return how many bytes the section has."""
        return self._limit - self._base

    def Outer(self) -> tuple[ReaderAt, int, int]:
        """Return what NewSectionReader was given."""
        return self._r, self._base, self._n

    def __repr__(self) -> str:
        return f"<io.SectionReader {self._base}:{self._limit}, at {self._off}>"


def NewSectionReader(r: ReaderAt, off: int, n: int) -> SectionReader:
    """Return a SectionReader that reads n bytes of r, from off on."""
    return SectionReader(r, off, n)


class OffsetWriter:
    """Writes to w, where 0 is w's offset off.  Go: io.OffsetWriter"""

    __slots__ = ("_base", "_off", "_w")

    def __init__(self, w: WriterAt, off: int) -> None:
        self._w = w
        self._base = off
        self._off = off

    def Write(self, p: Any) -> int:
        try:
            n = self._w.WriteAt(readable(p), self._off)
        except Exception as err:
            self._off += countof(err)
            raise
        self._off += n
        return n

    def WriteAt(self, p: Any, off: int) -> int:
        if off < 0:
            raise partial(errOffset(), 0)
        return self._w.WriteAt(readable(p), self._base + off)

    def Seek(self, offset: int, whence: int) -> int:
        if whence == SeekStart:
            offset += self._base
        elif whence == SeekCurrent:
            offset += self._off
        else:
            raise errWhence
        if offset < self._base:
            raise errOffset
        self._off = offset
        return offset - self._base


def NewOffsetWriter(w: WriterAt, off: int) -> OffsetWriter:
    """Return an OffsetWriter that writes to w from off on."""
    return OffsetWriter(w, off)

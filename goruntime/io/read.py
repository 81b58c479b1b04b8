"""ReadFull, ReadAll, and readers made of readers.  Go: io/io.go"""

from __future__ import annotations

from typing import Any, Final

from .errors import EOF, ErrShortBuffer, ErrUnexpectedEOF
from .io import Reader, Writer
from .partial import countof, partial
from .view import checkreader, writable

FIRST: Final = 512  # bytes that ReadAll begins with
LARGEST: Final = 1 << 20  # and the most that it asks for at once


def ReadAtLeast(r: Reader, buf: Any, min: int) -> int:
    """Read into buf until there are min bytes; return how many there are.

    EOF if there is nothing at all, ErrUnexpectedEOF if the end comes too early,
    ErrShortBuffer if buf has no room for min; the error's ``n`` says how many bytes
    are in buf.
    """
    view = writable(buf)
    if len(view) < min:
        raise partial(ErrShortBuffer(), 0)
    n = 0
    try:
        while n < min:
            n += r.Read(view[n:])
    except Exception as err:
        if n > 0 and err == EOF:
            raise partial(ErrUnexpectedEOF(), n) from None
        checkreader(r)
        partial(err, n)
        raise
    return n


def ReadFull(r: Reader, buf: Any) -> int:
    """Fill buf; return its length in bytes.  Errors are those of ReadAtLeast."""
    view = writable(buf)
    return ReadAtLeast(r, view, len(view))


def ReadAll(r: Reader) -> bytes:
    """Read r to its end; return all of it.

    If that fails, the error's ``partial`` has what was read until then.
    """
    checkreader(r)
    chunks: list[memoryview] = []
    size = FIRST
    view = memoryview(bytearray(size))
    n = 0  # in the last chunk
    try:
        while True:
            n += r.Read(view[n:])
            if size - n < size >> 4:
                chunks.append(view[:n])
                n = 0
                size = min(2 * size, LARGEST)
                view = memoryview(bytearray(size))
    except Exception as err:
        chunks.append(view[:n])
        data = b"".join(chunks)
        if err == EOF:
            return data
        partial(err, len(data), data)
        raise


class LimitedReader:
    """Reads N bytes of R and is at its end then.  Go: io.LimitedReader"""

    __slots__ = ("N", "R")

    def __init__(self, R: Reader, N: int) -> None:
        self.R = R
        self.N = N  # bytes that are left

    def Read(self, p: Any) -> int:
        left = self.N
        if left <= 0:
            raise EOF
        view = writable(p)
        n = self.R.Read(view[:left] if len(view) > left else view)
        self.N = left - n
        return n

    def __repr__(self) -> str:
        return f"<io.LimitedReader {self.N} left of {self.R!r}>"


def LimitReader(r: Reader, n: int) -> LimitedReader:
    """Return a Reader that reads r and is at its end after n bytes."""
    return LimitedReader(r, n)


class teeReader:
    """What TeeReader returns."""

    __slots__ = ("_r", "_w")

    def __init__(self, r: Reader, w: Writer) -> None:
        self._r = r
        self._w = w

    def Read(self, p: Any) -> int:
        view = writable(p)
        n = self._r.Read(view)
        if n > 0:
            try:
                self._w.Write(view[:n])
            except Exception as err:
                partial(err, countof(err))
                raise
        return n


def TeeReader(r: Reader, w: Writer) -> Reader:
    """Return a Reader that writes to w what it reads from r, before it returns it."""
    return teeReader(r, w)

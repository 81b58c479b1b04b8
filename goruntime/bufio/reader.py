"""Reader: a Reader with a buffer.  Go: bufio/bufio.go

What there is lies in buf[r:w].  A delimiter is a byte: 10, b"\\n" or "\\n".  What is
returned is a copy and stays as it is, other than Go's slices of the buffer.
"""

from __future__ import annotations

from typing import Any, Final

from .. import io
from ..gopanic import MISTAKES, panic
from ..io.copy import readerfrom, writerto
from ..io.partial import again, countof, partial
from ..io.utf8 import RUNE_ERROR, UTF_MAX, decoderune
from ..io.view import byte, checkreader, decode, writable
from .errors import (
    ErrBufferFull,
    ErrInvalidUnreadByte,
    ErrInvalidUnreadRune,
    ErrNegativeCount,
    errNegativeRead,
    errNegativeWrite,
)

BUFSIZE: Final = 4096
MIN_BUFSIZE: Final = 16
MAX_EMPTY_READS: Final = 100  # in a row


class Reader:
    """Reads from another Reader ahead, and serves lines, bytes and runes from that."""

    __slots__ = ("_buf", "_err", "_lastbyte", "_lastrune", "_r", "_rd", "_view", "_w")

    def __init__(self, rd: Any = None, size: int = BUFSIZE) -> None:
        self._buf = bytearray(max(size, MIN_BUFSIZE))
        self._view = memoryview(self._buf)
        self._rd = rd
        self._r = 0
        self._w = 0
        self._err: Exception | None = None  # to raise when the buffer is used up
        self._lastbyte = -1  # for UnreadByte
        self._lastrune = -1  # its size, for UnreadRune

    def Size(self) -> int:
        """Return the size of the buffer."""
        return len(self._buf)

    def Buffered(self) -> int:
        """Return how much can be read from the buffer."""
        return self._w - self._r

    def Reset(self, r: Any) -> None:
        """Forget everything and read from r."""
        if r is self:
            return
        self._rd = r
        self._r = self._w = 0
        self._err = None
        self._lastbyte = self._lastrune = -1

    def _fill(self) -> None:
        """Read once more, to behind what there is; the buffer must not be full."""
        r, w, view = self._r, self._w, self._view
        if r > 0:
            view[: w - r] = view[r:w]
            self._r, self._w = 0, w - r
            w -= r
        if w >= len(view):
            panic("bufio: tried to fill full buffer")
        for _ in range(MAX_EMPTY_READS):
            try:
                n = self._rd.Read(view[w:])
            except MISTAKES:
                raise
            except Exception as err:
                self._err = err
                return
            if n < 0:
                panic(errNegativeRead())
            if n > 0:
                self._w = w + n
                return
        self._err = io.ErrNoProgress()

    def _readerr(self, n: int = 0, data: bytes | str | None = None) -> BaseException:
        """Return what to raise for the error that was kept, and forget it."""
        err, self._err = self._err, None
        assert err is not None
        return partial(again(err), n, data)

    def Peek(self, n: int) -> bytes:
        """Return the next n bytes and leave them there.

        If there are fewer, the error's ``partial`` has them; it is ErrBufferFull if
        the buffer is too small.
        """
        if n < 0:
            raise ErrNegativeCount
        self._lastbyte = self._lastrune = -1
        size = len(self._buf)
        while (avail := self._w - self._r) < n and avail < size and self._err is None:
            self._fill()
        data = bytes(self._view[self._r : min(self._r + n, self._w)])
        if len(data) == n:
            return data
        if n > size or self._err is None:
            raise partial(ErrBufferFull(), len(data), data)
        raise self._readerr(len(data), data)

    def Discard(self, n: int) -> int:
        """Skip n bytes; the error's ``n`` says how many were skipped."""
        if n < 0:
            raise ErrNegativeCount
        if n == 0:
            return 0
        self._lastbyte = self._lastrune = -1
        left = n
        while True:
            if self._r == self._w and self._err is None:
                self._fill()
            skip = min(self._w - self._r, left)
            self._r += skip
            left -= skip
            if left == 0:
                return n
            if self._err is not None:
                raise self._readerr(n - left)

    def Read(self, p: Any) -> int:
        """Read into p what there is, with one Read of the reader below at most."""
        view = writable(p)
        size = len(view)
        if size == 0:
            if self._r == self._w and self._err is not None:
                raise self._readerr()
            return 0
        r, w = self._r, self._w
        if r == w:
            if self._err is not None:
                raise self._readerr()
            past = size >= len(self._buf)  # a large read goes past the buffer
            if not past:
                self._r = self._w = 0  # no rune to be unread
            n: int = self._rd.Read(view if past else self._view)
            if n < 0:
                panic(errNegativeRead())
            if n == 0:
                return 0
            if past:
                self._lastbyte = view[n - 1]
                self._lastrune = -1
                return n
            r, w = 0, n
            self._w = n
        n = min(size, w - r)
        view[:n] = self._view[r : r + n]
        self._r = r + n
        self._lastbyte = self._buf[r + n - 1]
        self._lastrune = -1
        return n

    def ReadByte(self) -> int:
        """Read a byte."""
        r = self._r
        self._lastrune = -1
        while r == self._w:
            if self._err is not None:
                raise self._readerr()
            self._fill()
            r = self._r
        self._r = r + 1
        c = self._lastbyte = self._buf[r]
        return c

    def UnreadByte(self) -> None:
        """Take the last byte back, of whichever read it was."""
        if self._lastbyte < 0 or (self._r == 0 and self._w > 0):
            raise ErrInvalidUnreadByte
        if self._r > 0:
            self._r -= 1
        else:
            self._w = 1
        self._buf[self._r] = self._lastbyte
        self._lastbyte = self._lastrune = -1

    def ReadRune(self) -> tuple[str, int]:
        """Read a rune; return it and its size.  Bytes that are none: U+FFFD and 1."""
        while True:
            r, w = self._r, self._w
            if r < w:
                rune, size = decoderune(bytes(self._view[r : min(r + UTF_MAX, w)]))
                if size > 0:
                    break
                if self._err is not None:
                    rune, size = RUNE_ERROR, 1
                    break
            elif self._err is not None:
                self._lastrune = -1
                raise self._readerr()
            self._fill()
        self._r = r + size
        self._lastbyte = self._buf[r + size - 1]
        self._lastrune = size
        return rune, size

    def UnreadRune(self) -> None:
        """Take the last rune back, if the last call was ReadRune."""
        if self._lastrune < 0 or self._r < self._lastrune:
            raise ErrInvalidUnreadRune
        self._r -= self._lastrune
        self._lastbyte = self._lastrune = -1

    def _end(self, c: int) -> int:
        """Return where in the buffer what ends in the byte c ends.

        If it does not: -1 if an error comes first, 0 if the buffer is full.
        """
        scanned = 0
        while True:
            end = self._buf.find(c, self._r + scanned, self._w) + 1
            if end > 0:
                return end
            if self._err is not None:
                return -1
            scanned = self._w - self._r
            if scanned >= len(self._buf):
                return 0
            self._fill()

    def _take(self, end: int) -> bytes:
        """Return what is there up to end, as read."""
        r = self._r
        data = self._view[r:end].tobytes()
        self._r = end
        if data:
            self._lastbyte = data[-1]
            self._lastrune = -1
        return data

    def ReadSlice(self, delim: Any) -> bytes:
        """Read until delim and return that with it, if it fits into the buffer.

        The error's ``partial`` has what was read, if delim does not come; it is
        ErrBufferFull if the buffer is too small.
        """
        end = self._end(byte(delim))
        if end > 0:
            return self._take(end)
        data = self._take(self._w)
        if end < 0:
            raise self._readerr(len(data), data)
        raise partial(ErrBufferFull(), len(data), data)

    def ReadLine(self) -> tuple[bytes, bool]:
        """Read a line; return it without its end, and whether it goes on.

        It does if it is longer than the buffer: the rest comes with the next call.
        """
        end = self._end(10)
        if end > 0:
            line = self._take(end)
            return line[: -2 if line.endswith(b"\r\n") else -1], False
        line = self._take(self._w)
        if end < 0:
            if not line:
                raise self._readerr()
            return line, False  # the error comes with the next call
        if line.endswith(b"\r"):
            # That may be half of a line's end: it is left for the next call.
            self._r -= 1
            line = line[:-1]
        return line, True

    def ReadBytes(self, delim: Any) -> bytes:
        """Read until delim and return that with it.

        If delim does not come, the error's ``partial`` has what was read.
        """
        # Fast path: it is in the buffer.
        r = self._r
        buf = self._buf
        c = delim if type(delim) is int else byte(delim)
        end = buf.find(c, r, self._w) + 1
        if end > 0:
            self._r = end
            self._lastbyte = buf[end - 1]
            self._lastrune = -1
            return self._view[r:end].tobytes()
        chunks: list[bytes] = []
        while True:
            end = self._end(c)
            chunks.append(self._take(end if end > 0 else self._w))
            if end:
                break
        data = b"".join(chunks)
        if end < 0:
            raise self._readerr(len(data), data)
        return data

    def ReadString(self, delim: Any) -> str:
        """Read until delim and return that with it, as a str.

        It is decoded as UTF-8; a byte that is none becomes a lone surrogate, as with
        Python's "surrogateescape", and WriteString makes it that byte again.  If
        delim does not come, the error's ``partial`` has what was read.
        """
        # Fast path: it is in the buffer.
        r = self._r
        buf = self._buf
        c = delim if type(delim) is int else byte(delim)
        end = buf.find(c, r, self._w) + 1
        if end > 0:
            self._r = end
            self._lastbyte = buf[end - 1]
            self._lastrune = -1
            return buf[r:end].decode("utf-8", "surrogateescape")
        try:
            return decode(self.ReadBytes(c))
        except Exception as err:
            data = getattr(err, "partial", None)
            if isinstance(data, bytes):
                partial(err, len(data), decode(data))
            raise

    def WriteTo(self, w: Any) -> int:
        """Write all, to the end, to w.  Go: io.WriterTo"""
        self._lastbyte = self._lastrune = -1
        n = self._writebuf(w, 0)
        if self._err is None:
            try:
                writeto = writerto(self._rd)
                if writeto is not None:
                    return n + writeto(w)
                readfrom = readerfrom(w)
                if readfrom is not None:
                    return n + readfrom(self._rd)
            except Exception as err:
                partial(err, n + countof(err))
                raise
        while True:
            if self._err is None:
                self._fill()
            if self._r == self._w:
                break
            n += self._writebuf(w, n)
        assert self._err is not None
        if self._err == io.EOF:
            self._err = None
            return n
        raise self._readerr(n)

    def _writebuf(self, w: Any, before: int) -> int:
        """Write what is in the buffer to w; return how much, without before."""
        size = self._w - self._r
        if size == 0:
            return 0
        try:
            n: int = w.Write(self._view[self._r : self._w])
        except Exception as err:
            n = max(0, min(countof(err), size))
            self._r += n
            partial(err, before + n)
            raise
        if n < 0:
            panic(errNegativeWrite())
        self._r += n
        if n != size:
            raise partial(io.ErrShortWrite(), before + n)
        return n

    def __repr__(self) -> str:
        return f"<bufio.Reader {self.Buffered()} of {self.Size()}, {self._rd!r}>"


def NewReaderSize(rd: Any, size: int) -> Reader:
    """Return rd if it is a Reader with a buffer of that size, else a new one on rd."""
    if isinstance(rd, Reader) and rd.Size() >= size:
        return rd
    checkreader(rd)
    return Reader(rd, size)


def NewReader(rd: Any) -> Reader:
    """Return a Reader on rd with a buffer of 4096 bytes."""
    return NewReaderSize(rd, BUFSIZE)

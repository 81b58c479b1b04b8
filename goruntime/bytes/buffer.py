"""Buffer: bytes that can be written to and read from.  Go: bytes/buffer.go

What is not read yet lies in buf[off:].  What was read stays until there is much of
it, so that it can be taken back.
"""

from __future__ import annotations

from typing import Any, Final

from .. import errors, io
from ..gopanic import panic
from ..io.copy import shortwrite
from ..io.partial import countof, partial
from ..io.utf8 import RUNE_ERROR, UTF_MAX, decoderune, encoderune
from ..io.view import byte, decode, encode, readable, writable

MinRead: Final = 512  # bytes that ReadFrom asks for, at least
LARGEST: Final = 1 << 16  # and at most
KEEP: Final = 4096  # bytes that were read and need not go yet

# What was done last, so that it can be undone; else the size of a rune.
OP_READ: Final = -1
OP_INVALID: Final = 0


class ErrTooLarge(errors.error, MemoryError):
    """There is no memory for so much."""

    text = "bytes.Buffer: too large"


class errNegativeRead(errors.error):
    """The mistake of a Reader."""

    text = "bytes.Buffer: reader returned negative count from Read"


class errUnreadByte(errors.error):
    """Nothing was read last."""

    text = "bytes.Buffer: UnreadByte: previous operation was not a successful read"


class errUnreadRune(errors.error):
    """No rune was read last."""

    text = "bytes.Buffer: UnreadRune: previous operation was not a successful ReadRune"


class Buffer:
    """Bytes in a queue: written at the end, read from the front."""

    __slots__ = ("_buf", "_last", "_off")

    def __init__(self, buf: Any = b"") -> None:
        self._buf = bytearray(readable(buf))
        self._off = 0
        self._last = OP_INVALID

    def Len(self) -> int:
        """Return how many bytes are not read yet."""
        return len(self._buf) - self._off

    def Bytes(self) -> bytes:
        """Return what is not read yet."""
        return bytes(memoryview(self._buf)[self._off :])

    def String(self) -> str:
        """Return what is not read yet, decoded as by bufio.Reader.ReadString."""
        return decode(self._buf[self._off :])

    __str__ = String
    __bytes__ = Bytes

    def AvailableBuffer(self) -> bytearray:
        """Return an empty bytearray, to append to and to give to Write."""
        return bytearray()

    def Reset(self) -> None:
        """Empty the buffer."""
        self._buf = bytearray()
        self._off = 0
        self._last = OP_INVALID

    def Truncate(self, n: int) -> None:
        """Drop all but the first n bytes of what is not read yet."""
        if n == 0:
            self.Reset()
            return
        self._last = OP_INVALID
        if n < 0 or n > self.Len():
            panic("bytes.Buffer: truncation out of range")
        del self._buf[self._off + n :]

    def Grow(self, n: int) -> None:
        """Do nothing: the buffer grows by itself.  A negative n is a mistake."""
        if n < 0:
            panic("bytes.Buffer.Grow: negative count")

    def Write(self, p: Any) -> int:
        return self._append(p if type(p) is bytes else readable(p))

    def WriteString(self, s: str) -> int:
        """Write s, in UTF-8; return how many bytes that is."""
        return self._append(encode(s))

    def WriteByte(self, c: Any) -> None:
        self._append(bytes((byte(c),)))

    def WriteRune(self, r: str | int) -> int:
        """Write a rune, in UTF-8; return its size."""
        return self._append(encoderune(r))

    def _append(self, data: bytes | memoryview) -> int:
        self._last = OP_INVALID
        if self._off > KEEP:
            del self._buf[: self._off]
            self._off = 0
        try:
            self._buf += data
        except MemoryError:
            panic(ErrTooLarge())
        return len(data)

    def ReadFrom(self, r: Any) -> int:
        """Read r to its end; return how many bytes that was."""
        self._last = OP_INVALID
        view = memoryview(bytearray(MinRead))
        total = 0
        try:
            while True:
                n = r.Read(view)
                if n < 0:
                    panic(errNegativeRead())
                self._append(view[:n])
                total += n
                if n == len(view) < LARGEST:
                    view = memoryview(bytearray(2 * n))
        except Exception as err:
            if err == io.EOF:
                return total
            partial(err, total)
            raise

    def WriteTo(self, w: Any) -> int:
        """Write all to w; return how much that was."""
        self._last = OP_INVALID
        size = self.Len()
        if size:
            # Who holds on to a part of it keeps a bytearray from growing.
            data = self.Bytes()
            try:
                n = w.Write(data)
                if n > size:
                    panic("bytes.Buffer.WriteTo: invalid Write count")
                if n != size:
                    raise shortwrite(n, size, 0)
            except Exception as err:
                n = max(0, min(countof(err), size))
                self._off += n
                partial(err, n)
                raise
        self.Reset()
        return size

    def Read(self, p: Any) -> int:
        view = writable(p)
        self._last = OP_INVALID
        n = min(len(view), self.Len())
        if n == 0:
            if not self.Len():
                self.Reset()
                if len(view):
                    raise io.EOF
            return 0
        self._take(view, n)
        return n

    def _take(self, view: memoryview, n: int) -> None:
        off = self._off
        with memoryview(self._buf) as mine:
            view[:n] = mine[off : off + n]
        self._off = off + n
        self._last = OP_READ

    def Next(self, n: int) -> bytes:
        """Return the next n bytes, or what there is, as read."""
        self._last = OP_INVALID
        off = self._off
        data = bytes(self._buf[off : off + n])
        if data:
            self._off = off + len(data)
            self._last = OP_READ
        return data

    def Peek(self, n: int) -> bytes:
        """Return the next n bytes, not as read; EOF's ``partial`` has what there is."""
        data = bytes(self._buf[self._off : self._off + n])
        if len(data) < n:
            raise partial(io.EOF(), len(data), data)
        return data

    def ReadByte(self) -> int:
        if not self.Len():
            self.Reset()
            raise io.EOF
        c = self._buf[self._off]
        self._off += 1
        self._last = OP_READ
        return c

    def UnreadByte(self) -> None:
        """Take the last byte back, if the last call was a read that read something."""
        if self._last == OP_INVALID:
            raise errUnreadByte
        self._last = OP_INVALID
        if self._off > 0:
            self._off -= 1

    def ReadRune(self) -> tuple[str, int]:
        """Read a rune; return it and its size.  Bytes that are none: U+FFFD and 1."""
        if not self.Len():
            self.Reset()
            raise io.EOF
        off = self._off
        rune, size = decoderune(bytes(self._buf[off : off + UTF_MAX]))
        if size == 0:
            rune, size = RUNE_ERROR, 1
        self._off = off + size
        self._last = size
        return rune, size

    def UnreadRune(self) -> None:
        """Take the last rune back, if the last call was ReadRune."""
        if self._last <= OP_INVALID:
            raise errUnreadRune
        if self._off >= self._last:
            self._off -= self._last
        self._last = OP_INVALID

    def ReadBytes(self, delim: Any) -> bytes:
        """Read until delim and return that with it.

        If there is none, EOF's ``partial`` has what was read.
        """
        data, found = self._slice(delim)
        if not found:
            raise partial(io.EOF(), len(data), bytes(data))
        return bytes(data)

    def ReadString(self, delim: Any) -> str:
        """Do the same as ReadBytes, with str."""
        data, found = self._slice(delim)
        if not found:
            raise partial(io.EOF(), len(data), decode(data))
        return decode(data)

    def _slice(self, delim: Any) -> tuple[bytearray, bool]:
        off = self._off
        i = self._buf.find(byte(delim), off)
        end = i + 1 if i >= 0 else len(self._buf)
        self._off = end
        self._last = OP_READ if end > off else OP_INVALID
        return self._buf[off:end], i >= 0

    def __repr__(self) -> str:
        return f"<bytes.Buffer {self.Len()} bytes>"


def NewBuffer(buf: Any = b"") -> Buffer:
    """Return a Buffer with a copy of buf in it; None is empty, too."""
    return Buffer(b"" if buf is None else buf)


def NewBufferString(s: str) -> Buffer:
    """Return a Buffer with s in it."""
    return Buffer(encode(s))

"""Reader: bytes that can be read, and moved in.  Go: bytes/reader.go"""

from __future__ import annotations

from typing import Any, ClassVar

from .. import errors, io
from ..gopanic import panic
from ..io.copy import shortwrite
from ..io.partial import countof, partial
from ..io.utf8 import RUNE_ERROR, UTF_MAX, decoderune
from ..io.view import readable, writable


class Reader:
    """Reads from bytes, of which it has a copy unless they are bytes."""

    __slots__ = ("_i", "_prev", "_s")

    # Go's words in the errors.
    NAME: ClassVar = "bytes.Reader"
    KIND: ClassVar = "slice"
    WRITE: ClassVar = "Write"

    def __init__(self, b: Any = b"") -> None:
        self.Reset(b)

    def Reset(self, b: Any) -> None:
        """Read from b, from its start."""
        self._s = b if type(b) is bytes else bytes(readable(b))
        self._i = 0
        self._prev = -1  # where the rune that was read last begins

    def Len(self) -> int:
        """Return how many bytes are left."""
        return max(0, len(self._s) - self._i)

    def Size(self) -> int:
        """Return how many bytes there are altogether."""
        return len(self._s)

    def Read(self, p: Any) -> int:
        view = writable(p)
        if self._i >= len(self._s):
            raise io.EOF
        self._prev = -1
        data = self._s[self._i : self._i + len(view)]
        view[: len(data)] = data
        self._i += len(data)
        return len(data)

    def ReadAt(self, p: Any, off: int) -> int:
        """Fill p from off on; EOF's ``n`` says how much there was."""
        view = writable(p)
        if off < 0:
            raise partial(errors.New(f"{self.NAME}.ReadAt: negative offset"), 0)
        data = self._s[off : off + len(view)]
        view[: len(data)] = data
        if len(data) < len(view) or off >= len(self._s):
            raise partial(io.EOF(), len(data))
        return len(data)

    def ReadByte(self) -> int:
        self._prev = -1
        if self._i >= len(self._s):
            raise io.EOF
        c = self._s[self._i]
        self._i += 1
        return c

    def UnreadByte(self) -> None:
        """Go back by a byte."""
        if self._i <= 0:
            raise errors.New(f"{self.NAME}.UnreadByte: at beginning of {self.KIND}")
        self._prev = -1
        self._i -= 1

    def ReadRune(self) -> tuple[str, int]:
        """Read a rune; return it and its size.  Bytes that are none: U+FFFD and 1."""
        i = self._i
        if i >= len(self._s):
            self._prev = -1
            raise io.EOF
        self._prev = i
        rune, size = decoderune(self._s[i : i + UTF_MAX])
        if size == 0:
            rune, size = RUNE_ERROR, 1
        self._i = i + size
        return rune, size

    def UnreadRune(self) -> None:
        """Take the last rune back, if the last call was ReadRune."""
        name = f"{self.NAME}.UnreadRune"
        if self._i <= 0:
            raise errors.New(f"{name}: at beginning of {self.KIND}")
        if self._prev < 0:
            raise errors.New(f"{name}: previous operation was not ReadRune")
        self._i = self._prev
        self._prev = -1

    def Seek(self, offset: int, whence: int) -> int:
        """Go to offset; beyond the end, too.  Return where that is from the start."""
        self._prev = -1
        if whence == io.SeekStart:
            at = offset
        elif whence == io.SeekCurrent:
            at = self._i + offset
        elif whence == io.SeekEnd:
            at = len(self._s) + offset
        else:
            raise errors.New(f"{self.NAME}.Seek: invalid whence")
        if at < 0:
            raise errors.New(f"{self.NAME}.Seek: negative position")
        self._i = at
        return at

    def WriteTo(self, w: Any) -> int:
        """Write the rest to w; return how much that was."""
        self._prev = -1
        if self._i >= len(self._s):
            return 0
        data = memoryview(self._s)[self._i :]
        try:
            n: int = w.Write(data)
            if n > len(data):
                panic(f"{self.NAME}.WriteTo: invalid {self.WRITE} count")
            if n != len(data):
                raise shortwrite(n, len(data), 0)
        except Exception as err:
            self._i += max(0, min(countof(err), len(data)))
            partial(err, countof(err))
            raise
        self._i += n
        return n

    def __repr__(self) -> str:
        return f"<{self.NAME} at {self._i} of {len(self._s)}>"


def NewReader(b: Any) -> Reader:
    """Return a Reader of b."""
    return Reader(b)

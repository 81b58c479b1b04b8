"""Builder: a str made of pieces.  Go: strings/builder.go"""

from __future__ import annotations

from typing import Any

from ..gopanic import panic
from ..io.utf8 import encoderune
from ..io.view import byte, decode, encode, readable


class Builder:
    """A Writer that collects a str."""

    __slots__ = ("_buf",)

    def __init__(self) -> None:
        self._buf = bytearray()

    def String(self) -> str:
        """Return what was written, decoded as by bufio.Reader.ReadString."""
        return decode(self._buf)

    __str__ = String

    def Len(self) -> int:
        """Return how many bytes were written."""
        return len(self._buf)

    def Reset(self) -> None:
        """Empty the builder."""
        self._buf = bytearray()

    def Grow(self, n: int) -> None:
        """Do nothing: the builder grows by itself.  A negative n is a mistake."""
        if n < 0:
            panic("strings.Builder.Grow: negative count")

    def Write(self, p: Any) -> int:
        data = readable(p)
        self._buf += data
        return len(data)

    def WriteByte(self, c: Any) -> None:
        self._buf.append(byte(c))

    def WriteRune(self, r: str | int) -> int:
        """Write a rune, in UTF-8; return its size."""
        data = encoderune(r)
        self._buf += data
        return len(data)

    def WriteString(self, s: str) -> int:
        """Write s; return how many bytes that is in UTF-8."""
        data = encode(s)
        self._buf += data
        return len(data)

    def __repr__(self) -> str:
        return f"<strings.Builder {len(self._buf)} bytes>"

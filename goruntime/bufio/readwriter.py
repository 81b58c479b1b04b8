"""ReadWriter: a Reader and a Writer as one.  Go: bufio/bufio.go"""

from __future__ import annotations

from typing import Any

from . import reader, writer


class ReadWriter:
    """Both of a connection's directions with a buffer.

    Go embeds the two; here their methods are spelled out.  What both have (Size,
    Buffered, Reset) is had from the fields Reader and Writer, as in Go.
    """

    __slots__ = ("Reader", "Writer")

    def __init__(self, Reader: reader.Reader, Writer: writer.Writer) -> None:
        self.Reader = Reader
        self.Writer = Writer

    def Read(self, p: Any) -> int:
        return self.Reader.Read(p)

    def ReadByte(self) -> int:
        return self.Reader.ReadByte()

    def UnreadByte(self) -> None:
        self.Reader.UnreadByte()

    def ReadRune(self) -> tuple[str, int]:
        return self.Reader.ReadRune()

    def UnreadRune(self) -> None:
        self.Reader.UnreadRune()

    def ReadSlice(self, delim: Any) -> bytes:
        return self.Reader.ReadSlice(delim)

    def ReadLine(self) -> tuple[bytes, bool]:
        return self.Reader.ReadLine()

    def ReadBytes(self, delim: Any) -> bytes:
        return self.Reader.ReadBytes(delim)

    def ReadString(self, delim: Any) -> str:
        return self.Reader.ReadString(delim)

    def Peek(self, n: int) -> bytes:
        return self.Reader.Peek(n)

    def Discard(self, n: int) -> int:
        return self.Reader.Discard(n)

    def WriteTo(self, w: Any) -> int:
        return self.Reader.WriteTo(w)

    def Write(self, p: Any) -> int:
        return self.Writer.Write(p)

    def WriteByte(self, c: Any) -> None:
        self.Writer.WriteByte(c)

    def WriteRune(self, r: str | int) -> int:
        return self.Writer.WriteRune(r)

    def WriteString(self, s: str) -> int:
        return self.Writer.WriteString(s)

    def ReadFrom(self, r: Any) -> int:
        return self.Writer.ReadFrom(r)

    def Flush(self) -> None:
        self.Writer.Flush()

    def Available(self) -> int:
        return self.Writer.Available()

    def AvailableBuffer(self) -> bytearray:
        return self.Writer.AvailableBuffer()

    def __repr__(self) -> str:
        return f"<bufio.ReadWriter {self.Reader!r} {self.Writer!r}>"


def NewReadWriter(r: reader.Reader, w: writer.Writer) -> ReadWriter:
    """Return a ReadWriter of the two."""
    return ReadWriter(r, w)

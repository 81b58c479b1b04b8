"""The interfaces of package io.  Go: io/io.go

Read fills a writable buffer and returns how many bytes, at least one unless the
buffer is empty; it raises EOF at the end.  Who has data and an error gives the data,
and raises at the next call.  Write takes all of a bytes-like object and returns its
length in bytes, or raises an error whose ``n`` says how much it took.  ReadAt fills
the whole buffer or raises an error, EOF too, whose ``n`` says how much it got.

They are protocols, so isinstance(r, ByteReader) is Go's type assertion.  It compares
names only: a net.UDPConn has a WriteTo, but one that takes an address as well.
"""

from __future__ import annotations

from typing import Any, Final, Protocol, runtime_checkable

SeekStart: Final = 0  # relative to the start
SeekCurrent: Final = 1  # relative to where one is
SeekEnd: Final = 2  # relative to the end


@runtime_checkable
class Reader(Protocol):
    """What can be read from."""

    def Read(self, p: Any, /) -> int: ...


@runtime_checkable
class Writer(Protocol):
    """What can be written to."""

    def Write(self, p: Any, /) -> int: ...


@runtime_checkable
class Closer(Protocol):
    """What can be closed."""

    def Close(self) -> None: ...


@runtime_checkable
class Seeker(Protocol):
    """What can move: the new offset from the start is returned."""

    def Seek(self, offset: int, whence: int, /) -> int: ...


@runtime_checkable
class ReadWriter(Reader, Writer, Protocol):
    """Read and Write."""


@runtime_checkable
class ReadCloser(Reader, Closer, Protocol):
    """Read and Close."""


@runtime_checkable
class WriteCloser(Writer, Closer, Protocol):
    """Write and Close."""


@runtime_checkable
class ReadWriteCloser(Reader, Writer, Closer, Protocol):
    """Read, Write and Close."""


@runtime_checkable
class ReadSeeker(Reader, Seeker, Protocol):
    """Read and Seek."""


@runtime_checkable
class ReadSeekCloser(Reader, Seeker, Closer, Protocol):
    """Read, Seek and Close."""


@runtime_checkable
class WriteSeeker(Writer, Seeker, Protocol):
    """Write and Seek."""


@runtime_checkable
class ReadWriteSeeker(Reader, Writer, Seeker, Protocol):
    """Read, Write and Seek."""


@runtime_checkable
class ReaderFrom(Protocol):
    """What reads r to its end by itself, and returns how many bytes."""

    def ReadFrom(self, r: Any, /) -> int: ...


@runtime_checkable
class WriterTo(Protocol):
    """What writes all it has to w by itself, and returns how many bytes."""

    def WriteTo(self, w: Any, /) -> int: ...


@runtime_checkable
class ReaderAt(Protocol):
    """What can be read from anywhere, by several at once."""

    def ReadAt(self, p: Any, off: int, /) -> int: ...


@runtime_checkable
class WriterAt(Protocol):
    """What can be written to anywhere."""

    def WriteAt(self, p: Any, off: int, /) -> int: ...


@runtime_checkable
class ByteReader(Protocol):
    """What gives a byte, as an int."""

    def ReadByte(self) -> int: ...


@runtime_checkable
class ByteScanner(ByteReader, Protocol):
    """What takes the last byte back, too."""

    def UnreadByte(self) -> None: ...


@runtime_checkable
class ByteWriter(Protocol):
    """What takes a byte."""

    def WriteByte(self, c: int, /) -> None: ...


@runtime_checkable
class RuneReader(Protocol):
    """What gives a rune, a str of length one, and its size in bytes."""

    def ReadRune(self) -> tuple[str, int]: ...


@runtime_checkable
class RuneScanner(RuneReader, Protocol):
    """What takes the last rune back, too."""

    def UnreadRune(self) -> None: ...


@runtime_checkable
class StringWriter(Protocol):
    """What takes a str; the count is that of its bytes in UTF-8."""

    def WriteString(self, s: str, /) -> int: ...

"""Readers and Writers as Python's files, and Python's files as Readers and Writers.

lines = io.TextIOWrapper(io.BufferedReader(to_pyfile(conn)))   # Python's io
for row in csv.reader(lines): ...

Copy(conn, from_pyfile(open("data", "rb")))
"""

from __future__ import annotations

import io
from typing import Any, Self

from .. import blocking as offthread
from .errors import EOF, ErrShortWrite
from .io import SeekCurrent, SeekStart
from .partial import partial
from .view import readable, writable


class rawFile(io.RawIOBase):
    """What to_pyfile returns."""

    def __init__(self, rw: Any, close: bool) -> None:
        self._rw = rw
        self._close = close

    def readable(self) -> bool:
        return hasattr(self._rw, "Read")

    def writable(self) -> bool:
        return hasattr(self._rw, "Write")

    def seekable(self) -> bool:
        if not hasattr(self._rw, "Seek"):
            return False
        try:
            self._rw.Seek(0, SeekCurrent)
        except OSError:
            return False  # a pipe, whose type has a Seek
        return True

    def readinto(self, b: Any) -> int:
        self._check(self.readable())
        try:
            n: int = self._rw.Read(b)
        except EOF as err:
            if err != EOF:
                raise
            return 0
        return n

    def write(self, b: Any) -> int:
        self._check(self.writable())
        n: int = self._rw.Write(b)
        return n

    def seek(self, offset: int, whence: int = SeekStart) -> int:
        self._check(hasattr(self._rw, "Seek"))
        at: int = self._rw.Seek(offset, whence)
        return at

    def flush(self) -> None:
        super().flush()
        if hasattr(self._rw, "Flush"):
            self._rw.Flush()

    def close(self) -> None:
        if self.closed:
            return
        try:
            super().close()
        finally:
            if self._close:
                self._rw.Close()

    def _check(self, able: bool) -> None:
        if self.closed:
            raise ValueError("I/O operation on closed file")
        if not able:
            raise io.UnsupportedOperation(f"not with {type(self._rw).__name__}")

    def __repr__(self) -> str:
        return f"<io.to_pyfile of {self._rw!r}>"


def to_pyfile(rw: Any, *, close: bool = False) -> io.RawIOBase:
    """Return a Reader, a Writer or both as a Python binary file.

    It has no buffer: give it to Python's io.BufferedReader or io.BufferedWriter, and
    these to io.TextIOWrapper, for what wants more of a file than single reads and
    writes (csv, json, gzip, pickle).  These buffers may be used by one goroutine at a
    time, and have to be flushed or closed.  Closing the file leaves rw open, unless
    ``close`` is true.
    """
    return rawFile(rw, close)


class readWriter:
    """What from_pyfile returns."""

    __slots__ = ("_blocking", "_f", "_readinto")

    def __init__(self, f: Any, blocking: bool) -> None:
        self._f = f
        self._blocking = blocking
        # readinto1 returns what is there, readinto waits until the buffer is full.
        self._readinto = getattr(f, "readinto1", None) or getattr(f, "readinto", None)

    def _call(self, f: Any, *args: Any) -> Any:
        return offthread(f, *args) if self._blocking else f(*args)

    def Read(self, p: Any) -> int:
        view = writable(p)
        if not view.nbytes:
            return 0
        if self._readinto is not None:
            n = self._call(self._readinto, view)
        else:
            data = self._call(self._f.read, len(view))
            n = data if data is None else len(data)
            if isinstance(data, str):
                raise TypeError("Read: a text file: use its buffer")
            if n:
                view[:n] = data
        if n is None:
            raise BlockingIOError("Read: the file is in non-blocking mode")
        if n == 0:
            raise EOF
        return int(n)

    def Write(self, p: Any) -> int:
        view = readable(p)
        written: int = 0
        while True:  # once for an empty write, too
            try:
                n = self._call(self._f.write, view[written:])
                if n is None:
                    raise BlockingIOError("Write: the file is in non-blocking mode")
            except Exception as err:
                taken = getattr(err, "characters_written", 0)
                partial(err, written + taken)
                raise
            written += int(n)
            if written >= len(view):
                return written
            if n <= 0:
                raise partial(ErrShortWrite(), written)

    def Seek(self, offset: int, whence: int) -> int:
        return int(self._call(self._f.seek, offset, whence))

    def Flush(self) -> None:
        self._call(self._f.flush)

    def Close(self) -> None:
        self._call(self._f.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.Close()

    def __repr__(self) -> str:
        return f"<io.from_pyfile of {self._f!r}>"


def from_pyfile(f: Any, *, blocking: bool = False) -> readWriter:
    """Return a Python binary file as a Reader and Writer, with Seek, Flush and Close.

    Every call waits in Python and in the kernel, and no goroutine of this thread runs
    until it returns.  With ``blocking`` the calls are made on a spare thread
    (goruntime.blocking), as is right for a slow disk, and a must for a pipe.
    """
    return readWriter(f, blocking)

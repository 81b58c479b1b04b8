"""Writer: a Writer with a buffer; ReadWriter.  Go: bufio/bufio.go

What is not written yet lies in buf[:n].  After an error nothing is written any more:
every call raises that error.
"""

from __future__ import annotations

from typing import Any

from .. import io
from ..gopanic import Panic
from ..io.copy import readerfrom, shortwrite
from ..io.partial import again, countof, partial
from ..io.utf8 import RUNE_SELF, UTF_MAX, encoderune
from ..io.view import byte, checkwriter, encode, readable
from .reader import BUFSIZE, MAX_EMPTY_READS


class Writer:
    """Collects what is written and writes it on in larger pieces.

    At the end comes Flush.
    """

    __slots__ = ("_buf", "_err", "_n", "_size", "_view", "_wr")

    def __init__(self, w: Any = None, size: int = BUFSIZE) -> None:
        self._size = size if size > 0 else BUFSIZE
        self._buf = bytearray(self._size)
        self._view = memoryview(self._buf)
        self._wr = w
        self._n = 0
        self._err: Exception | None = None

    def Size(self) -> int:
        """Return the size of the buffer."""
        return self._size

    def Buffered(self) -> int:
        """Return how much is in the buffer."""
        return self._n

    def Available(self) -> int:
        """Return how much there is room for in the buffer."""
        return self._size - self._n

    def AvailableBuffer(self) -> bytearray:
        """Return an empty bytearray, to append to and to give to Write."""
        return bytearray()

    def Reset(self, w: Any) -> None:
        """Forget what is in the buffer and any error, and write to w."""
        if w is self:
            return
        self._wr = w
        self._n = 0
        self._err = None

    def Flush(self) -> None:
        """Write what is in the buffer."""
        if self._err is not None:
            raise again(self._err)
        n = self._n
        if n == 0:
            return
        try:
            m = self._wr.Write(self._view[:n])
            if m != n:
                raise shortwrite(m, n, 0)
        except Exception as err:
            done = max(0, min(countof(err), n))
            self._view[: n - done] = self._view[done:n]
            self._n = n - done
            self._fail(err)
            raise
        self._n = 0

    def _fail(self, err: Exception) -> None:
        """Remember an error; a panic is none."""
        if not isinstance(err, Panic):
            self._err = err

    def Write(self, p: Any) -> int:
        """Write p; the error's ``n`` says how much of it was written or buffered."""
        data: Any = p
        if type(p) is not bytes:
            data = readable(p)
        size = len(data)
        end = self._n + size
        if end <= self._size and self._err is None:
            # Fast path: it fits.
            self._buf[self._n : end] = data
            self._n = end
            return size
        return self._write(memoryview(data))

    def _write(self, view: memoryview) -> int:
        if self._err is not None:
            raise partial(again(self._err), 0)
        size = len(view)
        done = 0
        while size - done > self._size - self._n:
            try:
                if self._n == 0:
                    # A large write goes past the buffer.
                    m = self._wr.Write(view[done:])
                    if m != size - done:
                        raise shortwrite(m, size - done, 0)
                    return size
                room = self._size - self._n
                self._view[self._n :] = view[done : done + room]
                self._n = self._size
                done += room
                self.Flush()
            except Exception as err:
                if self._err is None:
                    done += countof(err)
                    self._fail(err)
                partial(err, done)
                raise
        left = size - done
        self._view[self._n : self._n + left] = view[done:]
        self._n += left
        return size

    def WriteByte(self, c: Any) -> None:
        """Write a byte: an int, or bytes of length one."""
        if type(c) is not int:
            c = byte(c)
        if self._err is not None:
            raise again(self._err)
        if self._n >= self._size:
            self.Flush()
        self._buf[self._n] = c
        self._n += 1

    def WriteRune(self, r: str | int) -> int:
        """Write a rune, in UTF-8; return its size."""
        data = encoderune(r)
        if len(data) == 1 and data[0] < RUNE_SELF:
            self.WriteByte(data[0])
            return 1
        if self._err is not None:
            raise partial(again(self._err), 0)
        if self._size - self._n < UTF_MAX:
            self._flushin(0)
        return self.Write(data)

    def WriteString(self, s: str) -> int:
        """Write s, in UTF-8; return how many bytes that is.

        The error's ``n`` says how many of them were written or buffered.
        """
        return self.Write(encode(s))

    def ReadFrom(self, r: Any) -> int:
        """Write all of r, to its end; return how much.  Go: io.ReaderFrom

        If the writer below has such a method and the buffer is empty, that does it.
        """
        if self._err is not None:
            raise partial(again(self._err), 0)
        below = readerfrom(self._wr)
        n = 0
        while True:
            if self._n >= self._size:
                self._flushin(n)
            if below is not None and self._n == 0:
                try:
                    return n + below(r)
                except Exception as err:
                    self._fail(err)
                    partial(err, n + countof(err))
                    raise
            m = 0
            try:
                for _ in range(MAX_EMPTY_READS):
                    m = r.Read(self._view[self._n :])
                    if m != 0:
                        break
                else:
                    raise io.ErrNoProgress
            except Exception as err:
                if err != io.EOF:
                    partial(err, n)
                    raise
                break
            self._n += m
            n += m
        if self._n >= self._size:
            self._flushin(n)
        return n

    def _flushin(self, n: int) -> None:
        """Flush; a failure says that n was done."""
        try:
            self.Flush()
        except Exception as err:
            partial(err, n)
            raise

    def __repr__(self) -> str:
        return f"<bufio.Writer {self._n} of {self._size}, {self._wr!r}>"


def NewWriterSize(w: Any, size: int) -> Writer:
    """Return w if it is a Writer with a buffer of that size, else a new one on w."""
    if isinstance(w, Writer) and w.Size() >= size:
        return w
    checkwriter(w)
    return Writer(w, size)


def NewWriter(w: Any) -> Writer:
    """Return a Writer on w with a buffer of 4096 bytes."""
    return NewWriterSize(w, BUFSIZE)

"""Scanner: a Reader cut into tokens.  Go: bufio/scan.go

    for line in bufio.NewScanner(conn):
        print(line)

A split function is given bytes and whether the input ends with them, and returns how
far to go on and the token, or None if it needs more.  It raises what is to end the
scan; ErrFinalToken ends it without being an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from .. import io
from ..gopanic import MISTAKES, panic
from ..io.view import checkreader, decode
from .errors import (
    ErrAdvanceTooFar,
    ErrBadReadCount,
    ErrFinalToken,
    ErrNegativeAdvance,
    ErrTooLong,
)
from .reader import MAX_EMPTY_READS
from .split import ScanLines, at, splitter

SplitFunc = Callable[[bytes, bool], tuple[int, bytes | None]]

MaxScanTokenSize: Final = 64 * 1024  # unless told otherwise by Buffer
START_BUFSIZE: Final = 4096


class Scanner:
    """Reads tokens: lines, unless Split says otherwise.

    Scan goes to the next, until it returns False; Err then has the error, if it was
    not the end of the input.  A ``for`` loop gives the tokens as str, and raises that
    error.
    """

    __slots__ = (
        "_at",
        "_buf",
        "_called",
        "_done",
        "_empties",
        "_end",
        "_err",
        "_maxsize",
        "_r",
        "_start",
        "_token",
    )

    def __init__(self, r: Any) -> None:
        self._r = r
        self._at: splitter = at(ScanLines)
        self._maxsize = MaxScanTokenSize
        self._token: bytes | None = None
        self._buf = bytearray()
        self._start = 0  # what there is lies in buf[start:end]
        self._end = 0
        self._err: Exception | None = None  # the end of the input, or what went wrong
        self._empties = 0  # tokens in a row that did not go on
        self._called = False
        self._done = False

    def Err(self) -> Exception | None:
        """Return what ended the scan, None if that was the end of the input."""
        return None if self._err == io.EOF else self._err

    def Bytes(self) -> bytes:
        """Return the token that Scan has found."""
        return b"" if self._token is None else self._token

    def Text(self) -> str:
        """Return the token that Scan has found, decoded as by Reader.ReadString."""
        return "" if self._token is None else decode(self._token)

    def Buffer(self, buf: Any, max: int) -> None:
        """Set how large the buffer is at first, which is buf's size, and at most.

        No token can be longer than the larger of the two.  To be called before Scan.
        """
        if self._called:
            panic("Buffer called after Scan")
        self._buf = bytearray(0 if buf is None else memoryview(buf).nbytes)
        self._maxsize = max

    def Split(self, split: SplitFunc) -> None:
        """Set what cuts the input into tokens.  To be called before Scan."""
        if self._called:
            panic("Split called after Scan")
        self._at = at(split)

    def Scan(self) -> bool:
        """Go to the next token and tell whether there is one."""
        if self._done:
            return False
        self._called = True
        while True:
            if self._end > self._start or self._err is not None:
                try:
                    advance, token = self._at(
                        self._buf, self._start, self._end, self._err is not None
                    )
                except MISTAKES:
                    raise
                except ErrFinalToken as err:
                    self._token = err.token
                    self._done = True
                    return err.token is not None
                except Exception as err:
                    return self._stop(err)
                if advance < 0:
                    return self._stop(ErrNegativeAdvance())
                if advance > self._end - self._start:
                    return self._stop(ErrAdvanceTooFar())
                self._start += advance
                self._token = token
                if token is not None:
                    if self._err is None or advance > 0:
                        self._empties = 0
                    else:
                        self._empties += 1
                        if self._empties > MAX_EMPTY_READS:
                            panic(
                                "bufio.Scan: too many empty tokens without progressing"
                            )
                    return True
            if self._err is not None:
                self._start = self._end = 0
                self._done = True
                return False
            if not self._makeroom():
                return self._stop(ErrTooLong())
            self._read()

    def _makeroom(self) -> bool:
        """Make room behind what there is; False if that is not allowed any more."""
        start, end, buf = self._start, self._end, self._buf
        size = len(buf)
        if start > 0 and (end == size or start > size // 2):
            end -= start
            buf[:end] = buf[start : start + end]
            self._start, self._end = 0, end
        if end < size:
            return True
        if size >= self._maxsize:
            return False
        larger = bytearray(min(2 * size or START_BUFSIZE, self._maxsize))
        larger[:end] = buf  # which is full, from its start
        self._buf = larger
        return True

    def _read(self) -> None:
        """Read once more, to behind what there is."""
        view = memoryview(self._buf)[self._end :]
        for _ in range(MAX_EMPTY_READS + 1):
            try:
                n = self._r.Read(view)
            except MISTAKES:
                raise
            except Exception as err:
                self._fail(err)
                return
            if n < 0 or n > len(view):
                self._fail(ErrBadReadCount())
                return
            if n > 0:
                self._end += n
                self._empties = 0
                return
        self._fail(io.ErrNoProgress())

    def _fail(self, err: Exception) -> None:
        if self._err is None or self._err == io.EOF:
            self._err = err

    def _stop(self, err: Exception) -> bool:
        self._fail(err)
        self._token = None
        self._done = True
        return False

    def __iter__(self) -> Iterator[str]:
        while self.Scan():
            yield self.Text()
        err = self.Err()
        if err is not None:
            raise err

    def __repr__(self) -> str:
        return f"<bufio.Scanner of {self._r!r}>"


def NewScanner(r: Any) -> Scanner:
    """Return a Scanner of r's lines."""
    checkreader(r)
    return Scanner(r)

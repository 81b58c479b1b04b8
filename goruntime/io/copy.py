"""Copy, and where to copy to.  Go: io/io.go"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from .. import errors
from ..gopanic import Panic
from .errors import EOF, ErrShortWrite
from .io import Closer, ReadCloser, Reader, Writer
from .partial import countof, partial
from .read import LimitedReader
from .view import checkreader, checkwriter, encode, readable, writable

BUFSIZE: Final = 32 * 1024


class errInvalidWrite(errors.error):
    """Write returned a count that cannot be."""

    text = "invalid write result"


def WriteString(w: Writer, s: str) -> int:
    """Write s, in UTF-8, to w: by its WriteString if it has one."""
    writestring = getattr(w, "WriteString", None)
    if writestring is not None:
        return cast(int, writestring(s))
    return w.Write(encode(s))


def Copy(dst: Writer, src: Reader) -> int:
    """Copy src to dst until the end of src; return how many bytes that was.

    src.WriteTo(dst) does it if there is such a method, else dst.ReadFrom(src).  The
    error's ``n`` says how much was copied before it.
    """
    return copybuffer(dst, src, None)


def CopyBuffer(dst: Writer, src: Reader, buf: Any) -> int:
    """Copy by way of buf, if a buffer is needed; None is as good as Copy."""
    if buf is not None and not memoryview(buf).nbytes:
        raise Panic("empty buffer in CopyBuffer")
    return copybuffer(dst, src, buf)


def CopyN(dst: Writer, src: Reader, n: int) -> int:
    """Copy n bytes; EOF if there are fewer, whose ``n`` says how many."""
    try:
        written = Copy(dst, LimitedReader(src, n))
    except Exception as err:
        if getattr(err, "n", None) == n:
            return n
        raise
    if written < n:
        raise partial(EOF(), written)
    return written


def copybuffer(dst: Writer, src: Reader, buf: Any) -> int:
    """Copy by way of buf; one is made if it is None.  Go: io.copyBuffer"""
    checkreader(src)
    checkwriter(dst)
    writeto = writerto(src)
    if writeto is not None:
        return writeto(dst)
    readfrom = readerfrom(dst)
    if readfrom is not None:
        return readfrom(src)
    if buf is None:
        size = BUFSIZE
        if isinstance(src, LimitedReader):
            size = max(min(src.N, size), 1)
        buf = bytearray(size)
    view = writable(buf)
    read, write = src.Read, dst.Write
    written = 0
    while True:
        try:
            n = read(view)
        except Exception as err:
            if err == EOF:
                return written
            partial(err, written)
            raise
        if n <= 0:
            continue
        try:
            m = write(view[:n])
        except Exception as err:
            partial(err, written + countof(err))
            raise
        if m != n:
            raise shortwrite(m, n, written)
        written += n


def shortwrite(m: Any, n: int, written: int) -> Exception:
    """Return what is wrong with a Write of n bytes that returned m."""
    if not isinstance(m, int):
        return TypeError(f"Write returned {m!r}, not how many bytes it took")
    if m < 0 or m > n:
        return partial(errInvalidWrite(), written)
    return partial(ErrShortWrite(), written + m)


def takesone(method: Any) -> bool:
    """Tell whether method can be called with one argument, as far as one can see."""
    function = getattr(method, "__func__", method)
    code = getattr(function, "__code__", None)
    if code is None:
        return True
    given = 1 if function is method else 2
    return cast(bool, code.co_argcount - len(function.__defaults__ or ()) <= given)


def writerto(src: Any) -> Callable[[Any], int] | None:
    """Return src's method WriteTo if it is that of a WriterTo.

    Go sees from its type that a net.PacketConn's, which takes an address, is not.
    """
    writeto = getattr(src, "WriteTo", None)
    return writeto if writeto is not None and takesone(writeto) else None


def readerfrom(dst: Any) -> Callable[[Any], int] | None:
    """Return dst's method ReadFrom if it is that of a ReaderFrom.

    A net.PacketConn's takes a buffer; it is known by the WriteTo beside it.
    """
    readfrom = getattr(dst, "ReadFrom", None)
    if readfrom is None or not takesone(getattr(dst, "WriteTo", None)):
        return None
    return cast("Callable[[Any], int]", readfrom)


class discard:
    """Takes everything."""

    __slots__ = ()

    def Write(self, p: Any) -> int:
        return len(p) if type(p) is bytes else readable(p).nbytes

    def WriteString(self, s: str) -> int:
        return len(encode(s))

    def ReadFrom(self, r: Reader) -> int:
        view = memoryview(bytearray(BUFSIZE))
        n = 0
        try:
            while True:
                n += r.Read(view)
        except Exception as err:
            if err == EOF:
                return n
            partial(err, n)
            raise

    def __repr__(self) -> str:
        return "io.Discard"


Discard: Final = discard()  # a Writer on which every Write succeeds and does nothing


class nopCloser:
    """What NopCloser returns."""

    __slots__ = ("_r",)

    def __init__(self, r: Reader) -> None:
        self._r = r

    def Read(self, p: Any) -> int:
        return self._r.Read(p)

    def Close(self) -> None:
        pass

    def __enter__(self) -> Closer:
        return self

    def __exit__(self, *exc: object) -> None:
        pass


class nopCloserWriterTo(nopCloser):
    """The same for an r that writes itself."""

    __slots__ = ()

    def WriteTo(self, w: Writer) -> int:
        return cast(Any, self._r).WriteTo(w)  # type: ignore[no-any-return]


def NopCloser(r: Reader) -> ReadCloser:
    """Return r with a Close that does nothing."""
    return nopCloser(r) if writerto(r) is None else nopCloserWriterTo(r)

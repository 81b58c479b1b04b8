"""What the tests do with one end of a connection, and note of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Final, Protocol

import net
from goruntime import sync, time

CHUNK: Final = 1024  # bytes of a Read or Write
NEVER: Final = time.Time()  # no deadline
GREETING: Final = b"Hello, world!"
MARK: Final = 0xFF  # what no test sends but to find its place again


class End(Protocol):
    """What of a net.Conn is tested: Go's methods; to close by ``with`` is our own."""

    def Read(self, b: Any, /) -> int: ...
    def Write(self, b: Any, /) -> int: ...
    def Close(self) -> None: ...
    def LocalAddr(self) -> net.Addr: ...
    def RemoteAddr(self) -> net.Addr: ...
    def SetDeadline(self, t: time.TimeLike, /) -> None: ...
    def SetReadDeadline(self, t: time.TimeLike, /) -> None: ...
    def SetWriteDeadline(self, t: time.TimeLike, /) -> None: ...


class Failures:
    """What was found wrong, by any goroutine of one test.  Go: testing.T"""

    __slots__ = ("found", "mu")

    def __init__(self) -> None:
        self.mu = sync.Mutex()
        self.found: list[str] = []

    def errorf(self, text: str) -> None:
        with self.mu:
            if text not in self.found:  # of ten goroutines that find it, one says so
                self.found.append(text)


def tryread(c: End, buf: bytearray) -> tuple[int, Exception | None]:
    """Read once: how much came, and the error."""
    try:
        return c.Read(buf), None
    except Exception as err:
        return getattr(err, "n", 0), err


def trywrite(c: End, data: bytes) -> tuple[int, Exception | None]:
    """Write once: how much was, and the error."""
    try:
        return c.Write(data), None
    except Exception as err:
        return getattr(err, "n", 0), err


def readfull(c: End, buf: bytearray) -> tuple[int, Exception | None]:
    """Fill buf: how much came before the error, if there is one."""
    got = 0
    while got < len(buf):
        part = bytearray(len(buf) - got)
        n, err = tryread(c, part)
        buf[got : got + n] = part[:n]
        got += n
        if err is not None:
            return got, err
    return got, None


def writes(t: Failures, c: End, data: bytes) -> bool:
    """Write all of data; report if that fails."""
    n, err = trywrite(c, data)
    if err is not None:
        t.errorf(f"Write: {err!r}")
    elif n != len(data):
        t.errorf(f"Write: {n} of {len(data)} bytes and no error")
    return err is None and n == len(data)


def closes(t: Failures, c: End) -> None:
    """Close; report if that fails."""
    try:
        c.Close()
    except Exception as err:
        t.errorf(f"Close: {err!r}")


def echoes(c: End) -> None:
    """Send back what comes, until something ends it."""
    buf = bytearray(CHUNK)
    while True:
        n, err = tryread(c, buf)
        if err is not None or trywrite(c, bytes(buf[:n]))[1] is not None:
            return


def drains(c: End) -> None:
    """Read whatever comes, until something ends it."""
    buf = bytearray(CHUNK)
    while tryread(c, buf)[1] is None:
        pass


def floods(c: End, data: bytes = bytes(CHUNK)) -> Exception:
    """Write data again and again until something ends it; return that."""
    err = None
    while err is None:
        _, err = trywrite(c, data)
    return err


def noise(n: int) -> bytes:
    """Return n bytes at random, the same ones each time."""
    return random.Random(0).randbytes(n)


def ten(f: Callable[[], None]) -> None:
    """Run f in ten goroutines at once."""
    wg = sync.WaitGroup()
    for _ in range(10):
        wg.Go(f)
    wg.Wait()


def soon() -> time.Time:
    """Return a deadline that is about to pass."""
    return time.Now().Add(time.Millisecond)


def istimeout(t: Failures, op: str, err: Exception | None) -> None:
    """Report an error that is no net.Error whose Timeout is true."""
    timeout = getattr(err, "Timeout", None)
    if timeout is None:
        t.errorf(f"{op}: {err!r}, want a net.Error")
    elif not timeout():
        t.errorf(f"{op}: {err!r}, want one with Timeout() true")


def roundtrip(t: Failures, c: End) -> None:
    """Take the deadlines back, and see that what is written comes back."""
    c.SetDeadline(NEVER)
    writes(t, c, GREETING)
    buf = bytearray(len(GREETING))
    n, err = readfull(c, buf)
    if err is not None:
        t.errorf(f"Read: {err!r} after {n} bytes")
    elif buf != GREETING:
        t.errorf(f"what came back is {bytes(buf)!r}, want {GREETING!r}")


def resync(t: Failures, c: End) -> None:
    """Take the deadlines back, and read away what is still on its way."""
    c.SetDeadline(NEVER)
    wg = sync.WaitGroup()
    wg.Go(writes, t, c, bytes([MARK]))
    buf = bytearray(CHUNK)
    while True:
        n, err = tryread(c, buf)
        if n and buf[n - 1] == MARK:
            break
        if err is not None:
            t.errorf(f"Read: {err!r}")
            break
    wg.Wait()

"""TestConn: what every Conn must do.  Go: golang.org/x/net/nettest/conntest.go"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Final

import net
from goruntime import Stack, chan, go, recv, select, sync, time
from goruntime.io import EOF

MakePipe = Callable[[], tuple[net.Conn, net.Conn, Callable[[], object]]]

CHUNK: Final = 1024  # bytes of a Read or Write
LIMIT: Final = 60 * time.Second  # one test takes no longer
LONG_AGO: Final = time.Unix(233431200, 0)
NEVER: Final = time.Time()  # no deadline
A_MOMENT: Final = 100 * time.Millisecond
GREETING: Final = b"Hello, world!"
MARK: Final = 0xFF  # what no test sends but to find its place again


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


def TestConn(make: MakePipe, *names: str) -> None:
    """Test that the two ends of a connection are what Conn promises.

    make is called once for each test, and returns the two ends and a function that
    ends both; what one end writes the other must be able to read.  names are those of
    the tests to run, of ConnTests; all of them by default.  A test that takes more
    than a minute fails, with the stacks of all goroutines.

    Raises ExceptionGroup, with an AssertionError for each test that failed.
    """
    failed = []
    for name in names or ConnTests:
        t = Failures()
        runtest(t, make, TESTS[name])
        if t.found:
            failed.append(AssertionError("\n".join([f"{name}:", *t.found])))
    if failed:
        raise ExceptionGroup("nettest.TestConn", failed)


TestConn.__test__ = False  # type: ignore[attr-defined]  # for pytest: it is none


def runtest(t: Failures, make: MakePipe, test: Callable[..., None]) -> None:
    """Run one test on a new connection; end that if it takes too long."""
    c1, c2, stop = make()
    done = chan[None]()

    def run() -> None:
        try:
            test(t, c1, c2)
        except Exception as exc:
            t.errorf(f"{type(exc).__name__}: {exc}")
        finally:
            done.close()

    timer = time.NewTimer(LIMIT)
    try:
        go(run)
        late = timer.C
        i, _, _ = selectwait(done, late)
        if i == 1:
            t.errorf(f"not done after {LIMIT}\n{Stack(all=True)}")
    finally:
        timer.Stop()
        stop()
    if i == 1:
        done.recv()  # the end of the connection lets it go


def selectwait(done: Any, late: Any) -> tuple[int, Any, bool]:
    """Wait for one of two channels: which, what, whether it was sent."""
    got: tuple[int, Any, bool] = select(recv(done), recv(late))
    return got


# --- the tests ----------------------------------------------------------------


def basicio(t: Failures, c1: net.Conn, c2: net.Conn) -> None:
    """What is written at one end comes out at the other, whole; then EOF."""
    want = random.Random(0).randbytes(1 << 20)
    got = bytearray()
    wg = sync.WaitGroup()

    def sends() -> None:
        for i in range(0, len(want), CHUNK):
            if not writes(t, c1, want[i : i + CHUNK]):
                break
        closes(t, c1)

    def receives() -> None:
        buf = bytearray(CHUNK)
        while True:
            n, err = tryread(c2, buf)
            got.extend(buf[:n])
            if isinstance(err, EOF):
                break
            if err is not None:
                t.errorf(f"Read: {err!r}, want EOF")
                break
        closes(t, c2)

    wg.Go(sends)
    wg.Go(receives)
    wg.Wait()
    if got != want:
        t.errorf(f"the data came out different: {len(got)} of {len(want)} bytes")


def pingpong(t: Failures, c1: net.Conn, c2: net.Conn) -> None:
    """A number goes to and fro, one more each time."""
    wg = sync.WaitGroup()

    def plays(c: net.Conn) -> None:
        buf = bytearray(8)
        last = 0
        while True:
            n, err = readfull(c, buf)
            if isinstance(err, EOF) and n == 0:
                break
            if err is not None:
                t.errorf(f"Read: {err!r}")
                break
            v = int.from_bytes(buf, "little")
            if last and v != last + 2:
                t.errorf(f"got {v} after {last}, want {last + 2}")
            last = v
            if v == 1000:
                break
            if not writes(t, c, (v + 1).to_bytes(8, "little")):
                break
            last = v
        closes(t, c)

    wg.Go(plays, c1)
    wg.Go(plays, c2)
    writes(t, c1, (1).to_bytes(8, "little"))
    wg.Wait()


def racyread(t: Failures, c1: net.Conn, c2: net.Conn) -> None:
    """Ten goroutines read at once, with deadlines that pass now and then."""
    go(floods, c2)

    def reads() -> None:
        buf = bytearray(CHUNK)
        c1.SetReadDeadline(soon())
        for _ in range(100):
            _, err = tryread(c1, buf)
            if err is not None:
                istimeout(t, "Read", err)
                c1.SetReadDeadline(soon())

    ten(reads)


def racywrite(t: Failures, c1: net.Conn, c2: net.Conn) -> None:
    """Ten goroutines write at once, with deadlines that pass now and then."""
    go(drains, c2)

    def write() -> None:
        c1.SetWriteDeadline(soon())
        for _ in range(100):
            _, err = trywrite(c1, bytes(CHUNK))
            if err is not None:
                istimeout(t, "Write", err)
                c1.SetWriteDeadline(soon())

    ten(write)


def readtimeout(t: Failures, c1: net.Conn, c2: net.Conn) -> None:
    """A read deadline ends reads, and no writes."""
    go(drains, c2)
    c1.SetReadDeadline(LONG_AGO)
    istimeout(t, "Read", tryread(c1, bytearray(CHUNK))[1])
    writes(t, c1, bytes(CHUNK))


def writetimeout(t: Failures, c1: net.Conn, c2: net.Conn) -> None:
    """A write deadline ends writes, and no reads."""
    go(floods, c2)
    c1.SetWriteDeadline(LONG_AGO)
    istimeout(t, "Write", trywrite(c1, bytes(CHUNK))[1])
    _, err = tryread(c1, bytearray(CHUNK))
    if err is not None:
        t.errorf(f"Read: {err!r}")


def pasttimeout(t: Failures, c1: net.Conn, c2: net.Conn) -> None:
    """A deadline that has passed ends both at once, until it is taken back."""
    go(echoes, c2)
    roundtrip(t, c1)
    c1.SetDeadline(LONG_AGO)
    n, err = trywrite(c1, bytes(CHUNK))
    if n:
        t.errorf(f"Write after the deadline: {n} bytes, want 0")
    istimeout(t, "Write", err)
    n, err = tryread(c1, bytearray(CHUNK))
    if n:
        t.errorf(f"Read after the deadline: {n} bytes, want 0")
    istimeout(t, "Read", err)
    roundtrip(t, c1)


def presenttimeout(t: Failures, c1: net.Conn, _: net.Conn) -> None:
    """A deadline in the past ends what waits already, and not before it is set."""
    isset = chan[None](1)
    wg = sync.WaitGroup()

    def sets() -> None:
        time.Sleep(A_MOMENT)
        isset.send(None)
        c1.SetReadDeadline(LONG_AGO)
        c1.SetWriteDeadline(LONG_AGO)

    def reads() -> None:
        n, err = tryread(c1, bytearray(CHUNK))
        if n:
            t.errorf(f"Read: {n} bytes, want 0")
        istimeout(t, "Read", err)
        if len(isset) == 0:
            t.errorf("Read timed out before the deadline was set")

    def write() -> None:
        err = None
        while err is None:
            _, err = trywrite(c1, bytes(CHUNK))
        istimeout(t, "Write", err)
        if len(isset) == 0:
            t.errorf("Write timed out before the deadline was set")

    for f in (sets, reads, write):
        wg.Go(f)
    wg.Wait()


def futuretimeout(t: Failures, c1: net.Conn, c2: net.Conn) -> None:
    """A deadline ahead ends what waits when it comes; then all is as before."""
    wg = sync.WaitGroup()
    c1.SetDeadline(time.Now().Add(A_MOMENT))

    def reads() -> None:
        istimeout(t, "Read", tryread(c1, bytearray(CHUNK))[1])

    def write() -> None:
        err = None
        while err is None:
            _, err = trywrite(c1, bytes(CHUNK))
        istimeout(t, "Write", err)

    wg.Go(reads)
    wg.Go(write)
    wg.Wait()
    go(echoes, c2)
    resync(t, c1)
    roundtrip(t, c1)


def closetimeout(t: Failures, c1: net.Conn, c2: net.Conn) -> None:
    """Close ends what waits."""
    go(echoes, c2)
    wg = sync.WaitGroup()
    c1.SetDeadline(NEVER)

    def close() -> None:
        time.Sleep(A_MOMENT)
        closes(t, c1)

    def reads() -> None:
        buf = bytearray(CHUNK)
        while tryread(c1, buf)[1] is None:
            pass

    def write() -> None:
        while trywrite(c1, bytes(CHUNK))[1] is None:
            pass

    for f in (close, reads, write):
        wg.Go(f)
    wg.Wait()


def concurrentmethods(t: Failures, c1: net.Conn, c2: net.Conn) -> None:
    """All methods may be called at once, by many goroutines."""
    go(echoes, c2)
    wg = sync.WaitGroup()
    for _ in range(100):
        wg.Go(tryread, c1, bytearray(CHUNK))
        wg.Go(trywrite, c1, bytes(CHUNK))
        wg.Go(lambda: c1.SetDeadline(time.Now().Add(10 * time.Millisecond)))
        wg.Go(lambda: c1.SetReadDeadline(LONG_AGO))
        wg.Go(lambda: c1.SetWriteDeadline(LONG_AGO))
        wg.Go(c1.LocalAddr)
        wg.Go(c1.RemoteAddr)
    wg.Wait()  # at the latest when the deadlines have passed
    resync(t, c1)
    roundtrip(t, c1)


TESTS: Final[dict[str, Callable[[Failures, net.Conn, net.Conn], None]]] = {
    "BasicIO": basicio,
    "PingPong": pingpong,
    "RacyRead": racyread,
    "RacyWrite": racywrite,
    "ReadTimeout": readtimeout,
    "WriteTimeout": writetimeout,
    "PastTimeout": pasttimeout,
    "PresentTimeout": presenttimeout,
    "FutureTimeout": futuretimeout,
    "CloseTimeout": closetimeout,
    "ConcurrentMethods": concurrentmethods,
}

#: The names of TestConn's tests, in their order: for pytest.mark.parametrize.
ConnTests: Final = tuple(TESTS)


# --- what they do with a connection -------------------------------------------


def tryread(c: net.Conn, buf: bytearray) -> tuple[int, Exception | None]:
    """Read once: how much came, and the error."""
    try:
        return c.Read(buf), None
    except Exception as err:
        return getattr(err, "n", 0), err


def trywrite(c: net.Conn, data: bytes) -> tuple[int, Exception | None]:
    """Write once: how much was, and the error."""
    try:
        return c.Write(data), None
    except Exception as err:
        return getattr(err, "n", 0), err


def readfull(c: net.Conn, buf: bytearray) -> tuple[int, Exception | None]:
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


def writes(t: Failures, c: net.Conn, data: bytes) -> bool:
    """Write all of data; report if that fails."""
    n, err = trywrite(c, data)
    if err is not None:
        t.errorf(f"Write: {err!r}")
    elif n != len(data):
        t.errorf(f"Write: {n} of {len(data)} bytes and no error")
    return err is None and n == len(data)


def closes(t: Failures, c: net.Conn) -> None:
    """Close; report if that fails."""
    try:
        c.Close()
    except Exception as err:
        t.errorf(f"Close: {err!r}")


def echoes(c: net.Conn) -> None:
    """Send back what comes, until something ends it."""
    buf = bytearray(CHUNK)
    while True:
        n, err = tryread(c, buf)
        if err is not None or trywrite(c, bytes(buf[:n]))[1] is not None:
            return


def drains(c: net.Conn) -> None:
    """Read whatever comes, until something ends it."""
    buf = bytearray(CHUNK)
    while tryread(c, buf)[1] is None:
        pass


def floods(c: net.Conn) -> None:
    """Write for ever, until something ends it."""
    data = random.Random(0).randbytes(CHUNK)
    while trywrite(c, data)[1] is None:
        pass


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


def roundtrip(t: Failures, c: net.Conn) -> None:
    """Take the deadlines back, and see that what is written comes back."""
    c.SetDeadline(NEVER)
    writes(t, c, GREETING)
    buf = bytearray(len(GREETING))
    n, err = readfull(c, buf)
    if err is not None:
        t.errorf(f"Read: {err!r} after {n} bytes")
    elif buf != GREETING:
        t.errorf(f"what came back is {bytes(buf)!r}, want {GREETING!r}")


def resync(t: Failures, c: net.Conn) -> None:
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

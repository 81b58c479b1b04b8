"""TestConn: what every Conn must do.  Go: golang.org/x/net/nettest/conntest.go"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from goruntime import Stack, chan, go, recv, select, sync, time
from goruntime.io import EOF

from .ends import (
    CHUNK,
    NEVER,
    End,
    Failures,
    closes,
    drains,
    echoes,
    floods,
    istimeout,
    noise,
    readfull,
    resync,
    roundtrip,
    soon,
    ten,
    tryread,
    trywrite,
    writes,
)

MakePipe = Callable[[], tuple[End, End, Callable[[], object]]]

LIMIT: Final = 60 * time.Second  # one test takes no longer
LONG_AGO: Final = time.Unix(233431200, 0)
A_MOMENT: Final = 100 * time.Millisecond


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
        i = select(recv(done), recv(timer.C))[0]
        if i == 1:
            t.errorf(f"not done after {LIMIT}\n{Stack(all=True)}")
    finally:
        timer.Stop()
        stop()
    if i == 1:
        done.recv()  # the end of the connection lets it go


# --- the tests ----------------------------------------------------------------


def basicio(t: Failures, c1: End, c2: End) -> None:
    """What is written at one end comes out at the other, whole; then EOF."""
    want = noise(1 << 20)
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


def pingpong(t: Failures, c1: End, c2: End) -> None:
    """A number goes to and fro, one more each time."""
    wg = sync.WaitGroup()

    def plays(c: End) -> None:
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


def racyread(t: Failures, c1: End, c2: End) -> None:
    """Ten goroutines read at once, with deadlines that pass now and then."""
    go(floods, c2, noise(CHUNK))

    def reads() -> None:
        buf = bytearray(CHUNK)
        c1.SetReadDeadline(soon())
        for _ in range(100):
            _, err = tryread(c1, buf)
            if err is not None:
                istimeout(t, "Read", err)
                c1.SetReadDeadline(soon())

    ten(reads)


def racywrite(t: Failures, c1: End, c2: End) -> None:
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


def readtimeout(t: Failures, c1: End, c2: End) -> None:
    """A read deadline ends reads, and no writes."""
    go(drains, c2)
    c1.SetReadDeadline(LONG_AGO)
    istimeout(t, "Read", tryread(c1, bytearray(CHUNK))[1])
    writes(t, c1, bytes(CHUNK))


def writetimeout(t: Failures, c1: End, c2: End) -> None:
    """A write deadline ends writes, and no reads."""
    go(floods, c2, noise(CHUNK))
    c1.SetWriteDeadline(LONG_AGO)
    istimeout(t, "Write", trywrite(c1, bytes(CHUNK))[1])
    _, err = tryread(c1, bytearray(CHUNK))
    if err is not None:
        t.errorf(f"Read: {err!r}")


def pasttimeout(t: Failures, c1: End, c2: End) -> None:
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


def presenttimeout(t: Failures, c1: End, _: End) -> None:
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
        istimeout(t, "Write", floods(c1))
        if len(isset) == 0:
            t.errorf("Write timed out before the deadline was set")

    for f in (sets, reads, write):
        wg.Go(f)
    wg.Wait()


def futuretimeout(t: Failures, c1: End, c2: End) -> None:
    """A deadline ahead ends what waits when it comes; then all is as before."""
    wg = sync.WaitGroup()
    c1.SetDeadline(time.Now().Add(A_MOMENT))

    def reads() -> None:
        istimeout(t, "Read", tryread(c1, bytearray(CHUNK))[1])

    def write() -> None:
        istimeout(t, "Write", floods(c1))

    wg.Go(reads)
    wg.Go(write)
    wg.Wait()
    go(echoes, c2)
    resync(t, c1)
    roundtrip(t, c1)


def closetimeout(t: Failures, c1: End, c2: End) -> None:
    """Close ends what waits."""
    go(echoes, c2)
    wg = sync.WaitGroup()
    c1.SetDeadline(NEVER)

    def close() -> None:
        time.Sleep(A_MOMENT)
        closes(t, c1)

    wg.Go(close)
    wg.Go(drains, c1)
    wg.Go(floods, c1)
    wg.Wait()


def concurrentmethods(t: Failures, c1: End, c2: End) -> None:
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


TESTS: Final[dict[str, Callable[[Failures, End, End], None]]] = {
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

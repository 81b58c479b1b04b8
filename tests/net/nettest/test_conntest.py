"""TestConn: every Conn of ours passes it, and what is broken does not.

GORUNTIME_STEPS=1000 in the environment runs each test a thousand times.
"""

import os
import re
from collections.abc import Callable
from typing import Any

import pytest

import net
from goruntime import time
from goruntime.io import EOF
from net import nettest

RUNS = int(os.environ.get("GORUNTIME_STEPS", "2"))
LONG = [pytest.mark.slow] if RUNS > 100 else []  # may take minutes
FAST = 20 * time.Millisecond


def connected(
    network: str,
) -> Callable[[], tuple[net.Conn, net.Conn, Callable[[], object]]]:
    """Return what makes the two ends of a connection of network."""

    def make() -> tuple[net.Conn, net.Conn, Callable[[], object]]:
        if network == "pipe":
            c, s = net.Pipe()
        else:
            with nettest.NewLocalListener(network) as ln:
                c = net.Dial(network, ln.Addr().String())
                s = ln.Accept()

        def stop() -> None:
            for end in (c, s):
                try:
                    end.Close()
                except net.OpError:
                    pass  # the test has closed it

        return c, s, stop

    return make


@pytest.mark.from_go("net/pipe_test.go", "TestPipe")
@pytest.mark.parametrize(
    "test", [pytest.param(name, marks=LONG) for name in nettest.ConnTests]
)
@pytest.mark.parametrize("network", ["tcp", "unix", "unixpacket", "pipe"])
def test_our_connections_do_what_conn_promises(network: str, test: str) -> None:
    for _ in range(RUNS):
        nettest.TestConn(connected(network), test)


def test_all_tests_run_where_none_is_named() -> None:
    made = []

    def make() -> Any:
        made.append(True)
        return connected("tcp")()

    nettest.TestConn(make)
    assert len(made) == len(nettest.ConnTests) == 11


class Traced:
    """A Conn of somebody's own: it has Go's methods, and nothing of Python's."""

    def __init__(self, conn: net.Conn) -> None:
        self.conn = conn

    def Read(self, b: bytearray) -> int:
        return self.conn.Read(b)

    def Write(self, b: bytes) -> int:
        return self.conn.Write(b)

    def Close(self) -> None:
        self.conn.Close()

    def LocalAddr(self) -> net.Addr:
        return self.conn.LocalAddr()

    def RemoteAddr(self) -> net.Addr:
        return self.conn.RemoteAddr()

    def SetDeadline(self, t: time.TimeLike) -> None:
        self.conn.SetDeadline(t)

    def SetReadDeadline(self, t: time.TimeLike) -> None:
        self.conn.SetReadDeadline(t)

    def SetWriteDeadline(self, t: time.TimeLike) -> None:
        self.conn.SetWriteDeadline(t)


def test_a_conn_of_ones_own_needs_gos_methods_alone() -> None:
    def make() -> tuple[Traced, Traced, Callable[[], object]]:
        a, b, stop = connected("pipe")()
        return Traced(a), Traced(b), stop

    nettest.TestConn(make)


# --- what is broken -----------------------------------------------------------


class Wrapped:
    """A Conn like another one; a test breaks something."""

    def __init__(self, conn: Any) -> None:
        self.conn = conn

    def __getattr__(self, name: str) -> Any:
        return getattr(self.conn, name)


class Deaf(Wrapped):
    """Ignores read deadlines, and notices half a second later."""

    def Read(self, p: bytearray) -> int:
        while True:
            try:
                return int(self.conn.Read(p))
            except net.OpError as err:
                if not err.Timeout():
                    raise
                self.conn.SetReadDeadline(time.Now().Add(time.Second / 2))
                try:
                    return int(self.conn.Read(p))
                except net.OpError:
                    raise RuntimeError("deadline? what deadline?") from None


class Lossy(Wrapped):
    """Loses a byte now and then."""

    def Write(self, p: bytes) -> int:
        if len(p) == 1024 and p[0] == 7:
            p = p[:-1]
        self.conn.Write(p)
        return len(p)


class Silent(Wrapped):
    """Loses a byte now and then, and does not say so."""

    def Write(self, p: bytes) -> int:
        self.conn.Write(p[:-1] if len(p) == 1024 and p[0] == 7 else p)
        return len(p)


class Sticky(Wrapped):
    """Never forgets a deadline that has passed."""

    late: Exception | None = None

    def Read(self, p: bytearray) -> int:
        if self.late is not None:
            raise self.late
        try:
            return int(self.conn.Read(p))
        except net.OpError as err:
            if err.Timeout():
                self.late = err
            raise


class Open(Wrapped):
    """Close says that it failed."""

    def Close(self) -> None:
        self.conn.Close()
        raise OSError("not so fast")


class Endless(Wrapped):
    """Has an end of its own instead of EOF."""

    def Read(self, p: bytearray) -> int:
        try:
            return int(self.conn.Read(p))
        except EOF:
            raise ConnectionError("gone") from None


@pytest.mark.parametrize(
    ("broken", "test", "says"),
    [
        (Deaf, "ReadTimeout", "Read: RuntimeError.*want a net.Error"),
        (Lossy, "BasicIO", "Write: 1023 of 1024 bytes and no error"),
        (Silent, "BasicIO", "the data came out different"),
        (Sticky, "PastTimeout", "Read: .*i/o timeout.* after 0 bytes"),
        (Open, "BasicIO", "Close: OSError"),
        (Endless, "BasicIO", "ConnectionError.*want EOF"),
    ],
)
def test_what_is_broken_is_found_and_named(
    broken: type[Wrapped], test: str, says: str
) -> None:
    def make() -> Any:
        a, b, stop = connected("tcp")()
        return broken(a), broken(b), stop

    with pytest.raises(ExceptionGroup, match=r"nettest\.TestConn") as caught:
        nettest.TestConn(make, test)
    (failed,) = caught.value.exceptions
    assert str(failed).startswith(f"{test}:\n")
    assert re.search(says, str(failed)), str(failed)


def test_what_does_not_end_fails_with_all_stacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from net.nettest import conntest

    monkeypatch.setattr(conntest, "LIMIT", FAST)

    class Stuck(Wrapped):
        def Read(self, p: bytearray) -> int:
            self.conn.SetReadDeadline(None)
            return int(self.conn.Read(p))

    def make() -> Any:
        a, b, stop = connected("tcp")()
        return Stuck(a), b, stop

    with pytest.raises(ExceptionGroup) as caught:
        nettest.TestConn(make, "ReadTimeout")
    text = str(caught.value.exceptions[0])
    assert "not done after 20ms" in text
    assert "[IO wait]" in text

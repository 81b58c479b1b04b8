"""RawConn, and the Control callbacks that are handed one."""

import errno
import fcntl
import os
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

import net
from goruntime import blocking, chan, context, errors, go, io, syscall, time
from goruntime import os as go_os
from tests.net.pairs import pair
from tests.waiting import until

CLOSED = "use of closed network connection"


def receive(into: list[bytes]) -> Callable[[int], bool]:
    """Return a function for RawConn.Read that reads what is there, once."""

    def read(fd: int) -> bool:
        try:
            into.append(os.read(fd, 100))
        except BlockingIOError:
            return False
        return True

    return read


def option(fd: int, level: int, name: int) -> int:
    """Read a socket option of a descriptor, without taking it over."""
    with socket.socket(fileno=os.dup(fd)) as sock:
        return sock.getsockopt(level, name)


# --- the three methods --------------------------------------------------------


@pytest.mark.from_go("net/rawconn_test.go", "TestRawConnControl")
def test_control_is_called_once_with_the_number_and_not_after_close() -> None:
    with pair() as (c, _), net.ListenTCP("tcp", None) as ln:
        conn: Any
        for conn in (c, ln):
            raw = conn.SyscallConn()
            seen: list[int] = []
            assert raw.Control(seen.append) is None
            assert seen == [conn.fd.pfd.sysfd]
            conn.Close()
            with pytest.raises(net.ErrClosed) as e:
                raw.Control(seen.append)
            local = conn.fd.laddr
            assert str(e.value) == f"raw-control tcp {local}: {CLOSED}"
            assert len(seen) == 1


def test_a_raw_conn_can_be_had_of_what_is_closed_and_refuses_everything() -> None:
    with pair() as (c, _):
        c.Close()
        raw = c.SyscallConn()
        ends = f"{c.LocalAddr()}->{c.RemoteAddr()}"
        calls: list[tuple[Callable[[Any], None], str]] = [
            (raw.Control, f"raw-control tcp {c.LocalAddr()}: {CLOSED}"),
            (raw.Read, f"raw-read tcp {ends}: {CLOSED}"),
            (raw.Write, f"raw-write tcp {ends}: {CLOSED}"),
        ]
        for call, text in calls:
            with pytest.raises(net.OpError) as e:
                call(lambda fd: pytest.fail("called"))
            assert str(e.value) == text
            assert e.value.Err == net.ErrClosed


@pytest.mark.from_go("net/rawconn_test.go", "TestRawConnReadWrite")
def test_raw_read_waits_for_data_and_raw_write_for_room() -> None:
    with pair() as (c, s):
        got: list[bytes] = []
        tries = [0]

        def write(fd: int) -> bool:
            tries[0] += 1
            try:
                os.write(fd, b"x" * 100)
            except BlockingIOError:
                return True
            return False  # "not yet": wait until it is writable and call again

        go(s.SyscallConn().Read, receive(got))
        until(lambda: s.fd.pfd.pd.rg is not None)
        c.Write(b"abc")
        until(lambda: got)
        assert got == [b"abc"]
        c.SetWriteDeadline(time.Now().Add(5 * time.Millisecond))
        # Go on until the socket is full, or no edge comes because it is not.
        with pytest.raises(go_os.ErrDeadlineExceeded, match=r"^raw-write tcp "):
            c.SyscallConn().Write(write)
        assert tries[0] >= 1


@pytest.mark.parametrize("past", [True, False])
def test_deadlines_hold_for_raw_reads_and_writes(past: bool) -> None:
    with pair() as (c, _):
        raw = c.SyscallConn()
        after = -time.Second if past else 5 * time.Millisecond
        for op, call in (("raw-read", raw.Read), ("raw-write", raw.Write)):
            called = [0]

            def never(fd: int, called: list[int] = called) -> bool:
                called[0] += 1
                return False

            c.SetDeadline(time.Now().Add(after))
            with pytest.raises(go_os.ErrDeadlineExceeded) as e:
                call(never)
            assert isinstance(e.value, net.OpError)
            ends = f"{c.LocalAddr()}->{c.RemoteAddr()}"
            assert str(e.value) == f"{op} tcp {ends}: i/o timeout"
            assert (called[0] == 0) if past else True
        c.SetDeadline(time.Now().Add(-time.Second))
        raw.Control(lambda fd: None)  # it does not wait, and has no deadline


def test_close_wakes_a_raw_read_that_waits() -> None:
    with pair() as (_, s):
        result = chan[BaseException]()

        def read() -> None:
            try:
                s.SyscallConn().Read(lambda fd: False)
            except net.OpError as err:
                result.send(err)

        go(read)
        until(lambda: s.fd.pfd.pd.rg is not None)
        s.Close()
        err = result.recv()
        assert isinstance(err, net.ErrClosed)
        assert str(err).startswith("raw-read tcp ")


def test_raw_reads_and_reads_take_turns() -> None:
    with pair() as (c, s):
        got: list[bytes] = []
        go(s.SyscallConn().Read, receive(got))
        until(lambda: s.fd.pfd.pd.rg is not None)
        result = chan[bytes]()

        def read() -> None:
            buf = bytearray(10)
            result.send(bytes(buf[: s.Read(buf)]))

        go(read)
        until(lambda: s.fd.pfd.fdmu.rwait)
        c.Write(b"first")
        until(lambda: got)
        c.Write(b"second")
        assert (got, result.recv()) == ([b"first"], b"second")


@pytest.mark.parametrize("method", ["Control", "Read", "Write"])
@pytest.mark.parametrize(
    "exc",
    [ZeroDivisionError("x"), OSError(errno.EIO, "x"), io.EOF(), net.ErrClosed()],
    ids=lambda x: type(x).__name__,
)
def test_what_the_function_raises_comes_out_as_it_is(
    method: str, exc: Exception
) -> None:
    def f(fd: int) -> bool:
        raise exc

    with pair() as (c, s):
        with pytest.raises(type(exc)) as e:
            getattr(s.SyscallConn(), method)(f)
        assert e.value is exc
        # The right to read and to write was given back.
        c.Write(b"x")
        assert s.Read(bytearray(1)) == 1
        assert s.Write(b"x") == 1


def test_the_number_is_good_as_long_as_the_function_runs() -> None:
    with pair() as (_, s):
        inside, release = chan[None](), chan[None]()
        sizes: list[int] = []

        def f(fd: int) -> None:
            inside.send(None)
            release.recv()
            sizes.append(option(fd, socket.SOL_SOCKET, socket.SO_TYPE))

        go(s.SyscallConn().Control, f)
        inside.recv()
        go(s.Close)
        until(lambda: s.fd.pfd.fdmu.closing)
        release.close()
        until(lambda: sizes)
        assert sizes == [socket.SOCK_STREAM]
        until(lambda: s.fd.pfd.fdmu.destroyed)


def test_a_thread_uses_the_raw_descriptor_while_main_writes() -> None:
    with pair() as (c, s):
        got: list[bytes] = []

        def reader() -> None:
            while sum(map(len, got)) < 100:
                s.SyscallConn().Read(receive(got))

        t = threading.Thread(target=reader)
        t.start()
        for _ in range(100):
            c.Write(b"x")
        blocking(t.join)
        assert b"".join(got) == b"x" * 100


# --- what is remembered -------------------------------------------------------


def test_an_option_that_holds_edges_back_does_not_hang_the_next_read() -> None:
    with pair() as (c, s):
        buf = bytearray(100)
        c.Write(b"abc")
        assert s.Read(buf) == 3  # short: drained
        s.SyscallConn().Control(
            lambda fd: syscall.SetsockoptInt(
                fd, socket.SOL_SOCKET, socket.SO_RCVLOWAT, 50
            )
        )
        for _ in range(5):
            c.Write(b"ten bytes.")  # too few for an edge
            got = 0
            while got < 10:
                got += s.Read(buf)


def test_a_copy_of_the_descriptor_may_read_what_a_read_would_have_waited_for() -> None:
    with pair() as (c, s):
        buf = bytearray(100)
        c.Write(b"abc")
        assert s.Read(buf) == 3
        with s.File() as f, socket.socket(fileno=os.dup(f.fileno())) as other:
            other.settimeout(5)
            c.Write(b"one")
            assert other.recv(100) == b"one"
            go(c.Write, b"two")
            # other.settimeout made both non-blocking, as they share one file.
            assert s.Read(buf) == 3


# --- Control callbacks --------------------------------------------------------


@pytest.mark.from_go("net/listen_test.go", "TestListenConfigControl")
@pytest.mark.parametrize(
    ("network", "address", "told"),
    [
        ("tcp", "127.0.0.1:0", ("tcp4", "127.0.0.1:0")),
        ("tcp", "[::1]:0", ("tcp6", "[::1]:0")),
        ("tcp", ":0", ("tcp6", ":0")),
        ("tcp4", ":0", ("tcp4", ":0")),
        ("tcp6", ":0", ("tcp6", ":0")),
        ("tcp", "0.0.0.0:0", ("tcp6", "0.0.0.0:0")),
    ],
)
def test_a_listen_configs_control_is_told_what_will_be_bound(
    network: str, address: str, told: tuple[str, str]
) -> None:
    calls: list[tuple[str, str]] = []

    def control(network: str, address: str, c: Any) -> None:
        def look(fd: int) -> None:
            with socket.socket(fileno=os.dup(fd)) as sock:
                assert sock.getsockname()[1] == 0  # not bound yet
            assert option(fd, socket.SOL_SOCKET, socket.SO_REUSEADDR)  # Go's own first
            assert fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_NONBLOCK
            assert fcntl.fcntl(fd, fcntl.F_GETFD) & fcntl.FD_CLOEXEC
            calls.append((network, address))

        c.Control(look)

    lc = net.ListenConfig(Control=control)
    with lc.Listen(context.Background(), network, address) as ln:
        assert not str(ln.Addr()).endswith(":0")
    assert calls == [told]


@pytest.mark.from_go("net/dial_test.go", "TestDialerControl")
@pytest.mark.parametrize(
    ("network", "host", "told"),
    [
        ("tcp", "127.0.0.1", "tcp4"),
        ("tcp4", "127.0.0.1", "tcp4"),
        ("tcp", "[::1]", "tcp6"),
        ("tcp6", "[::1]", "tcp6"),
    ],
)
def test_a_dialers_control_is_told_what_will_be_connected_to(
    network: str, host: str, told: str
) -> None:
    calls: list[tuple[str, str]] = []

    def control(network: str, address: str, c: Any) -> None:
        def look(fd: int) -> None:
            with socket.socket(fileno=os.dup(fd)) as sock:
                with pytest.raises(OSError, match="not connected"):
                    sock.getpeername()
            calls.append((network, address))

        c.Control(look)

    with net.Listen(network, f"{host}:0") as ln:
        d = net.Dialer(Control=control)
        with d.Dial(network, str(ln.Addr())), ln.Accept():
            assert calls == [(told, str(ln.Addr()))]


def test_control_comes_before_the_local_address_is_bound() -> None:
    def control(network: str, address: str, c: Any) -> None:
        def look(fd: int) -> None:
            with socket.socket(fileno=os.dup(fd)) as sock:
                assert sock.getsockname() == ("0.0.0.0", 0)

        c.Control(look)

    with net.Listen("tcp", "127.0.0.1:0") as ln:
        local = net.ResolveTCPAddr("tcp", "127.0.0.2:0")
        d = net.Dialer(Control=control, LocalAddr=local)
        with d.Dial("tcp", str(ln.Addr())) as c, ln.Accept():
            assert str(c.LocalAddr()).startswith("127.0.0.2:")


class Refused(errors.error):
    text = "ctl"


@pytest.mark.parametrize(
    ("exc", "wrapped"),
    [
        (Refused(), True),
        (errors.New("plain"), True),
        (syscall.EPERM(), True),
        (ZeroDivisionError("bug"), False),
        (KeyError("bug"), False),
        (KeyboardInterrupt(), False),
    ],
    ids=lambda x: type(x).__name__,
)
def test_an_error_of_control_is_wrapped_and_a_bug_in_it_is_not(
    exc: BaseException, wrapped: bool
) -> None:
    def control(network: str, address: str, c: object) -> None:
        raise exc

    before = len(os.listdir("/proc/self/fd"))
    lc = net.ListenConfig(Control=control)
    d = net.Dialer(Control=control)
    calls: list[tuple[str, Callable[[], object]]] = [
        ("listen", lambda: lc.Listen(context.Background(), "tcp", "127.0.0.1:0")),
        ("dial", lambda: d.Dial("tcp", "127.0.0.1:9")),
    ]
    for op, call in calls:
        with pytest.raises(type(exc)) as e:
            call()
        if wrapped:
            err: Any = e.value
            assert isinstance(err, net.OpError)
            port = 0 if op == "listen" else 9
            assert str(err) == f"{op} tcp 127.0.0.1:{port}: {exc}"
            assert err.Err is exc
            assert err.__cause__ is exc
            assert errors.Is(err, exc)
        else:
            assert e.value is exc
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_socket_kept_from_control_is_closed_when_the_dial_fails() -> None:
    kept: list[Any] = []

    def control(network: str, address: str, c: Any) -> None:
        kept.append(c)

    with net.Listen("tcp", "127.0.0.1:0") as ln:
        addr = str(ln.Addr())
    with pytest.raises(ConnectionRefusedError):
        net.Dialer(Control=control).Dial("tcp", addr)
    with pytest.raises(net.ErrClosed, match=r"^raw-control tcp"):
        kept[0].Control(lambda fd: pytest.fail("called"))

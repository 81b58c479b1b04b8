"""What makes a Conn and its like, and what every stream can do, of whatever network."""

from typing import Any

import pytest

import net
from goruntime import context, go, io, os, sync, syscall, time
from net import nettest
from tests.net.streams import pair

NETWORKS = ["tcp", "unix", "unixpacket"]
CLOSED = "use of closed network connection"


@pytest.mark.from_go("net/conn_test.go", "TestConnAndListener")
@pytest.mark.parametrize("network", NETWORKS)
def test_a_question_is_answered_and_everybody_has_a_name(network: str) -> None:
    def transpond() -> None:
        with ln.Accept() as s:
            s.SetDeadline(time.Now().Add(20 * time.Second))
            b = bytearray(100)
            s.Write(bytes(b[: s.Read(b)]).upper())
            assert s.LocalAddr().Network() == s.RemoteAddr().Network() == network

    with nettest.NewLocalListener(network) as ln:
        assert ln.Addr().Network() == network
        go(transpond)
        with net.Dial(network, str(ln.Addr())) as c:
            assert c.LocalAddr().Network() == c.RemoteAddr().Network() == network
            assert str(c.RemoteAddr()) == str(ln.Addr())
            for set_deadline in (c.SetDeadline, c.SetReadDeadline, c.SetWriteDeadline):
                set_deadline(time.Now().Add(20 * time.Second))
            c.Write(b"question")
            b = bytearray(100)
            assert bytes(b[: c.Read(b)]) == b"QUESTION"
            with pytest.raises(io.EOF):
                c.Read(b)


@pytest.mark.from_go("net/net_test.go", "TestZeroByteRead")
@pytest.mark.parametrize("network", NETWORKS)
def test_a_read_of_no_bytes_waits_for_none(network: str) -> None:
    c, s = pair(network)
    with c, s:
        for end in (c, s):
            assert end.Read(bytearray()) == 0


@pytest.mark.from_go("net/net_test.go", "TestConnClose")
@pytest.mark.parametrize("network", NETWORKS)
def test_what_is_closed_reads_and_writes_no_more(network: str) -> None:
    c, s = pair(network)
    with s:
        c.Close()
        ends = f"{network} {c.LocalAddr()}->{c.RemoteAddr()}"
        calls: Any = {
            "read": lambda: c.Read(bytearray(1)),
            "write": lambda: c.Write(b"x"),
        }
        for op, call in calls.items():
            with pytest.raises(net.ErrClosed) as e:
                call()
            assert str(e.value) == f"{op} {ends}: {CLOSED}"


@pytest.mark.from_go("net/net_test.go", "TestListenerClose")
@pytest.mark.parametrize("network", NETWORKS)
def test_a_closed_listener_accepts_no_more(network: str) -> None:
    ln = nettest.NewLocalListener(network)
    ln.Close()
    with pytest.raises(net.ErrClosed) as e:
        ln.Accept()
    assert str(e.value).endswith(f" {ln.Addr()}: {CLOSED}")


# --- what makes one ------------------------------------------------------------


def having(*names: str) -> Any:
    """Return an object of a class that has methods of these names, and no others."""
    return type("Mine", (), dict.fromkeys(names, lambda *_: None))()


DEADLINES = ("SetDeadline", "SetReadDeadline", "SetWriteDeadline")
INTERFACES: list[tuple[type, tuple[str, ...]]] = [
    (net.Conn, ("Read", "Write", "Close", "LocalAddr", "RemoteAddr", *DEADLINES)),
    (net.PacketConn, ("ReadFrom", "WriteTo", "Close", "LocalAddr", *DEADLINES)),
    (net.Listener, ("Accept", "Close", "Addr")),
    (net.Addr, ("Network", "String")),
    (context.Context, ("Deadline", "Done", "Err", "Value")),
    (sync.Locker, ("Lock", "Unlock")),
    (syscall.Conn, ("SyscallConn",)),
    (syscall.RawConn, ("Control", "Read", "Write")),
]


@pytest.mark.plain
@pytest.mark.parametrize(("interface", "methods"), INTERFACES)
def test_who_has_gos_methods_has_the_interface(
    interface: type, methods: tuple[str, ...]
) -> None:
    assert isinstance(having(*methods), interface)
    for missing in methods:
        assert not isinstance(having(*set(methods) - {missing}), interface)


def test_our_own_have_the_interfaces() -> None:
    with net.ListenPacket("udp", "127.0.0.1:0") as pc:
        assert isinstance(pc, net.PacketConn)
        assert isinstance(pc.LocalAddr(), net.Addr)
    assert isinstance(sync.Mutex(), sync.Locker)
    assert isinstance(sync.RWMutex().RLocker(), sync.Locker)
    assert isinstance(context.Background(), context.Context)
    ctx, cancel = context.WithCancel(context.Background())
    cancel()
    assert isinstance(ctx, context.Context)


def test_a_callback_is_given_what_syscallconn_gives() -> None:
    given: list[syscall.RawConn] = []

    def control(network: str, address: str, c: syscall.RawConn) -> None:
        given.append(c)

    def dials(ctx: context.Context, network: str, address: str, c: Any) -> None:
        control(network, address, c)

    config = net.ListenConfig(Control=control)
    with config.Listen(context.Background(), "tcp", "127.0.0.1:0") as ln:
        address = ln.Addr().String()
        with net.Dialer(Control=control).Dial("tcp", address) as c:
            assert isinstance(c, syscall.Conn)
            given.append(c.SyscallConn())
        net.Dialer(ControlContext=dials).Dial("tcp", address).Close()
        assert isinstance(ln, syscall.Conn)
        given.append(ln.SyscallConn())
    r, w = os.Pipe()
    with r, w:
        assert isinstance(r, syscall.Conn)
        given.append(r.SyscallConn())
    assert all(isinstance(raw, syscall.RawConn) for raw in given)
    assert len(given) == 6

"""UDP: connected and not, datagrams whole and cut, and what goes wrong."""

import array
import errno
import functools
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import net
from goruntime import Gosched, chan, context, errors, go, io, sync, time
from goruntime import os as go_os
from net import hook, netip
from net.sockopt import setReadBuffer
from tests.net.linklocal import link_local
from tests.waiting import until

LOCAL = "127.0.0.1:0"
CLOSED = "use of closed network connection"


def listen(network: str = "udp", address: str = LOCAL) -> net.UDPConn:
    """Return a socket that is not connected."""
    c = net.ListenPacket(network, address)
    assert isinstance(c, net.UDPConn)
    return c


@contextmanager
def pair() -> Iterator[tuple[net.UDPConn, net.UDPConn]]:
    """A socket that listens, and one connected to it."""
    with listen() as s:
        c = net.DialUDP("udp", None, s.LocalAddr())
        with c:
            yield s, c


def received(c: net.UDPConn, size: int = 2048) -> bytes:
    """Return the next datagram."""
    b = bytearray(size)
    return bytes(b[: c.Read(b)])


# --- there and back -----------------------------------------------------------


@pytest.mark.from_go("net/server_test.go", "TestUDPServer")
@pytest.mark.parametrize("connected", [False, True])
@pytest.mark.parametrize(
    ("network", "address", "target"),
    [
        ("udp", ":0", "127.0.0.1"),
        ("udp", ":0", "[::1]"),
        ("udp", "0.0.0.0:0", "127.0.0.1"),
        ("udp", "[::]:0", "127.0.0.1"),
        ("udp", "[::]:0", "[::1]"),
        ("udp", "[::ffff:0.0.0.0]:0", "127.0.0.1"),
        ("udp4", ":0", "127.0.0.1"),
        ("udp4", "127.0.0.1:0", "127.0.0.1"),
        ("udp6", ":0", "[::1]"),
        ("udp6", "[::1]:0", "[::1]"),
    ],
)
def test_a_server_answers(
    network: str, address: str, target: str, connected: bool
) -> None:
    s = listen(network, address)
    done = chan[None]()

    def serve() -> None:
        b = bytearray(100)
        try:
            while True:
                n, addr = s.ReadFrom(b)
                s.WriteTo(bytes(b[:n]).upper(), addr)
        except net.ErrClosed:
            done.close()

    go(serve)
    to = f"{target}:{s.LocalAddr().Port}"
    b = bytearray(100)
    if connected:
        c: Any = net.Dial("udp", to)
        assert c.Write(b"hello") == 5
        assert c.Read(b) == 5
        assert str(c.RemoteAddr()) == to
    else:
        c = net.ListenPacket(network, ":0")
        assert c.WriteTo(b"hello", net.ResolveUDPAddr("udp", to)) == 5
        n, addr = c.ReadFrom(b)
        assert n == 5
        assert addr.Port == s.LocalAddr().Port
    assert b[:5] == b"HELLO"
    c.Close()
    s.Close()
    done.recv()


@pytest.mark.from_go("net/packetconn_test.go", "TestPacketConn")
@pytest.mark.from_go("net/packetconn_test.go", "TestConnAndPacketConn")
def test_the_forms_of_reading_and_writing_are_one() -> None:
    with pair() as (s, c):
        here, there = s.LocalAddr(), c.LocalAddr()
        b = bytearray(10)
        c.Write(b"1")
        assert s.ReadFrom(b) == (1, there)
        c.Write(b"2")
        assert s.ReadFromUDP(b) == (1, there)
        c.WriteMsgUDP(b"3", None, None)
        assert s.ReadMsgUDP(b, None) == (1, 0, 0, there)
        assert bytes(b[:1]) == b"3"
        s.WriteTo(b"4", there)
        assert c.ReadFrom(b) == (1, here)
        s.WriteToUDP(b"5", there)
        assert c.ReadMsgUDP(b, bytearray(100)) == (1, 0, 0, here)
        assert s.WriteMsgUDP(b"6", b"", there) == (1, 0)
        assert received(c) == b"6"


@pytest.mark.from_go("net/udpsock_test.go", "TestUDPConnLocalAndRemoteNames")
def test_both_ends_have_names_and_a_socket_that_is_not_connected_has_one() -> None:
    with pair() as (s, c):
        assert s.RemoteAddr() is None
        assert c.RemoteAddr() == s.LocalAddr()
        assert c.LocalAddr().Port != 0
        assert c.LocalAddr().Network() == "udp"


@pytest.mark.from_go("net/udpsock_test.go", "TestUDPConnLocalName")
@pytest.mark.parametrize(
    "addr", [net.UDPAddr(IP=net.IPv4(127, 0, 0, 1)), net.UDPAddr(), None]
)
def test_the_system_chooses_a_port(addr: net.UDPAddr | None) -> None:
    with net.ListenUDP("udp4", addr) as c:
        assert c.LocalAddr().Port != 0


@pytest.mark.from_go("net/udpsock_test.go", "TestIPv6LinkLocalUnicastUDP")
@pytest.mark.parametrize("network", ["udp", "udp6"])
def test_a_link_local_address_keeps_its_zone(network: str) -> None:
    addr = link_local()
    with listen(network, net.JoinHostPort(str(addr), "0")) as s:
        la = s.LocalAddr()
        assert (la.IP, la.Zone) == (addr.IP, addr.Zone)
        with net.Dial(network, str(la)) as c:
            assert c.RemoteAddr() == la
            assert f"%{addr.Zone}]" in str(c.LocalAddr())
            c.Write(b"hello")
            b = bytearray(8)
            n, sender = s.ReadFrom(b)
            assert sender == c.LocalAddr()
            s.WriteTo(b[:n], sender)
            assert c.Read(b) == 5


@pytest.mark.from_go("net/udpsock_test.go", "TestUDPIPVersionReadMsg")
def test_senders_are_in_the_form_of_the_sockets_family() -> None:
    for network, length in (("udp4", 4), ("udp", 16)):
        with listen(network, ":0") as s:
            port = s.LocalAddr().Port
            with net.Dial("udp4", f"127.0.0.1:{port}") as c:
                c.Write(b"x")
                c.Write(b"x")
                b = bytearray(1)
                for addr in (s.ReadFrom(b)[1], s.ReadMsgUDP(b, None)[3]):
                    assert len(addr.IP) == length
                    assert str(addr) == str(c.LocalAddr())


@pytest.mark.from_go(
    "net/udpsock_test.go", "TestIPv6WriteMsgUDPAddrPortTargetAddrIPVersion"
)
def test_a_socket_of_both_families_takes_targets_of_each() -> None:
    with listen("udp", ":0") as s, listen("udp", ":0") as c:
        port = s.LocalAddr().Port
        b = bytearray(10)
        for ip in ("127.0.0.1", "::ffff:127.0.0.1", "::1"):
            addr = net.UDPAddr(net.ParseIP(ip), port)
            for form in (addr, net.UDPAddr(addr.IP.To4() or addr.IP, port)):
                c.WriteToUDP(b"x", form)
                c.WriteMsgUDP(b"x", None, form)
                assert s.ReadFrom(b)[1].IP.Equal(addr.IP)
                assert s.ReadFrom(b)[1].IP.Equal(addr.IP)


@pytest.mark.from_go(
    "net/udpsock_test.go", "TestIPv4WriteMsgUDPAddrPortTargetAddrIPVersion"
)
def test_an_ipv4_socket_refuses_an_ipv6_target() -> None:
    with listen("udp4") as s:
        to = net.UDPAddr(net.IPv6loopback, 9)
        for write in (
            lambda: s.WriteToUDP(b"x", to),
            lambda: s.WriteMsgUDP(b"x", None, to),
        ):
            with pytest.raises(net.AddrError) as e:
                write()
            assert str(e.value) == (
                f"write udp4 {s.LocalAddr()}->[::1]:9: address ::1: non-IPv4 address"
            )


# --- the edges of a datagram --------------------------------------------------


@pytest.mark.from_go("net/udpsock_test.go", "TestUDPZeroBytePayload")
def test_a_datagram_of_no_bytes_is_read_as_such() -> None:
    with pair() as (s, c):
        b = bytearray(1)
        assert c.Write(b"") == 0
        assert s.Read(b) == 0
        assert c.Write(b"") == 0
        assert s.ReadFrom(b) == (0, c.LocalAddr())
        assert c.Write(b"") == 0
        assert s.ReadMsgUDP(b, None) == (0, 0, 0, c.LocalAddr())


@pytest.mark.from_go("net/udpsock_test.go", "TestUDPZeroByteBuffer")
def test_a_buffer_of_no_bytes_takes_a_datagram() -> None:
    with pair() as (s, c):
        c.Write(b"lost")
        assert s.ReadFrom(bytearray()) == (0, c.LocalAddr())
        c.Write(b"lost, too")
        n, _, flags, _ = s.ReadMsgUDP(None, None)
        assert (n, flags) == (0, socket.MSG_TRUNC)


@pytest.mark.from_go("net/udpsock_test.go", "TestUDPReadSizeError")
def test_what_does_not_fit_is_lost_and_only_readmsg_says_so() -> None:
    with pair() as (s, c):
        for _ in range(3):
            c.Write(b"0123456789")
        c.Write(b"next")
        b = bytearray(4)
        assert s.Read(b) == 4
        assert s.ReadFrom(b)[0] == 4
        n, _, flags, _ = s.ReadMsgUDP(b, None)
        assert (n, flags, bytes(b)) == (4, socket.MSG_TRUNC, b"0123")
        assert received(s) == b"next"


@pytest.mark.from_go("net/udpsock_test.go", "TestReadWriteMsgUDPAddrPortEmptyCmsg")
def test_room_for_control_messages_may_be_none() -> None:
    with listen() as s:
        to = s.LocalAddr().AddrPort()
        assert s.WriteMsgUDPAddrPort(bytes(8), b"", to) == (8, 0)
        assert s.ReadMsgUDPAddrPort(bytearray(8), bytearray()) == (8, 0, 0, to)


@pytest.mark.from_go("net/protoconn_test.go", "TestUDPConnSpecificMethods")
def test_a_socket_writes_to_itself_and_has_what_every_connection_has() -> None:
    with listen("udp4") as s:
        la = s.LocalAddr()
        s.SetReadBuffer(10_000)
        s.SetWriteBuffer(10_000)
        for name in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            got = s.fd.pfd.sock.getsockopt(socket.SOL_SOCKET, name)
            assert got == 20_000  # Linux doubles it
        s.SetDeadline(time.Now().Add(20 * time.Second))
        b = bytearray(10)
        assert s.WriteToUDP(b"self", la) == 4
        assert s.ReadFromUDP(b) == (4, la)
        assert s.WriteMsgUDP(b"self", None, la) == (4, 0)
        assert s.ReadMsgUDP(b, None)[::3] == (4, la)
        with s.File() as f:
            assert f.Name() == f"udp4:{la}->"


def test_any_buffer_will_do() -> None:
    with pair() as (s, c):
        words = array.array("H", [0x4142, 0x4344])
        assert c.Write(words) == 4
        assert s.WriteToUDP(memoryview(b"abcd")[1:3], c.LocalAddr()) == 2
        got = array.array("H", [0, 0])
        assert s.ReadFrom(got)[0] == 4
        assert got == words
        assert received(c) == b"bc"


def test_a_str_is_no_buffer() -> None:
    with pair() as (s, c):
        text: Any = "text"
        for call in (
            lambda: s.WriteToUDP(text, c.LocalAddr()),
            lambda: c.WriteMsgUDP(text, None, None),
        ):
            with pytest.raises(TypeError, match="Write: str is not bytes: encode it"):
                call()
        with pytest.raises(TypeError, match="Read: bytes cannot be written to"):
            s.ReadFrom(b"constant")


@pytest.mark.parametrize("size", [65507, 65508])
def test_a_datagram_has_65507_bytes_at_most(size: int) -> None:
    with pair() as (s, c):
        b = bytes(size)
        here, there = s.LocalAddr(), c.LocalAddr()
        if size == 65507:
            assert s.WriteTo(b, there) == size
            assert len(received(c, 70000)) == size
            return
        with pytest.raises(net.OpError) as e:
            s.WriteTo(b, there)
        assert str(e.value) == f"write udp {here}->{there}: sendto: message too long"
        with pytest.raises(net.OpError) as e:
            c.Write(b)
        assert str(e.value) == f"write udp {there}->{here}: write: message too long"
        with pytest.raises(net.OpError) as e:
            s.WriteMsgUDP(b, None, there)
        assert str(e.value) == f"write udp {here}->{there}: sendmsg: message too long"
        assert e.value.errno == errno.EMSGSIZE


def test_control_messages_travel_beside_a_datagram() -> None:
    from goruntime import syscall

    with listen("udp4") as s, listen("udp4") as c:
        fd = s.fd.pfd
        fd.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
        tos = (0x20).to_bytes(4, "little")
        oob = syscall.sockcmsg.packControlMessages(
            [(socket.IPPROTO_IP, socket.IP_TOS, tos)]
        )
        assert c.WriteMsgUDP(b"x", oob, s.LocalAddr()) == (1, len(oob))
        b, control = bytearray(10), bytearray(100)
        n, oobn, flags, addr = s.ReadMsgUDP(b, control)
        assert (n, flags, addr) == (1, 0, c.LocalAddr())
        (m,) = syscall.ParseSocketControlMessage(control[:oobn])
        assert m.Header.Type == socket.IP_TOS
        assert m.Data == b"\x20"
        with pytest.raises(net.OpError, match="invalid argument"):
            c.WriteMsgUDP(b"x", b"\xff" * 16, s.LocalAddr())


# --- where to -----------------------------------------------------------------


@pytest.mark.from_go("net/udpsock_test.go", "TestWriteToUDP")
def test_a_connected_socket_writes_to_its_peer_alone() -> None:
    with pair() as (s, c):
        to = s.LocalAddr()
        for write in (
            lambda: c.WriteTo(b"x", to),
            lambda: c.WriteToUDP(b"x", to),
            lambda: c.WriteMsgUDP(b"x", None, to),
        ):
            with pytest.raises(net.ErrWriteToConnected) as e:
                write()
            assert str(e.value) == (
                f"write udp {c.LocalAddr()}->{to}: "
                "use of WriteTo with pre-connected connection"
            )
            assert isinstance(e.value, net.OpError)
            assert e.value.n == 0
        c.Write(b"x")
        assert received(s) == b"x"


@pytest.mark.from_go("net/protoconn_test.go", "TestUDPConnSpecificMethods")
def test_a_socket_that_is_not_connected_needs_an_address() -> None:
    with listen() as s:
        la = s.LocalAddr()
        other: Any = net.TCPAddr(net.IPv4(127, 0, 0, 1), 9)
        for write, text in (
            (lambda: s.Write(b"x"), f"{la}: write: destination address required"),
            (lambda: s.WriteTo(b"x", None), f"{la}: invalid argument"),
            (lambda: s.WriteToUDP(b"x", None), f"{la}: missing address"),
            (lambda: s.WriteMsgUDP(b"x", None, None), f"{la}: missing address"),
            (lambda: s.WriteTo(b"x", other), f"{la}->{other}: invalid argument"),
        ):
            with pytest.raises(net.OpError) as e:
                write()
            assert str(e.value) == f"write udp {text}"


@pytest.mark.parametrize("port", [0, 65536 + 9, -1])
def test_a_port_that_is_none_is_an_invalid_argument(port: int) -> None:
    with listen() as s:
        to = net.UDPAddr(net.IPv4(127, 0, 0, 1), port)
        for write, call in (
            (lambda: s.WriteTo(b"x", to), "sendto"),
            (lambda: s.WriteMsgUDP(b"x", None, to), "sendmsg"),
        ):
            with pytest.raises(net.OpError) as e:
                write()
            assert str(e.value) == (
                f"write udp {s.LocalAddr()}->{to}: {call}: invalid argument"
            )


def test_nobody_there_is_told_to_who_is_connected() -> None:
    with listen() as s:
        to = s.LocalAddr()
    with net.DialUDP("udp", None, to) as c:
        ends = f"udp {c.LocalAddr()}->{to}"
        c.Write(b"x")
        with pytest.raises(ConnectionRefusedError) as e:
            received(c)
        assert str(e.value) == f"read {ends}: read: connection refused"
        c.Write(b"x")
        with pytest.raises(ConnectionRefusedError) as e:
            c.Write(b"x")
        assert str(e.value) == f"write {ends}: write: connection refused"
        c.Write(b"x")
        with pytest.raises(ConnectionRefusedError) as e:
            c.ReadFrom(bytearray(1))
        assert str(e.value) == f"read {ends}: recvfrom: connection refused"
        c.Write(b"x")
        with pytest.raises(ConnectionRefusedError) as e:
            c.ReadMsgUDP(bytearray(1), None)
        assert str(e.value) == f"read {ends}: recvmsg: connection refused"


# --- dialing and listening ----------------------------------------------------


@pytest.mark.from_go("net/error_test.go", "TestProtocolDialError")
@pytest.mark.from_go("net/error_test.go", "TestProtocolListenError")
@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: net.DialUDP("udp", None, None), "dial udp: missing address"),
        (
            lambda: net.ListenUDP("udp", net.UDPAddr(Port=1 << 16)),
            "listen udp :65536: bind: invalid argument",
        ),
        (
            lambda: net.DialUDP("tcp", None, net.UDPAddr()),
            "dial tcp :0: unknown network tcp",
        ),
        (
            lambda: net.DialUDP("udp", None, net.UDPAddr(Port=1 << 16)),
            "dial udp :65536: connect: invalid argument",
        ),
        (lambda: net.ListenUDP("tcp", None), "listen tcp: unknown network tcp"),
        (
            lambda: net.ListenMulticastUDP("udp", None, None),
            "listen udp: missing address",
        ),
        (
            lambda: net.ListenMulticastUDP("tcp", None, None),
            "listen tcp: unknown network tcp",
        ),
        (lambda: net.Dial("udp", ""), "dial udp: missing address"),
        (
            lambda: net.Dial("udp", "127.0.0.1:-1"),
            "dial udp: address -1: invalid port",
        ),
        (
            lambda: net.ListenPacket("udp", "127.0.0.1"),
            "listen udp: address 127.0.0.1: missing port in address",
        ),
        (
            lambda: net.ListenPacket("udp", "192.0.2.99:0"),
            "listen udp 192.0.2.99:0: bind: cannot assign requested address",
        ),
        (
            lambda: net.ListenPacket("tcp", LOCAL),
            "listen tcp 127.0.0.1:0: address 127.0.0.1:0: unexpected address type",
        ),
        (
            lambda: net.Listen("udp", LOCAL),
            "listen udp 127.0.0.1:0: address 127.0.0.1:0: unexpected address type",
        ),
        (
            lambda: net.Dialer(LocalAddr=net.UDPAddr(net.IPv4(192, 0, 2, 99), 0)).Dial(
                "udp", "127.0.0.1:80"
            ),
            "dial udp 192.0.2.99:0->127.0.0.1:80: "
            "bind: cannot assign requested address",
        ),
        (
            lambda: net.Dialer(LocalAddr=net.TCPAddr()).Dial("udp", "127.0.0.1:80"),
            "dial udp: address :0: mismatched local address type",
        ),
    ],
)
def test_what_cannot_be_is_refused(call: Callable[[], object], text: str) -> None:
    with pytest.raises(net.OpError) as e:
        call()
    assert str(e.value) == text


@pytest.mark.from_go("net/error_test.go", "TestListenPacketError")
@pytest.mark.parametrize(
    ("network", "address", "text"),
    [
        ("foo", "", "listen foo: unknown network foo"),
        ("bar", "baz", "listen bar: unknown network bar"),
        ("datakit", "mh/astro/r70", "listen datakit: unknown network datakit"),
        ("udp", "127.0.0.1:☺", "listen udp: lookup udp/☺: unknown port"),
        ("udp", "no-such-name:80", "listen udp: lookup it on server: as wanted"),
        ("udp", "mh/astro/r70:domain", "listen udp: lookup it on server: as wanted"),
        ("udp", "127.0.0.1:-1", "listen udp: address -1: invalid port"),
        (
            *("udp", "127.0.0.1:123456789"),
            "listen udp: address 123456789: invalid port",
        ),
    ],
)
def test_where_there_is_no_address_nothing_is_received(
    network: str, address: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lookup(*_: Any) -> list[net.IPAddr]:
        raise net.DNSError("as wanted", "it", "server", IsTimeout=True)

    monkeypatch.setattr(hook, "testHookLookupIP", lookup)
    with pytest.raises(net.OpError) as e:
        net.ListenPacket(network, address)
    assert str(e.value) == text
    assert e.value.Addr is None
    assert e.value.Timeout() == ("as wanted" in text)


def test_a_port_is_one_sockets() -> None:
    with listen() as s:
        with pytest.raises(OSError, match="bind: address already in use") as e:
            net.ListenPacket("udp", str(s.LocalAddr()))
        assert e.value.errno == errno.EADDRINUSE


def test_a_dialer_binds_and_calls_control_with_the_family() -> None:
    seen: list[Any] = []

    def control(network: str, address: str, c: Any) -> None:
        seen.append((network, address))
        c.Control(seen.append)

    with listen() as s:
        to = str(s.LocalAddr())
        d = net.Dialer(LocalAddr=net.ResolveUDPAddr("udp", LOCAL), Control=control)
        with d.Dial("udp", to) as c:
            assert seen == [("udp4", to), c.fd.pfd.sysfd]  # type: ignore[attr-defined]
            c.Write(b"x")
            assert s.ReadFrom(bytearray(1))[1] == c.LocalAddr()
    lc = net.ListenConfig(Control=control)
    with lc.ListenPacket(context.Background(), "udp", "[::1]:0"):
        assert seen[2] == ("udp6", "[::1]:0")


def test_a_context_that_is_done_dials_nothing() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    cancel()
    with pytest.raises(context.Canceled) as e:
        net.Dialer().DialContext(ctx, "udp", "127.0.0.1:9")
    assert str(e.value) == "dial udp 127.0.0.1:9: operation was canceled"


@pytest.mark.from_go("net/udpsock_test.go", "TestResolveUDPAddr")
@pytest.mark.parametrize(
    ("network", "address", "want"),
    [
        ("udp", "127.0.0.1:0", "127.0.0.1:0"),
        ("udp4", "127.0.0.1:65535", "127.0.0.1:65535"),
        ("udp", "[::1]:0", "[::1]:0"),
        ("udp", "[::1%en0]:1", "[::1%en0]:1"),
        ("", "127.0.0.1:0", "127.0.0.1:0"),
        ("udp", ":12345", ":12345"),
        ("udp", "127.0.0.1:domain", "127.0.0.1:53"),
        ("udp4", "[::ffff:127.0.0.1]:domain", "127.0.0.1:53"),
        ("http", "127.0.0.1:0", net.UnknownNetworkError("http")),
        (
            *("udp4", "[2001:db8::1]:domain"),
            net.AddrError("no suitable address found", "2001:db8::1"),
        ),
        (
            *("udp6", "127.0.0.1:domain"),
            net.AddrError("no suitable address found", "127.0.0.1"),
        ),
    ],
)
def test_addresses_are_resolved(network: str, address: str, want: Any) -> None:
    if isinstance(want, Exception):
        with pytest.raises(type(want)) as e:
            net.ResolveUDPAddr(network, address)
        assert e.value == want
        return
    addr = net.ResolveUDPAddr(network, address)
    assert str(addr) == want
    assert net.ResolveUDPAddr(addr.Network(), str(addr)) == addr


# --- deadlines, closing, many at once -----------------------------------------

READS: list[Callable[[net.UDPConn], object]] = [
    lambda c: c.Read(bytearray(1)),
    lambda c: c.ReadFrom(bytearray(1)),
    lambda c: c.ReadFromUDP(bytearray(1)),
    lambda c: c.ReadMsgUDP(bytearray(1), bytearray(64)),
]


@pytest.mark.from_go("net/timeout_test.go", "TestReadFromTimeout")
@pytest.mark.from_go("net/udpsock_test.go", "TestUDPReadTimeout")
@pytest.mark.parametrize("read", READS)
def test_reading_ends_at_the_deadline(read: Callable[[net.UDPConn], object]) -> None:
    with listen() as s:
        for wait in (-1 * time.Second, 5 * time.Millisecond):
            s.SetReadDeadline(time.Now().Add(wait))
            for _ in range(2):
                with pytest.raises(go_os.ErrDeadlineExceeded) as e:
                    read(s)
                assert str(e.value) == f"read udp {s.LocalAddr()}: i/o timeout"
        s.SetReadDeadline(None)
        s.WriteTo(b"x", s.LocalAddr())
        read(s)


@pytest.mark.from_go("net/timeout_test.go", "TestWriteToTimeout")
def test_writing_after_the_deadline_fails() -> None:
    with listen() as s:
        to = s.LocalAddr()
        s.SetWriteDeadline(time.Now().Add(-time.Second))
        for write in (
            lambda: s.WriteTo(b"x", to),
            lambda: s.WriteMsgUDP(b"x", None, to),
        ):
            with pytest.raises(TimeoutError) as e:
                write()
            assert str(e.value) == f"write udp {to}->{to}: i/o timeout"


@pytest.mark.from_go("net/net_test.go", "TestCloseUnblocksReadUDP")
@pytest.mark.parametrize("read", READS)
def test_close_wakes_who_reads(read: Callable[[net.UDPConn], object]) -> None:
    s = listen()
    errs = chan[Exception](2)

    def reader() -> None:
        try:
            read(s)
        except Exception as err:
            errs.send(err)

    go(reader)
    go(reader)
    until(lambda: s.fd.pfd.pd.rg is not None and s.fd.pfd.fdmu.rwait)
    s.Close()
    for _ in range(2):
        err = errs.recv()
        assert isinstance(err, net.ErrClosed)
        assert str(err) == f"read udp {s.LocalAddr()}: {CLOSED}"


@pytest.mark.from_go("net/net_test.go", "TestPacketConnClose")
def test_what_is_closed_does_nothing_more() -> None:
    s = listen()
    to = s.LocalAddr()
    s.Close()
    for call, text in (
        (s.Close, f"close udp {to}"),
        (lambda: s.ReadFrom(bytearray(1)), f"read udp {to}"),
        (lambda: s.ReadMsgUDP(bytearray(1), None), f"read udp {to}"),
        (lambda: s.WriteTo(b"x", to), f"write udp {to}->{to}"),
        (lambda: s.WriteMsgUDP(b"x", None, to), f"write udp {to}->{to}"),
        (lambda: s.SetDeadline(None), f"set udp {to}"),
    ):
        with pytest.raises(net.ErrClosed) as e:
            call()
        assert str(e.value) == f"{text}: {CLOSED}"


def test_the_zero_value_refuses_everything() -> None:
    c = net.UDPConn()
    calls: list[Callable[[], object]] = [
        *(functools.partial(read, c) for read in READS),
        lambda: c.Write(b"x"),
        lambda: c.WriteTo(b"x", None),
        lambda: c.WriteToUDP(b"x", None),
        lambda: c.WriteMsgUDP(b"x", None, None),
        c.Close,
        c.File,
        c.SyscallConn,
        lambda: c.SetDeadline(None),
        lambda: c.SetReadBuffer(1),
    ]
    for call in calls:
        with pytest.raises(OSError, match=r"^invalid argument$") as e:
            call()
        assert not isinstance(e.value, net.OpError)
    assert c.LocalAddr() is None


def test_several_readers_share_what_comes_and_nothing_is_lost() -> None:
    with pair() as (s, c):
        setReadBuffer(s.fd, 1 << 20)
        got: list[bytes] = []
        wg = sync.WaitGroup()

        def reader() -> None:
            b = bytearray(10)
            while True:
                n, _ = s.ReadFrom(b)
                if n == 0:
                    return
                got.append(bytes(b[:n]))

        for _ in range(4):
            wg.Go(reader)
        sent = [b"%d" % i for i in range(400)]
        for i, data in enumerate(sent):
            c.Write(data)
            while len(got) <= i - 20:
                Gosched()
        for _ in range(4):
            c.Write(b"")
        wg.Wait()
        assert sorted(got) == sorted(sent)


def test_copying_from_a_packet_conn_reads_and_writes() -> None:
    # Its ReadFrom and WriteTo are not those of io.
    with pair() as (s, c):
        c.Write(b"hello")
        s.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
        with pytest.raises(TimeoutError) as e:
            io.Copy(io.Discard, s)
        assert e.value.n == 5  # type: ignore[attr-defined]


# --- multicast ----------------------------------------------------------------


LOOPBACK = net.InterfaceByName("lo")


@pytest.mark.from_go("net/listen_test.go", "TestIPv4MulticastListener")
@pytest.mark.parametrize("network", ["udp", "udp4"])
@pytest.mark.parametrize("ifi", [None, LOOPBACK])
def test_two_listeners_join_a_group(network: str, ifi: Any) -> None:
    group = net.UDPAddr(net.IPv4(224, 0, 0, 254), 0)
    try:
        a = net.ListenMulticastUDP(network, ifi, group)
    except OSError as e:
        if e.errno != errno.ENODEV:
            raise
        pytest.skip("the system knows no interface for multicast")
    with a:
        la = a.LocalAddr()
        assert la.Port != 0
        assert la.IP.IsUnspecified()
        again = net.UDPAddr(group.IP, la.Port)
        with net.ListenMulticastUDP(network, ifi, again) as b:
            assert b.LocalAddr().Port == la.Port
            assert "FE0000E0" in Path("/proc/net/igmp").read_text()
            loop = socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP
            assert a.fd.pfd.sock.getsockopt(*loop) == 0


def test_what_is_sent_to_a_group_reaches_all_its_listeners() -> None:
    ifi = LOOPBACK
    group = net.UDPAddr(net.IPv4(224, 0, 0, 254), 0)
    with net.ListenMulticastUDP("udp4", ifi, group) as a:
        to = net.UDPAddr(group.IP, a.LocalAddr().Port)
        with net.ListenMulticastUDP("udp4", ifi, to) as b, listen("udp4") as c:
            mreqn = bytes(8) + ifi.Index.to_bytes(4, "little")
            c.fd.pfd.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, mreqn)
            c.WriteTo(b"all", to)
            for member in (a, b):
                data = bytearray(10)
                assert member.ReadFrom(data) == (3, c.LocalAddr())


@pytest.mark.from_go("net/listen_test.go", "TestIPv6MulticastListener")
@pytest.mark.parametrize("group", ["ff01::114", "ff02::114", "ff05::114"])
def test_two_listeners_join_a_group_of_ipv6(group: str) -> None:
    ifi = LOOPBACK
    addr = net.UDPAddr(net.ParseIP(group), 0)
    try:
        a = net.ListenMulticastUDP("udp6", ifi, addr)
    except OSError as e:
        if e.errno not in (errno.ENODEV, errno.EADDRNOTAVAIL):
            raise
        pytest.skip(f"loopback takes no groups of IPv6 here: {e}")
    with a:
        addr.Port = a.LocalAddr().Port
        with net.ListenMulticastUDP("udp6", ifi, addr) as b:
            assert net.IPv6unspecified == b.LocalAddr().IP


def test_what_is_no_group_is_not_joined_and_nothing_is_left_open() -> None:
    with pytest.raises(net.OpError) as e:
        net.ListenMulticastUDP("udp4", None, net.UDPAddr(net.IPv4(127, 0, 0, 1), 0))
    assert str(e.value) == "listen udp4 127.0.0.1:0: setsockopt: invalid argument"


def test_errors_are_found_through_all_layers() -> None:
    with pair() as (s, c):
        with pytest.raises(net.OpError) as e:
            c.WriteTo(b"x", s.LocalAddr())
        assert errors.Is(e.value, net.ErrWriteToConnected)
        assert e.value.Err is e.value.__cause__
        assert (e.value.Op, e.value.Net) == ("write", "udp")
        assert e.value.Source == c.LocalAddr()
        assert e.value.Addr == s.LocalAddr()


# --- addresses as values ------------------------------------------------------


@pytest.mark.from_go("net/udpsock_test.go", "TestUDPIPVersionReadMsg")
def test_senders_and_targets_can_be_values() -> None:
    with listen("udp4") as s, listen("udp4") as c:
        to, here = s.LocalAddr().AddrPort(), c.LocalAddr().AddrPort()
        b = bytearray(10)
        assert c.WriteToUDPAddrPort(b"one", to) == 3
        assert s.ReadFromUDPAddrPort(b) == (3, here)
        assert here.Addr().Is4()
        assert c.WriteMsgUDPAddrPort(b"two", None, to) == (3, 0)
        assert s.ReadMsgUDPAddrPort(b, None) == (3, 0, 0, here)
        mapped = netip.MustParseAddrPort(f"[::ffff:127.0.0.1]:{to.Port()}")
        assert c.WriteToUDPAddrPort(b"x", mapped) == 1
        with pytest.raises(net.AddrError) as e:
            c.WriteToUDPAddrPort(b"x", netip.MustParseAddrPort("[::1]:9"))
        assert str(e.value) == (
            f"write udp4 {here}->[::1]:9: address ::1: non-IPv4 address"
        )
    with listen("udp", ":0") as s, listen("udp", ":0") as c:
        for host in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
            ip = netip.MustParseAddr(host)
            c.WriteToUDPAddrPort(b"x", netip.AddrPortFrom(ip, s.LocalAddr().Port))
            n, sender = s.ReadFromUDPAddrPort(b)
            assert (n, sender.Addr().Unmap()) == (1, ip.Unmap())
            assert not sender.Addr().Is4()


def test_a_value_that_is_no_address_is_missing() -> None:
    with pair() as (s, c):
        none = netip.AddrPort()
        ends = f"{c.LocalAddr()}->{s.LocalAddr()}"
        to = s.LocalAddr().AddrPort()
        with pytest.raises(net.OpError) as e:
            s.WriteToUDPAddrPort(b"x", none)
        assert str(e.value) == (
            f"write udp {s.LocalAddr()}->invalid AddrPort: missing address"
        )
        with pytest.raises(net.OpError, match="missing address"):
            s.WriteMsgUDPAddrPort(b"x", None, none)
        writes: list[Callable[[], object]] = [
            lambda: c.WriteToUDPAddrPort(b"x", to),
            lambda: c.WriteMsgUDPAddrPort(b"x", None, to),
        ]
        for write in writes:
            with pytest.raises(net.ErrWriteToConnected) as e2:
                write()
            assert str(e2.value).startswith(f"write udp {ends}: use of WriteTo")
        assert c.WriteMsgUDPAddrPort(b"x", None, none) == (1, 0)


def test_a_dialer_takes_values() -> None:
    ctx, d = context.Background(), net.Dialer()
    anywhere = netip.MustParseAddrPort("127.0.0.1:0")
    with listen() as s:
        with d.DialUDP(ctx, "udp", anywhere, s.LocalAddr().AddrPort()) as c:
            assert c.RemoteAddr() == s.LocalAddr()
        with d.DialUDP(ctx, "udp", netip.AddrPort(), s.LocalAddr().AddrPort()) as c:
            assert c.RemoteAddr() == s.LocalAddr()
    with net.ListenTCP("tcp4", None) as ln:
        to = netip.AddrPortFrom(anywhere.Addr(), ln.Addr().Port)
        with d.DialTCP(ctx, "tcp", anywhere, to) as t, ln.Accept():
            assert t.RemoteAddr().AddrPort() == to
    for call, text in (
        (
            lambda: d.DialTCP(ctx, "udp", anywhere, anywhere),
            "dial udp 127.0.0.1:0->127.0.0.1:0: unknown network udp",
        ),
        (
            lambda: d.DialIP(ctx, "ip", anywhere.Addr(), anywhere.Addr()),
            "dial ip 127.0.0.1->127.0.0.1: unknown network ip",
        ),
    ):
        with pytest.raises(net.OpError) as e:
            call()
        assert str(e.value) == text


@pytest.mark.parametrize("addr", ["127.0.0.1:80", ("127.0.0.1", 80)])
def test_an_address_is_no_text_and_no_tuple(addr: Any) -> None:
    with (
        net.ListenPacket("udp", "127.0.0.1:0") as pc,
        pytest.raises(TypeError, match="an address is an Addr, as of ResolveUDPAddr"),
    ):
        pc.WriteTo(b"x", addr)

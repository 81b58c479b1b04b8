"""Raw IP.  Most of it takes the right to raw sockets, which root has."""

import socket
import struct
from collections.abc import Callable
from typing import Any

import pytest

import net
from goruntime import syscall, time
from net import hook
from net.iprawsock import stripIPv4Header


def raw_sockets() -> bool:
    """Tell whether this process may have them."""
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()
    except PermissionError:
        return False
    return True


privileged = pytest.mark.skipif(
    not raw_sockets(), reason="raw sockets take CAP_NET_RAW: run this as root"
)


def echo_request(sequence: int, kind: int = 8) -> bytes:
    """Return an ICMP echo request."""
    packet = struct.pack("!BBHHH", kind, 0, 0, 0x1234, sequence) + b"payload."
    total = sum(struct.unpack(f"!{len(packet) // 2}H", packet))
    total = (total & 0xFFFF) + (total >> 16)
    return packet[:2] + struct.pack("!H", ~total & 0xFFFF) + packet[4:]


@privileged
@pytest.mark.parametrize("network", ["ip4:icmp", "ip4:1", "ip:ICMP"])
def test_a_ping_comes_back_without_its_header(network: str) -> None:
    with net.Dial(network, "127.0.0.1") as c:
        assert isinstance(c, net.IPConn)
        c.SetDeadline(time.Now().Add(5 * time.Second))
        assert c.LocalAddr() == c.RemoteAddr() == net.IPAddr(net.IPv4(127, 0, 0, 1))
        request = echo_request(1)
        assert c.Write(request) == len(request)
        b = bytearray(1500)
        n, addr = c.ReadFrom(b)
        while b[0] != 0:  # our own request comes by, too
            n, addr = c.ReadFromIP(b)
        assert n == len(request)
        assert bytes(b[4:n]) == request[4:]
        assert addr == c.RemoteAddr()
        c.Write(request)
        n = c.Read(b)
        assert n == 20 + len(request)  # Read leaves the header
        assert b[0] >> 4 == 4


@privileged
def test_a_listener_of_packets_reads_and_writes_to_anywhere() -> None:
    here = net.IPAddr(net.IPv4(127, 0, 0, 1))
    with net.ListenIP("ip4:253", here) as s, net.ListenPacket("ip4:253", "") as c:
        assert isinstance(c, net.IPConn)
        s.SetDeadline(time.Now().Add(5 * time.Second))
        assert s.RemoteAddr() is None
        assert s.LocalAddr() == here
        b, oob = bytearray(100), bytearray(100)
        c.WriteTo(b"one", here)
        assert s.ReadFrom(b) == (3, here)
        assert b[:3] == b"one"
        c.WriteToIP(b"two", here)
        c.WriteMsgIP(b"three", None, here)
        assert s.ReadMsgIP(b, oob) == (23, 0, 0, here)
        assert bytes(b[20:23]) == b"two"
        assert s.ReadFrom(b) == (5, here)


@privileged
def test_ipv6_has_no_header_to_take_off() -> None:
    with net.ListenIP("ip6:253", net.IPAddr(net.IPv6loopback)) as s:
        s.SetDeadline(time.Now().Add(5 * time.Second))
        s.WriteTo(b"E" * 30, s.LocalAddr())
        b = bytearray(100)
        assert s.ReadFrom(b) == (30, s.LocalAddr())
        assert bytes(b[:30]) == b"E" * 30


@privileged
@pytest.mark.from_go("net/protoconn_test.go", "TestIPConnSpecificMethods")
def test_writes_need_the_right_address() -> None:
    here = net.IPAddr(net.IPv4(127, 0, 0, 1))
    other: Any = net.UDPAddr(here.IP, 9)
    with net.ListenIP("ip4:253", here) as s, net.DialIP("ip4:253", None, here) as c:
        calls: list[tuple[Callable[[], object], str]] = [
            (lambda: s.WriteTo(b"x", None), "127.0.0.1: invalid argument"),
            (
                lambda: s.WriteTo(b"x", other),
                "127.0.0.1->127.0.0.1:9: invalid argument",
            ),
            (lambda: s.WriteToIP(b"x", None), "127.0.0.1: missing address"),
            (lambda: s.WriteMsgIP(b"x", None, None), "127.0.0.1: missing address"),
            (
                lambda: c.WriteToIP(b"x", here),
                "127.0.0.1->127.0.0.1: use of WriteTo with pre-connected connection",
            ),
            (
                lambda: c.WriteMsgIP(b"x", None, here),
                "127.0.0.1->127.0.0.1: use of WriteTo with pre-connected connection",
            ),
        ]
        for call, text in calls:
            with pytest.raises(net.OpError) as e:
                call()
            assert str(e.value) == f"write ip4 {text}"
        s.SetReadDeadline(time.Unix(1, 0))
        for read in (
            lambda: s.ReadFrom(bytearray(1)),
            lambda: s.ReadMsgIP(bytearray(1), None),
        ):
            with pytest.raises(TimeoutError) as e2:
                read()
            assert str(e2.value) == "read ip4 127.0.0.1: i/o timeout"


@pytest.mark.from_go("net/iprawsock_test.go", "TestDialListenIPArgs")
@pytest.mark.parametrize(
    "network", ["ip", "ip4", "ip6", "ip:", "ip::", "ip4:", "ip6::"]
)
def test_a_protocol_is_needed(network: str) -> None:
    address = "::1" if "6" in network else "127.0.0.1"
    addr = net.ResolveIPAddr("ip", address)
    for call in (
        lambda: net.Dial(network, address),
        lambda: net.ListenPacket(network, address),
        lambda: net.DialIP(network, None, addr),
        lambda: net.ListenIP(network, addr),
    ):
        with pytest.raises(net.OpError):
            call()


@pytest.mark.from_go("net/error_test.go", "TestProtocolDialError")
@pytest.mark.from_go("net/error_test.go", "TestProtocolListenError")
@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: net.DialIP("ip4:icmp", None, None),
            "dial ip4:icmp: missing address",
        ),
        (
            lambda: net.DialIP("ip:4294967296", None, None),
            "dial ip:4294967296: missing address",
        ),
        (
            lambda: net.ListenIP("ip:4294967296", None),
            "listen ip:4294967296 : address 4294967296: unknown IP protocol specified",
        ),
        (
            lambda: net.ListenIP("udp", None),
            "listen udp : unknown network udp",
        ),
        (lambda: net.Dial("ip", "127.0.0.1"), "dial ip: unknown network ip"),
        (
            lambda: net.Dial("ip:4294967296", "127.0.0.1"),
            "dial ip:4294967296: address 4294967296: unknown IP protocol specified",
        ),
        (
            lambda: net.Listen("ip4:icmp", "127.0.0.1"),
            "listen ip4:icmp 127.0.0.1: address 127.0.0.1: unexpected address type",
        ),
    ],
)
def test_what_cannot_be_is_refused(call: Callable[[], object], text: str) -> None:
    with pytest.raises(net.OpError) as e:
        call()
    assert str(e.value) == text


def unfit(address: str) -> net.AddrError:
    return net.AddrError("no suitable address found", address)


@pytest.mark.from_go("net/iprawsock_test.go", "TestResolveIPAddr")
@pytest.mark.parametrize(
    ("network", "address", "want"),
    [
        ("ip", "127.0.0.1", "127.0.0.1"),
        ("ip4", "127.0.0.1", "127.0.0.1"),
        ("ip4:icmp", "127.0.0.1", "127.0.0.1"),
        ("ip", "::1", "::1"),
        ("ip6", "::1", "::1"),
        ("ip6:ipv6-icmp", "::1", "::1"),
        ("ip6:IPv6-ICMP", "::1", "::1"),
        ("ip", "::1%en0", "::1%en0"),
        ("ip6", "::1%911", "::1%911"),
        ("", "127.0.0.1", "127.0.0.1"),
        ("", "::1", "::1"),
        ("ip4:icmp", "", ""),
        ("ip", "", ""),
        ("ip", "localhost", "127.0.0.1"),
        ("ip4", "localhost", "127.0.0.1"),
        ("ip6", "localhost", "::1"),
        ("ip6:ipv6-icmp", "localhost", "::1"),
        ("l2tp", "127.0.0.1", net.UnknownNetworkError("l2tp")),
        ("l2tp:gre", "127.0.0.1", net.UnknownNetworkError("l2tp:gre")),
        ("tcp", "1.2.3.4:123", net.UnknownNetworkError("tcp")),
        ("ip4", "2001:db8::1", unfit("2001:db8::1")),
        ("ip4:icmp", "2001:db8::1", unfit("2001:db8::1")),
        ("ip6", "127.0.0.1", unfit("127.0.0.1")),
        ("ip6", "::ffff:127.0.0.1", unfit("::ffff:127.0.0.1")),
        ("ip6:ipv6-icmp", "127.0.0.1", unfit("127.0.0.1")),
        ("ip6:ipv6-icmp", "::ffff:127.0.0.1", unfit("::ffff:127.0.0.1")),
    ],
)
def test_addresses_are_resolved(
    monkeypatch: pytest.MonkeyPatch, network: str, address: str, want: Any
) -> None:
    addrs = [net.IPAddr(IP=net.IPv4(127, 0, 0, 1)), net.IPAddr(IP=net.IPv6loopback)]
    monkeypatch.setattr(hook, "testHookLookupIP", lambda *args: addrs)
    if isinstance(want, Exception):
        with pytest.raises(type(want)) as e:
            net.ResolveIPAddr(network, address)
        assert e.value == want
    else:
        addr = net.ResolveIPAddr(network, address)
        assert str(addr) == want
        assert net.ResolveIPAddr(addr.Network(), str(addr)) == addr


@privileged
@pytest.mark.from_go("net/iprawsock_test.go", "TestIPConnLocalName")
@pytest.mark.from_go("net/listen_test.go", "TestWildWildcardListener")
@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", None])
def test_a_listener_has_a_name(address: str | None) -> None:
    ip = net.ParseIP(address) if address else None
    with net.ListenIP("ip4:icmp", net.IPAddr(IP=ip) if address else None) as c:
        assert str(c.LocalAddr()) == (address or "0.0.0.0")


@privileged
@pytest.mark.from_go("net/protoconn_test.go", "TestIPConnSpecificMethods")
def test_a_raw_socket_has_what_every_connection_has() -> None:
    with net.ListenIP("ip4:253", net.IPAddr(IP=net.IPv4(127, 0, 0, 1))) as c:
        assert c.RemoteAddr() is None
        c.SetReadBuffer(10_000)
        c.SetWriteBuffer(10_000)
        for name in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            got = c.fd.pfd.sock.getsockopt(socket.SOL_SOCKET, name)
            assert got == 20_000  # Linux doubles it
        with c.File() as f:
            assert f.Name() == "ip4:127.0.0.1->"
        c.SetDeadline(time.Now().Add(5 * time.Second))
        assert c.WriteToIP(b"x", c.LocalAddr()) == 1
        assert c.ReadFromIP(bytearray(100)) == (1, c.LocalAddr())


@privileged
@pytest.mark.from_go("net/iprawsock_test.go", "TestIPConnRemoteName")
def test_the_peer_has_the_name_that_was_dialed() -> None:
    to = net.IPAddr(IP=net.IPv4(127, 0, 0, 1).To4())
    with net.DialIP("ip:tcp", net.IPAddr(IP=net.IPv4(127, 0, 0, 1)), to) as c:
        assert c.RemoteAddr() == to


@pytest.mark.parametrize(
    ("packet", "want"),
    [
        (b"\x45" + bytes(19) + b"data", b"data"),
        (b"\x46" + bytes(23) + b"data", b"data"),
        (b"\x65" + bytes(23), b"\x65" + bytes(23)),  # not IPv4
        (b"\x44" + bytes(23), b"\x44" + bytes(23)),  # too short a header
        (b"\x4f" + bytes(23), b"\x4f" + bytes(23)),  # longer than there is
        (b"\x45" + bytes(10), b"\x45" + bytes(10)),
        (b"", b""),
    ],
)
def test_a_header_is_taken_off_where_there_is_one(packet: bytes, want: bytes) -> None:
    b = bytearray(packet)
    n = stripIPv4Header(len(b), b)
    assert b[:n] == want


def test_the_zero_value_refuses_everything() -> None:
    c = net.IPConn()
    calls: list[Callable[[], object]] = [
        lambda: c.ReadFrom(bytearray(1)),
        lambda: c.ReadMsgIP(None, None),
        lambda: c.WriteTo(b"x", net.IPAddr()),
        lambda: c.WriteMsgIP(b"x", None, None),
        c.Close,
    ]
    for call in calls:
        with pytest.raises(syscall.EINVAL):
            call()

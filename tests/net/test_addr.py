"""The four kinds of addresses: as texts, as values, and as the kernel knows them."""

import copy
import ipaddress
import pickle
import socket
from collections.abc import Callable
from typing import Any

import pytest

from net import netip
from net.addr import (
    Addr,
    IPAddr,
    TCPAddr,
    TCPAddrFromAddrPort,
    UDPAddr,
    UDPAddrFromAddrPort,
    UnixAddr,
    sockaddrToIP,
    sockaddrToTCP,
    sockaddrToUDP,
    sockaddrToUnix,
)
from net.errors import AddrError
from net.ip import IP, IPv4, IPv4zero, IPv6loopback, IPv6zero, ParseIP
from net.ipsock import probe
from net.zone import zoneindex, zonename

INET, INET6 = socket.AF_INET, socket.AF_INET6
FE80 = ParseIP("fe80::1")

needs_ipv6 = pytest.mark.skipif(not probe().ipv6enabled, reason="no IPv6 here")


@pytest.mark.parametrize(
    ("addr", "text", "network"),
    [
        (TCPAddr(), ":0", "tcp"),
        (UDPAddr(), ":0", "udp"),
        (IPAddr(), "", "ip"),
        (UnixAddr(), "", ""),
        (TCPAddr(Port=80), ":80", "tcp"),
        (TCPAddr(IP=IPv4(192, 0, 2, 1), Port=80), "192.0.2.1:80", "tcp"),
        (TCPAddr(IP=IPv6loopback, Port=80), "[::1]:80", "tcp"),
        (TCPAddr(IP=IPv6zero), "[::]:0", "tcp"),
        (TCPAddr(IP=FE80, Port=80, Zone="eth0"), "[fe80::1%eth0]:80", "tcp"),
        (UDPAddr(IP=FE80, Port=80, Zone="eth0"), "[fe80::1%eth0]:80", "udp"),
        (IPAddr(IP=FE80, Zone="eth0"), "fe80::1%eth0", "ip"),
        (IPAddr(IP=IPv4(192, 0, 2, 1)), "192.0.2.1", "ip"),
        (TCPAddr(IP=b"abc", Port=1), "?616263:1", "tcp"),
        (UnixAddr(Name="/tmp/s", Net="unix"), "/tmp/s", "unix"),
        (UnixAddr(Name="@s", Net="unixgram"), "@s", "unixgram"),
    ],
)
def test_an_address_prints_as_in_go(addr: Addr, text: str, network: str) -> None:
    assert str(addr) == addr.String() == text
    assert addr.Network() == network
    assert repr(addr) == f"<{type(addr).__name__} {text}>"


EACH = [
    IPAddr(IP=FE80, Zone="eth0"),
    TCPAddr(IP=FE80, Port=80, Zone="eth0"),
    UDPAddr(IP=IPv4(192, 0, 2, 1), Port=80),
    UnixAddr(Name="/tmp/s", Net="unix"),
    sockaddrToTCP(INET, ("192.0.2.1", 80)),
]


@pytest.mark.parametrize("addr", EACH, ids=repr)
@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda a: pickle.loads(pickle.dumps(a))]
)
def test_an_address_copies_and_pickles(
    addr: Addr, duplicate: Callable[[Addr], Addr]
) -> None:
    same = duplicate(addr)
    assert same is not addr
    assert type(same) is type(addr)
    assert same == addr
    assert hash(same) == hash(addr)
    with pytest.raises(AttributeError):
        same.Invented = 1  # type: ignore[attr-defined]


def test_addresses_are_equal_if_they_are_the_same_address() -> None:
    ip = IPv4(192, 0, 2, 1)
    addr, short = TCPAddr(IP=ip, Port=80), TCPAddr(IP=ip.To4(), Port=80)
    assert addr == short
    assert {addr: 1}[short] == 1
    assert addr != TCPAddr(IP=ip, Port=81)
    assert addr != TCPAddr(IP=ip, Port=80, Zone="eth0")
    assert addr != UDPAddr(IP=ip, Port=80)
    assert addr != "192.0.2.1:80"
    assert UnixAddr("/x", "unix") != UnixAddr("/x", "unixgram")


def test_an_ip_is_given_as_an_ip_or_as_its_bytes() -> None:
    want = IP([127, 0, 0, 1])
    for ip in (want, bytes(want), bytearray(want), ipaddress.ip_address("127.0.0.1")):
        got = TCPAddr(IP=ip).IP
        assert type(got) is IP
        assert got == want
    nil = TCPAddr(IP=None).IP
    assert type(nil) is IP
    assert nil == b""
    for kind in (IPAddr, TCPAddr, UDPAddr):
        with pytest.raises(TypeError, match=r"use net\.ParseIP"):
            kind(IP="127.0.0.1")  # type: ignore[arg-type]


def test_fields_can_be_set() -> None:
    addr = TCPAddr(IPv4zero, 80, "eth0")
    addr.IP = b"\x7f\0\0\1"
    addr.Port += 1
    addr.Zone = ""
    assert str(addr) == "127.0.0.1:81"
    with pytest.raises(TypeError, match="ParseIP"):
        addr.IP = "127.0.0.1"  # type: ignore[assignment]


def test_an_address_knows_its_family_and_whether_it_is_all_addresses() -> None:
    for ip, family, wildcard in (
        (b"", INET, True),
        (IPv4zero, INET, True),
        (IPv4zero.To4(), INET, True),
        (IPv4(1, 2, 3, 4), INET, False),
        (IPv6zero, INET6, True),
        (IPv6loopback, INET6, False),
        (b"abc", INET, False),
        (b"abcde", INET6, False),
    ):
        for addr in (IPAddr(IP=ip), TCPAddr(IP=ip), UDPAddr(IP=ip)):
            assert addr.family() == family
            assert addr.isWildcard() is wildcard
    assert UnixAddr().isWildcard()
    assert not UnixAddr("/x").isWildcard()
    assert UnixAddr().family() == socket.AF_UNIX


def test_the_local_form_of_an_address_keeps_its_port() -> None:
    assert TCPAddr(Port=80).toLocal("tcp") == TCPAddr(IPv4(127, 0, 0, 1), 80)
    assert TCPAddr(Port=80).toLocal("tcp6") == TCPAddr(IPv6loopback, 80)
    assert UDPAddr(Port=80).toLocal("udp4") == UDPAddr(IPv4(127, 0, 0, 1), 80)
    assert IPAddr().toLocal("ip6") == IPAddr(IPv6loopback)
    unix = UnixAddr("/x", "unix")
    assert unix.toLocal("unix") is unix


@pytest.mark.parametrize(
    ("ip", "family", "want"),
    [
        (None, INET, ("0.0.0.0", 80)),
        (IPv4(192, 0, 2, 1), INET, ("192.0.2.1", 80)),
        (IP([192, 0, 2, 1]), INET, ("192.0.2.1", 80)),
        (None, INET6, ("::", 80, 0, 0)),
        (IPv4zero, INET6, ("::", 80, 0, 0)),
        (IPv4zero.To4(), INET6, ("::", 80, 0, 0)),
        (IPv6zero, INET6, ("::", 80, 0, 0)),
        (IPv4(192, 0, 2, 1), INET6, ("::ffff:192.0.2.1", 80, 0, 0)),
        (IPv6loopback, INET6, ("::1", 80, 0, 0)),
    ],
)
def test_the_kernel_is_told_an_address_in_the_sockets_family(
    ip: IP | None, family: int, want: tuple[Any, ...]
) -> None:
    assert TCPAddr(IP=ip, Port=80).sockaddr(family) == want
    assert UDPAddr(IP=ip, Port=80).sockaddr(family) == want
    assert IPAddr(IP=ip).sockaddr(family) == (want[0], 0, *want[2:])


@pytest.mark.parametrize(
    ("ip", "family", "why"),
    [
        (IPv6loopback, INET, AddrError("non-IPv4 address", "::1")),
        (IP(b"abc"), INET, AddrError("non-IPv4 address", "?616263")),
        (IP(b"abc"), INET6, AddrError("non-IPv6 address", "?616263")),
    ],
)
def test_an_address_of_another_family_is_an_addr_error(
    ip: IP, family: int, why: AddrError
) -> None:
    for addr in (IPAddr(IP=ip), TCPAddr(IP=ip), UDPAddr(IP=ip)):
        with pytest.raises(AddrError) as info:
            addr.sockaddr(family)
        assert info.value == why


def test_a_zone_is_the_name_of_an_interface_or_its_index() -> None:
    index, name = socket.if_nameindex()[0]
    assert zoneindex(name) == index
    assert zonename(index) == name
    assert zoneindex("") == 0
    assert zonename(0) == ""
    assert zoneindex("4711") == 4711
    assert zonename(4711) == "4711"
    for wrong in ("no such interface", "\0", "\ud800", "%"):
        assert zoneindex(wrong) == 0
    assert TCPAddr(IP=FE80, Port=80, Zone=name).sockaddr(INET6)[3] == index


@pytest.mark.parametrize("decode", [sockaddrToTCP, sockaddrToUDP, sockaddrToIP])
@pytest.mark.parametrize(
    ("family", "sa", "ip", "zone"),
    [
        (INET, ("192.0.2.1", 80), IP([192, 0, 2, 1]), ""),
        (INET6, ("::1", 80, 0, 0), IPv6loopback, ""),
        (INET6, ("::ffff:192.0.2.1", 80, 0, 0), IPv4(192, 0, 2, 1), ""),
        (INET6, ("fe80::1", 80, 0, 4711), FE80, "4711"),
    ],
)
def test_what_the_kernel_tells_is_an_address(
    decode: Callable[[int, Any], Any],
    family: int,
    sa: tuple[Any, ...],
    ip: IP,
    zone: str,
) -> None:
    addr = decode(family, sa)
    got = addr.IP
    assert type(got) is IP
    assert got == ip
    assert addr.Zone == zone
    assert getattr(addr, "Port", 80) == 80


def test_an_ip_is_decoded_when_it_is_looked_at() -> None:
    addr = sockaddrToTCP(INET, ("192.0.2.1", 80))
    before: object = addr._host
    assert before == "192.0.2.1"
    assert addr.IP is addr.IP
    after: object = addr._host
    assert after is addr.IP


@pytest.mark.parametrize(
    ("family", "ip"),
    [
        (INET, IPv4(127, 0, 0, 1)),
        pytest.param(INET6, IPv6loopback, marks=needs_ipv6),
    ],
)
def test_a_real_socket_understands_and_says_the_same(family: int, ip: IP) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as s:
        s.bind(TCPAddr(IP=ip).sockaddr(family))
        addr = sockaddrToTCP(family, s.getsockname())
        assert addr.IP.Equal(ip)
        assert addr.Port > 0
        assert addr.sockaddr(family) == s.getsockname()


@pytest.mark.parametrize(
    ("sa", "name"),
    [
        ("/tmp/s", "/tmp/s"),
        ("/tmp/\udcff", "/tmp/\udcff"),
        (b"\0name", "@name"),
        (b"\0na\0me", "@na"),
        (b"/tmp/s", "/tmp/s"),
        ("", "@"),
        (None, "@"),
    ],
)
def test_a_unix_sockets_name_is_its_path_or_begins_with_at(
    sa: str | bytes | None, name: str
) -> None:
    assert sockaddrToUnix("unixgram", sa) == UnixAddr(Name=name, Net="unixgram")


def test_a_name_without_a_path_is_told_with_nul() -> None:
    assert UnixAddr("@name").sockaddr(socket.AF_UNIX) == "\0name"
    assert UnixAddr("\0name").sockaddr(socket.AF_UNIX) == "\0name"
    assert UnixAddr("/tmp/@").sockaddr(socket.AF_UNIX) == "/tmp/@"
    assert UnixAddr("").sockaddr(socket.AF_UNIX) == ""


@pytest.mark.skipif("not __import__('sys').platform.startswith('linux')")
def test_a_real_unix_socket_understands_and_says_the_same() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
        assert str(sockaddrToUnix("unix", s.getsockname())) == "@"
        s.bind(UnixAddr().sockaddr(socket.AF_UNIX))
        addr = sockaddrToUnix("unix", s.getsockname())
        assert addr.Name[0] == "@"
        assert addr.sockaddr(socket.AF_UNIX).encode() == s.getsockname()


@pytest.mark.parametrize(
    ("addr", "text"),
    [
        (TCPAddr(IP=IPv4(1, 2, 3, 4), Port=80), "[::ffff:1.2.3.4]:80"),
        (TCPAddr(IP=IPv4(1, 2, 3, 4).To4(), Port=80), "1.2.3.4:80"),
        (UDPAddr(IP=FE80, Port=80, Zone="lo"), "[fe80::1%lo]:80"),
        (UDPAddr(IP=FE80, Port=65536 + 80), "[fe80::1]:80"),
        (TCPAddr(Port=80), "invalid AddrPort"),
    ],
)
def test_an_end_of_a_connection_becomes_a_value(
    addr: TCPAddr | UDPAddr, text: str
) -> None:
    value = addr.AddrPort()
    assert str(value) == text
    assert value.Port() == addr.Port & 0xFFFF
    back = FROM_VALUE[type(addr)](value)
    assert type(back) is type(addr)
    assert (back.IP, back.Zone) == (addr.IP, addr.Zone)
    assert back.Port == value.Port()


FROM_VALUE: dict[type, Callable[[netip.AddrPort], TCPAddr | UDPAddr]] = {
    TCPAddr: TCPAddrFromAddrPort,
    UDPAddr: UDPAddrFromAddrPort,
}

"""host:port, lists of addresses, and what the kernel says it can."""

import errno
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import net
from net import ipsock
from net.addr import IPAddr, TCPAddr, UDPAddr, UnixAddr
from net.errors import AddrError
from net.ip import IP, IPv4, IPv6loopback, ParseIP
from net.ipsock import (
    JoinHostPort,
    SplitHostPort,
    addrList,
    filterAddrList,
    ipv4only,
    ipv6only,
    isIPv4,
    isNotIPv4,
    literal,
    loopbackIP,
    probe,
    splitHostZone,
)


@pytest.mark.from_go("net/ip_test.go", "TestSplitHostPort")
@pytest.mark.from_go("net/ip_test.go", "TestJoinHostPort")
@pytest.mark.parametrize(
    ("hostport", "host", "port"),
    [
        ("localhost:http", "localhost", "http"),
        ("localhost:80", "localhost", "80"),
        ("localhost%lo0:http", "localhost%lo0", "http"),
        ("localhost%lo0:80", "localhost%lo0", "80"),
        ("127.0.0.1:http", "127.0.0.1", "http"),
        ("127.0.0.1:80", "127.0.0.1", "80"),
        ("[::1]:http", "::1", "http"),
        ("[::1]:80", "::1", "80"),
        ("[::1%lo0]:http", "::1%lo0", "http"),
        ("[::1%lo0]:80", "::1%lo0", "80"),
        (":http", "", "http"),
        (":80", "", "80"),
        ("golang.org:", "golang.org", ""),
        ("127.0.0.1:", "127.0.0.1", ""),
        ("[::1]:", "::1", ""),
        ("golang.org:https%foo", "golang.org", "https%foo"),
        (":", "", ""),
    ],
)
def test_host_and_port_are_split_and_joined(
    hostport: str, host: str, port: str
) -> None:
    assert SplitHostPort(hostport) == (host, port)
    assert JoinHostPort(host, port) == hostport


@pytest.mark.from_go("net/ip_test.go", "TestSplitHostPort")
def test_any_host_may_be_in_brackets() -> None:
    assert SplitHostPort("[localhost%lo0]:http") == ("localhost%lo0", "http")
    assert SplitHostPort("[127.0.0.1]:80") == ("127.0.0.1", "80")
    assert SplitHostPort("[]:80") == ("", "80")


@pytest.mark.from_go("net/ip_test.go", "TestSplitHostPort")
@pytest.mark.parametrize(
    ("hostport", "why"),
    [
        ("golang.org", "missing port in address"),
        ("127.0.0.1", "missing port in address"),
        ("[::1]", "missing port in address"),
        ("[fe80::1%lo0]", "missing port in address"),
        ("[localhost%lo0]", "missing port in address"),
        ("localhost%lo0", "missing port in address"),
        ("::1", "too many colons in address"),
        ("fe80::1%lo0", "too many colons in address"),
        ("fe80::1%lo0:80", "too many colons in address"),
        ("[foo:bar]", "missing port in address"),
        ("[foo:bar]baz", "missing port in address"),
        ("[foo]bar:baz", "missing port in address"),
        ("[foo]:[bar]:baz", "too many colons in address"),
        ("[foo]:[bar]baz", "unexpected '[' in address"),
        ("foo[bar]:baz", "unexpected '[' in address"),
        ("foo]bar:baz", "unexpected ']' in address"),
        ("[foo:baz", "missing ']' in address"),
        ("[foo]:b]az", "unexpected ']' in address"),
        ("", "missing port in address"),
    ],
)
def test_what_cannot_be_split_says_why(hostport: str, why: str) -> None:
    with pytest.raises(AddrError) as info:
        SplitHostPort(hostport)
    assert info.value == AddrError(why, hostport)


def test_a_zone_follows_the_last_percent_sign() -> None:
    assert splitHostZone("fe80::1%lo0") == ("fe80::1", "lo0")
    assert splitHostZone("a%b%c") == ("a%b", "c")
    assert splitHostZone("a%") == ("a", "")
    assert splitHostZone("%lo0") == ("%lo0", "")
    assert splitHostZone("localhost") == ("localhost", "")
    assert splitHostZone("") == ("", "")


# --- lists of addresses ---

FE80 = ParseIP("fe80::1")
A4, B4 = IPAddr(IP=IPv4(127, 0, 0, 1)), IPAddr(IP=IPv4(192, 168, 0, 1))
A6, B6 = IPAddr(IP=IPv6loopback), IPAddr(IP=FE80, Zone="eth0")


def inetaddr(ip: IPAddr) -> TCPAddr:
    return TCPAddr(IP=ip.IP, Port=5682, Zone=ip.Zone)


def tcp(*ips: IPAddr) -> list[TCPAddr]:
    return list(map(inetaddr, ips))


Keep = Callable[[Any], bool] | None


@pytest.mark.from_go("net/ipsock_test.go", "TestAddrList")
@pytest.mark.parametrize(
    ("keep", "ips", "first", "primaries", "fallbacks"),
    [
        (None, [A4, A6], A4, [A4], [A6]),
        (None, [A6, A4], A4, [A6], [A4]),
        (None, [A4, B4], A4, [A4, B4], []),
        (None, [A6, B6], A6, [A6, B6], []),
        (None, [A4, B4, A6, B6], A4, [A4, B4], [A6, B6]),
        (None, [A6, B6, A4, B4], A4, [A6, B6], [A4, B4]),
        (None, [A4, A6, B4, B6], A4, [A4, B4], [A6, B6]),
        (None, [A6, A4, B6, B4], A4, [A6, B6], [A4, B4]),
        (ipv4only, [A4, A6], A4, [A4], []),
        (ipv4only, [A6, A4], A4, [A4], []),
        (ipv6only, [A4, A6], A6, [A6], []),
        (ipv6only, [A6, A4], A6, [A6], []),
    ],
)
def test_addresses_are_kept_chosen_and_split(
    keep: Keep,
    ips: list[IPAddr],
    first: IPAddr,
    primaries: list[IPAddr],
    fallbacks: list[IPAddr],
) -> None:
    addrs = filterAddrList(keep, ips, inetaddr, "ADDR")
    assert addrs.first(isIPv4) == inetaddr(first)
    got = addrs.partition(isIPv4)
    assert got == (tcp(*primaries), tcp(*fallbacks))
    assert [type(part) for part in got] == [addrList, addrList]


@pytest.mark.from_go("net/ipsock_test.go", "TestAddrList")
@pytest.mark.parametrize(
    ("keep", "ips"),
    [(None, []), (ipv4only, []), (ipv4only, [A6]), (ipv6only, []), (ipv6only, [A4])],
)
def test_no_address_left_is_an_addr_error(keep: Keep, ips: list[IPAddr]) -> None:
    with pytest.raises(AddrError) as info:
        filterAddrList(keep, ips, inetaddr, "ADDR")
    assert info.value == AddrError("no suitable address found", "ADDR")


@pytest.mark.from_go("net/ipsock_test.go", "TestAddrListPartition")
@pytest.mark.parametrize("invert", [False, True])
@pytest.mark.parametrize(
    ("last", "primaries", "fallbacks"),
    [(0, [0], [1, 2]), (1, [0, 2], [1]), (2, [0, 1], [2]), (3, [0, 1, 2], [])],
)
def test_the_first_address_decides_which_ones_are_primary(
    last: int, primaries: list[int], fallbacks: list[int], invert: bool
) -> None:
    texts = ("fe80::", "fe80::1", "fe80::2")
    addrs = addrList(IPAddr(IP=ParseIP(text), Zone="eth0") for text in texts)
    got = addrs.partition(lambda a: (a.IP[-1] == last) is not invert)
    assert got == ([addrs[i] for i in primaries], [addrs[i] for i in fallbacks])


@pytest.mark.parametrize(
    ("network", "addr", "want"),
    [
        ("tcp", "localhost:80", A4),
        ("tcp", "[localhost]:80", A6),
        ("udp", "[::1]:80", A6),
        ("tcp6", "[::1]:80", A4),  # tcp6 has left IPv6 alone in the list
        ("ip", "localhost", A4),
        ("ip", "::1", A6),
    ],
)
def test_ipv4_is_preferred_unless_ipv6_was_written(
    network: str, addr: str, want: IPAddr
) -> None:
    assert addrList([A6, A4]).forResolve(network, addr) is want


def test_any_address_is_better_than_none() -> None:
    assert addrList([A6, B6]).first(isIPv4) is A6


def test_the_kinds_of_addresses() -> None:
    for kind in (TCPAddr, UDPAddr, IPAddr):
        assert isIPv4(kind(IP=IPv4(1, 2, 3, 4)))
        assert isIPv4(kind(IP=IP([1, 2, 3, 4])))
        assert isNotIPv4(kind(IP=IPv6loopback))
        assert isNotIPv4(kind())
    assert isNotIPv4(UnixAddr(Name="/x", Net="unix"))
    assert ipv4only(A4)
    assert not ipv6only(A4)
    assert not ipv4only(IPAddr())
    assert not ipv6only(IPAddr())


def test_the_loopback_address_is_of_the_networks_family() -> None:
    assert str(loopbackIP("tcp6")) == str(loopbackIP("ip6")) == "::1"
    assert str(loopbackIP("tcp")) == str(loopbackIP("tcp4")) == "127.0.0.1"


# --- what the kernel can ---


@pytest.fixture
def fresh_probe() -> Iterator[None]:
    probe.cache_clear()
    yield
    probe.cache_clear()


class FakeSocket:
    """A socket of a kernel that refuses."""

    without: int | None = None  # the family it does not have
    refusal: int | None = None  # what bind says

    def __init__(self, family: int, kind: int) -> None:
        if family == self.without:
            raise OSError(errno.EAFNOSUPPORT, "no such family")

    def __enter__(self) -> "FakeSocket":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def setsockopt(self, *args: int) -> None:
        raise OSError(errno.ENOPROTOOPT, "no such option")

    def bind(self, sa: object) -> None:
        if self.refusal is not None:
            raise OSError(self.refusal, "refused")

    def close(self) -> None:
        pass


@pytest.mark.usefixtures("fresh_probe")
@pytest.mark.parametrize(
    ("without", "refusal", "want"),
    [
        (None, None, (True, True, True)),
        (socket.AF_INET, None, (False, True, True)),
        (socket.AF_INET6, None, (True, False, False)),
        (None, errno.EADDRNOTAVAIL, (True, False, False)),
        (None, errno.EPERM, (True, True, True)),
        (None, errno.EACCES, (True, True, True)),
    ],
)
def test_the_kernel_is_asked_what_it_has(
    without: int | None,
    refusal: int | None,
    want: tuple[bool, bool, bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FakeSocket, "without", without)
    monkeypatch.setattr(FakeSocket, "refusal", refusal)
    monkeypatch.setattr(socket, "socket", FakeSocket)
    supports = (ipsock.supportsIPv4, ipsock.supportsIPv6, ipsock.supportsIPv4map)
    assert tuple(f() for f in supports) == want


@pytest.mark.usefixtures("fresh_probe")
def test_the_kernel_is_asked_once_and_leaves_no_socket() -> None:
    assert probe() is probe()
    assert probe().ipv4enabled


@pytest.mark.parametrize("address", [8080, ("127.0.0.1", 80), b"127.0.0.1:80"])
def test_an_address_of_another_type_is_refused_in_plain_words(address: Any) -> None:
    with pytest.raises(TypeError, match='an address is a str, "host:port", not '):
        SplitHostPort(address)


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("192.0.2.1:80", ("192.0.2.1", 80, "")),
        ("[2001:db8::1]:0", ("2001:db8::1", 0, "")),
        ("[fe80::1%lo]:65535", ("fe80::1", 65535, "lo")),
        ("192.0.2.1:+80", ("192.0.2.1", 80, "")),
        ("0.0.0.0:80", None),  # whoever resolves it has to think
        ("[::]:80", None),
        (":80", None),
        ("192.0.2.1:http", None),
        ("192.0.2.1:65536", None),
        ("192.0.2.1:-1", None),
        ("192.0.2.1:", ("192.0.2.1", 0, "")),
        ("192.0.2.1", None),
        ("192.0.2.256:80", None),
        ("localhost:80", None),
    ],
)
def test_what_is_plain_is_known_without_a_resolver(
    address: str, plain: tuple[str, int, str] | None
) -> None:
    got = literal(address)
    assert (got and (str(got[0]), *got[1:])) == plain


def test_an_address_may_be_changed_without_harm_to_the_next_dial() -> None:
    first = net.ResolveTCPAddr("tcp", "192.0.2.1:80")
    first.IP, first.Port = net.IPv4zero, 81
    assert str(net.ResolveTCPAddr("tcp", "192.0.2.1:80")) == "192.0.2.1:80"

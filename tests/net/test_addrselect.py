"""Which address to try first: RFC 6724."""

import errno
import socket
from typing import Any

import pytest

from net import hook
from net.addr import IPAddr
from net.addrselect import (
    _POLICIES,
    classify,
    classifyScope,
    commonBits,
    sortByRFC6724,
    sortByRFC6724withSrcs,
    source,
)
from net.ip import IP, ParseIP


def ip(text: str) -> IP:
    found = ParseIP(text)
    assert found is not None
    return found


def ordered(addrs: list[str], srcs: list[str | None]) -> list[str]:
    found = [IPAddr(IP=ip(a)) for a in addrs]
    sortByRFC6724withSrcs(found, [None if s is None else ip(s) for s in srcs])
    return [str(a) for a in found]


EC2 = ["54.83.193.112", "184.72.238.214", "23.23.172.185", "23.21.50.150"]


@pytest.mark.from_go("net/addrselect_test.go", "TestSortByRFC6724")
@pytest.mark.parametrize(
    ("addrs", "srcs", "rule"),
    [
        (["10.0.0.1", "2001:db8::1"], ["10.0.0.2", None], "reachable"),
        (["2001:db8::1", "198.51.100.1"], ["2001:db8::2", "169.254.1.1"], "scope"),
        (["198.51.100.1", "2001:db8::1"], ["198.51.100.2", "fe80::1"], "scope"),
        (["2002:c633::1", "2001:db8::1"], ["2002:c633::2", "2002:c633::2"], "label"),
        (["2001:db8::1", "10.1.2.3"], ["2001:db8::2", "10.1.2.4"], "precedence"),
        (["fe80::1", "2001:db8:1::1"], ["fe80::2", "2001:db8:1::2"], "smaller scope"),
        (["2001:db8:1::1", "2001:db8:3f::1"], ["2001:db8:1::2"] * 2, "prefix"),
    ],
)
def test_the_better_one_comes_first(
    addrs: list[str], srcs: list[str | None], rule: str
) -> None:
    assert ordered(addrs, srcs) == addrs
    assert ordered(addrs[::-1], srcs[::-1]) == addrs


@pytest.mark.from_go("net/addrselect_test.go", "TestSortByRFC6724")
@pytest.mark.parametrize(
    ("addrs", "src"),
    [
        (EC2, "10.2.3.4"),  # a source in 10/8 is no reason to prefer 23/8
        (["2001:db8::1", "10.0.0.1"], None),  # neither can be reached
        (["2001:db8::1", "2001:db8::2"], "2001:db8::3"),  # only networks count
    ],
)
def test_equals_stay_as_they_are(addrs: list[str], src: str | None) -> None:
    srcs = [src] * len(addrs)
    assert ordered(addrs, srcs) == addrs
    assert ordered(addrs[::-1], srcs) == addrs[::-1]


@pytest.mark.from_go("net/addrselect_test.go", "TestRFC6724PolicyTableClassify")
@pytest.mark.parametrize(
    ("addr", "precedence", "label"),
    [
        ("127.0.0.1", 35, 4),
        ("2601:645:8002:a500:986f:1db8:c836:bd65", 40, 1),
        ("::1", 50, 0),
        ("::2", 1, 3),
        ("2001::1", 5, 5),
        ("2002::ab12", 30, 2),
        ("3ffe::1", 1, 12),
        ("fec0::1", 1, 11),
        ("fd00::1", 3, 13),
    ],
)
def test_the_policy_for_an_address(addr: str, precedence: int, label: int) -> None:
    policy = classify(ip(addr))
    assert (policy.precedence, policy.label) == (precedence, label)


@pytest.mark.from_go("net/addrselect_test.go", "TestRFC6724PolicyTableContent")
def test_the_policies_are_those_of_the_rfc() -> None:
    table = {
        f"{IP(prefix)}/{bits}": (precedence, label)
        for prefix, bits, precedence, label in _POLICIES
    }
    assert table == {
        "::1/128": (50, 0),
        "::/0": (40, 1),
        "0.0.0.0/96": (35, 4),  # ::ffff:0:0
        "2002::/16": (30, 2),
        "2001::/32": (5, 5),
        "fc00::/7": (3, 13),
        "::/96": (1, 3),
        "fec0::/10": (1, 11),
        "3ffe::/16": (1, 12),
    }


@pytest.mark.from_go("net/addrselect_test.go", "TestRFC6724PolicyTableOrder")
def test_the_longest_prefix_is_looked_at_first() -> None:
    bits = [policy.bits for policy in _POLICIES]
    assert bits == sorted(bits, reverse=True)


@pytest.mark.from_go("net/addrselect_test.go", "TestRFC6724ClassifyScope")
@pytest.mark.parametrize(
    ("addr", "scope"),
    [
        ("127.0.0.1", 2),
        ("::1", 2),
        ("169.254.1.1", 2),
        ("fec0::1", 5),
        ("8.8.8.8", 0xE),
        ("fe80::", 2),
        ("2001:db8::1", 0xE),
        ("ff00::", 0),
        ("ff01::", 1),
        ("ff02::", 2),
        ("ff05::", 5),
        ("ff0e::", 0xE),
    ],
)
def test_how_far_an_address_is_valid(addr: str, scope: int) -> None:
    assert classifyScope(ip(addr)) == scope


@pytest.mark.from_go("net/addrselect_test.go", "TestRFC6724CommonPrefixLength")
@pytest.mark.parametrize(
    ("a", "b", "bits"),
    [
        ("fe80::1", "fe80::2", 126),
        ("2001::", "2001::", 128),
        ("8000::", "::", 0),
        ("fe81::1", "fe80::2", 15),
    ],
)
def test_how_many_bits_are_common(a: str, b: str, bits: int) -> None:
    assert commonBits(ip(a), ip(b)) == bits


def test_the_kernel_is_asked_where_from() -> None:
    assert source(IPAddr(IP=ip("127.0.0.1"))) == IP((127, 0, 0, 1))
    # Limited broadcast needs an option that is not set.
    assert source(IPAddr(IP=ip("255.255.255.255"))) is None
    assert source(IPAddr(IP=IP(b"abc"))) is None


def test_a_machine_without_sockets_leaves_the_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: Any) -> Any:
        raise OSError(errno.EMFILE, "too many")

    monkeypatch.setattr(hook, "socketFunc", fail)
    addrs = [IPAddr(IP=ip("127.0.0.1")), IPAddr(IP=ip("::1"))]
    sortByRFC6724(addrs)
    assert [str(a) for a in addrs] == ["127.0.0.1", "::1"]


def test_a_kernel_without_ipv6_puts_ipv4_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def connect(sock: Any, address: Any) -> int:
        if sock.family == socket.AF_INET6:
            return errno.ENETUNREACH
        return int(sock.connect_ex(address))

    monkeypatch.setattr(hook, "connectFunc", connect)
    addrs = [IPAddr(IP=ip("::1")), IPAddr(IP=ip("127.0.0.1"))]
    sortByRFC6724(addrs)
    assert [str(a) for a in addrs] == ["127.0.0.1", "::1"]

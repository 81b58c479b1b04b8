"""Which of several addresses to try first.  Go: net/addrselect.go

RFC 6724 compares the addresses, and the addresses of ours that they would be reached
from, by the rules of section 6; 3, 4 and 7 need to know more than a socket says.
"""

from __future__ import annotations

import socket
from functools import cmp_to_key, lru_cache
from typing import Final, NamedTuple

from goruntime import errors

from . import hook
from .addr import IPAddr
from .ip import IP

_LINK_LOCAL: Final = 0x2
_SITE_LOCAL: Final = 0x5
_GLOBAL: Final = 0xE


class Policy(NamedTuple):
    """A line of RFC 6724's table."""

    prefix: bytes
    bits: int
    precedence: int
    label: int


_POLICIES: Final = [
    Policy(IP(socket.inet_pton(socket.AF_INET6, prefix)), bits, precedence, label)
    for prefix, bits, precedence, label in [
        ("::1", 128, 50, 0),
        ("::ffff:0:0", 96, 35, 4),  # IPv4
        ("::", 96, 1, 3),
        ("2001::", 32, 5, 5),  # Teredo
        ("2002::", 16, 30, 2),  # 6to4
        ("3ffe::", 16, 1, 12),
        ("fec0::", 10, 1, 11),
        ("fc00::", 7, 3, 13),
        ("::", 0, 40, 1),
    ]
]


def classify(ip: bytes) -> Policy:
    """Return the policy for 16 bytes of an address."""
    return next(p for p in _POLICIES if commonBits(p.prefix, ip) >= p.bits)


def commonBits(a: bytes, b: bytes) -> int:
    """Return how many bits two addresses of one size have in common at the front."""
    differ = int.from_bytes(a) ^ int.from_bytes(b)
    return 8 * len(a) - differ.bit_length()


def classifyScope(ip: IP) -> int:
    """Return how far an address is valid, as multicast addresses number it."""
    if ip.IsLoopback() or ip.IsLinkLocalUnicast():
        return _LINK_LOCAL
    if ip.To4() is None:
        if ip.IsMulticast():
            return ip[1] & 0xF
        if ip[0] == 0xFE and ip[1] & 0xC0 == 0xC0:
            return _SITE_LOCAL  # of RFC 3513, which is history
    return _GLOBAL


class Attributes(NamedTuple):
    """What the rules compare of an address."""

    scope: int
    precedence: int
    label: int


@lru_cache(1024)
def ipAttrOf(ip: IP) -> Attributes:
    """Return what the rules compare of ip."""
    ip16 = ip.To16()
    assert ip16 is not None
    policy = classify(ip16)
    return Attributes(classifyScope(ip), policy.precedence, policy.label)


class Candidate:
    """An address, and where it would be reached from: None if not at all."""

    __slots__ = ("addr", "common", "dst", "src")

    def __init__(self, addr: IPAddr, src: IP | None) -> None:
        self.addr = addr
        self.dst = ipAttrOf(addr.IP)
        self.src = None if src is None else ipAttrOf(src)
        # How much of the network's part is the same; None with IPv4, where such a
        # comparison says nothing.
        self.common: int | None = None
        if addr.IP.To4() is None:
            is6 = src is not None and src.To4() is None
            self.common = commonBits(addr.IP[:8], src[:8]) if is6 and src else 0


def compare(a: Candidate, b: Candidate) -> int:
    """Return less than 0 if a is to be tried before b, 0 if neither is better."""
    if a.src is None or b.src is None:  # 1: one that can be reached
        return (a.src is None) - (b.src is None)
    rules = [
        (b.dst.scope == b.src.scope) - (a.dst.scope == a.src.scope),  # 2
        (b.dst.label == b.src.label) - (a.dst.label == a.src.label),  # 5
        b.dst.precedence - a.dst.precedence,  # 6
        a.dst.scope - b.dst.scope,  # 8: the smaller one
    ]
    if a.common is not None and b.common is not None:
        rules.append(b.common - a.common)  # 9: the longer one
    return next(filter(None, rules), 0)  # 10: leave them as they are


def sortByRFC6724(addrs: list[IPAddr]) -> None:
    """Order addresses by what a connection to them promises."""
    if len(addrs) > 1:
        sortByRFC6724withSrcs(addrs, [source(addr) for addr in addrs])


def sortByRFC6724withSrcs(addrs: list[IPAddr], srcs: list[IP | None]) -> None:
    """Order addresses that are reached from srcs."""
    both = [Candidate(a, src) for a, src in zip(addrs, srcs, strict=True)]
    both.sort(key=cmp_to_key(compare))
    addrs[:] = [c.addr for c in both]


def source(addr: IPAddr) -> IP | None:
    """Return the address of ours that addr would be reached from, None if not at all.

    A UDP socket's connect sends nothing and never waits: the kernel looks for a
    route, and chooses.
    """
    family = addr.family()
    try:
        sa = addr.sockaddr(family)
        sock = hook.socketFunc(family, socket.SOCK_DGRAM, 0)
    except (OSError, errors.error):
        return None
    try:
        to = (sa[0], 53, *sa[2:])
        if hook.connectFunc(sock, to):
            return None
        host = sock.getsockname()[0].partition("%")[0]
        return IP(socket.inet_pton(family, host))
    except OSError:
        return None
    finally:
        sock.close()

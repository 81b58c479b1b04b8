"""Addresses as values: small, immutable, in order, and keys of a dict.

    from net import netip

    ip = netip.ParseAddr("fe80::1%eth0")
    if ip in netip.MustParsePrefix("fe80::/10"): ...

An Addr is what net.IP is not: it knows IPv4 from IPv4 mapped into IPv6, it has its
zone with it, and what is no address is an error that says why.  ``Addr()``,
``AddrPort()`` and ``Prefix()`` are Go's zero values: none of them is valid.

Go: https://pkg.go.dev/net/netip
"""

from .addr import (
    Addr,
    AddrFrom4,
    AddrFrom16,
    AddrFromSlice,
    IPv4Unspecified,
    IPv6LinkLocalAllNodes,
    IPv6LinkLocalAllRouters,
    IPv6Loopback,
    IPv6Unspecified,
    MustParseAddr,
    ParseAddr,
)
from .addrport import AddrPort, AddrPortFrom, MustParseAddrPort, ParseAddrPort
from .prefix import MustParsePrefix, ParsePrefix, Prefix, PrefixFrom

__all__ = [
    "Addr",
    "AddrFrom4",
    "AddrFrom16",
    "AddrFromSlice",
    "AddrPort",
    "AddrPortFrom",
    "IPv4Unspecified",
    "IPv6LinkLocalAllNodes",
    "IPv6LinkLocalAllRouters",
    "IPv6Loopback",
    "IPv6Unspecified",
    "MustParseAddr",
    "MustParseAddrPort",
    "MustParsePrefix",
    "ParseAddr",
    "ParseAddrPort",
    "ParsePrefix",
    "Prefix",
    "PrefixFrom",
]

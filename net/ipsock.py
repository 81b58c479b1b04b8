"""host:port, and lists of addresses.  Go: net/ipsock.go"""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import cache
from typing import Any

from .errors import AddrError


def SplitHostPort(hostport: str) -> tuple[str, str]:
    """Split "host:port", "[host]:port" or "host%zone:port".  Raises AddrError."""
    i = hostport.rfind(":")
    if i < 0:
        raise AddrError("missing port in address", hostport)
    j = k = 0
    if hostport[0] == "[":
        end = hostport.find("]")
        if end < 0:
            raise AddrError("missing ']' in address", hostport)
        if end + 1 == len(hostport):
            raise AddrError("missing port in address", hostport)
        if end + 1 != i:
            if hostport[end + 1] == ":":
                raise AddrError("too many colons in address", hostport)
            raise AddrError("missing port in address", hostport)
        host = hostport[1:end]
        j, k = 1, end + 1
    else:
        host = hostport[:i]
        if ":" in host:
            raise AddrError("too many colons in address", hostport)
    if "[" in hostport[j:]:
        raise AddrError("unexpected '[' in address", hostport)
    if "]" in hostport[k:]:
        raise AddrError("unexpected ']' in address", hostport)
    return host, hostport[i + 1 :]


def JoinHostPort(host: str, port: str) -> str:
    """Join to "host:port", or "[host]:port" for an IPv6 address.  Go: JoinHostPort"""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class addrList(list[Any]):
    """Addresses that a name stands for, best first."""

    def first(self, strategy: Callable[[Any], bool]) -> Any:
        return next((a for a in self if strategy(a)), self[0])

    def forResolve(self, network: str, addr: str) -> Any:
        want6 = (network == "ip" and ":" in addr) or (
            network in ("tcp", "udp") and "[" in addr
        )
        return self.first(isNotIPv4 if want6 else isIPv4)

    def partition(self, strategy: Callable[[Any], bool]) -> tuple[addrList, addrList]:
        label = strategy(self[0]) if self else False
        primaries = addrList(a for a in self if strategy(a) == label)
        return primaries, addrList(a for a in self if strategy(a) != label)


def isIPv4(addr: Any) -> bool:
    """Tell whether an address is of version 4."""
    return addr.IP.To4() is not None


def isNotIPv4(addr: Any) -> bool:
    """Tell whether an address is not of version 4."""
    return not isIPv4(addr)


def ipv4only(addr: Any) -> bool:
    """Keep version 4."""
    return addr.IP.To4() is not None


def ipv6only(addr: Any) -> bool:
    """Keep version 6, but for version 4 inside it."""
    return len(addr.IP) == 16 and addr.IP.To4() is None


def filterAddrList(
    keep: Callable[[Any], bool] | None,
    ips: list[Any],
    inetaddr: Callable[[Any], Any],
    original: str,
) -> addrList:
    """Make addresses of the ips that are kept.  AddrError if none is."""
    addrs = addrList(inetaddr(ip) for ip in ips if keep is None or keep(ip))
    if not addrs:
        raise AddrError("no suitable address found", original)
    return addrs


@cache
def _canbind(family: int, address: str, v6only: int | None) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as s:
            if v6only is not None:
                s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
            s.bind((address, 0))
    except OSError:
        return False
    return True


def supportsIPv4() -> bool:
    """Tell whether this machine has IPv4."""
    return _canbind(socket.AF_INET, "127.0.0.1", None)


def supportsIPv6() -> bool:
    """Tell whether this machine has IPv6."""
    return socket.has_ipv6 and _canbind(socket.AF_INET6, "::1", 1)


def supportsIPv4map() -> bool:
    """Tell whether an IPv6 socket can serve IPv4 as well."""
    return socket.has_ipv6 and _canbind(socket.AF_INET6, "::ffff:127.0.0.1", 0)

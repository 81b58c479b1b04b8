"""host:port, lists of addresses, and what the kernel can.  Go: net/ipsock.go"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from .errors import AddrError
from .ip import IP, IPv6len, IPv6loopback, parseIPZone
from .port import parsePort

# --- host and port ------------------------------------------------------------


def SplitHostPort(hostport: str) -> tuple[str, str]:
    """Split "host:port", "[host]:port" or "[host%zone]:port".  Raises AddrError.

    An IPv6 address has to be in brackets.  Go: net.SplitHostPort
    """
    try:
        host, colon, port = hostport.rpartition(":")
    except (AttributeError, TypeError):
        kind = type(hostport).__name__
        raise TypeError(f'an address is a str, "host:port", not {kind}') from None
    if not colon:
        raise AddrError("missing port in address", hostport)
    if hostport[0] == "[":
        end = hostport.find("]")
        if end < 0:
            raise AddrError("missing ']' in address", hostport)
        after = hostport[end + 1 :]
        if after != ":" + port:
            # Something stands between the bracket and the last colon.
            colons = after.startswith(":")
            why = "too many colons in address" if colons else "missing port in address"
            raise AddrError(why, hostport)
        host = hostport[1:end]
        opening, closing = hostport[1:], after
    else:
        if ":" in host:
            raise AddrError("too many colons in address", hostport)
        opening = closing = hostport
    if "[" in opening:
        raise AddrError("unexpected '[' in address", hostport)
    if "]" in closing:
        raise AddrError("unexpected ']' in address", hostport)
    return host, port


def splitHostZone(s: str) -> tuple[str, str]:
    """Split "host%zone" at the last percent sign; an empty host is no host."""
    host, _, zone = s.rpartition("%")
    return (host, zone) if host else (s, "")


def JoinHostPort(host: str, port: str) -> str:
    """Join to "host:port", or "[host]:port" if host has a colon, as IPv6 has.

    Go: net.JoinHostPort
    """
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@lru_cache(1024)
def literal(address: str) -> tuple[IP, int, str] | None:
    """Return IP, port and zone of "192.0.2.1:80"; None if it is not that plain."""
    try:
        host, service = SplitHostPort(address)
    except AddrError:
        return None
    ip, zone = parseIPZone(host)
    port, needslookup = parsePort(service)
    if ip is None or ip.IsUnspecified() or needslookup or not 0 <= port <= 65535:
        return None
    return ip, port, zone


def loopbackIP(net: str) -> IP:
    """Return the address by which a machine reaches itself."""
    return IPv6loopback if net.endswith("6") else IP(b"\x7f\0\0\1")


# --- lists of addresses -------------------------------------------------------


class addrList(list[Any]):
    """The addresses that a name stands for, in the order to try them; never empty."""

    __slots__ = ()

    def first(self, strategy: Callable[[Any], bool]) -> Any:
        """Return the first address that strategy likes, else the first of all."""
        return next(filter(strategy, self), self[0])

    def forResolve(self, network: str, addr: str) -> Any:
        """Return the address to resolve addr to: IPv4, unless it is IPv6 in figures."""
        # With a port to follow, such figures are in brackets.
        ipv6 = {"ip": ":", "tcp": "[", "udp": "["}.get(network)
        want6 = ipv6 is not None and ipv6 in addr
        return self.first(isNotIPv4 if want6 else isIPv4)

    def partition(self, strategy: Callable[[Any], bool]) -> tuple[addrList, addrList]:
        """Split it into those to which strategy says the same as to the first, and
        the others.
        """
        labels = list(map(strategy, self))
        primaries, fallbacks = addrList(), addrList()
        for addr, label in zip(self, labels, strict=True):
            (primaries if label == labels[0] else fallbacks).append(addr)
        return primaries, fallbacks


def isIPv4(addr: Any) -> bool:
    """Tell whether addr is of IPv4, in either form; a Unix socket's is not."""
    ip = getattr(addr, "IP", None)
    return ip is not None and ip.To4() is not None


def isNotIPv4(addr: Any) -> bool:
    """Tell whether addr is anything else."""
    return not isIPv4(addr)


def ipv4only(addr: Any) -> bool:
    """Keep IPv4 addresses.  For filterAddrList."""
    return addr.IP.To4() is not None


def ipv6only(addr: Any) -> bool:
    """Keep IPv6 addresses, but for IPv4 ones in that form.  For filterAddrList."""
    return len(addr.IP) == IPv6len and addr.IP.To4() is None


def filterAddrList(
    keep: Callable[[Any], bool] | None,
    ips: Iterable[Any],
    inetaddr: Callable[[Any], Any],
    original: str,
) -> addrList:
    """Return inetaddr of those ips that pass keep.  Raises AddrError if none does."""
    addrs = addrList(inetaddr(ip) for ip in ips if keep is None or keep(ip))
    if not addrs:
        raise AddrError("no suitable address found", original)
    return addrs


# --- what the kernel can ------------------------------------------------------


class ipStackCapabilities(NamedTuple):
    """What kinds of sockets this machine has."""

    ipv4enabled: bool
    ipv6enabled: bool
    ipv4mappedipv6enabled: bool  # one socket for both


@cache
def probe() -> ipStackCapabilities:
    """Ask the kernel, once."""
    return ipStackCapabilities(
        ipv4enabled=_has(socket.AF_INET),
        ipv6enabled=_canbind6("::1", v6only=1),
        ipv4mappedipv6enabled=_canbind6("::ffff:127.0.0.1", v6only=0),
    )


def _has(family: int) -> bool:
    try:
        socket.socket(family, socket.SOCK_STREAM).close()
    except OSError:
        return False
    return True


def _canbind6(address: str, *, v6only: int) -> bool:
    try:
        s = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    except OSError:
        return False
    with s:
        try:
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
        except OSError:
            pass  # the address then tells
        try:
            s.bind((address, 0))
        except PermissionError:
            pass  # a sandbox forbids bind; the kernel has IPv6 all the same
        except OSError:
            return False
    return True


def supportsIPv4() -> bool:
    """Tell whether there are IPv4 sockets."""
    return probe().ipv4enabled


def supportsIPv6() -> bool:
    """Tell whether there are IPv6 sockets, and an address for them."""
    return probe().ipv6enabled


def supportsIPv4map() -> bool:
    """Tell whether an IPv6 socket can serve IPv4 as well."""
    return probe().ipv4mappedipv6enabled

"""Addresses of connections: TCPAddr and its like.  Go: net/tcpsock.go, net/ipsock.go"""

from __future__ import annotations

import socket
from typing import Any, Protocol

from .errors import AddrError
from .ip import IP, IPv4zero, IPv6loopback
from .ipsock import JoinHostPort


class Addr(Protocol):
    """The address of one end.  Go: net.Addr"""

    def Network(self) -> str: ...
    def String(self) -> str: ...


class _IPAddr:
    """What has an IP address and a zone."""

    __slots__ = ("IP", "Zone")

    _fields: tuple[str, ...] = ("IP", "Zone")

    def __init__(self, IP_: Any = None, Zone: str = "") -> None:
        if isinstance(IP_, str):
            raise TypeError("IP: str is not an address: use net.ParseIP")
        self.IP = IP_ if isinstance(IP_, IP) else IP(IP_ or b"")
        self.Zone = Zone

    def family(self) -> int:
        if len(self.IP) <= 4 or self.IP.To4() is not None:
            return socket.AF_INET
        return socket.AF_INET6

    def isWildcard(self) -> bool:
        return not self.IP or self.IP.IsUnspecified()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, f) == getattr(other, f) for f in self._fields)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, f) for f in self._fields))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    def _host(self) -> str:
        host = str(self.IP) if self.IP else ""
        return f"{host}%{self.Zone}" if self.Zone else host

    def __str__(self) -> str:
        return self._host()

    def String(self) -> str:
        return str(self)


class IPAddr(_IPAddr):
    """The address of a machine.  Go: net.IPAddr"""

    __slots__ = ()

    def __init__(self, IP: Any = None, Zone: str = "") -> None:
        super().__init__(IP, Zone)

    def Network(self) -> str:
        return "ip"


class _PortAddr(_IPAddr):
    __slots__ = ("Port",)

    _fields = ("IP", "Port", "Zone")

    def __init__(self, IP: Any = None, Port: int = 0, Zone: str = "") -> None:
        super().__init__(IP, Zone)
        self.Port = Port

    def __str__(self) -> str:
        return JoinHostPort(self._host(), str(self.Port))

    def toLocal(self, net: str) -> Any:
        ip = IPv6loopback if net.endswith("6") else IP(b"\x7f\0\0\1")
        return type(self)(ip, self.Port, self.Zone)

    def sockaddr(self, family: int) -> Any:
        ip = self.IP
        if family == socket.AF_INET:
            if not ip:
                ip = IPv4zero
            ip4 = ip.To4()
            if ip4 is None:
                raise AddrError("non-IPv4 address", str(ip))
            return str(ip4), self.Port
        if not ip or ip.Equal(IPv4zero):
            ip = IP(16)
        ip16 = ip.To16()
        if ip16 is None:
            raise AddrError("non-IPv6 address", str(ip))
        text = socket.inet_ntop(socket.AF_INET6, bytes(ip16))
        return text, self.Port, 0, zoneindex(self.Zone)


class TCPAddr(_PortAddr):
    """An end of a TCP connection.  Go: net.TCPAddr"""

    __slots__ = ()

    def Network(self) -> str:
        return "tcp"


class UDPAddr(_PortAddr):
    """An end of a UDP conversation.  Go: net.UDPAddr"""

    __slots__ = ()

    def Network(self) -> str:
        return "udp"


class UnixAddr:
    """The address of a Unix socket.  Go: net.UnixAddr"""

    __slots__ = ("Name", "Net")

    def __init__(self, Name: str = "", Net: str = "unix") -> None:
        self.Name = Name
        self.Net = Net

    def Network(self) -> str:
        return self.Net

    def String(self) -> str:
        return self.Name

    __str__ = String


def zoneindex(zone: str) -> int:
    """Return the number of a zone, given by name or by number; 0 if there is none."""
    if not zone:
        return 0
    try:
        return socket.if_nametoindex(zone)
    except OSError:
        return int(zone) if zone.isdigit() else 0


def zonename(index: int) -> str:
    """Return the name of a zone, or its number as text; empty for none."""
    if not index:
        return ""
    try:
        return socket.if_indextoname(index)
    except OSError:
        return str(index)


def sockaddrToTCP(family: int, sa: Any) -> TCPAddr:
    """Make a TCPAddr of a kernel's tuple."""
    host = sa[0].partition("%")[0]
    ip = IP(socket.inet_pton(family, host))
    return TCPAddr(ip, sa[1], zonename(sa[3]) if family == socket.AF_INET6 else "")

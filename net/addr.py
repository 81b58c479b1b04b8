"""Addresses of connections: TCPAddr and its like.  Go: net/tcpsock.go, net/udpsock.go,
net/iprawsock.go, net/unixsock.go

Each is also what a socket speaks: sockaddr() gives what the kernel is told, and
sockaddrToTCP and its like take what it tells.
"""

from __future__ import annotations

import os
import socket
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Protocol,
    Self,
    TypeAlias,
    runtime_checkable,
)

from . import ip as _ip
from .errors import AddrError
from .ip import IPv4len, IPv4zero, IPv6zero, is4in6
from .ipsock import JoinHostPort, loopbackIP
from .netip import AddrFromSlice, AddrPort, AddrPortFrom
from .zone import zoneindex, zonename

if TYPE_CHECKING:
    from .ip import _IPLike

AF_INET: Final = int(socket.AF_INET)  # an enumeration compares slowly
AF_INET6: Final = int(socket.AF_INET6)

# The class, where a property or an argument of the same name hides it.
_IP: TypeAlias = _ip.IP


@runtime_checkable
class Addr(Protocol):
    """The address of one end.  Go: net.Addr"""

    def Network(self) -> str: ...
    def String(self) -> str: ...


class _Addr:
    """What the four have in common: they print, compare, copy and pickle.

    They can be changed, as in Go; not while they are in a set or a key of a dict.
    """

    __slots__ = ()

    def String(self) -> str:
        """Return it as str() does."""
        return str(self)

    def _fields(self) -> tuple[Any, ...]:
        """Return what it is made of, in the order of its arguments."""
        raise NotImplementedError

    def _key(self) -> tuple[Any, ...]:
        """Return what tells it from others."""
        return self._fields()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash((type(self), self._key()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._fields()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"


class _InetAddr(_Addr):
    """An address of IP, with the zone it is valid in.

    Two are equal if they are the same address, IPv4 in 4 bytes or in 16.
    """

    # _host is an IP, or the text that the kernel's address came as: it is decoded at
    # the first look, which most connections never get.
    __slots__ = ("Zone", "_host")

    def __init__(self, ip: _IPLike, zone: str) -> None:
        self._host: _IP | str = ip if isinstance(ip, _IP) else _IP(ip)
        self.Zone = zone

    @property
    def IP(self) -> _IP:
        """The IP; none of its bytes stand for every address, or for any."""
        host = self._host
        if isinstance(host, str):
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._host = host = _IP(socket.inet_pton(family, host))
        return host

    @IP.setter
    def IP(self, ip: _IPLike) -> None:
        self._host = ip if isinstance(ip, _IP) else _IP(ip)

    def family(self) -> int:
        """Return the family of sockets it is for."""
        ip = self.IP
        return AF_INET if len(ip) <= IPv4len or is4in6(ip) else AF_INET6

    def isWildcard(self) -> bool:
        """Tell whether it stands for every address of this machine."""
        return not self.IP or self.IP.IsUnspecified()

    def _key(self) -> tuple[Any, ...]:
        ip, *others = self._fields()
        return ip.To16() or ip, *others

    def _hostzone(self) -> str:
        host = str(self.IP) if self.IP else ""
        return f"{host}%{self.Zone}" if self.Zone else host


class IPAddr(_InetAddr):
    """The address of a machine.  Go: net.IPAddr"""

    __slots__ = ()

    def __init__(self, IP: _IPLike = None, Zone: str = "") -> None:
        super().__init__(IP, Zone)

    def Network(self) -> str:
        return "ip"

    def _fields(self) -> tuple[Any, ...]:
        return self.IP, self.Zone

    def toLocal(self, net: str) -> IPAddr:
        """Return the same on the loopback interface."""
        return IPAddr(loopbackIP(net), self.Zone)

    def sockaddr(self, family: int) -> tuple[Any, ...]:
        """Return it as a socket of that family is told it.  Raises AddrError."""
        return ipToSockaddr(family, self.IP, 0, self.Zone)

    def __str__(self) -> str:
        """Return 192.0.2.1, fe80::1%eth0, or nothing for no IP."""
        return self._hostzone()


class _PortAddr(_InetAddr):
    __slots__ = ("Port",)

    def __init__(self, IP: _IPLike = None, Port: int = 0, Zone: str = "") -> None:
        super().__init__(IP, Zone)
        self.Port = Port

    def _fields(self) -> tuple[Any, ...]:
        return self.IP, self.Port, self.Zone

    def toLocal(self, net: str) -> Self:
        """Return the same port on the loopback interface."""
        return type(self)(loopbackIP(net), self.Port, self.Zone)

    def sockaddr(self, family: int) -> tuple[Any, ...]:
        """Return it as a socket of that family is told it.  Raises AddrError."""
        host = self._host
        if type(host) is str and not self.Zone:
            # Fast path: as the kernel has said it.
            if family == AF_INET:
                if ":" not in host:
                    return host, self.Port
            elif ":" in host:
                return host, self.Port, 0, 0
        return ipToSockaddr(family, self.IP, self.Port, self.Zone)

    def AddrPort(self) -> AddrPort:
        """Return it as a value; one that is not valid if it has no IP."""
        ip, _ = AddrFromSlice(self.IP)
        return AddrPortFrom(ip.WithZone(self.Zone), self.Port & 0xFFFF)

    def __str__(self) -> str:
        """Return 192.0.2.1:80, [fe80::1%eth0]:80, or :80 for no IP."""
        return JoinHostPort(self._hostzone(), str(self.Port))


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


def TCPAddrFromAddrPort(addr: AddrPort) -> TCPAddr:
    """Return the end of TCP that addr says.  Go: net.TCPAddrFromAddrPort"""
    ip = addr.Addr()
    return TCPAddr(ip.AsSlice(), addr.Port(), ip.Zone())


def UDPAddrFromAddrPort(addr: AddrPort) -> UDPAddr:
    """Return the end of UDP that addr says.  Go: net.UDPAddrFromAddrPort"""
    ip = addr.Addr()
    return UDPAddr(ip.AsSlice(), addr.Port(), ip.Zone())


class UnixAddr(_Addr):
    """The address of a Unix socket.  Go: net.UnixAddr

    Name is a path, or "@" and a name outside the file system (Linux); Net is unix,
    unixgram or unixpacket.
    """

    __slots__ = ("Name", "Net")

    def __init__(self, Name: str = "", Net: str = "") -> None:
        self.Name = Name
        self.Net = Net

    def Network(self) -> str:
        return self.Net

    def _fields(self) -> tuple[Any, ...]:
        return self.Name, self.Net

    def family(self) -> int:
        """Return the family of sockets it is for."""
        return socket.AF_UNIX

    def isWildcard(self) -> bool:
        """Tell whether it leaves the name to the kernel."""
        return self.Name == ""

    def toLocal(self, net: str) -> UnixAddr:
        return self

    def sockaddr(self, family: int) -> str:
        """Return it as a socket is told it: a name without a path begins with NUL."""
        return "\0" + self.Name[1:] if self.Name.startswith("@") else self.Name

    def __str__(self) -> str:
        return self.Name


# --- to the kernel and back ---------------------------------------------------


def ipToSockaddr(family: int, ip: _IP, port: int, zone: str) -> tuple[Any, ...]:
    """Return an address as a socket of that family is told it.  Raises AddrError."""
    if family == AF_INET:
        if is4in6(ip):
            return socket.inet_ntop(AF_INET, ip[12:]), port
        if len(ip) not in (0, IPv4len):
            raise AddrError("non-IPv4 address", str(ip))
        return socket.inet_ntop(AF_INET, ip or bytes(IPv4len)), port
    # 0.0.0.0 is the IPv6 wildcard, too, so that one listener can serve both.
    ip16 = IPv6zero if not ip or ip.Equal(IPv4zero) else ip.To16()
    if ip16 is None:
        raise AddrError("non-IPv6 address", str(ip))
    return socket.inet_ntop(socket.AF_INET6, ip16), port, 0, zoneindex(zone)


def addrPortToSockaddr(family: int, addr: AddrPort) -> tuple[Any, ...]:
    """Return a value as a socket of that family is told it.  Raises AddrError."""
    ip = addr.Addr()
    if family == AF_INET:
        if not (ip.Is4() or ip.Is4In6()):
            raise AddrError("non-IPv4 address", str(ip))
        return str(ip.Unmap()), addr.Port()
    host = socket.inet_ntop(socket.AF_INET6, ip.As16())
    return host, addr.Port(), 0, zoneindex(ip.Zone())


def sockaddrToTCP(family: int, sa: Any) -> TCPAddr:
    """Return what a TCP socket's own tuple says.  It is not decoded yet: see _host."""
    a = TCPAddr.__new__(TCPAddr)
    a._host, a.Port = sa[0], sa[1]
    a.Zone = zonename(sa[3]) if family == socket.AF_INET6 and sa[3] else ""
    return a


def sockaddrToUDP(family: int, sa: Any) -> UDPAddr:
    """Return what a UDP socket's own tuple says."""
    a = UDPAddr.__new__(UDPAddr)
    if family == AF_INET:  # fast path: each datagram has a sender
        a._host, a.Port = sa
        a.Zone = ""
    else:
        a._host, a.Port = sa[0], sa[1]
        a.Zone = zonename(sa[3]) if sa[3] else ""
    return a


def sockaddrToIP(family: int, sa: Any) -> IPAddr:
    """Return what a raw socket's own tuple says."""
    a = IPAddr.__new__(IPAddr)
    a._host = sa[0]
    a.Zone = zonename(sa[3]) if family == socket.AF_INET6 and sa[3] else ""
    return a


def sockaddrToUnix(net: str, sa: str | bytes | None) -> UnixAddr:
    """Return what a Unix socket's own address says; one without a name is "@"."""
    name = os.fsdecode(sa or b"\0")
    if name.startswith("\0"):
        name = "@" + name[1:]
    return UnixAddr(name.partition("\0")[0], net)

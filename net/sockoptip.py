"""Socket options of IP: multicast.  Go: net/sockoptip*.go

An interface is its index, 0 where the system is to choose.
"""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

from .sockopt import setsockopt

if TYPE_CHECKING:
    from .fd import NetFD
    from .ip import IP


def joinIPv4Group(fd: NetFD, ifindex: int, ip: IP) -> None:
    """Receive what is sent to the group ip."""
    setsockopt(fd, socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, _mreqn(ip, ifindex))


def setIPv4MulticastInterface(fd: NetFD, ifindex: int) -> None:
    """Send to groups by that interface."""
    mreqn = _mreqn(bytes(4), ifindex)
    setsockopt(fd, socket.IPPROTO_IP, socket.IP_MULTICAST_IF, mreqn)


def setIPv4MulticastLoopback(fd: NetFD, v: bool) -> None:
    """Receive what this machine sends to a group, or not."""
    setsockopt(fd, socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, int(v))


def joinIPv6Group(fd: NetFD, ifindex: int, ip: IP) -> None:
    """Receive what is sent to the group ip."""
    mreq = struct.pack("@16sI", ip, ifindex)
    setsockopt(fd, socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, mreq)


def setIPv6MulticastInterface(fd: NetFD, ifindex: int) -> None:
    """Send to groups by that interface."""
    setsockopt(fd, socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, ifindex)


def setIPv6MulticastLoopback(fd: NetFD, v: bool) -> None:
    """Receive what this machine sends to a group, or not."""
    setsockopt(fd, socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_LOOP, int(v))


def _mreqn(group: bytes, ifindex: int) -> bytes:
    """Return the C struct ip_mreqn: group, own address (any), interface."""
    return struct.pack("@4s4si", group, bytes(4), ifindex)

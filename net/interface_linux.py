"""The tables of interfaces and of their addresses.  Go: net/interface_linux.go"""

from __future__ import annotations

import os
import re
import socket
import struct
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from goruntime.os import SyscallError
from goruntime.syscall import EINVAL, Errno

from .addr import IPAddr
from .ip import IP, CIDRMask, IPNet, IPv4, IPv4len, IPv6len
from .mac import HardwareAddr
from .netlink import (
    RTM_GETADDR,
    RTM_GETLINK,
    RTM_NEWADDR,
    RTM_NEWLINK,
    netlinkMessage,
    netlinkRIB,
    parseNetlinkRouteAttr,
)

# See linux/if_link.h and linux/if_addr.h.
IFLA_ADDRESS: Final = 1
IFLA_IFNAME: Final = 3
IFLA_MTU: Final = 4
IFA_ADDRESS: Final = 1
IFA_LOCAL: Final = 2

_IFINFOMSG: Final = struct.Struct("=BxHiII")  # family, type, index, flags, changed
_IFADDRMSG: Final = struct.Struct("=BBBBI")  # family, bits, flags, scope, index

# Tunnels, whose hardware address is an IP: by the size of that.  See linux/if_arp.h.
_TUNNELS: Final = {IPv4len: {768, 776, 778}, IPv6len: {769, 823}}

_FIELDS4: Final = re.compile(rb"[^ :\r\t\n]+")
_HEX: Final = re.compile(rb"[0-9a-fA-F]+")


class link(NamedTuple):
    """What the kernel says of an interface."""

    ifindex: int
    mtu: int
    name: str
    hardware: HardwareAddr
    flags: int


def interfaceTable(index: int = 0) -> list[link]:
    """Return all interfaces, or the one of that index.  Raises SyscallError."""
    links = []
    for message in netlinkRIB(RTM_GETLINK, socket.AF_UNSPEC):
        if message.type == RTM_NEWLINK:
            found = newLink(message)
            if index in (0, found.ifindex):
                links.append(found)
    return links


def newLink(message: netlinkMessage) -> link:
    """Read a message of RTM_NEWLINK.  Raises SyscallError."""
    (_, kind, index, flags, _), attrs = _split(message, _IFINFOMSG)
    mtu, name, hardware = 0, "", HardwareAddr()
    for attr, value in attrs:
        if attr == IFLA_IFNAME:
            name = os.fsdecode(value[:-1])  # it ends with a NUL
        elif attr == IFLA_MTU and len(value) >= 4:
            mtu = int.from_bytes(value[:4], sys.byteorder)
        elif attr == IFLA_ADDRESS:
            tunnel = kind in _TUNNELS.get(len(value), ())
            hardware = HardwareAddr(value if any(value) and not tunnel else b"")
    return link(index, mtu, name, hardware, flags)


def interfaceAddrTable(index: int = 0) -> list[IPNet]:
    """Return the addresses of all interfaces, or of one.  Raises SyscallError."""
    addrs = []
    for message in netlinkRIB(RTM_GETADDR, socket.AF_UNSPEC):
        if message.type == RTM_NEWADDR:
            of, addr = newAddr(message)
            if addr is not None and index in (0, of):
                addrs.append(addr)
    return addrs


def newAddr(message: netlinkMessage) -> tuple[int, IPNet | None]:
    """Read a message of RTM_NEWADDR: which interface, and its address if it has one.

    Raises SyscallError.
    """
    (family, bits, _, _, index), attrs = _split(message, _IFADDRMSG)
    # Where there is a local address the other one is the peer's.
    local = any(attr == IFA_LOCAL for attr, _ in attrs)
    for attr, value in attrs:
        if local and attr == IFA_ADDRESS:
            continue
        if family == socket.AF_INET and len(value) >= IPv4len:
            a, b, c, d = value[:IPv4len]
            return index, IPNet(IPv4(a, b, c, d), CIDRMask(bits, 8 * IPv4len))
        if family == socket.AF_INET6 and len(value) >= IPv6len:
            return index, IPNet(IP(value[:IPv6len]), CIDRMask(bits, 8 * IPv6len))
    return index, None


def _split(
    message: netlinkMessage, header: struct.Struct
) -> tuple[tuple[int, ...], list[tuple[int, bytes]]]:
    """Return the header and the attributes of a message.  Raises SyscallError."""
    try:
        if len(message.data) < header.size:
            raise EINVAL()
        attrs = parseNetlinkRouteAttr(message.data[header.size :])
    except Errno as err:
        raise SyscallError("parsenetlinkrouteattr", err) from err
    return header.unpack_from(message.data), attrs


def interfaceMulticastAddrTable(name: str) -> list[IPAddr]:
    """Return the groups that an interface has joined."""
    return [
        *parseProcNetIGMP("/proc/net/igmp", name),
        *parseProcNetIGMP6("/proc/net/igmp6", name),
    ]


def parseProcNetIGMP(path: str, name: str) -> list[IPAddr]:
    """Return what the kernel's list says: a line of an interface, then its groups."""
    addrs = []
    of = ""
    for line in _lines(path)[1:]:  # the first has the titles
        fields = _FIELDS4.findall(line)
        if len(fields) < 4:
            continue
        if not line.startswith((b" ", b"\t")):
            of = os.fsdecode(fields[1])
        elif of == name and len(fields[0]) == 8 and _HEX.fullmatch(fields[0]):
            # The bytes of the address, read as a number of this machine's.
            ip4 = int(fields[0], 16).to_bytes(IPv4len, sys.byteorder)
            addrs.append(IPAddr(IP(ip4).To16()))
    return addrs


def parseProcNetIGMP6(path: str, name: str) -> list[IPAddr]:
    """Return what the kernel's list says: an interface and a group each line."""
    return [IPAddr(ip) for of, ip in _groups6(path) if of == name]


def _groups6(path: str) -> Iterator[tuple[str, IP]]:
    for line in _lines(path):
        fields = line.split()
        if len(fields) >= 6 and len(fields[2]) == 32 and _HEX.fullmatch(fields[2]):
            yield os.fsdecode(fields[1]), IP(bytes.fromhex(fields[2].decode()))


def _lines(path: str) -> list[bytes]:
    try:
        with open(path, "rb") as file:
            return file.read().splitlines()
    except OSError:
        return []  # no such protocol here

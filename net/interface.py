"""The network interfaces of this machine.  Go: net/interface.go"""

from __future__ import annotations

import enum
from typing import Final

from goruntime import errors
from goruntime.os import SyscallError

from . import mac as _mac
from .addr import IPAddr
from .errors import OpError
from .interface_linux import (
    interfaceAddrTable,
    interfaceMulticastAddrTable,
    interfaceTable,
    link,
)
from .ip import IPNet
from .zone import zoneCache


class errInvalidInterfaceIndex(errors.error):
    """No interface has an index below 1."""

    text = "invalid network interface index"


class errInvalidInterfaceName(errors.error):
    """No interface is found by an empty name."""

    text = "invalid network interface name"


class errNoSuchInterface(errors.error):
    """There is no interface of that name or index."""

    text = "no such network interface"


class Flags(enum.IntFlag):
    """What an interface is and does: FlagUp | FlagLoopback.  Go: net.Flags"""

    up = 1
    broadcast = 2
    loopback = 4
    pointtopoint = 8
    multicast = 16
    running = 32

    def __str__(self) -> str:
        """Return up|loopback|running, or 0."""
        return "|".join(str(f.name) for f in Flags if f & self) or "0"

    def String(self) -> str:
        """Return it as str() does."""
        return str(self)


FlagUp: Final = Flags.up
FlagBroadcast: Final = Flags.broadcast
FlagLoopback: Final = Flags.loopback
FlagPointToPoint: Final = Flags.pointtopoint
FlagMulticast: Final = Flags.multicast
FlagRunning: Final = Flags.running

# The kernel's bits.  See linux/if.h.
_IFF: Final = {
    0x0001: FlagUp,
    0x0002: FlagBroadcast,
    0x0008: FlagLoopback,
    0x0010: FlagPointToPoint,
    0x0040: FlagRunning,
    0x1000: FlagMulticast,
}


class Interface:
    """A network interface.  Go: net.Interface

    Index: from 1 on; MTU: bytes a packet may have; Name: "eth0"; HardwareAddr: none
    if it has none; Flags: FlagUp and others.
    """

    __slots__ = ("Flags", "HardwareAddr", "Index", "MTU", "Name")

    def __init__(
        self,
        Index: int = 0,
        MTU: int = 0,
        Name: str = "",
        HardwareAddr: bytes = b"",
        Flags: int = 0,
    ) -> None:
        self.Index = Index
        self.MTU = MTU
        self.Name = Name
        self.HardwareAddr = _mac.HardwareAddr(HardwareAddr)
        self.Flags = _Flags(Flags)

    def Addrs(self) -> list[IPNet]:
        """Return its addresses, each with its network.  Raises OpError."""
        try:
            return interfaceAddrTable(self.Index)
        except SyscallError as err:
            raise _failed(err) from err

    def MulticastAddrs(self) -> list[IPAddr]:
        """Return the multicast groups it has joined."""
        return interfaceMulticastAddrTable(self.Name)

    def _fields(self) -> tuple[object, ...]:
        return self.Index, self.MTU, self.Name, self.HardwareAddr, self.Flags

    def __eq__(self, other: object) -> bool:
        if type(other) is not Interface:
            return NotImplemented
        return self._fields() == other._fields()

    __hash__ = None  # type: ignore[assignment]  # it can be changed

    def __repr__(self) -> str:
        return f"<Interface {self.Index} {self.Name} {self.Flags}>"


_Flags: Final = Flags  # the class, where an argument of the same name hides it


def _failed(err: BaseException | type[BaseException]) -> OpError:
    return OpError(Op="route", Net="ip+net", Err=err)


def _links(index: int = 0) -> list[link]:
    """Return the links, all or one.  Raises OpError."""
    try:
        links = interfaceTable(index)
    except SyscallError as err:
        raise _failed(err) from err
    if links and not index:
        zoneCache.update([(found.ifindex, found.name) for found in links])
    return links


def _interface(found: link) -> Interface:
    flags = Flags(0)
    for bit, flag in _IFF.items():
        if found.flags & bit:
            flags |= flag
    return Interface(found.ifindex, found.mtu, found.name, found.hardware, flags)


def Interfaces() -> list[Interface]:
    """Return the network interfaces.  Raises OpError.  Go: net.Interfaces"""
    return [_interface(found) for found in _links()]


def InterfaceAddrs() -> list[IPNet]:
    """Return the addresses of all interfaces; of which one, it does not say.

    Raises OpError.  Go: net.InterfaceAddrs
    """
    try:
        return interfaceAddrTable()
    except SyscallError as err:
        raise _failed(err) from err


def InterfaceByIndex(index: int) -> Interface:
    """Return the interface of that index.  Raises OpError.  Go: net.InterfaceByIndex"""
    if index <= 0:
        raise _failed(errInvalidInterfaceIndex)
    for found in _links(index):
        return _interface(found)
    raise _failed(errNoSuchInterface)


def InterfaceByName(name: str) -> Interface:
    """Return the interface of that name.  Raises OpError.  Go: net.InterfaceByName"""
    if not name:
        raise _failed(errInvalidInterfaceName)
    for found in _links():
        if found.name == name:
            return _interface(found)
    raise _failed(errNoSuchInterface)

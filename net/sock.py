"""socket: make it, set it up, let it listen or connect.  Go: net/sock_posix.go"""

from __future__ import annotations

import socket as _socket
import sys
from typing import TYPE_CHECKING, Any

from goruntime.os import SyscallError
from goruntime.syscall import EINVAL, Errno

from . import hook
from .addr import UDPAddr
from .fd import NetFD, newFD
from .ip import IPv4zero, IPv6unspecified
from .ipsock import supportsIPv4, supportsIPv4map
from .rawconn import rawConn
from .sockopt import (
    setDefaultListenerSockopts,
    setDefaultMulticastSockopts,
    setDefaultSockopts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from goruntime.context import Context
    from goruntime.syscall import RawConn

    from .sockopt import KeepAliveConfig

    Control = Callable[[Context, str, str, RawConn], object]


class sysListener:
    """One Listen or ListenPacket under way, and its options.  Go: sysListener

    listenTCP, listenUDP and their like, which are its methods in Go, take it first.
    """

    __slots__ = ("control", "keepalive", "keepaliveconfig", "multipath", "network")

    def __init__(
        self,
        network: str,
        control: Control | None = None,
        keepalive: int = 0,
        keepaliveconfig: KeepAliveConfig | None = None,
        multipath: bool = False,
    ) -> None:
        self.network = network
        self.control = control
        self.keepalive = keepalive
        self.keepaliveconfig = keepaliveconfig
        self.multipath = multipath  # TCP alone has it


# Systems that cannot connect to a wildcard address, which means this machine.
NO_WILDCARD_DIAL = ("aix", "freebsd", "openbsd")


def internetSocket(
    ctx: Context,
    net: str,
    laddr: Any,
    raddr: Any,
    sotype: int,
    proto: int,
    mode: str,
    control: Control | None,
) -> NetFD:
    """Make a TCP, UDP or IP socket in the family that fits best.  Go: internetSocket"""
    if sys.platform.startswith(NO_WILDCARD_DIAL) and mode == "dial":
        if raddr is not None and raddr.isWildcard():
            raddr = raddr.toLocal(net)
    family, ipv6only = favoriteAddrFamily(net, laddr, raddr, mode)
    return socket(ctx, net, family, sotype, proto, ipv6only, laddr, raddr, control)


def favoriteAddrFamily(net: str, laddr: Any, raddr: Any, mode: str) -> tuple[int, bool]:
    """Choose the address family, and whether IPv6 shall be alone on the socket.

    A wildcard listener takes IPv6 with IPv4 mapped into it where the kernel can,
    so that one socket serves both; tcp4 and tcp6 say what they want; else the
    family follows the addresses.  Go: favoriteAddrFamily
    """
    if net[-1] == "4":
        return _socket.AF_INET, False
    if net[-1] == "6":
        return _socket.AF_INET6, True
    if mode == "listen" and (laddr is None or laddr.isWildcard()):
        if supportsIPv4map() or not supportsIPv4():
            return _socket.AF_INET6, False
        if laddr is None:
            return _socket.AF_INET, False
        return laddr.family(), False
    if (laddr is None or laddr.family() == _socket.AF_INET) and (
        raddr is None or raddr.family() == _socket.AF_INET
    ):
        return _socket.AF_INET, False
    return _socket.AF_INET6, False


def socket(
    ctx: Context,
    net: str,
    family: int,
    sotype: int,
    proto: int,
    ipv6only: bool,
    laddr: Any,
    raddr: Any,
    control: Control | None,
) -> NetFD:
    """Make a socket that listens, if there is no raddr, or is connected to it.

    Go: socket
    """
    sock = sysSocket(family, sotype, proto)
    try:
        setDefaultSockopts(sock, family, sotype, ipv6only)
    except BaseException:
        sock.close()
        raise
    fd = newFD(sock, family, sotype, net)
    try:
        if laddr is not None and raddr is None:
            if sotype in (_socket.SOCK_STREAM, _socket.SOCK_SEQPACKET):
                listenStream(ctx, fd, laddr, listenerBacklog(), control)
                return fd
            listenDatagram(ctx, fd, laddr, control)
            return fd
        dial(ctx, fd, laddr, raddr, control)
        return fd
    except BaseException:
        fd.Close()
        raise


def sysSocket(family: int, sotype: int, proto: int) -> Any:
    """Make a socket that does not block and is not inherited by programs started."""
    nonblock = getattr(_socket, "SOCK_NONBLOCK", 0)
    try:
        sock = hook.socketFunc(family, sotype | nonblock, proto)
        if not nonblock:
            sock.setblocking(False)
    except OSError as e:
        err = Errno(e.errno or 0)
        raise SyscallError("socket", err) from err
    return sock


def ctrlNetwork(fd: NetFD) -> str:
    """Name the network as a Control callback is told it: tcp4 or tcp6, not tcp."""
    if fd.net.startswith("unix") or fd.net[-1] in "46":
        return fd.net
    return fd.net + ("4" if fd.family == _socket.AF_INET else "6")


def listenStream(
    ctx: Context, fd: NetFD, laddr: Any, backlog: int, control: Control | None
) -> None:
    """Bind fd to laddr and let it listen.  Go: netFD.listenStream"""
    sock = fd.pfd.sock
    setDefaultListenerSockopts(sock)
    lsa = laddr.sockaddr(fd.family)
    if control is not None:
        control(ctx, ctrlNetwork(fd), str(laddr), rawConn(fd))
    bind(sock, lsa)
    try:
        hook.listenFunc(sock, backlog)
    except OSError as e:
        err = Errno(e.errno or 0)
        raise SyscallError("listen", err) from err
    fd.setAddr(sock.getsockname(), None)


def listenDatagram(
    ctx: Context, fd: NetFD, laddr: Any, control: Control | None
) -> None:
    """Bind fd to laddr.  Go: netFD.listenDatagram

    A group's address is bound as the wildcard: one socket can then join several
    groups, and several sockets the same.
    """
    if isinstance(laddr, UDPAddr) and laddr.IP.IsMulticast():
        setDefaultMulticastSockopts(fd.pfd.sock)
        wildcard = IPv4zero if fd.family == _socket.AF_INET else IPv6unspecified
        laddr = UDPAddr(wildcard, laddr.Port, laddr.Zone)
    lsa = laddr.sockaddr(fd.family)
    if control is not None:
        control(ctx, ctrlNetwork(fd), str(laddr), rawConn(fd))
    bind(fd.pfd.sock, lsa)
    fd.setAddr(fd.pfd.sock.getsockname(), None)


def dial(
    ctx: Context, fd: NetFD, laddr: Any, raddr: Any, control: Control | None
) -> None:
    """Bind fd to laddr, if there is one, and connect it to raddr.  Go: netFD.dial"""
    if control is not None:
        address = raddr if raddr is not None else laddr
        text = "" if address is None else str(address)
        control(ctx, ctrlNetwork(fd), text, rawConn(fd))
    sock = fd.pfd.sock
    if laddr is not None:
        bind(sock, laddr.sockaddr(fd.family))
    rsa = None
    if raddr is not None:
        waited = fd.connect(ctx, raddr.sockaddr(fd.family))
        fd.isconnected = True
        if waited and fd._raddr is not None:
            rsa = fd._raddr
    if rsa is None:
        try:
            rsa = sock.getpeername()
        except OSError:
            rsa = raddr
    fd.setAddr(sock.getsockname(), rsa)


def bind(sock: Any, sa: Any) -> None:
    """Bind to a kernel's address.  SyscallError."""
    try:
        sock.bind(sa)
        return
    except OverflowError:  # a port that no kernel has
        err = EINVAL()
    except OSError as e:  # without a number: Python saw itself that it cannot be
        err = Errno(e.errno) if e.errno else EINVAL()
    raise SyscallError("bind", err)


_backlog = 0


def listenerBacklog() -> int:
    """Return the longest accept queue that the system allows.  Go: listenerBacklog"""
    global _backlog
    if _backlog == 0:
        try:
            with open("/proc/sys/net/core/somaxconn") as f:
                _backlog = min(int(f.read()), (1 << 31) - 1)
        except (OSError, ValueError):
            _backlog = _socket.SOMAXCONN
    return _backlog

# cython: annotation_typing=False
"""UDP: UDPConn, DialUDP, ListenUDP, ListenMulticastUDP.  Go: net/udpsock*.go"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from goruntime import context, errors
from goruntime.os import SyscallError
from goruntime.syscall import EINVAL, Errno

from .addr import UDPAddr, addrPortToSockaddr, sockaddrToUDP
from .errors import (
    ErrWriteToConnected,
    OpError,
    UnknownNetworkError,
    errMissingAddress,
)
from .lookup import DefaultResolver
from .net import checkaddr, checkbuffer, conn, writeerror
from .sock import internetSocket, sysListener
from .sockoptip import (
    joinIPv4Group,
    joinIPv6Group,
    setIPv4MulticastInterface,
    setIPv4MulticastLoopback,
    setIPv6MulticastInterface,
    setIPv6MulticastLoopback,
)

if TYPE_CHECKING:
    from .fd import NetFD
    from .interface import Interface
    from .ip import IP
    from .netip import AddrPort

NETWORKS = ("udp", "udp4", "udp6")


class UDPConn(conn):
    """A UDP socket: a PacketConn, and a Conn once it is connected.  Go: net.UDPConn

    A datagram is read whole: what does not fit into the buffer is lost.  One of no
    bytes is read as 0, which is not the end of anything.
    """

    __slots__ = ()

    def ReadFrom(self, b: Any) -> tuple[int, UDPAddr]:
        """Read a datagram into b; return its length and who sent it."""
        fd = self._fd
        try:
            n, sa = fd.pfd.readfrom(b)  # type: ignore[union-attr]
            return n, sockaddrToUDP(fd.family, sa)  # type: ignore[union-attr]
        except Errno as errno:
            err = SyscallError("recvfrom", errno)
            err.__cause__ = errno
            raise fd.operror("read", err) from err  # type: ignore[union-attr]
        except errors.error as err:
            raise fd.operror("read", err) from err  # type: ignore[union-attr]
        except (AttributeError, TypeError):
            checkbuffer(fd, b, "Read")
            raise

    ReadFromUDP = ReadFrom

    def ReadMsgUDP(self, b: Any, oob: Any) -> tuple[int, int, int, UDPAddr]:
        """Read a datagram into b and the control messages that come with it into oob.

        Either may be None.  Returns how many bytes each got, the kernel's flags for
        the message (socket.MSG_TRUNC: it was longer), and who sent it.
        """
        fd = self.fd
        try:
            n, oobn, flags, sa = fd.readMsg(b, oob)
        except errors.error as err:
            raise fd.operror("read", err) from err
        return n, oobn, flags, sockaddrToUDP(fd.family, sa)

    def ReadFromUDPAddrPort(self, b: Any) -> tuple[int, AddrPort]:
        """ReadFrom, with the sender as a value.

        Of a socket of both families an IPv4 sender is in IPv6's form.
        """
        n, addr = self.ReadFrom(b)
        return n, addr.AddrPort()

    def ReadMsgUDPAddrPort(self, b: Any, oob: Any) -> tuple[int, int, int, AddrPort]:
        """ReadMsgUDP, with the sender as a value."""
        n, oobn, flags, addr = self.ReadMsgUDP(b, oob)
        return n, oobn, flags, addr.AddrPort()

    def WriteTo(self, b: Any, addr: Any) -> int:
        """Send b as one datagram to addr, a UDPAddr; return its length.

        Raises OpError: ErrWriteToConnected, if only one destination is possible.
        """
        if not isinstance(addr, UDPAddr):
            checkaddr(addr)
            err = EINVAL()
            raise writeerror(self.fd, addr, err) from err
        return self.WriteToUDP(b, addr)

    def WriteToUDP(self, b: Any, addr: UDPAddr | None) -> int:
        """Send b as one datagram to addr; return its length."""
        fd = self._fd
        try:
            if fd.isconnected:  # type: ignore[union-attr]
                raise ErrWriteToConnected
            if addr is None:
                raise errMissingAddress
            sa = addr.sockaddr(fd.family)  # type: ignore[union-attr]
            return fd.pfd.writeto(b, sa)  # type: ignore[union-attr]
        except Errno as errno:
            err = SyscallError("sendto", errno)
            err.__cause__ = errno
            raise writeerror(fd, addr, err) from err
        except errors.error as err:
            raise writeerror(fd, addr, err) from err
        except (AttributeError, TypeError):
            checkbuffer(fd, b, "Write")
            raise

    def WriteMsgUDP(self, b: Any, oob: Any, addr: UDPAddr | None) -> tuple[int, int]:
        """Send b to addr, with the control messages oob; return both lengths.

        addr is None if, and only if, the socket is connected.
        """
        fd = self.fd
        try:
            sa = None
            if fd.isconnected:
                if addr is not None:
                    raise ErrWriteToConnected
            elif addr is None:
                raise errMissingAddress
            else:
                sa = addr.sockaddr(fd.family)
            return fd.writeMsg(b, oob, sa)
        except errors.error as err:
            raise writeerror(fd, addr, err) from err

    def WriteToUDPAddrPort(self, b: Any, addr: AddrPort) -> int:
        """Send b as one datagram to addr; return its length."""
        fd = self.fd
        try:
            if fd.isconnected:
                raise ErrWriteToConnected
            if not addr.IsValid():
                raise errMissingAddress
            return fd.writeTo(b, addrPortToSockaddr(fd.family, addr))
        except errors.error as err:
            raise writeerror(fd, addrPortUDPAddr(addr), err) from err
        except TypeError:
            checkbuffer(fd, b, "Write")
            raise

    def WriteMsgUDPAddrPort(self, b: Any, oob: Any, addr: AddrPort) -> tuple[int, int]:
        """WriteMsgUDP to addr; the zero AddrPort is for a connected socket."""
        fd = self.fd
        try:
            sa = None
            if fd.isconnected:
                if addr.IsValid():
                    raise ErrWriteToConnected
            elif not addr.IsValid():
                raise errMissingAddress
            else:
                sa = addrPortToSockaddr(fd.family, addr)
            return fd.writeMsg(b, oob, sa)
        except errors.error as err:
            raise writeerror(fd, addrPortUDPAddr(addr), err) from err


class addrPortUDPAddr:
    """An AddrPort, where an error wants an address."""

    __slots__ = ("AddrPort",)

    def __init__(self, addr: AddrPort) -> None:
        self.AddrPort = addr

    def Network(self) -> str:
        return "udp"

    def String(self) -> str:
        return str(self.AddrPort)

    __str__ = String


# --- dialing and listening ----------------------------------------------------


def ResolveUDPAddr(network: str, address: str) -> UDPAddr:
    """Return the address of a host and a port, given as numbers or as names.

    Of several addresses of a name the first IPv4 one, unless network is udp6.
    Raises UnknownNetworkError, AddrError or DNSError.  Go: net.ResolveUDPAddr
    """
    network = network or "udp"
    if network not in NETWORKS:
        raise UnknownNetworkError(network)
    addrs = DefaultResolver.internetAddrList(context.Background(), network, address)
    found = addrs.forResolve(network, address)
    assert isinstance(found, UDPAddr)
    return found


def DialUDP(network: str, laddr: UDPAddr | None, raddr: UDPAddr | None) -> UDPConn:
    """Make a socket that sends to raddr alone, and receives from it alone.

    network is udp, udp4 or udp6; laddr its own address, None for any.  Raises
    OpError.  Go: net.DialUDP
    """
    return checkedDialUDP(context.Background(), network, laddr, raddr)


def checkedDialUDP(
    ctx: context.Context,
    network: str,
    laddr: UDPAddr | None,
    raddr: UDPAddr | None,
    control: Any = None,
) -> UDPConn:
    """Check the arguments, then dial.  Go: dialUDP"""
    try:
        if network not in NETWORKS:
            raise UnknownNetworkError(network)
        if raddr is None:
            raise errMissingAddress
        return dialUDP(ctx, network, laddr, raddr, control)
    except errors.error as err:
        raise OpError("dial", network, laddr, raddr, err) from err


def ListenUDP(network: str, laddr: UDPAddr | None) -> UDPConn:
    """Receive what is sent to laddr; None or port 0: to a free port.

    network is udp, udp4 or udp6.  Raises OpError.  Go: net.ListenUDP
    """
    if laddr is None and network in NETWORKS:
        laddr = UDPAddr()
    try:
        if laddr is None or network not in NETWORKS:
            raise UnknownNetworkError(network)
        return listenUDP(sysListener(network), context.Background(), laddr)
    except errors.error as err:
        raise OpError("listen", network, None, laddr, err) from err


def ListenMulticastUDP(
    network: str, ifi: Interface | None, gaddr: UDPAddr | None
) -> UDPConn:
    """Receive what is sent to the group gaddr on the interface ifi.

    With None for ifi the system chooses one, which Go's documentation advises
    against.  What this machine sends to the group is not received.  Others may listen
    to the same group and port.  Raises OpError.  Go: net.ListenMulticastUDP
    """
    try:
        if network not in NETWORKS:
            raise UnknownNetworkError(network)
        if gaddr is None or not gaddr.IP:
            raise errMissingAddress
        sl = sysListener(network)
        return listenMulticastUDP(sl, context.Background(), ifi, gaddr)
    except errors.error as err:
        raise OpError("listen", network, None, gaddr, err) from err


def dialUDP(
    ctx: context.Context,
    network: str,
    laddr: UDPAddr | None,
    raddr: UDPAddr,
    control: Any = None,
) -> UDPConn:
    """Connect, once the address is known.  Go: sysDialer.dialUDP"""
    return UDPConn(
        internetSocket(
            ctx, network, laddr, raddr, socket.SOCK_DGRAM, 0, "dial", control
        )
    )


def listenUDP(sl: sysListener, ctx: context.Context, laddr: UDPAddr) -> UDPConn:
    """Listen, once the address is known.  Go: sysListener.listenUDP"""
    sotype = socket.SOCK_DGRAM
    return UDPConn(
        internetSocket(ctx, sl.network, laddr, None, sotype, 0, "listen", sl.control)
    )


def listenMulticastUDP(
    sl: sysListener, ctx: context.Context, ifi: Interface | None, gaddr: UDPAddr
) -> UDPConn:
    """Listen, and join the group.  Go: sysListener.listenMulticastUDP"""
    c = listenUDP(sl, ctx, gaddr)
    try:
        ip4 = gaddr.IP.To4()
        if ip4 is not None:
            listenIPv4MulticastUDP(c.fd, ifi, ip4)
        else:
            listenIPv6MulticastUDP(c.fd, ifi, gaddr.IP)
    except BaseException:
        c.Close()
        raise
    return c


def listenIPv4MulticastUDP(fd: NetFD, ifi: Interface | None, ip: IP) -> None:
    """Let fd receive what is sent to the IPv4 group ip, on ifi."""
    if ifi is not None:
        setIPv4MulticastInterface(fd, ifi.Index)
    setIPv4MulticastLoopback(fd, False)
    joinIPv4Group(fd, 0 if ifi is None else ifi.Index, ip)


def listenIPv6MulticastUDP(fd: NetFD, ifi: Interface | None, ip: IP) -> None:
    """Let fd receive what is sent to the IPv6 group ip, on ifi."""
    if ifi is not None:
        setIPv6MulticastInterface(fd, ifi.Index)
    setIPv6MulticastLoopback(fd, False)
    joinIPv6Group(fd, 0 if ifi is None else ifi.Index, ip)

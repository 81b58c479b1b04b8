"""Raw IP: IPConn, DialIP, ListenIP.  Go: net/iprawsock*.go"""

from __future__ import annotations

import socket
from typing import Any

from goruntime import context, errors
from goruntime.syscall import EINVAL

from .addr import IPAddr, sockaddrToIP
from .errors import (
    ErrWriteToConnected,
    OpError,
    UnknownNetworkError,
    errMissingAddress,
)
from .lookup import DefaultResolver
from .net import checkaddr, checkbuffer, conn, writeerror
from .protocols import IP_NETWORKS, parseNetwork
from .sock import internetSocket, sysListener

HEADER = 20  # bytes of an IPv4 header, at least


class IPConn(conn):
    """A raw socket of one protocol of IP: a Conn and a PacketConn.  Go: net.IPConn

    ReadFrom takes IPv4's header off; Read and ReadMsgIP leave it.
    """

    __slots__ = ()

    def ReadFrom(self, b: Any) -> tuple[int, IPAddr]:
        """Read a packet into b, without its IPv4 header; return length and sender."""
        fd = self.fd
        try:
            n, sa = fd.readFrom(b)
        except errors.error as err:
            raise fd.operror("read", err) from err
        except TypeError:
            checkbuffer(fd, b, "Read")
            raise
        if fd.family == socket.AF_INET:
            n = stripIPv4Header(n, b)
        return n, sockaddrToIP(fd.family, sa)

    def ReadFromIP(self, b: Any) -> tuple[int, IPAddr]:
        """ReadFrom."""
        return self.ReadFrom(b)

    def ReadMsgIP(self, b: Any, oob: Any) -> tuple[int, int, int, IPAddr]:
        """Read a packet into b and the control messages that come with it into oob.

        Either may be None.  Returns how many bytes each got, the kernel's flags for
        the packet (socket.MSG_TRUNC: it was longer), and who sent it.
        """
        fd = self.fd
        try:
            n, oobn, flags, sa = fd.readMsg(b, oob)
        except errors.error as err:
            raise fd.operror("read", err) from err
        return n, oobn, flags, sockaddrToIP(fd.family, sa)

    def WriteTo(self, b: Any, addr: Any) -> int:
        """Send b as one packet to addr, an IPAddr; return its length.

        Raises OpError: ErrWriteToConnected, if only one destination is possible.
        """
        if not isinstance(addr, IPAddr):
            checkaddr(addr)
            err = EINVAL()
            raise writeerror(self.fd, addr, err) from err
        return self.WriteToIP(b, addr)

    def WriteToIP(self, b: Any, addr: IPAddr | None) -> int:
        """Send b as one packet to addr; return its length."""
        fd = self.fd
        try:
            if fd.isconnected:
                raise ErrWriteToConnected
            if addr is None:
                raise errMissingAddress
            return fd.writeTo(b, addr.sockaddr(fd.family))
        except errors.error as err:
            raise writeerror(fd, addr, err) from err
        except TypeError:
            checkbuffer(fd, b, "Write")
            raise

    def WriteMsgIP(self, b: Any, oob: Any, addr: IPAddr | None) -> tuple[int, int]:
        """Send b to addr, with the control messages oob; return both lengths."""
        fd = self.fd
        try:
            if fd.isconnected:
                raise ErrWriteToConnected
            if addr is None:
                raise errMissingAddress
            return fd.writeMsg(b, oob, addr.sockaddr(fd.family))
        except errors.error as err:
            raise writeerror(fd, addr, err) from err


def stripIPv4Header(n: int, b: Any) -> int:
    """Take the IPv4 header off the n bytes in b, if it is there; return the rest's."""
    view = memoryview(b).cast("B") if n else memoryview(b"")
    if len(view) < HEADER:
        return n
    size = (view[0] & 0x0F) << 2
    if not HEADER <= size <= min(len(view), n) or view[0] >> 4 != 4:
        return n
    view[: n - size] = view[size:n]
    return n - size


# --- dialing and listening ----------------------------------------------------


def ResolveIPAddr(network: str, address: str) -> IPAddr:
    """Return the address of a host, given in figures or as a name.

    network is ip, ip4 or ip6, with a protocol or without.  Of several addresses of a
    name the first IPv4 one, unless network is ip6.  Raises UnknownNetworkError,
    AddrError or DNSError.  Go: net.ResolveIPAddr
    """
    network = network or "ip"
    afnet, _ = parseNetwork(network, False)
    if afnet not in IP_NETWORKS:
        raise UnknownNetworkError(network)
    addrs = DefaultResolver.internetAddrList(context.Background(), afnet, address)
    found = addrs.forResolve(network, address)
    assert isinstance(found, IPAddr)
    return found


def DialIP(network: str, laddr: IPAddr | None, raddr: IPAddr | None) -> IPConn:
    """Make a raw socket that sends to raddr alone, and receives from it alone.

    network is ip, ip4 or ip6, a colon and a protocol: "ip4:icmp", "ip6:58".  It takes
    the right to use raw sockets.  Raises OpError.  Go: net.DialIP
    """
    return checkedDialIP(context.Background(), network, laddr, raddr)


def checkedDialIP(
    ctx: context.Context,
    network: str,
    laddr: IPAddr | None,
    raddr: IPAddr | None,
    control: Any = None,
) -> IPConn:
    """Check the arguments, then dial.  Go: dialIP"""
    try:
        if raddr is None:
            raise errMissingAddress
        return dialIP(ctx, network, laddr, raddr, control)
    except errors.error as err:
        raise OpError("dial", network, laddr, raddr, err) from err


def ListenIP(network: str, laddr: IPAddr | None) -> IPConn:
    """Receive the packets of a protocol that are sent to laddr; None: to any address.

    network is as for DialIP.  Raises OpError.  Go: net.ListenIP
    """
    if laddr is None:
        laddr = IPAddr()
    try:
        return listenIP(sysListener(network), context.Background(), laddr)
    except errors.error as err:
        raise OpError("listen", network, None, laddr, err) from err


def ipNetwork(network: str) -> tuple[str, int]:
    """Split a network of IP, which must name its protocol."""
    afnet, proto = parseNetwork(network, True)
    if afnet not in IP_NETWORKS:
        raise UnknownNetworkError(network)
    return afnet, proto


def dialIP(
    ctx: context.Context,
    network: str,
    laddr: IPAddr | None,
    raddr: IPAddr,
    control: Any = None,
) -> IPConn:
    """Connect, once the address is known.  Go: sysDialer.dialIP"""
    net, proto = ipNetwork(network)
    return IPConn(
        internetSocket(ctx, net, laddr, raddr, socket.SOCK_RAW, proto, "dial", control)
    )


def listenIP(sl: sysListener, ctx: context.Context, laddr: IPAddr) -> IPConn:
    """Listen, once the address is known.  Go: sysListener.listenIP"""
    net, proto = ipNetwork(sl.network)
    sotype = socket.SOCK_RAW
    return IPConn(
        internetSocket(ctx, net, laddr, None, sotype, proto, "listen", sl.control)
    )

"""Unix sockets: UnixConn, UnixListener, DialUnix, ListenUnix, ListenUnixgram.
Go: net/unixsock*.go
"""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any, Final

from goruntime import context, errors
from goruntime.io import EOF
from goruntime.sync import Once
from goruntime.syscall import EAFNOSUPPORT, EINVAL
from goruntime.syscall.sockcmsg import setCloseOnExec

from . import sock
from .addr import UnixAddr, sockaddrToUnix
from .errors import (
    ErrWriteToConnected,
    OpError,
    UnknownNetworkError,
    errMissingAddress,
)
from .fd import UNIX_NETWORKS
from .listener import listener
from .net import checkaddr, checkbuffer, streamconn, writeerror

if TYPE_CHECKING:
    from .fd import NetFD

SOCKET_TYPES: Final = {net: sotype for sotype, net in UNIX_NETWORKS.items()}
# Let descriptors that come not be inherited by programs started.
CMSG_CLOEXEC: Final[int] = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


class UnixConn(streamconn):
    """A Unix socket: a Conn, and a PacketConn if it is of datagrams.  Go: net.UnixConn

    Its network is unix (a stream), unixgram (datagrams) or unixpacket (a stream of
    messages).
    """

    __slots__ = ()

    def ReadFrom(self, b: Any) -> tuple[int, UnixAddr | None]:
        """Read into b; return how many bytes, and who sent them, None without a name.

        Raises io.EOF at the end of a stream.
        """
        fd = self._fd
        try:
            n, sa = fd.readFrom(b)  # type: ignore[union-attr]
            return n, sender(fd, sa)  # type: ignore[arg-type]
        except EOF:
            raise
        except errors.error as err:
            raise fd.operror("read", err) from err  # type: ignore[union-attr]
        except (AttributeError, TypeError):
            checkbuffer(fd, b, "Read")
            raise

    def ReadFromUnix(self, b: Any) -> tuple[int, UnixAddr | None]:
        """ReadFrom."""
        return self.ReadFrom(b)

    def ReadMsgUnix(self, b: Any, oob: Any) -> tuple[int, int, int, UnixAddr | None]:
        """Read into b, and the control messages that come with it into oob.

        Either may be None.  Returns how many bytes each got, the kernel's flags for
        the message, and who sent it.  A message can bring descriptors
        (syscall.ParseUnixRights), which programs started do not inherit.  On a
        stream control messages without data come with one byte.
        """
        fd = self.fd
        try:
            n, oobn, flags, sa = fd.readMsg(b, oob, CMSG_CLOEXEC)
        except EOF:
            raise
        except errors.error as err:
            raise fd.operror("read", err) from err
        if not CMSG_CLOEXEC and oobn:
            setCloseOnExec(memoryview(oob).cast("B")[:oobn])
        return n, oobn, flags, sender(fd, sa)

    def WriteTo(self, b: Any, addr: Any) -> int:
        """Send b as one datagram to addr, a UnixAddr; return its length.

        Raises OpError: ErrWriteToConnected, if only one destination is possible.
        """
        if not isinstance(addr, UnixAddr):
            checkaddr(addr)
            err = EINVAL()
            raise writeerror(self.fd, addr, err) from err
        return self.WriteToUnix(b, addr)

    def WriteToUnix(self, b: Any, addr: UnixAddr | None) -> int:
        """Send b as one datagram to addr; return its length."""
        fd = self._fd
        try:
            if fd.isconnected:  # type: ignore[union-attr]
                raise ErrWriteToConnected
            if addr is None:
                raise errMissingAddress
            return fd.writeTo(b, target(fd, addr))  # type: ignore[union-attr,arg-type]
        except errors.error as err:
            raise writeerror(fd, addr, err) from err
        except (AttributeError, TypeError):
            checkbuffer(fd, b, "Write")
            raise

    def WriteMsgUnix(self, b: Any, oob: Any, addr: UnixAddr | None) -> tuple[int, int]:
        """Send b to addr, with the control messages oob; return both lengths.

        addr is None for a stream.  syscall.UnixRights makes a control message that
        passes descriptors.
        """
        fd = self.fd
        try:
            if fd.sotype == socket.SOCK_DGRAM and fd.isconnected:
                raise ErrWriteToConnected
            sa = None if addr is None else target(fd, addr)
            return fd.writeMsg(b, oob, sa)
        except errors.error as err:
            raise writeerror(fd, addr, err) from err


def sender(fd: NetFD, sa: Any) -> UnixAddr | None:
    """Return whom the kernel says a message is from, None for nobody with a name."""
    return sockaddrToUnix(UNIX_NETWORKS[fd.sotype], sa) if sa else None


def target(fd: NetFD, addr: UnixAddr) -> str:
    """Return an address of fd's network as the kernel is told it."""
    if addr.Net != UNIX_NETWORKS[fd.sotype]:
        raise EAFNOSUPPORT
    return addr.sockaddr(fd.family)


class UnixListener(listener[UnixConn]):
    """A listener of a Unix socket.  Go: net.UnixListener

    Closing it removes the socket's file, if listening has made it.
    """

    __slots__ = ("_once", "_path", "_unlink")

    def __init__(
        self, fd: NetFD | None = None, path: str = "", unlink: bool = False
    ) -> None:
        super().__init__(fd)
        self._path = path
        self._unlink = unlink
        self._once = Once()

    def accept(self, fd: NetFD) -> UnixConn:
        """Make a connection of what comes next on fd.  Go: UnixListener.accept"""
        return UnixConn(fd.accept())

    def AcceptUnix(self) -> UnixConn:
        """Accept."""
        return self.Accept()

    def Close(self) -> None:
        """Stop listening, and remove the socket's file; see SetUnlinkOnClose.

        Who waits in Accept gets ErrClosed.  Raises OpError if it is closed already.
        """
        # Only the first Close removes it: after that the path may be another's.
        if self._fd is not None:
            self._once.Do(self._remove)
        super().Close()

    def _remove(self) -> None:
        if self._unlink and not self._path.startswith("@"):
            try:
                os.unlink(self._path)
            except OSError:
                pass  # somebody else was faster

    def SetUnlinkOnClose(self, unlink: bool) -> None:
        """Say whether Close removes the socket's file.

        It does at first, unless the listener comes from FileListener.
        """
        self._unlink = unlink


# --- dialing and listening ----------------------------------------------------


def ResolveUnixAddr(network: str, address: str) -> UnixAddr:
    """Return the address with that name; network is unix, unixgram or unixpacket.

    Raises UnknownNetworkError.  Go: net.ResolveUnixAddr
    """
    if network not in SOCKET_TYPES:
        raise UnknownNetworkError(network)
    return UnixAddr(Name=address, Net=network)


def DialUnix(network: str, laddr: UnixAddr | None, raddr: UnixAddr | None) -> UnixConn:
    """Connect to raddr, from laddr if it is not None.

    network is unix, unixgram or unixpacket.  Raises OpError.  Go: net.DialUnix
    """
    return checkedDialUnix(context.Background(), network, laddr, raddr)


def checkedDialUnix(
    ctx: context.Context,
    network: str,
    laddr: UnixAddr | None,
    raddr: UnixAddr | None,
    control: Any = None,
) -> UnixConn:
    """Check the network, then dial.  Go: dialUnix"""
    try:
        if network not in SOCKET_TYPES:
            raise UnknownNetworkError(network)
        return dialUnix(ctx, network, laddr, raddr, control)
    except errors.error as err:
        raise OpError("dial", network, laddr, raddr, err) from err


def ListenUnix(network: str, laddr: UnixAddr | None) -> UnixListener:
    """Listen on laddr; without a name, on one of the system's.

    network is unix or unixpacket.  Raises OpError.  Go: net.ListenUnix
    """
    try:
        if network not in ("unix", "unixpacket"):
            raise UnknownNetworkError(network)
        if laddr is None:
            raise errMissingAddress
        return listenUnix(sock.sysListener(network), context.Background(), laddr)
    except errors.error as err:
        raise OpError("listen", network, None, laddr, err) from err


def ListenUnixgram(network: str, laddr: UnixAddr | None) -> UnixConn:
    """Receive the datagrams that are sent to laddr; network is unixgram.

    Raises OpError.  Go: net.ListenUnixgram
    """
    try:
        if network != "unixgram":
            raise UnknownNetworkError(network)
        if laddr is None:
            raise errMissingAddress
        sl = sock.sysListener(network)
        return listenUnixgram(sl, context.Background(), laddr)
    except errors.error as err:
        raise OpError("listen", network, None, laddr, err) from err


def unixSocket(
    ctx: context.Context,
    network: str,
    laddr: UnixAddr | None,
    raddr: UnixAddr | None,
    mode: str,
    control: Any,
) -> NetFD:
    """Make a socket that listens or is connected.  Go: unixSocket"""
    if network not in SOCKET_TYPES:
        raise UnknownNetworkError(network)
    sotype = SOCKET_TYPES[network]
    if mode == "dial":
        if laddr is not None and laddr.isWildcard():
            laddr = None
        if raddr is not None and raddr.isWildcard():
            raddr = None
        # Datagrams can be sent without a peer, and received with a name alone.
        if raddr is None and (sotype != socket.SOCK_DGRAM or laddr is None):
            raise errMissingAddress
    return sock.socket(
        ctx, network, socket.AF_UNIX, sotype, 0, False, laddr, raddr, control
    )


def dialUnix(
    ctx: context.Context,
    network: str,
    laddr: UnixAddr | None,
    raddr: UnixAddr | None,
    control: Any = None,
) -> UnixConn:
    """Connect.  Go: sysDialer.dialUnix"""
    return UnixConn(unixSocket(ctx, network, laddr, raddr, "dial", control))


def listenUnix(
    sl: sock.sysListener, ctx: context.Context, laddr: UnixAddr
) -> UnixListener:
    """Listen for connections.  Go: sysListener.listenUnix"""
    fd = unixSocket(ctx, sl.network, laddr, None, "listen", sl.control)
    return UnixListener(fd, str(fd.laddr), True)


def listenUnixgram(
    sl: sock.sysListener, ctx: context.Context, laddr: UnixAddr
) -> UnixConn:
    """Listen for datagrams.  Go: sysListener.listenUnixgram"""
    return UnixConn(unixSocket(ctx, sl.network, laddr, None, "listen", sl.control))

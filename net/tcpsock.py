"""TCP: TCPConn, TCPListener, DialTCP, ListenTCP.  Go: net/tcpsock*.go"""

from __future__ import annotations

import functools
import socket
from typing import TYPE_CHECKING, Any, Final

from goruntime import context, errors, io, time
from goruntime.io.partial import countof, partial
from goruntime.os import SyscallError
from goruntime.syscall import EADDRNOTAVAIL

from . import hook
from .addr import TCPAddr
from .errors import OpError, UnknownNetworkError, errMissingAddress
from .listener import listener
from .lookup import resolveTCPAddr
from .mptcpsock import bydefault, isUsingMultipathTCP, multipathfirst
from .net import streamconn
from .sock import internetSocket, sysListener
from .sockopt import (
    DEFAULT_KEEPALIVE_COUNT,
    DEFAULT_KEEPALIVE_IDLE,
    DEFAULT_KEEPALIVE_INTERVAL,
    TCP_KEEPIDLE,
    KeepAliveConfig,
    setKeepAlive,
    setKeepAliveCount,
    setKeepAliveIdle,
    setKeepAliveInterval,
    setLinger,
    setNoDelay,
)
from .splice_linux import readFrom, writeTo

if TYPE_CHECKING:
    from .fd import NetFD

NETWORKS = ("tcp", "tcp4", "tcp6")
# What newTCPConn comes down to when nothing else is wanted.
DEFAULTS: Final = (
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, TCP_KEEPIDLE, DEFAULT_KEEPALIVE_IDLE // time.Second),
    (
        socket.IPPROTO_TCP,
        socket.TCP_KEEPINTVL,
        DEFAULT_KEEPALIVE_INTERVAL // time.Second,
    ),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, DEFAULT_KEEPALIVE_COUNT),
)


class TCPConn(streamconn):
    """A TCP connection.  Go: net.TCPConn"""

    __slots__ = ()

    def ReadFrom(self, r: io.Reader) -> int:
        """Write all that r has, to its end; return how many bytes.

        What comes from a file or another stream, a LimitedReader of one, too, the
        kernel moves by itself.  Raises OpError, whose ``n`` says how much was written.
        """
        fd = self.fd
        try:
            return readFrom(self, r)
        except io.EOF:
            raise
        except (errors.error, OSError) as err:
            raise partial(fd.operror("readfrom", err), countof(err)) from err

    def WriteTo(self, w: io.Writer) -> int:
        """Write all that comes, to its end, to w; return how many bytes.

        To another stream the kernel moves it by itself.  Raises OpError, whose ``n``
        says how much was written.
        """
        fd = self.fd
        try:
            return writeTo(self, w)
        except io.EOF:
            raise
        except (errors.error, OSError) as err:
            raise partial(fd.operror("writeto", err), countof(err)) from err

    def SetLinger(self, sec: int) -> None:
        """Say what Close does with data not yet sent.

        Negative, as at first: it is sent in the background.  0: it is thrown
        away, and the peer gets a reset.  Else: for at most sec seconds.
        """
        self._set(setLinger, sec)

    def SetKeepAlive(self, keepalive: bool) -> None:
        """Let the system probe a silent peer, or not."""
        self._set(setKeepAlive, keepalive)

    def SetKeepAlivePeriod(self, d: time.DurationLike) -> None:
        """Set how long the peer may be silent before it is probed.

        A plain number is seconds; 0 is Go's default of 15 s, negative: unchanged.
        """
        self._set(setKeepAliveIdle, time.asduration(d))

    def SetKeepAliveConfig(self, config: KeepAliveConfig) -> None:
        """Set all there is to keep-alive, the times even if it is not enabled."""
        self._set(setKeepAlive, config.Enable)
        self._set(setKeepAliveIdle, config.Idle)
        self._set(setKeepAliveInterval, config.Interval)
        self._set(setKeepAliveCount, config.Count)

    def SetNoDelay(self, noDelay: bool) -> None:
        """Send at once, as at first, or wait a moment for more (Nagle's algorithm)."""
        self._set(setNoDelay, noDelay)

    def MultipathTCP(self) -> bool:
        """Tell whether both ends use multipath TCP: see Dialer.SetMultipathTCP."""
        return isUsingMultipathTCP(self.fd)

    def _set(self, setter: Any, value: Any) -> None:
        fd = self.fd
        try:
            setter(fd, value)
        except errors.error as err:
            raise fd.operror("set", err) from err


def newTCPConn(
    fd: NetFD, keepaliveidle: int, keepalivecfg: KeepAliveConfig | None
) -> TCPConn:
    """Set what Go sets on every TCP connection: no delay, keep-alive."""
    c = TCPConn(fd)
    if (
        keepaliveidle == 0
        and keepalivecfg is None
        and hook.testHookSetKeepAlive is None
    ):
        try:  # fast path: the defaults, and nobody else has the socket yet
            for option in DEFAULTS:
                fd.pfd.sock.setsockopt(*option)
        except OSError:
            pass  # as below
        return c
    try:
        setNoDelay(fd, True)
        if (keepalivecfg is None or not keepalivecfg.Enable) and keepaliveidle >= 0:
            idle = time.Duration(keepaliveidle)
            keepalivecfg = KeepAliveConfig(Enable=True, Idle=idle)
        if keepalivecfg is not None and keepalivecfg.Enable:
            c.SetKeepAliveConfig(keepalivecfg)
            if hook.testHookSetKeepAlive is not None:
                hook.testHookSetKeepAlive(keepalivecfg)
    except errors.error:
        pass  # the peer may be gone already: Read and Write will tell
    return c


class TCPListener(listener[TCPConn]):
    """A TCP listener.  Go: net.TCPListener"""

    __slots__ = ("_keepalive", "_keepaliveconfig")

    def __init__(
        self,
        fd: NetFD | None = None,
        keepalive: int = 0,
        keepaliveconfig: KeepAliveConfig | None = None,
    ) -> None:
        super().__init__(fd)
        self._keepalive = keepalive
        self._keepaliveconfig = keepaliveconfig

    def accept(self, fd: NetFD) -> TCPConn:
        """Make a connection of what comes next on fd.  Go: TCPListener.accept"""
        return newTCPConn(fd.accept(), self._keepalive, self._keepaliveconfig)

    def AcceptTCP(self) -> TCPConn:
        """Accept."""
        return self.Accept()


# --- dialing and listening ----------------------------------------------------


def DialTCP(network: str, laddr: TCPAddr | None, raddr: TCPAddr | None) -> TCPConn:
    """Connect to raddr, from laddr if it is not None.  network: tcp, tcp4, tcp6.

    Raises OpError.  Go: net.DialTCP
    """
    ctx = context.Background()
    return checkedDialTCP(ctx, network, laddr, raddr, bydefault(listens=False))


def checkedDialTCP(
    ctx: context.Context,
    network: str,
    laddr: TCPAddr | None,
    raddr: TCPAddr | None,
    multipath: bool,
    control: Any = None,
    keepalive: int = 0,
    keepaliveconfig: KeepAliveConfig | None = None,
) -> TCPConn:
    """Check the arguments, then dial.  Go: dialTCP"""
    try:
        if network not in NETWORKS:
            raise UnknownNetworkError(network)
        if raddr is None:
            raise errMissingAddress
        dial = functools.partial(
            dialTCP,
            *(ctx, network, laddr, raddr),
            *(control, keepalive, keepaliveconfig),
        )
        c: TCPConn = multipathfirst(multipath, dial)
        return c
    except errors.error as err:
        raise OpError("dial", network, laddr, raddr, err) from err


def ListenTCP(network: str, laddr: TCPAddr | None) -> TCPListener:
    """Listen on laddr; None or port 0: on a free port.  network: tcp, tcp4, tcp6.

    Raises OpError.  Go: net.ListenTCP
    """
    if network not in NETWORKS:
        raise OpError("listen", network, None, laddr, UnknownNetworkError(network))
    if laddr is None:
        laddr = TCPAddr()
    try:
        sl = sysListener(network, multipath=bydefault(listens=True))
        return listenTCP(sl, context.Background(), laddr)
    except errors.error as err:
        raise OpError("listen", network, None, laddr, err) from err


def dialTCP(
    ctx: context.Context,
    network: str,
    laddr: TCPAddr | None,
    raddr: TCPAddr,
    control: Any = None,
    keepalive: int = 0,
    keepaliveconfig: KeepAliveConfig | None = None,
    proto: int = 0,
) -> TCPConn:
    """Connect, once the address is known.  Go: sysDialer.dialTCP"""
    if hook.testHookDialTCP is not None:
        c: TCPConn = hook.testHookDialTCP(ctx, network, laddr, raddr)
        return c
    tries = 3 if laddr is None or laddr.Port == 0 else 1
    while True:
        tries -= 1
        try:
            fd = internetSocket(
                ctx, network, laddr, raddr, socket.SOCK_STREAM, proto, "dial", control
            )
        except SyscallError as err:
            # The kernel's choice of a port can collide when it is in a hurry.
            if tries and isinstance(err.Err, EADDRNOTAVAIL):
                continue
            raise
        # A port that nobody listens on may be chosen as our own: the kernel then
        # connects the socket with itself.
        if tries and selfConnect(fd):
            fd.Close()
            continue
        return newTCPConn(fd, keepalive, keepaliveconfig)


def selfConnect(fd: NetFD) -> bool:
    """Tell whether a socket was connected to itself.  Go: selfConnect"""
    la, ra = fd._laddr, fd._raddr
    if type(la) is tuple and type(ra) is tuple:  # as the kernel says them
        return bool(la[1] == ra[1] and la[0] == ra[0])
    if fd.laddr is None or fd.raddr is None:
        return True
    return bool(fd.laddr.Port == fd.raddr.Port and fd.laddr.IP.Equal(fd.raddr.IP))


def listenTCP(sl: sysListener, ctx: context.Context, laddr: TCPAddr) -> TCPListener:
    """Listen, once the address is known.

    Go: sysListener.listenTCP, sysListener.listenMPTCP
    """
    tcp = functools.partial(listenTCPProto, sl, ctx, laddr)
    ln: TCPListener = multipathfirst(sl.multipath, tcp)
    return ln


def listenTCPProto(
    sl: sysListener, ctx: context.Context, laddr: TCPAddr, proto: int
) -> TCPListener:
    """Listen by TCP, or by multipath TCP.  Go: sysListener.listenTCPProto"""
    sotype = socket.SOCK_STREAM
    fd = internetSocket(
        ctx, sl.network, laddr, None, sotype, proto, "listen", sl.control
    )
    return TCPListener(fd, sl.keepalive, sl.keepaliveconfig)


def ResolveTCPAddr(network: str, address: str) -> TCPAddr:
    """Return the address of a host and a port, given as numbers or as names.

    Of several addresses of a name the first IPv4 one, unless network is tcp6.
    Raises UnknownNetworkError, AddrError or DNSError.  Go: net.ResolveTCPAddr
    """
    return resolveTCPAddr(network, address)

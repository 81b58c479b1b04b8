"""Listen: announce on an address.  Go: net/dial.go, the lower half"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goruntime import context, errors, time

from .addr import IPAddr, TCPAddr, UDPAddr, UnixAddr
from .errors import AddrError, OpError
from .iprawsock import listenIP
from .ipsock import isIPv4
from .lookup import DefaultResolver
from .mptcpsock import multipathChoice
from .sock import sysListener
from .tcpsock import listenTCP
from .udpsock import listenUDP
from .unixsock import listenUnix, listenUnixgram

if TYPE_CHECKING:
    from collections.abc import Callable

    from goruntime.syscall import RawConn

    from .net import Listener, PacketConn
    from .sock import Control
    from .sockopt import KeepAliveConfig


class ListenConfig(multipathChoice):
    """How to listen.  Go: net.ListenConfig

    Control          called as f(network, address, syscall.RawConn) between
                     socket and bind, to set options of the socket
    KeepAlive        the idle time before keep-alive probes on accepted connections;
                     0 means 15 s, negative off; KeepAliveConfig, if enabled, has
                     precedence
    """

    __slots__ = ("Control", "KeepAlive", "KeepAliveConfig")
    _listens = True

    def __init__(
        self,
        *,
        Control: Callable[[str, str, RawConn], object] | None = None,
        KeepAlive: time.DurationLike = 0,
        KeepAliveConfig: KeepAliveConfig | None = None,
    ) -> None:
        self.Control = Control
        self.KeepAlive = time.Duration(time.asduration(KeepAlive))
        self.KeepAliveConfig = KeepAliveConfig
        super().__init__()

    def Listen(self, ctx: context.Context, network: str, address: str) -> Listener:
        """Listen; ctx bounds the look-up of a name in address, nothing else."""
        la = self.resolve(ctx, network, address)
        sl = self.listener(network)
        try:
            if isinstance(la, TCPAddr):
                return listenTCP(sl, ctx, la)
            if isinstance(la, UnixAddr):
                return listenUnix(sl, ctx, la)
            raise AddrError("unexpected address type", address)
        except errors.error as err:
            raise OpError("listen", network, None, la, err) from err

    def ListenPacket(
        self, ctx: context.Context, network: str, address: str
    ) -> PacketConn:
        """Listen for datagrams; see the function of that name."""
        la = self.resolve(ctx, network, address)
        sl = self.listener(network)
        try:
            if isinstance(la, UDPAddr):
                return listenUDP(sl, ctx, la)
            if isinstance(la, IPAddr):
                return listenIP(sl, ctx, la)
            if isinstance(la, UnixAddr):
                return listenUnixgram(sl, ctx, la)
            raise AddrError("unexpected address type", address)
        except errors.error as err:
            raise OpError("listen", network, None, la, err) from err

    def resolve(self, ctx: context.Context, network: str, address: str) -> Any:
        """Return the one address to listen on."""
        try:
            addrs = DefaultResolver.resolveAddrList(
                ctx, "listen", network, address, None
            )
        except errors.error as err:
            raise OpError("listen", network, None, None, err) from err
        return addrs.first(isIPv4)

    def listener(self, network: str) -> sysListener:
        """Return what takes the options down to the socket."""
        return sysListener(
            *(network, self.control(), self.KeepAlive, self.KeepAliveConfig),
            multipath=self.MultipathTCP(),
        )

    def control(self) -> Control | None:
        """Return Control in the form that a Dialer's ControlContext has."""
        plain = self.Control
        if plain is None:
            return None

        def control(ctx: Any, network: str, address: str, c: RawConn) -> object:
            return plain(network, address, c)

        return control


def Listen(network: str, address: str) -> Listener:
    """Listen on address; network is tcp, tcp4, tcp6, unix or unixpacket.

    address is "host:port".  Without a host, or with 0.0.0.0 or [::], it listens on
    all of this machine's addresses, of IPv4 and of IPv6.  Port 0 is a free one;
    ``Addr()`` tells which.  For unix and unixpacket address is a path, or "@" and a
    name; with none the system gives one.

        ln = net.Listen("tcp", ":8080")
        for conn in ln:
            go(handle, conn)

    Raises OpError.  Go: net.Listen
    """
    return ListenConfig().Listen(context.Background(), network, address)


def ListenPacket(network: str, address: str) -> PacketConn:
    """Receive the datagrams that are sent to address.

    network is udp, udp4 or udp6, with an address as for Listen; unixgram, with a path;
    or ip, ip4 or ip6 and a protocol ("ip4:icmp"), with a host.  Raises OpError.
    Go: net.ListenPacket
    """
    return ListenConfig().ListenPacket(context.Background(), network, address)

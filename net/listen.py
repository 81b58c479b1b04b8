"""Listen: announce on an address.  Go: net/dial.go, the lower half"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goruntime import context, errors, time

from .addr import TCPAddr
from .errors import AddrError, OpError
from .ipsock import isIPv4
from .lookup import DefaultResolver
from .tcpsock import listenTCP

if TYPE_CHECKING:
    from collections.abc import Callable

    from .net import Listener
    from .rawconn import RawConn
    from .sockopt import KeepAliveConfig


class ListenConfig:
    """How to listen.  Go: net.ListenConfig

    Control          called as f(network, address, RawConn) between socket and bind,
                     to set options of the socket
    KeepAlive        the idle time before keep-alive probes on accepted connections;
                     0 means 15 s, negative off; KeepAliveConfig, if enabled, has
                     precedence
    """

    __slots__ = ("Control", "KeepAlive", "KeepAliveConfig")

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

    def Listen(self, ctx: context.Context, network: str, address: str) -> Listener:
        """Listen; ctx bounds the look-up of a name in address, nothing else."""
        try:
            addrs = DefaultResolver.resolveAddrList(
                ctx, "listen", network, address, None
            )
        except errors.error as err:
            raise OpError("listen", network, None, None, err) from err
        la: Any = addrs.first(isIPv4)
        control = None
        if self.Control is not None:
            plain = self.Control

            def control(ctx: Any, network: str, address: str, c: RawConn) -> object:
                return plain(network, address, c)

        try:
            if isinstance(la, TCPAddr):
                return listenTCP(
                    ctx, network, la, control, self.KeepAlive, self.KeepAliveConfig
                )
            raise AddrError("unexpected address type", address)
        except errors.error as err:
            raise OpError("listen", network, None, la, err) from err


def Listen(network: str, address: str) -> Listener:
    """Listen on address; network is tcp, tcp4 or tcp6.

    address is "host:port".  Without a host, or with 0.0.0.0 or [::], it listens on
    all of this machine's addresses, of IPv4 and of IPv6.  Port 0 is a free one;
    ``Addr()`` tells which.

        ln = net.Listen("tcp", ":8080")
        for conn in ln:
            go(handle, conn)

    Raises OpError.  Go: net.Listen
    """
    return ListenConfig().Listen(context.Background(), network, address)

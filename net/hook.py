"""Seams for tests: what rarely happens by itself.  Go: net/hook.go, net/hook_unix.go

Module variables, looked up at each call, so that a test can put its own there.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .addr import IPAddr, TCPAddr
    from .sockopt import KeepAliveConfig

Socket = socket.SocketType  # the C type: no Python-level methods, a third of the size


def _getsockoptint(sock: Any, level: int, name: int) -> int:
    value: int = sock.getsockopt(level, name)
    return value


def _connect(sock: Any, address: Any) -> int:
    errno: int = sock.connect_ex(address)
    return errno


def _listen(sock: Any, backlog: int) -> None:
    sock.listen(backlog)


def _lookupip(lookup: Callable[..., list[IPAddr]], *args: Any) -> list[IPAddr]:
    return lookup(*args)


def _hostname() -> str:
    return os.uname().nodename


def _mdnsallow() -> bool:
    try:
        os.stat("/etc/mdns.allow")
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def _nothing() -> None:
    pass


# Make a socket: (family, type, protocol); OSError.
socketFunc: Callable[..., Any] = Socket
# Connect; the errno, 0 for done.
connectFunc: Callable[[Any, Any], int] = _connect
listenFunc: Callable[[Any, int], None] = _listen
getsockoptIntFunc: Callable[[Any, int, int], int] = _getsockoptint

# Called instead of the real dial: (ctx, network, laddr, raddr) -> TCPConn.
testHookDialTCP: Callable[[Any, str, TCPAddr | None, TCPAddr], Any] | None = None
# Called around a look-up: (lookup, ctx, network, host).
testHookLookupIP: Callable[..., list[IPAddr]] = _lookupip
# Called when a dial that was cancelled has been told so.
testHookCanceledDial: Callable[[], object] = _nothing
# Called with what a new connection's keep-alive was set to.
testHookSetKeepAlive: Callable[[KeepAliveConfig], object] | None = None

hostsFilePath = "/etc/hosts"
resolvConfPath = "/etc/resolv.conf"
nsswitchPath = "/etc/nsswitch.conf"
# Whether there is a file of domains that multicast DNS is for.
mdnsAllow: Callable[[], bool] = _mdnsallow
# This machine's own name; OSError.
getHostname: Callable[[], str] = _hostname

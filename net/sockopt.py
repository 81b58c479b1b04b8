"""Socket options.  Go: net/sockopt_*.go, net/tcpsockopt_*.go"""

from __future__ import annotations

import socket
import struct
import sys
from typing import TYPE_CHECKING, Any, Final

from goruntime import time
from goruntime.os import SyscallError
from goruntime.syscall import Errno

if TYPE_CHECKING:
    from .fd import NetFD

DEFAULT_KEEPALIVE_IDLE: Final = 15 * time.Second
DEFAULT_KEEPALIVE_INTERVAL: Final = 15 * time.Second
DEFAULT_KEEPALIVE_COUNT: Final = 9

TCP_KEEPIDLE: Final[int] = getattr(socket, "TCP_KEEPIDLE", 0x10)  # macOS: KEEPALIVE
_SECOND: Final = 1_000_000_000


class KeepAliveConfig:
    """How TCP tells whether a silent peer is still there.

    Enable turns it on.  Idle is the silence before the first probe, Interval the
    time between two probes, Count how many may be lost.  Zero means Go's default
    (15 s, 15 s, 9), a negative value leaves the system's as it is.

    Go: net.KeepAliveConfig
    """

    __slots__ = ("Count", "Enable", "Idle", "Interval")

    def __init__(
        self,
        Enable: bool = False,
        Idle: time.DurationLike = 0,
        Interval: time.DurationLike = 0,
        Count: int = 0,
    ) -> None:
        self.Enable = Enable
        self.Idle = time.Duration(time.asduration(Idle))
        self.Interval = time.Duration(time.asduration(Interval))
        self.Count = Count

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KeepAliveConfig):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[bool, int, int, int]:
        return self.Enable, int(self.Idle), int(self.Interval), self.Count

    def __repr__(self) -> str:
        return (
            f"KeepAliveConfig(Enable={self.Enable}, Idle={self.Idle}, "
            f"Interval={self.Interval}, Count={self.Count})"
        )


def setDefaultSockopts(sock: Any, family: int, sotype: int, ipv6only: bool) -> None:
    """Set what Go sets on every new socket: dual stack or not, broadcast."""
    if family == socket.AF_INET6 and sotype != socket.SOCK_RAW:
        # A kernel without dual stack refuses; bind will tell.
        _try(sock, socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(ipv6only))
    if sotype in (socket.SOCK_DGRAM, socket.SOCK_RAW) and family != socket.AF_UNIX:
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        except OSError as e:
            err = Errno(e.errno or 0)
            raise SyscallError("setsockopt", err) from err


def setDefaultListenerSockopts(sock: Any) -> None:
    """Let a listener's port be bound again while old connections linger."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    except OSError as e:
        err = Errno(e.errno or 0)
        raise SyscallError("setsockopt", err) from err


def setDefaultMulticastSockopts(sock: Any) -> None:
    """Let others listen to the same group and port."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "SO_REUSEPORT") and sys.platform != "linux":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except OSError as e:
        err = Errno(e.errno or 0)
        raise SyscallError("setsockopt", err) from err


def _try(sock: Any, level: int, name: int, value: int) -> None:
    try:
        sock.setsockopt(level, name, value)
    except OSError:
        pass


def setsockopt(fd: NetFD, level: int, name: int, value: int | bytes) -> None:
    """Set an option of a socket in use; SyscallError, or ErrClosed."""
    try:
        fd.pfd.setsockopt(level, name, value)
    except Errno as err:
        raise SyscallError("setsockopt", err) from err


def setNoDelay(fd: NetFD, nodelay: bool) -> None:
    """Send at once, or wait a moment for more."""
    setsockopt(fd, socket.IPPROTO_TCP, socket.TCP_NODELAY, int(nodelay))


def setKeepAlive(fd: NetFD, keepalive: bool) -> None:
    """Probe a silent peer, or not."""
    setsockopt(fd, socket.SOL_SOCKET, socket.SO_KEEPALIVE, int(keepalive))


def setKeepAliveIdle(fd: NetFD, d: int) -> None:
    """Set the silence before the first probe, in ns; negative: leave it."""
    if d >= 0:
        _setseconds(fd, TCP_KEEPIDLE, d or DEFAULT_KEEPALIVE_IDLE)


def setKeepAliveInterval(fd: NetFD, d: int) -> None:
    """Set the time between two probes, in ns; negative: leave it."""
    if d >= 0:
        _setseconds(fd, socket.TCP_KEEPINTVL, d or DEFAULT_KEEPALIVE_INTERVAL)


def setKeepAliveCount(fd: NetFD, n: int) -> None:
    """Set how many probes may be lost; negative: leave it."""
    if n >= 0:
        setsockopt(
            fd, socket.IPPROTO_TCP, socket.TCP_KEEPCNT, n or DEFAULT_KEEPALIVE_COUNT
        )


def _setseconds(fd: NetFD, name: int, d: int) -> None:
    seconds = -(-int(d) // _SECOND)  # rounded up: the kernel counts in seconds
    setsockopt(fd, socket.IPPROTO_TCP, name, min(seconds, (1 << 31) - 1))


def setLinger(fd: NetFD, sec: int) -> None:
    """Set how long close waits for what is not sent; negative: not at all."""
    onoff = sec >= 0
    value = struct.pack("ii", onoff, max(sec, 0))
    setsockopt(fd, socket.SOL_SOCKET, socket.SO_LINGER, value)


def setReadBuffer(fd: NetFD, n: int) -> None:
    """Set the size of the receive buffer, in bytes."""
    setsockopt(fd, socket.SOL_SOCKET, socket.SO_RCVBUF, n)


def setWriteBuffer(fd: NetFD, n: int) -> None:
    """Set the size of the send buffer, in bytes."""
    setsockopt(fd, socket.SOL_SOCKET, socket.SO_SNDBUF, n)

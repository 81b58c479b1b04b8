"""Multipath TCP: one connection over several networks.  Go: net/mptcpsock_linux.go,
net/dial.go

A listener speaks it with who asks for it, which costs others nothing: a plain client's
connection is a plain TCP socket.  So listeners use it unless told otherwise, and
dialers only if told so.  Where the kernel lacks it, it is TCP.

GODEBUG=multipathtcp=0 takes it from listeners, 1 gives it to dialers as well, 3 to
dialers alone.
"""

from __future__ import annotations

import os
import re
import socket
from errno import EINVAL, ENOPROTOOPT, EOPNOTSUPP, EPROTONOSUPPORT
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final

from goruntime import errors
from goruntime.os import SyscallError

from . import hook
from .ipsock import supportsIPv4

if TYPE_CHECKING:
    from collections.abc import Callable

    from .fd import NetFD

IPPROTO_MPTCP: Final = 262
SOL_MPTCP: Final = 284
MPTCP_INFO: Final = 1
SO_PROTOCOL: Final[int] = getattr(socket, "SO_PROTOCOL", 38)


class multipathChoice:
    """The methods of Dialer and ListenConfig that say whether to use it."""

    __slots__ = ("_multipath",)

    _listens: ClassVar[bool]

    def __init__(self) -> None:
        self._multipath: bool | None = None  # as is the default

    def MultipathTCP(self) -> bool:
        """Tell whether it is to be used, where there is such a thing."""
        chosen = self._multipath
        return bydefault(self._listens) if chosen is None else chosen

    def SetMultipathTCP(self, use: bool) -> None:
        """Say whether to use it, whatever the default is."""
        self._multipath = use


def bydefault(listens: bool) -> bool:
    """Tell whether listeners, or dialers, use it unless told otherwise."""
    debug = os.environ.get("GODEBUG", "")
    found = debug and re.findall(r"(?:^|,)multipathtcp=(\d)", debug)
    setting = found[-1] if found else "2"
    return setting in ("12" if listens else "13")


@cache
def supportsMultipathTCP() -> bool:
    """Ask the kernel, once; what may change later counts as yes."""
    family = socket.AF_INET if supportsIPv4() else socket.AF_INET6
    try:
        hook.Socket(family, socket.SOCK_STREAM, IPPROTO_MPTCP).close()
    except OSError as e:
        return e.errno not in (EPROTONOSUPPORT, EINVAL)
    return True


@cache
def hasinfo() -> bool:
    """Tell whether the kernel, from 5.16 on, says what became of a connection."""
    version = re.match(r"(\d+)\.(\d+)", os.uname().release)
    return version is not None and (int(version[1]), int(version[2])) >= (5, 16)


def multipathfirst(use: bool, make: Callable[[int], Any]) -> Any:
    """Return make(protocol): with multipath TCP, if it is wanted and can be had.

    Go: sysDialer.dialMPTCP, sysListener.listenMPTCP
    """
    if use and supportsMultipathTCP():
        try:
            return make(IPPROTO_MPTCP)
        except SyscallError as err:
            if err.Syscall == "bind":
                raise  # TCP would be told the same
    return make(0)


def isplain(sock: Any) -> bool:
    """Tell whether a socket that a multipath listener accepted is a plain one."""
    try:
        return bool(sock.getsockopt(socket.SOL_SOCKET, SO_PROTOCOL) != IPPROTO_MPTCP)
    except OSError:
        return False


def isUsingMultipathTCP(fd: NetFD) -> bool:
    """Tell whether a connection's two ends have agreed on it."""
    if not supportsMultipathTCP():
        return False
    sock = fd.pfd.sock
    try:
        fd.pfd.incref()
    except errors.error:
        return False  # closed
    try:
        if not hasinfo():
            return not isplain(sock)
        sock.getsockopt(SOL_MPTCP, MPTCP_INFO)
    except OSError as e:
        return e.errno not in (EOPNOTSUPP, ENOPROTOOPT)
    finally:
        fd.pfd.decref()
    return True

"""Sockets that were opened elsewhere: FileConn, FileListener, FilePacketConn.
Go: net/file*.go
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Protocol

from goruntime import errors
from goruntime.os import File, SyscallError
from goruntime.syscall import EINVAL, EPROTONOSUPPORT, Errno

from . import hook
from .addr import IPAddr, TCPAddr, UDPAddr, UnixAddr
from .errors import OpError
from .fd import NetFD, newFD
from .iprawsock import IPConn
from .tcpsock import TCPListener, newTCPConn
from .udpsock import UDPConn
from .unixsock import UnixConn, UnixListener

if TYPE_CHECKING:
    from collections.abc import Callable

    from .net import Conn, Listener, PacketConn


class hasFileno(Protocol):
    """What has a descriptor, as Python's sockets and files do."""

    def fileno(self) -> int: ...


class fileAddr(str):
    """A file's name, where an error wants an address."""

    __slots__ = ()

    def Network(self) -> str:
        return "file+net"

    def String(self) -> str:
        return str(self)


def FileConn(f: File | hasFileno) -> Conn:
    """Return a connection over a copy of the socket that f is.

    f stays open; closing one leaves the other.  It may be a socket of Python's, too,
    which then does not block any more.  Raises OpError.  Go: net.FileConn
    """
    c: Conn = _adopt(f, _conn)
    return c


def FileListener(f: File | hasFileno) -> Listener:
    """Return a listener over a copy of the listening socket that f is.

    f stays open; closing one leaves the other.  A Unix socket's file is not removed
    at the end.  f may be as for FileConn.  Raises OpError.  Go: net.FileListener
    """
    ln: Listener = _adopt(f, _listener)
    return ln


def FilePacketConn(f: File | hasFileno) -> PacketConn:
    """Return a connection of datagrams over a copy of the socket that f is.

    f stays open; closing one leaves the other.  It may be as for FileConn.  Raises
    OpError.  Go: net.FilePacketConn
    """
    c: PacketConn = _adopt(f, _packetconn)
    return c


def _adopt(f: File | hasFileno, make: Callable[[NetFD], Any]) -> Any:
    """Make what is wanted of f; None from make says that f is something else."""
    if isinstance(f, File):
        number, name = f.Fd(), f.Name()
    else:
        number = f.fileno()
        name = str(number)
    try:
        fd = newFileFD(number)
        made = make(fd)
        if made is None:
            fd.Close()
            raise EINVAL
        return made
    except errors.error as err:
        raise OpError("file", "file+net", None, fileAddr(name), err) from err


def _conn(fd: NetFD) -> Any:
    if isinstance(fd.laddr, TCPAddr):
        return newTCPConn(fd, 0, None)
    return _packetconn(fd)


def _packetconn(fd: NetFD) -> Any:
    match fd.laddr:
        case UDPAddr():
            return UDPConn(fd)
        case IPAddr():
            return IPConn(fd)
        case UnixAddr():
            return UnixConn(fd)
    return None


def _listener(fd: NetFD) -> Any:
    match fd.laddr:
        case TCPAddr():
            return TCPListener(fd)
        case UnixAddr(Name=path):
            return UnixListener(fd, path, False)
    return None


def newFileFD(number: int) -> NetFD:
    """Copy a descriptor that somebody else has opened, and let the poller watch it."""
    try:
        copy = os.dup(number)
    except OSError as e:
        err = Errno(e.errno or 0)
        raise SyscallError("fcntl", err) from err
    try:
        sock = hook.Socket(fileno=copy)
    except OSError as e:  # no socket
        os.close(copy)
        err = Errno(e.errno or 0)
        raise SyscallError("getsockopt", err) from err
    sock.setblocking(False)
    fd = newFD(sock, sock.family, sock.type, "")
    try:
        laddr = fd.decode(sock.getsockname())
        if laddr is None:
            raise EPROTONOSUPPORT
        fd.net = laddr.Network()
        fd.pfd.handout()  # others have it, too, and may read or write
    except BaseException:
        fd.Close()
        raise
    fd.setAddr(laddr, peername(sock))
    return fd


def peername(sock: Any) -> Any:
    """Return the kernel's address of the peer, None if there is none."""
    try:
        return sock.getpeername()
    except OSError:
        return None

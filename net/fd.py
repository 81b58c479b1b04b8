# cython: annotation_typing=False
"""NetFD: a network descriptor with its two addresses.  Go: net/fd_unix.go"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from errno import EALREADY, EINPROGRESS, EINTR, EINVAL, EISCONN
from typing import TYPE_CHECKING, Any, Final

from goruntime import Gosched, context
from goruntime.os import File, SyscallError
from goruntime.poll import SocketFD
from goruntime.syscall import Errno

from . import hook
from .addr import sockaddrToIP, sockaddrToTCP, sockaddrToUDP, sockaddrToUnix
from .errors import OpError, mapErr
from .mptcpsock import IPPROTO_MPTCP, isplain

if TYPE_CHECKING:
    from goruntime import time


# What Python's socket says an address with: of IP, of Unix, of Unix without a path.
KERNEL: Final = (tuple, str, bytes)
UNIX_NETWORKS: Final[dict[int, str]] = {
    socket.SOCK_STREAM: "unix",
    socket.SOCK_DGRAM: "unixgram",
    socket.SOCK_SEQPACKET: "unixpacket",
}
INET_ADDRS: Final[dict[int, Callable[[int, Any], Any]]] = {
    socket.SOCK_STREAM: sockaddrToTCP,
    socket.SOCK_DGRAM: sockaddrToUDP,
    socket.SOCK_RAW: sockaddrToIP,
}


def newFD(sock: Any, family: int, sotype: int, net: str) -> NetFD:
    """Make a NetFD of a socket that does not block.  Go: newFD"""
    isstream = sotype == socket.SOCK_STREAM
    isunix = family == socket.AF_UNIX
    pfd = SocketFD(
        sock,
        isstream=isstream,
        zeroreadiseof=sotype not in (socket.SOCK_DGRAM, socket.SOCK_RAW),
        # Not multipath TCP, which has its data from several sockets.
        hints=isstream and not isunix and sock.proto != IPPROTO_MPTCP,
        # A Unix stream's read can end early, at passed descriptors.
        asks=isstream and isunix,
    )
    return NetFD(pfd, family, sotype, net)


class NetFD:
    """A poll.FD, what network it is of, and the addresses of its two ends."""

    __slots__ = ("_laddr", "_raddr", "family", "isconnected", "net", "pfd", "sotype")

    def __init__(self, pfd: SocketFD, family: int, sotype: int, net: str) -> None:
        self.pfd = pfd
        self.family = family
        self.sotype = sotype
        self.net = net
        self.isconnected = False
        self._laddr: Any = None
        self._raddr: Any = None

    # The kernel's addresses are decoded when somebody asks: few programs do.

    @property
    def laddr(self) -> Any:
        addr = self._laddr
        if isinstance(addr, KERNEL):  # two threads may both decode it: to the same
            addr = self._laddr = self.decode(addr)
        return addr

    @property
    def raddr(self) -> Any:
        addr = self._raddr
        if isinstance(addr, KERNEL):  # two threads may both decode it: to the same
            addr = self._raddr = self.decode(addr)
        return addr

    def setAddr(self, laddr: Any, raddr: Any) -> None:
        """Note both ends, as addresses or as the kernel says them."""
        self._laddr = laddr
        self._raddr = raddr

    def decode(self, sa: Any) -> Any:
        """Return a kernel's address as this socket's; None for an unknown kind.

        Go: netFD.addrFunc
        """
        if self.family == socket.AF_UNIX:
            net = UNIX_NETWORKS.get(self.sotype)
            return None if net is None else sockaddrToUnix(net, sa)
        if self.family not in (socket.AF_INET, socket.AF_INET6):
            return None
        make = INET_ADDRS.get(self.sotype)
        return None if make is None else make(self.family, sa)

    def name(self) -> str:
        """Name it as os.File does: tcp:127.0.0.1:80->127.0.0.1:1024."""
        ls, rs = (str(a) if a is not None else "" for a in (self.laddr, self.raddr))
        return f"{self.net}:{ls}->{rs}"

    def operror(self, op: str, err: BaseException) -> OpError:
        """Wrap err as what op between the two ends met with."""
        return OpError(op, self.net, self.laddr, self.raddr, err)

    # --- connecting and accepting ---

    def connect(self, ctx: context.Context, ra: Any) -> bool:
        """Connect to a kernel's address.  True if that had to be waited for.

        Go: netFD.connect
        """
        sock = self.pfd.sock
        try:
            errno = hook.connectFunc(sock, ra)
            if errno == EINPROGRESS:
                # Fast path: on this machine it is through already, which the second
                # call says.
                errno = hook.connectFunc(sock, ra)
        except (OverflowError, OSError):  # an address that no kernel could have
            errno = EINVAL
        if errno in (0, EISCONN):
            if ctx.Done() is not None and ctx.Err() is not None:
                raise mapErr(ctx.Err())
            Gosched()  # as if it had waited: who dials in a loop lets others run
            return False
        if errno not in (EINPROGRESS, EALREADY, EINTR):
            raise SyscallError("connect", Errno(errno))
        if ctx.Done() is None:
            self.waitconnected()
            return True
        deadline, has = ctx.Deadline()
        if has:
            self.pfd.setwritedeadline(deadline)
        # The wait ends when ctx is done: by a deadline that has passed.  Not before
        # connect is done with it may the deadline be taken back, or a late
        # cancellation would break the first Write.
        stop = context.AfterFunc(ctx, self.cancelconnect)
        try:
            self.waitconnected()
        except Exception:
            if not stop() and ctx.Err() is not None:
                raise mapErr(ctx.Err()) from None
            raise
        except BaseException:
            stop()
            raise
        if not stop():
            raise mapErr(ctx.Err())
        if has:
            self.pfd.setwritedeadline(None)
        return True

    def cancelconnect(self) -> None:
        try:
            self.pfd.setpast()
        except Exception:
            pass  # closed already: there is nothing left to cancel
        hook.testHookCanceledDial()

    def waitconnected(self) -> None:
        """Wait until the kernel has connected, or raise why it could not."""
        pfd = self.pfd
        while True:
            pfd.waitwrite()
            try:
                errno = hook.getsockoptIntFunc(
                    pfd.sock, socket.SOL_SOCKET, socket.SO_ERROR
                )
            except OSError as e:
                err = Errno(e.errno or 0)
                raise SyscallError("getsockopt", err) from err
            if errno in (EINPROGRESS, EALREADY, EINTR):
                continue
            if errno == EISCONN:
                return
            if errno:
                raise SyscallError("connect", Errno(errno))
            # Writable without an error and yet not connected: woken too early.
            try:
                self._raddr = pfd.sock.getpeername()
            except OSError:
                continue
            return

    def accept(self) -> NetFD:
        """Wait for a connection.  Go: netFD.accept"""
        try:
            fd, rsa = self.pfd.accept()
        except Errno as err:
            raise SyscallError("accept4", err) from err
        sock = hook.Socket(self.family, self.sotype, 0, fileno=fd)
        sock.setblocking(False)
        netfd = newFD(sock, self.family, self.sotype, self.net)
        if self.pfd.sock.proto == IPPROTO_MPTCP and not isplain(sock):
            netfd.pfd.hints = False
        netfd.isconnected = True
        netfd.setAddr(sock.getsockname(), rsa)
        return netfd

    # --- input and output ---

    def Read(self, p: Any) -> int:
        try:
            return self.pfd.read(p)
        except Errno as err:
            raise SyscallError("read", err) from err

    def Write(self, p: Any) -> int:
        try:
            return self.pfd.write(p)
        except Errno as err:
            wrapped = SyscallError("write", err)
            wrapped.n = err.n
            raise wrapped from err

    def readFrom(self, p: Any) -> tuple[int, Any]:
        try:
            return self.pfd.readfrom(p)
        except Errno as err:
            raise SyscallError("recvfrom", err) from err

    def writeTo(self, p: Any, sa: Any) -> int:
        try:
            return self.pfd.writeto(p, sa)
        except Errno as err:
            raise SyscallError("sendto", err) from err

    def readMsg(self, p: Any, oob: Any, flags: int = 0) -> tuple[int, int, int, Any]:
        try:
            return self.pfd.readmsg(p, oob, flags)
        except Errno as err:
            raise SyscallError("recvmsg", err) from err

    def writeMsg(self, p: Any, oob: Any, sa: Any) -> tuple[int, int]:
        try:
            return self.pfd.writemsg(p, oob, sa)
        except Errno as err:
            raise SyscallError("sendmsg", err) from err

    def writeBuffers(self, v: list[Any]) -> int:
        try:
            return self.pfd.writev(v)
        except Errno as err:
            wrapped = SyscallError("writev", err)
            wrapped.n = err.n
            raise wrapped from err

    def Close(self) -> None:
        self.pfd.close()

    def shutdown(self, how: int) -> None:
        try:
            self.pfd.shutdown(how)
        except Errno as err:
            raise SyscallError("shutdown", err) from err

    def SetDeadline(self, t: time.TimeLike) -> None:
        self.pfd.setdeadline(t)

    def dup(self, *, listens: bool = False) -> File:
        """Return a copy of the descriptor, as a file.  Go: netFD.dup

        Whoever gets its number, a child, expects it to wait.  A listener's stays in
        non-blocking mode, as accept cannot do without.
        """
        self.pfd.incref()
        try:
            self.pfd.share()
            return File(os.dup(self.pfd.sysfd), self.name(), restore=not listens)
        except OSError as e:
            err = Errno(e.errno or 0)
            raise SyscallError("dup", err) from err
        finally:
            self.pfd.decref()

    def __repr__(self) -> str:
        return f"<NetFD {self.net} {self.pfd!r}>"

# cython: annotation_typing=False
"""SocketFD: an FD that has datagrams, messages and writev.
Go: internal/poll/fd_unix.go, internal/poll/writev.go

The form of an operation, and what keeps it right, is said in fd.py.  Nothing is
remembered of readiness here: a datagram that was read says nothing of the next one.
"""

from __future__ import annotations

from errno import EAGAIN, EINTR, EINVAL
from itertools import islice
from socket import MSG_DONTWAIT, SO_TYPE, SOCK_DGRAM, SOL_SOCKET
from typing import Any, Final

from ..io.errors import EOF, ErrUnexpectedEOF
from ..io.view import readable, writable
from ..syscall import Errno, ParseSocketControlMessage
from ..syscall.sockcmsg import packControlMessages
from ..sysio import MSG_NOSIGNAL
from ..sysio import recvfrom as sysrecvfrom
from ..sysio import sendto as syssendto
from . import hook
from .errors import ErrNetClosing
from .fd import BURST, FD, MAX_RW

MAX_VEC: Final = 1024  # buffers that one writev takes


class sharedsocket:
    """A socket that says of each call that it must not wait.

    The mode that says so for all of them belongs to every copy of the descriptor, and
    whoever has one may want to wait.  accept knows no such flag.
    """

    __slots__ = ("_sock",)

    def __init__(self, sock: Any) -> None:
        self._sock = sock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def recv_into(self, p: Any) -> Any:
        return self._sock.recv_into(p, 0, MSG_DONTWAIT)

    def recvfrom_into(self, p: Any) -> Any:
        return self._sock.recvfrom_into(p, 0, MSG_DONTWAIT)

    def recvmsg_into(self, buffers: Any, room: int, flags: int) -> Any:
        return self._sock.recvmsg_into(buffers, room, flags | MSG_DONTWAIT)

    def send(self, p: Any, flags: int) -> Any:
        return self._sock.send(p, flags | MSG_DONTWAIT)

    def sendto(self, p: Any, flags: int, sa: Any) -> Any:
        return self._sock.sendto(p, flags | MSG_DONTWAIT, sa)

    def sendmsg(self, buffers: Any, oob: Any, flags: int, sa: Any = None) -> Any:
        return self._sock.sendmsg(buffers, oob, flags | MSG_DONTWAIT, sa)


class SocketFD(FD):
    """The FD of a socket of any kind."""

    __slots__ = ()

    def share(self) -> None:
        """Get along with copies of the descriptor, in whatever mode."""
        self.handout()
        if not self.isshared():
            self.sock = sharedsocket(self.sock)

    def isshared(self) -> bool:
        """Tell whether there were copies: splice and sendfile might wait then."""
        return type(self.sock) is sharedsocket

    def readfrom(self, p: Any) -> tuple[int, Any]:
        """Read a datagram into p: its length, its sender or None.  Go: FD.ReadFrom

        What of it does not fit is lost.  The sender is as the kernel says it.
        """
        fdmu = self.fdmu
        try:  # fast path: nobody else reads
            fdmu.rtoken.pop()
        except IndexError:
            if not fdmu.lock(fdmu.rtoken, fdmu.rwait):
                raise ErrNetClosing from None
        try:
            pd = self.pd
            if pd.rd != 0 or pd.closing:
                pd.prepareRead()
            pd.rg = None  # what prepareRead comes down to when nothing is wrong
            while True:
                got = sysrecvfrom(self.sock, p)
                n = got[0]
                if n > 0:
                    self.burst += 1
                    if self.burst > BURST:
                        self.yieldnow()
                    return got
                if n == 0:
                    if self.zeroreadiseof:
                        raise EOF
                    return got
                if n == -EAGAIN:
                    self.burst = 0
                    pd.waitRead()
                elif n != -EINTR:
                    raise Errno(-n)
        finally:
            fdmu.rtoken.append(True)
            if fdmu.rwait:
                fdmu.wakeone(fdmu.rwait)
            if fdmu.closing and fdmu.leave():
                self.destroy()

    def writeto(self, p: Any, sa: Any) -> int:
        """Send p as one datagram to a kernel's address.  Go: FD.WriteTo"""
        fdmu = self.fdmu
        try:  # fast path: nobody else writes
            fdmu.wtoken.pop()
        except IndexError:
            if not fdmu.lock(fdmu.wtoken, fdmu.wwait):
                raise ErrNetClosing from None
        try:
            pd = self.pd
            if pd.wd != 0 or pd.closing or fdmu.closing:
                pd.prepareWrite()
            pd.wg = None
            while True:
                n = syssendto(self.sock, p, sa)
                if n >= 0:
                    self.burst += 1
                    if self.burst > BURST:
                        self.yieldnow()
                    return n
                if n == -EAGAIN:
                    self.burst = 0
                    pd.waitWrite()
                elif n != -EINTR:
                    raise Errno(-n)
        finally:
            fdmu.wtoken.append(True)
            if fdmu.wwait:
                fdmu.wakeone(fdmu.wwait)
            if fdmu.closing and fdmu.leave():
                self.destroy()

    def readmsg(self, p: Any, oob: Any, flags: int) -> tuple[int, int, int, Any]:
        """Read a message into p and what came beside it into oob.  Go: FD.ReadMsg

        Returns both lengths, the kernel's flags, and the sender.
        """
        b = writable(bytearray() if p is None else p)
        control = writable(bytearray() if oob is None else oob)
        stand_in = self.standin(b, control)
        self.readlock()
        try:
            self.pd.prepareRead()
            while True:
                self.burst += 1
                if self.burst > BURST:
                    self.yieldnow()
                try:
                    n, messages, got, sa = self.sock.recvmsg_into(
                        (bytearray(1) if stand_in else b,), control.nbytes, flags
                    )
                except OSError as e:
                    errno = e.errno or 0
                else:
                    break
                if errno == EAGAIN:
                    self.burst = 0
                    self.pd.waitRead()
                elif errno != EINTR:
                    raise Errno(errno)
        finally:
            self.readunlock()
        if n == 0 and self.zeroreadiseof:
            raise EOF
        raw = packControlMessages(messages)[: control.nbytes]
        control[: len(raw)] = raw
        return n, len(raw), got, sa

    def writemsg(self, p: Any, oob: Any, sa: Any) -> tuple[int, int]:
        """Send p, and oob beside it, to a kernel's address; None: to the peer.

        Returns both lengths.  Go: FD.WriteMsg
        """
        b = readable(b"" if p is None else p)
        control = readable(b"" if oob is None else oob)
        messages = [
            (m.Header.Level, m.Header.Type, m.Data)
            for m in ParseSocketControlMessage(control)
        ]
        stand_in = self.standin(b, control)
        self.writelock()
        try:
            self.pd.prepareWrite()
            while True:
                self.burst += 1
                if self.burst > BURST:
                    self.yieldnow()
                try:
                    n: int = self.sock.sendmsg(
                        (b"\0" if stand_in else b,), messages, MSG_NOSIGNAL, sa
                    )
                except OverflowError:  # a port that no kernel has
                    raise Errno(EINVAL) from None
                except OSError as e:
                    errno = e.errno or EINVAL  # Python saw itself that it cannot be
                else:
                    return 0 if stand_in else n, control.nbytes
                if errno == EAGAIN:
                    self.burst = 0
                    self.pd.waitWrite()
                elif errno != EINTR:
                    raise Errno(errno)
        finally:
            self.writeunlock()

    def standin(self, b: memoryview, control: memoryview) -> bool:
        """Tell whether a byte must go for no data: a stream takes no control alone."""
        if b.nbytes or not control.nbytes:
            return False
        return bool(self.sock.getsockopt(SOL_SOCKET, SO_TYPE) != SOCK_DGRAM)

    def writev(self, v: list[Any]) -> int:
        """Write all of the buffers of v, which loses what is written.  Go: FD.Writev

        An error says by ``n`` how much was written.
        """
        self.writelock()
        done = 0
        try:
            self.pd.prepareWrite()
            while True:
                chunks = self.chunks(v)
                if not chunks:
                    v.clear()  # what is left is empty
                    return done
                self.burst += 1
                if self.burst > BURST:
                    self.yieldnow()
                try:
                    n: int = self.sock.sendmsg(chunks, (), MSG_NOSIGNAL)
                except OSError as e:
                    if e.errno == EAGAIN:
                        self.burst = 0
                        self.pd.waitWrite()
                    elif e.errno != EINTR:
                        raise Errno(e.errno or EINVAL) from None
                    continue
                hook.TestHookDidWritev(n)
                if n == 0:
                    raise ErrUnexpectedEOF
                done += n
                consume(v, n)
        except BaseException as exc:
            exc.n = done  # type: ignore[attr-defined]
            raise
        finally:
            self.wfull = -1  # others have written what that was noted after
            self.writeunlock()

    def chunks(self, v: list[Any]) -> list[memoryview]:
        """Return what one system call takes of v."""
        chunks = []
        for b in islice(filter(len, map(readable, v)), MAX_VEC):
            if self.isstream and len(b) > MAX_RW:
                chunks.append(b[:MAX_RW])
                break
            chunks.append(b)
        return chunks


def consume(v: list[Any], n: int) -> None:
    """Take n bytes off the front of v's buffers, and what is empty with them."""
    gone = 0
    for b in v:
        view = readable(b)
        if view.nbytes > n:
            v[gone] = view[n:]
            break
        n -= view.nbytes
        gone += 1
    del v[:gone]

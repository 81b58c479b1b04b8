# cython: annotation_typing=False
"""Conn, Listener, and what every connection can do.  Go: net/net.go"""

from __future__ import annotations

from socket import SHUT_RD, SHUT_WR
from typing import TYPE_CHECKING, Any, Protocol, Self, runtime_checkable

from goruntime import errors
from goruntime.io import EOF
from goruntime.io.view import readable, writable
from goruntime.syscall import EINVAL, RawConn

from .errors import ErrClosed, OpError
from .rawconn import rawConn
from .sockopt import setReadBuffer, setWriteBuffer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from goruntime import time
    from goruntime.os import File
    from goruntime.poll import SocketFD

    from .addr import Addr
    from .fd import NetFD


# To type checkers all three close by ``with``, and a Listener can be iterated over, as
# ours do.  isinstance asks for Go's methods alone: who has them has Go's interface.


class closes(Protocol):
    """What all three have beside Go's methods, for type checkers."""

    if TYPE_CHECKING:

        def __enter__(self) -> Self: ...
        def __exit__(
            self,
            kind: type[BaseException] | None,
            exc: BaseException | None,
            tb: TracebackType | None,
        ) -> None: ...


@runtime_checkable
class Conn(closes, Protocol):
    """A stream-oriented network connection; any number of goroutines may use it.

    Go: net.Conn
    """

    def Read(self, b: Any) -> int: ...
    def Write(self, b: Any) -> int: ...
    def Close(self) -> None: ...
    def LocalAddr(self) -> Addr: ...
    def RemoteAddr(self) -> Addr: ...
    def SetDeadline(self, t: time.TimeLike) -> None: ...
    def SetReadDeadline(self, t: time.TimeLike) -> None: ...
    def SetWriteDeadline(self, t: time.TimeLike) -> None: ...


@runtime_checkable
class Listener(closes, Protocol):
    """A listener for stream-oriented connections.  Go: net.Listener"""

    def Accept(self) -> Conn: ...
    def Close(self) -> None: ...
    def Addr(self) -> Addr: ...

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Conn]: ...


@runtime_checkable
class PacketConn(closes, Protocol):
    """A connection of datagrams, each to and from anywhere.  Go: net.PacketConn

    Any number of goroutines may use it.
    """

    def ReadFrom(self, b: Any) -> tuple[int, Any]: ...
    def WriteTo(self, b: Any, addr: Any) -> int: ...
    def Close(self) -> None: ...
    def LocalAddr(self) -> Addr: ...
    def SetDeadline(self, t: time.TimeLike) -> None: ...
    def SetReadDeadline(self, t: time.TimeLike) -> None: ...
    def SetWriteDeadline(self, t: time.TimeLike) -> None: ...


class Closing:
    """Closes at the end of a ``with`` block; closed already is no error there."""

    __slots__ = ()

    def Close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        try:
            self.Close()
        except ErrClosed:
            pass


class endpoint(Closing):
    """What has a socket: a connection, a listener."""

    __slots__ = ("__weakref__", "_fd")

    def __init__(self, fd: NetFD | None = None) -> None:
        self._fd = fd  # None: Go's zero value, on which everything is EINVAL

    @property
    def fd(self) -> NetFD:
        if self._fd is None:
            raise EINVAL
        return self._fd


class conn(endpoint):
    """What TCP, Unix, UDP and IP connections have in common.  Go: net.conn"""

    __slots__ = ()

    def Read(self, b: Any) -> int:
        """Read into the writable buffer b; return how many bytes, at least one.

        Waits until something is there.  Raises io.EOF at the end of the stream,
        else OpError: of the deadline, of close, of the network.
        """
        fd = self._fd
        try:
            return fd.Read(b)  # type: ignore[union-attr]
        except EOF:
            raise
        except errors.error as err:
            raise fd.operror("read", err) from err  # type: ignore[union-attr]
        except (AttributeError, TypeError):
            checkbuffer(fd, b, "Read")
            raise

    def Write(self, b: Any) -> int:
        """Write all of the bytes-like object b; return its length in bytes.

        Waits until everything is handed to the kernel.  Raises OpError, whose
        ``n`` says how much was written before it.
        """
        fd = self._fd
        try:
            return fd.Write(b)  # type: ignore[union-attr]
        except errors.error as err:
            wrapped = fd.operror("write", err)  # type: ignore[union-attr]
            wrapped.n = getattr(err, "n", 0)
            raise wrapped from err
        except (AttributeError, TypeError):
            checkbuffer(fd, b, "Write")
            raise

    def Close(self) -> None:
        """Close the connection; who waits in Read or Write gets ErrClosed.

        Raises OpError if it is closed already.
        """
        fd = self.fd
        try:
            fd.Close()
        except errors.error as err:
            raise fd.operror("close", err) from err

    def LocalAddr(self) -> Any:
        """Return this end's address; None for the zero value."""
        return None if self._fd is None else self._fd.laddr

    def RemoteAddr(self) -> Any:
        """Return the other end's address; None if there is none."""
        return None if self._fd is None else self._fd.raddr

    def SetDeadline(self, t: time.TimeLike) -> None:
        """Let Read and Write fail with os.ErrDeadlineExceeded from t on; None: never.

        t is a time.Time or a datetime.  Those who wait already are concerned, too.
        """
        fd = self._fd or self.fd
        try:
            fd.pfd.setdeadline(t)
        except errors.error as err:
            raise OpError("set", fd.net, None, fd.laddr, err) from err

    def SetReadDeadline(self, t: time.TimeLike) -> None:
        """SetDeadline for Read alone."""
        fd = self._fd or self.fd
        try:
            fd.pfd.setreaddeadline(t)
        except errors.error as err:
            raise OpError("set", fd.net, None, fd.laddr, err) from err

    def SetWriteDeadline(self, t: time.TimeLike) -> None:
        """SetDeadline for Write alone."""
        fd = self._fd or self.fd
        try:
            fd.pfd.setwritedeadline(t)
        except errors.error as err:
            raise OpError("set", fd.net, None, fd.laddr, err) from err

    def SetReadBuffer(self, bytes: int) -> None:
        """Set the size of the kernel's receive buffer, in bytes."""
        fd = self.fd
        try:
            setReadBuffer(fd, bytes)
        except errors.error as err:
            raise OpError("set", fd.net, None, fd.laddr, err) from err

    def SetWriteBuffer(self, bytes: int) -> None:
        """Set the size of the kernel's send buffer, in bytes."""
        fd = self.fd
        try:
            setWriteBuffer(fd, bytes)
        except errors.error as err:
            raise OpError("set", fd.net, None, fd.laddr, err) from err

    def pollstream(self) -> SocketFD | None:
        """Return the descriptor, if the kernel may read and write it in our place.

        None if it is no stream, if a subclass wants to see the data, or if that might
        block the thread.
        """
        kind = type(self)
        if kind.Read is not conn.Read or kind.Write is not conn.Write:
            return None
        fd = self._fd
        if fd is None or not fd.pfd.isstream or fd.pfd.isshared():
            return None
        return fd.pfd

    def File(self) -> File:
        """Return a copy of the descriptor as a file; closing one leaves the other.

        Who gets its number, by Fd or as a command, finds it in blocking mode.
        """
        fd = self.fd
        try:
            return fd.dup()
        except errors.error as err:
            raise fd.operror("file", err) from err

    def SyscallConn(self) -> RawConn:
        """Return access to the descriptor itself."""
        return rawConn(self.fd)

    def __repr__(self) -> str:
        if self._fd is None:
            return f"<{type(self).__name__}>"
        return f"<{type(self).__name__} {self._fd.name()}>"


class streamconn(conn):
    """What TCP and Unix connections have in common: each side can be shut down."""

    __slots__ = ()

    def CloseRead(self) -> None:
        """Shut the reading side down: Read gets EOF.  Most programs just Close."""
        self._shutdown(SHUT_RD)

    def CloseWrite(self) -> None:
        """Shut the writing side down: the peer gets EOF once it has read all."""
        self._shutdown(SHUT_WR)

    def _shutdown(self, how: int) -> None:
        fd = self.fd
        try:
            fd.shutdown(how)
        except errors.error as err:
            raise fd.operror("close", err) from err


def writeerror(fd: Any, addr: Any, err: BaseException) -> OpError:
    """Wrap err as what a datagram to addr met with; nothing of it was sent."""
    wrapped = OpError("write", fd.net, fd.laddr, addr, err)
    wrapped.n = 0
    return wrapped


def checkaddr(addr: Any) -> None:
    """Raise TypeError for a text or a tuple, where Go has no program."""
    if addr is not None and not hasattr(addr, "Network"):
        kind = type(addr).__name__
        raise TypeError(f"an address is an Addr, as of ResolveUDPAddr, not {kind}")


def checkbuffer(fd: NetFD | None, b: Any, op: str) -> None:
    """Say what is wrong with a zero connection, or with a buffer."""
    if fd is None:
        raise EINVAL from None
    if op == "Read":
        writable(b)
    else:
        readable(b)

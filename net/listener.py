"""What listeners of all kinds have in common.  Go: net/tcpsock.go, net/unixsock.go"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from goruntime import errors

from .errors import ErrClosed, OpError
from .net import endpoint
from .rawconn import rawListener

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goruntime import time
    from goruntime.os import File
    from goruntime.syscall import RawConn

    from .fd import NetFD
    from .net import conn

C = TypeVar("C", bound="conn")


class listener(endpoint, Generic[C]):
    """A socket that accepts connections, which are of the class C."""

    __slots__ = ()

    def Accept(self) -> C:
        """Wait for the next connection and return it.

        Raises OpError: when the listener is closed, at its deadline, or when the
        process has too many open files (``Temporary()``: it goes on listening).
        """
        fd = self.fd
        try:
            return self.accept(fd)
        except errors.error as err:
            raise OpError("accept", fd.net, None, fd.laddr, err) from err

    def accept(self, fd: NetFD) -> C:
        """Make a connection of what comes next on fd."""
        raise NotImplementedError

    def Close(self) -> None:
        """Stop listening; who waits in Accept gets ErrClosed.

        Raises OpError if it is closed already.
        """
        fd = self.fd
        try:
            fd.Close()
        except errors.error as err:
            raise OpError("close", fd.net, None, fd.laddr, err) from err

    def Addr(self) -> Any:
        """Return the address listened on."""
        return self.fd.laddr

    def SetDeadline(self, t: time.TimeLike) -> None:
        """Let Accept fail with os.ErrDeadlineExceeded from t on; None: never."""
        self.fd.SetDeadline(t)

    def File(self) -> File:
        """Return a copy of the descriptor as a file; closing one leaves the other."""
        fd = self.fd
        try:
            return fd.dup(listens=True)
        except errors.error as err:
            raise OpError("file", fd.net, None, fd.laddr, err) from err

    def SyscallConn(self) -> RawConn:
        """Return access to the descriptor itself."""
        return rawListener(self.fd)

    def __iter__(self) -> Iterator[C]:
        """Accept until the listener is closed."""
        while True:
            try:
                c = self.Accept()
            except ErrClosed:
                return
            yield c

    def __repr__(self) -> str:
        name = type(self).__name__
        if self._fd is None:
            return f"<{name}>"
        return f"<{name} {self._fd.net} {self._fd.laddr}>"

"""rawConn: the descriptor itself, for what has no method.  Go: net/rawconn.go"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goruntime import errors
from goruntime.syscall import EINVAL

from .errors import OpError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .fd import NetFD


class _Raised(BaseException):
    """Carries an exception of the caller's function past our own handlers."""

    def __init__(self, exc: BaseException) -> None:
        self.exc = exc


class rawConn:
    """Access to the descriptor of a Conn or Listener.  Go: syscall.RawConn

    f is called with the descriptor's number, which is valid during the call
    alone.  What f raises comes out as it is.  Once the number has been handed
    out, what the runtime remembers of the socket's readiness is not used any
    more, as f may change options that it depends on.
    """

    __slots__ = ("_fd",)

    def __init__(self, fd: NetFD) -> None:
        self._fd = fd

    def Control(self, f: Callable[[int], object]) -> None:
        """Call f(descriptor) while it cannot be closed.  Raises OpError."""
        fd = self._fd
        try:
            fd.pfd.rawcontrol(_guarded(f))
        except _Raised as r:
            raise r.exc from None
        except errors.error as err:
            raise OpError("raw-control", fd.net, None, fd.laddr, err) from err

    def Read(self, f: Callable[[int], bool]) -> None:
        """Call f(descriptor) each time it is readable, until f returns True."""
        fd = self._fd
        try:
            fd.pfd.rawread(_guarded(f))
        except _Raised as r:
            raise r.exc from None
        except errors.error as err:
            raise OpError("raw-read", fd.net, fd.laddr, fd.raddr, err) from err

    def Write(self, f: Callable[[int], bool]) -> None:
        """Call f(descriptor) each time it is writable, until f returns True."""
        fd = self._fd
        try:
            fd.pfd.rawwrite(_guarded(f))
        except _Raised as r:
            raise r.exc from None
        except errors.error as err:
            raise OpError("raw-write", fd.net, fd.laddr, fd.raddr, err) from err


def _guarded(f: Callable[[int], object]) -> Callable[[int], bool]:
    def call(fd: int) -> bool:
        try:
            return bool(f(fd))
        except BaseException as exc:
            raise _Raised(exc) from None

    return call


class rawListener(rawConn):
    """A listener has no data to read or write: both are EINVAL."""

    __slots__ = ()

    def Read(self, f: Callable[[int], bool]) -> None:
        raise EINVAL

    def Write(self, f: Callable[[int], bool]) -> None:
        raise EINVAL

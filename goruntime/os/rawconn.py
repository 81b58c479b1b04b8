"""rawConn: the descriptor itself, for what has no method.  Go: os/rawconn.go"""

from __future__ import annotations

from collections.abc import Callable

from ..poll.fd_file import FileFD


class rawConn:
    """Access to the descriptor of a File.  Go: syscall.RawConn

    f is called with the descriptor's number, which is valid during the call alone.
    """

    __slots__ = ("_pfd",)

    def __init__(self, pfd: FileFD) -> None:
        self._pfd = pfd

    def Control(self, f: Callable[[int], object]) -> None:
        """Call f(descriptor) while it cannot be closed."""
        self._pfd.rawcontrol(f)

    def Read(self, f: Callable[[int], bool]) -> None:
        """Call f(descriptor) each time it is readable, until f returns True."""
        self._pfd.rawread(f)

    def Write(self, f: Callable[[int], bool]) -> None:
        """Call f(descriptor) each time it is writable, until f returns True."""
        self._pfd.rawwrite(f)

"""What lets one at its descriptor: RawConn, Conn.  Go: syscall/net.go"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable


@runtime_checkable
class RawConn(Protocol):
    """Access to the descriptor of a connection or a file.  Go: syscall.RawConn

    f is called with the descriptor's number, which is valid during the call alone.
    Read and Write call it again each time there is something to read, or room to
    write, until it returns True.
    """

    def Control(self, f: Callable[[int], object], /) -> None: ...
    def Read(self, f: Callable[[int], bool], /) -> None: ...
    def Write(self, f: Callable[[int], bool], /) -> None: ...


@runtime_checkable
class Conn(Protocol):
    """What gives access to its descriptor.  Go: syscall.Conn"""

    def SyscallConn(self) -> RawConn: ...

"""Socket options by descriptor, for Control callbacks.  Go: syscall.SetsockoptInt"""

from __future__ import annotations

import socket

from .errno import Errno


def SetsockoptInt(fd: int, level: int, opt: int, value: int) -> None:
    """Set an option of the socket fd to a number.  Raises Errno."""
    sock = socket.socket(fileno=fd)
    try:
        sock.setsockopt(level, opt, value)
    except OSError as e:
        raise Errno(e.errno or 0) from None
    finally:
        sock.detach()


def GetsockoptInt(fd: int, level: int, opt: int) -> int:
    """Return a number that is an option of the socket fd.  Raises Errno."""
    sock = socket.socket(fileno=fd)
    try:
        return sock.getsockopt(level, opt)
    except OSError as e:
        raise Errno(e.errno or 0) from None
    finally:
        sock.detach()

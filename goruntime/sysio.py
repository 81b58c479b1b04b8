# cython: annotation_typing=False
"""The system calls of the hot path: n, or -errno, no exception.  Go: package syscall

A twin: what a compiled build does in C is here and nowhere else.
"""

from __future__ import annotations

import socket
from errno import EAGAIN, EINVAL
from fcntl import ioctl
from termios import FIONREAD
from typing import Any, Final

MSG_NOSIGNAL: Final[int] = getattr(socket, "MSG_NOSIGNAL", 0)  # EPIPE, not SIGPIPE
NOTHING: Final = bytes(4)  # an int of C's, which is 0


def recv(sock: Any, p: Any) -> int:
    """Receive into p; 0 at the end of a stream."""
    try:
        n: int = sock.recv_into(p)
        return n
    except BlockingIOError:
        return -EAGAIN
    except OSError as e:
        return -e.errno  # type: ignore[operator]


def nothingleft(fd: int) -> bool:
    """Tell whether there is nothing to receive; False where the kernel won't say."""
    left = bytearray(4)
    try:
        ioctl(fd, FIONREAD, left)
    except OSError:
        return False
    return left == NOTHING


def send(sock: Any, p: Any) -> int:
    """Send from p, as much as there is room for."""
    try:
        n: int = sock.send(p, MSG_NOSIGNAL)
        return n
    except BlockingIOError:
        return -EAGAIN
    except OSError as e:
        return -e.errno  # type: ignore[operator]


def recvfrom(sock: Any, p: Any) -> tuple[int, Any]:
    """Receive a datagram into p: its length, and who sent it."""
    try:
        got: tuple[int, Any] = sock.recvfrom_into(p)
        return got
    except BlockingIOError:
        return -EAGAIN, None
    except OSError as e:
        return -e.errno, None  # type: ignore[operator]


def sendto(sock: Any, p: Any, sa: Any) -> int:
    """Send p as one datagram to the kernel's address sa."""
    try:
        n: int = sock.sendto(p, MSG_NOSIGNAL, sa)
        return n
    except BlockingIOError:
        return -EAGAIN
    except OverflowError:  # a port that no kernel has
        return -EINVAL
    except OSError as e:  # without a number: Python saw itself that it cannot be
        return -(e.errno or EINVAL)

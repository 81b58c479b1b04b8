# cython: annotation_typing=False
"""The system calls of the hot path: n, or -errno, no exception.  Go: package syscall

A twin: what a compiled build does in C is here and nowhere else.
"""

from __future__ import annotations

import socket
from errno import EAGAIN
from typing import Any, Final

MSG_NOSIGNAL: Final[int] = getattr(socket, "MSG_NOSIGNAL", 0)  # EPIPE, not SIGPIPE


def recv(sock: Any, p: Any) -> int:
    """Receive into p; 0 at the end of a stream."""
    try:
        n: int = sock.recv_into(p)
        return n
    except BlockingIOError:
        return -EAGAIN
    except OSError as e:
        return -e.errno  # type: ignore[operator]


def send(sock: Any, p: Any) -> int:
    """Send from p, as much as there is room for."""
    try:
        n: int = sock.send(p, MSG_NOSIGNAL)
        return n
    except BlockingIOError:
        return -EAGAIN
    except OSError as e:
        return -e.errno  # type: ignore[operator]

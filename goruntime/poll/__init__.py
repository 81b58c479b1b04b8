"""File descriptors that goroutines wait on.  Go: internal/poll"""

from .errors import (
    ErrDeadlineExceeded,
    ErrFileClosing,
    ErrNetClosing,
    ErrNoDeadline,
    ErrNotPollable,
)
from .fd import FD
from .fd_socket import SocketFD

__all__ = [
    "FD",
    "ErrDeadlineExceeded",
    "ErrFileClosing",
    "ErrNetClosing",
    "ErrNoDeadline",
    "ErrNotPollable",
    "SocketFD",
]

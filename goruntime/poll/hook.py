"""Seams for tests: what rarely happens by itself.  Go: internal/poll/hook_*.go

Looked up at each call, so that a test can put a function of its own here.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

Socket = socket.SocketType  # the C type: no Python-level methods, a third of the size


def _accept(sock: Any) -> tuple[int, Any]:
    fd_and_addr: tuple[int, Any] = sock._accept()
    return fd_and_addr


def _close(sock: Any) -> None:
    sock.close()


def _nothing(*_: Any) -> None:
    pass


# Accept a connection: (descriptor, peer's address), close-on-exec; OSError.
AcceptFunc: Callable[[Any], tuple[int, Any]] = _accept
# Close a descriptor's socket or file; OSError.
CloseFunc: Callable[[Any], None] = _close
# Called after each writev with how many bytes it wrote.
TestHookDidWritev: Callable[[int], object] = _nothing
# Called after each sendfile with both FDs and how many bytes it sent, -1 if it could
# not, or the exception that ended it.
TestHookDidSendFile: Callable[[Any, Any, Any], object] = _nothing
# Called before each splice with both FDs.
TestHookSplice: Callable[[Any, Any], object] = _nothing

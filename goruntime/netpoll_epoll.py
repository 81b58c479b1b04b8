"""The poller of Linux: epoll, edge-triggered.  Go: runtime/netpoll_epoll.go

Implements the contract at the top of netpoll.py.
"""

from __future__ import annotations

import os
import select
from typing import Final

READ: Final = 1
WRITE: Final = 2
STICKY: Final = 4  # out-of-band data, hang-up or error: readiness hints are off

_EVENTS: Final = (
    select.EPOLLIN
    | select.EPOLLOUT
    | select.EPOLLPRI
    | select.EPOLLRDHUP
    | select.EPOLLET
)
_READ: Final = (
    select.EPOLLIN
    | select.EPOLLPRI
    | select.EPOLLRDHUP
    | select.EPOLLHUP
    | select.EPOLLERR
)
_WRITE: Final = select.EPOLLOUT | select.EPOLLHUP | select.EPOLLERR
_STICKY: Final = select.EPOLLPRI | select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR

# What an event mask means, as a table: one look-up per event instead of six tests.
MODE: Final = tuple(
    (READ if ev & _READ else 0)
    | (WRITE if ev & _WRITE else 0)
    | (STICKY if ev & _STICKY else 0)
    for ev in range(1 << 14)  # EPOLLRDHUP, the highest bit reported, is the 14th
)

MAX_EVENTS: Final = 512


class Poller:
    """One epoll instance and the eventfd that ends its wait."""

    __slots__ = ("_epoll", "_eventfd")

    def __init__(self) -> None:
        self._epoll = select.epoll()
        try:
            self._eventfd = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        except BaseException:
            self._epoll.close()
            raise
        # Edge-triggered: every write ends a wait, and nothing has to be read.
        self._epoll.register(self._eventfd, select.EPOLLIN | select.EPOLLET)

    def open(self, fd: int) -> None:
        self._epoll.register(fd, _EVENTS)

    def watch(self, fd: int) -> None:
        self._epoll.register(fd, select.EPOLLIN | select.EPOLLET)

    def close(self, fd: int) -> None:
        try:
            self._epoll.unregister(fd)
        except FileNotFoundError:
            pass  # never opened here, or dropped by the kernel with its last copy
        except ValueError:
            pass  # the poller itself was destroyed: its program is over
        except OSError:
            if not self._epoll.closed:
                raise  # else it was destroyed meanwhile: its thread has ended

    def poll(self, delay: int) -> list[tuple[int, int]]:
        # epoll counts in milliseconds; the fraction is rounded up.
        return self._epoll.poll(delay / 1e9 if delay > 0 else delay, MAX_EVENTS)

    def wake(self) -> None:
        os.eventfd_write(self._eventfd, 1)

    def fds(self) -> list[int]:
        return [self._epoll.fileno(), self._eventfd]

    def destroy(self) -> None:
        self._epoll.close()
        os.close(self._eventfd)

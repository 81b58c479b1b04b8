# cython: annotation_typing=False
"""PollDesc, its codes made errors.  Go: internal/poll/fd_poll_runtime.go"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .. import polldesc
from ..netpoll import (
    POLL_ERR_CLOSING,
    pollReset,
    pollUnblock,
    pollWait,
)
from ..polldesc import READ as READ
from ..polldesc import WRITE, pollClose, pollOpen
from ..syscall import Errno
from .errors import ErrDeadlineExceeded, ErrFileClosing, ErrNetClosing

if TYPE_CHECKING:
    from ..gmp import M
    from .fd_mutex import FDMutex

READ_WRITE: Final = READ | WRITE


class PollDesc(polldesc.PollDesc):
    """The runtime's PollDesc, with errors raised instead of codes returned."""

    __slots__ = ("fdmu",)

    def __init__(self, fd: int, fdmu: FDMutex) -> None:
        super().__init__(fd)
        self.fdmu = fdmu

    def abandon(self, m: M) -> int:
        waited = super().abandon(m)
        self.fdmu.abandon(read=waited & READ != 0, write=waited & WRITE != 0)
        return waited

    def forkchild(self) -> int:
        waited = super().forkchild()
        self.fdmu.forkchild(read=waited & READ != 0, write=waited & WRITE != 0)
        return waited

    def init(self) -> None:
        """Start watching the descriptor.  Errno if it cannot be watched."""
        pollOpen(self)

    def watch(self, m: M) -> None:
        try:
            polldesc.register(self, m)
        except OSError as e:
            raise Errno(e.errno or 0) from e

    def close(self) -> None:
        pollClose(self)

    def evict(self) -> None:
        """Wake whoever waits: the descriptor is being closed."""
        pollUnblock(self)

    def prepareRead(self, isfile: bool = False) -> None:
        code = pollReset(self, READ)
        if code:
            raise converterr(code, isfile)

    def prepareWrite(self, isfile: bool = False) -> None:
        code = pollReset(self, WRITE)
        if code:
            raise converterr(code, isfile)

    def waitRead(self, isfile: bool = False) -> None:
        code = pollWait(self, READ)
        if code:
            raise converterr(code, isfile)

    def waitWrite(self, isfile: bool = False) -> None:
        code = pollWait(self, WRITE)
        if code:
            raise converterr(code, isfile)


def errclosing(isfile: bool) -> Exception:
    """Make the error for what is closed, or being closed."""
    return ErrFileClosing() if isfile else ErrNetClosing()


def converterr(code: int, isfile: bool) -> Exception:
    """Make the error that a poll code stands for.  Go: convertErr"""
    if code == POLL_ERR_CLOSING:
        return errclosing(isfile)
    return ErrDeadlineExceeded()

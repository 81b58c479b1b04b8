"""A selector that parks its goroutine.  Go: runtime/netpoll.go, from the outside

An epoll descriptor can be waited for like any other: it is readable while one of
those that it watches is ready.  So a selector keeps its own epoll, and where another
would wait in the kernel it waits for that epoll in our netpoller.

What asyncio keeps for the thread belongs to the goroutine here.  It is taken along
when the goroutine parks, and put back when it goes on:

- the running loop;
- the hooks for asynchronous generators;
- how deep the origin of coroutines is tracked, in debug mode.
"""

from __future__ import annotations

import sys
from asyncio import AbstractEventLoop, _get_running_loop, _set_running_loop
from selectors import DefaultSelector, SelectorKey
from typing import Any, Final

from .. import Gosched
from ..clock import nanotime
from ..netpoll import pollReset, pollSetDeadline, waitread
from ..polldesc import READ, PollDesc, pollClose

# A loop that always has something to do lets others run once in so many turns.
FAIRNESS: Final = 16


class ThreadState:
    """What asyncio keeps for the thread."""

    __slots__ = ("depth", "hooks", "loop")

    def __init__(self) -> None:
        self.loop: AbstractEventLoop | None = _get_running_loop()
        self.hooks: Any = sys.get_asyncgen_hooks()
        self.depth = sys.get_coroutine_origin_tracking_depth()

    def restore(self) -> None:
        """Make it the thread's again."""
        _set_running_loop(self.loop)
        sys.set_asyncgen_hooks(*self.hooks)
        sys.set_coroutine_origin_tracking_depth(self.depth)


class Selector(DefaultSelector):
    """What the standard library's best one does, but the goroutine waits."""

    def __init__(self) -> None:
        super().__init__()
        self._pd = PollDesc(self.fileno())
        self._turns = 0
        self.owner: AbstractEventLoop | None = None  # the loop, while it runs
        # What the thread has for goroutines that are not in this selector's loop.
        self.outside = ThreadState()

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """Return what is ready, after timeout seconds at the latest; None: no limit."""
        if _get_running_loop() is not self.owner:
            raise RuntimeError(
                "aio: goroutines waited inside coroutines by blocking calls, and have "
                "mixed up their event loops: use await aio.go(f)"
            )
        # In this order: what gets ready after the look is remembered by pd.
        pd = self._pd
        pollSetDeadline(pd, 0, READ)
        pollReset(pd, READ)
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            self._turns += 1
            if self._turns >= FAIRNESS:
                self._park(None, yielding=True)
            return ready
        self._park(timeout)
        return super().select(0)

    def _park(self, timeout: float | None, *, yielding: bool = False) -> None:
        """Let others run: until something is ready, or just once."""
        self._turns = 0
        inside = ThreadState()
        self.outside.restore()
        try:
            if yielding:
                Gosched()
                return
            pd = self._pd
            if timeout is not None:
                pollSetDeadline(pd, nanotime() + int(timeout * 1e9) + 1, READ)
            waitread(pd)
        finally:
            # Another goroutine may have stopped inside a coroutine meanwhile: what
            # it left in the thread is to be there when it goes on.
            self.outside = ThreadState()
            inside.restore()

    def close(self) -> None:
        """Give the descriptor back."""
        pollClose(self._pd)
        super().close()

"""Weighted: a bound on what is in use at a time.  Go: x/sync/semaphore/semaphore.go

No lock: what is held is an atomic number, who waits is in a deque.  One at a
time serves the line; who comes meanwhile leaves a note and need not wait, so
Release may be called from a finalizer or a signal handler.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from .... import Panic, RecvChan, chan, default, go, recv, select
from ....context import Context
from ....sync import atomic


class _Waiter:
    """Somebody in line."""

    __slots__ = ("n", "ready", "token")

    def __init__(self, n: int) -> None:
        self.n = n
        self.ready = chan[None]()  # closed when he has it
        self.token: list[None] = [None]

    def win(self) -> bool:
        """True for one of who serves him and himself, when he gives up."""
        try:
            self.token.pop()
        except IndexError:
            return False
        return True


class Weighted:
    """A semaphore of which several can be taken at once, in order of arrival."""

    __slots__ = ("__weakref__", "_cur", "_note", "_serving", "_size", "_waiters")

    def __init__(self, n: int) -> None:
        self._size = n
        self._cur = atomic.Int64()  # how much is held
        self._waiters: deque[_Waiter] = deque()
        self._serving: list[None] = [None]  # the right to serve the line
        self._note: deque[None] = deque(maxlen=1)  # the line is to be looked at

    def Acquire(self, ctx: Context, n: int) -> None:
        """Take n, waiting until that can be; raise ctx.Err() if ctx is done first."""
        done = ctx.Done()
        if isdone(done):
            raise ctx.Err()
        if self.TryAcquire(n):
            return
        if n > self._size:
            # It never will be; and others are not to wait behind it.
            select(recv(done))
            raise ctx.Err()
        w = _Waiter(n)
        self._waiters.append(w)
        self._serve()
        try:
            select(recv(done), recv(w.ready))
        except BaseException:
            self._giveup(w)
            raise
        if isdone(done):
            self._giveup(w)
            raise ctx.Err()

    def TryAcquire(self, n: int) -> bool:
        """Take n if that is possible without waiting, and tell whether it was."""
        return not self._waiters and self._take(n)

    def Release(self, n: int) -> None:
        """Give n back.  Panic if less than that is held."""
        if self._cur.Add(-n) < 0:
            raise Panic("semaphore: released more than held")
        self._serve()

    def _take(self, n: int) -> bool:
        while True:
            cur = self._cur.Load()
            if self._size - cur < n:
                return False
            if self._cur.CompareAndSwap(cur, cur + n):
                return True

    def _giveup(self, w: _Waiter) -> None:
        if not w.win():
            self.Release(w.n)  # he was served
            return
        self._remove(w)
        self._serve()  # those behind him may want less

    def _remove(self, w: _Waiter) -> None:
        while True:
            try:
                self._waiters.remove(w)
                return
            except ValueError:
                return
            except IndexError:
                pass  # somebody changed the line meanwhile

    def _serve(self) -> None:
        """Give to those in line what there is, or have it done by who does so now."""
        self._note.append(None)
        while self._note:
            try:
                self._serving.pop()
            except IndexError:
                return  # he sees our note when he is done
            self._note.clear()
            # Who wants more than there is makes those behind him wait, too: he
            # would starve otherwise.
            while self._waiters and self._first():
                pass
            self._serving.append(None)

    def _first(self) -> bool:
        """Serve the first in line if there is enough for him."""
        try:
            w = self._waiters[0]
        except IndexError:
            return False
        if not self._take(w.n):
            return False
        if w.win():
            self._remove(w)
            try:
                w.ready.close()
            except RuntimeError:  # in a finalizer that interrupted his select
                go(w.ready.close)
        else:
            self._cur.Add(-w.n)  # he is just giving up
            self._remove(w)
        return True

    def __repr__(self) -> str:
        waiting = f", {len(self._waiters)} waiting" if self._waiters else ""
        return f"<semaphore.Weighted {self._cur.Load()}/{self._size}{waiting}>"


def isdone(done: RecvChan[Any] | None) -> bool:
    """Tell whether a context's Done channel is closed."""
    return done is not None and select(recv(done), default)[0] == 0


def NewWeighted(n: int) -> Weighted:
    """Return a semaphore of the size n."""
    return Weighted(n)

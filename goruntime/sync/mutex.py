# cython: annotation_typing=False
"""Mutex, and what else can be locked.  Go: internal/sync/mutex.go

The right to hold the mutex is a token in a list: pop takes it, append gives it
back.  Both are atomic, so nothing here is locked (see goruntime/sema.py).

In normal mode who is woken must still get the token, against newcomers, who run
already and so mostly win; who loses goes back to the head of the queue.  One
goroutine at a time is on its way from the queue to the token.  Who has failed
for a millisecond puts the mutex in starvation mode: Unlock then keeps the token
out of the list and hands it to the first in the queue.  Whoever gets it so ends
that mode if he is the last one, or has waited for less than that.
"""

from __future__ import annotations

from collections import deque
from typing import Any, Final, Protocol, runtime_checkable

from ..clock import nanotime
from ..gmp import G
from ..gopanic import throw
from ..park import goready
from ..sema import WAIT_MUTEX, Waiter, forget, leave, newwaiter, take, wait

STARVATION_THRESHOLD: Final = 1_000_000  # ns


@runtime_checkable
class Locker(Protocol):
    """What can be locked and unlocked.  Go: sync.Locker"""

    def Lock(self) -> None: ...
    def Unlock(self) -> None: ...


class _Queue:
    """What a Mutex has once somebody had to wait for it."""

    __slots__ = ("right", "starving", "waiters")

    def __init__(self) -> None:
        self.waiters: deque[Waiter] = deque()
        self.right: list[None] = [None]  # to wake one; its own until he has run
        self.starving = False


class Mutex:
    """A lock.  It belongs to no goroutine: one may lock it and another unlock it."""

    __slots__ = ("__weakref__", "_queue", "_token")

    def __init__(self) -> None:
        self._token: list[None] = [None]
        self._queue: list[_Queue] = []  # none, or the first one is it

    def Lock(self) -> None:
        """Lock the mutex, waiting until it is free."""
        try:
            self._token.pop()
        except IndexError:
            self._lockslow()

    def TryLock(self) -> bool:
        """Lock the mutex if it is free, and tell whether it was."""
        token = self._token
        if token:
            try:
                token.pop()
            except IndexError:
                return False
            return True
        return False

    def Unlock(self) -> None:
        """Unlock the mutex.  It is a fatal error if it is not locked."""
        token = self._token
        if token:
            throw("sync: unlock of unlocked mutex")
        queue = self._queue
        if queue and queue[0].starving:
            self._handoff(queue[0])
            return
        token.append(None)
        if queue:
            self._wake(queue[0])

    __enter__ = Lock

    def __exit__(self, kind: object, value: object, traceback: object) -> None:
        token, queue = self._token, self._queue
        if token or queue:
            self.Unlock()
            return
        # Fast path: nobody has ever waited.
        token.append(None)
        if queue:
            self._wake(queue[0])

    def _lockslow(self) -> None:
        m, w = newwaiter()
        gp: G = m.curg
        token = self._token
        if not self._queue:
            self._queue.append(_Queue())
        queue = self._queue[0]
        waiters = queue.waiters
        start = 0
        starving = False
        while True:
            gp.param = None
            if start == 0:
                start = nanotime()
                waiters.append(w)
            else:
                waiters.appendleft(w)
                queue.starving |= starving
                queue.right.append(None)
            # The token may be back, from somebody who has not seen us.
            try:
                token.pop()
            except IndexError:
                pass
            else:
                if leave(m, w, WAIT_MUTEX):
                    forget(waiters, w)
                else:
                    queue.right.append(None)  # he woke us, and used it
                if starving:
                    queue.starving = False
                return
            try:
                wait(m, w, WAIT_MUTEX)
            except BaseException:
                forget(waiters, w)
                raise
            waited = nanotime() - start
            if gp.param is not None:  # it was handed to us
                gp.param = None
                if waited <= STARVATION_THRESHOLD or not waiters:
                    queue.starving = False
                return
            # We were woken, and the right to wake another is ours to give back.
            try:
                token.pop()
            except IndexError:
                starving = starving or waited > STARVATION_THRESHOLD
                w = [gp]
            else:
                queue.right.append(None)
                return

    def _handoff(self, queue: _Queue) -> None:
        """Unlock, in starvation mode."""
        gp = take(queue.waiters)
        if gp is not None:
            gp.param = self
            goready(gp)
            return
        queue.starving = False
        self._token.append(None)
        self._wake(queue)

    def _wake(self, queue: _Queue) -> None:
        """Wake one who waits, unless one is on his way or the token has gone again."""
        while queue.waiters and self._token:
            try:
                queue.right.pop()
            except IndexError:
                return
            gp = take(queue.waiters)
            if gp is not None:
                goready(gp)
                return
            queue.right.append(None)  # and somebody may have come in between

    def __repr__(self) -> str:
        words = ["unlocked" if self._token else "locked"]
        if self._queue:
            queue: Any = self._queue[0]
            if queue.starving:
                words.append("starving")
            if queue.waiters:
                words.append(f"{len(queue.waiters)} waiting")
        return f"<sync.Mutex {', '.join(words)}>"

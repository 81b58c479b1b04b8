# cython: annotation_typing=False
"""RWMutex: many readers or one writer.  Go: sync/rwmutex.go

Writers settle among themselves who is next by a Mutex; he announces himself, so
that newcomers among the readers wait, and waits for those who read.  When he
unlocks, all readers that wait go first, and only then the next writer.

Its state is a chain of versions (see sync/atomic/chain.py), each of which is

    [readers, writer, line], then the next version

readers: how many read now.  writer: who has the lock, if nobody reads, or waits
for it; None if there is none.  line: the readers that wait, linked, the last one
first; some may have gone, and are counted out when it is their turn.
"""

from __future__ import annotations

from typing import Any

from ..gopanic import throw
from ..sema import WAIT_RWMUTEX, WAIT_RWMUTEX_R, Waiter, newwaiter, wait, wake
from .mutex import Mutex


class RWMutex:
    """A lock that one writer holds, or any number of readers.

    ``with rw:`` is the writer's, ``with rw.RLocker():`` the reader's side.  A
    reader must not lock it once more: a writer that waits stops new readers.
    """

    __slots__ = ("__weakref__", "_cur", "_w")

    def __init__(self) -> None:
        self._w = Mutex()  # held by the writer who has the lock or is next
        self._cur: list[Any] = [0, None, None]

    def RLock(self) -> None:
        """Lock for reading, waiting for a writer who has it or waits for it."""
        cur = self._cur
        while True:
            if len(cur) > 3:
                cur = cur[3]
                continue
            if cur[1] is not None:
                self._rlockslow()
                return
            new = [cur[0] + 1, None, cur[2]]
            cur.append(new)
            if cur[3] is new:
                self._cur = new
                return

    def _rlockslow(self) -> None:
        m, w = newwaiter()
        cur = self._cur
        while True:
            if len(cur) > 3:
                cur = cur[3]
                continue
            writer = cur[1]
            if writer is None:
                new = [cur[0] + 1, None, cur[2]]
            else:
                new = [cur[0], writer, (w, cur[2])]
            cur.append(new)
            if cur[3] is new:
                break
        self._cur = new
        if writer is not None:
            wait(m, w, WAIT_RWMUTEX_R)

    def TryRLock(self) -> bool:
        """Lock for reading if that can be done at once, and tell whether."""
        cur = self._cur
        while True:
            if len(cur) > 3:
                cur = cur[3]
                continue
            if cur[1] is not None:
                return False
            new = [cur[0] + 1, None, cur[2]]
            cur.append(new)
            if cur[3] is new:
                self._cur = new
                return True

    def RUnlock(self) -> None:
        """Undo one RLock.  It is a fatal error if nobody reads."""
        cur = self._cur
        while True:
            if len(cur) > 3:
                cur = cur[3]
                continue
            n = cur[0] - 1
            if n < 0:
                throw("sync: RUnlock of unlocked RWMutex")
            new = [n, cur[1], cur[2]]
            cur.append(new)
            if cur[3] is new:
                break
        self._cur = new
        if n == 0 and new[1] is not None:
            wake(new[1])

    def Lock(self) -> None:
        """Lock for writing, waiting until nobody else has the lock."""
        self._w.Lock()
        if self._announce([], free=True):
            self._lockslow()

    def _lockslow(self) -> None:
        try:
            m, w = newwaiter()
        except BaseException:
            self._w.Unlock()
            raise
        if self._announce(w):
            try:
                wait(m, w, WAIT_RWMUTEX)
            except BaseException:
                self._release()
                raise

    def TryLock(self) -> bool:
        """Lock for writing if that can be done at once, and tell whether."""
        if not self._w.TryLock():
            return False
        if self._announce([], free=True):
            self._w.Unlock()
            return False
        return True

    def _announce(self, w: Waiter, free: bool = False) -> int:
        """Make w the writer, but not if it must be free and is not; return readers."""
        cur = self._cur
        while True:
            if len(cur) > 3:
                cur = cur[3]
                continue
            readers: int = cur[0]
            if readers and free:
                return readers
            new = [readers, w, cur[2]]
            cur.append(new)
            if cur[3] is new:
                self._cur = new
                return readers

    def Unlock(self) -> None:
        """Undo Lock.  It is a fatal error if no writer has the lock."""
        cur = self._cur
        while len(cur) > 3:
            cur = cur[3]
        if cur[1] is None or cur[0]:
            throw("sync: Unlock of unlocked RWMutex")
        self._release()

    def _release(self) -> None:
        """Let the readers go that wait, and then other writers."""
        cur = self._cur
        while True:
            if len(cur) > 3:
                cur = cur[3]
                continue
            link = cur[2]
            line: list[Waiter] = []
            while link is not None:
                line.append(link[0])
                link = link[1]
            new = [cur[0] + len(line), None, None]
            cur.append(new)
            if cur[3] is new:
                break
        self._cur = new
        for w in reversed(line):
            if not wake(w):
                self.RUnlock()  # for one who was interrupted and has gone
        self._w.Unlock()

    __enter__ = Lock

    def __exit__(self, *_: object) -> None:
        self.Unlock()

    def RLocker(self) -> _RLocker:
        """Return a Locker that locks for reading: ``with rw.RLocker():``"""
        return _RLocker(self)

    def __repr__(self) -> str:
        cur = self._cur
        while len(cur) > 3:
            cur = cur[3]
        words = [f"{cur[0]} reading"] if cur[0] else []
        if cur[1] is not None:
            words.append("writer waiting" if cur[0] else "writing")
        if cur[2] is not None:
            words.append("readers waiting")
        return f"<sync.RWMutex {', '.join(words) or 'unlocked'}>"


class _RLocker:
    """The reading side of an RWMutex."""

    __slots__ = ("_rw",)

    def __init__(self, rw: RWMutex) -> None:
        self._rw = rw

    def Lock(self) -> None:
        self._rw.RLock()

    def Unlock(self) -> None:
        self._rw.RUnlock()

    __enter__ = Lock

    def __exit__(self, *_: object) -> None:
        self._rw.RUnlock()

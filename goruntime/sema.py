# cython: annotation_typing=False
"""Semaphores that goroutines sleep on.  Go: runtime/sema.go

What package sync stands on.  A Sema is a count and those who wait for it to be
above zero, in order of arrival or, for a mutex in starvation mode, with the
newcomer first.
"""

from __future__ import annotations

from collections import deque

from .gmp import WAIT_SEMACQUIRE, G
from .mutex import Mutex, holders, lockslow
from .park import acquirem, getg, gopark, goready, repark

holders.append(globals())


class Sema:
    """A counting semaphore."""

    __slots__ = ("count", "lock", "waiters")

    def __init__(self, count: int = 0) -> None:
        self.lock = Mutex()
        self.count = count
        self.waiters: deque[G] = deque()

    def __repr__(self) -> str:
        return f"<Sema {self.count}, {len(self.waiters)} waiting>"


def semacquire(s: Sema, reason: str = WAIT_SEMACQUIRE, lifo: bool = False) -> None:
    """Take one, waiting until there is one; lifo: ahead of those who wait already."""
    lock = s.lock
    m = acquirem()
    gp = m.curg
    if gp is None:
        gp = getg()  # raises
    if not lock.acquire(False):
        lockslow(lock)
    # Fast path: nobody is ahead of us.
    if s.count > 0:
        s.count -= 1
        lock.release()
        return
    if lifo:
        s.waiters.appendleft(gp)
    else:
        s.waiters.append(gp)
    try:
        gopark(m, lock, reason)
    except BaseException as exc:
        lock.acquire()
        found = gp in s.waiters
        if found:
            s.waiters.remove(gp)
        lock.release()
        if found:
            raise
        repark(m, exc)


def semrelease(s: Sema) -> None:
    """Give one back, straight to the first in line if there is one."""
    lock = s.lock
    if not lock.acquire(False):
        lockslow(lock)
    if s.waiters:
        gp = s.waiters.popleft()
        lock.release()
        goready(gp)
        return
    s.count += 1
    lock.release()

# cython: annotation_typing=False
"""How goroutines sleep on what package sync makes, and semaphores.  Go: runtime/sema.go

Nothing here takes a lock.  A waiter is a list with the goroutine in it, which
lies where wakers find it.  Who pops the goroutine has it: a waker, who must
ready it, or the goroutine itself, when it was interrupted and goes.  A pop and
an append of a list or deque are atomic, with a GIL and without, so there is one
who has it, and a finalizer or signal handler that cuts in anywhere finds nothing
half done and nothing locked.

What keeps a wake-up from being lost is an order: who wants to wait first says
so, then tries once more to get what he wants; who gives it back first does that,
then looks whether somebody waits.  So one of the two sees the other.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from .gmp import WAIT_SEMACQUIRE, G, M
from .park import acquirem, getg, gopark, goready, repark

# Why a goroutine waits, in Go's words.
WAIT_MUTEX: Final = "sync.Mutex.Lock"
WAIT_RWMUTEX_R: Final = "sync.RWMutex.RLock"
WAIT_RWMUTEX: Final = "sync.RWMutex.Lock"
WAIT_WAITGROUP: Final = "sync.WaitGroup.Wait"
WAIT_COND: Final = "sync.Cond.Wait"

Waiter = list[G]


def newwaiter() -> tuple[M, Waiter]:
    """Return the M and a waiter for the running goroutine."""
    m = acquirem()
    gp = m.curg
    if gp is None:
        gp = getg()  # raises
    return m, [gp]


def wait(m: M, w: Waiter, reason: str) -> None:
    """Sleep until a waker has w, which has been put where wakers find it.

    When it raises, no waker has w nor will: the caller need only tidy up.
    """
    try:
        gopark(m, None, reason)
    except BaseException as exc:
        try:
            w.pop()
        except IndexError:
            repark(m, exc)  # a waker was faster
        else:
            raise


def leave(m: M, w: Waiter, reason: str) -> bool:
    """Take w back, no longer wanting to wait; False if a waker had it by then."""
    try:
        w.pop()
    except IndexError:
        wait(m, w, reason)  # its goready must not hit our next wait
        return False
    return True


def wake(w: Waiter) -> bool:
    """Wake w; False if it does not wait any more."""
    try:
        gp = w.pop()
    except IndexError:
        return False
    goready(gp)
    return True


def take(waiters: deque[Waiter]) -> G | None:
    """Take the first goroutine that is still waiting, which the caller readies.

    Not one of a program that is over, which never runs again.
    """
    while True:
        try:
            w = waiters.popleft()
        except IndexError:
            return None
        try:
            gp = w.pop()
        except IndexError:
            continue  # it has gone
        if not gp.m.retired:
            return gp


def forget(waiters: deque[Waiter], w: Waiter) -> None:
    """Take w, which is empty, off the queue, if it is still on it."""
    while True:
        try:
            waiters.remove(w)  # or another that is empty: it is all the same
            return
        except ValueError:
            return
        except IndexError:
            pass  # somebody changed the queue meanwhile


class Sema:
    """A counting semaphore; who waits is served in order of arrival."""

    __slots__ = ("permits", "waiters")

    def __init__(self, count: int = 0) -> None:
        self.permits = [True] * count
        self.waiters: deque[Waiter] = deque()

    def __repr__(self) -> str:
        return f"<Sema {len(self.permits)}, {len(self.waiters)} waiting>"


def semacquire(s: Sema, reason: str = WAIT_SEMACQUIRE, lifo: bool = False) -> None:
    """Take one, waiting until there is one; lifo: ahead of those who wait already."""
    permits = s.permits
    try:
        permits.pop()
        return
    except IndexError:
        pass
    m, w = newwaiter()
    if lifo:
        s.waiters.appendleft(w)
    else:
        s.waiters.append(w)
    try:
        permits.pop()
    except IndexError:
        pass
    else:
        if leave(m, w, reason):
            forget(s.waiters, w)
        else:
            semrelease(s)  # got two
        return
    try:
        wait(m, w, reason)
    except BaseException:
        forget(s.waiters, w)
        raise


def semrelease(s: Sema) -> None:
    """Give one back, straight to the first in line if there is one."""
    while True:
        gp = take(s.waiters)
        if gp is not None:
            goready(gp)
            return
        s.permits.append(True)
        if not s.waiters:
            return
        # Somebody came in between: what is still there is his.
        try:
            s.permits.pop()
        except IndexError:
            return

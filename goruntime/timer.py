# cython: annotation_typing=False
"""Timers: each M has a heap of its own.  Go: runtime/time.go

A timer calls ``fn(arg)`` on its M's g0 when its time has come; fn must not
block.  Everything may be called from any thread.

A timer that is moved to a later time, or stopped, stays in the heap where it
is: when its old place comes up it is put in again, or dropped.  So pushing a
deadline further out, which many programs do before every read, costs two
stores, and the heap is rebuilt without the dead when they are the majority.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from .clock import nanotime
from .gmp import M, sched
from .mutex import holders, lockslow
from .tls import getm

if TYPE_CHECKING:
    from collections.abc import Callable

holders.append(globals())

MAX_WHEN: Final = (1 << 63) - 1  # what Go can count to: 292 years
COMPACT_MIN: Final = 64  # no rebuild for fewer dead entries than this

_order = count().__next__  # timers of the same instant fire in the order started


class Timer:
    """One call at one time, or one every period nanoseconds."""

    __slots__ = ("arg", "fn", "m", "period", "queued", "when")

    def __init__(
        self, m: M, fn: Callable[[Any], object], arg: Any, period: int = 0
    ) -> None:
        self.m = m
        self.fn = fn
        self.arg = arg
        self.period = period
        self.when = 0  # nanotime() at which to fire; 0: it is not pending
        self.queued = 0  # its valid place in the heap; 0: it has none

    def reset(self, when: int, period: int = 0) -> bool:
        """Fire at when instead; tell whether it was pending.  Go: timer.modify"""
        m = self.m
        when = min(max(when, 1), MAX_WHEN)
        lock = m.timerlock
        if not lock.acquire(False):
            lockslow(lock)
        pending = self.when != 0
        self.when = when
        self.period = period
        queued = self.queued
        if queued == 0 or when < queued:
            if queued != 0:
                m.timersdead += 1  # the entry at the old place
            self.queued = when
            heappush(m.timers, (when, _order(), self))
            lock.release()
            if m.sleeping:
                m.wake()  # it may sleep for longer than that
        else:
            if not pending:
                m.timersdead -= 1  # a stopped one lives again
            lock.release()
        return pending

    def stop(self) -> bool:
        """Do not fire; tell whether that was still to come.  Go: timer.stop"""
        m = self.m
        garbage = None
        lock = m.timerlock
        if not lock.acquire(False):
            lockslow(lock)
        pending = self.when != 0
        if pending:
            self.when = 0
            m.timersdead += 1
            if m.timersdead > COMPACT_MIN and m.timersdead * 2 > len(m.timers):
                garbage = compact(m)
        lock.release()
        del garbage  # outside the lock: it may run finalizers
        return pending

    def __repr__(self) -> str:
        if self.when == 0:
            return "<Timer stopped>"
        return f"<Timer in {(self.when - nanotime()) / 1e9:.6f}s>"


def compact(m: M) -> list[Any]:
    """Rebuild the heap without dead entries; return the old one.  Under timerlock."""
    old = m.timers
    live = []
    for entry in old:
        t = entry[2]
        if entry[0] == t.queued:
            if t.when != 0:
                live.append(entry)
            else:
                t.queued = 0
    heapify(live)
    m.timers = live
    m.timersdead = 0
    return old


def runtimers(m: M, now: int) -> int:
    """Run what is due on m, on its g0; return the time of the next, 0 if none."""
    lock = m.timerlock
    garbage = m.timergarbage
    while garbage:
        garbage.popleft().stop()
    while True:
        lock.acquire()
        heap = m.timers
        if not heap:
            lock.release()
            return 0
        place: int = heap[0][0]
        t: Timer = heap[0][2]
        if place > now and place == t.queued and t.when != 0:
            lock.release()
            return place
        entry = heappop(heap)  # held until the lock is released
        if place != t.queued:
            m.timersdead -= 1  # it was moved to an earlier place
            lock.release()
            continue
        t.queued = 0
        if t.when == 0:
            m.timersdead -= 1  # it was stopped
            lock.release()
            continue
        if t.when > now:  # it was pushed out
            t.queued = t.when
            heappush(heap, (t.when, entry[1], t))
            lock.release()
            continue
        if t.period > 0:
            # The next tick that is still to come: slow receivers miss some.
            t.when += t.period * (1 + (now - t.when) // t.period)
            t.queued = t.when
            heappush(heap, (t.when, entry[1], t))
        else:
            t.when = 0
        lock.release()
        t.fn(t.arg)


def timerm() -> M:
    """Return the M for a timer that shall fire even if the calling thread is gone."""
    m: M | None = getm()
    return m if m is not None and m.g0 is not None else sched.runtimem()


def pendingtimer(m: M) -> bool:
    """Tell whether any timer of m is still to fire."""
    return len(m.timers) > m.timersdead

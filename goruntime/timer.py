# cython: annotation_typing=False
"""Timers: each M has a heap of its own.  Go: runtime/time.go

A timer calls ``fn(arg)`` on its M's g0 when its time has come; fn must not
block.  Everything may be called from any thread.

A timer that is moved to a later time, or stopped, stays in the heap where it
is: when its old place comes up it is put in again, or dropped.  So pushing a
deadline further out, which many programs do before every read, costs two
stores, and the heap is rebuilt without the dead when they are the majority.

Invariants, under the M's timerlock:

- an entry (place, seq, t) is t's own if seq is t.seq and t.queued is not 0, and
  then t.queued is its place; t has one such entry at most;
- t.when is 0, or not before t.queued, which is then not 0;
- m.timersdead counts the entries that are nobody's own, or a stopped timer's.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Final

from .clock import nanotime
from .gmp import M, sched
from .mutex import holders, lockslow
from .tls import slot

if TYPE_CHECKING:
    from collections.abc import Callable

holders.append(globals())

MAX_WHEN: Final = (1 << 63) - 1  # what Go can count to: 292 years
MAX_SLEEP: Final = 86_400 * 1_000_000_000  # no poller can wait for a month
COMPACT_MIN: Final = 64  # no rebuild for fewer dead entries than this
EXPIRE_MIN: Final = 64  # no rebuild for fewer that are due

_order = count(1).__next__  # timers of the same instant fire in the order started


class Timer:
    """One call at one time."""

    __slots__ = ("arg", "fn", "m", "queued", "seq", "when")

    # Whether it starts a function, which is not only for who waits on its M.
    calls: ClassVar[bool] = False

    def __init__(self, m: M, fn: Callable[[Any], object], arg: Any) -> None:
        self.m = m
        self.fn = fn
        self.arg = arg
        self.when = 0  # nanotime() at which to fire; 0: it is not pending
        self.queued = 0  # the place of its entry in the heap; 0: it has none
        self.seq = 0  # tells its entry from those it has left behind

    def reset(self, when: int) -> bool:
        """Fire at when instead; tell whether it was pending.  Go: timer.modify"""
        m = self.m
        if when < 1:
            when = 1
        elif when > MAX_WHEN:
            when = MAX_WHEN
        lock = m.timerlock
        if not lock.acquire(False):
            lockslow(lock)
        pending = self.when != 0
        queued = self.queued
        if queued != 0 and when >= queued:
            # Fast path: its entry comes up early enough.
            self.when = when
            if not pending:
                m.timersdead -= 1  # a stopped one lives again
            lock.release()
            return pending
        garbage = None
        seq = _order()
        self.when = when
        self.queued = when
        self.seq = seq
        heappush(m.timers, (when, seq, self))
        if queued != 0 and pending:  # a stopped one's old entry is counted already
            m.timersdead += 1
            garbage = compact(m)
        first = m.timers[0][1] == seq
        lock.release()
        if first and m.sleeping:
            m.wake()  # it may sleep for longer than that
        del garbage  # outside the lock: it may run finalizers
        return pending

    def start(self, when: int) -> None:
        """Reset, of one that was never started; when is from 1 to MAX_WHEN."""
        m = self.m
        lock = m.timerlock
        if not lock.acquire(False):
            lockslow(lock)
        seq = _order()
        self.when = self.queued = when
        self.seq = seq
        heap = m.timers
        heappush(heap, (when, seq, self))
        first = heap[0][1] == seq
        lock.release()
        if first and m.sleeping:
            m.wake()

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
            dead = m.timersdead + 1
            m.timersdead = dead
            if dead > COMPACT_MIN and dead * 2 > len(m.timers):
                garbage = compact(m)
        lock.release()
        del garbage  # outside the lock: it may run finalizers
        return pending

    def __repr__(self) -> str:
        when = self.when
        if when == 0:
            return "<Timer stopped>"
        return f"<Timer in {(when - nanotime()) / 1e9:.6f}s>"


def compact(m: M) -> list[Any] | None:
    """Rebuild the heap if most of it is dead; return the old one.  Under timerlock."""
    old = m.timers
    if m.timersdead <= COMPACT_MIN or m.timersdead * 2 <= len(old):
        return None
    live = []
    for entry in old:
        t = entry[2]
        if entry[1] == t.seq:
            if t.when != 0:
                live.append(entry)
            else:
                t.queued = 0
    heapify(live)
    m.timers = live
    m.timersdead = 0
    return old


def runtimers(m: M, now: int) -> None:
    """Run what is due on m, on its g0."""
    due = iter(expire(m, now))
    try:
        for t in due:
            t.fn(t.arg)
    except BaseException:  # a signal handler of the user's: the others' turn comes yet
        for t in due:
            if t.when == 0:
                t.reset(now)
        raise


def expire(m: M, now: int) -> list[Timer]:
    """Take the timers that are due off m's heap: they are not pending any more."""
    lock = m.timerlock
    lock.acquire()
    heap = m.timers
    # Whatever is taken off is dropped outside the lock: that may run finalizers.
    early = []
    many = EXPIRE_MIN + (len(heap) >> 4)
    while heap:
        place, seq, t = heap[0]
        # Who is dead goes, too: nobody shall wake up for it.
        if place > now and seq == t.seq and t.when != 0:
            break
        early.append(heappop(heap))
        if len(early) == many:  # as many again are likely: all at once is cheaper
            early += sorted(entry for entry in heap if entry[0] <= now)
            m.timers = heap = [entry for entry in heap if entry[0] > now]
            heapify(heap)
    due = []
    for _, seq, t in early:
        when = t.when
        if seq != t.seq:
            m.timersdead -= 1  # it was moved to an earlier place
        elif when > now:
            t.queued = when  # to a later time
            heappush(heap, (when, seq, t))
        else:
            t.queued = 0
            if when != 0:
                t.when = 0
                due.append(t)
            else:
                m.timersdead -= 1  # it was stopped
    lock.release()
    return due


def nexttimer(m: M, now: int) -> int:
    """Return when to look at m's timers next, 0 for never.  Nothing is run.

    That may be early, for the place of a timer that was moved to a later time.
    """
    m.timerlock.acquire()
    when: int = min(m.timers[0][0], now + MAX_SLEEP) if m.timers else 0
    m.timerlock.release()
    return when


def timerm() -> M:
    """Return the M for a timer that shall fire even if the calling thread is gone."""
    m: M | None = slot.m
    return m if m is not None and m.g0 is not None else sched.runtimem()


def overdue(m: M, now: int) -> bool:
    """Tell whether m, which does not sleep, should have looked at its timers by now."""
    try:
        return m.timers[0][0] <= now and not m.sleeping
    except IndexError:
        return False


def firstcall(m: M) -> int:
    """Return when the first function of m's timers is due; 0 if there is none."""
    if not m.calls:
        return 0
    m.calls = False  # first: who starts one now says so again
    m.timerlock.acquire()
    entries = m.timers[:]
    m.timerlock.release()
    whens: list[int] = [t.when for _, _, t in entries if t.calls and t.when != 0]
    if not whens:
        return 0
    m.calls = True
    return min(whens)


def pendingtimer(m: M) -> bool:
    """Tell whether any timer of m is still to fire."""
    return len(m.timers) > m.timersdead

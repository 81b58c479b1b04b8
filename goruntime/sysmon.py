"""The watcher: Ms that are stuck, and threads that are not ours.  Go: proc.go, sysmon

A function that has not started waits for its M; timers that are due make one, if that
M has not come to them a PERIOD later.  Where the M does not come to schedule, the
function goes elsewhere within two PERIODs:

- if an M is idle, that one is told to look for work;
- if the M's thread waits in the kernel, in some call that knows nothing of us, a spare
  M is started in its place, whatever GOMAXPROCS is: in Go, who is in a system call
  does not count either;
- so it is if the function was handed over by a thread of the user's: the main thread
  may be busy for good, with a GUI's loop or another server.

The watcher runs in a thread of its own, only while there are functions not yet started,
and sleeps as soon as there were none for a while; the next ``go`` wakes it, or the
first timer that may be late.
"""

from __future__ import annotations

import os
import sys
import threading
from _thread import get_native_id, start_new_thread
from typing import TYPE_CHECKING, Any, Final

from .balance import SYSMON, handover, sparem, take, wakeone
from .clock import cputime, nanotime
from .gmp import G_WAITING, G, M, helpers, idlems, nextgoid, sched
from .mutex import Mutex, takelock
from .osthread import threads
from .signal_unix import deaf
from .timer import MAX_SLEEP, firstcall, overdue, runtimers

if TYPE_CHECKING:
    from collections.abc import Callable

PERIOD: Final = 0.01  # seconds between two looks
LATE: Final = 10_000_000  # ns that a timer is overdue before others see to it
QUIET: Final = 10  # looks without anything to watch, and the watcher sleeps
NEVER: Final = 1 << 63  # what no timer is due at
LINGER: Final = 10.0  # seconds of sleep after which its thread ends
FAREWELL: Final = 5_000_000  # ns that a fork waits for the watcher to end
MAX_EXTRA: Final = 64  # spare Ms in place of stuck ones

_alarm = Mutex()  # held while the watcher waits; released to wake it
_alarm.acquire()
_thread = False  # under idlelock: there is a thread that runs watcher()
_tid = 0  # of that thread
_generation = 0  # under idlelock: a watcher of an earlier one is to end


def resume() -> None:
    """Wake the watcher, which was taken off idlems; start it at the first use."""
    global _thread
    with sched.idlelock:
        start = not _thread
        _thread = True
    if not start:
        ring()
        return
    try:
        start_new_thread(watcher, (_generation,))
    except RuntimeError:
        # No thread is to be had.  Nothing is lost but what the watcher is for.
        with sched.idlelock:
            _thread = False


def ring() -> None:
    """Wake the watcher."""
    try:
        _alarm.release()
    except RuntimeError:
        pass  # somebody else just has


def watcher(generation: int) -> None:
    """What the thread runs: watch, known as a thread of ours."""
    global _tid
    tid = _tid = get_native_id()
    helpers.add(tid)
    watch(generation)
    helpers.discard(tid)


def watch(generation: int) -> None:
    """Look after functions that wait, until there were none for a while."""
    before: dict[M, tuple[G, int]] = {}
    quiet = 0
    while True:
        while quiet < QUIET:
            now = look()
            stuck = {m for m in now if m in before and now[m][0] is before[m][0]}
            for m in stuck:
                m.waking = False
                if m.handed or (now[m][1] == before[m][1] >= 0 and blocked(m)):
                    retake(m, stuck)
                elif sched.sharing:
                    wakeone()
            before = now
            quiet = 0 if now else quiet + 1
            if quiet < QUIET:
                _alarm.acquire(timeout=PERIOD)
            if generation != _generation:
                return
        looks = sleep(generation)
        if looks is None:
            return
        sched.alarm = 0
        quiet = QUIET - looks


def look() -> dict[M, tuple[G, int]]:
    """Return each M that has a function to start: that, and the M's CPU time."""
    found = {}
    late = nanotime() - LATE
    for m in sched.allm:
        if overdue(m, late) and not m.late:
            belate(m)
        if m.spawns and not m.retired:
            gp = head(m)
            if gp is None:
                m.handed = False
            else:
                clock = m.cpuclock
                found[m] = (gp, -1 if clock is None else cputime(clock))
    return found


def head(m: M) -> Any:
    """Return the function that m will start next, None if there is none."""
    try:
        return m.newq[0]
    except IndexError:
        return None


def blocked(m: M) -> bool:
    """Tell whether m's thread, which has used no CPU for a PERIOD, waits for something.

    Else it waits for a CPU.  (Who waits for the GIL looks after it every 5 ms, and has
    used some.)  Where the system does not say, no.
    """
    try:
        with open(f"/proc/self/task/{m.tid}/stat", "rb") as f:
            return f.read().rpartition(b") ")[2][:1] in (b"S", b"D")
    except OSError:
        return False


def sleep(generation: int) -> int | None:
    """Sleep until the next ``go``, or until a timer may be late.

    Return how many looks to take at least; None if there was nothing for long, and it
    is over.
    """
    global _thread
    with sched.idlelock:
        if generation != _generation:
            return None
        idlems.append(SYSMON)
        sched.alarm = NEVER
    # Who starts a timer now finds NEVER, or we find the timer.
    when = firsttimer()
    found = look()
    with sched.idlelock:
        if generation != _generation:
            return None
        if SYSMON in idlems:
            if found:
                idlems.remove(SYSMON)
                return QUIET
            sched.alarm = when
    timeout = LINGER
    if when != NEVER:
        timeout = max(min(when + LATE - nanotime(), MAX_SLEEP), 0) / 1e9
    if not _alarm.acquire(timeout=timeout):
        with sched.idlelock:
            if generation != _generation:
                return None
            if SYSMON in idlems:
                if when != NEVER:
                    idlems.remove(SYSMON)
                    return 1  # if its M has come to it, that is all
                sched.alarm = NEVER
                _thread = False  # the next resume starts another one
                return None
        _alarm.acquire()  # somebody is just about to wake us
    return QUIET if generation == _generation else None


def firsttimer() -> int:
    """Return when the first timer's function of all is due; NEVER if there is none."""
    return min(filter(None, map(firstcall, sched.allm)), default=NEVER)


def watchtimers(when: int) -> None:
    """Let the watcher look at the timers soon after when, if it would sleep then."""
    if not takelock(sched.idlelock):
        return  # a finalizer's timer: it waits for its M, as all do mostly
    wake = when < sched.alarm and SYSMON in idlems
    if wake:
        idlems.remove(SYSMON)
        sched.alarm = 0
    sched.idlelock.release()
    if wake:
        resume()


def belate(m: M) -> None:
    """Make a function of what m has not come to: its timers that are due."""
    gp = G(nextgoid(), runlate, (m,), None)
    gp.creator = runlate.__code__
    m.late = True
    with sched.idlelock:
        put = m.spawns and not m.retired
        if put:
            m.put(gp)
    if put:
        return
    try:
        handover(gp)
    except RuntimeError:
        m.late = False  # no thread is to be had: they wait on


def runlate(m: M) -> None:
    """Run the timers of m that are due, in a goroutine, be it m's own or not."""
    m.late = False
    runtimers(m, nanotime())


def retake(m: M, stuck: set[M]) -> None:
    """Let others start what m has not started.  Go: retake, handoffp"""
    if sched.sharing and wakeone():
        return  # an idle M comes and takes it
    if sum(x.extra for x in sched.allm) >= MAX_EXTRA:
        return
    try:
        spare = sparem(lambda x: x in stuck or blocked(x))
    except RuntimeError:
        return  # no thread is to be had: it waits on
    if spare is m:
        return
    with sched.idlelock:
        if not spare.retired:
            take(m, spare, len(m.newq))
    if spare.sleeping:
        spare.wake()


def beforefork() -> None:
    """End the watcher: Python warns of a fork where there are other threads.

    The next ``go``, here or in the child, starts it again, or a timer that is there.
    """
    global _generation, _thread
    with sched.idlelock:
        if not _thread:
            return
        _generation += 1
        _thread = False
        if SYSMON not in idlems:
            idlems.append(SYSMON)
        sched.alarm = NEVER
    ring()
    end = nanotime() + FAREWELL  # a thread that has returned is not gone yet
    while nanotime() < end and os.path.exists(f"/proc/self/task/{_tid}"):
        os.sched_yield()
    _alarm.acquire(False)


def forkparent() -> None:
    """After a fork: look after the timers that are there."""
    watchtimers(firsttimer())


def forkchild() -> None:
    """Forget the threads, which stayed behind in the parent."""
    global _thread, _alarm
    sched.alarm = NEVER
    _alarm = Mutex()
    _alarm.acquire()
    _thread = False
    helpers.clear()


class _Guard:
    """Lives in a thread's local storage, and dies with the thread."""

    __slots__ = ("m", "retire")

    def __init__(self, m: M, retire: Callable[[M], None]) -> None:
        self.m = m
        self.retire = retire

    def __del__(self) -> None:
        self.retire(self.m)


_local = threading.local()


def guardthread(m: M, retire: Callable[[M], None]) -> None:
    """Take m out of service when the calling thread, which is the user's, ends."""
    _local.guard = _Guard(m, retire)


def otherthreads() -> bool:
    """Tell whether some thread could still wake a goroutine.

    Any thread of Python's that is alive could, but for the ones of ours (which
    are counted by what they do) and those that wait in us themselves.
    """
    waiting = set()
    for m in sched.allm:
        if m.g0 is not None or (m.sleeping and all_waiting(m)):
            waiting.add(m.thread)
    others = [
        t
        for t in threading.enumerate()
        if t.ident not in waiting and not getattr(t, "goruntime_spare", False)
    ]
    # A thread that threading did not start, and that has looked at itself, is listed
    # for ever: it counts while it has a frame.
    return bool(others) and not sys._current_frames().keys().isdisjoint(
        t.ident for t in others
    )


def nativethreads() -> frozenset[int]:
    """Return the threads that C has made; none where the system doesn't say."""
    known = {m.tid for m in sched.allm} | helpers
    for t in threading.enumerate():
        # A Dummy is one of C's that has looked at itself.
        if t.native_id is not None and not isinstance(t, threading._DummyThread):
            known.add(t.native_id)
    try:
        return frozenset(threads() - known)
    except OSError:
        return frozenset()


def silent(tid: int) -> bool:
    """Tell whether a thread of C's is one that calls nobody.

    No signal is for it, as for the one that faulthandler has.
    """
    try:
        return deaf(tid)
    except OSError:
        return False


def all_waiting(m: M) -> bool:
    """Tell whether every goroutine of m is parked."""
    return all(gp.status == G_WAITING for gp in m.allgs.copy())


sched.resume = resume
sched.watchtimers = watchtimers

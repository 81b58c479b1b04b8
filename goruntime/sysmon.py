"""The watcher: spare Ms, and threads that are not ours.  Go: runtime/proc.go, sysmon

A thread that runs no goroutines hands what it starts to the main M.  Where that
one is busy with something else (a GUI's loop, another server) and does not
come to schedule, a spare M takes over what has not started.

With GODEBUG=schedtrace=N a thread prints every N milliseconds what the scheduler is
doing, in Go's form, as far as there is such a thing here.
"""

from __future__ import annotations

import os
import sys
import threading
from _thread import start_new_thread
from typing import TYPE_CHECKING, Any, Final

from . import env
from .clock import nanotime
from .gmp import G_WAITING, M, sched

if TYPE_CHECKING:
    from collections.abc import Callable

GRACE_SECONDS: Final = 0.01  # how long work may wait for an M that does not come

_lock = threading.Lock()
_watched: list[M] = []  # Ms that were handed work, under _lock
_watching = False
_spare: M | None = None
_startlock = threading.Lock()
_tracing = False


def handedoff(m: M) -> None:
    """Watch m, which was handed a function while it was not asleep."""
    global _watching
    with _lock:
        if m not in _watched:
            _watched.append(m)
        start = not _watching
        _watching = True
    if start:
        start_new_thread(watch, ())


def watch() -> None:
    """Until no M has handed-over work: give to a spare M what was not taken in time."""
    global _watching
    while True:
        heads = [(m, head(m)) for m in _watched]
        threading.Event().wait(GRACE_SECONDS)
        for m, before in heads:
            now = head(m)
            if now is not None and now is before:
                retake(m)
        with _lock:
            _watched[:] = [m for m in _watched if m.newq]
            if not _watched:
                _watching = False
                return


def head(m: M) -> Any:
    """Return the function that m will start next, None if there is none."""
    try:
        return m.newq[0]
    except IndexError:
        return None


def retake(m: M) -> None:
    """Move what m has not started to the spare M."""
    spare = sparem()
    if spare is m:
        return
    while True:
        try:
            gp = m.newq.popleft()
        except IndexError:
            break
        spare.newq.append(gp)
        spare.runq.append(None)
    if spare.sleeping:
        spare.wake()


def sparem() -> M:
    """Return the spare M, starting its thread at the first use."""
    global _spare
    with _startlock:
        if _spare is None or _spare.retired:
            started = threading.Event()
            made: list[M] = []

            def publish(m: M) -> None:
                made.append(m)
                started.set()

            start_new_thread(sched.mstart, (publish,))
            started.wait()
            _spare = made[0]
        return _spare


def forkchild() -> None:
    """Forget the threads, which stayed behind in the parent."""
    global _watching, _spare, _lock, _startlock, _tracing
    _lock = threading.Lock()
    _startlock = threading.Lock()
    _watched.clear()
    _watching = False
    _spare = None
    _tracing = False


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


def all_waiting(m: M) -> bool:
    """Tell whether every goroutine of m is parked."""
    return all(gp.status == G_WAITING for gp in m.allgs.copy())


# --- schedtrace ---------------------------------------------------------------


def starttrace(maxprocs: Callable[[], int]) -> None:
    """Start the thread that prints, if that was asked for and is not done yet."""
    global _tracing
    if env.SCHEDTRACE > 0 and not _tracing:
        _tracing = True
        start_new_thread(trace, (env.SCHEDTRACE / 1e3, maxprocs))


def trace(seconds: float, maxprocs: Callable[[], int]) -> None:
    """Print a line now, and after each so many seconds."""
    start = nanotime()
    never = threading.Event()
    while True:
        line = schedtrace((nanotime() - start) // 1_000_000, maxprocs())
        try:
            os.write(2, line.encode())
        except OSError:
            return  # nobody is there to read it
        never.wait(seconds)


def schedtrace(ms: int, maxprocs: int) -> str:
    """Say what the scheduler is doing, ms milliseconds after it began.

    Threads are the Ms and those of ``blocking``; the numbers in brackets are how many
    goroutines can run on each M that runs goroutines.  Nobody spins, and there is no
    queue but those of the Ms.  Go: schedtrace
    """
    allm = sched.allm
    ps = [m for m in allm if m.g0 is not None]
    idle = sum(m.sleeping for m in allm)
    busy = sum(not m.sleeping for m in ps)
    threads: set[int | None] = {m.thread for m in allm}
    threads |= {t.ident for t in threading.enumerate() if hasattr(t, "goruntime_spare")}
    queues = " ".join(str(len(m.runq)) for m in ps)
    return (
        f"SCHED {ms}ms: gomaxprocs={maxprocs} idleprocs={max(maxprocs - busy, 0)} "
        f"threads={len(threads)} spinningthreads=0 needspinning=0 "
        f"idlethreads={idle} runqueue=0 [ {queues} ]\n"
    )

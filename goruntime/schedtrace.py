"""GODEBUG=schedtrace: what the scheduler is doing, in numbers.  Go: runtime/proc.go

A thread prints a line every so many milliseconds, in Go's form, as far as there is
such a thing here.
"""

from __future__ import annotations

import os
import threading
from _thread import get_native_id, start_new_thread

from . import env
from .clock import nanotime
from .gmp import helpers, sched

_tracing = False


def starttrace() -> None:
    """Start the thread that prints, if that was asked for and is not done yet."""
    global _tracing
    if env.SCHEDTRACE > 0 and not _tracing:
        _tracing = True
        start_new_thread(trace, (env.SCHEDTRACE / 1e3,))


def forkchild() -> None:
    """Forget the thread, which stayed behind in the parent."""
    global _tracing
    _tracing = False


def trace(seconds: float) -> None:
    """Print a line now, and after each so many seconds."""
    helpers.add(get_native_id())
    start = nanotime()
    never = threading.Event()
    while True:
        line = schedtrace((nanotime() - start) // 1_000_000)
        try:
            os.write(2, line.encode())
        except OSError:
            return  # nobody is there to read it
        never.wait(seconds)


def schedtrace(ms: int) -> str:
    """Say what the scheduler is doing, ms milliseconds after it began.

    Threads are the Ms and those of ``blocking``; the numbers in brackets are how many
    goroutines can run on each M that runs goroutines.  Nobody spins, and there is no
    queue but those of the Ms.  Where no program runs there is nothing to say.

    Go: schedtrace
    """
    allm = sched.ms()
    if not allm:
        return ""  # no program runs
    maxprocs = sched.maxprocs
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

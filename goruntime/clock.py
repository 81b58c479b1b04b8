"""The clocks.  Go: runtime/time_nofake.go"""

from __future__ import annotations

import time
from _thread import get_ident
from time import monotonic_ns as nanotime
from time import time_ns as walltime

__all__ = ["cputime", "nanotime", "threadclock", "walltime"]


def threadclock() -> int | None:
    """Return the clock that counts the calling thread's time on a CPU.

    None where the system has no such clock.
    """
    try:
        return time.pthread_getcpuclockid(get_ident())
    except (AttributeError, OSError):
        return None


def cputime(clock: int) -> int:
    """Return what a threadclock shows, in ns; -1 if its thread has ended."""
    try:
        return time.clock_gettime_ns(clock)
    except OSError:
        return -1

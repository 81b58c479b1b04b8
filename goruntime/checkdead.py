"""Deadlock: nothing is left that could wake anyone.  Go: runtime/proc.go, checkdead"""

from __future__ import annotations

from . import crash
from .gmp import WAIT_EXITED, M, sched
from .gopanic import DeadlockError
from .mutex import takelock
from .netpoll import iowaiting
from .sysmon import otherthreads
from .timer import pendingtimer


def checkdead(m: M) -> bool:
    """Tell whether nothing is left that could wake anyone; if so, say so to main."""
    if m is not sched.m0:
        # Only the main M judges; what it waited for may just have gone to sleep.  Of
        # several that go to sleep the last one sees that all do.
        if sched.m0 is not None and all(x.sleeping for x in sched.allm):
            sched.m0.wake()
        return False
    if sched.keepalive or sched.blocked:
        return False
    if not takelock(sched.idlelock):  # so that no function is on its way to another M
        return False
    dead = allasleep(m)
    sched.idlelock.release()
    if not dead:
        return False
    main = m.main
    assert main is not None
    if main.waitreason != WAIT_EXITED:
        m.interrupt = DeadlockError(
            "all goroutines are asleep - deadlock!", crash.deaddump(m)
        )
    elif any(other.allgs for other in sched.allm if other.g0 is not None):
        crash.fatal("all goroutines are asleep - deadlock!")
    else:
        crash.fatal("no goroutines (main called runtime.Goexit) - deadlock!")
    return True


def allasleep(m: M) -> bool:
    """Tell whether nothing but m could do anything, and m has nothing to do."""
    # Two looks: between two Ms of one look, one may have readied a goroutine of the
    # other and gone to sleep itself.  Who slept through both of them did not.
    asleep = [(other, other.sleeps) for other in sched.allm]
    for _ in range(2):
        for other, sleeps in asleep:
            if not other.sleeping or other.sleeps != sleeps or other.runq:
                return False
            if other is not m and (pendingtimer(other) or iowaiting(other)):
                return False
        if otherthreads():
            return False
    return True

"""Deadlock: nothing is left that could wake anyone.  Go: runtime/proc.go, checkdead

A thread that is not ours may wake somebody at any time, and nobody is told when it
ends: while there is one, all of this is looked at again now and then.

One that C has made and that has just been joined is there for a moment longer, and one
that has just begun does not look yet like what it is.  So the judgement waits until
there are none but old ones.
"""

from __future__ import annotations

from typing import Final

from . import crash
from .clock import nanotime
from .gmp import WAIT_EXITED, M, sched
from .gopanic import DeadlockError
from .mutex import takelock
from .netpoll import iowaiting
from .sysmon import nativethreads, otherthreads, silent
from .timer import pendingtimer

OLD: Final = 50_000_000  # ns
AGAIN: Final = 1_000_000_000  # ns between two looks at what is there

# The threads of C's at the last look: when they were seen first.
_natives: dict[int, int] = {}


def checkdead(m: M) -> int:
    """Return for how long m, which has nothing to do, may sleep, in ns; -1: for ever.

    If nothing is left that could wake anyone, say so to main, and return 0.
    """
    global _natives
    if m is not sched.m0:
        # Only the main M judges; what it waited for may just have gone to sleep.  Of
        # several that go to sleep the last one sees that all do.
        if sched.m0 is not None and all(x.sleeping for x in sched.ms()):
            sched.m0.wake()
        return -1
    if sched.keepalive or sched.blocked:
        return -1
    if not takelock(sched.idlelock):  # so that no function is on its way to another M
        return -1
    asleep, natives = allasleep(m)
    sched.idlelock.release()
    if not asleep:
        return -1
    if natives is None:
        return AGAIN
    now = nanotime()
    _natives = {tid: _natives.get(tid, now) for tid in natives}
    if any(now - since < OLD for since in _natives.values()):
        return OLD
    if not all(map(silent, natives)):
        return AGAIN
    main = m.main
    assert main is not None
    if main.waitreason != WAIT_EXITED:
        m.interrupt = DeadlockError(
            "all goroutines are asleep - deadlock!", crash.deaddump(m)
        )
    elif any(other.allgs for other in sched.ms() if other.g0 is not None):
        crash.fatal("all goroutines are asleep - deadlock!")
    else:
        crash.fatal("no goroutines (main called runtime.Goexit) - deadlock!")
    return 0


def allasleep(m: M) -> tuple[bool, frozenset[int] | None]:
    """Tell whether all Ms have nothing to do, and which threads of C's there are.

    None if there is a thread of Python's that could do something.
    """
    natives: frozenset[int] = frozenset()
    # Two looks: between two Ms of one look, one may have readied a goroutine of the
    # other and gone to sleep itself.  Who slept through both of them did not.  Nor did
    # a thread that was gone before the second one.
    asleep = [(other, other.sleeps) for other in sched.ms()]
    for second in (False, True):
        for other, sleeps in asleep:
            if not other.sleeping or other.sleeps != sleeps or other.runq:
                return False, None
            if other is not m and (pendingtimer(other) or iowaiting(other)):
                return False, None
        if not second:
            if otherthreads():
                return True, None
            natives = nativethreads()
    return True, natives

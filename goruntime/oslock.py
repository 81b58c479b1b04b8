"""LockOSThread: a thread for one goroutine.  Go: runtime/proc.go

An M that is locked is out of service (see balance.py): it starts no goroutine, and goes
on with those that it has.
"""

from __future__ import annotations

from .balance import fill, handover, leave
from .gmp import G_DEAD, M, sched
from .park import acquirem, getg


def LockOSThread() -> None:
    """Keep the calling goroutine's thread for it, until as many UnlockOSThread.

    No other goroutine starts on the thread; those that have started there before stay,
    as a goroutine never changes its thread.  A goroutine that ends without unlocking
    takes the thread with it, as soon as that has no other; but not the main thread.
    Go: runtime.LockOSThread
    """
    m = acquirem()
    gp = getg()
    _, n = m.locked.get(gp.goid, (gp, 0))
    m.locked[gp.goid] = (gp, n + 1)
    if m.spawns:
        unserve(m)


def UnlockOSThread() -> None:
    """Undo one LockOSThread of the calling goroutine; nothing if there is none.

    Go: runtime.UnlockOSThread
    """
    m = acquirem()
    gp = getg()
    _, n = m.locked.pop(gp.goid, (gp, 0))
    if n == 0:
        return
    if n > 1:
        m.locked[gp.goid] = (gp, n - 1)
    if not m.locked and m.g0 is not None:
        serve(m)


def unserve(m: M) -> None:
    """m starts no goroutines any more: what it has not started goes to others."""
    with sched.idlelock:
        m.spawns = False
        fill()
    while True:
        try:
            gp = m.newq.popleft()
        except IndexError:
            return
        try:
            handover(gp)
        except RuntimeError:
            m.newq.appendleft(gp)
            serve(m)
            raise


def serve(m: M) -> None:
    """m starts goroutines again."""
    with sched.idlelock:
        m.spawns = True
        fill()


def unlockdead(m: M) -> bool:
    """Let go of locks whose goroutines have ended.

    A spare M ends with them: True if it has nothing else to do.
    """
    for goid, (gp, _) in list(m.locked.items()):
        if gp.goid != goid or gp.status == G_DEAD:  # or its G is another's by now
            del m.locked[goid]
            m.extra = m.spare
    if m.locked:
        return False
    serve(m)
    return m.extra and leave(m)

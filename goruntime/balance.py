# cython: annotation_typing=False
"""Work for every M: who is idle, who starts one, who steals.  Go: runtime/proc.go

Only a function that has not started can move to another M; a goroutine stays where
it started.  So functions are spread before they start:

- ``go`` puts a function on its own M, and if one is idle gives it to that one
  (``share``): Go's wakep.  Of several the one with the fewest goroutines gets it, and
  one that has many more than the giver does not: that is what spreads the connections
  of one accept loop;
- an M that has nothing to run takes half of what another has not started (``steal``);
- what an M that is stuck has not started is taken from it by the watcher, sysmon.py.

At most GOMAXPROCS Ms are in service: they take part in this.  One that is not goes on
with the goroutines it has, and ends when it has none left.  Not in service are those
above the number, those that were started in place of a stuck one, and those that
LockOSThread keeps for one goroutine.

Who gives another M a function holds ``sched.idlelock``, and so does an M that leaves
for good: nothing is given to one that is gone.
"""

from __future__ import annotations

from _thread import start_new_thread
from typing import TYPE_CHECKING, Final

from .gmp import G, M, idlems, sched
from .mutex import Mutex, holders, takelock
from .numcpu import defaultprocs
from .timer import pendingtimer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

holders.append(globals())

SLACK: Final = 16  # goroutines that an idle M may have more than the one that gives
IDLE_NS: Final = 10_000_000_000  # a spare M without goroutines ends after that

# What idlems holds beside Ms: a place for one that has not been started, and the
# watcher, which sleeps and wants to be woken by the next go.
UNSTARTED: Final = None
SYSMON: Final = "sysmon"

idlems.append(SYSMON)
sched.maxprocs = defaultprocs()


# --- who is in service --------------------------------------------------------


def inservice() -> list[M]:
    """Return the Ms that take functions to start."""
    return [m for m in sched.allm if m.spawns and not m.extra and not m.retired]


def fill() -> None:
    """Let idlems have as many places as there are Ms to start.  Under idlelock."""
    while UNSTARTED in idlems:
        idlems.remove(UNSTARTED)
    if sched.m0 is None:
        return
    serving = inservice()
    surplus = len(serving) - sched.maxprocs
    for m in sched.allm:
        if surplus < 0 and m.extra and m.sleeping and m.spawns and not m.retired:
            m.extra = False
            m.idle = True
            idlems.append(m)
            surplus += 1
    idlems.extend([UNSTARTED] * -surplus)
    for m in reversed(serving):
        if surplus > 0 and m.spare:
            m.extra = True
            surplus -= 1
            delist(m)
    sched.sharing = sched.maxprocs > 1 or any(m.locked for m in sched.allm)


def openprogram() -> None:
    """A program begins: there is one M, the others are places."""
    with sched.idlelock:
        fill()


def closeprogram(ms: Iterable[M]) -> None:
    """The program of these Ms is over: none of them is given anything any more."""
    with sched.idlelock:
        for m in ms:
            m.retired = True
            m.idle = False
            m.newq.clear()
        idlems[:] = [SYSMON] if SYSMON in idlems else []  # the watcher sleeps on
        sched.sharing = False


def forkchild() -> None:
    """Forget the Ms and the watcher, which stayed behind in the parent."""
    sched.idlelock = Mutex()
    sched.sharing = False
    idlems[:] = [SYSMON]


def GOMAXPROCS(n: int = 0) -> int:
    """Set how many threads run goroutines at once, if n is above 0; return the old.

    At first that is the environment's GOMAXPROCS; else 1 where Python has a GIL, and
    what the process may use of the machine (CPUs, cgroup quota) where it has none.  A
    goroutine that has started stays on its thread: a smaller number holds for those
    that start from now on.  Go: runtime.GOMAXPROCS
    """
    with sched.idlelock:
        before = sched.maxprocs
        if n > 0:
            sched.maxprocs = n
            fill()
    return before


# --- giving -------------------------------------------------------------------


def share(m: M) -> None:
    """Give the newest function of m to an idle M; wake the watcher.  Go: wakep"""
    if not takelock(sched.idlelock):
        return
    if m.retired:  # a goroutine that goes on after its program: nobody else's business
        sched.idlelock.release()
        return
    resume = SYSMON in idlems
    if resume:
        idlems.remove(SYSMON)
    i = leastloaded(len(m.allgs) + SLACK)
    gp = None
    if i >= 0:
        try:
            gp = m.newq.pop()
        except IndexError:
            pass  # another M took it
    if gp is None:
        sched.idlelock.release()
    else:
        try:
            give(i, gp)
        except RuntimeError:  # no thread is to be had: there is a place less
            m.put(gp)
    if resume:
        sched.resume()


def leastloaded(most: int) -> int:
    """Return the index in idlems of the M with the fewest goroutines.

    -1 if all have more than most.  Under idlelock.
    """
    best = -1
    for i, m in enumerate(idlems):
        if m is SYSMON:
            continue
        # A place counts as one goroutine: better an M that is there and empty.
        load = 1 if m is UNSTARTED else len(m.allgs)
        if load < most:
            best = i
            most = load
    return best


def give(i: int, gp: G | None) -> None:
    """Let the idle M at idlems[i] start gp, or look for work without one.

    Under idlelock, which is released.  RuntimeError if that needs a thread and none is
    to be had.
    """
    m: M | None = idlems.pop(i)
    if m is None:
        sched.idlelock.release()
        startm(gp, extra=False)
        return
    m.idle = False
    if gp is not None:
        m.waking = True
        m.put(gp)
    sched.idlelock.release()
    if m.sleeping:
        m.wake()


def startm(gp: G | None, *, extra: bool) -> M:
    """Start an M in a thread of its own, with a function to run.  Go: startm

    RuntimeError if no thread is to be had.
    """
    m = M()
    m.spare = m.spawns = True
    m.extra = extra
    m.thread = 0  # until it runs
    if gp is not None:
        m.waking = True
        m.put(gp)
    with sched.lock:
        sched.allm = [*sched.allm, m]
    try:
        start_new_thread(sched.mstart, (m,))
    except RuntimeError:
        m.retired = True
        with sched.lock:
            sched.allm = [x for x in sched.allm if x is not m]
        raise
    return m


def wakeone() -> bool:
    """Let some idle M look for work; False if none is idle."""
    if not takelock(sched.idlelock):
        return False
    best = -1
    for i, m in enumerate(idlems):
        if isinstance(m, M) or (m is UNSTARTED and best < 0):
            best = i  # the last one that is there, before one that is to be started
    if best < 0:
        sched.idlelock.release()
        return False
    try:
        give(best, None)
    except RuntimeError:  # no thread is to be had: there is a place less
        return False
    return True


def handover(gp: G) -> None:
    """Let an M start gp: for who runs no goroutines, or is kept for one of them.

    RuntimeError if there is none and no thread is to be had.
    """
    if not takelock(sched.idlelock):
        raise RuntimeError(
            "goruntime: go in a finalizer or signal handler that interrupted the "
            "runtime"
        )
    m = starter()
    if m is not None:
        m.put(gp)
        sched.idlelock.release()
        if m.sleeping:
            m.wake()
        else:
            m.handed = True  # it may be busy with something else: see sysmon.py
            share(m)
        return
    i = leastloaded(SLACK)
    if i >= 0:
        give(i, gp)
    else:
        sched.idlelock.release()
        startm(gp, extra=True)


def starter() -> M | None:
    """Return the best M to start a function from outside.  Under idlelock."""
    found = None
    for m in sched.allm:
        if m.spawns and not m.retired:
            if m.sleeping and not m.extra:
                return m
            if found is None or (found.extra and not m.extra):
                found = m
    return found


def startaway(gp: G) -> M:
    """Let an M that is not in service start gp: for whose own thread waits elsewhere.

    Return that M.  RuntimeError if there is none and no thread is to be had.
    """
    m = sparem()
    with sched.idlelock:
        gone = m.retired
        if not gone:
            m.put(gp)
    if gone:
        m = startm(gp, extra=True)
    elif m.sleeping:
        m.wake()
    return m


def sparem(stuck: Callable[[M], bool] = lambda _: False) -> M:
    """Return an M that is not in service: one that sleeps, or else is not stuck.

    One is started if there is none.  RuntimeError if no thread is to be had.
    """
    found = None
    for m in sched.allm:
        if m.extra and m.spawns and not m.retired:
            if m.sleeping:
                return m
            if not stuck(m):
                found = m
    return found or startm(None, extra=True)


# --- taking -------------------------------------------------------------------


def steal(m: M) -> bool:
    """Take half of what another M has not started; False if there is nothing.

    Not from one that is just waking to what it was given: it would be given and taken
    back for ever.  Go: runqsteal
    """
    with sched.idlelock:  # the program cannot end, and another one begin, meanwhile
        if m.extra or m.retired or not m.spawns:
            return False
        allm = sched.allm
        first = m.sleeps % len(allm)  # not always the same one
        for other in allm[first:] + allm[:first]:
            if other is m or other.waking or other.retired:
                continue
            if take(other, m, (len(other.newq) + 1) // 2):
                break
        else:
            return False
    if m.newq and idlems:
        wakeone()  # there is enough for another
    return True


def take(victim: M, m: M, n: int) -> int:
    """Move n functions, at least one if there is one, from victim to m; say how many.

    A look at an empty queue is by popleft all the same: that goes through the queue's
    own lock, and an M on its way to sleep must not miss what ``go`` has just appended.
    """
    taken = 0
    while True:
        try:
            gp = victim.newq.popleft()
        except IndexError:
            return taken
        m.put(gp)
        taken += 1
        if taken >= n:
            return taken


def goidle(m: M) -> bool:
    """Say that m is about to sleep; False if nobody is to give it work.

    It must look for work once more after that.
    """
    with sched.idlelock:
        if m.extra or m.retired or not m.spawns:
            return False
        if not m.idle:
            m.idle = True
            idlems.append(m)
    return True


def unidle(m: M) -> None:
    """m has work: it is not to be given any."""
    with sched.idlelock:
        delist(m)


def delist(m: M) -> None:
    """Take m off idlems, if it is there.  Under idlelock."""
    if m.idle:
        m.idle = False
        idlems.remove(m)


def leave(m: M) -> bool:
    """Take m, a spare one that has nothing to do, out of service for good."""
    with sched.idlelock:
        if m.runq or m.newq or m.allgs or pendingtimer(m):
            return False
        m.retired = True
        m.spawns = False
        delist(m)
        fill()
    return True

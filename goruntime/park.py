# cython: annotation_typing=False
"""gopark and goready: the narrow waist.  Go: runtime/proc.go

Everything that blocks (chan, select, sema, timer, netpoll) is built on these
two calls.  Nothing else switches stacks, but for the scheduler in proc.py.

Invariants:

- every gopark is paired with exactly one goready, or ends with an exception;
- a gopark that raises was interrupted (Ctrl-C, DeadlockError: in the main
  goroutine only).  Its caller takes itself off whatever it waited on and lets
  the exception go on; when a waker was faster, it calls ``repark`` instead,
  goes on as if nothing had happened, and the exception comes at the next wait;
- the lock handed to gopark is released after the status is set and before the
  switch.  A goready that comes in between only finds the goroutine on the
  queue of its own M, which is the thread that is still on its way to switch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .gmp import G_RUNNABLE, G_RUNNING, G_WAITING, G, M, sched
from .stack import switch
from .tls import slot

if TYPE_CHECKING:
    from .mutex import LockType

POLL_INTERVAL: Final = 61  # switches between two looks at timers and network


def acquirem() -> M:
    """Return the calling thread's M, making the thread one if it is none yet."""
    m: M | None = slot.m
    if m is None:
        m = sched.newm()
    return m


def getg() -> G:
    """Return the running goroutine.  Raises RuntimeError where none could wait."""
    m = acquirem()
    if m.curg is None:
        raise RuntimeError(
            "goruntime: blocking call in a finalizer or signal handler that "
            "interrupted the scheduler"
        )
    gp: G = m.curg
    return gp


def gopark(m: M, lock: LockType | None, reason: str) -> None:
    """Put the running goroutine of m to sleep until somebody readies it.

    lock, which the caller holds, guards what it was put on; it is released.
    """
    gp = m.curg
    gp.waitreason = reason
    gp.status = G_WAITING
    if lock is not None:
        lock.release()
    # Fast path: straight to the next goroutine that has a stack.
    tick = m.tick
    q = m.runq
    if tick > 0 and q:
        m.tick = tick - 1
        nxt = q.popleft()
        if nxt is not None:
            nxt.status = G_RUNNING
            m.curg = nxt
            switch(nxt.stack)
        else:
            parknew(m)
    else:
        m.curg = None
        m.enter()
    if m.raising is not None:
        exc, m.raising = m.raising, None
        raise exc


def parknew(m: M) -> None:
    """Switch to the next function on a free stack, or to g0 to make one."""
    if m.gfree:
        try:
            gp = m.newq.popleft()
        except IndexError:
            pass  # another M took it
        else:
            stack = m.gfree.pop()
            if len(m.gfree) < m.gfreelow:
                m.gfreelow = len(m.gfree)
            m.curg = gp
            switch(stack)
            return
    else:
        m.runq.appendleft(None)
    m.curg = None
    m.enter()


def repark(m: M, exc: BaseException) -> None:
    """Wait on: exc interrupted a gopark whose goready has come or is on its way.

    exc is raised at the next wait.
    """
    gp = m.curg
    while True:
        try:
            gopark(m, None, gp.waitreason)
            break
        except BaseException as again:
            exc = again
    m.interrupt = exc
    m.tick = 0


def goready(gp: G) -> None:
    """Make a parked goroutine runnable.  Any thread may call it, holding locks or not.

    No wake-up is lost and no lock is needed: an M that goes to sleep sets
    ``sleeping`` and then looks at its queue once more, by popleft; append and
    popleft exclude each other, so either it finds gp or we see ``sleeping``.
    """
    gp.status = G_RUNNABLE
    m = gp.m
    m.runq.append(gp)
    if m.sleeping:
        m.wake()


def Gosched() -> None:
    """Let other goroutines run; the caller goes on when its turn comes again.

    Go: runtime.Gosched
    """
    m = slot.m
    if m is None:
        m = sched.newm()
    gp = m.curg
    if gp is None:
        gp = getg()  # raises
    q = m.runq
    gp.status = G_RUNNABLE
    q.append(gp)
    tick = m.tick
    # Fast path: straight to the next goroutine that has a stack.
    if tick > 0:
        m.tick = tick - 1
        nxt = q.popleft()
        if nxt is not None:
            nxt.status = G_RUNNING
            m.curg = nxt
            switch(nxt.stack)
        else:
            parknew(m)
    else:
        m.curg = None
        m.enter()
    if m.interrupt is not None and gp is m.main:
        exc, m.interrupt = m.interrupt, None
        raise exc

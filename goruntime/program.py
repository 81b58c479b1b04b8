"""Programs: how an M comes and goes, run, and what a fork leaves.  Go: runtime/proc.go

A program begins with ``run``, or with the main thread's first wait, and is over
when main returns.  What is left of it then never runs again and is never collected.
"""

from __future__ import annotations

import os
import sys
from _thread import get_ident, get_native_id
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from . import (
    balance,
    crash,
    exithook,
    handoff,
    schedtrace,
    signal_unix,
    sigqueue,
    sysmon,
)
from .clock import threadclock
from .gmp import G_RUNNING, WAIT_EXITED, WAIT_PANIC, G, M, nextgoid, sched
from .gopanic import GoexitError, checkmain
from .mutex import Mutex
from .park import gopark
from .proc import parkself, schedule
from .stack import GreenletExit, current, newstack
from .tls import getm, setm

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def newm() -> M:
    """Make the calling thread an M: the main one, or one that runs only itself."""
    m = M()
    m.cpuclock = threadclock()
    gp = G(0, None, (), None)
    gp.status = G_RUNNING
    gp.m = m
    gp.stack = current()
    m.curg = gp
    m.allgs.add(gp)
    setm(m)
    with sched.lock:
        sched.allm = [*sched.allm, m]
    if signal_unix.inmainthread():
        becomemain(m)
    else:
        gp.goid = nextgoid()
        m.enter = partial(parkself, m)
        sysmon.guardthread(m, retire)
    return m


def becomemain(m: M) -> None:
    """Let m run goroutines beside the one it has, which is the main goroutine."""
    gp = m.curg
    gp.goid = 1
    m.main = gp
    m.g0 = newstack(partial(schedule, m), current())
    m.enter = m.g0.switch
    m.spawns = True
    sched.m0 = m
    balance.openprogram()
    crash.install()
    sigqueue.install(m, crash.quit)
    schedtrace.starttrace()


def run(main: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Run main(*args, **kwargs) as the main goroutine of a program; return its result.

    The program is over when main returns: other goroutines stop where they are,
    and nothing of them runs any more, no finally block either.  An exception
    that leaves main comes out of run; if nobody catches it, the process ends
    with Go's report of a panic and status 2.  Programs can follow one another,
    not overlap: RuntimeError in a goroutine.
    """
    m = getm()
    if m is not None and m.g0 is None:
        retire(m)  # a thread that has waited before
        setm(None)
        m = None
    if m is None:
        m = newm()
        if m.g0 is None:
            becomemain(m)
    if m.curg is not m.main or sched.running:
        raise RuntimeError("goruntime.run: a program is running already")
    sched.running = True
    try:
        # g0 is entered from here, so that every stack starts as shallow as this.
        m.runq.append(m.main)
        m.curg = None
        m.enter()
        result = main(*args, **kwargs)
        if m.interrupt is not None:
            raise m.interrupt
        checkmain(main, result)
        while sched.panicking:  # of another goroutine: the report ends the process
            gopark(m, None, WAIT_PANIC)
        return result
    except GoexitError:
        m.allgs.discard(m.curg)
        while True:
            gopark(m, None, WAIT_EXITED)
    except BaseException as exc:
        crash.mainfailed(exc)
        raise
    finally:
        sched.running = False
        endprogram(m)


def endprogram(m: M) -> None:
    """The program is over: nothing on its Ms runs again."""
    spare = [other for other in sched.allm if other.spare]
    balance.closeprogram([m, *spare])
    retire(m)
    for other in spare:  # they go when they next schedule
        abandonwaits(other)
        other.tick = 0
        other.wake()
    sigqueue.uninstall(m)
    if sched.m0 is m:
        sched.m0 = None
    setm(None)


def abandonwaits(m: M) -> None:
    """Give back what those hold that wait for descriptors on m, whose end it is."""
    for pd in m.pds.copy().values():
        pd.abandon(m)


def retire(m: M) -> None:
    """Take m out of service and give its descriptors back."""
    m.retired = True
    with sched.lock:
        sched.allm = [x for x in sched.allm if x is not m]
    m.newq.clear()
    m.runq.clear()
    m.timers = []
    abandonwaits(m)
    m.pds.clear()
    m.wakelock.acquire()
    m.sleeping = False
    poller, m.poller = m.poller, None
    m.wakelock.release()
    if poller is not None:
        poller.destroy()
    while m.gfree:
        # Not by clear(): a stack that is let go is switched to, to end, and on a
        # free-threaded build no switch may happen while C code has a list locked.
        m.gfree.pop()
    if m.curg is not None:
        m.allgs.discard(m.curg)
    if m.allgs:
        sched.abandoned.append(m)  # held for ever: collected, they would run
    elif m.g0 is not None and m.g0 is not current():
        m.g0.throw(GreenletExit)


def _keep(me: list[object], *held: object) -> None:
    """Hold what must outlive the interpreter's shutdown, in a frame it cannot reach.

    A parked stack that is collected gets GreenletExit and runs its finally
    blocks.  A stack whose own frame holds it never is.
    """
    me.append(current())
    parent: Any = current().parent
    parent.switch()
    raise AssertionError(held)


def _keepforever() -> None:
    # Collected, standard input is closed, which aborts the interpreter at its end if
    # a thread of ``blocking`` still reads from it.
    newstack(_keep).switch([], sched, sys.__stdin__)


def dropm() -> None:
    """Let go of the calling thread's M: it goes on, but with other things."""
    m = getm()
    if m is not None:
        retire(m)
        setm(None)


def mstart(m: M) -> None:
    """What the thread of a spare M runs: g0, on the thread's own stack."""
    m.thread = get_ident()
    m.tid = get_native_id()
    m.cpuclock = threadclock()
    m.g0 = current()
    m.enter = m.g0.switch
    setm(m)
    schedule(m)
    retire(m)
    setm(None)
    exithook.left(m)


# --- fork ---------------------------------------------------------------------


def forkchild() -> None:
    """Give a fork's child a fresh runtime, with the goroutine that forked as its main.

    The parent's other goroutines are held for ever: their finally blocks are the
    parent's to run.  Its pollers are closed, not changed: they are shared.
    """
    had = getm()
    for m in sched.allm:
        m.retired = True
        m.enter = _childended
        if m.poller is not None:
            m.poller.destroy()
            m.poller = None
        for pd in m.pds.values():
            pd.forkchild()
        m.pds.clear()
        sched.abandoned.append(m)
    sched.lock = Mutex()
    sched.allm = []
    sched.m0 = None
    sched.blocked = 0
    sched.running = False  # the child may run a program of its own
    sched.panicking = False
    balance.forkchild()
    sigqueue.forkchild()
    schedtrace.forkchild()
    sysmon.forkchild()
    handoff.pool.forkchild()
    setm(None)
    if had is not None:
        newm()


def _childended() -> object:
    """The goroutine that forked has returned; it is the child's main goroutine."""
    crash.exit_now(0)


os.register_at_fork(
    before=sysmon.beforefork,
    after_in_parent=sysmon.forkparent,
    after_in_child=forkchild,
)

sched.newm = newm
sched.mstart = mstart
sched.dropm = dropm
exithook.register()
_keepforever()

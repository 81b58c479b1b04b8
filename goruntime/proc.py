# cython: annotation_typing=False
"""The scheduler: go, and what g0 does.  Go: runtime/proc.go

Every M has a g0, the stack that schedules.  A goroutine that parks switches
straight to the next one that has a stack (park.py); g0 is entered when there is
none, when a stack must be made, and every POLL_INTERVAL switches to look at the
timers and the network.  Only g0 makes stacks and starts them.

A goroutine that ends leaves its stack behind: it takes the next function that
has not started, without any switch, or goes on the free list.

There are three kinds of M:

- the main one: the thread of ``run``, or the main thread at its first wait.
  Its main goroutine runs on the thread's own stack, g0 on one of ours;
- a spare one: a thread of ours, whose own stack is g0.  How functions are spread
  over these and the main one is in balance.py;
- a thread of the user's that waits: it has no g0 and runs nothing but itself,
  and what it starts by ``go`` goes to the others.
"""

from __future__ import annotations

from contextvars import Context, copy_context
from functools import partial
from sys import _getframe
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final, ParamSpec

from . import crash, signal_unix
from .balance import (
    IDLE_NS,
    goidle,
    handover,
    leave,
    share,
    sparem,
    steal,
    unidle,
)
from .checkdead import checkdead
from .clock import nanotime
from .gmp import (
    G_DEAD,
    G_RUNNABLE,
    G_RUNNING,
    G_WAITING,
    G,
    M,
    idlems,
    nextgoid,
    sched,
)
from .gopanic import (
    FatalError,
    GoexitError,
    checkresult,
    notcallable,
)
from .mutex import isours
from .netpoll import iowaiting, netpoll
from .oslock import unlockdead
from .park import POLL_INTERVAL
from .polldesc import pollServerInit
from .stack import GreenletExit, current, newstack, switch
from .timer import nexttimer, runtimers
from .tls import getm, slot

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")

TRIM_INTERVAL: Final = 1_000_000_000  # ns between two looks for surplus stacks


# --- go -----------------------------------------------------------------------


def go(fn: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs) -> None:
    """Start fn(*args, **kwargs) as a goroutine.

    It runs when its turn comes; its result is dropped; an exception that leaves
    it is a panic, which ends the program.  It sees a copy of the caller's
    context variables.  May be called from any thread.

    Go: the go statement.
    """
    given: Any = fn  # callable, say the type checkers
    if type(given) is not FunctionType and not callable(given):
        raise badgo(given)
    if kwargs:
        given = partial(fn, *args, **kwargs)
        args = ()  # type: ignore[assignment]
    caller = _getframe(1)
    # An empty context is as good as none, and none is what it has then.
    context = copy_context() or None
    m = slot.m
    if m is not None and m.gdead:
        gp = m.gdead.pop()
        gp.goid = nextgoid()
        gp.fn = given
        gp.args = args
        gp.context = context
        gp.status = G_RUNNABLE
    else:
        gp = G(nextgoid(), given, args, context)
    gp.creator = caller.f_code
    gp.creatorlasti = caller.f_lasti
    if m is not None and m.spawns:  # fast path: it runs goroutines
        gp.creatorgoid = 0 if m.curg is None else m.curg.goid
        m.newq.append(gp)
        m.runq.append(None)
        if idlems:
            share(m)
        return
    if m is None and signal_unix.inmainthread():
        m = sched.newm()
    if m is not None and m.curg is not None:
        gp.creatorgoid = m.curg.goid
    handover(gp)


def newproc(
    fn: Callable[[], object], context: Context | None, creator: CodeType
) -> None:
    """Start fn as a goroutine with that context: go, for a timer that fires.

    Go: runtime.newproc
    """
    m = slot.m
    if m.gdead:  # as in go, where a call of its own would cost a twentieth
        gp = m.gdead.pop()
        gp.goid = nextgoid()
        gp.fn = fn
        gp.args = ()
        gp.context = context
        gp.status = G_RUNNABLE
    else:
        gp = G(nextgoid(), fn, (), context)
    gp.creator = creator
    gp.creatorlasti = gp.creatorgoid = 0
    if m.spawns:
        m.put(gp)
        if idlems:
            share(m)
    else:
        handover(gp)


def badgo(fn: Any) -> BaseException:
    """Return the error of go of what is no function; of None it is fatal, as in Go."""
    err = notcallable("go", fn)
    if fn is not None:
        return err
    nilfunc = FatalError("go of nil func value")
    nilfunc.add_note(str(err))
    return nilfunc


def runtimem() -> M:
    """Return an M that runs goroutines: for the timers of a thread that does not."""
    m = getm()
    if m is None and signal_unix.inmainthread():
        m = sched.newm()
    if m is None or m.g0 is None:
        m = sched.m0
        if m is None:
            m = sparem()
    return m  # type: ignore[no-any-return]


# --- a goroutine's life -------------------------------------------------------


def stackmain() -> None:
    """What every stack runs: goroutines, one after the other.  Never returns.

    Switching to a free stack means: run m.curg, which has not started.  While it is
    free its own frame does not hold it: who lets go of it lets it end.
    """
    m = slot.m
    me: Any = current()
    gdead = m.gdead
    gfree = m.gfree
    allgs = m.allgs
    newq = m.newq
    runq = m.runq
    while True:
        gp = m.curg
        gp.m = m
        gp.stack = me
        gp.status = G_RUNNING
        allgs.add(gp)
        if gp.context is not None:
            me.gr_context = gp.context
        try:
            # A call with a fixed number of arguments costs no C stack, which would
            # have to be copied at each switch, and kept while it is parked.
            fn = gp.fn
            args = gp.args
            if not args:
                result = fn()
            elif len(args) == 1:
                result = fn(args[0])
            elif len(args) == 2:
                result = fn(args[0], args[1])
            else:
                result = fn(*args)
            if result is not None:
                checkresult(result)
        except GoexitError:
            pass
        except GreenletExit:
            pass  # Goexit, by greenlet's name for it
        except BaseException as exc:
            crash.gopanic(gp, exc)
        # goexit0.  Drop what it held while no other reference to us is handed out.
        gp.status = G_DEAD
        allgs.discard(gp)
        me.gr_context = None
        gp.fn = gp.args = gp.context = gp.stack = gp.creator = fn = args = result = None
        gdead.append(gp)
        gp = None
        tick = m.tick
        if tick > 0 and runq:
            m.tick = tick - 1
            nxt = runq.popleft()
            if nxt is None:
                # Fast path: the next function, on this stack, with no switch at all.
                try:
                    m.curg = newq.popleft()
                    continue
                except IndexError:
                    pass  # another M took it
            else:
                gfree.append(me)
                me = None
                nxt.status = G_RUNNING
                m.curg = nxt
                switch(nxt.stack)
                me = current()
                continue
        gfree.append(me)
        me = nxt = None
        m.curg = None
        m.enter()
        me = current()


def Goexit() -> None:
    """End the calling goroutine, running its finally blocks and no other's.

    In the main goroutine: the others go on, and the program ends with a fatal
    error when none is left.  Go: runtime.Goexit
    """
    raise GoexitError


def NumGoroutine() -> int:
    """Return how many goroutines there are.  Go: runtime.NumGoroutine"""
    n = 0
    for m in sched.ms():
        if m.g0 is not None or m.spare:
            n += len(m.allgs) + len(m.newq)
    return max(n, 1)


# --- the scheduler ------------------------------------------------------------


def schedule(m: M) -> None:
    """What g0 runs: find a goroutine, run it, until the program is over."""
    while True:
        gp = None
        try:
            gp = findrunnable(m)
            if gp is None:
                return
            if gp.stack is not None:
                gp.status = G_RUNNING
                m.curg = gp
                gp = None
                switch(m.curg.stack)
            else:
                if m.gfree:
                    stack: Any = m.gfree.pop()
                    if len(m.gfree) < m.gfreelow:
                        m.gfreelow = len(m.gfree)
                else:
                    # Its first switch is a call, without arguments: greenlet would
                    # hold them in C++ for as long as the stack lives, and if this
                    # thread is killed there, at the interpreter's end, release them
                    # without a GIL.
                    stack = newstack(stackmain, m.g0)
                m.curg = gp
                gp = None
                switch(stack)
                stack = None  # who else lets go of it lets it end
        except GreenletExit:
            raise
        except BaseException as exc:
            if m.main is None or not byhandler(exc):
                crash.throwing(exc)
            m.interrupt = exc
            m.curg = None
            if gp is not None:
                runnable(m, gp)


def byhandler(exc: BaseException) -> bool:
    """Tell whether a signal handler of the user's raised exc, having cut into g0.

    Its frame is in the traceback, below ours; but Python's own for Ctrl-C has none.
    """
    if isinstance(exc, KeyboardInterrupt):
        return True
    tb = exc.__traceback__
    while tb is not None and isours(tb.tb_frame):
        tb = tb.tb_next
    return tb is not None


def runnable(m: M, gp: G) -> None:
    """Put gp, which findrunnable has found, back at the head of the queue."""
    if gp.stack is None:
        m.newq.appendleft(gp)
        m.runq.appendleft(None)
    else:
        gp.status = G_RUNNABLE
        m.runq.appendleft(gp)


def findrunnable(m: M) -> G | None:
    """Return the goroutine to run next on m, waiting until there is one.

    None when the program is over.
    """
    runq = m.runq
    newq = m.newq
    while True:
        m.waking = False
        if m.retired:
            return None
        if m.interrupt is not None:
            gp = interrupted(m)
            if gp is not None:
                return gp
        if m.timers:
            runtimers(m, nanotime())
        if m.tick == 0 and m.pds:
            netpoll(m, 0)
        m.tick = POLL_INTERVAL if m.interrupt is None else 0
        while runq:
            gp = runq.popleft()
            if gp is not None:
                return gp
            try:
                return newq.popleft()
            except IndexError:
                pass  # another M took it
        # Nothing to do here.
        if m.locked and unlockdead(m):
            return None
        # First we are seen to be idle, then we look: nothing comes in between.
        idle = sched.sharing and goidle(m)
        if idle and steal(m):
            unidle(m)
            continue
        trimstacks(m)
        pollServerInit(m)  # who sees us asleep wakes us through it
        m.sleeps += 1
        m.sleeping = True
        # One more look, through the queue's own lock: see goready.  And at whether
        # somebody has taken us off idlems, to look for work.
        runq.rotate(0)
        if not (runq or m.interrupt is not None or m.retired or idle is not m.idle):
            idlesleep(m)
        m.sleeping = False
        if m.idle:
            unidle(m)


def idlesleep(m: M) -> None:
    """Sleep until the network, a timer or a wake-up ends it.

    Nothing is taken or made runnable meanwhile: who sleeps has nothing in hand, or
    others would take us for dead.
    """
    delay = sleepdelay(m)
    if delay < 0:
        if not iowaiting(m):
            delay = checkdead(m)
        if delay >= 0:
            pass
        elif m.gfree:
            delay = TRIM_INTERVAL  # until none is left to spare
        elif m.spare and not m.allgs:
            delay = IDLE_NS
    netpoll(m, delay)
    if delay == IDLE_NS and m.sleeping:  # nobody woke us
        leave(m)


def sleepdelay(m: M) -> int:
    """Return how long m may sleep, in ns; -1 for as long as nothing wakes it."""
    now = nanotime()
    when = nexttimer(m, now)
    return max(when - now, 0) if when else -1


def trimstacks(m: M) -> None:
    """Let go of the stacks that were not needed for a while."""
    if not m.gfree:
        m.gdead.clear()
        return
    now = nanotime()
    if now - m.lasttrim < TRIM_INTERVAL:
        return
    surplus = m.gfree[: m.gfreelow]
    del m.gfree[: m.gfreelow]
    del surplus  # each gets GreenletExit in stackmain, and ends
    m.lasttrim = now
    m.gfreelow = len(m.gfree)


def interrupted(m: M) -> G | None:
    """Resume the main goroutine, if it waits, so that its gopark raises."""
    gp = m.main
    if gp is None or gp.status != G_WAITING:
        return None
    m.raising, m.interrupt = m.interrupt, None
    return gp


def parkself(m: M) -> None:
    """Schedule a thread of the user's: wait until its one goroutine can go on."""
    gp = findrunnable(m)
    assert gp is not None
    gp.status = G_RUNNING
    m.curg = gp


sched.runtimem = runtimem
sched.newproc = newproc

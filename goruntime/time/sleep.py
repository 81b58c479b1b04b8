"""Sleep, Timer, After, AfterFunc.  Go: time/sleep.go

The semantics of Go 1.23: after Stop or Reset no value from before can be received;
``len(t.C)`` and ``t.C.cap`` are 0; a timer that nobody holds is collected, stopped
or not.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any, Final

from .. import timer
from ..clock import nanotime
from ..gmp import WAIT_SLEEP, sched
from ..gopanic import Panic
from ..hchan import RecvChan
from ..park import acquirem, getg, gopark, goready, repark
from ..timer import MAX_WHEN, timerm
from ..tls import slot
from .duration import Duration, DurationLike, asduration
from .time import Time
from .timechan import TimeChan

_new: Final = object.__new__


def Sleep(d: DurationLike) -> None:
    """Pause the calling goroutine for d at least; a plain number is seconds.

    Zero or less returns at once.  Go: time.Sleep
    """
    ns = int(asduration(d))
    if ns <= 0:
        return
    m = acquirem()
    gp = m.curg
    if gp is None:
        getg()  # raises
    t = timer.Timer(m, goready, gp)
    t.reset(nanotime() + ns)
    try:
        gopark(m, None, WAIT_SLEEP)
    except BaseException as exc:
        if t.stop():
            raise
        repark(m, exc)


class Timer(timer.Timer):
    """Fires once: sends the time on C, or calls a function.  Go: time.Timer

    Made by NewTimer, and by AfterFunc, where C is None.
    """

    __slots__ = ("C", "_chan")

    calls = True

    C: RecvChan[Time]

    def __init__(
        self, C: Any = None, m: Any = None, fn: Any = None, arg: Any = None
    ) -> None:
        # As in the base class, whose call would cost as much again.  Unused where
        # there is a channel.
        self.m = m
        self.fn = fn
        self.arg = arg
        self.when = self.queued = self.seq = 0
        self.C = C
        self._chan: TimeChan | None = None

    def Stop(self) -> bool:
        """Do not fire; tell whether that was still to come.

        What has fired but was not received is taken back, which counts as stopped.
        A function of AfterFunc that has started is not waited for.
        """
        if self._chan is not None:
            return self._chan.set(0, 0)
        if self.m is None:
            raise Panic("time: Stop called on uninitialized Timer")
        return self.stop()

    def Reset(self, d: DurationLike) -> bool:
        """Fire after d from now instead; tell whether it was still to fire."""
        if self._chan is not None:
            return self._chan.set(after(d), 0)
        if self.m is None:
            raise Panic("time: Reset called on uninitialized Timer")
        if self.m.retired:  # the program that it was started in is over
            super().__init__(timerm(), self.fn, self.arg)
        when = after(d)
        pending = self.reset(when)
        self.m.calls = True
        if when < sched.alarm:
            sched.watchtimers(when)
        return pending

    def __repr__(self) -> str:
        when = self.when if self._chan is None else self._chan.buf.when
        if when == 0:
            return "<time.Timer stopped>"
        return f"<time.Timer in {(when - nanotime()) / 1e9:.6f}s>"


class funcTimer(Timer):
    """A Timer of AfterFunc: without a channel, so that there is less to ask."""

    __slots__ = ()

    Stop = timer.Timer.stop


def after(d: DurationLike) -> int:
    """Return the nanotime() that is d from now; now for a negative d."""
    ns = d.real if type(d) is Duration else int(asduration(d))
    if ns <= 0:
        return nanotime()
    when = nanotime() + ns
    return when if when <= MAX_WHEN else MAX_WHEN


def NewTimer(d: DurationLike) -> Timer:
    """Return a Timer that sends the current time on its C after d.

    Go: time.NewTimer
    """
    c = TimeChan(after(d), 0)
    t = Timer(c)
    t._chan = c
    return t


def After(d: DurationLike) -> RecvChan[Time]:
    """Return a channel on which the current time is sent after d.  Go: time.After"""
    return TimeChan(after(d), 0)


def AfterFunc(d: DurationLike, f: Callable[[], object]) -> Timer:
    """Call f in a goroutine of its own after d.

    It sees a copy of the caller's context variables.  Go: time.AfterFunc
    """
    given: Any = f  # callable, say the type checkers
    if not callable(given):
        raise TypeError(f"AfterFunc: {type(given).__name__} object is not callable")
    t: Timer = _new(funcTimer)  # no __init__: it costs as much again
    m = slot.m
    if m is None or m.g0 is None:  # else what timerm comes down to
        m = timerm()
    t.m = m
    t.C = None  # type: ignore[assignment]
    t._chan = None
    context = copy_context()
    if context:
        t.fn = goFuncIn
        t.arg = context, f
    else:
        t.fn = goFunc
        t.arg = f
    when = after(d)
    t.start(when)
    m.calls = True
    if when < sched.alarm:  # m may be stuck by then
        sched.watchtimers(when)
    return t


def goFunc(f: Callable[[], object]) -> None:
    """Start the function of an AfterFunc.  On g0."""
    sched.newproc(f, None, CODE)


def goFuncIn(arg: tuple[Context, Callable[[], object]]) -> None:
    """Start it with its context variables, once more after each Reset.  On g0."""
    context, f = arg
    sched.newproc(f, context.copy(), CODE)


CODE: Final = goFunc.__code__  # who has created it, reports say

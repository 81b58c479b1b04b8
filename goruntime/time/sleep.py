"""Sleep, Timer, After, AfterFunc.  Go: time/sleep.go

The semantics of Go 1.23: after Stop or Reset no value from before can be received;
``len(t.C)`` and ``t.C.cap`` are 0; a timer that nobody holds is collected, stopped
or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import ref

from .. import go, timer
from ..clock import nanotime
from ..gmp import WAIT_SLEEP
from ..hchan import HChan
from ..mutex import lockslow
from ..park import acquirem, getg, gopark, goready, repark
from .duration import DurationLike, asduration
from .time import Now, Time

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..hchan import RecvChan


def Sleep(d: DurationLike) -> None:
    """Pause the calling goroutine for d at least; a plain number is seconds.

    Zero or less returns at once.  Go: time.Sleep
    """
    ns = int(asduration(d))
    if ns <= 0:
        return
    gp = getg()
    m = acquirem()
    t = timer.Timer(m, goready, gp)
    t.reset(nanotime() + ns)
    try:
        gopark(m, None, WAIT_SLEEP)
    except BaseException as exc:
        if t.stop():
            raise
        repark(m, exc)


class TimeChan(HChan):
    """The channel of a Timer or Ticker: to the outside it has no buffer.

    It has one place inside, so that g0 never waits for a receiver.  ``when`` and
    ``armed`` are under the channel's lock; a firing that was under way when the
    timer was stopped or reset finds there that it comes too late.
    """

    __slots__ = ("__weakref__", "armed", "when")

    def __init__(self) -> None:
        super().__init__(1)
        self.armed = False
        self.when = 0

    @property
    def cap(self) -> int:
        return 0

    def __len__(self) -> int:
        return 0

    def arm(self, when: int) -> bool:
        """Expect a firing at when, or none if it is 0; drop what was not received.

        Tells whether there was something to drop.
        """
        lock = self.lock
        if not lock.acquire(False):
            lockslow(lock)
        stale = bool(self.buf)
        self.buf.clear()
        self.armed = when != 0
        self.when = when
        lock.release()
        return stale

    def fire(self, again: bool) -> None:
        """Send the time, unless nobody received the last one.  On g0."""
        now = nanotime()
        self.lock.acquire()
        due = self.armed and now >= self.when and not self.buf
        self.armed = self.armed and again
        self.lock.release()
        if due:
            self.send(Now())


def firechan(channel: ref[TimeChan]) -> None:
    """Send to a Timer's channel.  On g0."""
    c = channel()
    if c is not None:
        c.fire(again=False)


def tickchan(channel: ref[TimeChan]) -> None:
    """Send to a Ticker's channel.  On g0."""
    c = channel()
    if c is not None:
        c.fire(again=True)


def chantimer(c: TimeChan, fire: Callable[[Any], None]) -> timer.Timer:
    """Return a runtime timer that sends to c, and goes when c does."""
    m = timer.timerm()

    def collected(_: ref[TimeChan]) -> None:
        m.timergarbage.append(t)

    t = timer.Timer(m, fire, ref(c, collected))
    return t


class Timer:
    """Fires once: sends the time on C, or calls a function.  Go: time.Timer

    Made by NewTimer and AfterFunc; with AfterFunc C is None.
    """

    __slots__ = ("C", "_chan", "_t")

    C: RecvChan[Time]

    def __init__(self, c: TimeChan | None, t: timer.Timer) -> None:
        self.C = c  # type: ignore[assignment]
        self._chan = c
        self._t = t

    def Stop(self) -> bool:
        """Do not fire; tell whether that was still to come.

        What has fired but was not received is taken back, which counts as stopped.
        A function of AfterFunc that has started is not waited for.
        """
        pending = self._t.stop()
        if self._chan is not None:
            pending = self._chan.arm(0) or pending
        return pending

    def Reset(self, d: DurationLike) -> bool:
        """Fire after d from now instead; tell whether it was still to fire."""
        when = after(d)
        pending = False
        if self._chan is not None:
            pending = self._t.stop()
            pending = self._chan.arm(when) or pending
        return self._t.reset(when) or pending

    def __repr__(self) -> str:
        return f"<time.{self._t!r}"[:-1] + ">"


def after(d: DurationLike) -> int:
    """Return the nanotime() that is d from now; now for a negative d."""
    return nanotime() + max(int(asduration(d)), 0)


def NewTimer(d: DurationLike) -> Timer:
    """Return a Timer that sends the current time on its C after d.

    Go: time.NewTimer
    """
    c = TimeChan()
    t = chantimer(c, firechan)
    when = after(d)
    c.arm(when)
    t.reset(when)
    return Timer(c, t)


def After(d: DurationLike) -> RecvChan[Time]:
    """Return a channel on which the current time is sent after d.  Go: time.After"""
    return NewTimer(d).C


def AfterFunc(d: DurationLike, f: Callable[[], object]) -> Timer:
    """Call f in a goroutine of its own after d.  Go: time.AfterFunc"""
    if not callable(f):
        raise TypeError(f"AfterFunc: {type(f).__name__} object is not callable")
    t = timer.Timer(timer.timerm(), go, f)
    t.reset(after(d))
    return Timer(None, t)

"""Ticker: the time, again and again.  Go: time/tick.go"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ..panic import Panic
from .duration import DurationLike, asduration
from .sleep import TimeChan, after, chantimer, tickchan

if TYPE_CHECKING:
    from types import TracebackType

    from .. import timer
    from ..hchan import RecvChan
    from .time import Time


class Ticker:
    """Sends the time on C every so often.  Go: time.Ticker

    A receiver that is slow misses ticks.  Stop it, or leave its ``with`` block;
    or just drop it.  C is never closed.
    """

    __slots__ = ("C", "_chan", "_t")

    C: RecvChan[Time]

    def __init__(self, c: TimeChan, t: timer.Timer) -> None:
        self.C = c
        self._chan = c
        self._t = t

    def Stop(self) -> None:
        """Tick no more; no tick from before can be received, either."""
        self._t.stop()
        self._chan.arm(0)

    def Reset(self, d: DurationLike) -> None:
        """Tick every d from now on, first after d.  Panic if d is not positive."""
        period = int(asduration(d))
        if period <= 0:
            raise Panic("non-positive interval for Ticker.Reset")
        self._t.stop()
        when = after(d)
        self._chan.arm(when)
        self._t.reset(when, period)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.Stop()


def NewTicker(d: DurationLike) -> Ticker:
    """Return a Ticker with a period of d.  Panic if d is not positive.

    Go: time.NewTicker
    """
    period = int(asduration(d))
    if period <= 0:
        raise Panic("non-positive interval for NewTicker")
    c = TimeChan()
    t = chantimer(c, tickchan)
    when = after(d)
    c.arm(when)
    t.reset(when, period)
    return Ticker(c, t)


def Tick(d: DurationLike) -> RecvChan[Time] | None:
    """Return the channel of a new Ticker; None if d is not positive.  Go: time.Tick"""
    return NewTicker(d).C if int(asduration(d)) > 0 else None

"""Ticker: the time, again and again.  Go: time/tick.go"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from ..gopanic import Panic
from ..hchan import RecvChan
from .duration import DurationLike, asduration
from .sleep import after
from .time import Time
from .timechan import TimeChan


class Ticker:
    """Sends the time on C every so often.  Go: time.Ticker

    A receiver that is slow misses ticks.  Stop it, or leave its ``with`` block;
    or just drop it.  C is never closed.
    """

    __slots__ = ("C", "_chan")

    C: RecvChan[Time]

    def __init__(self, C: Any = None) -> None:
        self.C = C
        self._chan: TimeChan | None = None

    def Stop(self) -> None:
        """Tick no more; no tick from before can be received, either."""
        if self._chan is not None:
            self._chan.set(0, 0)

    def Reset(self, d: DurationLike) -> None:
        """Tick every d from now on, first after d.  Panic if d is not positive."""
        period = int(asduration(d))
        if period <= 0:
            raise Panic("non-positive interval for Ticker.Reset")
        if self._chan is None:
            raise Panic("time: Reset called on uninitialized Ticker")
        self._chan.set(after(d), period)

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
    t = Ticker()
    t.C = t._chan = TimeChan(after(d), period)
    return t


def Tick(d: DurationLike) -> RecvChan[Time] | None:
    """Return the channel of a new Ticker; None if d is not positive.  Go: time.Tick"""
    return NewTicker(d).C if int(asduration(d)) > 0 else None

"""Time: an instant, by the wall clock and by the monotonic one.  Go: time/time.go"""

from __future__ import annotations

import datetime
from typing import Any, overload

from ..clock import nanotime, walltime
from .duration import Duration, DurationLike, asduration


class Time:
    """An instant.  ``Now`` gives it a reading of the monotonic clock, too, which
    differences and deadlines use, so that setting the clock does not disturb them.

    ``Time()`` is the zero Time.  Go: time.Time
    """

    __slots__ = ("_mono", "_wall")

    def __init__(self) -> None:
        self._wall: int | None = None  # ns since 1970; None: the zero Time
        self._mono: int | None = None  # nanotime() of the same instant

    def IsZero(self) -> bool:
        return self._wall is None

    def UnixNano(self) -> int:
        return 0 if self._wall is None else self._wall

    def Unix(self) -> int:
        return self.UnixNano() // 1_000_000_000

    def Add(self, d: DurationLike) -> Time:
        """Return the instant d later."""
        n = int(asduration(d))
        return _make(
            self.UnixNano() + n, None if self._mono is None else self._mono + n
        )

    def Sub(self, u: Time) -> Duration:
        """Return how much later than u it is."""
        if self._mono is not None and u._mono is not None:
            return Duration(self._mono - u._mono)
        return Duration(self.UnixNano() - u.UnixNano())

    def Before(self, u: Time) -> bool:
        return self.Sub(u) < 0

    def After(self, u: Time) -> bool:
        return self.Sub(u) > 0

    def Equal(self, u: Time) -> bool:
        return self.Sub(u) == 0

    def datetime(self) -> datetime.datetime:
        """Return it as Python's datetime, in UTC."""
        return datetime.datetime.fromtimestamp(self.UnixNano() / 1e9, datetime.UTC)

    def __eq__(self, other: object) -> bool:
        return self.Equal(other) if isinstance(other, Time) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._wall)

    def __lt__(self, other: Time) -> bool:
        return self.Before(other)

    def __le__(self, other: Time) -> bool:
        return not self.After(other)

    def __add__(self, d: DurationLike) -> Time:
        return self.Add(d)

    @overload
    def __sub__(self, other: Time) -> Duration: ...
    @overload
    def __sub__(self, other: DurationLike) -> Time: ...
    def __sub__(self, other: Any) -> Any:
        if isinstance(other, Time):
            return self.Sub(other)
        return self.Add(-asduration(other))

    def __repr__(self) -> str:
        return "Time()" if self._wall is None else f"<Time {self.datetime()}>"


def _make(wall: int, mono: int | None) -> Time:
    t = Time()
    t._wall = wall
    t._mono = mono
    return t


TimeLike = Time | datetime.datetime | None


def Now() -> Time:
    """Return the current instant.  Go: time.Now"""
    return _make(walltime(), nanotime())


def Since(t: Time) -> Duration:
    """Return how long ago t was.  Go: time.Since"""
    return Now().Sub(t)


def Until(t: Time) -> Duration:
    """Return how long it is until t.  Go: time.Until"""
    return t.Sub(Now())


def astime(t: TimeLike) -> Time:
    """Return what a caller gave as an instant; the zero Time for None."""
    if isinstance(t, Time):
        return t
    if t is None:
        return Time()
    if isinstance(t, datetime.datetime):
        epoch = datetime.datetime.fromtimestamp(0, datetime.UTC)
        d = t.astimezone(datetime.UTC) - epoch
        micros = (d.days * 86400 + d.seconds) * 1_000_000 + d.microseconds
        return _make(micros * 1_000, None)
    raise TypeError(
        f"a deadline is a time.Time, a datetime or None, not {type(t).__name__}"
    )


def asdeadline(t: TimeLike) -> int:
    """Return a deadline as a nanotime(): 0 for none, negative if it has passed."""
    if t is None:
        return 0
    t = astime(t)
    if t._wall is None:
        return 0
    now = nanotime()
    when = t._mono if t._mono is not None else now + t._wall - walltime()
    return when if when > now else -1

"""Time: an instant, by the wall clock and by the monotonic one.  Go: time/time.go

A Time is so many nanoseconds since 1970, of which a Python int holds any number, and a
place to show it for.  ``Now`` gives it a reading of the monotonic clock, too.  As in
Go, comparing, Sub and deadlines use it where both sides have one, so that setting the
clock does not disturb them; Add keeps it, In, Round, Truncate and what computes with
dates drop it.
"""

from __future__ import annotations

import datetime as pydatetime
from typing import Final, overload

from ..clock import nanotime, walltime
from ..gopanic import Panic
from . import calendar, format, tzset, zone
from .duration import Duration, DurationLike, asduration, clamp
from .zone_read import Local

SECOND: Final = 1_000_000_000
DAY: Final = 86400
ZERO: Final = calendar.days(1, 1, 1) * DAY * SECOND  # the zero Time, year 1
EPOCH: Final = pydatetime.datetime(1970, 1, 1)
_new: Final = object.__new__
START: Final = nanotime() - 1  # for String: when the program began, nearly


class Time:
    """An instant, to the nanosecond.  It does not change.

    ``Time()`` is the zero Time: year 1, January 1, 00:00:00 UTC.

    ``t == u`` if both are the same instant by the wall clock, wherever they are: what
    Go has Equal for (Go's own == compares the places, too).  ``<`` and the like are
    Before and After.  ``t + d``, ``t - d`` are Add, ``t - u`` is Sub, and
    ``f"{t:15:04}"`` is Format.

    Go: time.Time
    """

    __slots__ = ("_loc", "_mono", "_wall")

    def __init__(
        self,
        _wall: int = ZERO,
        _mono: int | None = None,
        _loc: zone.Location = zone.UTC,
    ) -> None:
        self._wall = _wall  # ns since 1970
        self._mono = _mono  # nanotime() at the same instant
        self._loc = _loc

    def _period(self) -> tzset.period:
        return self._loc.lookup(self._wall // SECOND)

    def _local(self) -> int:
        """Return the seconds since 1970 as a clock at the place counts them."""
        sec = self._wall // SECOND
        return sec + self._loc.lookup(sec).offset

    def _fields(self) -> format.Fields:
        sec, nsec = divmod(self._wall, SECOND)
        return format.Fields(self._loc.lookup(sec), sec, nsec)

    # Comparing.

    def IsZero(self) -> bool:
        """Tell whether it is the zero Time."""
        return self._wall == ZERO

    def Compare(self, u: Time) -> int:
        """Return -1 if it is before u, 0 if equal, 1 if after."""
        a, b = self._mono, u._mono
        if a is None or b is None:
            a, b = self._wall, u._wall
        return (a > b) - (a < b)

    def Before(self, u: Time) -> bool:
        return self.Compare(u) < 0

    def After(self, u: Time) -> bool:
        return self.Compare(u) > 0

    def Equal(self, u: Time) -> bool:
        """Tell whether it is the same instant as u, which may be elsewhere."""
        return self.Compare(u) == 0

    # The wall clock alone: what is equal must have one hash.

    def __eq__(self, other: object) -> bool:
        return self._wall == other._wall if isinstance(other, Time) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._wall)

    def __lt__(self, other: Time) -> bool:
        return self.Compare(other) < 0 if isinstance(other, Time) else NotImplemented

    def __le__(self, other: Time) -> bool:
        return self.Compare(other) <= 0 if isinstance(other, Time) else NotImplemented

    # Reckoning.

    def Add(self, d: DurationLike) -> Time:
        """Return the instant d later."""
        n = d.real if type(d) is Duration else int(asduration(d))
        t: Time = _new(Time)  # no __init__: it costs as much again
        t._wall = self._wall + n
        mono = self._mono
        t._mono = None if mono is None else mono + n
        t._loc = self._loc
        return t

    def Sub(self, u: Time) -> Duration:
        """Return how much later than u it is; at most what Go's Duration can hold."""
        if self._mono is not None and u._mono is not None:
            return clamp(self._mono - u._mono)
        return clamp(self._wall - u._wall)

    def AddDate(self, years: int, months: int, days: int) -> Time:
        """Return the same time of the day that many years, months and days later.

        As with Date, what a month does not have runs over: October 31 and a month is
        December 1.
        """
        f = self._fields()
        return Date(
            f.year + years,
            f.month + months,
            f.day + days,
            f.hour,
            f.minute,
            f.second,
            f.nsec,
            self._loc,
        )

    def Truncate(self, d: DurationLike) -> Time:
        """Round down to a multiple of d since the zero Time."""
        n = int(asduration(d))
        rest = (self._wall - ZERO) % n if n > 0 else 0
        return Time(self._wall - rest, None, self._loc)

    def Round(self, d: DurationLike) -> Time:
        """Round to the nearest multiple of d since the zero Time, a half up."""
        n = int(asduration(d))
        rest = (self._wall - ZERO) % n if n > 0 else 0
        up = n if 2 * rest >= n > 0 else 0
        return Time(self._wall - rest + up, None, self._loc)

    def __add__(self, d: DurationLike) -> Time:
        return self.Add(d)

    __radd__ = __add__

    @overload
    def __sub__(self, other: Time) -> Duration: ...
    @overload
    def __sub__(self, other: DurationLike) -> Time: ...
    def __sub__(self, other: Time | DurationLike) -> Duration | Time:
        if isinstance(other, Time):
            return self.Sub(other)
        return self.Add(-asduration(other))

    # As numbers.

    def Unix(self) -> int:
        """Return the seconds since 1970."""
        return self._wall // SECOND

    def UnixMilli(self) -> int:
        return self._wall // 1_000_000

    def UnixMicro(self) -> int:
        return self._wall // 1_000

    def UnixNano(self) -> int:
        return self._wall

    def Nanosecond(self) -> int:
        return self._wall % SECOND

    def Second(self) -> int:
        return self._local() % 60

    def Minute(self) -> int:
        return self._local() // 60 % 60

    def Hour(self) -> int:
        return self._local() // 3600 % 24

    def Clock(self) -> tuple[int, int, int]:
        """Return hour, minute and second."""
        sec = self._local() % DAY
        return sec // 3600, sec // 60 % 60, sec % 60

    def Day(self) -> int:
        return calendar.date(self._local() // DAY)[2]

    def Month(self) -> calendar.Month:
        return calendar.Month(calendar.date(self._local() // DAY)[1])

    def Year(self) -> int:
        return calendar.date(self._local() // DAY)[0]

    def Date(self) -> tuple[int, calendar.Month, int]:
        """Return year, month and day."""
        year, month, day = calendar.date(self._local() // DAY)
        return year, calendar.Month(month), day

    def Weekday(self) -> calendar.Weekday:
        return calendar.Weekday(calendar.weekday(self._local() // DAY))

    def YearDay(self) -> int:
        """Return the day of the year, 1 to 366."""
        return calendar.yearday(*calendar.date(self._local() // DAY))

    def ISOWeek(self) -> tuple[int, int]:
        """Return the year and the week of it, 1 to 53, by ISO 8601."""
        return calendar.isoweek(self._local() // DAY)

    # Places.

    def In(self, loc: zone.Location) -> Time:
        """Return the same instant, to be shown as of loc."""
        if loc is None:
            raise Panic("time: missing Location in call to Time.In")
        return Time(self._wall, None, loc)

    def UTC(self) -> Time:
        return Time(self._wall, None, zone.UTC)

    def Local(self) -> Time:
        return Time(self._wall, None, Local)

    def Location(self) -> zone.Location:
        return self._loc

    def Zone(self) -> tuple[str, int]:
        """Return the zone's name, such as CET, and its seconds east of UTC."""
        p = self._period()
        return p.name, p.offset

    def ZoneBounds(self) -> tuple[Time, Time]:
        """Return when the zone came into use, and when the next one will.

        The zero Time is for the beginning and for the end of time.
        """
        p = self._period()
        return self._bound(p.start), self._bound(p.end)

    def _bound(self, sec: int) -> Time:
        if sec in (tzset.ALPHA, tzset.OMEGA):
            return Time()
        return Time(sec * SECOND, None, self._loc)

    def IsDST(self) -> bool:
        """Tell whether it is in daylight saving time."""
        return self._period().isdst

    # As text.

    def Format(self, layout: str) -> str:
        """Write it as the layout shows it: see module layout."""
        return format.format(layout, self._fields())

    def String(self) -> str:
        """Write it for debugging; ``m=`` is the monotonic clock since the start."""
        text = self.Format("2006-01-02 15:04:05.999999999 -0700 MST")
        if self._mono is not None:
            mono = self._mono - START
            sec, nsec = divmod(abs(mono), SECOND)
            text += f" m={'-' if mono < 0 else '+'}{sec}.{nsec:09d}"
        return text

    __str__ = String

    def __repr__(self) -> str:
        return f"<Time {self}>"

    def __format__(self, spec: str) -> str:
        return self.Format(spec) if spec else str(self)

    # Python's things.

    def datetime(self) -> pydatetime.datetime:
        """Return it as an aware datetime, cut off to microseconds.

        Its tzinfo is a fixed offset.  OverflowError before year 1 and after 9999.
        """
        p = self._period()
        offset = pydatetime.timedelta(seconds=p.offset)
        if self._loc is zone.UTC:
            tz = pydatetime.UTC
        elif p.name:
            tz = pydatetime.timezone(offset, p.name)
        else:
            tz = pydatetime.timezone(offset)
        micros = pydatetime.timedelta(microseconds=self._wall // 1_000)
        return (EPOCH + micros + offset).replace(tzinfo=tz)

    def __copy__(self) -> Time:
        return self

    def __deepcopy__(self, memo: object) -> Time:
        return self

    def __reduce__(self) -> tuple[object, ...]:
        # Another process's monotonic clock says nothing about this one's.
        return Time, (self._wall, None, self._loc)


def Now() -> Time:
    """Return the current time, to be shown as Local.  Go: time.Now"""
    t: Time = _new(Time)  # no __init__: it costs as much again
    t._wall = walltime()
    t._mono = nanotime()
    t._loc = Local
    return t


def Since(t: Time) -> Duration:
    """Return how long ago t was.  Go: time.Since"""
    if t._mono is not None:  # fast path
        return clamp(nanotime() - t._mono)
    return clamp(walltime() - t._wall)


def Until(t: Time) -> Duration:
    """Return how long it is until t.  Go: time.Until"""
    if t._mono is not None:  # fast path
        return clamp(t._mono - nanotime())
    return clamp(t._wall - walltime())


def Unix(sec: int, nsec: int) -> Time:
    """Return the time sec seconds and nsec nanoseconds after 1970.  Go: time.Unix"""
    return Time(sec * SECOND + nsec, None, Local)


def UnixMilli(msec: int) -> Time:
    """Return the time msec milliseconds after 1970.  Go: time.UnixMilli"""
    return Time(msec * 1_000_000, None, Local)


def UnixMicro(usec: int) -> Time:
    """Return the time usec microseconds after 1970.  Go: time.UnixMicro"""
    return Time(usec * 1_000, None, Local)


def Date(
    year: int,
    month: int,
    day: int,
    hour: int,
    min: int,
    sec: int,
    nsec: int,
    loc: zone.Location,
) -> Time:
    """Return the time at which clock and calendar at loc show all this.

    What is too much for a place is carried: October 32 is November 1.  Of a time that
    the clocks show twice, or never, it is one of the two that it could be.

    Go: time.Date
    """
    if loc is None:
        raise Panic("time: missing Location in call to Date")
    year, month0 = calendar.norm(year, month - 1, 12)
    sec, nsec = calendar.norm(sec, nsec, SECOND)
    days = calendar.days(year, month0 + 1, day)
    unix = days * DAY + hour * 3600 + min * 60 + sec
    # The zone is looked up as though loc were at UTC; that is right but for some hours
    # beside a change, where the offset found says on which side of it we are.
    p = loc.lookup(unix)
    if p.offset != 0:
        utc = unix - p.offset
        if not p.start <= utc < p.end:
            p = loc.lookup(utc)
        unix -= p.offset
    return Time(unix * SECOND + nsec, None, loc)

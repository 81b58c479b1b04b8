"""What may be given for an instant: a Time, a datetime, or None.  Go has Time alone"""

from __future__ import annotations

import datetime
from typing import Final

from ..clock import nanotime, walltime
from .duration import timedelta_ns
from .time import EPOCH, Time
from .zone import UTC, FixedZone, Location
from .zone_read import Local

TimeLike = Time | datetime.datetime | None

PASSED: Final = -1  # a deadline that has passed already


def from_datetime(t: datetime.datetime) -> Time:
    """Return the Time of a datetime: the inverse of ``Time.datetime``.

    One that is not aware is local time, as in all of Python.
    """
    if t.tzinfo is None:
        loc, offset = Local, t.astimezone().utcoffset()
    else:
        offset = t.utcoffset()
        loc = _location(t, offset)
    wall = timedelta_ns(t.replace(tzinfo=None) - EPOCH)
    if offset is not None:
        wall -= timedelta_ns(offset)
    return Time(wall, None, loc)


def _location(t: datetime.datetime, offset: datetime.timedelta | None) -> Location:
    name = t.tzname() or ""
    if not offset:
        return UTC if name == "UTC" else FixedZone(name, 0)
    if name.startswith("UTC"):
        name = ""  # UTC+02:00 is what Python calls what has no name
    return FixedZone(name, offset // datetime.timedelta(seconds=1))


def astime(t: TimeLike) -> Time:
    """Return what a caller gave as an instant; the zero Time for None."""
    if isinstance(t, Time):
        return t
    if t is None:
        return Time()
    if isinstance(t, datetime.datetime):
        return from_datetime(t)
    raise TypeError(
        f"a time.Time, a datetime or None, not {type(t).__name__}; "
        "a time from now is time.Now().Add(d)"
    )


def asdeadline(t: TimeLike) -> int:
    """Return a deadline as a reading of nanotime(): 0 for none, which None and the
    zero Time are, and never 0 for one that has passed.

    One without a monotonic reading is as far away as the wall clock says now: setting
    the clock later does not move it.
    """
    if t is None:  # fast path
        return 0
    when: int | None
    if type(t) is Time:
        when = t._mono
        if when is not None and when > 0:  # fast path: time.Now().Add(d)
            return when
    else:
        t = astime(t)
    if t.IsZero():
        return 0
    when = t._mono
    if when is None:
        when = nanotime() + t._wall - walltime()
    return when if when > 0 else PASSED

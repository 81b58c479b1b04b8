"""What a time zone does after the last change that its file lists.  Go: tzset in
time/zoneinfo.go

A file's last line is a POSIX TZ string, ``EST5EDT,M3.2.0,M11.1.0``: the standard time's
name and offset (west is positive), the summer time's, and the days of the year on which
it begins and ends.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from . import calendar

ALPHA: Final = -1 << 63  # the beginning of time, and its end, in seconds since 1970
OMEGA: Final = (1 << 63) - 1

DAY: Final = 86400

TZ: Final = re.compile(
    r"""
    (?:<([^>]*)>|([^-+,0-9<][^-+,0-9]{2,}+))     # the standard time's name
    ([-+]?[0-9]+(?::[0-9]+){0,2})               # its offset
    (?:
      (?:<([^>]*)>|([^-+,0-9<][^-+,0-9]{2,}+))   # the summer time's name
      ([-+]?[0-9]+(?::[0-9]+){0,2})?
      (?:[,;]([^,]+),([^,]+))?                  # when it begins and ends
    | ,.*
    )?
    """,
    re.VERBOSE,
)
RULE: Final = re.compile(
    r"(?:J([0-9]+)|M([0-9]+)\.([0-9]+)\.([0-9]+)|([0-9]+))"
    r"(?:/([-+]?[0-9]+(?::[0-9]+){0,2}))?"
)


class period(NamedTuple):
    """The time from start to end, in which a zone has one name and offset."""

    name: str
    offset: int  # seconds east of UTC
    isdst: bool
    start: int  # seconds since 1970
    end: int


class rule(NamedTuple):
    """A day of the year and a time on it.

    kind is J (day 1 to 365, February 29 does not count), D (day 0 to 365) or M (the
    weekday ``day`` in the week-th week of a month, 5 is the last).
    """

    kind: str
    day: int
    week: int
    month: int
    time: int

    def seconds(self, year: int, offset: int) -> int:
        """Return how many seconds after the year's begin, in UTC, it is."""
        if self.kind == "J":
            day = self.day - 1 + (calendar.isleap(year) and self.day >= 60)
        elif self.kind == "D":
            day = self.day
        else:
            first = calendar.days(year, self.month, 1)
            day = (self.day - calendar.weekday(first)) % 7 + 7 * (self.week - 1)
            if day >= calendar.daysin(self.month, year):
                day -= 7
            day += first - calendar.days(year, 1, 1)
        return day * DAY + self.time - offset


class tzrule(NamedTuple):
    """A TZ string, taken apart.  ``begin`` is None if there is no summer time."""

    std: tuple[str, int]
    dst: tuple[str, int]
    begin: rule | None
    end: rule | None

    def lookup(self, sec: int, lasttx: int) -> period:
        """Return the period that sec is in; lasttx is the file's last change."""
        if self.begin is None or self.end is None:
            return period(*self.std, False, lasttx, OMEGA)
        year = calendar.date(sec // DAY)[0]
        ystart = calendar.days(year, 1, 1) * DAY
        begin = ystart + self.begin.seconds(year, self.std[1])
        end = ystart + self.end.seconds(year, self.dst[1])
        outer, inner, southern = self.std, self.dst, False
        if end < begin:
            begin, end = end, begin
            outer, inner, southern = self.dst, self.std, True
        # As in Go, a year's first and last period end with the year.
        if sec < begin:
            return period(*outer, southern, ystart, begin)
        if sec >= end:
            return period(*outer, southern, end, ystart + 365 * DAY)
        return period(*inner, not southern, begin, end)


def parse(tz: str) -> tzrule | None:
    """Take a TZ string apart; None if it is malformed or empty."""
    m = TZ.fullmatch(tz)
    if m is None:
        return None
    quoted, plain, west, dstquoted, dstplain, dstwest, begin, end = m.groups()
    offset = _seconds(west, 24 * 7)
    if offset is None:
        return None
    std = (plain or quoted, -offset)
    name = dstplain or dstquoted
    if name is None:
        return tzrule(std, std, None, None)
    dstoffset = _seconds(dstwest, 24 * 7) if dstwest else offset - 3600
    first, last = _rule(begin or "M3.2.0"), _rule(end or "M11.1.0")
    if dstoffset is None or first is None or last is None:
        return None
    return tzrule(std, (name, -dstoffset), first, last)


def _seconds(text: str, maxhours: int) -> int | None:
    """Return the seconds of ``[+-]h[:m[:s]]``; None if out of range."""
    h, m, s, *_ = [int(n) for n in text.lstrip("+-").split(":")] + [0, 0]
    if h > maxhours or m > 59 or s > 59:
        return None
    n = (h * 60 + m) * 60 + s
    return -n if text[0] == "-" else n


def _rule(text: str) -> rule | None:
    m = RULE.fullmatch(text)
    if m is None:
        return None
    julian, month, week, weekday, day, at = m.groups()
    time = _seconds(at, 24 * 7) if at else 2 * 3600
    if time is None:
        return None
    if julian is not None:
        r, ok = rule("J", int(julian), 0, 0, time), 1 <= int(julian) <= 365
    elif day is not None:
        r, ok = rule("D", int(day), 0, 0, time), int(day) <= 365
    else:
        r = rule("M", int(weekday), int(week), int(month), time)
        ok = 1 <= r.month <= 12 and 1 <= r.week <= 5 and r.day <= 6
    return r if ok else None

"""Months, weekdays, and the days between dates.  Go: time/time.go

The Gregorian calendar, carried on into the past and the future without end.  A day is
counted from 1970-01-01, which was a Thursday.
"""

from __future__ import annotations

from typing import Final, Self

MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS: Final = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
]


class _Named(int):
    """An int that prints as a name; sums and differences with ints have one, too."""

    __slots__ = ()

    def String(self) -> str:
        raise NotImplementedError

    def __str__(self) -> str:
        return self.String()

    def __repr__(self) -> str:
        return f"time.{self.String()}"

    def __format__(self, spec: str) -> str:
        """Format as text, or with ``d`` as the number."""
        return format(int(self) if spec.endswith("d") else str(self), spec)

    def __add__(self, n: int) -> Self:
        return type(self)(int.__add__(self, n))

    __radd__ = __add__

    def __sub__(self, n: int) -> Self:
        return type(self)(int.__sub__(self, n))

    def __mod__(self, n: int) -> Self:
        return type(self)(int.__mod__(self, n))

    def __reduce__(self) -> tuple[type[Self], tuple[int]]:
        return type(self), (int(self),)


class Month(_Named):
    """A month of the year, January is 1.  Go: time.Month"""

    __slots__ = ()

    def String(self) -> str:
        if 1 <= self <= 12:
            return MONTHS[self - 1]
        return f"%!Month({int(self) % (1 << 64)})"


class Weekday(_Named):
    """A day of the week, Sunday is 0.  Go: time.Weekday"""

    __slots__ = ()

    def String(self) -> str:
        if 0 <= self <= 6:
            return WEEKDAYS[self]
        return f"%!Weekday({int(self) % (1 << 64)})"


January: Final = Month(1)
February: Final = Month(2)
March: Final = Month(3)
April: Final = Month(4)
May: Final = Month(5)
June: Final = Month(6)
July: Final = Month(7)
August: Final = Month(8)
September: Final = Month(9)
October: Final = Month(10)
November: Final = Month(11)
December: Final = Month(12)

Sunday: Final = Weekday(0)
Monday: Final = Weekday(1)
Tuesday: Final = Weekday(2)
Wednesday: Final = Weekday(3)
Thursday: Final = Weekday(4)
Friday: Final = Weekday(5)
Saturday: Final = Weekday(6)

DAYS_400Y: Final = 400 * 365 + 97
EPOCH: Final = 719468  # days from 0000-03-01 to 1970-01-01
BEFORE: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)


def isleap(year: int) -> bool:
    """Tell whether a year has a February 29."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def daysbefore(month: int) -> int:
    """Return the days of a common year before month 1 to 13."""
    return BEFORE[month - 1]


def daysin(month: int, year: int) -> int:
    """Return the days of a month."""
    if month == 2 and isleap(year):
        return 29
    return BEFORE[month] - BEFORE[month - 1]


def days(year: int, month: int, day: int) -> int:
    """Return the number of a date's day; month is 1 to 12, day may be any."""
    # Years that begin in March have the leap day, if any, at their end.
    y = year - (month <= 2)
    march = (month + 9) % 12
    return (
        365 * y + y // 4 - y // 100 + y // 400 + (153 * march + 2) // 5 + day - 1
    ) - EPOCH


def date(day: int) -> tuple[int, int, int]:
    """Return the year, month and day of the month that day number day is."""
    era, doe = divmod(day + EPOCH, DAYS_400Y)
    # The year of the era: without the leap days that came before it has 365 days.
    yoe = (doe - doe // 1460 + doe // 36524 - doe // (DAYS_400Y - 1)) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    march = (5 * doy + 2) // 153
    month = march + 3 if march < 10 else march - 9
    year = 400 * era + yoe + (month <= 2)
    return year, month, doy - (153 * march + 2) // 5 + 1


def yearday(year: int, month: int, day: int) -> int:
    """Return a date's day of the year, 1 to 366."""
    return BEFORE[month - 1] + (month > 2 and isleap(year)) + day


def weekday(day: int) -> int:
    """Return the day of the week of a day's number, Sunday is 0."""
    return (day + 4) % 7


def isoweek(day: int) -> tuple[int, int]:
    """Return year and week of a day by ISO 8601: a week belongs to its Thursday."""
    thursday = day - (weekday(day) + 6) % 7 + 3
    year, month, d = date(thursday)
    return year, (yearday(year, month, d) - 1) // 7 + 1


def norm(hi: int, lo: int, base: int) -> tuple[int, int]:
    """Carry what of lo is beyond 0 to base - 1 over to hi."""
    carry, lo = divmod(lo, base)
    return hi + carry, lo

"""Duration.  Go: time/time.go, and ParseDuration in time/format.go

Which operators give what (n is an int or a float, but no bool):

    d + d, d - d, d + int     Duration; a plain int counts nanoseconds, as a constant
                              does in Go, so that sum() works
    d * n, int * d, d * d     Duration, exact, rounded to the nanosecond
    d / n                     Duration; by an int it is cut off towards zero, as in Go
    d / d                     float
    d // d                    int; d // int is a Duration
    d % d, d << int, d >> int Duration
    -d, abs(d), round(d)      Duration

But float * d and float + d are floats, of nanoseconds: a float takes any int for its
own and does not ask Duration.  Write ``time.Second * 1.5``, the Duration first.

Python's ints do not overflow, and neither does a Duration: only what Go itself
saturates or refuses (Abs, Round, Time.Sub, ParseDuration) ends at 64 bits.
"""

from __future__ import annotations

import datetime
from math import isfinite
from typing import Final, SupportsIndex, overload

MIN: Final = -1 << 63
MAX: Final = (1 << 63) - 1

TEN_YEARS: Final = 10 * 366 * 86400  # seconds; more was nanoseconds, by mistake


class Duration(int):
    """A length of time: an int of nanoseconds that prints as ``1.5s``.

    >>> Second * 1.5 + 2 * Millisecond
    1.502s
    >>> Minute / Second, Minute / 7
    (60.0, 8.571428571s)

    Go: time.Duration
    """

    __slots__ = ()

    def String(self) -> str:
        n = abs(int(self))
        if n < 1_000_000_000:
            if n == 0:
                return "0s"
            if n >= 1_000_000:
                text = _fraction(n, 1_000_000) + "ms"
            elif n >= 1_000:
                text = _fraction(n, 1_000) + "µs"
            else:
                text = f"{n}ns"
        else:
            minutes, rest = divmod(n, 60_000_000_000)
            text = _fraction(rest, 1_000_000_000) + "s"
            if minutes:
                hours, minutes = divmod(minutes, 60)
                text = f"{minutes}m{text}"
                if hours:
                    text = f"{hours}h{text}"
        return "-" + text if self < 0 else text

    __str__ = String
    __repr__ = String

    def __format__(self, spec: str) -> str:
        """Format as text, or with ``d`` as the number of nanoseconds."""
        return format(int(self) if spec.endswith("d") else str(self), spec)

    def Nanoseconds(self) -> int:
        return int(self)

    def Microseconds(self) -> int:
        return quo(int(self), 1_000)

    def Milliseconds(self) -> int:
        return quo(int(self), 1_000_000)

    def Seconds(self) -> float:
        return _float(int(self), 1_000_000_000)

    def Minutes(self) -> float:
        return _float(int(self), 60_000_000_000)

    def Hours(self) -> float:
        return _float(int(self), 3_600_000_000_000)

    def Abs(self) -> Duration:
        return clamp(abs(int(self)))

    def Truncate(self, m: DurationLike) -> Duration:
        """Round towards zero to a multiple of m."""
        m = int(asduration(m))
        return Duration(quo(int(self), m) * m) if m > 0 else self

    def Round(self, m: DurationLike) -> Duration:
        """Round to the nearest multiple of m, halfway cases away from zero."""
        m = int(asduration(m))
        if m <= 0:
            return self
        n = (2 * abs(int(self)) + m) // (2 * m) * m
        return clamp(-n if self < 0 else n)

    def timedelta(self) -> datetime.timedelta:
        """Return it as Python's timedelta, cut off to microseconds."""
        return datetime.timedelta(microseconds=self.Microseconds())

    def __add__(self, other: int) -> Duration:
        if _number(other) and isinstance(other, int):
            return Duration(int.__add__(self, other))
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other: int) -> Duration:
        if _number(other) and isinstance(other, int):
            return Duration(int.__sub__(self, other))
        return NotImplemented

    def __rsub__(self, other: int) -> Duration:
        return -(self - other)

    def __mul__(self, other: float) -> Duration:
        if not _number(other, floats=True):
            return NotImplemented
        if isinstance(other, int):
            return Duration(int.__mul__(self, other))
        n, denominator = other.as_integer_ratio()
        return Duration(_nearest(int(self) * n, denominator))

    __rmul__ = __mul__

    @overload  # type: ignore[override]
    def __truediv__(self, other: Duration) -> float: ...
    @overload
    def __truediv__(self, other: float) -> Duration: ...
    def __truediv__(self, other: float) -> float | Duration:
        if isinstance(other, Duration):
            return int(self) / int(other)
        if not _number(other, floats=True):
            return NotImplemented
        if isinstance(other, int):
            return Duration(quo(int(self), other))
        n, denominator = other.as_integer_ratio()
        return Duration(_nearest(int(self) * denominator, n))

    @overload
    def __floordiv__(self, other: Duration) -> int: ...  # type: ignore[overload-overlap]
    @overload
    def __floordiv__(self, other: int) -> Duration: ...
    def __floordiv__(self, other: int) -> int:
        if _number(other) and isinstance(other, int):
            n = int.__floordiv__(self, other)
            return n if isinstance(other, Duration) else Duration(n)
        return NotImplemented

    def __mod__(self, other: int) -> Duration:
        if _number(other) and isinstance(other, int):
            return Duration(int.__mod__(self, other))
        return NotImplemented

    @overload
    def __divmod__(  # type: ignore[overload-overlap]
        self, other: Duration
    ) -> tuple[int, Duration]: ...
    @overload
    def __divmod__(self, other: int) -> tuple[Duration, Duration]: ...
    def __divmod__(self, other: int) -> tuple[int, Duration]:
        return self // other, self % other

    def __lshift__(self, other: int) -> Duration:
        return Duration(int.__lshift__(self, other))

    def __rshift__(self, other: int) -> Duration:
        return Duration(int.__rshift__(self, other))

    def __neg__(self) -> Duration:
        return Duration(int.__neg__(self))

    def __pos__(self) -> Duration:
        return self

    def __abs__(self) -> Duration:
        return Duration(int.__abs__(self))

    def __round__(self, ndigits: SupportsIndex = 0) -> Duration:
        return Duration(int.__round__(self, ndigits))

    def __reduce__(self) -> tuple[type[Duration], tuple[int]]:
        return Duration, (int(self),)


def _number(x: object, *, floats: bool = False) -> bool:
    """Tell whether x is a number that a Duration can be reckoned with.

    False leaves the operation to x's own class; but to a float or bool it must not be
    left: they take a Duration for a plain int, and the unit is lost.
    """
    if isinstance(x, bool):
        raise TypeError("a bool is no duration")
    if isinstance(x, float):
        if not floats:
            raise TypeError(
                f"Duration and float: {x!r} of what?  Multiply it by a unit"
            )
        return True
    return isinstance(x, int)


def quo(n: int, m: int) -> int:
    """Divide as Go does: towards zero."""
    q = abs(n) // abs(m)
    return q if (n < 0) == (m < 0) else -q


def clamp(n: int) -> Duration:
    """Return the Duration nearest to n that Go can hold."""
    return Duration(min(max(n, MIN), MAX))


def _nearest(n: int, m: int) -> int:
    """Divide and round to the nearest, a half away from zero."""
    q = (2 * abs(n) + abs(m)) // (2 * abs(m))
    return q if (n < 0) == (m < 0) else -q


def _float(n: int, unit: int) -> float:
    """Divide as Go does: by parts, which at times is another float than n / unit."""
    whole = quo(n, unit)
    return float(whole) + float(n - whole * unit) / unit


def _fraction(n: int, unit: int) -> str:
    whole, rest = divmod(n, unit)
    if not rest:
        return str(whole)
    return f"{whole}.{rest:0{len(str(unit)) - 1}d}".rstrip("0")


Nanosecond: Final = Duration(1)
Microsecond: Final = Duration(1_000)
Millisecond: Final = Duration(1_000_000)
Second: Final = Duration(1_000_000_000)
Minute: Final = Duration(60_000_000_000)
Hour: Final = Duration(3_600_000_000_000)

DurationLike = int | float | datetime.timedelta


def asduration(d: DurationLike) -> Duration:
    """Return what a caller gave as a duration: a plain number means seconds.

    ValueError for more than ten years of them, which was meant as nanoseconds.
    """
    if type(d) is Duration:  # fast path
        return d
    if isinstance(d, Duration):
        return Duration(d)
    if isinstance(d, bool):
        raise TypeError("a bool is no duration")
    if isinstance(d, (int, float)):
        if isinstance(d, float) and not isfinite(d):
            raise ValueError(f"{d!r} seconds are no duration")
        if not -TEN_YEARS <= d <= TEN_YEARS:
            raise ValueError(
                f"{d!r} seconds are more than ten years; if it was nanoseconds, write "
                f"time.Duration({d!r}), else {d!r} * time.Second"
            )
        return Duration(round(d * 1_000_000_000))
    if isinstance(d, datetime.timedelta):
        return Duration(timedelta_ns(d))
    raise TypeError(
        f"a duration is a time.Duration, a number of seconds or a timedelta, "
        f"not {type(d).__name__}"
    )


def timedelta_ns(d: datetime.timedelta) -> int:
    """Return the nanoseconds of a timedelta, exactly."""
    return ((d.days * 86400 + d.seconds) * 1_000_000 + d.microseconds) * 1_000

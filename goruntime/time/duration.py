"""Duration.  Go: time/time.go"""

from __future__ import annotations

import datetime
from typing import Any, Final, overload

TEN_YEARS: Final = 10 * 366 * 86400  # seconds; more was nanoseconds, by mistake


class Duration(int):
    """A length of time: an int of nanoseconds that prints as ``1.5s``.

    Sums, differences, products and quotients with numbers stay Durations;
    Duration / Duration is a float.  Go: time.Duration
    """

    __slots__ = ()

    def __str__(self) -> str:
        n = abs(int(self))
        if n < 1_000_000_000:
            if n == 0:
                return "0s"
            for unit, size in (("ms", 1_000_000), ("µs", 1_000), ("ns", 1)):
                if n >= size:
                    text = _fraction(n, size) + unit
                    break
        else:
            minutes, rest = divmod(n, 60_000_000_000)
            text = _fraction(rest, 1_000_000_000) + "s"
            if minutes:
                hours, minutes = divmod(minutes, 60)
                text = f"{minutes}m{text}"
                if hours:
                    text = f"{hours}h{text}"
        return "-" + text if self < 0 else text

    String = __str__
    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def Nanoseconds(self) -> int:
        return int(self)

    def Microseconds(self) -> int:
        return _quo(int(self), 1_000)

    def Milliseconds(self) -> int:
        return _quo(int(self), 1_000_000)

    def Seconds(self) -> float:
        return int(self) / 1e9

    def Minutes(self) -> float:
        return int(self) / 60e9

    def Hours(self) -> float:
        return int(self) / 3600e9

    def Abs(self) -> Duration:
        return Duration(abs(int(self)))

    def Truncate(self, m: int) -> Duration:
        """Round towards zero to a multiple of m."""
        if m <= 0:
            return self
        return Duration(_quo(int(self), int(m)) * int(m))

    def Round(self, m: int) -> Duration:
        """Round to the nearest multiple of m, halfway cases away from zero."""
        if m <= 0:
            return self
        n, m = abs(int(self)), int(m)
        n = (n + m // 2) // m * m if m % 2 == 0 else (2 * n + m) // (2 * m) * m
        return Duration(-n if self < 0 else n)

    def __add__(self, other: int) -> Duration:
        return Duration(int.__add__(self, _integer(other)))

    __radd__ = __add__

    def __sub__(self, other: int) -> Duration:
        return Duration(int.__sub__(self, _integer(other)))

    def __rsub__(self, other: int) -> Duration:
        return Duration(int.__rsub__(self, _integer(other)))

    def __mul__(self, other: float) -> Duration:
        if isinstance(other, int):
            return Duration(int.__mul__(self, _integer(other)))
        if isinstance(other, float):
            return Duration(round(int(self) * other))
        return NotImplemented

    __rmul__ = __mul__

    @overload  # type: ignore[override]
    def __truediv__(self, other: Duration) -> float: ...
    @overload
    def __truediv__(self, other: float) -> Duration: ...
    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Duration):
            return int(self) / int(other)
        if isinstance(other, int):
            q, r = divmod(int(self), _integer(other))
            return Duration(q + round(r / other))
        if isinstance(other, float):
            return Duration(round(int(self) / other))
        return NotImplemented

    def __floordiv__(self, other: int) -> Any:
        q = int.__floordiv__(self, _integer(other))
        return q if isinstance(other, Duration) else Duration(q)

    def __mod__(self, other: int) -> Duration:
        return Duration(int.__mod__(self, _integer(other)))

    def __divmod__(self, other: int) -> Any:
        return self // other, self % other

    def __neg__(self) -> Duration:
        return Duration(int.__neg__(self))

    def __pos__(self) -> Duration:
        return self

    def __abs__(self) -> Duration:
        return Duration(int.__abs__(self))

    def __round__(self, ndigits: Any = None) -> Duration:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Duration, (int(self),)


def _integer(x: int) -> int:
    if isinstance(x, bool):
        raise TypeError("a bool is no duration")
    return x


def _quo(n: int, size: int) -> int:
    """Divide as Go does: towards zero."""
    return -(-n // size) if n < 0 else n // size


def _fraction(n: int, size: int) -> str:
    whole, rest = divmod(n, size)
    if not rest:
        return str(whole)
    return f"{whole}.{rest:0{len(str(size)) - 1}d}".rstrip("0")


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
    if type(d) is Duration:
        return d
    if isinstance(d, Duration):
        return Duration(d)
    if isinstance(d, bool):
        raise TypeError("a bool is no duration")
    if isinstance(d, (int, float)):
        if not -TEN_YEARS <= d <= TEN_YEARS:
            raise ValueError(
                f"{d!r} seconds are more than ten years: for nanoseconds write "
                f"time.Duration({d!r})"
            )
        return Duration(round(d * 1_000_000_000))
    if isinstance(d, datetime.timedelta):
        micros = (d.days * 86400 + d.seconds) * 1_000_000 + d.microseconds
        return Duration(micros * 1_000)
    raise TypeError(f"a duration is expected, not {type(d).__name__}")

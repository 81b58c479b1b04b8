"""Writing a time by a layout.  Go: time/format.go"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import calendar
from .duration import quo
from .layout import split

if TYPE_CHECKING:
    from collections.abc import Callable

    from .tzset import period


class Fields:
    """What the elements of a layout stand for, at one instant and place."""

    __slots__ = (
        "day",
        "hour",
        "minute",
        "month",
        "name",
        "nsec",
        "offset",
        "second",
        "weekday",
        "yday",
        "year",
    )

    def __init__(self, p: period, sec: int, nsec: int) -> None:
        self.name = p.name
        self.offset = p.offset
        day, rest = divmod(sec + p.offset, 86400)
        self.year, self.month, self.day = calendar.date(day)
        self.yday = calendar.yearday(self.year, self.month, self.day)
        self.weekday = calendar.weekday(day)
        self.hour, rest = divmod(rest, 3600)
        self.minute, self.second = divmod(rest, 60)
        self.nsec = nsec

    def hour12(self) -> int:
        return self.hour % 12 or 12

    def month_name(self) -> str:
        return calendar.MONTHS[self.month - 1]

    def weekday_name(self) -> str:
        return calendar.WEEKDAYS[self.weekday]

    def zone_name(self) -> str:
        return self.name or zone("-0700", self.offset)


def pad(n: int, width: int) -> str:
    """Write n with zeros before it; unlike with format(), the sign is not counted."""
    return f"-{-n:0{width}d}" if n < 0 else f"{n:0{width}d}"


def zone(elem: str, offset: int) -> str:
    """Write an offset as ``-07:00`` and the like show it."""
    if elem[0] == "Z" and offset == 0:
        return "Z"
    minutes = quo(offset, 60)
    # As in Go, less than a minute west is +00:00:-30.
    seconds = abs(offset) % 60 if minutes else offset
    parts = [f"{abs(minutes) // 60:02d}", f"{abs(minutes) % 60:02d}", pad(seconds, 2)]
    colon = ":" if ":" in elem else ""
    shown = (len(elem.replace(":", "")) - 1) // 2
    return ("-" if minutes < 0 else "+") + colon.join(parts[:shown])


def fraction(elem: str, nsec: int) -> str:
    """Write the fraction of a second as ``.000`` and ``.999`` show it."""
    digits = f"{nsec:09d}"[: len(elem) - 1]
    if elem[1] == "9":
        digits = digits.rstrip("0")
        if not digits:
            return ""
    return elem[0] + digits


ELEMENTS: Final[dict[str, Callable[[Fields], str]]] = {
    "2006": lambda f: pad(f.year, 4),
    "06": lambda f: f"{abs(f.year) % 100:02d}",
    "January": lambda f: f.month_name(),
    "Jan": lambda f: f.month_name()[:3],
    "01": lambda f: f"{f.month:02d}",
    "1": lambda f: str(f.month),
    "Monday": lambda f: f.weekday_name(),
    "Mon": lambda f: f.weekday_name()[:3],
    "02": lambda f: f"{f.day:02d}",
    "_2": lambda f: f"{f.day:2d}",
    "2": lambda f: str(f.day),
    "002": lambda f: f"{f.yday:03d}",
    "__2": lambda f: f"{f.yday:3d}",
    "15": lambda f: f"{f.hour:02d}",
    "03": lambda f: f"{f.hour12():02d}",
    "3": lambda f: str(f.hour12()),
    "PM": lambda f: "PM" if f.hour >= 12 else "AM",
    "pm": lambda f: "pm" if f.hour >= 12 else "am",
    "04": lambda f: f"{f.minute:02d}",
    "4": lambda f: str(f.minute),
    "05": lambda f: f"{f.second:02d}",
    "5": lambda f: str(f.second),
    "MST": lambda f: f.zone_name(),
}


def format(layout: str, f: Fields) -> str:
    """Write a time by a layout."""
    chunks, suffix = split(layout)
    out = []
    for prefix, elem in chunks:
        out.append(prefix)
        write = ELEMENTS.get(elem)
        if write is not None:
            out.append(write(f))
        elif elem[0] in ".,":
            out.append(fraction(elem, f.nsec))
        else:
            out.append(zone(elem, f.offset))
    out.append(suffix)
    return "".join(out)

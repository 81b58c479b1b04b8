"""Location: what time it is where.  Go: time/zoneinfo.go"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from .tzset import ALPHA, OMEGA, parse, period

if TYPE_CHECKING:
    from collections.abc import Sequence


class zone(NamedTuple):
    """A name such as CET, and the offset that goes with it, in seconds east of UTC."""

    name: str
    offset: int
    isdst: bool


class Location:
    """The zones that have been in use at a place.  Go: time.Location

    ``UTC``, ``Local``, and what LoadLocation and FixedZone return.
    """

    __slots__ = ("_cache", "_extend", "_index", "_name", "_tz", "_when", "_zones")

    def __init__(
        self,
        name: str = "UTC",
        zones: Sequence[zone] = (zone("UTC", 0, False),),
        when: Sequence[int] = (),
        index: Sequence[int] = (),
        extend: str = "",
    ) -> None:
        self._name = name
        self._zones = tuple(zones)
        self._when = tuple(when)  # the seconds at which the zone changes
        self._index = tuple(index)  # and in _zones, what it changes to
        self._extend = extend  # a TZ string, for after the last of these
        self._tz = parse(extend)
        self._cache = period("", 0, False, 0, 0)

    def String(self) -> str:
        return self._name

    def __str__(self) -> str:
        return self.String()

    def __repr__(self) -> str:
        return f"<Location {self}>"

    def __reduce__(self) -> str | tuple[object, ...]:
        if self is UTC:
            return "UTC"
        args = self._name, self._zones, self._when, self._index, self._extend
        return Location, args

    def __copy__(self) -> Location:
        return self

    def __deepcopy__(self, memo: object) -> Location:
        return self

    def lookup(self, sec: int) -> period:
        """Return the zone in use at a time, and from when until when it is."""
        p = self._cache
        if p.start <= sec < p.end:  # fast path
            return p
        self._cache = p = self._lookup(sec)
        return p

    def _lookup(self, sec: int) -> period:
        when = self._when
        i = bisect_right(when, sec)
        start = when[i - 1] if i > 0 else ALPHA
        end = when[i] if i < len(when) else OMEGA
        if i == len(when) and self._tz is not None:
            return self._tz.lookup(sec, start)
        if i == 0:
            return period(*self._firstzone(), start, end)
        return period(*self._zones[self._index[i - 1]], start, end)

    def _firstzone(self) -> zone:
        """Return the zone in use before the first change: RFC 9636 leaves it open."""
        zones, index = self._zones, self._index
        if 0 not in index:
            return zones[0]  # it is there for nothing else
        candidates = list(zones)
        if zones[index[0]].isdst:
            candidates[:0] = reversed(zones[: index[0]])
        return next((z for z in candidates if not z.isdst), zones[0])

    def lookupname(self, name: str, sec: int) -> int | None:
        """Return the offset that a name stands for; sec is local time.

        A name may stand for several: best is one that is in use at that time.
        """
        named = [z for z in self._zones if z.name == name]
        for z in named:
            p = self.lookup(sec - z.offset)
            if p.name == name:
                return p.offset
        return named[0].offset if named else None


UTC: Final = Location()

_unnamed: Final[dict[int, Location]] = {}


def FixedZone(name: str, offset: int) -> Location:
    """Return a Location that is always offset seconds east of UTC.

    Go: time.FixedZone
    """
    # Parse makes many that differ in nothing.
    if name == "" and offset % 3600 == 0 and -12 <= offset // 3600 <= 14:
        if offset not in _unnamed:
            _unnamed.setdefault(offset, Location(name, [zone(name, offset, False)]))
        return _unnamed[offset]
    return Location(name, [zone(name, offset, False)])

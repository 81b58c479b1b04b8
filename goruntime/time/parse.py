"""Reading a time by a layout.  Go: time/format.go"""

from __future__ import annotations

from .layout import split
from .parser import BadError, Parser, bytewise, whole
from .quote import quote
from .time import SECOND, Date, Time
from .zone import UTC, FixedZone, Location
from .zone_read import Local


class ParseError(ValueError):
    """What of a text is not as the layout has it.  Go: time.ParseError"""

    def __init__(
        self,
        Layout: str = "",
        Value: str = "",
        LayoutElem: str = "",
        ValueElem: str = "",
        Message: str = "",
    ) -> None:
        super().__init__(Layout, Value, LayoutElem, ValueElem, Message)
        self.Layout = Layout
        self.Value = Value
        self.LayoutElem = LayoutElem
        self.ValueElem = ValueElem
        self.Message = Message

    def Error(self) -> str:
        if self.Message:
            return f"parsing time {quote(self.Value)}{self.Message}"
        return (
            f"parsing time {quote(self.Value)} as {quote(self.Layout)}: "
            f"cannot parse {quote(self.ValueElem)} as {quote(self.LayoutElem)}"
        )

    __str__ = Error


def Parse(layout: str, value: str) -> Time:
    """Return the time that value says in the way the layout shows: see module layout.

    What the layout does not mention is zero or 1, and UTC.  An offset or the name of a
    zone that Local has at that time gives Local, another one a FixedZone, with the
    offset 0 if only the name is there.  A fraction of the second is read even where
    the layout has none.  ParseError if value is not like the layout.

    Go: time.Parse
    """
    return _parse(layout, value, UTC, Local)


def ParseInLocation(layout: str, value: str, loc: Location) -> Time:
    """Parse, but with loc instead of UTC and of Local.  Go: time.ParseInLocation"""
    return _parse(layout, value, loc, loc)


def _parse(layout: str, value: str, default: Location, local: Location) -> Time:
    chunks, suffix = split(bytewise(layout))
    following = [elem for _, elem in chunks[1:]] + [""]
    p = Parser(bytewise(value))
    what, hold = "", ""  # what is to be taken next, and from what
    try:
        for (prefix, elem), after in zip(chunks, following, strict=False):
            what, hold = prefix, ""
            p.skip(prefix)
            what, hold = elem, p.value
            p.element(elem, after)
        what, hold = suffix, ""
        p.skip(suffix)
        what = ""
        if p.value:
            raise BadError(f": extra text: {quote(whole(p.value))}")
        month, day = p.date()
    except BadError as err:
        rest = p.value if err.message else hold or p.value
        raise ParseError(layout, value, whole(what), whole(rest), err.message) from None
    clock = p.year, month, day, p.hour24(), p.minute, p.second, p.nsec
    if p.utc or (p.offset is None and not p.zone):
        return Date(*clock, UTC if p.utc else default)
    return _inzone(Date(*clock, UTC), p.offset, p.zone, local)


def _inzone(t: Time, offset: int | None, name: str, local: Location) -> Time:
    """Return what a clock with that offset or zone name shows as t.

    It is in local if that has the offset and the name at that time.
    """
    if offset is not None:
        t = Time(t.UnixNano() - offset * SECOND)
        found = local.lookup(t.Unix())
        if offset == found.offset and name in ("", found.name):
            return t.In(local)
        return t.In(FixedZone(name, offset))
    known = local.lookupname(name, t.Unix())
    if known is not None:
        return Time(t.UnixNano() - known * SECOND, None, local)
    # Who knows when that is.  Of GMT+3 one could, but Go, too, has it shown as if t
    # had been UTC.
    hours = int(name[3:]) if name.startswith("GMT") and len(name) > 3 else 0
    return t.In(FixedZone(name, hours * 3600))

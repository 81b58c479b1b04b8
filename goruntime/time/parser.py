"""Reading the elements of a layout, one by one.  Go: time/format.go

A text is looked at byte by byte, as Go does; a byte is a character of a str here, see
``bytewise``.
"""

from __future__ import annotations

from . import calendar
from .quote import utf8


class BadError(Exception):
    """The value is not as the layout has it; the message is "" if nothing is to be
    said but what cannot be parsed as what.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


def bytewise(s: str) -> str:
    """Return a str with a character for each byte of s."""
    return s if s.isascii() else utf8(s).decode("latin-1")


def whole(s: str) -> str:
    """Return what was made bytewise as it was before."""
    return s if s.isascii() else s.encode("latin-1").decode("utf-8", "surrogateescape")


def digits(s: str) -> int:
    """Return the number of digits that s begins with."""
    n = 0
    while n < len(s) and "0" <= s[n] <= "9":
        n += 1
    return n


def atoi(s: str) -> int:
    """Return the number that s is, which may have a sign and, as in Go, no digits."""
    number = s[1:] if s[:1] in ("-", "+") else s
    if digits(number) != len(number):
        raise BadError
    n = int(number or "0")
    return -n if s[:1] == "-" else n


def zonelength(s: str) -> int:
    """Return the length of the zone's name that s begins with; 0 if it is none.

    Nobody keeps a list of them.  Three capital letters may be one, and four or five if
    the last is a T; or an offset, as zones without a name have it.
    """
    if len(s) < 3:
        return 0
    if s[:4] in ("ChST", "MeST"):
        return 4
    if s[:3] == "GMT":
        return 3 + offsetlength(s[3:])
    if s[0] in "-+":
        return offsetlength(s)
    n = 0
    while n < min(len(s), 6) and "A" <= s[n] <= "Z":
        n += 1
    known = n == 3 or (n in (4, 5) and s[n - 1] == "T") or s[:n] == "WITA"
    return n if known else 0


def offsetlength(s: str) -> int:
    """Return the length of the hours such as +3 or -04 that s begins with."""
    n = digits(s[1:])
    if s[:1] not in ("-", "+") or n == 0:
        return 0
    # int() of thousands of digits is refused, but those are more than 23 anyway.
    hours = s[1 : 1 + n].lstrip("0")
    return 1 + n if len(hours) <= 2 and int(hours or "0") <= 23 else 0


class Parser:
    """What has been read so far, and what is left of the value."""

    __slots__ = (
        "day",
        "hour",
        "minute",
        "month",
        "nsec",
        "offset",
        "pm",
        "second",
        "utc",
        "value",
        "yday",
        "year",
        "zone",
    )

    def __init__(self, value: str) -> None:
        self.value = value
        self.year = 0
        self.month: int | None = None
        self.day: int | None = None
        self.yday: int | None = None
        self.hour = self.minute = self.second = self.nsec = 0
        self.pm = ""  # or PM, AM
        self.utc = False
        self.offset: int | None = None
        self.zone = ""

    def take(self, n: int) -> str:
        """Take n characters."""
        if len(self.value) < n:
            raise BadError
        taken, self.value = self.value[:n], self.value[n:]
        return taken

    def skip(self, prefix: str) -> None:
        """Take a text of the layout, in which a space is any number of them."""
        while prefix:
            if prefix[0] == " ":
                if self.value and self.value[0] != " ":
                    raise BadError
                prefix = prefix.lstrip(" ")
                self.value = self.value.lstrip(" ")
            elif self.value[:1] == prefix[0]:
                prefix, self.value = prefix[1:], self.value[1:]
            else:
                raise BadError

    def number(self, least: int, most: int) -> int:
        """Take a number of least to most digits."""
        n = min(digits(self.value), most)
        if n < least:
            raise BadError
        return int(self.take(n))

    def ranged(self, what: str, first: int, last: int, least: int) -> int:
        """Take a number of at most two digits that is first to last."""
        n = self.number(least, 2)
        if not first <= n <= last:
            raise BadError(f": {what} out of range")
        return n

    def name(self, names: list[str], length: int = 9) -> int:
        """Take one of the names, of which length letters are written."""
        for i, name in enumerate(names):
            wanted = name[:length].lower()
            if self.value[: len(wanted)].lower() == wanted:
                self.take(len(wanted))
                return i
        raise BadError

    def fraction(self, n: int) -> None:
        """Take a point or comma and n - 1 digits of nanoseconds."""
        text = self.take(n)
        if text[0] not in ".,":
            raise BadError
        n = atoi(text[1:10])
        if n < 0:
            raise BadError(": fractional second out of range")
        self.nsec = n * 10 ** (10 - min(len(text), 10))

    def element(self, elem: str, following: str) -> None:
        """Take an element of the layout; ``following`` is the one after it."""
        match elem:
            case "2006":
                if not digits(self.value):
                    raise BadError
                self.year = atoi(self.take(4))
            case "06":
                year = atoi(self.take(2))
                self.year = year + (1900 if year >= 69 else 2000)
            case "January":
                self.month = 1 + self.name(calendar.MONTHS)
            case "Jan":
                self.month = 1 + self.name(calendar.MONTHS, 3)
            case "01" | "1":
                self.month = self.ranged("month", 1, 12, len(elem))
            case "Monday":
                self.name(calendar.WEEKDAYS)
            case "Mon":
                self.name(calendar.WEEKDAYS, 3)
            case "02" | "2":
                self.day = self.number(len(elem), 2)
            case "_2":
                self.value = self.value.removeprefix(" ")
                self.day = self.number(1, 2)
            case "002":
                self.yday = self.number(3, 3)
            case "__2":
                self.value = self.value.removeprefix(" ").removeprefix(" ")
                self.yday = self.number(1, 3)
            case "15":
                self.hour = self.ranged("hour", 0, 23, 1)
            case "03" | "3":
                self.hour = self.ranged("hour", 0, 12, len(elem))
            case "04" | "4":
                self.minute = self.ranged("minute", 0, 59, len(elem))
            case "05" | "5":
                self.second = self.ranged("second", 0, 59, len(elem))
                n = digits(self.value[1:])
                if n and self.value[0] in ".," and following[:1] not in (".", ","):
                    self.fraction(1 + n)
            case "PM" | "pm":
                self.pm = self.take(2)
                if self.pm not in (elem, elem.replace("P", "A").replace("p", "a")):
                    raise BadError
            case "MST":
                self.zonename()
            case _ if elem[0] in ".,":
                n = digits(self.value[1:])
                if elem[1] == "0":
                    self.fraction(len(elem))
                elif n and self.value[0] in ".,":
                    self.fraction(1 + n)  # more than asked for, too
            case _ if elem[0] == "Z" and self.value[:1] == "Z":
                self.take(1)
                self.utc = True
            case _:
                self.zoneoffset(elem)

    def zoneoffset(self, elem: str) -> None:
        """Take an offset that is written like elem."""
        text = self.take(len(elem))
        if any(text[i] != ":" for i, c in enumerate(elem) if c == ":"):
            raise BadError
        step = 3 if ":" in elem else 2
        parts = [text[i : i + 2] for i in range(1, len(text), step)]
        values, bad = [0, 0, 0], False
        for i, part in enumerate(parts):
            if digits(part) != 2:
                bad = True
                break
            values[i] = int(part)
        hour, minute, second = values
        # Go takes offsets of 24 hours and of 60 minutes, as some write them.
        if second > 60:
            raise BadError(": time zone offset second out of range")
        if minute > 60:
            raise BadError(": time zone offset minute out of range")
        if hour > 24:
            raise BadError(": time zone offset hour out of range")
        if bad or text[0] not in "+-":
            raise BadError
        self.offset = (hour * 60 + minute) * 60 + second
        if text[0] == "-":
            self.offset = -self.offset

    def zonename(self) -> None:
        """Take the name of a zone."""
        if self.value.startswith("UTC"):
            self.take(3)
            self.utc = True
        else:
            n = zonelength(self.value)
            if n == 0:
                raise BadError
            self.zone = self.take(n)

    def date(self) -> tuple[int, int]:
        """Return month and day, from the day of the year if that was given."""
        month, day, yday = self.month, self.day, self.yday
        if yday is not None:
            if not 1 <= yday <= 365 + calendar.isleap(self.year):
                raise BadError(": day-of-year out of range")
            first = calendar.days(self.year, 1, 1)
            _, month, day = calendar.date(first + yday - 1)
            if self.month not in (None, month):
                raise BadError(": day-of-year does not match month")
            if self.day not in (None, day):
                raise BadError(": day-of-year does not match day")
        month = 1 if month is None else month
        day = 1 if day is None else day
        if not 1 <= day <= calendar.daysin(month, self.year):
            raise BadError(": day out of range")
        return month, day

    def hour24(self) -> int:
        if self.pm in ("PM", "pm") and self.hour < 12:
            return self.hour + 12
        if self.pm in ("AM", "am") and self.hour == 12:
            return 0
        return self.hour

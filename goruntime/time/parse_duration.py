"""ParseDuration.  Go: time/format.go"""

from __future__ import annotations

import re
from typing import Final

from .duration import MAX, Duration
from .quote import quote

UNITS: Final = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,  # U+00B5, the micro sign
    "μs": 1_000,  # U+03BC, the Greek letter
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
}

# A number and what follows it up to the next one.  Any of the three may be missing.
PART: Final = re.compile(r"([0-9]*)(?:\.([0-9]*))?([^.0-9]*)")

LIMIT: Final = MAX + 1  # of a negative duration


def ParseDuration(s: str) -> Duration:
    """Return the duration that s says: ``300ms``, ``-1.5h``, ``2h45m``.

    The units are ns, us (or µs), ms, s, m, h.  ValueError if it is none.

    Go: time.ParseDuration
    """
    text = s[1:] if s[:1] in ("-", "+") else s
    if text == "0":
        return Duration(0)
    if not text:
        raise _error("invalid duration", s)
    total = pos = 0
    while pos < len(text):
        part = PART.match(text, pos)
        assert part is not None
        digits, fraction, unit = part.groups()
        if not digits and not fraction:
            raise _error("invalid duration", s)
        whole = _leadingint(digits, s)
        if not unit:
            raise _error("missing unit in duration", s)
        if unit not in UNITS:
            raise _error(f"unknown unit {quote(unit)} in duration", s)
        size = UNITS[unit]
        total += whole * size
        if fraction:
            n, scale = _leadingfraction(fraction)
            total += int(n * (size / scale))
        if total > LIMIT:
            raise _error("invalid duration", s)
        pos = part.end()
    if s[0] == "-":
        return Duration(-total)
    if total > MAX:
        raise _error("invalid duration", s)
    return Duration(total)


def _error(message: str, s: str) -> ValueError:
    return ValueError(f"time: {message} {quote(s)}")


def _leadingint(digits: str, s: str) -> int:
    digits = digits.lstrip("0")
    if len(digits) > 19 or int(digits or "0") > LIMIT:
        raise _error("invalid duration", s)
    return int(digits or "0")


def _leadingfraction(digits: str) -> tuple[float, float]:
    """Return the digits and a power of ten; digits that Go has no room for are cut."""
    n, scale = 0, 1.0
    for digit in digits:
        if n > MAX // 10 or n * 10 + int(digit) > LIMIT:
            break
        n = n * 10 + int(digit)
        scale *= 10
    return float(n), scale

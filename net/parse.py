"""Numbers and addresses as texts.  Go: net/parse.go, net/netip/netip.go

What is no address is None, not an error: the caller knows what it was to be.
"""

from __future__ import annotations

import re
import struct
from typing import Final

BIG: Final = 0xFFFFFF  # a number that large is refused; none here comes near

_OCTETS: Final = {str(i): i for i in range(256)}
_GROUPS: Final = re.compile("[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,7}")
_WORDS: Final = struct.Struct(">8H")
_ZEROS: Final = re.compile(r"\b0(?::0)+\b", re.ASCII)
_DIGITS: Final = re.compile("[0-9]*")


def dtoi(s: str) -> tuple[int, int, bool]:
    """Read the decimal number that s begins with.

    Returns it, how much of s it takes, and whether there was one that is not too
    big.  Go: dtoi
    """
    n = 0
    digits = _DIGITS.match(s)
    assert digits is not None
    for i, digit in enumerate(digits[0]):
        n = n * 10 + int(digit)
        if n >= BIG:
            return BIG, i, False
    return n, digits.end(), digits.end() > 0


def parseIPv4(s: str) -> bytes | None:
    """Return the 4 bytes of "192.0.2.1"; octets have no leading zeros."""
    try:
        a, b, c, d = s.split(".", 4)
        return bytes((_OCTETS[a], _OCTETS[b], _OCTETS[c], _OCTETS[d]))
    except (KeyError, ValueError):
        return None


def parseIPv6(s: str) -> bytes | None:
    """Return the 16 bytes of "2001:db8::1" or "::ffff:192.0.2.1"."""
    if "." in s:
        s, _, dotted = s.rpartition(":")
        ip4 = parseIPv4(dotted)
        if ip4 is None:
            return None
        s = f"{s}:{ip4.hex(':', 2)}"
    head, ellipsis, tail = s.partition("::")
    front, back = _groups(head), _groups(tail)
    if front is None or back is None:
        return None
    missing = 16 - len(front) - len(back)
    if ellipsis:
        fits = missing >= 2  # it stands for one group at least
    else:
        fits = missing == 0
    return front + bytes(missing) + back if fits else None


def _groups(s: str) -> bytes | None:
    """Return the bytes of "1:2:3"."""
    if not s:
        return b""
    if _GROUPS.fullmatch(s) is None:
        return None
    return bytes.fromhex("".join([g.zfill(4) for g in s.split(":")]))


def formatIPv6(b: bytes) -> str:
    """Return 16 bytes in the form of RFC 5952, with no dots in it.

    The longest run of zeros, the first of equals, becomes "::"; a single zero stays.
    """
    s = "%x:%x:%x:%x:%x:%x:%x:%x" % _WORDS.unpack(b)  # noqa: UP031
    if "0:0" not in s:
        return s
    run = max(_ZEROS.finditer(s), key=_length, default=None)
    if run is None:
        return s
    start, end = run.span()
    return f"{s[: max(start - 1, 0)]}::{s[end + 1 :]}"


def _length(run: re.Match[str]) -> int:
    return run.end() - run.start()

"""Numbers and addresses as texts.  Go: net/parse.go, net/netip/netip.go

What is no address is None, not an error: the caller knows what it was to be.
"""

from __future__ import annotations

import re
from typing import Final

BIG: Final = 0xFFFFFF  # a number that large is refused; none here comes near

_OCTET: Final = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4: Final = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")
_GROUP: Final = re.compile("[0-9a-fA-F]{1,4}")
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
    if _IPV4.fullmatch(s) is None:
        return None
    return bytes(map(int, s.split(".")))


def parseIPv6(s: str) -> bytes | None:
    """Return the 16 bytes of "2001:db8::1" or "::ffff:192.0.2.1"."""
    head, ellipsis, tail = s.partition("::")
    front = _groups(head, last=not ellipsis) if head else b""
    back = _groups(tail, last=True) if tail else b""
    if front is None or back is None:
        return None
    missing = 16 - len(front) - len(back)
    if ellipsis:
        fits = missing >= 2  # it stands for one group at least
    else:
        fits = missing == 0
    return front + bytes(missing) + back if fits else None


def _groups(s: str, *, last: bool) -> bytes | None:
    """Return the bytes of "1:2:3"; the last group may be an IPv4 address."""
    *groups, end = s.split(":")
    ip4 = b""
    if last and "." in end:
        parsed = parseIPv4(end)
        if parsed is None:
            return None
        ip4 = parsed
    else:
        groups.append(end)
    if len(groups) > 8 or not all(map(_GROUP.fullmatch, groups)):
        return None
    return bytes.fromhex("".join(g.zfill(4) for g in groups)) + ip4


def formatIPv6(b: bytes) -> str:
    """Return 16 bytes in the form of RFC 5952, with no dots in it.

    The longest run of zeros, the first of equals, becomes "::"; a single zero stays.
    """
    groups = [b[i] << 8 | b[i + 1] for i in range(0, 16, 2)]
    start = end = run = 0
    for i, group in enumerate(groups, 1):
        run = run + 1 if group == 0 else 0
        if run > 1 and run > end - start:
            start, end = i - run, i
    texts = [f"{group:x}" for group in groups]
    if end == 0:
        return ":".join(texts)
    return f"{':'.join(texts[:start])}::{':'.join(texts[end:])}"

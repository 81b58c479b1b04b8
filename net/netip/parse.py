"""From text to numbers, and why that failed.  Go: net/netip/netip.go

What is valid takes the short way.  What is not is walked through once more, from left
to right, for the words to say so.
"""

from __future__ import annotations

import re
from typing import Final

from goruntime import errors
from goruntime.errors.quote import quote

from ..parse import parseIPv4, parseIPv6


class invalidError(errors.error, ValueError):
    """A text, or bytes, that make no address, port or prefix."""

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.args == other.args

    def __hash__(self) -> int:
        return hash(self.args)


class parseAddrError(invalidError):
    """The text is no address.  Go: parseAddrError

    msg: why; at: from where on, if that is known.
    """

    def __init__(self, text: str, msg: str, at: str = "") -> None:
        super().__init__(text, msg, at)
        self.msg = msg
        self.at = at

    def __str__(self) -> str:
        s = f"ParseAddr({quote(self.args[0])}): {self.msg}"
        return f"{s} (at {quote(self.at)})" if self.at else s


class parsePrefixError(invalidError):
    """The text is no prefix.  Go: parsePrefixError"""

    def __init__(self, text: str, msg: str) -> None:
        super().__init__(text, msg)
        self.msg = msg

    def __str__(self) -> str:
        return f"netip.ParsePrefix({quote(self.args[0])}): {self.msg}"


_KIND: Final = re.compile("[.:%]")
_HEX: Final = re.compile("[0-9a-fA-F]*")


def parse(s: str) -> tuple[int, int, str]:
    """Return the bits an address has, the number it is, and its zone.

    Raises parseAddrError.
    """
    if ":" not in s:
        b = parseIPv4(s)
        if b is not None:
            return 32, int.from_bytes(b), ""
    else:
        address, percent, zone = s.partition("%")
        if zone or not percent:
            b = parseIPv6(address)
            if b is not None:
                return 128, int.from_bytes(b), zone
    raise whyNot(s)


def whyNot(s: str) -> parseAddrError:
    """Return what is wrong with s, which is no address."""
    kind = _KIND.search(s)
    if kind is None:
        return parseAddrError(s, "unable to parse IP")
    if kind[0] == "%":
        return parseAddrError(s, "missing IPv6 address")
    if kind[0] == ".":
        err = whyNot4(s, s)
        assert err is not None
        return err
    address, percent, zone = s.partition("%")
    if percent and not zone:
        return parseAddrError(s, "zone must be a non-empty string")
    return whyNot6(s, address)


def whyNot4(text: str, s: str) -> parseAddrError | None:
    """Return what is wrong with s, the IPv4 address in text; None if nothing is."""
    value = digits = dots = 0
    last = len(s) - 1
    for i, c in enumerate(s):
        if "0" <= c <= "9":
            if digits and value == 0:
                return parseAddrError(text, "IPv4 field has octet with leading zero")
            value = value * 10 + int(c)
            digits += 1
            if value > 255:
                return parseAddrError(text, "IPv4 field has value >255")
        elif c == ".":
            if digits == 0 or i == last:
                msg = "IPv4 field must have at least one digit"
                return parseAddrError(text, msg, s[i:])
            dots += 1
            if dots > 3:
                return parseAddrError(text, "IPv4 address too long")
            value = digits = 0
        else:
            return parseAddrError(text, "unexpected character", s[i:])
    if dots < 3:
        return parseAddrError(text, "IPv4 address too short")
    return None


def whyNot6(text: str, s: str) -> parseAddrError:
    """Return what is wrong with s, the IPv6 address in text, which has a colon."""

    def wrong(msg: str) -> parseAddrError:
        return parseAddrError(text, msg, s)

    fields = 0
    ellipsis = s.startswith("::")
    if ellipsis:
        s = s[2:]
    while fields < 8:
        run = _HEX.match(s)
        assert run is not None
        digits = run.end()
        if digits > 4:
            return wrong("each group must have 4 or less digits")
        if digits == 0:
            return wrong("each colon-separated field must have at least one digit")
        if s[digits : digits + 1] == ".":
            if not ellipsis and fields != 6:
                return wrong(
                    "embedded IPv4 address must replace the final 2 fields of the "
                    "address"
                )
            if fields > 6:
                return wrong(
                    "too many hex fields to fit an embedded IPv4 at the end of the "
                    "address"
                )
            err = whyNot4(text, s)
            if err is not None:
                return err
            s = ""
            fields += 2
            break
        fields += 1
        s = s[digits:]
        if not s:
            break
        if s[0] != ":":
            return wrong("unexpected character, want colon")
        if s == ":":
            return wrong("colon must be followed by more characters")
        s = s[1:]
        if s[0] == ":":
            if ellipsis:
                return wrong("multiple :: in address")
            ellipsis = True
            s = s[1:]
            if not s:
                break
    if s:
        return wrong("trailing garbage after address")
    if fields < 8:
        return wrong("address string too short")
    return wrong("the :: must expand to at least one field of zeros")

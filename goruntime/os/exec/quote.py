"""A name as error messages show it.  Go: strconv.Quote"""

from __future__ import annotations

from typing import Final

_ESCAPES: Final = {
    '"': '\\"',
    "\\": "\\\\",
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
}


def quote(s: str) -> str:
    """Return s in double quotes, what cannot be printed as escapes."""
    return '"' + "".join(map(quoterune, s)) + '"'


def quoterune(c: str) -> str:
    """Return one character, or its escape."""
    if c in _ESCAPES:
        return _ESCAPES[c]
    if c.isprintable():
        return c
    n = ord(c)
    if 0xDC80 <= n <= 0xDCFF:  # a byte that was not UTF-8
        return f"\\x{n - 0xDC00:02x}"
    if n < 0x20 or n == 0x7F:
        return f"\\x{n:02x}"
    return f"\\u{n:04x}" if n < 0x10000 else f"\\U{n:08x}"

"""Runes and their bytes.  Go: unicode/utf8

A rune is a str of length one here.
"""

from __future__ import annotations

from codecs import utf_8_decode
from typing import Final

RUNE_ERROR: Final = "\ufffd"
UTF_MAX: Final = 4  # bytes of a rune, at most
RUNE_SELF: Final = 0x80  # below that a rune is one byte
INVALID: Final = RUNE_ERROR.encode()


def decoderune(p: bytes) -> tuple[str, int]:
    """Return the rune that p begins with and its size.

    Wrong bytes are (RUNE_ERROR, 1), as in Go.  The size is 0 if p ends within a rune
    that may yet be right.
    """
    c = p[0]
    if c < RUNE_SELF:
        return chr(c), 1
    size = 2 if c < 0xE0 else 3 if c < 0xF0 else 4
    if p[:1] == b"\xed" and p[1:2] >= b"\xa0":
        return RUNE_ERROR, 1  # a surrogate, which Python waits for the end of
    try:
        return utf_8_decode(p[:size], "strict", False)
    except UnicodeDecodeError:
        return RUNE_ERROR, 1


def encoderune(r: str | int) -> bytes:
    """Return the UTF-8 of a rune; that of RUNE_ERROR for what is none."""
    if isinstance(r, str):
        r = ord(r)
    if 0 <= r < 0xD800 or 0xDFFF < r <= 0x10FFFF:
        return chr(r).encode()
    return INVALID

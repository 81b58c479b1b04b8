"""The split functions: bytes, runes, lines, words.  Go: bufio/scan.go

Each is there twice: for bytes, as in Go, and for a part of a Scanner's buffer, of
which it copies the token only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from ..io.utf8 import INVALID, RUNE_SELF, UTF_MAX, decoderune

token = tuple[int, bytes | None]
splitter = Callable[[bytearray, int, int, bool], token]

# Unicode's white space, in UTF-8.  That each alternative begins with a literal lets re
# look for the first byte of a match before it tries one.
SPACE: Final = (
    rb"(?:\t|\n|\x0b|\x0c|\r| |\xc2[\x85\xa0]|\xe1\x9a\x80"
    rb"|\xe2(?:\x80[\x80-\x8a\xa8\xa9\xaf]|\x81\x9f)|\xe3\x80\x80)"
)
_space: Final = re.compile(SPACE)
_spaces: Final = re.compile(SPACE + rb"*")


def linesat(buf: Any, start: int, end: int, ateof: bool) -> token:
    """ScanLines for buf[start:end]."""
    i = buf.find(10, start, end)
    if i >= 0:
        stop = i - 1 if i > start and buf[i - 1] == 13 else i
        return i + 1 - start, bytes(buf[start:stop])
    if ateof and start < end:
        stop = end - 1 if buf[end - 1] == 13 else end
        return end - start, bytes(buf[start:stop])
    return 0, None


def wordsat(buf: Any, start: int, end: int, ateof: bool) -> token:
    """ScanWords for buf[start:end]."""
    skipped = _spaces.match(buf, start, end)
    assert skipped is not None
    first = skipped.end()
    space = _space.search(buf, first, end)
    if space is not None:
        return space.end() - start, bytes(buf[first : space.start()])
    if ateof and first < end:
        return end - start, bytes(buf[first:end])
    return first - start, None


def bytesat(buf: Any, start: int, end: int, ateof: bool) -> token:
    """ScanBytes for buf[start:end]."""
    if start == end:
        return 0, None
    return 1, bytes(buf[start : start + 1])


def runesat(buf: Any, start: int, end: int, ateof: bool) -> token:
    """ScanRunes for buf[start:end]."""
    if start == end:
        return 0, None
    if buf[start] < RUNE_SELF:
        return 1, bytes(buf[start : start + 1])
    data = bytes(buf[start : min(start + UTF_MAX, end)])
    size = decoderune(data)[1]
    if size > 1:
        return size, data[:size]
    if size == 0 and not ateof:
        return 0, None
    return 1, INVALID


def ScanLines(data: bytes, atEOF: bool) -> token:
    """Split into lines, without their ends, which are \\n or \\r\\n.

    The last one may have none.
    """
    return linesat(data, 0, len(data), atEOF)


def ScanWords(data: bytes, atEOF: bool) -> token:
    """Split into words, which white space separates."""
    return wordsat(data, 0, len(data), atEOF)


def ScanBytes(data: bytes, atEOF: bool) -> token:
    """Split into bytes."""
    return bytesat(data, 0, len(data), atEOF)


def ScanRunes(data: bytes, atEOF: bool) -> token:
    """Split into runes; a byte that belongs to none is U+FFFD, in UTF-8."""
    return runesat(data, 0, len(data), atEOF)


OURS: Final[dict[Any, splitter]] = {
    ScanLines: linesat,
    ScanWords: wordsat,
    ScanBytes: bytesat,
    ScanRunes: runesat,
}


def at(split: Callable[[bytes, bool], token]) -> splitter:
    """Return split as it works on a part of a buffer."""
    ours = OURS.get(split)
    if ours is not None:
        return ours

    def splitat(buf: bytearray, start: int, end: int, ateof: bool) -> token:
        return split(bytes(memoryview(buf)[start:end]), ateof)

    return splitat

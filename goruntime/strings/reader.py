"""Reader: a str that can be read, and moved in.  Go: strings/reader.go"""

from __future__ import annotations

from typing import ClassVar

from ..bytes import reader
from ..io.view import encode


class Reader(reader.Reader):
    """Reads the bytes of a str, in UTF-8."""

    __slots__ = ()

    NAME: ClassVar = "strings.Reader"
    KIND: ClassVar = "string"
    WRITE: ClassVar = "WriteString"

    def __init__(self, s: str = "") -> None:
        self.Reset(s)

    def Reset(self, s: str) -> None:
        """Read from s, from its start."""
        super().Reset(encode(s))


def NewReader(s: str) -> Reader:
    """Return a Reader of s."""
    return Reader(s)

"""What the tests of Scanner share."""

from typing import Any

from goruntime import bufio
from goruntime import bytes as gobytes


class Slow:
    """Reads only a few bytes at a time."""

    def __init__(self, r: Any, most: int) -> None:
        self.r = r
        self.most = most

    def Read(self, p: Any) -> int:
        n: int = self.r.Read(p[: self.most])
        return n


def tokens(s: bufio.Scanner) -> list[bytes]:
    """Return all tokens that Scan finds."""
    got = []
    while s.Scan():
        got.append(s.Bytes())
    assert not s.Scan()
    return got


def scanner(data: bytes, split: Any = None, most: int = 1 << 20) -> bufio.Scanner:
    """Return a Scanner of data that comes in pieces of at most so many bytes."""
    s = bufio.NewScanner(Slow(gobytes.NewReader(data), most))
    if split is not None:
        s.Split(split)
    return s

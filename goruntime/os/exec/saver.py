"""prefixSuffixSaver: the beginning and the end of what is written.  Go: os/exec"""

from __future__ import annotations

from collections import deque
from typing import Any

from ...io.view import readable


class prefixSuffixSaver:
    """A Writer that keeps the first n and the last n bytes."""

    __slots__ = ("_kept", "_n", "_pieces", "_prefix", "_skipped")

    def __init__(self, n: int) -> None:
        self._n = n
        self._prefix = bytearray()
        self._pieces: deque[bytes] = deque()  # n bytes and less than one piece more
        self._kept = 0  # bytes in pieces
        self._skipped = 0

    def Write(self, p: Any) -> int:
        view = readable(p)
        room = self._n - len(self._prefix)
        self._prefix += view[:room]
        rest = bytes(view[max(room, 0) :])
        if len(rest) > self._n:
            self._skipped += len(rest) - self._n
            rest = rest[-self._n :]
        if rest:
            self._pieces.append(rest)
            self._kept += len(rest)
        while self._pieces and self._kept - len(self._pieces[0]) >= self._n:
            gone = len(self._pieces.popleft())
            self._kept -= gone
            self._skipped += gone
        return view.nbytes

    def Bytes(self) -> bytes:
        """Return what was kept, and in the middle how much was not."""
        suffix = b"".join(self._pieces)
        skipped = self._skipped + max(len(suffix) - self._n, 0)
        suffix = suffix[-self._n :]
        if not skipped:
            return bytes(self._prefix) + suffix
        omitted = b"\n... omitting %d bytes ...\n" % skipped
        return bytes(self._prefix) + omitted + suffix

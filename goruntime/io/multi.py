"""MultiReader, MultiWriter: several as one.  Go: io/multi.go"""

from __future__ import annotations

from collections import deque
from typing import Any

from .copy import BUFSIZE, copybuffer, shortwrite
from .errors import EOF
from .io import Reader, Writer
from .partial import countof, partial
from .view import encode, readable


class multiReader:
    """What MultiReader returns."""

    __slots__ = ("_readers",)

    def __init__(self, readers: tuple[Reader, ...]) -> None:
        self._readers = deque(readers)

    def Read(self, p: Any) -> int:
        readers = self._readers
        while readers:
            if len(readers) == 1 and isinstance(readers[0], multiReader):
                readers = self._readers = readers[0]._readers  # a level less
                continue
            try:
                return readers[0].Read(p)
            except EOF as err:
                if err != EOF:
                    raise
                readers.popleft()
        raise EOF

    def WriteTo(self, w: Writer) -> int:
        return self.writeto(w, bytearray(BUFSIZE))

    def writeto(self, w: Writer, buf: bytearray) -> int:
        """Write all to w by way of buf, of which one is enough for all levels."""
        total = 0
        readers = self._readers
        while readers:
            r = readers[0]
            try:
                if isinstance(r, multiReader):
                    total += r.writeto(w, buf)
                else:
                    total += copybuffer(w, r, buf)
            except Exception as err:
                partial(err, total + countof(err))
                raise  # that reader stays the first, for another try
            readers.popleft()
        return total


def MultiReader(*readers: Reader) -> Reader:
    """Return a Reader that reads one after the other and is at its end after all."""
    return multiReader(readers)


class multiWriter:
    """What MultiWriter returns."""

    __slots__ = ("_writers",)

    def __init__(self, writers: list[Writer]) -> None:
        self._writers = writers

    def Write(self, p: Any) -> int:
        view = readable(p)
        size = len(view)
        for w in self._writers:
            n = w.Write(view)
            if n != size:
                raise shortwrite(n, size, 0)
        return size

    def WriteString(self, s: str) -> int:
        data = encode(s)
        size = len(data)
        for w in self._writers:
            writestring = getattr(w, "WriteString", None)
            n = w.Write(data) if writestring is None else writestring(s)
            if n != size:
                raise shortwrite(n, size, 0)
        return size


def MultiWriter(*writers: Writer) -> Writer:
    """Return a Writer that writes to each in turn, up to the first that fails."""
    flat: list[Writer] = []
    for w in writers:
        if isinstance(w, multiWriter):
            flat.extend(w._writers)
        else:
            flat.append(w)
    return multiWriter(flat)

"""Readers and Writers that fail when they are told to, for tests."""

from typing import Any

from goruntime import errors, io
from goruntime.io.partial import partial


class boom(errors.error):
    text = "boom"


class Steps:
    """A Reader of prepared pieces: data, 0 for an empty read, or an error."""

    def __init__(self, *steps: Any) -> None:
        self.steps = list(steps)

    def Read(self, p: Any) -> int:
        if not self.steps:
            raise io.EOF
        step = self.steps.pop(0)
        if step == 0:
            return 0
        if not isinstance(step, bytes):
            raise step
        n = min(len(p), len(step))
        p[:n] = step[:n]
        if n < len(step):
            self.steps.insert(0, step[n:])
        return n


def pieces(data: bytes, sizes: list[int]) -> Steps:
    """Return a Reader that gives data in pieces of these sizes, over and over."""
    parts: list[Any] = []
    while data:
        size = sizes[len(parts) % len(sizes)]
        parts.append(data[:size] or 0)
        data = data[size:]
    return Steps(*parts)


class Limited:
    """A Writer that takes so many bytes, then fails."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.got = b""

    def Write(self, p: Any) -> int:
        taken = bytes(p[: self.room])
        self.got += taken
        self.room -= len(taken)
        if len(taken) < len(p):
            raise partial(boom(), len(taken))
        return len(p)

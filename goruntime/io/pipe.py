"""Pipe: a Reader that reads what a Writer writes.  Go: io/pipe.go

A write goes through the channel to whoever reads, once for each read that it takes
to use it up, together with a channel for the reader's answer: how much that was.
That one is of the write alone, so a writer that is interrupted leaves no answer for
the next one, and has room for it, so the reader does not wait for him.
"""

from __future__ import annotations

from typing import Any, Self

from .. import chan, default, recv, select, send, sync
from .errors import EOF, ErrClosedPipe
from .partial import again, partial
from .view import readable, writable


class onceError:
    """An error that is set once."""

    __slots__ = ("_err", "_mu")

    def __init__(self) -> None:
        self._mu = sync.Mutex()
        self._err: Any = None

    def store(self, err: Any) -> None:
        with self._mu:
            if self._err is None:
                self._err = err

    def load(self) -> Any:
        with self._mu:
            return self._err


class pipe:
    """What the two ends share."""

    __slots__ = ("done", "once", "rerr", "werr", "wrch", "wrmu")

    def __init__(self) -> None:
        self.wrmu = sync.Mutex()  # one Write after the other
        self.wrch = chan[tuple[memoryview, chan[int]]]()
        self.once = sync.Once()  # closes done
        self.done = chan[None]()
        self.rerr = onceError()
        self.werr = onceError()

    def read(self, p: Any) -> int:
        view = writable(p)
        i, _, _ = select(recv(self.done), default)
        if i == 0:
            raise self.readcloseerror()
        i, got, _ = select(recv(self.wrch), recv(self.done))
        if i == 1:
            raise self.readcloseerror()
        data, answer = got
        n = min(len(view), len(data))
        view[:n] = data[:n]
        answer.send(n)
        return n

    def write(self, p: Any) -> int:
        view = readable(p)
        i, _, _ = select(recv(self.done), default)
        if i == 0:
            raise partial(self.writecloseerror(), 0)
        size = len(view)
        n = 0
        with self.wrmu:
            answer = chan[int](1)
            while True:  # once for an empty write, too
                i, _, _ = select(send(self.wrch, (view[n:], answer)), recv(self.done))
                if i == 1:
                    raise partial(self.writecloseerror(), n)
                used = answer.recv()
                assert used is not None
                n += used
                if n >= size:
                    return n

    def closeread(self, err: Any) -> None:
        self.rerr.store(ErrClosedPipe if err is None else err)
        self.once.Do(self.done.close)

    def closewrite(self, err: Any) -> None:
        self.werr.store(EOF if err is None else err)
        self.once.Do(self.done.close)

    def readcloseerror(self) -> BaseException:
        if self.rerr.load() is None:
            err = self.werr.load()
            if err is not None:
                return again(err)
        return ErrClosedPipe()

    def writecloseerror(self) -> BaseException:
        if self.werr.load() is None:
            err = self.rerr.load()
            if err is not None:
                return again(err)
        return ErrClosedPipe()


class PipeReader:
    """The end to read from.  Go: io.PipeReader"""

    __slots__ = ("__weakref__", "_pipe")

    def __init__(self, p: pipe) -> None:
        self._pipe = p

    def Read(self, p: Any) -> int:
        """Wait for a Write and take what fits from it.

        When the writing end is closed: the error that it was closed with, else EOF.
        """
        return self._pipe.read(p)

    def Close(self) -> None:
        """Close; Writes fail with ErrClosedPipe."""
        self._pipe.closeread(None)

    def CloseWithError(self, err: Any) -> None:
        """Close; Writes fail with err.  The first error stays."""
        self._pipe.closeread(err)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.Close()


class PipeWriter:
    """The end to write to.  Go: io.PipeWriter"""

    __slots__ = ("__weakref__", "_pipe")

    def __init__(self, p: pipe) -> None:
        self._pipe = p

    def Write(self, p: Any) -> int:
        """Wait until Reads have taken all of it.

        When the reading end is closed: the error that it was closed with, else
        ErrClosedPipe, whose ``n`` says how much was taken.
        """
        return self._pipe.write(p)

    def Close(self) -> None:
        """Close; Reads get EOF."""
        self._pipe.closewrite(None)

    def CloseWithError(self, err: Any) -> None:
        """Close; Reads fail with err, or get EOF if it is None.  The first stays."""
        self._pipe.closewrite(err)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.Close()


def Pipe() -> tuple[PipeReader, PipeWriter]:
    """Return the two ends of a pipe in memory; it has no buffer.

    Each Write waits until one or more Reads have taken what it writes, or until the
    reading end is closed.  Both ends may be used by any number of goroutines.
    """
    p = pipe()
    return PipeReader(p), PipeWriter(p)

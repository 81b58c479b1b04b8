"""Group: one call for many callers.  Go: x/sync/singleflight/singleflight.go"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from .... import Goexit, Panic, chan, go, sync
from ....gopanic import GoexitError

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True)
class Result(Generic[V]):
    """What DoChan's channel gives: the value, or the error, and who else got it."""

    Val: V
    Err: Exception | None
    Shared: bool


class _Call:
    """A call under way, or over."""

    __slots__ = ("chans", "dups", "exc", "tb", "val", "wg")

    def __init__(self) -> None:
        self.wg = sync.WaitGroup()
        self.wg.Add(1)
        self.val: Any = None
        self.exc: BaseException | None = None
        self.tb: Any = None  # as it was raised: each caller's comes on top of it
        # Under the group's lock.
        self.dups = 0
        self.chans: list[chan[Result[Any]]] = []

    def tell(self, shared: bool) -> None:
        """Send the result to those who wait at channels."""
        for ch in self.chans:
            ch.send(Result(self.val, cast("Exception | None", self.exc), shared))

    def result(self) -> Any:
        if self.exc is None:
            return self.val
        if isinstance(self.exc, GoexitError):
            Goexit()
        raise self.exc.with_traceback(self.tb)


class Group(Generic[K, V]):
    """A set of calls by key, of which no two with the same key run at a time."""

    __slots__ = ("__weakref__", "_m", "_mu")

    def __init__(self) -> None:
        self._mu = sync.Mutex()
        self._m: dict[K, _Call] = {}

    def Do(self, key: K, fn: Callable[[], V]) -> tuple[V, bool]:
        """Call fn, or wait for the call under way for key.

        Returns the value, and whether it was given to several callers.  What fn
        raises is raised in all of them.
        """
        with self._mu:
            c = self._m.get(key)
            mine = c is None
            if c is None:
                c = self._m[key] = _Call()
            else:
                c.dups += 1
        if mine:
            self._docall(c, key, fn)
            return c.result(), c.dups > 0
        c.wg.Wait()
        return c.result(), True

    def DoChan(self, key: K, fn: Callable[[], V]) -> chan[Result[V]]:
        """Do as Do does, in a goroutine; return a channel that gets the Result."""
        ch = chan[Result[V]](1)
        with self._mu:
            c = self._m.get(key)
            if c is not None:
                c.dups += 1
                c.chans.append(ch)
                return ch
            c = self._m[key] = _Call()
            c.chans.append(ch)
        go(self._gocall, c, key, fn)
        return ch

    def _gocall(self, c: _Call, key: K, fn: Callable[[], V]) -> None:
        try:
            self._docall(c, key, fn)
            if c.exc is not None and not isinstance(c.exc, Exception):
                c.result()
        finally:
            del c  # no cycle through the exception's own frame

    def _docall(self, c: _Call, key: K, fn: Callable[[], V]) -> None:
        """Call fn and tell all who wait."""
        try:
            c.val = fn()
        except BaseException as exc:
            c.exc = exc
            c.tb = exc.__traceback__
        while True:
            try:
                self._mu.Lock()
                break
            except BaseException as exc:  # Ctrl-C: those who wait are told of it, too
                c.exc = exc
                c.tb = exc.__traceback__
        if self._m.get(key) is c:
            self._m.pop(key, None)
        shared = c.dups > 0
        self._mu.Unlock()
        c.wg.Done()
        if c.exc is not None and not isinstance(c.exc, Exception):
            return  # Goexit: nobody gets anything
        if isinstance(c.exc, Panic) and c.chans:
            go(c.result)  # who waits for a channel could wait for ever otherwise
            return
        c.tell(shared)
        del c  # no cycle through the exception's own frame

    def Forget(self, key: K) -> None:
        """Let the next Do for key call its fn, even while a call is under way."""
        self._m.pop(key, None)

    def ForgetUnshared(self, key: K) -> bool:
        """Forget the call under way for key, unless others wait for it, too.

        Tells whether nobody but its caller waits, now or later.
        Go: internal/singleflight
        """
        with self._mu:
            c = self._m.get(key)
            if c is not None and c.dups:
                return False
            self._m.pop(key, None)
            return True

"""Map: a dict for many goroutines at once.  Go: sync/map.go

Reading takes no lock: one operation of a dict is atomic.  Writers take a Mutex,
a goroutine's lock, since __hash__ and __eq__ of keys are the user's code and
may do anything, even wait.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, Final, Generic, TypeVar, cast

from .. import go
from .mutex import Mutex

K = TypeVar("K")
V = TypeVar("V")


class _Nothing:
    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]


NOTHING: Final[Any] = _Nothing()  # equal to nothing, itself included


class Map(Generic[K, V]):
    """A dict that any goroutine, on any thread, may use without further locking.

    A __del__ or a signal handler may use it, too: where it interrupts a writer of
    the same Map, what it stores or deletes is so a moment later, and what would
    have to return a value raises RuntimeError.
    """

    __slots__ = ("__weakref__", "_d", "_mu")

    def __init__(self) -> None:
        self._d: dict[K, V] = {}
        self._mu = Mutex()

    def Load(self, key: K) -> tuple[V, bool]:
        """Return the value of key and True, or None and False."""
        value = self._d.get(key, NOTHING)
        return (cast("V", None), False) if value is NOTHING else (value, True)

    def Store(self, key: K, value: V) -> None:
        """Set the value of key."""
        if not self._lock():
            go(self.Store, key, value)
            return
        previous: Any = None  # its __del__ runs when we are done
        try:
            previous = self._d.get(key)
            self._d[key] = value
        finally:
            self._mu.Unlock()
        del previous

    def LoadOrStore(self, key: K, actual: V) -> tuple[V, bool]:
        """Return the value of key and True, or else set it; then actual and False."""
        value = self._d.get(key, NOTHING)
        if value is not NOTHING:
            return value, True
        self._mustlock()
        try:
            value = self._d.get(key, NOTHING)
            if value is not NOTHING:
                return value, True
            self._d[key] = actual
        finally:
            self._mu.Unlock()
        return actual, False

    def LoadAndDelete(self, key: K) -> tuple[V, bool]:
        """Delete key; return the value that it had and True, or None and False."""
        self._mustlock()
        try:
            value = self._d.pop(key, NOTHING)
        finally:
            self._mu.Unlock()
        return (cast("V", None), False) if value is NOTHING else (value, True)

    def Delete(self, key: K) -> None:
        """Delete key, if it is there."""
        if not self._lock():
            go(self.Delete, key)
            return
        previous: Any = None
        try:
            previous = self._d.pop(key, None)
        finally:
            self._mu.Unlock()
        del previous

    def Swap(self, key: K, value: V) -> tuple[V, bool]:
        """Set the value of key; return the one before and True, or None and False."""
        self._mustlock()
        try:
            previous = self._d.get(key, NOTHING)
            self._d[key] = value
        finally:
            self._mu.Unlock()
        return (cast("V", None), False) if previous is NOTHING else (previous, True)

    def CompareAndSwap(self, key: K, old: V, new: V) -> bool:
        """Set the value of key to new if it equals old, and tell whether it did."""
        previous = self._d.get(key, NOTHING)
        if previous is NOTHING:
            return False
        self._mustlock()
        try:
            previous = self._d.get(key, NOTHING)
            swap = previous is old or previous == old
            if swap:
                self._d[key] = new
        finally:
            self._mu.Unlock()
        return bool(swap)

    def CompareAndDelete(self, key: K, old: V) -> bool:
        """Delete key if its value equals old, and tell whether it did."""
        previous = self._d.get(key, NOTHING)
        if previous is NOTHING:
            return False
        self._mustlock()
        try:
            previous = self._d.get(key, NOTHING)
            delete = previous is old or previous == old
            if delete:
                del self._d[key]
        finally:
            self._mu.Unlock()
        return bool(delete)

    def Range(self, f: Callable[[K, V], bool]) -> None:
        """Call f(key, value) for each key, until f returns False.

        Each key comes once at most, with the value that it has then; f may change
        the Map.  A key that is stored or deleted meanwhile may come or not.
        """
        for key in self._d.copy():
            value = self._d.get(key, NOTHING)
            if value is not NOTHING and not f(key, value):
                return

    def Clear(self) -> None:
        """Delete all keys."""
        if not self._lock():
            go(self.Clear)
            return
        previous = self._d
        self._d = {}
        self._mu.Unlock()
        del previous

    def _lock(self, depth: int = 2) -> bool:
        """Lock, waiting; False if we have interrupted, and so wait for, ourselves."""
        if self._mu.TryLock():
            return True
        # Off the fast path: is a writer of this Map further down our own stack?
        frame: FrameType | None = sys._getframe(depth)
        while frame is not None:
            if frame.f_code in WRITERS and frame.f_locals["self"] is self:
                return False
            frame = frame.f_back
        self._mu.Lock()
        return True

    def _mustlock(self) -> None:
        if not self._lock(3):
            raise RuntimeError(
                "goruntime: call in a finalizer or signal handler that interrupted "
                "another on the same sync.Map"
            )

    def __repr__(self) -> str:
        return f"<sync.Map {len(self._d)}>"


WRITERS: Final = {
    f.__code__
    for f in (
        Map.Store,
        Map.LoadOrStore,
        Map.LoadAndDelete,
        Map.Delete,
        Map.Swap,
        Map.CompareAndSwap,
        Map.CompareAndDelete,
        Map.Clear,
    )
}

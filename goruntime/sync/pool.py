"""Pool: things put aside to be used again.  Go: sync/pool.go"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar, cast
from weakref import ref

T = TypeVar("T")

OLDEST: Final = 2  # the generation whose collection is a full one


class Pool(Generic[T]):
    """Holds things that are dear to make.  What is put in may vanish at any time.

    What was not taken out for two full garbage collections is let go.
    """

    __slots__ = ("New", "__weakref__", "_local", "_victim")

    def __init__(self, New: Callable[[], T] | None = None) -> None:
        self.New = New
        self._local: list[T] = []
        self._victim: list[T] = []  # what was there before the last collection
        me = id(self)
        _pools[me] = ref(self, lambda _: _pools.pop(me, None))

    def Get(self) -> T:
        """Take something out; what New makes if there is nothing; else None."""
        try:
            return self._local.pop()
        except IndexError:
            pass
        try:
            return self._victim.pop()
        except IndexError:
            pass
        if self.New is not None:
            return self.New()
        return cast("T", None)

    def Put(self, x: T) -> None:
        """Put x in, unless it is None."""
        if x is not None:
            self._local.append(x)

    def __repr__(self) -> str:
        return f"<sync.Pool {len(self._local) + len(self._victim)}>"


_pools: dict[int, ref[Pool[Any]]] = {}


def poolcleanup(phase: str, info: dict[str, int]) -> None:
    """Age what the pools hold, at the start of a full collection."""
    if phase != "start" or info["generation"] != OLDEST:
        return
    for weak in _pools.copy().values():
        pool = weak()
        if pool is not None:
            pool._victim = pool._local
            pool._local = []


gc.callbacks.append(poolcleanup)

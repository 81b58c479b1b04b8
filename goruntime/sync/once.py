"""Once: what is done only once.  Go: sync/once.go, sync/oncefunc.go"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from .mutex import Mutex

T = TypeVar("T")
T1 = TypeVar("T1")
T2 = TypeVar("T2")


class Once:
    """Does one thing, once."""

    __slots__ = ("__weakref__", "_done", "_m")

    def __init__(self) -> None:
        self._done = False
        self._m = Mutex()

    def Do(self, f: Callable[[], object]) -> None:
        """Call f, if this is the first call of Do; return when f has returned.

        If f raises, it counts as done: later calls do nothing.  A call of Do on
        the same Once from f waits for itself.
        """
        if not self._done:
            self._doslow(f)

    def _doslow(self, f: Callable[[], object]) -> None:
        with self._m:
            if not self._done:
                try:
                    f()
                finally:
                    self._done = True

    def __repr__(self) -> str:
        return f"<sync.Once {'done' if self._done else 'not done'}>"


class _Result:
    """What OnceFunc and its like remember: what f returned, or what it raised."""

    __slots__ = ("exc", "f", "once", "tb", "value")

    def __init__(self, f: Callable[[], Any]) -> None:
        self.f: Callable[[], Any] | None = f
        self.once = Once()
        self.value: Any = None
        self.exc: BaseException | None = None
        self.tb: Any = None  # of the one call: raising again would make it longer

    def call(self) -> None:
        f, self.f = self.f, None  # what it holds is not needed any more
        assert f is not None
        try:
            self.value = f()
        except BaseException as exc:
            self.exc = exc
            self.tb = exc.__traceback__

    def get(self) -> Any:
        self.once.Do(self.call)
        if self.exc is not None:
            raise self.exc.with_traceback(self.tb)
        return self.value


def OnceFunc(f: Callable[[], object]) -> Callable[[], None]:
    """Return a function that calls f the first time it is called, from wherever.

    If f raises, each call raises the same exception, with f's traceback.
    """
    result = _Result(f)

    def once() -> None:
        result.get()

    return once


def OnceValue(f: Callable[[], T]) -> Callable[[], T]:
    """Return a function that calls f once and returns each time what f returned.

    If f raises, each call raises the same exception, with f's traceback.
    """
    return cast("Callable[[], T]", _Result(f).get)


def OnceValues(f: Callable[[], tuple[T1, T2]]) -> Callable[[], tuple[T1, T2]]:
    """Return a function that calls f once and returns each time the pair f returned.

    If f raises, each call raises the same exception, with f's traceback.
    """
    return cast("Callable[[], tuple[T1, T2]]", _Result(f).get)

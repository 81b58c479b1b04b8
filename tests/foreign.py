"""Threads that are not the runtime's, for tests: of threading, of a pool, of C."""

from __future__ import annotations

import ctypes
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from goruntime import blocking

if TYPE_CHECKING:
    from collections.abc import Callable

libc = ctypes.CDLL(None)
_START = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)


class CThread:
    """A thread that pthread_create has made: Python learns of it in f's callback."""

    def __init__(self, f: Callable[[], object]) -> None:
        def main(_: object) -> None:
            f()

        self._main = _START(main)
        self._thread = ctypes.c_ulong()
        errno = libc.pthread_create(
            ctypes.byref(self._thread), None, self._main, ctypes.c_void_p()
        )
        assert errno == 0

    def join(self) -> None:
        """Wait for its end."""
        assert libc.pthread_join(self._thread, None) == 0


class Worker:
    """A job in a pool's thread, which ends with the pool."""

    def __init__(self, f: Callable[[], object]) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._future = self._pool.submit(f)

    def join(self) -> None:
        """Wait until it is done, and the thread gone."""
        self._future.result()
        self._pool.shutdown()


def plain(f: Callable[[], object]) -> threading.Thread:
    """Start a thread of threading's."""
    t = threading.Thread(target=f)
    t.start()
    return t


def daemon(f: Callable[[], object]) -> threading.Thread:
    """Start a thread that the interpreter's end does not wait for."""
    t = threading.Thread(target=f, daemon=True)
    t.start()
    return t


KINDS: list[Callable[[Callable[[], object]], Any]] = [plain, daemon, Worker, CThread]


class Foreign:
    """A function in a thread of some kind."""

    def __init__(self, kind: Callable[[Any], Any], f: Callable[[], Any]) -> None:
        self._outcome: list[Any] = []
        self._thread = kind(lambda: self._run(f))

    def _run(self, f: Callable[[], Any]) -> None:
        try:
            self._outcome += [f(), None]
        except BaseException as exc:
            self._outcome += [None, exc]

    def result(self) -> Any:
        """Wait for the thread's end; return or raise what f did."""
        blocking(self._thread.join)
        result, exc = self._outcome
        if exc is not None:
            raise exc
        return result

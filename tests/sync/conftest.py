"""What the tests of package sync share."""

import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from goruntime import DeadlockError, blocking, chan, go

Hammer = Callable[..., None]
CutIn = Callable[[int, Callable[[], object], Callable[[], object]], bool]


@pytest.fixture
def hammer() -> Hammer:
    """Call f(i) in threads and in goroutines at once, and wait for all."""

    def run_all(f: Callable[[int], object], threads: int = 3, gs: int = 4) -> None:
        errors: list[BaseException] = []
        done = chan[None](gs)

        def body(i: int) -> None:
            try:
                f(i)
            except BaseException as err:
                errors.append(err)

        def goroutine(i: int) -> None:
            body(i)
            done.send(None)

        started = [threading.Thread(target=body, args=(i,)) for i in range(threads)]
        for t in started:
            t.start()
        for i in range(gs):
            go(goroutine, threads + i)
        for _ in range(gs):
            done.recv()
        for t in started:
            blocking(t.join)
        if errors:
            raise errors[0]

    return run_all


def cut_in_at(n: int, f: Callable[[], object], cut: Callable[[], object]) -> bool:
    """Call f, and cut at the nth line of ours that it runs; False if there is none."""
    left = n
    interrupted = False

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal left, interrupted
        name = frame.f_globals.get("__name__", "")
        if not name.startswith(("goruntime.sync", "goruntime.sema")):
            return None
        if event == "exception" and issubclass(arg[0], DeadlockError):
            interrupted = True
        if event == "line" and not interrupted:
            left -= 1
            if left == -1:
                cut()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        f()
    except DeadlockError:
        if left < 0:
            raise
    finally:
        sys.settrace(before)
    return left < 0


@pytest.fixture
def cut_in() -> CutIn:
    """Do as a finalizer does that comes in the middle of an operation."""
    return cut_in_at

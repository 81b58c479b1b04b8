"""blocking_context: waiting for a blocking call, no longer than a context lasts."""

import threading

import pytest

from goruntime import NumGoroutine, blocking, blocking_context, context, time
from tests.waiting import until


def test_what_the_function_returns_or_raises_comes_out() -> None:
    ctx = context.Background()
    assert blocking_context(ctx, divmod, 7, 2) == (3, 1)
    assert blocking_context(ctx, int, "ff", base=16) == 255
    with pytest.raises(ZeroDivisionError):
        blocking_context(ctx, divmod, 1, 0)


def test_it_runs_on_another_thread() -> None:
    there = blocking_context(context.Background(), threading.get_ident)
    assert there != threading.get_ident()


def test_a_context_that_ends_first_ends_the_wait() -> None:
    release = threading.Event()
    ctx, cancel = context.WithTimeout(context.Background(), time.Millisecond)
    with cancel, pytest.raises(context.DeadlineExceeded):
        blocking_context(ctx, release.wait)
    release.set()  # the call itself goes on until then
    until(lambda: NumGoroutine() == 1)


def test_with_a_context_that_is_done_nothing_is_called() -> None:
    called: list[bool] = []
    ctx, cancel = context.WithCancel(context.Background())
    cancel()
    with pytest.raises(context.Canceled):
        blocking_context(ctx, called.append, True)
    assert blocking(called.copy) == []

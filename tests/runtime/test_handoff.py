"""blocking: a call on a spare thread, only the caller waits."""

import contextvars
import threading

import pytest

from goruntime import DeadlockError, Gosched, NumGoroutine, blocking, chan, go
from goruntime.handoff import MAX_THREADS, pool


def test_it_returns_what_the_function_returns() -> None:
    assert blocking(divmod, 7, 2) == (3, 1)
    assert blocking(int, "ff", base=16) == 255


def test_it_raises_what_the_function_raises() -> None:
    with pytest.raises(ZeroDivisionError):
        blocking(lambda: 1 // 0)


def test_it_runs_on_another_thread() -> None:
    assert blocking(threading.get_ident) != threading.get_ident()


def test_the_function_sees_the_callers_context() -> None:
    var = contextvars.ContextVar[str]("var")
    var.set("mine")
    assert blocking(var.get) == "mine"


def test_others_run_while_one_waits() -> None:
    event = threading.Event()
    order: list[str] = []

    def waits() -> None:
        blocking(event.wait)
        order.append("waited")

    go(waits)
    Gosched()
    order.append("ran")
    event.set()
    while NumGoroutine() > 1:
        Gosched()
    assert order == ["ran", "waited"]


def test_more_calls_than_threads_wait_their_turn() -> None:
    n = 3 * MAX_THREADS
    running: list[int] = []
    most = [0]
    lock = threading.Lock()
    gate = threading.Event()
    done = chan[None](n)

    def work() -> None:
        with lock:
            running.append(1)
            most[0] = max(most[0], len(running))
        gate.wait()
        with lock:
            running.pop()

    def caller() -> None:
        blocking(work)
        done.send(None)

    for _ in range(n):
        go(caller)
    while len(running) < MAX_THREADS:
        Gosched()
    gate.set()
    for _ in range(n):
        done.recv()
    assert most[0] <= MAX_THREADS
    assert len(pool.threads) <= MAX_THREADS


def test_a_spare_thread_may_use_channels_and_go() -> None:
    ch = chan[int]()

    def work() -> int:
        go(ch.send, 5)
        return ch.recv()

    assert blocking(work) == 5


def test_many_calls_at_once_each_get_their_own_result() -> None:
    results = chan[tuple[int, int]]()

    def caller(i: int) -> None:
        results.send((i, blocking(lambda: i * i)))

    for i in range(300):
        go(caller, i)
    for _ in range(300):
        i, square = results.recv()
        assert square == i * i


def test_a_spare_thread_that_has_waited_in_us_hides_no_deadlock() -> None:
    ch = chan[int]()
    go(ch.send, 1)
    assert blocking(ch.recv) == 1
    with pytest.raises(DeadlockError):
        ch.recv()

"""Semaphores that goroutines sleep on."""

import signal
from collections import deque

import pytest

from goruntime import Gosched, go
from goruntime.sema import Sema, Waiter, forget, semacquire, semrelease, take


def test_a_semaphore_gives_what_it_has() -> None:
    s = Sema(2)
    semacquire(s)
    semacquire(s)
    semrelease(s)
    assert repr(s) == "<Sema 1, 0 waiting>"


@pytest.mark.parametrize(("lifo", "order"), [(False, [0, 1, 2]), (True, [2, 1, 0])])
def test_who_waits_is_served_in_order(lifo: bool, order: list[int]) -> None:
    s = Sema()
    served: list[int] = []

    def wait(i: int) -> None:
        semacquire(s, lifo=lifo)
        served.append(i)

    for i in range(3):
        go(wait, i)
    Gosched()
    for _ in range(3):
        semrelease(s)
    Gosched()
    assert served == order


@pytest.mark.from_go("sync/mutex_test.go", "TestSemaphore")
def test_hammered_semaphore_lets_in_no_more_than_it_has() -> None:
    s, done = Sema(2), Sema()
    inside = most = 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(200):
            semacquire(s)
            inside += 1
            most = max(most, inside)
            Gosched()
            inside -= 1
            semrelease(s)
        semrelease(done)

    for _ in range(10):
        go(work)
    for _ in range(10):
        semacquire(done)
    assert most == 2
    assert repr(s) == "<Sema 2, 0 waiting>"


def test_interrupted_wait_leaves_no_trace() -> None:
    s = Sema()
    go(signal.raise_signal, signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        semacquire(s)
    assert repr(s) == "<Sema 0, 0 waiting>"
    semrelease(s)
    semacquire(s)


def test_who_is_woken_and_interrupted_at_once_has_what_he_waited_for() -> None:
    s = Sema()

    def both() -> None:
        semrelease(s)
        signal.raise_signal(signal.SIGINT)

    go(both)
    semacquire(s)
    assert repr(s) == "<Sema 0, 0 waiting>"
    with pytest.raises(KeyboardInterrupt):
        Gosched()


def test_take_passes_over_who_has_gone() -> None:
    waiters: deque[Waiter] = deque([[], []])
    assert take(waiters) is None
    gone: Waiter = []
    waiters.append(gone)
    forget(waiters, gone)
    forget(waiters, gone)
    assert not waiters

"""Mutex."""

import signal
from collections.abc import Callable

import pytest

from goruntime import DeadlockError, FatalError, Gosched, chan, go, sync
from goruntime.clock import nanotime
from goruntime.sync.mutex import STARVATION_THRESHOLD


@pytest.mark.from_go("sync/mutex_test.go", "TestMutex")
def test_one_at_a_time_holds_the_mutex() -> None:
    mu = sync.Mutex()
    mu.Lock()
    assert not mu.TryLock()
    mu.Unlock()
    assert mu.TryLock()
    mu.Unlock()
    done = chan[None]()
    inside = 0

    def work() -> None:
        nonlocal inside
        for i in range(100):
            if i % 3 == 0:
                if mu.TryLock():
                    mu.Unlock()
                continue
            mu.Lock()
            inside += 1
            Gosched()
            assert inside == 1
            inside -= 1
            mu.Unlock()
        done.send(None)

    for _ in range(10):
        go(work)
    for _ in range(10):
        done.recv()
    assert repr(mu) == "<sync.Mutex unlocked>"


def test_threads_and_goroutines_exclude_one_another(
    hammer: Callable[..., None],
) -> None:
    mu = sync.Mutex()
    counts = [0, 0]

    def work(i: int) -> None:
        for k in range(150):
            with mu:
                before = counts[0]
                if k % 7 == 0 and i > 2:
                    Gosched()
                counts[0] = before + 1
            if mu.TryLock():
                counts[1] += 1
                mu.Unlock()

    hammer(work)
    assert counts[0] == 7 * 150
    assert repr(mu) == "<sync.Mutex unlocked>"


def test_with_locks_and_unlocks() -> None:
    mu = sync.Mutex()
    with mu:
        assert not mu.TryLock()
    assert mu.TryLock()


def test_another_goroutine_may_unlock() -> None:
    mu = sync.Mutex()
    mu.Lock()
    go(mu.Unlock)
    mu.Lock()


@pytest.mark.from_go("sync/mutex_test.go", "TestMutexMisuse")
def test_unlock_of_unlocked_mutex_is_fatal() -> None:
    mu = sync.Mutex()
    with pytest.raises(FatalError, match=r"^sync: unlock of unlocked mutex$"):
        mu.Unlock()
    mu.Lock()
    mu.Unlock()
    with pytest.raises(FatalError, match=r"^sync: unlock of unlocked mutex$"):
        mu.Unlock()


def test_deadlock_says_what_is_waited_for() -> None:
    mu = sync.Mutex()
    mu.Lock()
    with pytest.raises(DeadlockError) as err:
        mu.Lock()
    assert "[sync.Mutex.Lock]" in err.value.dump
    assert repr(mu) == "<sync.Mutex locked>"
    mu.Unlock()


def test_interrupted_lock_leaves_no_trace() -> None:
    mu = sync.Mutex()
    mu.Lock()
    go(signal.raise_signal, signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        mu.Lock()
    assert repr(mu) == "<sync.Mutex locked>"
    mu.Unlock()
    mu.Lock()


def spin(ns: int) -> None:
    end = nanotime() + ns
    while nanotime() < end:
        pass


def test_who_fails_for_a_millisecond_is_handed_the_mutex() -> None:
    mu = sync.Mutex()
    mu.Lock()
    got: list[str] = []

    def wait(name: str) -> None:
        mu.Lock()
        got.append(name)
        mu.Unlock()

    go(wait, "first")
    go(wait, "second")
    Gosched()
    spin(2 * STARVATION_THRESHOLD)
    mu.Unlock()  # wakes the first, but we are faster
    mu.Lock()
    Gosched()
    assert repr(mu) == "<sync.Mutex locked, starving, 2 waiting>"
    mu.Unlock()
    assert not mu.TryLock()  # it is his already
    assert not got
    Gosched()
    assert got == ["first"]
    Gosched()
    assert got == ["first", "second"]
    assert repr(mu) == "<sync.Mutex unlocked>"


def test_starvation_ends_when_all_have_been_interrupted() -> None:
    mu = sync.Mutex()
    mu.Lock()

    def unlock() -> None:
        spin(2 * STARVATION_THRESHOLD)
        mu.Unlock()
        mu.Lock()
        for _ in range(3):
            Gosched()
        signal.raise_signal(signal.SIGINT)

    go(unlock)
    with pytest.raises(KeyboardInterrupt):
        mu.Lock()
    assert repr(mu) == "<sync.Mutex locked, starving>"
    mu.Unlock()
    assert repr(mu) == "<sync.Mutex unlocked>"


@pytest.mark.from_go("sync/mutex_test.go", "TestMutexFairness")
def test_one_who_locks_again_and_again_does_not_starve_another() -> None:
    mu = sync.Mutex()
    stop = False

    def greedy() -> None:
        while not stop:
            mu.Lock()
            spin(100_000)
            Gosched()
            mu.Unlock()

    go(greedy)
    go(greedy)
    start = nanotime()
    for _ in range(10):
        Gosched()
        mu.Lock()
        mu.Unlock()
    stop = True
    assert nanotime() - start < 5_000_000_000


def test_unlock_may_cut_into_lock_anywhere(cut_in: Callable[..., bool]) -> None:
    n = 0
    while True:
        mu = sync.Mutex()
        mu.Lock()
        if not cut_in(n, mu.Lock, mu.Unlock):
            break
        assert not mu.TryLock()
        mu.Unlock()
        assert repr(mu) == "<sync.Mutex unlocked>"
        n += 1
    assert n > 20


@pytest.mark.parametrize("starving", [False, True])
def test_another_lock_and_unlock_may_cut_in_anywhere(
    starving: bool, cut_in: Callable[..., bool]
) -> None:
    n = 0
    while True:
        mu = sync.Mutex()
        mu.Lock()
        wg = sync.WaitGroup()

        def once(mu: sync.Mutex = mu) -> None:
            with mu:
                Gosched()

        def both(mu: sync.Mutex = mu) -> None:
            mu.Unlock()
            Gosched()
            once(mu)

        def cut(mu: sync.Mutex = mu) -> None:
            if mu.TryLock():
                mu.Unlock()

        wg.Go(once)
        Gosched()
        if starving:
            mu._queue[0].starving = True
        wg.Go(once)
        if not cut_in(n, both, cut):
            break
        wg.Wait()
        assert repr(mu) == "<sync.Mutex unlocked>"
        n += 1
    wg.Wait()
    assert n > 20

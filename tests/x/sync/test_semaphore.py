"""Package semaphore."""

import random
import signal
import threading

import pytest

from goruntime import (
    DeadlockError,
    Gosched,
    Panic,
    blocking,
    context,
    go,
    sync,
    time,
)
from goruntime.x.sync import semaphore

BACKGROUND = context.Background()


@pytest.mark.from_go("x/sync/semaphore/semaphore_test.go", "TestWeighted")
def test_hammered_by_goroutines_and_threads() -> None:
    for n in (1, 3, 10):
        sem = semaphore.NewWeighted(n)
        held = sync.atomic.Int64()
        wg = sync.WaitGroup()

        def work(
            weight: int,
            sem: semaphore.Weighted = sem,
            held: sync.atomic.Int64 = held,
            n: int = n,
        ) -> None:
            for _ in range(40):
                sem.Acquire(BACKGROUND, weight)
                assert held.Add(weight) <= n
                held.Add(-weight)
                sem.Release(weight)

        threads = [
            threading.Thread(target=work, args=(random.randint(1, n),))
            for _ in range(3)
        ]
        for t in threads:
            t.start()
        for _ in range(8):
            wg.Go(work, random.randint(1, n))
        wg.Wait()
        for t in threads:
            blocking(t.join)
        assert repr(sem) == f"<semaphore.Weighted 0/{n}>"


@pytest.mark.from_go("x/sync/semaphore/semaphore_test.go", "TestWeightedPanic")
def test_more_released_than_held_panics() -> None:
    w = semaphore.NewWeighted(1)
    with pytest.raises(Panic, match=r"^semaphore: released more than held$"):
        w.Release(1)


@pytest.mark.from_go("x/sync/semaphore/semaphore_test.go", "TestWeightedTryAcquire")
def test_tryacquire() -> None:
    sem = semaphore.NewWeighted(2)
    sem.Acquire(BACKGROUND, 1)
    tries = [sem.TryAcquire(1), sem.TryAcquire(1)]
    sem.Release(2)
    tries.append(sem.TryAcquire(1))
    sem.Acquire(BACKGROUND, 1)
    tries.append(sem.TryAcquire(1))
    assert tries == [True, False, True, False]


@pytest.mark.from_go("x/sync/semaphore/semaphore_test.go", "TestWeightedAcquire")
def test_acquire_waits_no_longer_than_its_context() -> None:
    sem = semaphore.NewWeighted(2)

    def soon() -> bool:
        ctx, cancel = context.WithTimeout(BACKGROUND, time.Millisecond)
        with cancel:
            try:
                sem.Acquire(ctx, 1)
            except context.DeadlineExceeded:
                return False
            return True

    sem.Acquire(BACKGROUND, 1)
    tries = [soon(), soon()]
    sem.Release(2)
    tries.append(soon())
    sem.Acquire(BACKGROUND, 1)
    tries.append(soon())
    assert tries == [True, False, True, False]


@pytest.mark.from_go(
    "x/sync/semaphore/semaphore_test.go", "TestWeightedDoesntBlockIfTooBig"
)
def test_who_wants_more_than_there_is_blocks_nobody() -> None:
    sem = semaphore.NewWeighted(2)
    ctx, cancel = context.WithCancel(BACKGROUND)
    wg = sync.WaitGroup()

    def toobig() -> None:
        with pytest.raises(context.Canceled):
            sem.Acquire(ctx, 3)

    wg.Go(toobig)
    Gosched()
    for _ in range(10):
        sem.Acquire(BACKGROUND, 1)
        sem.Release(1)
    cancel()
    wg.Wait()
    with pytest.raises(DeadlockError):
        sem.Acquire(BACKGROUND, 3)


@pytest.mark.from_go(
    "x/sync/semaphore/semaphore_test.go", "TestLargeAcquireDoesntStarve"
)
def test_who_wants_much_is_not_starved() -> None:
    n = 6
    sem = semaphore.NewWeighted(n)
    running = True
    wg = sync.WaitGroup()

    def small() -> None:
        while running:
            Gosched()
            sem.Release(1)
            sem.Acquire(BACKGROUND, 1)
        sem.Release(1)

    for _ in range(n):
        sem.Acquire(BACKGROUND, 1)
    for _ in range(n):
        wg.Go(small)
    sem.Acquire(BACKGROUND, n)
    running = False
    sem.Release(n)
    wg.Wait()


@pytest.mark.from_go(
    "x/sync/semaphore/semaphore_test.go", "TestAllocCancelDoesntStarve"
)
def test_who_is_cancelled_lets_those_behind_him_go() -> None:
    sem = semaphore.NewWeighted(10)
    sem.Acquire(BACKGROUND, 1)
    ctx, cancel = context.WithCancel(BACKGROUND)
    wg = sync.WaitGroup()

    def much() -> None:
        with pytest.raises(context.Canceled):
            sem.Acquire(ctx, 10)

    wg.Go(much)
    while "1 waiting" not in repr(sem):
        Gosched()
    assert not sem.TryAcquire(1)  # behind him
    wg.Go(cancel)
    sem.Acquire(BACKGROUND, 1)
    wg.Wait()
    assert repr(sem) == "<semaphore.Weighted 2/10>"


@pytest.mark.from_go(
    "x/sync/semaphore/semaphore_test.go", "TestWeightedAcquireCanceled"
)
def test_a_context_that_is_done_gets_nothing() -> None:
    sem = semaphore.NewWeighted(2)
    ctx, cancel = context.WithCancel(BACKGROUND)
    cancel()
    with pytest.raises(context.Canceled):
        sem.Acquire(ctx, 1)
    assert repr(sem) == "<semaphore.Weighted 0/2>"


def test_served_and_cancelled_at_once_gives_it_back() -> None:
    sem = semaphore.NewWeighted(1)
    sem.Acquire(BACKGROUND, 1)
    ctx, cancel = context.WithCancel(BACKGROUND)

    def both() -> None:
        sem.Release(1)
        cancel()

    go(both)
    with pytest.raises(context.Canceled):
        sem.Acquire(ctx, 1)
    assert repr(sem) == "<semaphore.Weighted 0/1>"


def test_interrupted_acquire_leaves_no_trace() -> None:
    sem = semaphore.NewWeighted(1)
    sem.Acquire(BACKGROUND, 1)
    go(signal.raise_signal, signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        sem.Acquire(BACKGROUND, 1)
    assert repr(sem) == "<semaphore.Weighted 1/1>"

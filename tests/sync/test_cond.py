"""Cond."""

import copy
import signal
from collections.abc import Callable

import pytest

from goruntime import DeadlockError, FatalError, Gosched, Panic, chan, go, sync


@pytest.mark.from_go("sync/cond_test.go", "TestCondSignal")
def test_each_signal_wakes_one() -> None:
    mu = sync.Mutex()
    c = sync.NewCond(mu)
    n = 2
    running, awake = chan[bool](n), chan[bool](n)

    def work() -> None:
        with mu:
            running.send(True)
            c.Wait()
            awake.send(True)

    for _ in range(n):
        go(work)
    for _ in range(n):
        running.recv()
    while n > 0:
        assert len(awake) == 0
        with mu:
            c.Signal()
        awake.recv()
        assert len(awake) == 0
        n -= 1
    c.Signal()


@pytest.mark.from_go("sync/cond_test.go", "TestCondSignalGenerations")
def test_who_waits_longest_is_woken_first() -> None:
    mu = sync.Mutex()
    c = sync.NewCond(mu)
    n = 100
    running, awake = chan[bool](n), chan[int](n)

    def work(i: int) -> None:
        with mu:
            running.send(True)
            c.Wait()
            awake.send(i)

    for i in range(n):
        go(work, i)
        if i > 0:
            assert awake.recv() == i - 1
        running.recv()
        with mu:
            c.Signal()
    assert awake.recv() == n - 1


@pytest.mark.from_go("sync/cond_test.go", "TestCondBroadcast")
def test_broadcast_wakes_all_and_none_is_woken_before() -> None:
    mu = sync.Mutex()
    c = sync.NewCond(mu)
    n = 20
    running, awake = chan[int](n), chan[int](n)
    leave = False

    def work(g: int) -> None:
        mu.Lock()
        while not leave:
            running.send(g)
            c.Wait()
            awake.send(g)
        mu.Unlock()

    for i in range(n):
        go(work, i)
    for i in range(n):
        for _ in range(n):
            running.recv()
        leave = i == n - 1
        assert len(awake) == 0
        with mu:
            c.Broadcast()
        assert sorted(awake.recv() for _ in range(n)) == list(range(n))
    c.Broadcast()


@pytest.mark.from_go("sync/cond_test.go", "TestRace")
def test_state_is_handed_from_one_to_the_next() -> None:
    x = 0
    c = sync.NewCond(sync.Mutex())
    done = chan[bool]()

    def first() -> None:
        nonlocal x
        c.L.Lock()
        x = 1
        c.Wait()
        assert x == 2
        x = 3
        c.Signal()
        c.L.Unlock()
        done.send(True)

    def second() -> None:
        nonlocal x
        c.L.Lock()
        while x != 1:
            c.L.Unlock()
            Gosched()
            c.L.Lock()
        x = 2
        c.Signal()
        c.L.Unlock()
        done.send(True)

    def third() -> None:
        c.L.Lock()
        while x != 3:
            if x == 2:
                c.Wait()
            else:
                c.L.Unlock()
                Gosched()
                c.L.Lock()
        c.L.Unlock()
        done.send(True)

    for f in first, second, third:
        go(f)
    for _ in range(3):
        done.recv()


@pytest.mark.from_go("sync/cond_test.go", "TestCondSignalStealing")
def test_who_comes_later_does_not_take_anothers_signal() -> None:
    for _ in range(100):
        m = sync.Mutex()
        cond = sync.NewCond(m)
        ch, ch2 = chan[None](), chan[None]()
        done: list[bool] = []

        def first(
            m: sync.Mutex = m, cond: sync.Cond = cond, ch: chan[None] = ch
        ) -> None:
            m.Lock()
            ch.send(None)
            cond.Wait()
            m.Unlock()
            ch.send(None)

        def second(
            m: sync.Mutex = m,
            cond: sync.Cond = cond,
            ch2: chan[None] = ch2,
            done: list[bool] = done,
        ) -> None:
            m.Lock()
            while not done:
                cond.Wait()
            m.Unlock()
            ch2.send(None)

        go(first)
        ch.recv()
        m.Lock()
        m.Unlock()
        go(cond.Broadcast)
        go(second)
        ch.recv()
        with m:
            done.append(True)
        cond.Broadcast()
        ch2.recv()


@pytest.mark.from_go("sync/cond_test.go", "TestCondCopy")
def test_copy_panics() -> None:
    c = sync.Cond(L=sync.Mutex())
    c.Signal()
    d = copy.copy(c)
    for use in d.Signal, d.Broadcast, d.Wait:
        with pytest.raises(Panic, match=r"^sync\.Cond is copied$"):
            use()


def test_threads_and_goroutines_meet(hammer: Callable[..., None]) -> None:
    mu = sync.Mutex()
    c = sync.NewCond(mu)
    items = 0

    def work(i: int) -> None:
        nonlocal items
        if i < 4:
            for k in range(100):
                with mu:
                    items += 1
                    (c.Broadcast if k % 10 == 0 else c.Signal)()
        else:
            for _ in range(100):
                with mu:
                    while not items:
                        c.Wait()
                    items -= 1

    hammer(work, threads=2, gs=2)
    assert items == 400
    hammer(lambda i: work(i + 2), threads=2, gs=4)
    assert items == 200
    hammer(lambda i: work(i + 2), threads=4, gs=0)
    assert items == 200


def test_signal_may_come_while_the_locker_itself_waits() -> None:
    class Slow(sync.Mutex):
        __slots__ = ()

        def Unlock(self) -> None:
            super().Unlock()
            Gosched()
            Gosched()

    mu = Slow()
    c = sync.NewCond(mu)
    go(c.Signal)
    mu.Lock()
    c.Wait()
    assert not mu.TryLock()


def test_wait_without_the_lock_leaves_no_trace() -> None:
    c = sync.NewCond(sync.Mutex())
    with pytest.raises(FatalError, match="sync: unlock of unlocked mutex"):
        c.Wait()
    assert repr(c) == "<sync.Cond 0 waiting>"


def test_deadlock_says_what_is_waited_for_and_leaves_it_locked() -> None:
    mu = sync.Mutex()
    c = sync.NewCond(mu)
    with pytest.raises(DeadlockError) as err, mu:
        c.Wait()
    assert "[sync.Cond.Wait]" in err.value.dump
    assert mu.TryLock()


def test_interrupted_wait_leaves_no_trace() -> None:
    mu = sync.Mutex()
    c = sync.NewCond(mu)
    go(signal.raise_signal, signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), mu:
        c.Wait()
    assert repr(c) == "<sync.Cond 0 waiting>"
    assert mu.TryLock()


def test_signal_may_cut_into_wait_once_it_is_in_line(
    cut_in: Callable[..., bool],
) -> None:
    n = 0
    while True:
        mu = sync.Mutex()
        c = sync.NewCond(mu)
        sent = False

        def signal_once(c: sync.Cond = c) -> None:
            nonlocal sent
            sent = len(c._line) == 1
            c.Signal()

        mu.Lock()
        try:
            fired = cut_in(n, c.Wait, signal_once)
        except DeadlockError:
            assert not sent
            fired = True
        assert not mu.TryLock()
        if not fired:
            break
        n += 1
    assert n > 5

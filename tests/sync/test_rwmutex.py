"""RWMutex."""

import signal
from collections.abc import Callable

import pytest

from goruntime import DeadlockError, FatalError, Gosched, chan, go, sync


@pytest.mark.from_go("sync/rwmutex_test.go", "TestParallelReaders")
@pytest.mark.from_go("runtime/rwmutex_test.go", "TestParallelRWMutexReaders")
@pytest.mark.parametrize("n", [1, 3, 10])
def test_readers_hold_the_lock_at_once(n: int) -> None:
    rw = sync.RWMutex()
    locked, unlock, done = chan[None](), chan[None](), chan[None]()

    def read() -> None:
        rw.RLock()
        locked.send(None)
        unlock.recv()
        rw.RUnlock()
        done.send(None)

    for _ in range(n):
        go(read)
    for _ in range(n):
        locked.recv()
    assert repr(rw) == f"<sync.RWMutex {n} reading>"
    for _ in range(n):
        unlock.send(None)
    for _ in range(n):
        done.recv()
    assert rw.TryLock()


@pytest.mark.from_go("sync/rwmutex_test.go", "TestRWMutex")
def test_try_takes_only_what_is_free() -> None:
    rw = sync.RWMutex()
    rw.Lock()
    assert not rw.TryLock()
    assert not rw.TryRLock()
    rw.Unlock()
    assert rw.TryLock()
    assert not rw.TryRLock()
    rw.Unlock()
    rw.RLock()
    assert rw.TryRLock()
    assert not rw.TryLock()
    rw.RUnlock()
    rw.RUnlock()
    assert repr(rw) == "<sync.RWMutex unlocked>"


@pytest.mark.from_go("sync/rwmutex_test.go", "HammerRWMutex")
@pytest.mark.parametrize("readers", [1, 3, 5])
def test_hammered_by_readers_and_writers(
    readers: int, hammer: Callable[..., None]
) -> None:
    rw = sync.RWMutex()
    activity = sync.atomic.Int32()  # 10,000 for a writer, 1 for a reader

    def write(i: int) -> None:
        for k in range(40):
            if k % 5 == 0:
                if not rw.TryLock():
                    continue
            else:
                rw.Lock()
            assert activity.Add(10_000) == 10_000
            if i > 2:
                Gosched()
            assert activity.Add(-10_000) == 0
            rw.Unlock()

    def read(i: int) -> None:
        for k in range(60):
            if k % 5 == 0:
                if not rw.TryRLock():
                    continue
            else:
                rw.RLock()
            assert 1 <= activity.Add(1) < 10_000
            if i > 2:
                Gosched()
            assert 0 <= activity.Add(-1) < 10_000
            rw.RUnlock()

    def work(i: int) -> None:
        (write if i % 3 == 0 else read)(i)

    hammer(work, gs=2 + readers)
    assert repr(rw) == "<sync.RWMutex unlocked>"


def test_waiting_writer_stops_new_readers_and_they_come_after_him() -> None:
    rw = sync.RWMutex()
    order: list[str] = []

    def write(name: str) -> None:
        with rw:
            order.append(name)

    def read() -> None:
        with rw.RLocker():
            order.append("reader")

    rw.RLock()
    go(write, "writer 1")
    go(read)
    go(read)
    go(write, "writer 2")
    Gosched()
    assert repr(rw) == "<sync.RWMutex 1 reading, writer waiting, readers waiting>"
    assert not rw.TryRLock()
    rw.RUnlock()
    for _ in range(4):
        Gosched()
    assert order == ["writer 1", "reader", "reader", "writer 2"]


@pytest.mark.from_go("sync/rwmutex_test.go", "TestRLocker")
def test_rlocker_locks_for_reading() -> None:
    rw = sync.RWMutex()
    rl = rw.RLocker()
    rl.Lock()
    rl.Lock()
    assert repr(rw) == "<sync.RWMutex 2 reading>"
    rl.Unlock()
    rl.Unlock()
    wlocked = chan[bool](1)

    def write() -> None:
        rw.Lock()
        wlocked.send(True)

    rl.Lock()
    go(write)
    Gosched()
    assert len(wlocked) == 0
    rl.Unlock()
    assert wlocked.recv()


@pytest.mark.from_go("sync/mutex_test.go", "TestMutexMisuse")
def test_misuse_is_fatal() -> None:
    rw = sync.RWMutex()
    with pytest.raises(FatalError, match=r"^sync: Unlock of unlocked RWMutex$"):
        rw.Unlock()
    with pytest.raises(FatalError, match=r"^sync: RUnlock of unlocked RWMutex$"):
        rw.RUnlock()
    rw.RLock()
    with pytest.raises(FatalError, match=r"^sync: Unlock of unlocked RWMutex$"):
        rw.Unlock()
    rw.RUnlock()
    rw.Lock()
    with pytest.raises(FatalError, match=r"^sync: RUnlock of unlocked RWMutex$"):
        rw.RUnlock()


def test_deadlock_says_what_is_waited_for() -> None:
    rw = sync.RWMutex()
    rw.Lock()
    with pytest.raises(DeadlockError) as err:
        rw.RLock()
    assert "[sync.RWMutex.RLock]" in err.value.dump
    rw.Unlock()
    rw.RLock()
    with pytest.raises(DeadlockError) as err:
        rw.Lock()
    assert "[sync.RWMutex.Lock]" in err.value.dump


def test_interrupted_reader_leaves_no_trace() -> None:
    rw = sync.RWMutex()
    rw.Lock()
    go(signal.raise_signal, signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        rw.RLock()
    rw.Unlock()
    assert repr(rw) == "<sync.RWMutex unlocked>"


def test_interrupted_writer_lets_the_readers_go() -> None:
    rw = sync.RWMutex()
    rw.RLock()
    read: list[bool] = []

    def reader() -> None:
        rw.RLock()
        read.append(True)
        rw.RUnlock()

    def interrupt() -> None:
        go(reader)
        Gosched()
        signal.raise_signal(signal.SIGINT)

    go(interrupt)
    with pytest.raises(KeyboardInterrupt):
        rw.Lock()
    Gosched()
    assert read == [True]
    rw.RUnlock()
    assert rw.TryLock()


@pytest.mark.parametrize(
    ("before", "lock", "unlock", "after"),
    [("Lock", "RLock", "Unlock", "RUnlock"), ("RLock", "Lock", "RUnlock", "Unlock")],
)
def test_unlock_may_cut_into_lock_anywhere(
    before: str, lock: str, unlock: str, after: str, cut_in: Callable[..., bool]
) -> None:
    n = 0
    while True:
        rw = sync.RWMutex()
        getattr(rw, before)()
        if not cut_in(n, getattr(rw, lock), getattr(rw, unlock)):
            break
        getattr(rw, after)()
        assert repr(rw) == "<sync.RWMutex unlocked>"
        n += 1
    assert n > 10

"""Threads that are not the runtime's use all that goroutines use."""

import threading
from collections.abc import Callable, Generator
from functools import partial
from typing import Any

import pytest

import goruntime
import net
from goruntime import (
    GOMAXPROCS,
    Gosched,
    LockOSThread,
    UnlockOSThread,
    blocking,
    blocking_context,
    chan,
    context,
    default,
    errors,
    go,
    io,
    recv,
    select,
    send,
    sync,
    time,
)
from goruntime.x.sync import errgroup, semaphore, singleflight
from tests.foreign import KINDS, Foreign

Start = Callable[[Callable[[], Any]], Foreign]


@pytest.fixture(params=[1, 4], ids=["procs1", "procs4"], autouse=True)
def procs(request: pytest.FixtureRequest) -> Generator[int, None, None]:
    """Run each test on one M and on four."""
    GOMAXPROCS(request.param)
    yield request.param
    GOMAXPROCS(1)


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def start(request: pytest.FixtureRequest) -> Start:
    """Start a function in a thread of each kind."""
    return lambda f: Foreign(request.param, f)


def test_it_receives_until_close_and_sends(start: Start) -> None:
    there, back = chan[int](), chan[int](3)

    def echo() -> None:
        for v in there:
            back.send(v + 1)
        back.close()

    t = start(echo)
    for i in range(20):
        there.send(i)
        assert back.recv() == i + 1
    there.close()
    assert not back.recv_ok()[1]
    t.result()


def test_it_selects_among_goroutines_time_and_default(start: Start) -> None:
    asked, answered, never = chan[int](), chan[int](), chan[int]()

    def f() -> list[int]:
        chosen = []
        chosen.append(select(recv(never), default)[0])
        chosen.append(select(recv(never), recv(time.After(time.Millisecond)))[0])
        chosen.append(select(recv(never), send(never, 1), recv(asked))[0])
        chosen.append(select(recv(never), send(answered, 7))[0])
        return chosen

    t = start(f)
    asked.send(1)
    assert answered.recv() == 7
    assert t.result() == [1, 1, 2, 1]


def test_its_mutexes_exclude_goroutines(start: Start) -> None:
    mu, rw = sync.Mutex(), sync.RWMutex()
    counts = [0, 0]

    def count() -> None:
        for _ in range(100):
            with mu:
                counts[0] += 1
            rw.Lock()
            n = counts[1]
            Gosched()
            counts[1] = n + 1
            rw.Unlock()
            rw.RLock()
            assert counts[1] > n
            rw.RUnlock()

    wg = sync.WaitGroup()
    threads = [start(count) for _ in range(3)]
    for _ in range(3):
        wg.Go(count)
    wg.Wait()
    for t in threads:
        t.result()
    assert counts == [600, 600]


def test_it_waits_for_groups_and_conditions(start: Start) -> None:
    mu = sync.Mutex()
    cond = sync.NewCond(mu)
    turns: list[int] = []

    def take(parity: int) -> None:
        with mu:
            while len(turns) < 20:
                while len(turns) < 20 and len(turns) % 2 != parity:
                    cond.Wait()
                turns.append(parity)
                cond.Broadcast()

    def f() -> int:
        wg = sync.WaitGroup()
        wg.Go(take, 0)
        take(1)
        wg.Wait()
        return len(turns)

    assert start(f).result() >= 20
    assert turns[:20] == [0, 1] * 10


def test_it_shares_once_pool_and_map(start: Start) -> None:
    calls: list[int] = []
    once = sync.Once()

    def second() -> int:
        calls.append(2)
        return 7

    value = sync.OnceValue(second)
    pool = sync.Pool(New=bytearray)
    table = sync.Map[int, int]()

    def f() -> Any:
        once.Do(lambda: calls.append(1))
        buf = pool.Get()
        pool.Put(buf)
        won, loaded = table.LoadOrStore(1, threading.get_ident())
        return (loaded, won, value(), type(buf))

    threads = [start(f) for _ in range(4)]
    results = [t.result() for t in threads]
    assert sorted(calls) == [1, 2]
    assert [r[0] for r in results].count(False) == 1
    assert len({r[1:] for r in results}) == 1


def test_it_uses_errgroup_semaphore_and_singleflight(start: Start) -> None:
    bad = ValueError("bad")
    sem = semaphore.NewWeighted(2)
    flight = singleflight.Group[str, int]()
    inside: list[int] = []
    most: list[int] = []

    def task(i: int) -> None:
        sem.Acquire(context.Background(), 1)
        inside.append(i)
        most.append(len(inside))
        Gosched()
        inside.remove(i)
        sem.Release(1)
        if i == 3:
            raise bad

    def f() -> Any:
        group, ctx = errgroup.WithContext(context.Background())
        for i in range(6):
            group.Go(partial(task, i))
        with pytest.raises(ValueError, match="bad"):
            group.Wait()
        assert errors.Is(ctx.Err(), context.Canceled)
        return flight.Do("k", lambda: 7)

    threads = [start(f) for _ in range(2)]
    assert [t.result()[0] for t in threads] == [7, 7]
    assert max(most) <= 2


def test_its_contexts_end_by_time_cancel_and_parent(start: Start) -> None:
    parent, cancel = context.WithCancel(context.Background())

    def f() -> list[Any]:
        ctx, stop = context.WithTimeout(parent, time.Millisecond)
        with stop:
            select(recv(ctx.Done()))
        ended = chan[int]()
        context.AfterFunc(parent, lambda: ended.send(1))
        go(cancel)
        select(recv(parent.Done()))
        return [ctx.Err(), parent.Err(), ended.recv()]

    timeout, canceled, n = start(f).result()
    assert errors.Is(timeout, context.DeadlineExceeded)
    assert errors.Is(canceled, context.Canceled)
    assert n == 1


def test_it_sleeps_and_has_timers(start: Start) -> None:
    def f() -> Any:
        begin = time.Now()
        time.Sleep(2 * time.Millisecond)
        slept = time.Since(begin)
        fired = chan[str]()
        time.AfterFunc(time.Millisecond, lambda: fired.send("func"))
        timer = time.NewTimer(time.Hour)
        stopped = timer.Stop()
        timer.Reset(time.Millisecond)
        timer.C.recv()
        ticker = time.NewTicker(time.Millisecond)
        with ticker:
            ticker.C.recv()
            ticker.C.recv()
        return slept >= 2 * time.Millisecond, stopped, fired.recv()

    assert start(f).result() == (True, True, "func")


def test_it_listens_dials_and_meets_goroutines_on_the_network(start: Start) -> None:
    def echo(c: net.Conn) -> None:
        with c:
            io.Copy(c, c)

    def serve(listener: net.Listener) -> None:
        for c in listener:
            go(echo, c)

    def ask(addr: str) -> bytes:
        with net.Dial("tcp", addr) as c:
            c.SetReadDeadline(time.Now().Add(time.Millisecond))
            buf = bytearray(5)
            with pytest.raises(TimeoutError):
                c.Read(buf)
            c.SetReadDeadline(None)
            c.Write(b"hello")
            io.ReadFull(c, buf)
            return bytes(buf)

    with net.Listen("tcp", "127.0.0.1:0") as listener:
        addr = str(listener.Addr())
        t = start(lambda: serve(listener))
        u = start(lambda: ask(addr))
        assert ask(addr) == b"hello"
        assert u.result() == b"hello"
        listener.Close()
        t.result()


def test_it_starts_goroutines_and_blocking_calls(start: Start) -> None:
    def f() -> Any:
        ch = chan[int]()
        for i in range(10):
            go(ch.send, i)
        got = sorted([ch.recv() for _ in range(10)])
        here = threading.get_ident()
        elsewhere = blocking(threading.get_ident)
        with pytest.raises(ZeroDivisionError):
            blocking(lambda: 1 // 0)
        ctx, cancel = context.WithCancel(context.Background())
        gate = threading.Lock()
        gate.acquire()
        go(cancel)
        with pytest.raises(context.Canceled):
            blocking_context(ctx, gate.acquire)
        gate.release()
        return got, here != elsewhere

    assert start(f).result() == (list(range(10)), True)


def test_it_may_lock_its_thread_which_is_its_own_anyway(start: Start) -> None:
    def f() -> bool:
        here = threading.get_ident()
        LockOSThread()
        ch = chan[int]()
        go(lambda: ch.send(threading.get_ident()))
        other = ch.recv()
        UnlockOSThread()
        Gosched()
        return other != here == threading.get_ident()

    assert start(f).result()


def test_many_of_them_at_once_pass_values_on(start: Start) -> None:
    first = chan[int]()
    left = first
    threads = []

    def hand(left: chan[int], right: chan[int]) -> None:
        for v in right:
            left.send(v + 1)
        left.close()

    for i in range(16):
        right = chan[int]()
        if i % 2:
            go(hand, left, right)
        else:
            threads.append(start(partial(hand, left, right)))
        left = right

    def feed() -> None:
        for i in range(20):
            left.send(i)
        left.close()

    go(feed)
    assert [v for v in first] == [i + 16 for i in range(20)]  # noqa: C416
    for t in threads:
        t.result()


def test_it_runs_programs_beside_none(start: Start) -> None:
    def main(n: int) -> int:
        ch = chan[int]()
        go(ch.send, n)
        return ch.recv()

    def f() -> Any:
        with pytest.raises(RuntimeError, match="running already"):
            goruntime.run(main, 1)

    start(f).result()

"""A thread that is not the runtime's ends: it takes nothing with it."""

import os
from collections.abc import Callable, Generator
from typing import Any

import pytest

import net
from goruntime import (
    GOMAXPROCS,
    Gosched,
    LockOSThread,
    chan,
    go,
    io,
    recv,
    select,
    sync,
    time,
)
from goruntime.gmp import M, sched
from tests.foreign import KINDS, CThread, Foreign, plain
from tests.waiting import until

# GORUNTIME_STEPS in the environment says how long the proof is: with 1200, 200 threads.
TOGETHER = 8
THREADS = int(os.environ.get("GORUNTIME_STEPS", "300")) // 6 // TOGETHER * TOGETHER

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


def foreign_ms() -> list[M]:
    """Return the Ms of threads that are not the runtime's."""
    return [m for m in sched.allm if not m.spare and m is not sched.m0]


def descriptors() -> int:
    """Return how many files are open."""
    return len(os.listdir("/proc/self/fd"))


def others_descriptors() -> int:
    """Return how many files are open that are not those by which our Ms wait."""
    return descriptors() - 2 * sum(m.poller is not None for m in sched.allm)


def nothing_stays(f: Callable[[int], object], start: Start) -> None:
    """Call f(i) in THREADS threads, some at a time; look at what they leave."""
    for i in range(TOGETHER):  # what is there once for all is there after these
        start(lambda i=i: f(i)).result()  # type: ignore[misc]
    fds = others_descriptors()
    for first in range(TOGETHER, THREADS, TOGETHER):
        for t in [
            start(lambda i=i: f(i))  # type: ignore[misc]
            for i in range(first, first + TOGETHER)
        ]:
            t.result()
    until(lambda: not foreign_ms())
    until(lambda: others_descriptors() <= fds)  # an M of ours may be about to end


def test_what_waited_leaves_no_m_and_no_descriptor(start: Start) -> None:
    there, back = chan[int](), chan[int]()

    def echo() -> None:
        for v in there:
            back.send(v)

    def f(i: int) -> None:
        there.send(i)
        back.recv()
        time.Sleep(time.Microsecond)

    go(echo)
    nothing_stays(f, start)
    there.close()


def test_its_goroutines_go_on_parked_and_running(start: Start) -> None:
    gate, ended = chan[None](), chan[int](THREADS)

    def parked(i: int) -> None:
        gate.recv()
        ended.send(i)

    def running(i: int) -> None:
        while not stop:
            Gosched()
        ended.send(i)

    stop: list[None] = []

    def f(i: int) -> None:
        go(parked if i % 25 else running, i)

    nothing_stays(f, start)
    stop.append(None)
    gate.close()
    assert sorted([ended.recv() for _ in range(THREADS)]) == list(range(THREADS))


def test_its_timers_fire_when_it_is_gone(start: Start) -> None:
    fired = chan[int](THREADS)
    soon: list[time.Timer] = []
    late: list[time.Timer] = []

    def f(i: int) -> None:
        time.AfterFunc(20 * time.Millisecond, lambda: fired.send(i))
        soon.append(time.NewTimer(20 * time.Millisecond))
        late.append(time.NewTimer(time.Hour))

    nothing_stays(f, start)
    assert sorted([fired.recv() for _ in range(THREADS)]) == list(range(THREADS))
    for t in soon:
        t.C.recv()
    assert all(t.Stop() for t in late)


def test_it_may_end_with_its_thread_locked(start: Start) -> None:
    done = chan[int](THREADS)

    def f(i: int) -> None:
        LockOSThread()
        go(done.send, i)
        time.Sleep(time.Microsecond)

    nothing_stays(f, start)
    assert sorted([done.recv() for _ in range(THREADS)]) == list(range(THREADS))


def test_it_may_end_by_an_exception(start: Start) -> None:
    done = chan[int](THREADS)

    def f(i: int) -> None:
        go(done.send, i)
        time.Sleep(time.Microsecond)
        raise ZeroDivisionError

    def caught(i: int) -> None:
        with pytest.raises(ZeroDivisionError):
            f(i)

    nothing_stays(caught, start)
    for _ in range(THREADS):
        done.recv()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", [plain, CThread])
def test_an_exception_that_nobody_catches_ends_the_thread_alone(
    kind: Callable[[Any], Any],
) -> None:
    done = chan[int](THREADS)

    def f() -> None:
        go(done.send, 1)
        time.Sleep(time.Microsecond)
        raise ZeroDivisionError

    def all_gone() -> bool:
        return not foreign_ms()

    fds = descriptors()
    for _ in range(20):
        kind(f).join()
    for _ in range(20):
        done.recv()
    until(all_gone)
    assert descriptors() <= fds + 2 * len(sched.allm)


def test_connections_outlive_it(start: Start) -> None:
    conns: list[net.Conn] = []

    with net.Listen("tcp", "127.0.0.1:0") as listener:

        def f(i: int) -> None:
            c = net.Dial("tcp", str(listener.Addr()))
            buf = bytearray(1)
            c.SetReadDeadline(time.Now().Add(time.Microsecond))
            with pytest.raises(TimeoutError):
                c.Read(buf)  # its poller knows the connection
            c.SetReadDeadline(time.Time())
            conns.append(c)

        for i in range(20):
            start(lambda i=i: f(i)).result()  # type: ignore[misc]
        until(lambda: not foreign_ms())
        for c in conns:
            with listener.Accept() as peer, c:
                go(peer.Write, b"x")
                buf = bytearray(1)
                assert io.ReadFull(c, buf) == 1


def test_connections_are_closed_while_those_who_waited_for_them_end(
    start: Start,
) -> None:
    with net.Listen("tcp", "127.0.0.1:0") as listener:
        for _ in range(20):
            c = net.Dial("tcp", str(listener.Addr()))
            peer = listener.Accept()

            def read(c: net.Conn = c) -> None:
                with pytest.raises(net.ErrClosed):
                    c.Read(bytearray(1))

            threads = [start(read) for _ in range(3)]
            wg = sync.WaitGroup()
            wg.Go(c.Close)
            for t in threads:
                t.result()
            wg.Wait()
            peer.Close()
    until(lambda: not foreign_ms())


def test_one_that_never_waited_has_no_m_at_all(start: Start) -> None:
    ch = chan[int](1)
    start(lambda: go(ch.send, 1)).result()
    assert ch.recv() == 1
    assert select(recv(time.After(time.Microsecond)))[0] == 0
    assert foreign_ms() == []

"""Goroutines on several Ms: spreading, stealing, GOMAXPROCS, LockOSThread."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from goruntime import (
    GOMAXPROCS,
    Goexit,
    Gosched,
    LockOSThread,
    NumGoroutine,
    UnlockOSThread,
    balance,
    blocking,
    chan,
    default,
    go,
    recv,
    run,
    select,
    sync,
)
from goruntime.gmp import idlems, sched
from goruntime.numcpu import hasgil
from goruntime.time import Microsecond, Sleep
from goruntime.tls import getm

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def one_again() -> Generator[None, None, None]:
    """What a test sets is its own."""
    yield
    GOMAXPROCS(1)


def spread(n: int, work: Callable[[], object]) -> Counter[int]:
    """Start n goroutines that work; return how many each thread ran."""
    where: list[int] = []
    wg = sync.WaitGroup()

    def one() -> None:
        work()
        where.append(threading.get_ident())

    for _ in range(n):
        wg.Go(one)
    wg.Wait()
    return Counter(where)


def nap() -> None:
    """Block the thread in C, as a call does that knows nothing of goroutines."""
    time.sleep(0.002)


def compute() -> None:
    """Use a CPU for a moment."""
    end = time.thread_time() + 0.001
    while time.thread_time() < end:
        pass


def test_gomaxprocs_returns_what_it_was_and_sets_what_is_asked_for() -> None:
    assert GOMAXPROCS() == 1
    assert GOMAXPROCS(3) == 1
    assert GOMAXPROCS(0) == 3
    assert GOMAXPROCS(-1) == 3
    assert GOMAXPROCS(1) == 3


def test_with_one_all_goroutines_run_on_one_thread() -> None:
    assert len(spread(10, Gosched)) == 1


@pytest.mark.parametrize("n", [2, 4])
def test_goroutines_that_block_their_threads_are_spread(n: int) -> None:
    GOMAXPROCS(n)
    assert len(spread(20 * n, nap)) >= n


def test_functions_not_yet_started_are_stolen() -> None:
    GOMAXPROCS(2)
    here = threading.get_ident()
    done = chan[int](100)
    for _ in range(10):
        go(lambda: done.send(threading.get_ident()))
    time.sleep(0.05)  # this thread is busy, and starts nothing
    got = [done.recv() for _ in range(10)]
    assert here not in got


def test_a_goroutine_never_changes_its_thread() -> None:
    GOMAXPROCS(4)
    moved: list[int] = []
    wg = sync.WaitGroup()

    def yields() -> None:
        me = threading.get_ident()
        for _ in range(200):
            Gosched()
            if threading.get_ident() != me:
                moved.append(me)

    for _ in range(50):
        wg.Go(yields)
    wg.Wait()
    assert moved == []


def test_parked_goroutines_are_spread_as_they_come() -> None:
    # An accept loop: each goroutine waits soon, so that every M looks idle.
    GOMAXPROCS(2)
    ms: list[object] = []
    release = chan[None]()
    ready = chan[None]()

    def serve() -> None:
        ms.append(getm())
        ready.send(None)
        release.recv()

    for _ in range(200):
        while all(m in (None, balance.SYSMON) for m in idlems) and len(sched.allm) > 1:
            time.sleep(0)  # until the other has nothing to do again
        go(serve)
        ready.recv()
    counts = Counter(ms)
    release.close()
    assert len(counts) == 2
    assert min(counts.values()) >= 100 - balance.SLACK


def test_fewer_hold_for_what_starts_from_then_on() -> None:
    GOMAXPROCS(4)
    spread(40, nap)
    GOMAXPROCS(1)
    assert len(spread(10, compute)) == 1


def test_more_are_found_again() -> None:
    for _ in range(5):
        GOMAXPROCS(2)
        assert len(spread(20, nap)) >= 2
        GOMAXPROCS(1)
    assert sum(m.spare for m in sched.allm) <= 2


def test_what_an_m_is_given_while_it_falls_asleep_is_not_lost() -> None:
    GOMAXPROCS(2)
    c = chan[int]()
    for i in range(2000):
        go(c.send, i)
        assert c.recv() == i


def test_channels_between_ms_keep_their_order() -> None:
    GOMAXPROCS(2)
    c = chan[int](3)
    got: list[int] = []
    wg = sync.WaitGroup()

    def producer() -> None:
        for i in range(5000):
            c.send(i)
        c.close()

    def consumer() -> None:
        got.extend([v for v in c])  # noqa: C416 (3.13t: nothing waits in C)

    wg.Go(producer)
    wg.Go(consumer)
    wg.Wait()
    assert got == list(range(5000))


def test_a_mutex_excludes_across_ms() -> None:
    GOMAXPROCS(4)
    mu = sync.Mutex()
    total = 0
    wg = sync.WaitGroup()

    def add() -> None:
        nonlocal total
        for _ in range(500):
            with mu:
                before = total
                Gosched()
                total = before + 1

    for _ in range(8):
        wg.Go(add)
    wg.Wait()
    assert total == 4000


@pytest.mark.plain
def test_the_end_of_a_program_ends_every_thread_of_it() -> None:
    threads: set[int] = set()

    def main() -> None:
        spread(40, nap)
        assert len(sched.allm) > 1
        threads.update(m.thread for m in sched.allm if m.spare)

    GOMAXPROCS(4)
    run(main)
    assert threads
    deadline = time.monotonic() + 20
    while threads & sys._current_frames().keys() and time.monotonic() < deadline:
        time.sleep(0.001)
    assert not threads & sys._current_frames().keys()
    assert not any(m.spare for m in sched.allm)


def test_an_m_without_goroutines_leaves_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from goruntime import proc

    monkeypatch.setattr(proc, "IDLE_NS", 1_000_000)
    GOMAXPROCS(2)
    spread(20, nap)
    deadline = time.monotonic() + 20
    while any(m.spare for m in sched.allm) and time.monotonic() < deadline:
        # Stacks that are free are let go first, one second after the last look.
        blocking(time.sleep, 0.01)
    assert not any(m.spare for m in sched.allm)
    with sched.idlelock:
        assert None in idlems  # its place is free
    assert len(spread(20, nap)) >= 2


@pytest.mark.plain
def test_ms_of_a_program_that_is_over_take_nothing_from_the_next() -> None:
    GOMAXPROCS(2)
    for _ in range(200):
        assert sum(run(spread, 20, Gosched).values()) == 20


# --- LockOSThread -------------------------------------------------------------


def test_a_locked_thread_starts_no_other_goroutine() -> None:
    LockOSThread()
    try:
        here = threading.get_ident()
        assert here not in spread(10, nap)
    finally:
        UnlockOSThread()
    assert threading.get_ident() in spread(10, Gosched)


@pytest.mark.from_go("runtime/proc_test.go", "TestLockOSThreadNesting")
def test_locks_nest() -> None:
    here = threading.get_ident()
    LockOSThread()
    LockOSThread()
    UnlockOSThread()
    assert here not in spread(4, nap)
    UnlockOSThread()
    UnlockOSThread()  # one too many does nothing, as in Go
    assert here in spread(4, Gosched)


@pytest.mark.parametrize("procs", [1, 2])
@pytest.mark.from_go("runtime/proc_test.go", "TestYieldLocked")
@pytest.mark.from_go("runtime/proc_test.go", "TestYieldLockedProgress")
@pytest.mark.from_go("runtime/proc_test.go", "TestBlockLocked")
def test_a_locked_goroutine_yields_sleeps_and_waits_as_any_other(procs: int) -> None:
    GOMAXPROCS(procs)
    ask, answers = chan[int](), chan[int]()

    def locked() -> None:
        LockOSThread()
        while (got := select(recv(ask), default))[0] == 1:
            Gosched()
        Sleep(Microsecond)
        for i in range(10):
            answers.send(got[1] + i)
        # It ends locked.

    here = threading.get_ident()
    go(locked)
    ask.send(5)
    assert [answers.recv() for _ in range(10)] == list(range(5, 15))
    assert threading.get_ident() == here


def test_what_was_not_started_yet_goes_elsewhere_when_the_thread_is_locked() -> None:
    where = chan[int](1)
    go(lambda: where.send(threading.get_ident()))
    LockOSThread()
    assert where.recv() != threading.get_ident()
    UnlockOSThread()


def test_a_goroutine_that_ends_locked_takes_its_thread_with_it() -> None:
    GOMAXPROCS(2)
    here = getm()
    where = chan[object](1)

    def locked() -> None:
        LockOSThread()
        where.send(getm())
        if getm() is not here:
            Goexit()
        UnlockOSThread()

    LockOSThread()  # so that it runs elsewhere
    go(locked)
    m = where.recv()
    UnlockOSThread()
    assert m is not here
    deadline = time.monotonic() + 20
    while m in sched.allm and time.monotonic() < deadline:
        blocking(time.sleep, 0.001)
    assert m not in sched.allm
    assert NumGoroutine() == 1


@pytest.mark.plain
def test_a_thread_of_the_users_may_lock_itself() -> None:
    def thread() -> None:
        LockOSThread()
        UnlockOSThread()

    t = threading.Thread(target=thread)
    t.start()
    t.join()


# --- the environment ----------------------------------------------------------


@pytest.mark.plain
@pytest.mark.parametrize(
    ("value", "procs"),
    [("3", "3"), ("1", "1"), ("0", None), ("-2", None), ("many", None), ("", None)],
)
def test_the_environment_sets_gomaxprocs(value: str, procs: str | None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import goruntime; print(goruntime.GOMAXPROCS())"],
        env={**os.environ, "GOMAXPROCS": value, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    if procs is None:
        procs = "1" if hasgil() else str(len(os.sched_getaffinity(0)))
    assert (done.stdout.strip(), done.stderr) == (procs, "")


@pytest.mark.plain
@pytest.mark.from_go("runtime/proc_test.go", "TestBigGOMAXPROCS")
def test_far_more_threads_than_work_are_asked_for() -> None:
    program = """
from goruntime import *
from goruntime import chan, go, run
def main():
    c = chan()
    for i in range(100): go(c.send, i)
    print(GOMAXPROCS(), sum(c.recv() for _ in range(100)))
run(main)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "GOMAXPROCS": "1024", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
    )
    if "can't start new thread" in done.stderr:
        pytest.skip("this machine has not as many threads")
    assert (done.stdout, done.stderr) == ("1024 4950\n", "")

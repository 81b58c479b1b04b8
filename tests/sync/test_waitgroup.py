"""WaitGroup."""

import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from goruntime import DeadlockError, Goexit, Gosched, Panic, chan, go, sync


@pytest.mark.parametrize("f", [None, 3])
def test_what_cannot_be_called_is_refused_before_it_counts(f: Any) -> None:
    wg = sync.WaitGroup()
    with pytest.raises(TypeError, match=r"give it the function .* wg\.Go\(f, x\)"):
        wg.Go(f)
    wg.Wait()


@pytest.mark.from_go("sync/waitgroup_test.go", "TestWaitGroup")
def test_two_barriers_let_nobody_through_early() -> None:
    wg1, wg2 = sync.WaitGroup(), sync.WaitGroup()
    for _ in range(8):  # used again and again
        n = 16
        wg1.Add(n)
        wg2.Add(n)
        exited = chan[bool](n)

        def work(exited: chan[bool] = exited) -> None:
            wg1.Done()
            wg2.Wait()
            exited.send(True)

        for _ in range(n):
            go(work)
        wg1.Wait()
        for _ in range(n):
            assert len(exited) == 0
            wg2.Done()
        for _ in range(n):
            exited.recv()


@pytest.mark.from_go("sync/waitgroup_test.go", "TestWaitGroupMisuse")
def test_negative_count_panics() -> None:
    wg = sync.WaitGroup()
    wg.Add(1)
    wg.Done()
    with pytest.raises(Panic, match=r"^sync: negative WaitGroup counter$"):
        wg.Done()
    with pytest.raises(Panic, match=r"^sync: negative WaitGroup counter$"):
        wg.Add(-1)


def test_add_while_the_woken_have_not_returned_panics() -> None:
    wg = sync.WaitGroup()
    wg.Add(1)
    wg._tasks.clear()  # the last task is done, and about to wake who waits
    wg._waiters.append([])
    with pytest.raises(Panic, match="misuse: Add called concurrently with Wait"):
        wg.Add(1)
    with pytest.raises(Panic, match="misuse: Add called concurrently with Wait"):
        wg.Go(print)


@pytest.mark.from_go("sync/waitgroup_test.go", "TestWaitGroupRace")
def test_wait_returns_when_all_are_done_and_not_before() -> None:
    for _ in range(300):
        wg = sync.WaitGroup()
        n = sync.atomic.Int32()

        def work(wg: sync.WaitGroup = wg, n: sync.atomic.Int32 = n) -> None:
            n.Add(1)
            wg.Done()

        wg.Add(1)
        go(work)
        wg.Add(1)
        go(work)
        wg.Wait()
        assert n.Load() == 2


@pytest.mark.from_go("sync/waitgroup_test.go", "TestWaitGroupGo")
def test_go_runs_a_task() -> None:
    wg = sync.WaitGroup()
    got: list[tuple[int, int]] = []

    def work(a: int, b: int = 2) -> None:
        got.append((a, b))

    wg.Go(work, 1)
    wg.Go(work, 3, b=4)
    assert repr(wg) == "<sync.WaitGroup 2>"
    wg.Wait()
    assert got == [(1, 2), (3, 4)]


def test_goexit_ends_a_task() -> None:
    wg = sync.WaitGroup()
    wg.Go(Goexit)
    wg.Wait()


@pytest.mark.plain
@pytest.mark.from_go("sync/waitgroup_test.go", "TestIssue76126")
def test_panic_in_a_task_ends_the_program_before_wait_returns() -> None:
    code = """
import os
from goruntime import panic, run, sync
def main():
    wg = sync.WaitGroup()
    wg.Go(panic, "test")
    wg.Wait()
    os._exit(0)
run(main)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("panic: test\n")


def test_tasks_may_add_tasks() -> None:
    wg = sync.WaitGroup()
    n = sync.atomic.Int64()

    def work(depth: int) -> None:
        n.Add(1)
        if depth:
            wg.Go(work, depth - 1)
            wg.Go(work, depth - 1)

    wg.Go(work, 6)
    wg.Wait()
    assert n.Load() == 127


def test_many_wait() -> None:
    wg, all_done = sync.WaitGroup(), sync.WaitGroup()
    wg.Add(1)
    for _ in range(100):
        all_done.Go(wg.Wait)
    Gosched()
    assert repr(wg) == "<sync.WaitGroup 1, 100 waiting>"
    wg.Done()
    all_done.Wait()


def test_threads_and_goroutines_share_a_group(hammer: Callable[..., None]) -> None:
    wg = sync.WaitGroup()
    done = sync.atomic.Int64()
    wg.Add(1)

    def task() -> None:
        done.Add(1)

    def work(i: int) -> None:
        if i > 1:
            wg.Wait()
            assert done.Load() == 80
            return
        wg.Add(1)
        for _ in range(20):
            wg.Add(2)
            wg.Go(task)
            wg.Done()
            wg.Go(task)
            wg.Done()
        wg.Done()
        if i == 0:
            wg.Done()

    def ordered(i: int) -> None:
        # The one who gives up the first task must not be done before the other began.
        if i == 1:
            work(i)
            second.Done()
        elif i == 0:
            second.Wait()
            work(i)
        else:
            work(i)

    second = sync.WaitGroup()
    second.Add(1)
    hammer(ordered)


def test_rounds_on_several_threads_do_not_disturb_one_another(
    hammer: Callable[..., None],
) -> None:
    wg = sync.WaitGroup()
    start = [sync.WaitGroup() for _ in range(30)]
    for s in start:
        s.Add(1)

    def work(i: int) -> None:
        for r in range(30):
            if i == 0:
                wg.Add(1)
                start[r].Done()
                wg.Done()
                wg.Wait()
            else:
                start[r].Wait()
                wg.Wait()

    hammer(work, threads=2, gs=0)


def test_deadlock_says_what_is_waited_for() -> None:
    wg = sync.WaitGroup()
    wg.Add(1)
    with pytest.raises(DeadlockError) as err:
        wg.Wait()
    assert "[sync.WaitGroup.Wait]" in err.value.dump
    assert repr(wg) == "<sync.WaitGroup 1>"


def test_interrupted_wait_leaves_no_trace() -> None:
    wg = sync.WaitGroup()
    wg.Add(1)
    go(signal.raise_signal, signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        wg.Wait()
    assert repr(wg) == "<sync.WaitGroup 1>"
    go(wg.Done)
    wg.Wait()


def test_done_may_cut_into_wait_anywhere(cut_in: Callable[..., bool]) -> None:
    n = 0
    while True:
        wg = sync.WaitGroup()
        wg.Add(1)
        if not cut_in(n, wg.Wait, wg.Done):
            break
        assert repr(wg) == "<sync.WaitGroup 0>"
        n += 1
    assert n > 5

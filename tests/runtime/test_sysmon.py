"""The watcher: functions whose M is stuck start elsewhere."""

import os
import threading
import time

import pytest

from goruntime import (
    GOMAXPROCS,
    Gosched,
    NumGoroutine,
    blocking,
    chan,
    context,
    go,
    select,
    send,
    sync,
)
from goruntime import time as gotime
from goruntime.gmp import sched
from goruntime.sysmon import PERIOD
from tests.waiting import until

CALL = 0.2  # seconds that a call blocks


def test_a_stuck_thread_loses_what_it_has_not_started_within_20_ms() -> None:
    started: list[float] = []
    begin = time.monotonic()
    go(lambda: started.append(time.monotonic() - begin))
    time.sleep(CALL)  # in C: it knows nothing of goroutines
    assert started
    # A loaded machine is not held to the 20 ms, but to having done it meanwhile.
    assert started[0] < CALL
    assert GOMAXPROCS() == 1


def test_when_the_stuck_thread_comes_back_nothing_is_lost() -> None:
    n = 100
    got = chan[int](n)
    for i in range(n):
        go(got.send, i)
    time.sleep(3 * PERIOD)
    assert sorted(got.recv() for _ in range(n)) == list(range(n))


def test_a_goroutine_that_had_started_waits_for_its_thread() -> None:
    here = threading.get_ident()
    where: list[int] = []
    step = chan[None]()

    def parks() -> None:
        step.recv()
        where.append(threading.get_ident())

    go(parks)
    Gosched()  # it has started, here
    step.send(None)
    time.sleep(3 * PERIOD)
    assert where == []
    Gosched()
    assert where == [here]


def test_spare_threads_can_be_stuck_too() -> None:
    wg = sync.WaitGroup()
    begin = time.monotonic()
    for _ in range(5):
        wg.Go(time.sleep, CALL)
    wg.Wait()
    # One after the other they would take five times as long.
    assert time.monotonic() - begin < 4 * CALL


def test_a_timer_of_a_stuck_thread_fires_elsewhere() -> None:
    fired = threading.Event()
    threads: list[int] = []

    def fire() -> None:
        threads.append(threading.get_ident())
        fired.set()

    stopped = gotime.AfterFunc(0.01, fire)
    gotime.AfterFunc(0.02, fire)
    stopped.Stop()
    assert fired.wait(10)  # in C: it knows nothing of timers
    assert len(threads) == 1
    assert threads != [threading.get_ident()]


def test_a_timer_that_is_set_again_fires_elsewhere_too() -> None:
    fired = threading.Event()
    t = gotime.AfterFunc(3600, fired.set)
    assert t.Reset(0.01)
    assert fired.wait(10)


def test_the_context_of_a_thread_ends_while_main_waits_for_the_thread() -> None:
    errs: list[object] = []

    def thread() -> None:
        ctx, cancel = context.WithTimeout(context.Background(), 0.02)
        with cancel:
            ctx.Done().recv()
            errs.append(ctx.Err())

    Gosched()  # this thread runs goroutines: it would run the timer
    t = threading.Thread(target=thread)
    t.start()
    t.join(10)  # not in blocking: it runs nothing meanwhile
    assert errs == [context.DeadlineExceeded]


def test_the_watcher_ends_its_sleep_for_an_earlier_timer() -> None:
    late = gotime.AfterFunc(3600, Gosched)
    until(lambda: sched.alarm > 0)  # it sleeps until the other one
    fired = threading.Event()
    gotime.AfterFunc(0.01, fired.set)
    assert fired.wait(10)
    late.Stop()


def test_a_thread_that_computes_keeps_its_functions() -> None:
    # With GOMAXPROCS=1 two goroutines never compute at once.
    started: list[bool] = []
    go(started.append, True)
    end = time.thread_time() + 5 * PERIOD
    while time.thread_time() < end:
        pass
    assert started == []
    Gosched()
    assert started == [True]


def test_goroutines_that_were_moved_talk_to_those_that_were_not() -> None:
    c = chan[int]()
    d = chan[int]()

    def double() -> None:
        for v in iter(c.recv, -1):
            d.send(2 * v)

    go(double)
    time.sleep(3 * PERIOD)
    for i in range(200):
        c.send(i)
        assert d.recv() == 2 * i
    c.send(-1)


def test_a_deadlock_is_seen_although_a_spare_m_sleeps() -> None:
    from goruntime import DeadlockError

    go(Gosched)
    time.sleep(3 * PERIOD)
    with pytest.raises(DeadlockError):
        chan[int]().recv()


def test_timers_and_descriptors_of_a_spare_m_work() -> None:
    r, w = os.pipe()
    done = chan[str](2)

    def sleeps() -> None:
        gotime.Sleep(gotime.Millisecond)
        done.send("slept")

    def selects() -> None:
        select(send(done, "selected"))

    go(sleeps)
    go(selects)
    time.sleep(3 * PERIOD)
    assert {done.recv(), done.recv()} == {"slept", "selected"}
    os.close(r)
    os.close(w)


def test_a_thread_hands_functions_to_a_program_whose_thread_is_busy() -> None:
    ran = threading.Event()

    def thread() -> None:
        go(ran.set)

    t = threading.Thread(target=thread)
    t.start()
    while not ran.is_set():
        pass  # busy, and not in our scheduler
    blocking(t.join)
    assert NumGoroutine() == 1


def test_the_number_of_spare_threads_stays_small() -> None:
    for _ in range(10):
        go(Gosched)
        time.sleep(2.5 * PERIOD)
    assert sum(m.extra for m in sched.allm) <= 3

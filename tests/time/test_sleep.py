"""Sleep, Timer, After, AfterFunc: exact lower bounds, no upper ones but for hanging."""

import contextvars
import datetime
import re
import threading
from typing import Any, TypeVar

import pytest

from goruntime import (
    DeadlockError,
    Gosched,
    Panic,
    chan,
    go,
    recv,
    run,
    select,
    time,
)
from goruntime.park import acquirem
from tests import subprogram
from tests.time.elsewhere import in_thread

T = TypeVar("T")

FAR = 10_000 * time.Second
TICK = time.Millisecond  # long enough for a goroutine to get somewhere


# --- Sleep --------------------------------------------------------------------


@pytest.mark.from_go("time/sleep_test.go", "TestSleep")
@pytest.mark.parametrize(
    "d", [5 * time.Millisecond, 0.005, datetime.timedelta(milliseconds=5)], ids=repr
)
def test_sleep_lasts_as_long_as_was_asked_for_at_least(d: time.DurationLike) -> None:
    start = time.Now()
    time.Sleep(d)
    assert time.Since(start) >= 5 * time.Millisecond


@pytest.mark.from_go("time/sleep_test.go", "TestSleepZeroDeadlock")
def test_sleeping_no_time_returns_at_once() -> None:
    others = 0

    def other() -> None:
        nonlocal others
        others += 1

    go(other)
    for d in (0, -1, -time.Hour, -0.5):
        time.Sleep(d)
    assert others == 0
    Gosched()


@pytest.mark.from_go("time/sleep_test.go", "TestOverflowSleep")
@pytest.mark.goroutine(leaks=True)
def test_the_longest_sleep_does_not_end_early() -> None:
    woken = chan[None]()

    def sleep() -> None:
        time.Sleep(time.Duration((1 << 63) - 1))
        woken.close()

    go(sleep)
    assert select(recv(woken), recv(time.After(25 * time.Millisecond)))[0] == 1
    time.Sleep(time.Duration(-1 << 63))


def test_others_run_while_one_sleeps() -> None:
    log: list[int] = []
    done = chan[None]()

    def sleep(n: int) -> None:
        time.Sleep(n * 5 * TICK)
        log.append(n)
        done.send(None)

    for n in (3, 1, 2):
        go(sleep, n)
    for _ in range(3):
        done.recv()
    assert log == [1, 2, 3]


def test_a_thread_that_is_not_the_runtimes_sleeps_by_itself() -> None:
    def sleep() -> bool:
        start = time.Now()
        time.Sleep(5 * TICK)
        return bool(time.Since(start) >= 5 * TICK)

    assert in_thread(sleep)


@pytest.mark.plain
def test_a_sleep_that_is_interrupted_leaves_no_timer() -> None:
    def main() -> None:
        m = acquirem()

        def interrupt() -> None:
            m.interrupt = KeyboardInterrupt()
            m.tick = 0

        go(interrupt)
        with pytest.raises(KeyboardInterrupt):
            time.Sleep(FAR)
        assert len(m.timers) == m.timersdead
        with pytest.raises(DeadlockError):
            chan[None]().recv()

    run(main)


# --- After and AfterFunc --------------------------------------------------------


@pytest.mark.from_go("time/sleep_test.go", "TestAfter")
def test_after_sends_the_time_not_before_it_has_come() -> None:
    start = time.Now()
    end = time.After(5 * time.Millisecond).recv()
    assert time.Since(start) >= 5 * time.Millisecond
    assert end.Sub(start) >= 5 * time.Millisecond
    assert not end.After(time.Now())


@pytest.mark.from_go("time/tick_test.go", "TestAfterTimes")
def test_after_sends_the_time_that_it_was_due_however_late_it_is_received() -> None:
    start = time.Now()
    c = time.After(5 * TICK)
    made = time.Since(start)
    time.Sleep(200 * TICK)
    early = c.recv().Sub(start)
    assert 5 * TICK <= early <= 5 * TICK + made + 50 * TICK


@pytest.mark.from_go("time/sleep_test.go", "TestAfterFunc")
def test_a_function_may_start_the_next_one() -> None:
    done = chan[None]()
    left = 10

    def f() -> None:
        nonlocal left
        left -= 1
        if left >= 0:
            time.AfterFunc(0, f)
            time.Sleep(TICK)
        else:
            done.send(None)

    time.AfterFunc(0, f)
    done.recv()


@pytest.mark.from_go("time/sleep_test.go", "TestAfterFuncStarvation")
def test_goroutines_that_are_always_busy_do_not_starve_a_timer() -> None:
    stop = False
    ping, pong, over = chan[None](), chan[None](), chan[None]()

    def server() -> None:
        while not stop:
            ping.send(None)
            pong.recv()
        ping.close()

    def client() -> None:
        for _ in ping:
            pong.send(None)
        over.close()

    def end() -> None:
        nonlocal stop
        stop = True

    time.AfterFunc(5 * TICK, end)
    go(server)
    go(client)
    over.recv()
    assert stop


@pytest.mark.from_go("time/sleep_test.go", "TestAfterQueuing")
def test_they_go_off_in_the_order_of_their_times() -> None:
    result = chan[int]()
    for n in (5, 2, 0, 4, 1, 3):
        time.AfterFunc(n * 5 * TICK, lambda n=n: result.send(n))  # type: ignore[misc]
    assert [result.recv() for _ in range(6)] == list(range(6))


@pytest.mark.from_go("time/sleep_test.go", "TestAfterStop")
def test_a_function_that_was_stopped_is_not_called() -> None:
    called = 0

    def f() -> None:
        nonlocal called
        called += 1

    t = time.AfterFunc(20 * TICK, f)
    c: Any = t.C
    assert c is None
    assert t.Stop()
    assert not t.Stop()
    time.Sleep(25 * TICK)
    assert called == 0
    assert not t.Reset(0)
    time.Sleep(TICK)
    assert called == 1
    assert not t.Stop()


@pytest.mark.from_go("time/sleep_test.go", "TestReset")
def test_a_function_that_was_reset_is_called_at_its_new_time() -> None:
    done = chan[time.Time]()
    start = time.Now()
    t = time.AfterFunc(FAR, lambda: done.send(time.Now()))
    assert t.Reset(2 * FAR)
    assert t.Reset(5 * TICK)
    assert done.recv().Sub(start) >= 5 * TICK
    assert not t.Reset(TICK)
    done.recv()


def test_only_what_can_be_called_can_be_called_later() -> None:
    with pytest.raises(TypeError, match="int object is not callable"):
        time.AfterFunc(1, 3)  # type: ignore[arg-type]


def test_a_function_sees_the_context_variables_of_whoever_started_its_timer() -> None:
    who = contextvars.ContextVar("who", default="nobody")
    seen = chan[str](2)
    time.AfterFunc(0, lambda: seen.send(who.get()))
    token = who.set("main")
    time.AfterFunc(0, lambda: seen.send(who.get()))
    who.reset(token)
    assert [seen.recv(), seen.recv()] == ["nobody", "main"]


def test_each_call_of_a_timers_function_sees_the_variables_as_they_were() -> None:
    who = contextvars.ContextVar("who", default="nobody")
    who.set("main")
    seen = chan[str]()

    def f() -> None:
        before = who.get()
        who.set("f")
        seen.send(before)

    t = time.AfterFunc(0, f)
    first = seen.recv()
    t.Reset(0)
    assert [first, seen.recv()] == ["main", "main"]


def test_a_panic_in_a_timers_function_says_that_a_timer_created_it() -> None:
    status, _, err = subprogram.result(
        "",
        """
        from goruntime import run, time

        def main():
            time.AfterFunc(0, lambda: 1 / 0)
            time.Sleep(time.Hour)

        run(main)
        """,
    )
    assert status == 2
    assert re.search(r"created by [a-z.]+\.goFunc in goroutine 0\n\t.+/sleep\.py", err)


def test_a_threads_function_is_called_when_the_thread_is_gone() -> None:
    called = chan[bool]()
    names: list[threading.Thread] = []

    def start() -> None:
        names.append(threading.current_thread())
        time.AfterFunc(5 * TICK, lambda: called.send(not names[0].is_alive()))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert called.recv()


@pytest.mark.plain
def test_a_timer_of_an_earlier_program_can_be_set_again() -> None:
    log: list[str] = []
    done: Any = None

    def f() -> None:
        log.append("called")
        done.close()

    t = run(time.AfterFunc, FAR, f)

    def main() -> None:
        nonlocal done
        done = chan[None]()
        t.Reset(0)
        done.recv()

    run(main)
    assert log == ["called"]


@pytest.mark.from_go("time/sleep_test.go", "TestZeroTimerResetPanics")
@pytest.mark.from_go("time/sleep_test.go", "TestZeroTimerStopPanics")
def test_a_timer_that_nobody_set_up_can_be_neither_stopped_nor_reset() -> None:
    t = time.Timer()
    with pytest.raises(Panic, match="time: Stop called on uninitialized Timer"):
        t.Stop()
    with pytest.raises(Panic, match="time: Reset called on uninitialized Timer"):
        t.Reset(1)

"""The channel of a Timer or Ticker: no room, nothing stale, nothing left behind."""

import gc
import threading
import weakref
from typing import Any, TypeVar

import pytest

from goruntime import (
    DeadlockError,
    Gosched,
    chan,
    default,
    go,
    recv,
    select,
    sync,
    time,
)
from goruntime.park import acquirem
from tests.time.elsewhere import in_thread

T = TypeVar("T")

FAR = 10_000 * time.Second
TICK = time.Millisecond  # long enough for a goroutine to get somewhere


def received(c: Any) -> bool:
    """Receive from c if that can be done at once."""
    return select(recv(c), default)[0] == 0


def let_others_wait() -> None:
    """Let the goroutines that are runnable go on until they wait."""
    for _ in range(10):
        Gosched()


@pytest.mark.from_go("time/sleep_test.go", "TestZeroTimer")
def test_a_timer_of_no_time_is_due_at_once() -> None:
    for i in range(1000):
        t = time.NewTimer(-1 if i % 2 else 0)
        if i % 3:
            assert received(t.C)
        else:
            t.C.recv()
        assert not t.Stop()


@pytest.mark.from_go("time/tick_test.go", "TestChan")
@pytest.mark.parametrize("kind", ["Timer", "Ticker"])
def test_the_channel_has_no_room_and_nothing_stale(kind: str) -> None:
    ticks = kind == "Ticker"
    t: Any = time.NewTicker(FAR) if ticks else time.NewTimer(FAR)
    c = t.C
    t.Stop()
    assert not received(c)
    t.Reset(FAR)
    assert not received(c)
    t.Reset(time.Nanosecond)
    time.Sleep(TICK)
    assert (len(c), c.cap) == (0, 0)
    assert received(c)
    time.Sleep(TICK)
    t.Reset(FAR)
    assert not received(c)

    # While somebody waits.
    done = chan[None]()

    def wait() -> None:
        c.recv()
        done.close()

    go(wait)
    let_others_wait()
    t.Reset(2 * FAR)
    let_others_wait()
    assert not received(done)
    t.Reset(time.Nanosecond)
    done.recv()
    assert received(c) == ticks
    t.Stop()
    assert not received(c)

    # Two who wait for something else as well.
    t.Reset(FAR)
    got, stop = chan[int](2), chan[None]()

    def either() -> None:
        got.send(select(recv(c), recv(stop))[0])

    go(either)
    go(either)
    let_others_wait()
    assert not received(got)
    t.Reset(TICK)
    assert got.recv() == 0
    t.Stop()
    let_others_wait()
    stop.close()
    assert got.recv() in ([0, 1] if ticks else [1])

    # Two who wait for one that was stopped.
    stop = chan[None]()
    go(either)
    go(either)
    let_others_wait()
    stop.close()
    assert [got.recv(), got.recv()] == [1, 1]

    # What has fired and was not received counts as not fired.
    t.Reset(time.Nanosecond)
    time.Sleep(TICK)
    assert t.Stop() is (None if ticks else True)
    assert not received(c)
    t.Reset(FAR)
    assert t.Reset(time.Nanosecond) is (None if ticks else True)
    time.Sleep(TICK)
    assert received(c)
    time.Sleep(TICK)
    assert received(c) == ticks
    assert t.Reset(FAR) is (None if ticks else False)
    assert not received(c)
    t.Stop()


@pytest.mark.from_go("time/sleep_test.go", "TestReset")
def test_a_timer_fires_after_its_last_reset() -> None:
    t = time.NewTimer(FAR)
    start = time.Now()
    for d in (FAR, 2 * FAR, 50 * TICK, 5 * TICK):
        assert t.Reset(d)
    assert t.C.recv().Sub(start) >= 5 * TICK
    assert not t.Reset(5 * TICK)
    assert t.Stop()


def test_a_timer_may_be_reset_while_somebody_waits_for_it() -> None:
    t = time.NewTimer(FAR)
    start = time.Now()
    time.AfterFunc(TICK, lambda: t.Reset(10 * TICK))
    assert t.C.recv().Sub(start) >= 11 * TICK


def test_who_waited_first_is_served_first() -> None:
    t = time.NewTimer(FAR)
    log = chan[int](3)

    def wait(n: int) -> None:
        t.C.recv()
        log.send(n)

    for n in range(3):
        go(wait, n)
    let_others_wait()
    for n in range(3):
        t.Reset(0)
        assert log.recv() == n


def test_a_program_that_waits_for_a_stopped_timer_is_dead() -> None:
    t = time.NewTimer(TICK)
    go(t.Stop)
    with pytest.raises(DeadlockError):
        t.C.recv()


def test_a_timer_that_nobody_waits_for_keeps_no_program_alive() -> None:
    t = time.NewTicker(TICK)
    with pytest.raises(DeadlockError):
        chan[None]().recv()
    t.Stop()


def test_a_receive_only_channel_can_be_neither_sent_to_nor_closed() -> None:
    c: Any = time.After(FAR)
    with pytest.raises(TypeError, match="receive-only"):
        c.send(None)
    with pytest.raises(TypeError, match="receive-only"):
        c.close()


def test_hundreds_may_select_on_one_timer() -> None:
    t = time.NewTimer(FAR)
    stop, got = chan[None](), chan[int](200)

    def either() -> None:
        got.send(select(recv(t.C), recv(stop))[0])

    for _ in range(100):
        go(either)
    let_others_wait()
    stop.close()
    assert [got.recv() for _ in range(100)] == [1] * 100
    stop = chan[None]()
    for _ in range(100):
        go(either)
    let_others_wait()
    t.Reset(0)
    assert got.recv() == 0
    stop.close()
    assert [got.recv() for _ in range(99)] == [1] * 99
    m = acquirem()
    assert len(m.timers) == m.timersdead


def test_a_select_that_took_another_case_leaves_no_timer() -> None:
    m = acquirem()
    before = len(m.timers) - m.timersdead
    ch = chan[int]()

    def produce() -> None:
        for i in range(1000):
            ch.send(i)

    go(produce)
    for i in range(1000):
        assert select(recv(ch), recv(time.After(time.Hour)))[:2] == (0, i)
    assert len(m.timers) - m.timersdead == before
    assert len(m.timers) < 300


@pytest.mark.from_go("time/tick_test.go", "TestTimerGC")
def test_a_timer_that_nobody_holds_is_gone_without_the_collector() -> None:
    class Witness:
        pass

    witness = Witness()
    gone = weakref.ref(witness)

    class Holder(time.Timer):
        def __init__(self, t: time.Timer, witness: Witness) -> None:
            super().__init__(t.C)
            self.witness = witness

    gc.disable()
    try:
        t = Holder(time.NewTimer(FAR), witness)
        assert not received(t.C)
        del t, witness
        assert gone() is None
        timers = [x for x in gc.get_objects() if type(x).__name__ == "TimeChan"]
        c: Any = time.After(FAR)
        select(recv(c), recv(time.After(0)))
        del c
        left = [x for x in gc.get_objects() if type(x).__name__ == "TimeChan"]
        assert len(left) <= len(timers)
    finally:
        gc.enable()


@pytest.mark.from_go("time/sleep_test.go", "TestStopResult")
@pytest.mark.from_go("time/sleep_test.go", "TestResetResult")
@pytest.mark.parametrize("how", ["Stop", "Reset"])
def test_what_could_not_be_stopped_can_be_received(how: str) -> None:
    """False from Stop or Reset says that another goroutine has the value."""
    done = chan[None]()

    def one() -> None:
        for i in range(20):
            t = time.NewTimer(i % 3 * 100 * time.Microsecond)
            got = chan[bool](1)
            over = chan[None]()

            def wait(t: Any = t, got: Any = got, over: Any = over) -> None:
                got.send(select(recv(t.C), recv(over))[0] == 0)

            go(wait)
            time.Sleep(i % 4 * 50 * time.Microsecond)
            pending = t.Stop() if how == "Stop" else t.Reset(FAR)
            over.close()
            assert got.recv() != pending
        done.send(None)

    for _ in range(20):
        go(one)
    for _ in range(20):
        done.recv()


def test_threads_may_stop_and_reset_what_others_wait_for() -> None:
    """Each round ends with the value received or taken back, and not both."""
    rounds = 200
    t = time.NewTimer(FAR)
    t.Stop()
    stops, gots = chan[None](), chan[bool]()

    def waiter() -> None:
        while True:
            i, _, ok = select(recv(t.C), recv(stops))
            if i == 1 and not ok:
                return
            gots.send(i == 0)

    def driver() -> int:
        taken = 0
        for i in range(rounds):
            t.Reset(i % 3 * 20 * time.Microsecond)
            if i % 2:
                time.Sleep(i % 5 * 10 * time.Microsecond)
            if t.Stop():
                stops.send(None)
                assert not gots.recv()
            else:
                assert gots.recv()
                taken += 1
        stops.close()
        return taken

    go(waiter)
    assert 0 <= in_thread(driver) <= rounds


def test_a_timer_wakes_waiters_in_every_thread() -> None:
    t = time.NewTicker(TICK)
    try:
        got = chan[str]()

        def wait(name: str) -> None:
            for _ in range(3):
                t.C.recv()
            got.send(name)

        threads = [threading.Thread(target=wait, args=(f"t{n}",)) for n in range(2)]
        for thread in threads:
            thread.start()
        go(wait, "g")
        assert {got.recv() for _ in range(3)} == {"t0", "t1", "g"}
        for thread in threads:
            thread.join()
    finally:
        t.Stop()


@pytest.mark.from_go("time/time_test.go", "TestConcurrentTimerReset")
@pytest.mark.from_go("time/time_test.go", "TestConcurrentTimerResetStop")
@pytest.mark.parametrize("stops", [False, True])
def test_many_may_reset_and_stop_one_timer_at_once(stops: bool) -> None:
    t = time.NewTimer(FAR)

    def use(i: int) -> None:
        for j in range(200):
            t.Reset(FAR + time.Duration(i * j))
            if j % 5 == 0:
                Gosched()
            if stops:
                t.Stop()

    done = sync.WaitGroup()
    for i in range(4):
        done.Go(use, i)
        done.Go(in_thread, lambda i=i: use(i))
    done.Wait()
    assert t.Stop() != stops
    t.Reset(0)
    t.C.recv()


@pytest.mark.from_go("time/sleep_test.go", "TestMultiWakeupTicker")
@pytest.mark.from_go("time/sleep_test.go", "TestMultiWakeupTimer")
def test_threads_that_share_a_timer_or_ticker_that_is_always_due() -> None:
    timer = time.NewTimer(time.Nanosecond)

    def use(ticks: Any) -> None:
        for _ in range(200):
            received(timer.C)
            timer.Reset(time.Nanosecond)
            select(recv(ticks), recv(time.After(TICK)))

    with time.NewTicker(time.Microsecond) as ticker:
        done = sync.WaitGroup()
        for _ in range(3):
            done.Go(use, ticker.C)
            done.Go(in_thread, lambda: use(ticker.C))
        done.Wait()
    timer.C.recv()

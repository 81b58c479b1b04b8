"""Ticker, NewTicker, Tick: exact lower bounds, no upper ones but for hanging."""

import gc
from itertools import islice
from typing import Any

import pytest

from goruntime import Panic, chan, default, go, recv, select, time

TICK = time.Millisecond


@pytest.mark.from_go("time/tick_test.go", "TestTicker")
def test_a_ticker_ticks_once_a_period() -> None:
    start = time.Now()
    with time.NewTicker(2 * TICK) as t:
        times = [t.C.recv() for _ in range(5)]
        assert times[-1].Sub(start) >= 10 * TICK
        for n, when in enumerate(times):
            # On the grid of its first tick, and a tick that was missed is left out.
            steps = when.Sub(times[0]) / (2 * TICK)
            assert abs(steps - round(steps)) < 0.5
            assert round(steps) >= n

        t.Reset(5 * TICK)
        start = time.Now()
        assert t.C.recv().Sub(start) >= 4 * TICK
        start = t.C.recv()
        assert t.C.recv().Sub(start) >= 4 * TICK


@pytest.mark.from_go("time/tick_test.go", "TestTicker")
def test_a_stopped_ticker_has_no_tick_left() -> None:
    t = time.NewTicker(TICK)
    time.Sleep(2 * TICK)
    t.Stop()
    assert select(recv(t.C), default)[0] == 1
    assert select(recv(t.C), recv(time.After(3 * TICK)))[0] == 1
    t.Stop()


def test_a_ticker_is_stopped_at_the_end_of_its_with_block() -> None:
    with time.NewTicker(TICK) as t:
        t.C.recv()
    assert select(recv(t.C), recv(time.After(3 * TICK)))[0] == 1


@pytest.mark.from_go("time/tick_test.go", "TestTeardown")
def test_tickers_come_and_go() -> None:
    for _ in range(3):
        t = time.NewTicker(TICK)
        t.C.recv()
        t.Stop()


@pytest.mark.from_go("time/tick_test.go", "TestTick")
def test_tick_of_no_period_is_nil() -> None:
    assert time.Tick(-1) is None
    assert time.Tick(0) is None


@pytest.mark.from_go("time/tick_test.go", "TestTickTimes")
def test_tick_sends_the_time_of_the_first_tick_missed() -> None:
    start = time.Now()
    c = time.Tick(5 * TICK)
    made = time.Since(start)
    assert c is not None
    time.Sleep(200 * TICK)
    early = c.recv().Sub(start)
    assert 5 * TICK <= early <= 5 * TICK + made + 50 * TICK
    assert c.recv().Sub(start) >= 200 * TICK


@pytest.mark.from_go("time/tick_test.go", "TestNewTickerLtZeroDuration")
@pytest.mark.parametrize("d", [0, -1, -time.Hour])
def test_a_ticker_needs_a_period(d: time.DurationLike) -> None:
    with pytest.raises(Panic, match=r"^non-positive interval for NewTicker$"):
        time.NewTicker(d)


@pytest.mark.from_go("time/tick_test.go", "TestTickerResetLtZeroDuration")
def test_a_ticker_keeps_a_period() -> None:
    with (
        time.NewTicker(1) as t,
        pytest.raises(Panic, match=r"^non-positive interval for Ticker\.Reset$"),
    ):
        t.Reset(0)


@pytest.mark.from_go("time/tick_test.go", "TestTickerStopWithDirectInitialization")
@pytest.mark.from_go("time/tick_test.go", "TestManualTicker")
def test_a_ticker_that_nobody_set_up_can_be_stopped_and_not_reset() -> None:
    for t in (time.Ticker(), time.Ticker(C=chan[Any]())):
        t.Stop()
        with pytest.raises(Panic, match="time: Reset called on uninitialized Ticker"):
            t.Reset(1)


@pytest.mark.from_go("time/sleep_test.go", "TestTickerStress")
def test_a_ticker_of_a_nanosecond_ticks_while_garbage_is_collected() -> None:
    stop = False
    over = chan[None]()

    def collect() -> None:
        while not stop:
            gc.collect(0)
            time.Sleep(TICK)
        over.close()

    go(collect)
    with time.NewTicker(time.Nanosecond) as t:
        last = time.Time()
        for when in islice(t.C, 100):
            assert last < when
            last = when
    stop = True
    over.recv()


@pytest.mark.from_go("time/sleep_test.go", "TestTickerConcurrentStress")
def test_ten_goroutines_share_a_ticker() -> None:
    done = chan[int]()
    with time.NewTicker(time.Nanosecond) as t:
        for _ in range(10):
            go(lambda: done.send(sum(1 for _ in islice(t.C, 100))))
        assert [done.recv() for _ in range(10)] == [100] * 10


@pytest.mark.from_go("time/sleep_test.go", "TestAfterTick")
def test_ten_ticks_take_ten_periods() -> None:
    start = time.Now()
    c = time.Tick(2 * TICK)
    assert c is not None
    for _ in range(10):
        c.recv()
    assert time.Since(start) >= 20 * TICK


def test_a_slow_receiver_misses_ticks() -> None:
    with time.NewTicker(TICK) as t:
        time.Sleep(20 * TICK)
        t.C.recv()
        start = time.Now()
        assert select(recv(t.C), default)[0] == 1 or time.Since(start) >= TICK / 100

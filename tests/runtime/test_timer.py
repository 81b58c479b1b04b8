"""The heap of timers: what fires, when, and what stays behind."""

import gc
import random
import threading
from typing import Any

import pytest

from goruntime import Gosched
from goruntime.clock import nanotime
from goruntime.gmp import M
from goruntime.timer import (
    COMPACT_MIN,
    EXPIRE_MIN,
    MAX_SLEEP,
    MAX_WHEN,
    Timer,
    compact,
    nexttimer,
    pendingtimer,
    runtimers,
    timerm,
)

FAR = 10**18


def check(m: M) -> None:
    """Check the invariants that the head of timer.py states."""
    own: dict[Timer, int] = {}
    dead = 0
    for place, seq, t in m.timers:
        if seq == t.seq and t.queued != 0:
            assert t not in own, "two entries"
            own[t] = place
            dead += t.when == 0
        else:
            dead += 1
    assert m.timersdead == dead
    for t, place in own.items():
        assert t.queued == place
        assert t.when == 0 or t.when >= place
    assert pendingtimer(m) == any(t.when for t in own)


class Bench:
    """An M that nobody schedules on, and what its timers have done."""

    def __init__(self) -> None:
        self.m = M()
        self.log: list[Any] = []

    def timer(self, name: Any) -> Timer:
        return Timer(self.m, self.log.append, name)

    def run(self, now: int) -> int:
        """Run what is due at now; give the time of the next look, and check."""
        runtimers(self.m, now)
        check(self.m)
        return nexttimer(self.m, now)


@pytest.mark.from_go("time/sleep_test.go", "TestAfterQueuing")
def test_timers_fire_in_the_order_of_their_times_not_of_their_start() -> None:
    b = Bench()
    for when in (50, 10, 40, 20, 30):
        b.timer(when).reset(when)
    assert b.run(25) == 30
    assert b.log == [10, 20]
    assert b.run(100) == 0
    assert b.log == [10, 20, 30, 40, 50]


def test_timers_of_one_instant_fire_in_the_order_started() -> None:
    b = Bench()
    for name in range(20):
        b.timer(name).reset(7)
    b.run(7)
    assert b.log == list(range(20))


def test_a_timer_fires_at_its_time_and_once() -> None:
    b = Bench()
    t = b.timer("t")
    assert not t.reset(100)
    assert b.run(99) == 100
    assert b.log == []
    assert b.run(100) == 0
    assert b.log == ["t"]
    assert b.run(1000) == 0
    assert b.log == ["t"]
    assert not t.stop()


@pytest.mark.parametrize("when", [0, -1, -FAR])
def test_a_time_before_the_beginning_is_due_at_once(when: int) -> None:
    b = Bench()
    t = b.timer("t")
    t.reset(when)
    assert t.when == 1
    b.run(1)
    assert b.log == ["t"]


def test_no_time_is_later_than_go_can_count_to() -> None:
    b = Bench()
    t = b.timer("t")
    t.reset(1 << 70)
    assert t.when == MAX_WHEN


def test_no_wait_is_longer_than_a_poller_can_wait() -> None:
    b = Bench()
    b.timer("t").reset(FAR)
    assert b.run(5) == 5 + MAX_SLEEP


def test_a_stopped_timer_does_not_fire() -> None:
    b = Bench()
    t = b.timer("t")
    t.reset(10)
    assert t.stop()
    assert not t.stop()
    assert not pendingtimer(b.m)
    assert b.run(5) == 0
    assert b.run(20) == 0
    assert b.log == []


def test_a_stopped_timer_that_is_set_again_fires() -> None:
    b = Bench()
    for again in (10, 5, 20):
        t = b.timer(again)
        t.reset(10)
        t.stop()
        assert not t.reset(again)
        check(b.m)
        assert pendingtimer(b.m)
    b.run(100)
    assert b.log == [5, 10, 20]


def test_a_timer_that_was_pushed_out_keeps_its_place_until_that_comes() -> None:
    b = Bench()
    t = b.timer("t")
    t.reset(10)
    for when in range(11, 1000):
        assert t.reset(when)
    assert len(b.m.timers) == 1
    assert b.run(9) == 10  # early, and to no harm
    assert b.run(10) == 999
    assert b.log == []
    assert b.run(999) == 0
    assert b.log == ["t"]


@pytest.mark.from_go("time/sleep_test.go", "TestTimerModifiedEarlier")
def test_a_timer_that_was_moved_forward_fires_early_and_once() -> None:
    b = Bench()
    t = b.timer("t")
    t.reset(1000)
    assert t.reset(10)
    assert b.run(10) == 0
    assert b.log == ["t"]
    assert b.run(1000) == 0
    assert b.log == ["t"]


def test_a_timer_may_come_back_to_a_place_that_it_has_left() -> None:
    b = Bench()
    t = b.timer("t")
    t.reset(100)
    t.reset(50)
    t.reset(100)
    check(b.m)
    b.run(50)
    t.stop()
    t.reset(100)
    check(b.m)
    compact(b.m)
    b.run(100)
    assert b.log == ["t"]
    assert b.m.timers == []
    assert b.m.timersdead == 0


def test_a_timer_may_set_itself_again_when_it_fires() -> None:
    b = Bench()
    left = 3

    def again(_: object) -> None:
        nonlocal left
        b.log.append(left)
        left -= 1
        if left:
            t.reset(1)  # due, and yet not before the next round

    t = Timer(b.m, again, None)
    t.reset(1)
    for _ in range(5):
        b.run(1)
    assert b.log == [3, 2, 1]


@pytest.mark.from_go("time/sleep_test.go", "TestTimerStopStress")
def test_the_heap_does_not_grow_by_what_was_stopped() -> None:
    b = Bench()
    keep = b.timer("keep")
    keep.reset(FAR - 1)
    for i in range(10_000):
        t = b.timer(i)
        t.reset(FAR + i)
        t.stop()
        assert len(b.m.timers) <= 2 * COMPACT_MIN + 2
    check(b.m)
    b.run(FAR * 2)
    assert b.log == ["keep"]


def test_the_heap_does_not_grow_by_what_was_moved_forward() -> None:
    b = Bench()
    t = b.timer("t")
    for i in range(10_000):
        t.reset(FAR - i)
        assert len(b.m.timers) <= 2 * COMPACT_MIN + 2
    b.run(FAR)
    assert b.log == ["t"]


def test_what_a_dropped_timer_held_may_use_timers_when_it_goes() -> None:
    b = Bench()
    last = b.timer("last")

    class Thing:
        def __del__(self) -> None:
            last.reset(5)
            b.log.append("gone")

    for _ in range(COMPACT_MIN * 3):
        t = Timer(b.m, b.log.append, [Thing()])
        t.reset(FAR)
        t.stop()
    del t
    b.timer("x").reset(1)
    fires = Timer(b.m, lambda thing: None, [Thing()])
    fires.reset(2)
    del fires
    b.run(3)
    last.stop()
    b.run(FAR)
    gc.collect()
    assert b.log.count("gone") == COMPACT_MIN * 3 + 1


@pytest.mark.from_go("time/sleep_test.go", "TestAdjustTimers")
def test_random_programs_agree_with_a_list_of_times() -> None:
    rnd = random.Random(1)
    for _ in range(200):
        b = Bench()
        timers = [b.timer(i) for i in range(rnd.choice([1, 3, 300]))]
        want: dict[int, int] = {}
        now = 1
        for _ in range(rnd.choice([20, 1000])):
            i = rnd.randrange(len(timers))
            match rnd.randrange(4):
                case 0:
                    assert timers[i].stop() == (want.pop(i, 0) != 0)
                case 1 | 2:
                    when = now + rnd.choice([0, 1, 5, 50, 500])
                    assert timers[i].reset(when) == (i in want)
                    want[i] = when
                case 3:
                    now += rnd.choice([0, 1, 10])
                    b.log.clear()
                    after = b.run(now)
                    due = {i for i, when in want.items() if when <= now}
                    assert sorted(b.log) == sorted(due)
                    for i in due:
                        del want[i]
                    assert (after == 0) == (not want)
                    if want:
                        assert now < after <= min(want.values())
            check(b.m)


def test_thousands_that_are_due_at_once_fire_in_order_and_the_others_stay() -> None:
    b = Bench()
    whens = list(range(1, 5001))
    random.Random(2).shuffle(whens)
    timers = {when: b.timer(when) for when in whens}
    for when, t in timers.items():
        t.reset(when)
    for when in range(1, 5001, 5):
        timers[when].stop()
        timers[when + 1].reset(when + 10_000)
    check(b.m)
    left = [when for when in range(1, 5001) if when % 5 in (0, 3, 4)]
    assert 3000 < b.run(3000) <= 3003
    assert b.log == [when for when in left if when <= 3000]
    assert b.run(9000) == 10_001
    assert b.log == left


def test_who_cuts_into_timers_that_fire_delays_them_and_loses_none() -> None:
    b = Bench()
    cut = [10, 11, EXPIRE_MIN * 2]

    def fire(name: int) -> None:
        if cut and name == cut[0]:
            del cut[0]
            raise KeyboardInterrupt
        b.log.append(name)

    total = EXPIRE_MIN * 3
    for name in range(total):
        Timer(b.m, fire, name).reset(5)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            b.run(7)
        check(b.m)
    assert b.run(7) == 0
    assert b.log == [n for n in range(total) if n not in (10, 11, EXPIRE_MIN * 2)]


def test_threads_may_set_and_stop_what_fires_on_another() -> None:
    """Every round of a timer ends by firing or by being stopped, and not by both."""
    m = M()
    fired: dict[int, int] = {}
    rounds: dict[int, int] = {}  # started; each ends by firing, or by stop
    errors: list[BaseException] = []
    over = threading.Event()

    def fire(name: int) -> None:
        fired[name] = fired.get(name, 0) + 1

    def work(first: int) -> None:
        rnd = random.Random(first)
        try:
            for name in range(first, first + 300):
                t = Timer(m, fire, name)
                rounds[name] = 0
                for _ in range(rnd.randrange(1, 4)):
                    if not t.reset(nanotime() + rnd.choice([0, 10**5, 10**12])):
                        rounds[name] += 1
                if t.stop():
                    rounds[name] -= 1
        except BaseException as err:
            errors.append(err)

    def schedule() -> None:
        try:
            while not over.is_set():
                runtimers(m, nanotime())
            runtimers(m, nanotime())
        except BaseException as err:
            errors.append(err)

    g0 = threading.Thread(target=schedule)
    workers = [threading.Thread(target=work, args=(n * 1000,)) for n in range(4)]
    for thread in (g0, *workers):
        thread.start()
    for thread in workers:
        thread.join()
    over.set()
    g0.join()
    assert errors == []
    check(m)
    assert not pendingtimer(m)
    for n in range(4):
        for name in range(n * 1000, n * 1000 + 300):
            assert fired.get(name, 0) == rounds[name], name


def test_the_timers_of_a_goroutine_are_of_its_own_m() -> None:
    Gosched()
    mine = timerm()
    assert mine.g0 is not None
    found: list[M] = []
    thread = threading.Thread(target=lambda: found.append(timerm()))
    thread.start()
    thread.join()
    assert found == [mine]

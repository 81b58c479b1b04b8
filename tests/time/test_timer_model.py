"""Timers, compared with a model after each step of random programs.

Time is either up at once or far away, so that nothing depends on how fast the machine
is.  Goroutines wait for several timers by select, or for one; which of them a timer
wakes, what Stop and Reset say, and what can then be received is what the model has: Go
since 1.23, where nothing that was due before a Stop or Reset comes after it.
"""

import os
from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any, NamedTuple

import pytest

from goruntime import Gosched, chan, default, go, recv, select, time
from goruntime.clock import nanotime
from goruntime.gmp import G_DEAD, G_WAITING, G
from goruntime.park import acquirem, getg, gopark, goready

STEPS = int(os.environ.get("GORUNTIME_STEPS", "10000"))
LENGTH = 50  # steps of one program
TIMERS, TASKS = 3, 5
IDLE = "wants work"
PATIENCE = 3_000_000_000  # ns
UP, FAR = -1 * time.Second, time.Hour


class State(NamedTuple):
    """Which timers are set, and are up; who waits for which, the first one first."""

    set: tuple[bool, ...] = (False,) * TIMERS
    up: tuple[bool, ...] = (False,) * TIMERS
    waiting: tuple[tuple[int, tuple[int, ...]], ...] = ()
    # By goroutine: which timer it got.
    got: tuple[tuple[int, int], ...] = ()


def reset(state: State, n: int, set: bool, up: bool) -> State:
    """Set timer n, or stop it; when it is up the first who waits for it gets it."""
    for i, timers in state.waiting if up else ():
        if n in timers:
            waiting = tuple(w for w in state.waiting if w[0] != i)
            state = state._replace(waiting=waiting, got=(*state.got, (i, n)))
            set = up = False
            break
    return state._replace(
        set=(*state.set[:n], set, *state.set[n + 1 :]),
        up=(*state.up[:n], up, *state.up[n + 1 :]),
    )


def receive(state: State, i: int, timers: tuple[int, ...]) -> Iterator[State]:
    """Yield what comes of goroutine i receiving from one of some timers."""
    ready = [n for n in dict.fromkeys(timers) if state.up[n]]
    for n in ready:
        yield reset(state, n, False, False)._replace(got=(*state.got, (i, n)))
    if not ready:
        yield state._replace(waiting=(*state.waiting, (i, timers)))


class Worker:
    """A goroutine that waits for timers."""

    def __init__(self) -> None:
        self.timers: tuple[int, ...] = ()
        self.got: int | None = None
        self.g: G | None = None
        self.stop = False

    def run(self, all_timers: list[time.Timer]) -> None:
        self.g = getg()
        while True:
            gopark(acquirem(), None, IDLE)
            if self.stop:
                return
            if len(self.timers) == 1:
                all_timers[self.timers[0]].C.recv()
                self.got = self.timers[0]
            else:
                case, _, ok = select(*(recv(all_timers[n].C) for n in self.timers))
                assert ok
                self.got = self.timers[case]

    def wake(self) -> None:
        assert self.g is not None
        goready(self.g)


class Program:
    """Random things done with timers, the real ones and the model's."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.timers = [time.NewTimer(FAR) for _ in range(TIMERS)]
        self.chans: list[Any] = [t.C for t in self.timers]
        self.workers = [Worker() for _ in range(TASKS)]
        for worker in self.workers:
            go(worker.run, self.timers)
        self.settle()
        self.state = State(set=(True,) * TIMERS)

    def settle(self, status: int = G_WAITING) -> None:
        """Let the workers run until all wait and nobody is about to be woken."""
        deadline = nanotime() + PATIENCE
        while not self.quiet(status):
            if nanotime() > deadline:
                pytest.fail("the goroutines never come to rest", pytrace=False)
            Gosched()

    def quiet(self, status: int) -> bool:
        """Tell whether nothing moves: a timer that is up has nobody to wake."""
        return all(w.g is not None and w.g.status == status for w in self.workers) and (
            status == G_DEAD or not any(c.recvq and c.buf for c in self.chans)
        )

    def run(self) -> None:
        for _ in range(LENGTH):
            self.step()
        while self.state.waiting:
            self.do("reset", self.state.waiting[0][1][0], True)
        for worker in self.workers:
            worker.stop = True
            worker.wake()
        self.settle(G_DEAD)
        for timer in self.timers:
            timer.Stop()

    def step(self) -> None:
        """Do something, and compare what comes of it."""
        n, up = self.random.randrange(TIMERS), self.random.random() < 0.6
        self.do(self.random.choice(["reset", "stop", "poll", "wait", "wait"]), n, up)

    def do(self, what: str, n: int, up: bool) -> None:
        """Do one thing with timer n."""
        before = self.state._replace(got=())
        timer = self.timers[n]
        if what == "reset":
            assert timer.Reset(UP if up else FAR) is before.set[n]
            allowed = [reset(before, n, True, up)]
        elif what == "stop":
            assert timer.Stop() is before.set[n]
            allowed = [reset(before, n, False, False)]
        elif what == "poll":
            assert (select(recv(timer.C), default)[0] == 0) is before.up[n]
            allowed = [reset(before, n, before.set[n] and not before.up[n], False)]
        else:
            busy = [i for i, _ in before.waiting]
            idle = [i for i in range(TASKS) if i not in busy]
            if not idle:
                return
            i = self.random.choice(idle)
            some = tuple(
                self.random.randrange(TIMERS)
                for _ in range(self.random.choice([1, 1, 2, 3]))
            )
            self.workers[i].timers = some
            self.workers[i].wake()
            allowed = list(receive(before, i, some))
        self.settle()
        assert all((len(c), c.cap) == (0, 0) for c in self.chans)
        got = []
        for i, worker in enumerate(self.workers):
            if worker.got is not None:
                got.append((i, worker.got))
                worker.got = None
        assert got in [list(state.got) for state in allowed]
        self.state = next(state for state in allowed if list(state.got) == got)


def test_short_programs_do_what_the_model_allows() -> None:
    for seed in range(10):
        Program(Random(seed)).run()


@pytest.mark.slow
def test_long_proof_finds_nothing_that_the_model_forbids() -> None:
    for seed in range(STEPS // LENGTH):
        Program(Random(-1 - seed)).run()


@pytest.mark.from_go("time/tick_test.go", "TestLongAdjustTimers")
def test_a_function_is_called_unless_its_timer_was_stopped() -> None:
    random = Random(1)
    called = chan[int](200)
    wanted = []
    for n in range(200):
        far = random.random() < 0.5
        timer = time.AfterFunc(FAR if far else UP, partial(called.send, n))
        # It is up, but no goroutine can have been started for it.
        what = random.choice(["leave", "stop", "reset", "reset far"])
        if what == "stop":
            assert timer.Stop()
            assert not timer.Stop()
        elif what == "reset":
            assert timer.Reset(UP)
        elif what == "reset far":
            assert timer.Reset(FAR)
        if (what == "leave" and not far) or what == "reset":
            wanted.append(n)
        elif what != "stop":
            assert timer.Stop()
    assert sorted(called.recv() for _ in wanted) == wanted
    for _ in range(100):
        Gosched()
    assert len(called) == 0

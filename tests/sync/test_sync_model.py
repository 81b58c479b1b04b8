"""Package sync and the semaphore do what Go says, in programs made at random.

As in tests/runtime/test_chan_model.py: after each step what the goroutines got and
which of them wait must be something that the model allows.
"""

import os
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Any

import pytest

from goruntime import Gosched, Panic, context, go, sync
from goruntime.clock import nanotime
from goruntime.gmp import G_DEAD, G_WAITING, G
from goruntime.park import acquirem, getg, gopark, goready
from goruntime.x.sync import semaphore
from tests.sync.sync_model import (
    Model,
    MutexModel,
    Op,
    RWMutexModel,
    SemaphoreModel,
    Task,
    WaitGroupModel,
    World,
    settle,
)

STEPS = int(os.environ.get("GORUNTIME_STEPS", "20000"))
TASKS = 6
LENGTH = 50  # steps of one program
IDLE = "wants work"
PATIENCE = 3_000_000_000  # ns

# By name, what a method does; it is given the operation's number.
Methods = dict[str, Callable[[int], object]]


def plain(thing: Any, *names: str) -> Methods:
    """Return methods that take no argument."""
    return {name: partial(call, getattr(thing, name)) for name in names}


def call(method: Callable[[], object], n: int) -> object:
    """Call a method that takes no argument."""
    return method()


def mutex() -> Methods:
    """Return a Cond and its Mutex."""
    mu = sync.Mutex()
    cond = sync.NewCond(mu)
    return {
        **plain(mu, "Lock", "Unlock", "TryLock"),
        **plain(cond, "Wait", "Signal", "Broadcast"),
    }


def rwmutex() -> Methods:
    """Return an RWMutex."""
    writer = "Lock", "Unlock", "TryLock"
    return plain(sync.RWMutex(), *writer, "RLock", "RUnlock", "TryRLock")


def waitgroup() -> Methods:
    """Return a WaitGroup."""
    wg = sync.WaitGroup()
    return {**plain(wg, "Done", "Wait"), "Add": wg.Add}


def weighted() -> Methods:
    """Return a semaphore."""
    s = semaphore.NewWeighted(SemaphoreModel.SIZE)
    return {
        "Acquire": lambda n: s.Acquire(context.Background(), n),
        "TryAcquire": s.TryAcquire,
        "Release": s.Release,
    }


class Worker:
    """A goroutine that does what it is given."""

    def __init__(self) -> None:
        self.ops: Sequence[Op] = ()
        self.outcomes: list[object] = []
        self.g: G | None = None
        self.stop = False

    def run(self, methods: Methods) -> None:
        self.g = getg()
        while True:
            gopark(acquirem(), None, IDLE)
            if self.stop:
                return
            try:
                for name, n in self.ops:
                    self.outcomes.append(methods[name](n))
            except Panic as p:
                self.outcomes.append(str(p))

    def wake(self) -> None:
        assert self.g is not None
        goready(self.g)

    @property
    def idle(self) -> bool:
        assert self.g is not None
        return self.g.waitreason == IDLE


class Program:
    """A random program, on the real thing and on the model at once."""

    def __init__(self, model: Model, methods: Methods, random: Random) -> None:
        self.model = model
        self.random = random
        self.workers = [Worker() for _ in range(TASKS)]
        for worker in self.workers:
            go(worker.run, methods)
        self.settle()
        self.worlds = {World(model.Thing(), (Task(),) * TASKS)}

    def settle(self, status: int = G_WAITING) -> None:
        """Let the workers run until all of them wait, or are dead."""
        deadline = nanotime() + PATIENCE
        while any(w.g is None or w.g.status != status for w in self.workers):
            if nanotime() > deadline:
                pytest.fail("the goroutines never come to rest", pytrace=False)
            Gosched()

    def run(self) -> None:
        for _ in range(LENGTH):
            self.step(self.burst())
        while any(not worker.idle for worker in self.workers):
            self.step(self.burst(release=True))
        for worker in self.workers:
            worker.stop = True
            worker.wake()
        self.settle(G_DEAD)

    def burst(self, release: bool = False) -> list[tuple[int, tuple[Op, ...]]]:
        """Return what to do, and who does it."""
        idle = [i for i, worker in enumerate(self.workers) if worker.idle]
        thing = min(self.worlds, key=repr).thing  # any would do, but each time the same
        releases = self.model.releases(thing)
        if release or (len(idle) == 1 and releases):
            return [(idle[0], releases[0])]
        if len(idle) == 1:  # nothing is held, so nobody can be waiting
            raise AssertionError(self.worlds)
        first = self.random.choice(idle)
        special = self.model.special(thing)
        if special and self.random.random() < 0.5:
            burst = [(first, self.random.choice(special))]
        else:
            burst = [(first, self.random.choice(self.model.harmless(thing)))]
        if len(idle) > 2 and self.random.random() < 0.2:
            second = self.random.choice([i for i in idle if i != first])
            harmless = self.model.harmless(thing)
            burst.append((second, self.random.choice(harmless)))
        return burst

    def step(self, burst: Sequence[tuple[int, tuple[Op, ...]]]) -> None:
        """Do that, and compare what comes of it."""
        for worker in self.workers:
            worker.outcomes.clear()
        for i, ops in burst:
            self.workers[i].ops = ops
            self.workers[i].wake()
        self.settle()
        seen = tuple((tuple(w.outcomes), not w.idle) for w in self.workers)
        allowed: dict[object, set[World]] = {}
        for world in self.worlds:
            tasks = list(world.tasks)
            for i, ops in burst:
                tasks[i] = Task(ops)
            for after in settle(self.model, world._replace(tasks=tuple(tasks))):
                view = tuple((t.outcomes, t.waiting) for t in after.tasks)
                cleared = tuple(t._replace(outcomes=()) for t in after.tasks)
                allowed.setdefault(view, set()).add(after._replace(tasks=cleared))
        if seen not in allowed:
            lines = [f"seen: {seen}", *(f"allowed: {v}" for v in allowed)]
            text = "\n".join(map(str, (*self.worlds, burst, *lines)))
            pytest.fail(f"not as the model has it\n{text}", pytrace=False)
        self.worlds = allowed[seen]


THINGS: dict[str, tuple[Model, Callable[[], Methods]]] = {
    "mutex": (MutexModel(), mutex),
    "rwmutex": (RWMutexModel(), rwmutex),
    "waitgroup": (WaitGroupModel(), waitgroup),
    "semaphore": (SemaphoreModel(), weighted),
}


@pytest.mark.parametrize("thing", THINGS)
def test_short_programs_do_what_the_model_allows(thing: str) -> None:
    model, make = THINGS[thing]
    for seed in range(20):
        Program(model, make(), Random(seed)).run()


@pytest.mark.slow
@pytest.mark.parametrize("thing", THINGS)
def test_long_proof_finds_nothing_that_the_model_forbids(thing: str) -> None:
    model, make = THINGS[thing]
    for seed in range(STEPS // LENGTH // len(THINGS)):
        Program(model, make(), Random(-1 - seed)).run()

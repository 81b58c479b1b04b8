"""Random programs of channel operations, compared with chan_model.py step by step.

In each step one to three goroutines that have nothing to do get some statements; they
run until nothing moves; then what each of them got, which of them wait and for what,
and how full the channels are must be something that the model allows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from goruntime import Gosched, Panic, chan, default, go, recv, select, send
from goruntime.clock import nanotime
from goruntime.gmp import G_DEAD, G_WAITING, G
from goruntime.hchan import LAZY_LEN
from goruntime.park import acquirem, getg, gopark, goready
from tests.runtime.chan_model import (
    RECV,
    SEND,
    Case,
    Chan,
    Op,
    Outcome,
    State,
    Task,
    cases_of,
    settle,
)

CAPS = (0, 0, 1, 2, 5)
LENGTH = 60  # steps of one program
FEW, MANY = 6, 3 * LAZY_LEN  # goroutines; where they are many, few channels
IDLE = "wants work"
PATIENCE = 3_000_000_000  # ns

# A number from 0 to n - 1: random's randrange, or what hypothesis draws.
Choose = Callable[[int], int]


class Worker:
    """A goroutine that does what it is given."""

    def __init__(self) -> None:
        self.ops: Sequence[Op] = ()
        self.outcomes: list[Outcome] = []
        self.g: G | None = None
        self.stop = False

    def run(self, chans: Sequence[chan[int]]) -> None:
        self.g = getg()
        while True:
            gopark(acquirem(), None, IDLE)
            if self.stop:
                return
            try:
                for op in self.ops:
                    self.execute(op, chans)
            except Panic as p:
                self.outcomes.append(str(p))

    def execute(self, op: Op, chans: Sequence[chan[int]]) -> None:
        if op.kind == "select":
            self.outcomes.append(select(*cases(op, chans)))
            return
        case = op.cases[0]
        assert case.chan is not None
        ch = chans[case.chan]
        if op.kind == "send":
            assert case.value is not None
            ch.send(case.value)
            self.outcomes.append((0, None, False))
        elif op.kind == "recv":
            v: int | None = ch.recv()
            self.outcomes.append((0, v, v is not None))
        elif op.kind == "recv_ok":
            self.outcomes.append((0, *ch.recv_ok()))
        elif op.kind == "close":
            ch.close()
            self.outcomes.append((0, None, False))
        else:
            for rounds, v in enumerate(ch, 1):
                self.outcomes.append((0, v, True))
                if rounds == op.rounds:
                    return
            self.outcomes.append((0, None, False))

    @property
    def waiting_for(self) -> str:
        """Why it waits, as all do once nothing moves."""
        assert self.g is not None
        return self.g.waitreason

    def wake(self) -> None:
        """Give it what is in ops to do."""
        self.outcomes.clear()
        assert self.g is not None
        goready(self.g)


def cases(op: Op, chans: Sequence[chan[int]]) -> list[tuple[object, int, object]]:
    """Return the arguments of select."""
    made = []
    for case in op.cases:
        ch = None if case.chan is None else chans[case.chan]
        made.append(send(ch, case.value) if case.way == SEND else recv(ch))
    if op.default >= 0:
        made[op.default] = default
    return made


def reason(op: Op) -> str:
    """Return why a goroutine waits that cannot finish op."""
    if op.kind in (SEND, RECV):
        return f"chan {op.kind}".replace("recv", "receive")
    return "select" if op.kind == "select" else "chan receive"


def run_until_quiet(workers: Sequence[Worker], status: int = G_WAITING) -> None:
    """Let goroutines run until all of them wait, or are dead."""
    deadline = nanotime() + PATIENCE
    while any(w.g is None or w.g.status != status for w in workers):
        if nanotime() > deadline:
            pytest.fail("the goroutines never come to rest", pytrace=False)
        Gosched()


class Program:
    """A random program, on the runtime and on the model at once."""

    def __init__(self, choose: Choose, tasks: int = FEW) -> None:
        self.choose = choose
        number = 1 + choose(4 if tasks == FEW else 3)
        caps = [CAPS[choose(len(CAPS))] for _ in range(number)]
        self.chans = [chan[int](cap) for cap in caps]
        self.workers = [Worker() for _ in range(tasks)]
        for worker in self.workers:
            go(worker.run, self.chans)
        run_until_quiet(self.workers)
        # What may be the case: more than one where it cannot be told from outside.
        self.states = {State(tuple(map(Chan, caps)), (Task(),) * tasks)}
        self.values = self.steps = 0
        self.crowd = (SEND, RECV)[choose(2)]  # where many, what most of them wait for

    def run(self, steps: int = LENGTH) -> None:
        """Take some steps, then let everybody go."""
        try:
            for _ in range(steps):
                self.step(self.random_burst())
        finally:
            self.finish()

    def step(self, burst: Sequence[tuple[int, Sequence[Op]]]) -> None:
        """Give some workers something to do, and compare what comes of it."""
        for worker in self.workers:
            worker.outcomes.clear()
        for i, ops in burst:
            self.workers[i].ops = ops
            self.workers[i].wake()
        run_until_quiet(self.workers)
        seen = self.observed()
        allowed: dict[View, set[State]] = {}
        for state in self.states:
            tasks = list(state.tasks)
            for i, ops in burst:
                tasks[i] = Task(tuple(ops))
            for after in settle(state._replace(tasks=tuple(tasks))):
                cleared = tuple(t._replace(outcomes=()) for t in after.tasks)
                states = allowed.setdefault(view(after), set())
                states.add(after._replace(tasks=cleared))
        if seen not in allowed:
            lines = [f"seen: {seen}", *(f"allowed: {v}" for v in allowed)]
            text = "\n".join(map(str, (*self.states, burst, *lines)))
            pytest.fail(f"not as the model has it\n{text}", pytrace=False)
        self.states = allowed[seen]
        self.steps += 1

    def observed(self) -> View:
        """Return what can be seen of the runtime."""
        tasks = tuple((tuple(w.outcomes), w.waiting_for) for w in self.workers)
        if len(self.workers) > FEW:
            # Who has left a select may still be in a long queue.
            return tasks, tuple((len(ch), ch.cap, -1, -1) for ch in self.chans)
        return tasks, tuple(
            (len(ch), ch.cap, len(ch.recvq), len(ch.sendq)) for ch in self.chans
        )

    def random_burst(self) -> list[tuple[int, list[Op]]]:
        """Return one to three workers with one or two statements each."""
        idle = [i for i, w in enumerate(self.workers) if w.waiting_for == IDLE]
        worker = idle.pop(self.choose(len(idle)))
        if not idle:  # the last one that can move must not wait
            if self.choose(4):
                return [(worker, [self.random_select(wait=False)])]
            return [(worker, [Op("close", (self.random_case(RECV),))])]
        # In which order goroutines came that were started at once cannot be seen: in
        # long queues that would be too many ways to keep in mind.
        several = len(self.workers) == FEW and self.choose(4) == 0
        burst = [(worker, self.random_ops(several))]
        for _ in range(self.choose(3) if several else 0):
            if len(idle) > 1:
                worker = idle.pop(self.choose(len(idle)))
                burst.append((worker, self.random_ops(several)))
        return burst

    def random_ops(self, several: bool) -> list[Op]:
        """Return one statement, or two."""
        make = self.random_op if len(self.workers) == FEW else self.crowd_op
        return [make() for _ in range(1 + several * self.choose(2))]

    def crowd_op(self) -> Op:
        """Return a statement with which long queues come about, and go from one end.

        Selects wait on all channels; one channel lets most of them go.
        """
        n = self.choose(20)
        if n == 0:
            return self.random_op()
        if n < 3:
            return Op(self.crowd, (self.random_case(self.crowd),))
        if n < (17 if self.steps % LENGTH < LENGTH // 2 else 5):
            # No channel twice: close would have too many ways to tell everybody.
            first = self.choose(len(self.chans))
            several = [self.random_case(self.crowd) for _ in self.chans]
            return Op(
                "select",
                tuple(
                    case._replace(chan=(first + k) % len(several))
                    for k, case in enumerate(several)
                ),
            )
        way = RECV if self.crowd == SEND else SEND
        case = self.random_case(way)
        return Op(way, (case._replace(chan=0) if self.choose(4) else case,))

    def random_op(self) -> Op:
        """Return a statement."""
        n = self.choose(30)
        if n < 6:
            return Op("send", (self.random_case(SEND),))
        if n < 9:
            return Op("recv", (self.random_case(RECV),))
        if n < 12:
            return Op("recv_ok", (self.random_case(RECV),))
        if n < 14:
            return Op("range", (self.random_case(RECV),), rounds=1 + self.choose(4))
        if n == 14:
            return Op("close", (self.random_case(RECV),))
        return self.random_select(wait=self.choose(3) > 0)

    def random_select(self, wait: bool) -> Op:
        """Return a select of one to four cases, and a default if it must not wait."""
        many = []
        for _ in range(1 + self.choose(4)):
            case = self.random_case((SEND, RECV)[self.choose(2)])
            nil = self.choose(8) == 0
            many.append(case._replace(chan=None) if nil else case)
        if wait and any(case.chan is not None for case in many):
            return Op("select", tuple(many))
        at = self.choose(len(many) + 1)
        many.insert(at, Case(RECV, None))
        return Op("select", tuple(many), at)

    def random_case(self, way: str) -> Case:
        """Return a case on some channel, with a value that nobody else sends."""
        self.values += 1
        chan = self.choose(len(self.chans))
        return Case(way, chan, self.values if way == SEND else None)

    def finish(self) -> None:
        """Close what is open, so that nobody waits any more, and end the workers."""
        for ch in self.chans:
            try:
                ch.close()
            except Panic:
                pass
        for worker in self.workers:
            worker.stop = True
        run_until_quiet(self.workers)
        for worker in self.workers:
            worker.wake()
        run_until_quiet(self.workers, G_DEAD)


# What each goroutine got and what it waits for; of each channel len, cap, and how
# many wait in either queue.
View = tuple[
    tuple[tuple[tuple[Outcome, ...], str], ...], tuple[tuple[int, int, int, int], ...]
]


def view(state: State) -> View:
    """Return what can be seen of a state of the model."""
    tasks = tuple(
        (t.outcomes, reason(t.ops[0]) if t.waiting else IDLE) for t in state.tasks
    )
    chans = []
    for n, c in enumerate(state.chans):
        waiting = [-1, -1]
        if len(tasks) == FEW:
            for k, (way, queue) in enumerate(((RECV, c.recvq), (SEND, c.sendq))):
                waiting[k] = sum(len(list(cases_of(state, i, way, n))) for i in queue)
        chans.append((len(c.buf), c.cap, waiting[0], waiting[1]))
    return tasks, tuple(chans)

"""What Go says of channels: the model that chan_program.py compares with.

It shares nothing with the runtime.  A state is a tuple that never changes; a step gives
the set of all states that Go allows after it, over each order in which goroutines may
run and each choice that select leaves open.  Seen from here a send or a receive is a
select of one case.
"""

from collections.abc import Iterator
from typing import NamedTuple

SEND, RECV = "send", "recv"

# What one operation came to: which case, the value, ok; or the text of its panic.
Outcome = tuple[int, int | None, bool] | str


class Case(NamedTuple):
    """One case of a select."""

    way: str
    chan: int | None  # None: the nil channel
    value: int | None = None  # what to send


class Op(NamedTuple):
    """One statement of a goroutine's."""

    kind: str  # send, recv, recv_ok, select, close, range
    cases: tuple[Case, ...]
    default: int = -1  # where among the cases the default stands; -1: nowhere
    rounds: int = 1  # range: break after so many values


class Chan(NamedTuple):
    """A channel: buffer, and which tasks wait in line, the first one first."""

    cap: int
    buf: tuple[int, ...] = ()
    closed: bool = False
    recvq: tuple[int, ...] = ()
    sendq: tuple[int, ...] = ()


class Task(NamedTuple):
    """A goroutine: what it has still to do, and what came of the rest."""

    ops: tuple[Op, ...] = ()
    waiting: bool = False  # its first operation does
    outcomes: tuple[Outcome, ...] = ()


class State(NamedTuple):
    """All there is."""

    chans: tuple[Chan, ...]
    tasks: tuple[Task, ...]


def settle(state: State) -> set[State]:
    """Return the states in which nothing moves any more, by any way there."""
    done, seen, todo = set(), {state}, [state]
    while todo:
        state = todo.pop()
        running = [i for i, t in enumerate(state.tasks) if t.ops and not t.waiting]
        if not running:
            done.add(state)
        for i in running:
            for after in execute(state, i):
                if after not in seen:
                    seen.add(after)
                    todo.append(after)
    return done


def execute(state: State, i: int) -> Iterator[State]:
    """Yield what may come of it when task i does its first operation."""
    op = state.tasks[i].ops[0]
    if op.kind == "close":
        yield from close(state, i, op.cases[0].chan)
        return
    ready = [n for n, case in enumerate(op.cases) if could_go(state, case)]
    for n in ready:
        yield from communicate(state, i, n, op.cases[n])
    if ready:
        return
    if op.default >= 0:
        yield complete(state, i, (op.default, None, False))
        return
    for case in op.cases:
        if case.chan is not None:
            state = enqueue(state, i, case.way, case.chan)
    yield replace_task(state, i, state.tasks[i]._replace(waiting=True))


def could_go(state: State, case: Case) -> bool:
    """Tell whether a case need not wait."""
    if case.chan is None:
        return False
    c = state.chans[case.chan]
    if case.way == SEND:
        return c.closed or bool(c.recvq) or len(c.buf) < c.cap
    return c.closed or bool(c.sendq) or bool(c.buf)


def communicate(state: State, i: int, n: int, case: Case) -> Iterator[State]:
    """Yield the ways in which task i can go on with its case n."""
    assert case.chan is not None
    c = state.chans[case.chan]
    if case.way == SEND:
        assert case.value is not None
        if c.closed:
            yield complete(state, i, "send on closed channel")
        elif c.recvq:
            for m, _ in cases_of(state, c.recvq[0], RECV, case.chan):
                after = complete(state, c.recvq[0], (m, case.value, True))
                yield complete(after, i, (n, None, False))
        else:
            after = replace_chan(state, case.chan, c._replace(buf=(*c.buf, case.value)))
            yield complete(after, i, (n, None, False))
    elif c.sendq:
        for m, value in cases_of(state, c.sendq[0], SEND, case.chan):
            line = (*c.buf, value)
            after = complete(state, c.sendq[0], (m, None, False))
            kept = after.chans[case.chan]._replace(buf=line[1:])
            after = replace_chan(after, case.chan, kept)
            yield complete(after, i, (n, line[0], True))
    elif c.buf:
        after = replace_chan(state, case.chan, c._replace(buf=c.buf[1:]))
        yield complete(after, i, (n, c.buf[0], True))
    else:
        yield complete(state, i, (n, None, False))


def close(state: State, i: int, chan: int | None) -> Iterator[State]:
    """Yield what may come of task i closing a channel."""
    assert chan is not None
    c = state.chans[chan]
    if c.closed:
        yield complete(state, i, "close of closed channel")
        return
    state = replace_chan(state, chan, c._replace(closed=True))
    states = [complete(state, i, (0, None, False))]
    for waiter in c.recvq:
        states = [
            complete(s, waiter, (m, None, False))
            for s in states
            for m, _ in cases_of(s, waiter, RECV, chan)
        ]
    for waiter in c.sendq:
        if waiter not in c.recvq:  # Go looks at that side first
            panics = "send on closed channel"
            states = [complete(s, waiter, panics) for s in states]
    yield from states


def cases_of(state: State, i: int, way: str, chan: int) -> Iterator[tuple[int, int]]:
    """Yield the number and the value of each case by which task i waits there."""
    for n, case in enumerate(state.tasks[i].ops[0].cases):
        if case.way == way and case.chan == chan:
            yield n, case.value or 0


def complete(state: State, i: int, outcome: Outcome) -> State:
    """Task i's operation is over: it leaves all queues and goes on."""
    task = state.tasks[i]
    op, *rest = task.ops
    if task.waiting:
        state = state._replace(chans=tuple(leave(c, i) for c in state.chans))
    if isinstance(outcome, str):
        rest = []  # a panic
    elif op.kind == "range" and outcome[2] and op.rounds > 1:
        rest = [op._replace(rounds=op.rounds - 1), *rest]
    done = Task(tuple(rest), False, (*task.outcomes, outcome))
    return replace_task(state, i, done)


def leave(c: Chan, i: int) -> Chan:
    """Take task i off the queues of a channel."""
    if i in c.recvq:
        c = c._replace(recvq=tuple(j for j in c.recvq if j != i))
    if i in c.sendq:
        c = c._replace(sendq=tuple(j for j in c.sendq if j != i))
    return c


def enqueue(state: State, i: int, way: str, chan: int) -> State:
    """Put task i at the end of a queue, if it is not there by another case."""
    c = state.chans[chan]
    if way == SEND and i not in c.sendq:
        c = c._replace(sendq=(*c.sendq, i))
    elif way == RECV and i not in c.recvq:
        c = c._replace(recvq=(*c.recvq, i))
    return replace_chan(state, chan, c)


def replace_chan(state: State, chan: int, c: Chan) -> State:
    """Return the state with another channel in the place of one."""
    chans = state.chans
    return state._replace(chans=(*chans[:chan], c, *chans[chan + 1 :]))


def replace_task(state: State, i: int, task: Task) -> State:
    """Return the state with another task in the place of one."""
    tasks = state.tasks
    return state._replace(tasks=(*tasks[:i], task, *tasks[i + 1 :]))

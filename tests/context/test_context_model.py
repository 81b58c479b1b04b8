"""Trees of contexts, compared with a model after each step of random programs.

Of every context Err, Cause, Done, Deadline and what Value finds are what the model has,
and each function given to AfterFunc ran once if its context was cancelled before it was
stopped, and else never.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import partial
from random import Random

import pytest

from goruntime import Gosched, chan, context, default, errors, recv, select, time

STEPS = int(os.environ.get("GORUNTIME_STEPS", "10000"))
LENGTH = 50  # steps of one program

NOW = time.Now()


class key(str):
    """A key of WithValue."""

    __slots__ = ()


@dataclass(eq=False)
class Node:
    """A context of the model, beside the real one."""

    ctx: context.Context
    parent: Node | None
    kind: str
    children: list[Node] = field(default_factory=list)
    err: type[errors.error] | None = None
    cause: object = None
    deadline: time.Time | None = None
    values: dict[key, int] = field(default_factory=dict)
    cancel: context.CancelFunc | context.CancelCauseFunc | None = None
    # AfterFunc: what runs, whether it must have, how to stop it.
    ran: list[int] = field(default_factory=list)
    must_run: bool = False
    stopped: bool = False

    def end(self, err: type[errors.error], cause: object) -> None:
        """Cancel it and what hangs on it."""
        if self.err is not None or self.stopped:
            return
        self.err, self.cause = err, cause
        self.must_run = self.kind == "after"
        for child in self.children:
            if child.kind != "without":
                child.end(err, cause)


class Program:
    """A tree that grows at random, and is cancelled at random."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.n = 0
        self.nodes = [Node(context.Background(), None, "root")]
        self.after: list[tuple[Node, context.Context, object]] = []

    def run(self) -> None:
        for _ in range(LENGTH):
            self.n += 1
            if self.random.random() < 0.6:
                self.grow()
            else:
                self.act()
            for _ in range(3):  # for the functions of AfterFunc
                Gosched()
            for node in self.nodes:
                self.compare(node)
        for node in self.nodes:
            if node.cancel is not None:
                node.cancel()

    def add(self, parent: Node, kind: str, ctx: context.Context) -> Node:
        """Hang a context on another."""
        node = Node(ctx, parent, kind, values=dict(parent.values))
        parent.children.append(node)
        self.nodes.append(node)
        if kind != "without":
            node.deadline = parent.deadline
            if parent.err is not None:
                node.end(parent.err, parent.cause)
        return node

    def grow(self) -> None:
        """Make one context more, or one function to be called after one."""
        parent = self.random.choice([n for n in self.nodes if n.kind != "after"])
        kind = self.random.choice(
            ["cancel", "cause", "value", "without", "deadline", "past", "after"]
        )
        ctx, cause = parent.ctx, errors.New(f"cause {self.n}")
        cancel: context.CancelFunc | context.CancelCauseFunc
        if kind == "cancel":
            ctx, cancel = context.WithCancel(ctx)
            self.add(parent, kind, ctx).cancel = cancel
        elif kind == "cause":
            ctx, cancel = context.WithCancelCause(ctx)
            self.add(parent, kind, ctx).cancel = cancel
        elif kind == "value":
            name = key(self.random.choice("abc"))
            ctx = context.WithValue(ctx, name, self.n)
            self.add(parent, kind, ctx).values[name] = self.n
        elif kind == "without":
            self.add(parent, kind, context.WithoutCancel(ctx))
        elif kind == "deadline":
            when = NOW.Add((2 + self.random.randrange(50)) * time.Hour)
            ctx, cancel = context.WithDeadlineCause(ctx, when, cause)
            node = self.add(parent, kind, ctx)
            node.cancel = cancel
            if node.deadline is None or when.Before(node.deadline):
                node.deadline = when
        elif kind == "past":
            ctx, cancel = context.WithTimeoutCause(ctx, -1 * time.Second, cause)
            node = self.add(parent, kind, ctx)
            node.cancel = cancel
            node.deadline = None  # some moment ago: not compared
            node.end(context.DeadlineExceeded, cause)
        else:
            ran: list[int] = []
            stop = context.AfterFunc(ctx, lambda: ran.append(1))
            node = self.add(parent, kind, ctx)
            node.ran = ran
            self.after.append((node, ctx, stop))

    def act(self) -> None:
        """Cancel one, or stop a function."""
        node = self.random.choice(self.nodes)
        if node.kind == "after":
            stop = next(stop for n, _, stop in self.after if n is node)
            assert callable(stop)
            assert stop() is not (node.stopped or node.must_run)
            node.stopped = node.stopped or not node.must_run
        elif node.kind == "cause":
            given = self.random.choice([None, errors.New(f"cancelled {self.n}")])
            assert node.cancel is not None
            node.cancel(*[] if given is None else [given])
            node.end(context.Canceled, given or context.Canceled)
        elif node.cancel is not None:
            node.cancel()
            node.end(context.Canceled, context.Canceled)

    def compare(self, node: Node) -> None:
        """Look at one context as its user does."""
        if node.kind == "after":
            assert node.ran == [1] * node.must_run
            return
        ctx = node.ctx
        assert ctx.Err() == node.err
        assert context.Cause(ctx) == node.cause
        done = ctx.Done()
        if done is None:
            assert node.err is None
        else:
            assert (select(recv(done), default)[0] == 0) is (node.err is not None)
        for name in "abc":
            assert ctx.Value(key(name)) == node.values.get(key(name))
        if not past(node):
            when, ok = ctx.Deadline()
            assert (when, ok) == (node.deadline, node.deadline is not None)


def past(node: Node | None) -> bool:
    """Tell whether a context has its deadline from one that was over at once."""
    while node is not None and node.kind != "without":
        if node.kind == "past":
            return True
        node = node.parent
    return False


def test_short_programs_do_what_the_model_says() -> None:
    for seed in range(10):
        Program(Random(seed)).run()


@pytest.mark.slow
def test_long_proof_finds_nothing_that_the_model_forbids() -> None:
    for seed in range(STEPS // LENGTH):
        Program(Random(-1 - seed)).run()


def test_who_waits_for_any_context_of_a_tree_is_woken_once() -> None:
    for seed in range(20):
        random = Random(seed)
        root, cancel = context.WithCancel(context.Background())
        tree, ended = [root], chan[int](50)
        for _ in range(49):
            ctx, stop = context.WithCancel(random.choice(tree))
            tree.append(ctx)
            context.AfterFunc(ctx, stop)
        for i, ctx in enumerate(tree):
            context.AfterFunc(ctx, partial(ended.send, i))
        cancel()
        assert sorted(ended.recv() for _ in tree) == list(range(50))

"""Cancellation by many at once, and from where nothing may wait."""

import gc
import random
import signal
import threading
from collections.abc import Callable
from typing import Any

import pytest

from goruntime import (
    Gosched,
    chan,
    context,
    errors,
    go,
    sync,
    time,
)
from tests.context.looks import CAUSE, FAR, TICK, children, done, pending

# --- at the same time ----------------------------------------------------------------


@pytest.mark.from_go("context/x_test.go", "TestSimultaneousCancels")
def test_a_tree_may_be_cancelled_in_any_order() -> None:
    root, cancel = context.WithCancel(context.Background())
    tree: dict[context.Context, Any] = {root: cancel}
    q = [root]
    while len(tree) < 100:
        parent = q.pop(0)
        for ctx, end in (
            context.WithCancel(parent),
            context.WithTimeout(parent, FAR),
            context.WithCancel(context.WithValue(parent, "k", "v")),
        ):
            tree[ctx] = end
            q.append(ctx)
    wg = sync.WaitGroup()
    ends = list(tree.values())
    random.Random(1).shuffle(ends)
    for end in ends:
        wg.Go(end)
    for ctx in tree:
        ctx.Done().recv()
    wg.Wait()
    for ctx in tree:
        assert done(ctx)
        assert ctx.Err() is context.Canceled
        assert children(ctx) == 0
    assert pending() == 0


@pytest.mark.from_go("context/x_test.go", "TestInterlockedCancels")
def test_who_waits_for_the_parent_may_cancel_the_child() -> None:
    parent, cancel_parent = context.WithCancel(context.Background())
    child, cancel_child = context.WithCancel(parent)

    def wait() -> None:
        parent.Done().recv()
        cancel_child()

    go(wait)
    cancel_parent()
    child.Done().recv()


@pytest.mark.from_go("context/x_test.go", "TestLayersCancel")
@pytest.mark.from_go("context/x_test.go", "TestLayersTimeout")
@pytest.mark.parametrize("how", ["cancel", "timeout"])
@pytest.mark.parametrize("seed", range(10))
def test_layers_of_all_kinds(seed: int, how: str) -> None:
    rnd = random.Random(seed)
    timers = pending()
    ctx: context.Context = context.Background()
    if how == "timeout":
        ctx, _ = context.WithTimeout(ctx, 5 * TICK)
    root, _ = ctx, None
    values: list[object] = []
    ends: list[Any] = []
    for n in range(30):
        match rnd.randrange(3):
            case 0:
                key = object()
                ctx = context.WithValue(ctx, key, key)
                values.append(key)
            case 1:
                ctx, end = context.WithCancel(ctx)
                ends.append(end)
            case 2:
                ctx, end = context.WithTimeout(ctx, FAR + n)
                ends.append(end)
    if not ends:
        ctx, end = context.WithCancel(ctx)
        ends.append(end)
    for key in values:
        assert ctx.Value(key) is key
    assert how == "timeout" or not done(ctx)
    if how == "timeout":
        root.Done().recv()
        ctx.Done().recv()
        assert ctx.Err() is context.DeadlineExceeded
    else:
        rnd.choice(ends)()
        assert ctx.Err() is context.Canceled
    assert done(ctx)
    for key in values:
        assert ctx.Value(key) is key
    for end in ends:
        end()
    assert pending() == timers


def in_threads(n: int, f: Callable[[int], object]) -> None:
    """Call f(0) to f(n - 1) in threads, all at once."""
    errs: list[BaseException] = []
    ready = threading.Barrier(n)

    def call(i: int) -> None:
        ready.wait()
        try:
            f(i)
        except BaseException as err:
            errs.append(err)

    threads = [threading.Thread(target=call, args=(i,)) for i in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errs == []


@pytest.mark.from_go("context/x_test.go", "TestWithCancelSimultaneouslyCanceledParent")
def test_no_child_escapes_that_comes_while_its_parent_is_cancelled() -> None:
    for _ in range(30):
        root, cancel = context.WithCancelCause(context.Background())
        found: list[context.Context] = []

        def work(
            i: int, root: Any = root, cancel: Any = cancel, f: Any = found
        ) -> None:
            for _ in range(20):
                f.append(context.WithCancel(root)[0])
                f.append(context.WithTimeout(root, FAR)[0])
            if i == 0:
                cancel(CAUSE)
                assert context.Cause(root) is CAUSE

        in_threads(4, work)
        assert len(found) == 160
        for ctx in found:
            assert done(ctx)
            assert context.Cause(ctx) is CAUSE
        assert children(root) == 0


@pytest.mark.from_go("context/x_test.go", "TestCauseRace")
@pytest.mark.from_go("context/x_test.go", "TestContextErrDoneRace")
def test_err_done_and_cause_agree_at_any_moment() -> None:
    for _ in range(10):
        ctx, cancel = context.WithCancelCause(context.Background())

        def work(i: int, ctx: Any = ctx, cancel: Any = cancel) -> None:
            if i == 0:
                cancel(CAUSE)
                return
            if i == 1:
                ctx.Done().recv()
                assert ctx.Err() is context.Canceled
                return
            while ctx.Err() is None:
                pass
            assert ctx.Done().closed
            assert context.Cause(ctx) is CAUSE

        in_threads(4, work)


def test_many_threads_cancel_and_one_reason_wins() -> None:
    for _ in range(30):
        ctx, cancel = context.WithCancelCause(context.Background())
        below, _ = context.WithCancel(ctx)
        calls = chan[int](9)
        stop = context.AfterFunc(ctx, lambda c=calls: c.send(1))  # type: ignore[misc]
        reasons = [errors.New(str(i)) for i in range(4)]
        seen: list[Any] = []

        def work(
            i: int, s: Any = seen, cancel: Any = cancel, r: Any = reasons, c: Any = ctx
        ) -> None:
            cancel(r[i])
            s.append(context.Cause(c))

        in_threads(4, work)
        assert len({id(err) for err in seen}) == 1
        assert context.Cause(below) is seen[0]
        assert calls.recv() == 1
        assert not stop()
        Gosched()
        assert len(calls) == 0


def test_a_thread_waits_for_its_own_timeout() -> None:
    def work(n: int) -> None:
        ctx, _ = context.WithTimeout(context.Background(), (5 + n) * TICK)
        ctx.Done().recv()
        assert ctx.Err() is context.DeadlineExceeded

    over = chan[None]()

    def all_of_them() -> None:
        try:
            in_threads(3, work)
        finally:
            over.close()

    thread = threading.Thread(target=all_of_them)
    thread.start()
    over.recv()
    thread.join()


# --- from where nothing may wait ------------------------------------------------------


def test_a_finalizer_may_cancel() -> None:
    ctxs = []

    class Owner:
        def __init__(self) -> None:
            ctx, self.cancel = context.WithTimeout(context.Background(), FAR)
            self.me = self  # for the collector to find
            ctxs.append(ctx)

        def __del__(self) -> None:
            self.cancel()

    threshold = gc.get_threshold()
    gc.set_threshold(20)
    try:
        for _ in range(300):
            Owner()
            timer = time.AfterFunc(FAR, Gosched)
            c = chan[int](1)
            c.send(1)
            timer.Stop()
    finally:
        gc.set_threshold(*threshold)
    gc.collect()
    Gosched()
    Gosched()
    assert all(done(ctx) for ctx in ctxs)
    assert pending() == 0


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no interval timers")
def test_a_signal_handler_may_cancel_whatever_it_interrupts() -> None:
    current: list[Any] = []
    cancelled = 0

    def handler(*_: object) -> None:
        nonlocal cancelled
        if current:
            current.pop()()
            cancelled += 1

    previous = signal.signal(signal.SIGVTALRM, handler)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.0001, 0.0001)
    try:
        parent, end = context.WithCancel(context.Background())
        while cancelled < 40:
            ctx, cancel = context.WithTimeout(parent, FAR)
            ctx.Done()
            current.append(cancel)
            while current:
                time.AfterFunc(FAR, Gosched).Stop()
                other, stop = context.WithCancel(ctx)
                other.Done()
                stop()
            Gosched()
            Gosched()
            assert done(ctx)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)
    end()
    assert children(parent) == 0
    assert pending() == 0

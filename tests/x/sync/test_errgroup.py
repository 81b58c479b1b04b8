"""Package errgroup."""

from typing import Any

import pytest

from goruntime import Goexit, Gosched, Panic, chan, context, sync
from goruntime.x.sync import errgroup


@pytest.mark.from_go("x/sync/errgroup/errgroup_test.go", "TestZeroGroup")
@pytest.mark.parametrize(
    "errs", [[], [None], [ValueError("1")], [ValueError("1"), None, KeyError("2")]]
)
def test_wait_raises_the_first_error(errs: list[Exception | None]) -> None:
    g = errgroup.Group()

    def task(err: Exception | None) -> None:
        if err is not None:
            raise err

    first = next((err for err in errs if err is not None), None)
    for err in errs:
        g.Go(task, err)
    if first is None:
        g.Wait()
    else:
        with pytest.raises(type(first)) as got:
            g.Wait()
        assert got.value is first


@pytest.mark.from_go("x/sync/errgroup/errgroup_test.go", "TestWithContext")
@pytest.mark.parametrize(
    "errs",
    [[], [None], [None, ValueError("1")], [ValueError("1"), None, KeyError("2")]],
)
def test_the_first_error_cancels_the_context(errs: list[Exception | None]) -> None:
    g, ctx = errgroup.WithContext(context.Background())

    def task(err: Exception | None) -> None:
        if err is not None:
            raise err

    for err in errs:
        g.Go(task, err)
    first = next((err for err in errs if err is not None), None)
    if first is None:
        g.Wait()
        assert context.Cause(ctx) == context.Canceled
    else:
        with pytest.raises(type(first)):
            g.Wait()
        assert context.Cause(ctx) is first
    assert ctx.Err() == context.Canceled


@pytest.mark.from_go("x/sync/errgroup/errgroup_test.go", "TestCancelCause")
def test_the_others_see_the_context_cancelled() -> None:
    g, ctx = errgroup.WithContext(context.Background())

    def wait() -> None:
        done = ctx.Done()
        assert done is not None
        done.recv()

    def fail() -> None:
        raise ValueError("x")

    g.Go(wait)
    g.Go(fail)
    with pytest.raises(ValueError, match="x"):
        g.Wait()


@pytest.mark.from_go("x/sync/errgroup/errgroup_test.go", "TestTryGo")
def test_trygo_keeps_to_the_limit() -> None:
    g = errgroup.Group()
    n = 42
    g.SetLimit(n)
    ch = chan[None]()

    def task() -> None:
        ch.send(None)

    for _ in range(n):
        assert g.TryGo(task)
    assert not g.TryGo(task)
    drained = chan[int](1)

    def drain() -> None:
        drained.send(sum(1 for _ in ch))

    sync.WaitGroup().Go(drain)
    g.Go(task)
    g.Wait()
    assert g.TryGo(task)
    g.Wait()
    ch.close()
    assert drained.recv() == n + 2
    block = chan[None]()
    g.SetLimit(1)
    assert g.TryGo(block.recv)
    assert not g.TryGo(block.recv)
    block.close()
    g.Wait()
    g.SetLimit(0)
    assert not g.TryGo(lambda: None)


@pytest.mark.from_go("x/sync/errgroup/errgroup_test.go", "TestGoLimit")
def test_no_more_than_the_limit_run_at_a_time() -> None:
    limit = 10
    g = errgroup.Group()
    g.SetLimit(limit)
    active = sync.atomic.Int32()

    def task() -> None:
        assert active.Add(1) <= limit
        Gosched()
        active.Add(-1)

    for _ in range(100):
        g.Go(task)
    g.Wait()
    g.SetLimit(-1)
    for _ in range(100):
        assert g.TryGo(lambda: None)
    g.Wait()


def test_the_limit_of_a_group_that_runs_cannot_be_changed() -> None:
    g = errgroup.Group()
    g.SetLimit(2)
    g.Go(Gosched)
    with pytest.raises(Panic, match="while 1 goroutines in the group are still active"):
        g.SetLimit(3)
    g.Wait()


def test_goexit_ends_a_task() -> None:
    g = errgroup.Group()
    g.Go(Goexit)
    g.Wait()


@pytest.mark.parametrize("f", [None, 3])
def test_what_cannot_be_called_is_refused_and_takes_no_place(f: Any) -> None:
    g = errgroup.Group()
    g.SetLimit(1)
    with pytest.raises(TypeError, match=r"give it the function .* g\.Go\(f, x\)"):
        g.Go(f)
    with pytest.raises(TypeError, match=r"g\.TryGo\(f, x\)"):
        g.TryGo(f)
    assert g.TryGo(Gosched)
    g.Wait()


async def coroutine() -> None:
    pass


def test_a_coroutine_function_is_an_error_of_the_group() -> None:
    g = errgroup.Group()
    g.Go(coroutine)
    with pytest.raises(TypeError, match="coroutine is a coroutine function"):
        g.Wait()

"""Coroutines in goroutines: run and Runner."""

from __future__ import annotations

import asyncio
import contextvars
from typing import TYPE_CHECKING, Any

import pytest

from goruntime import aio, chan, context, go, time

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

var: contextvars.ContextVar[str] = contextvars.ContextVar("var", default="unset")


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


def test_a_coroutines_result_is_returned() -> None:
    assert aio.run(answer()) == 42


def test_what_a_coroutine_raises_is_raised() -> None:
    async def fail() -> None:
        await asyncio.sleep(0)
        raise KeyError("gopher")

    with pytest.raises(KeyError, match="gopher"):
        aio.run(fail())


def test_only_the_calling_goroutine_waits() -> None:
    ping, pong = chan[str](), chan[str]()

    async def wait() -> str:
        got: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        loop = asyncio.get_running_loop()

        def other() -> None:
            ping.send("ping")
            loop.call_soon_threadsafe(got.set_result, pong.recv())

        go(other)
        return await got

    go(lambda: pong.send(ping.recv() + " pong"))
    assert aio.run(wait()) == "ping pong"


def test_a_thousand_goroutines_run_coroutines_at_once() -> None:
    n = 1000
    done = chan[int](n)
    entered = 0
    gate = chan[None]()

    async def meet(i: int) -> int:
        nonlocal entered
        entered += 1
        if entered == n:
            gate.close()
        await aio.go(gate.recv)
        assert asyncio.current_task() is not None
        await asyncio.sleep(0.001)
        return i

    def call(i: int) -> None:
        done.send(aio.run(meet(i)))

    for i in range(n):
        go(call, i)
    assert sorted([done.recv() for _ in range(n)]) == list(range(n))


def test_timers_of_the_loop_fire_in_order() -> None:
    async def race() -> list[int]:
        order: list[int] = []
        loop = asyncio.get_running_loop()
        now = loop.time()
        done = asyncio.Event()
        for i in (3, 1, 2):
            loop.call_at(now + i / 500, order.append, i)
        loop.call_at(now + 4 / 500, done.set)
        await done.wait()
        return order

    assert aio.run(race()) == [1, 2, 3]


def test_no_loop_is_left_in_the_thread() -> None:
    aio.run(answer())
    assert asyncio._get_running_loop() is None


def test_a_goroutine_beside_a_parked_loop_sees_no_running_loop() -> None:
    async def look() -> object:
        return await aio.go(asyncio._get_running_loop)

    assert aio.run(look()) is None


def test_run_in_a_coroutine_is_refused() -> None:
    async def nested() -> None:
        coro = answer()
        try:
            aio.run(coro)
        finally:
            coro.close()

    with pytest.raises(RuntimeError, match="cannot be called from a running event"):
        aio.run(nested())


def test_what_is_no_coroutine_is_refused() -> None:
    given: Any = answer
    with pytest.raises(ValueError, match="a coroutine was expected"):
        aio.run(given)


def test_tasks_left_over_are_cancelled() -> None:
    seen: list[str] = []

    async def linger() -> None:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    async def leave() -> asyncio.Task[None]:
        task = asyncio.create_task(linger())
        await asyncio.sleep(0)
        return task

    assert aio.run(leave()).cancelled()
    assert seen == ["cancelled"]


def test_asynchronous_generators_are_shut_down() -> None:
    seen: list[str] = []

    async def numbers() -> AsyncIterator[int]:
        try:
            yield 1
        finally:
            await asyncio.sleep(0)
            seen.append("closed")

    kept = []

    async def first() -> int:
        gen = numbers()
        kept.append(gen)
        return await anext(gen)

    assert aio.run(first()) == 1
    assert seen == ["closed"]


def test_a_task_has_the_goroutines_context_variables() -> None:
    async def read() -> str:
        before = var.get()
        var.set("the task's")
        return before

    var.set("the goroutine's")
    assert aio.run(read()) == "the goroutine's"
    assert var.get() == "the goroutine's"


def test_a_runner_keeps_its_loop() -> None:
    async def loop() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    with aio.Runner() as runner:
        first = runner.run(loop())
        result = chan[asyncio.AbstractEventLoop]()
        go(lambda: result.send(runner.run(loop())))
        assert result.recv() is first is runner.get_loop()
    assert first.is_closed()


def test_a_runner_runs_for_one_goroutine_at_a_time() -> None:
    with aio.Runner() as runner:
        started = chan[None]()
        gate = chan[None]()
        done = chan[int]()

        async def wait() -> int:
            await aio.go(started.send, None)
            await aio.go(gate.recv)
            return 1

        go(lambda: done.send(runner.run(wait())))
        started.recv()
        coro = answer()
        with pytest.raises(RuntimeError, match="another goroutine has the loop run"):
            runner.run(coro)
        coro.close()
        with pytest.raises(RuntimeError, match="a goroutine has the loop run"):
            runner.close()
        gate.close()
        assert done.recv() == 1


def test_a_context_cancels_the_task() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    seen: list[str] = []

    async def wait() -> None:
        asyncio.get_running_loop().call_soon(cancel)
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            seen.append("cleaned up")
            raise

    with pytest.raises(context.Canceled):
        aio.run(wait(), ctx=ctx)
    assert seen == ["cleaned up"]


def test_a_contexts_deadline_cancels_the_task() -> None:
    ctx, cancel = context.WithTimeout(context.Background(), 5 * time.Millisecond)
    with cancel, pytest.raises(context.DeadlineExceeded):
        aio.run(asyncio.sleep(3600), ctx=ctx)


def test_a_context_that_is_done_lets_nothing_start() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    cancel()
    with pytest.raises(context.Canceled):
        aio.run(answer(), ctx=ctx)


def test_a_context_that_outlives_the_task_does_nothing() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    assert aio.run(answer(), ctx=ctx) == 42
    cancel()


def test_a_cancellation_of_its_own_is_not_the_contexts() -> None:
    ctx, cancel = context.WithCancel(context.Background())

    async def give_up() -> None:
        raise asyncio.CancelledError

    with cancel, pytest.raises(asyncio.CancelledError):
        aio.run(give_up(), ctx=ctx)

"""Channels awaited by coroutines."""

from __future__ import annotations

import asyncio
import random
import threading
from typing import Any

import pytest

from goruntime import (
    Gosched,
    Panic,
    aio,
    blocking,
    chan,
    context,
    default,
    go,
    recv,
    send,
    time,
)
from goruntime.aio.channel import Received, Waiter
from goruntime.hchan import Sel
from tests import subprogram
from tests.waiting import until

N = 300


def test_a_coroutine_receives_what_a_goroutine_sends() -> None:
    ch = chan[int]()

    def produce() -> None:
        for i in range(N):
            ch.send(i)
        ch.close()

    async def main() -> list[int]:
        return [v async for v in aio.receive(ch)]

    go(produce)
    assert aio.run(main()) == list(range(N))


@pytest.mark.parametrize("size", [0, 3])
def test_a_goroutine_receives_what_a_coroutine_sends(size: int) -> None:
    ch = chan[int](size)
    got = chan[list[int]]()

    async def main() -> None:
        for i in range(N):
            await aio.send(ch, i)
        ch.close()

    def consume() -> None:
        got.send([v for v in ch])  # noqa: C416 (list would wait inside C code)

    go(consume)
    aio.run(main())
    assert got.recv() == list(range(N))


def test_two_coroutines_of_one_loop_meet() -> None:
    ch = chan[str]()

    async def main() -> str:
        sending = asyncio.create_task(aio.send(ch, "gopher"))
        got = await aio.recv(ch)
        await sending
        return got

    assert aio.run(main()) == "gopher"


def test_two_loops_meet() -> None:
    ping, pong = chan[int](), chan[int]()
    done = chan[None]()

    async def serve() -> None:
        async for v in aio.receive(ping):
            await aio.send(pong, v + 1)

    async def count() -> int:
        n = 0
        for _ in range(N):
            await aio.send(ping, n)
            n = await aio.recv(pong)
        ping.close()
        return n

    go(lambda: done.send(aio.run(serve())))
    assert aio.run(count()) == N
    done.recv()


def test_the_loop_goes_round_while_a_task_waits() -> None:
    async def main() -> None:
        waiting = asyncio.create_task(aio.recv(ch))
        for _ in range(3):
            await asyncio.sleep(0)
        assert not waiting.done()
        assert len(ch.recvq) == 1
        go(ch.send, 5)
        assert await waiting == 5

    ch = chan[int]()
    aio.run(main())


def test_recv_tells_a_closed_channel_from_a_zero() -> None:
    ch = chan[int](1)
    ch.send(0)
    ch.close()

    async def main() -> list[Any]:
        return [await aio.recv_ok(ch), await aio.recv_ok(ch), await aio.recv(ch)]

    assert aio.run(main()) == [(0, True), (None, False), None]


def test_close_wakes_who_awaits() -> None:
    ch = chan[int]()

    async def main() -> tuple[Any, bool]:
        go(ch.close)
        return await aio.recv_ok(ch)

    assert aio.run(main()) == (None, False)


def test_send_on_a_closed_channel_panics() -> None:
    early, late = chan[int](), chan[int]()
    early.close()

    async def main() -> None:
        with pytest.raises(Panic, match="send on closed channel"):
            await aio.send(early, 1)
        go(late.close)
        with pytest.raises(Panic, match="send on closed channel"):
            await aio.send(late, 1)

    aio.run(main())


def test_select_takes_the_case_that_can_go_on() -> None:
    a, b = chan[int](), chan[int]()

    async def main() -> None:
        go(b.send, 7)
        assert await aio.select(recv(a), recv(b)) == (1, 7, True)
        go(a.recv)
        assert await aio.select(send(a, 8), recv(b)) == (0, None, False)
        assert await aio.select(recv(a), send(b, 1), default) == (2, None, False)
        assert await aio.select(recv(None), send(None, 1), default)
        a.close()
        assert await aio.select(recv(a), recv(None)) == (0, None, False)
        assert not b.recvq
        assert not b.sendq

    aio.run(main())


def test_what_is_no_case_is_refused() -> None:
    ch = chan[int]()

    async def main() -> None:
        wrong: Any
        for wrong in (ch, (ch, 0), (5, 0, None)):
            with pytest.raises(TypeError, match="select: "):
                await aio.select(wrong)
        with pytest.raises(TypeError, match="which is no channel"):
            await aio.recv(wrong)

    aio.run(main())


def test_cancelling_withdraws_from_the_channels() -> None:
    a, b = chan[int](), chan[int]()

    async def main() -> None:
        waiting = [
            asyncio.create_task(aio.recv(a)),
            asyncio.create_task(aio.send(b, 1)),
            asyncio.create_task(aio.select(recv(a), send(b, 2))),
            asyncio.create_task(aio.recv(None)),
        ]
        await asyncio.sleep(0)
        assert (len(a.recvq), len(b.sendq)) == (2, 2)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert all(task.cancelled() for task in waiting)
        assert (len(a.recvq), len(b.sendq)) == (0, 0)

    aio.run(main())


def test_a_coroutine_that_is_closed_withdraws() -> None:
    ch = chan[int]()

    async def main() -> None:
        coro = aio.recv(ch)
        coro.send(None)
        assert len(ch.recvq) == 1
        coro.close()
        assert not ch.recvq

    aio.run(main())


@pytest.mark.parametrize("size", [0, 1])
def test_a_value_that_comes_with_the_cancellation_is_given_back(size: int) -> None:
    ch = chan[int](size)

    async def main() -> None:
        waiting = asyncio.create_task(aio.recv(ch))
        await asyncio.sleep(0)
        ch.send(7)  # taken at once: somebody waits
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert len(ch) == 1
        assert await aio.recv(ch) == 7
        assert len(ch) == 0

    aio.run(main())


def test_a_value_that_is_given_back_goes_to_who_waits() -> None:
    ch = chan[int]()

    async def main() -> None:
        first = asyncio.create_task(aio.recv(ch))
        second = asyncio.create_task(aio.recv(ch))
        await asyncio.sleep(0)
        ch.send(7)
        first.cancel()
        assert await second == 7
        assert first.cancelled()
        assert len(ch) == 0

    aio.run(main())


@pytest.mark.parametrize("kind", ["timer", "ticker"])
@pytest.mark.parametrize("stopped", [False, True])
def test_a_tick_that_comes_with_the_cancellation_is_given_back(
    kind: str, stopped: bool
) -> None:
    async def main() -> None:
        make = time.NewTimer if kind == "timer" else time.NewTicker
        t = make(time.Millisecond)
        waiting = asyncio.create_task(aio.recv(t.C))
        await asyncio.sleep(0)
        until(lambda: not t.C._waiters)  # type: ignore[attr-defined]  # it is taken
        if stopped:
            t.Stop()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        # What was given back is there at once; a stopped one has nothing.
        got = await aio.select(recv(t.C), default)
        assert got[0] == (1 if stopped else 0)
        t.Stop()

    aio.run(main())


def test_a_task_may_go_away_while_another_thread_wakes_it() -> None:
    ch = chan[int]()

    async def main() -> None:
        gp = Waiter(asyncio.get_running_loop())
        sel = Sel()
        sg = Received(gp, None, sel, ch)
        assert sel.win()  # a sender has taken it off the queue...
        gp.cancelled()  # ... the task sees that, and has gone...
        sg.elem, sg.success, gp.param = 7, True, sg
        gp.woken()  # ... before it is told
        assert await aio.recv(ch) == 7

    aio.run(main())


def test_a_timeout_loses_no_value() -> None:
    ch = chan[int]()
    got: list[int] = []

    def produce() -> None:
        for i in range(N):
            ch.send(i)
            Gosched()
        ch.close()

    async def main() -> None:
        while True:
            try:
                v, ok = await asyncio.wait_for(aio.recv_ok(ch), random.random() / 5e3)
            except TimeoutError:
                continue
            if not ok:
                return
            got.append(v)

    go(produce)
    aio.run(main())
    assert got == list(range(N))


def test_cancellation_races_with_threads_and_loses_no_value() -> None:
    ch = chan[int]()
    got: list[int] = []

    def produce(start: int) -> None:
        for i in range(start, start + N):
            ch.send(i)

    async def main() -> None:
        async def take() -> None:
            got.append(await aio.recv(ch))

        rounds = 0
        while len(got) < 2 * N:
            tasks = [asyncio.create_task(take()) for _ in range(5)]
            for _ in range(rounds % 3):
                await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            rounds += 1

    threads = [threading.Thread(target=produce, args=(i * N,)) for i in range(2)]
    for t in threads:
        t.start()
    aio.run(main())
    for t in threads:
        t.join()
    assert sorted(got) == list(range(2 * N))
    assert (len(ch), len(ch.recvq), len(ch.sendq)) == (0, 0, 0)


def test_a_task_that_never_has_to_wait_lets_others_run() -> None:
    ch = chan[int](1)

    async def main() -> None:
        other = asyncio.create_task(asyncio.sleep(0))
        while not other.done():
            await aio.send(ch, 1)
            await aio.recv(ch)

    aio.run(main())


async def ticks() -> None:
    """Await a timer, a ticker, and the end of a context."""
    began = time.Now()
    at = await aio.recv(time.After(2 * time.Millisecond))
    assert at >= began + 2 * time.Millisecond
    with time.NewTicker(time.Millisecond) as ticker:
        assert await aio.recv(ticker.C) > at
        case, _, _ = await aio.select(recv(ticker.C), recv(chan[None]()))
        assert case == 0
        async for _ in aio.receive(ticker.C):
            break
    ctx, cancel = context.WithTimeout(context.Background(), time.Millisecond)
    with cancel:
        await aio.recv(ctx.Done())
        assert ctx.Err() == context.DeadlineExceeded


def test_a_coroutine_awaits_timers_in_our_loop() -> None:
    aio.run(ticks())


def test_a_coroutine_awaits_timers_in_a_thread_of_its_own() -> None:
    t = threading.Thread(target=aio.run, args=(ticks(),))
    t.start()
    blocking(t.join)


@pytest.mark.plain
@pytest.mark.parametrize("known", [False, True])
def test_a_coroutine_awaits_timers_in_a_plain_event_loop(known: bool) -> None:
    # A thread that runs goroutines does not while the loop waits.
    program = f"""
import asyncio
from goruntime import Gosched
from tests.aio.test_channel import ticks
if {known}:
    Gosched()
asyncio.run(ticks())
"""
    assert subprogram.result(program, "") == (0, "", "")


@pytest.mark.plain
@pytest.mark.parametrize("debug", [False, True])
def test_channels_serve_a_plain_event_loop(debug: bool) -> None:
    async def main() -> list[int]:
        ch, back = chan[int](), chan[int]()

        def double() -> None:
            for v in ch:
                back.send(2 * v)

        doubling = aio.go(double)
        got = []
        for i in range(N):
            await aio.send(ch, i)
            got.append(await aio.recv(back))
        ch.close()
        await doubling
        return got

    assert asyncio.run(main(), debug=debug) == list(range(0, 2 * N, 2))


@pytest.mark.plain
def test_channels_join_two_plain_event_loops() -> None:
    ch = chan[int]()
    got: list[int] = []

    async def consume() -> None:
        got.extend([v async for v in aio.receive(ch)])

    async def produce() -> None:
        for i in range(N):
            await aio.send(ch, i)
        ch.close()

    t = threading.Thread(target=lambda: asyncio.run(consume()))
    t.start()
    asyncio.run(produce())
    t.join()
    assert got == list(range(N))

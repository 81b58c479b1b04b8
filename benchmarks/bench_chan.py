"""Channels: one value from one task to another.  Go: runtime/chan_test.go

ChanSync: unbuffered, sender and receiver take turns (asyncio has no such queue, its
smallest has one place).  ChanProdCons100: a buffer of 100 between two tasks.
ChanUncontended: one task fills a buffer of 100, then empties it.
Each operation is a send and its receive.
"""

import asyncio
from collections.abc import Callable
from time import perf_counter
from typing import Any

from benchmarks import micro
from benchmarks.measure import Measure, Options
from benchmarks.micro import BATCH, Case

Function = Callable[[int], float]


def goruntime(size: int) -> Function:
    def measure(n: int) -> float:
        from goruntime import chan, go, run

        def main() -> float:
            ch = chan[int](size)

            def produce() -> None:
                for i in range(n):
                    ch.send(i)

            began = perf_counter()
            go(produce)
            for _ in range(n):
                ch.recv()
            return perf_counter() - began

        return run(main)

    return measure


def _green(n: int, queue: Any, spawn: Callable[[Callable[[], None]], Any]) -> float:
    def produce() -> None:
        for i in range(n):
            queue.put(i)

    began = perf_counter()
    spawn(produce)
    for _ in range(n):
        queue.get()
    return perf_counter() - began


def gevent(size: int) -> Function:
    def measure(n: int) -> float:
        import gevent.queue

        queue = gevent.queue.Queue(size) if size else gevent.queue.Channel()
        return _green(n, queue, gevent.spawn)

    return measure


def eventlet(size: int) -> Function:
    def measure(n: int) -> float:
        import eventlet.queue

        return _green(n, eventlet.queue.LightQueue(size), eventlet.spawn)

    return measure


def aio(size: int) -> Function:
    def measure(n: int) -> float:
        async def main() -> float:
            queue = asyncio.Queue[int](size)

            async def produce() -> None:
                for i in range(n):
                    await queue.put(i)

            began = perf_counter()
            task = asyncio.create_task(produce())
            for _ in range(n):
                await queue.get()
            await task
            return perf_counter() - began

        return asyncio.run(main())

    return measure


def trio(size: int) -> Function:
    def measure(n: int) -> float:
        import trio

        async def main() -> float:
            sender, receiver = trio.open_memory_channel[int](size)

            async def produce() -> None:
                for i in range(n):
                    await sender.send(i)

            began = perf_counter()
            async with trio.open_nursery() as nursery:
                nursery.start_soon(produce)
                for _ in range(n):
                    await receiver.receive()
            return perf_counter() - began

        took: float = trio.run(main)
        return took

    return measure


def uncontended_goruntime(n: int) -> float:
    from goruntime import chan, run

    def main() -> float:
        ch = chan[int](BATCH)
        began = perf_counter()
        for _ in range(n // BATCH):
            for i in range(BATCH):
                ch.send(i)
            for _ in range(BATCH):
                ch.recv()
        return perf_counter() - began

    return run(main)


def _uncontended_green(n: int, queue: Any) -> float:
    began = perf_counter()
    for _ in range(n // BATCH):
        for i in range(BATCH):
            queue.put(i)
        for _ in range(BATCH):
            queue.get()
    return perf_counter() - began


def uncontended_gevent(n: int) -> float:
    import gevent.queue

    return _uncontended_green(n, gevent.queue.Queue(BATCH))


def uncontended_eventlet(n: int) -> float:
    import eventlet.queue

    return _uncontended_green(n, eventlet.queue.LightQueue(BATCH))


def uncontended_asyncio(n: int) -> float:
    async def main() -> float:
        queue = asyncio.Queue[int](BATCH)
        began = perf_counter()
        for _ in range(n // BATCH):
            for i in range(BATCH):
                await queue.put(i)
            for _ in range(BATCH):
                await queue.get()
        return perf_counter() - began

    return asyncio.run(main())


def uncontended_trio(n: int) -> float:
    import trio

    async def main() -> float:
        sender, receiver = trio.open_memory_channel[int](BATCH)
        began = perf_counter()
        for _ in range(n // BATCH):
            for i in range(BATCH):
                await sender.send(i)
            for _ in range(BATCH):
                await receiver.receive()
        return perf_counter() - began

    took: float = trio.run(main)
    return took


def _everyone(size: int) -> dict[str, Function]:
    return {
        "goruntime": goruntime(size),
        "gevent": gevent(size),
        "eventlet": eventlet(size),
        "asyncio": aio(size or 1),
        "trio": trio(size),
    }


CASES = {
    "ChanSync": Case(_everyone(0)),
    "ChanProdCons100": Case(_everyone(100)),
    "ChanUncontended": Case(
        {
            "goruntime": uncontended_goruntime,
            "gevent": uncontended_gevent,
            "eventlet": uncontended_eventlet,
            "asyncio": uncontended_asyncio,
            "trio": uncontended_trio,
        }
    ),
}


def measures(options: Options) -> list[Measure]:
    return micro.measures(__name__, options)

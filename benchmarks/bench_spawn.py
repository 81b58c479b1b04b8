"""Start a task that does nothing, and run it.  Go: BenchmarkCreateGoroutinesSingle

Spawn: in batches of a hundred, as a server starts them.  Chain: 20,000 tasks, each
started by the one before, all alive until the last has started.
"""

import asyncio
import threading
from time import perf_counter

from benchmarks import micro
from benchmarks.measure import Measure, Options
from benchmarks.micro import BATCH, Case, empty


def goruntime(n: int) -> float:
    from goruntime import Gosched, NumGoroutine, go, run

    def main() -> float:
        began = perf_counter()
        for _ in range(n // BATCH):
            for _ in range(BATCH):
                go(empty)
            while NumGoroutine() > 1:
                Gosched()
        return perf_counter() - began

    return run(main)


def gevent(n: int) -> float:
    import gevent

    began = perf_counter()
    for _ in range(n // BATCH):
        for _ in range(BATCH):
            gevent.spawn(empty)
        gevent.sleep(0)
    return perf_counter() - began


def eventlet(n: int) -> float:
    import eventlet

    began = perf_counter()
    for _ in range(n // BATCH):
        for _ in range(BATCH):
            eventlet.spawn(empty)
        eventlet.sleep(0)
    return perf_counter() - began


def aio(n: int) -> float:
    async def nothing() -> None:
        pass

    async def main() -> float:
        began = perf_counter()
        for _ in range(n // BATCH):
            for _ in range(BATCH):
                # Nobody needs to hold it: it runs, and is done, in the next pass.
                asyncio.create_task(nothing())  # noqa: RUF006
            await asyncio.sleep(0)
        return perf_counter() - began

    return asyncio.run(main())


def trio(n: int) -> float:
    import trio

    async def nothing() -> None:
        pass

    async def main() -> float:
        began = perf_counter()
        for _ in range(n // BATCH):
            async with trio.open_nursery() as nursery:
                for _ in range(BATCH):
                    nursery.start_soon(nothing)
        return perf_counter() - began

    took: float = trio.run(main)
    return took


def threads(n: int) -> float:
    began = perf_counter()
    for _ in range(n // BATCH):
        batch = [threading.Thread(target=empty) for _ in range(BATCH)]
        for thread in batch:
            thread.start()
        for thread in batch:
            thread.join()
    return perf_counter() - began


def chain_goruntime(n: int) -> float:
    from goruntime import chan, go, run, sync

    release, last, wg = chan[None](), chan[None](), sync.WaitGroup()

    def link(left: int) -> None:
        if left:
            go(link, left - 1)
        else:
            last.close()
        release.recv()
        wg.Done()

    def main() -> float:
        began = perf_counter()
        wg.Add(n)
        go(link, n - 1)
        last.recv()
        release.close()
        wg.Wait()
        return perf_counter() - began

    return run(main)


def chain_gevent(n: int) -> float:
    import gevent
    from gevent.event import Event

    release, last, ended = Event(), Event(), 0

    def link(left: int) -> None:
        nonlocal ended
        if left:
            gevent.spawn(link, left - 1)
        else:
            last.set()
        release.wait()
        ended += 1

    began = perf_counter()
    gevent.spawn(link, n - 1)
    last.wait()
    release.set()
    while ended < n:
        gevent.sleep(0)
    return perf_counter() - began


def chain_asyncio(n: int) -> float:
    async def main() -> float:
        release, last, ended = asyncio.Event(), asyncio.Event(), 0
        tasks = []

        async def link(left: int) -> None:
            nonlocal ended
            if left:
                tasks.append(asyncio.create_task(link(left - 1)))
            else:
                last.set()
            await release.wait()
            ended += 1

        began = perf_counter()
        tasks.append(asyncio.create_task(link(n - 1)))
        await last.wait()
        release.set()
        while ended < n:
            await asyncio.sleep(0)
        return perf_counter() - began

    return asyncio.run(main())


def chain_trio(n: int) -> float:
    import trio

    async def main() -> float:
        release, last = trio.Event(), trio.Event()

        async def link(nursery: trio.Nursery, left: int) -> None:
            if left:
                nursery.start_soon(link, nursery, left - 1)
            else:
                last.set()
            await release.wait()

        began = perf_counter()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(link, nursery, n - 1)
            await last.wait()
            release.set()
        return perf_counter() - began

    took: float = trio.run(main)
    return took


CASES = {
    "Spawn": Case(
        {
            "goruntime": goruntime,
            "gevent": gevent,
            "eventlet": eventlet,
            "asyncio": aio,
            "trio": trio,
            "threads": threads,
        }
    ),
    "Chain": Case(
        {
            "goruntime": chain_goruntime,
            "gevent": chain_gevent,
            "asyncio": chain_asyncio,
            "trio": chain_trio,
        },
        n=20_000,
    ),
}


def measures(options: Options) -> list[Measure]:
    return micro.measures(__name__, options)

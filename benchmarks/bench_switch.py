"""Yield: two tasks that let each other run.  Go: runtime.Gosched"""

import asyncio
from time import perf_counter

from benchmarks import micro
from benchmarks.measure import Measure, Options
from benchmarks.micro import Case


def goruntime(n: int) -> float:
    from goruntime import Gosched, go, run, sync

    wg = sync.WaitGroup()

    def yielder() -> None:
        for _ in range(n // 2):
            Gosched()
        wg.Done()

    def main() -> float:
        began = perf_counter()
        wg.Add(2)
        go(yielder)
        go(yielder)
        wg.Wait()
        return perf_counter() - began

    return run(main)


def gevent(n: int) -> float:
    import gevent

    def yielder() -> None:
        for _ in range(n // 2):
            gevent.sleep(0)

    began = perf_counter()
    gevent.joinall([gevent.spawn(yielder), gevent.spawn(yielder)])
    return perf_counter() - began


def eventlet(n: int) -> float:
    import eventlet

    def yielder() -> None:
        for _ in range(n // 2):
            eventlet.sleep(0)

    began = perf_counter()
    both = [eventlet.spawn(yielder), eventlet.spawn(yielder)]
    for thread in both:
        thread.wait()
    return perf_counter() - began


def aio(n: int) -> float:
    async def yielder() -> None:
        for _ in range(n // 2):
            await asyncio.sleep(0)

    async def main() -> float:
        began = perf_counter()
        await asyncio.gather(yielder(), yielder())
        return perf_counter() - began

    return asyncio.run(main())


def trio(n: int) -> float:
    import trio

    async def yielder() -> None:
        for _ in range(n // 2):
            await trio.lowlevel.checkpoint()

    async def main() -> float:
        began = perf_counter()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(yielder)
            nursery.start_soon(yielder)
        return perf_counter() - began

    took: float = trio.run(main)
    return took


CASES = {
    "Gosched": Case(
        {
            "goruntime": goruntime,
            "gevent": gevent,
            "eventlet": eventlet,
            "asyncio": aio,
            "trio": trio,
        }
    )
}


def measures(options: Options) -> list[Measure]:
    return micro.measures(__name__, options)

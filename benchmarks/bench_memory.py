"""Resident memory of a parked task: 100,000 of them, each in its own way asleep.

Goroutines wait for one channel, the others for one event, which is the least that each
library has.
"""

import asyncio
import os

from benchmarks import micro
from benchmarks.measure import Measure, Options
from benchmarks.micro import Case


def resident() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def goruntime(n: int) -> float:
    from goruntime import Gosched, chan, go, run

    release, started = chan[None](), 0

    def wait() -> None:
        nonlocal started
        started += 1
        release.recv()

    def main() -> float:
        before = resident()
        for _ in range(n):
            go(wait)
        while started < n:
            Gosched()
        return resident() - before

    return run(main)


def gevent(n: int) -> float:
    import gevent
    from gevent.event import Event

    release, started = Event(), 0

    def wait() -> None:
        nonlocal started
        started += 1
        release.wait()

    gevent.sleep(0)
    before = resident()
    tasks = [gevent.spawn(wait) for _ in range(n)]
    while started < n:
        gevent.sleep(0)
    used = resident() - before
    leave(used, n, tasks)
    return used


def eventlet(n: int) -> float:
    import eventlet
    from eventlet.event import Event

    release, started = Event(), 0

    def wait() -> None:
        nonlocal started
        started += 1
        release.wait()

    eventlet.sleep(0)
    before = resident()
    tasks = [eventlet.spawn(wait) for _ in range(n)]
    while started < n:
        eventlet.sleep(0)
    used = resident() - before
    leave(used, n, tasks)
    return used


def aio(n: int) -> float:
    async def main() -> float:
        release, started = asyncio.Event(), 0

        async def wait() -> None:
            nonlocal started
            started += 1
            await release.wait()

        before = resident()
        tasks = [asyncio.create_task(wait()) for _ in range(n)]
        while started < n:
            await asyncio.sleep(0)
        used = resident() - before
        leave(used, n, tasks)
        return used

    return asyncio.run(main())


def trio(n: int) -> float:
    import trio

    async def main() -> float:
        release, started = trio.Event(), 0

        async def wait() -> None:
            nonlocal started
            started += 1
            await release.wait()

        async with trio.open_nursery() as nursery:
            before = resident()
            for _ in range(n):
                nursery.start_soon(wait)
            while started < n:
                await trio.lowlevel.checkpoint()
            used = resident() - before
            leave(used, n, nursery)
        return used

    took: float = trio.run(main)
    return took


def leave(used: float, n: int, _tasks: object) -> None:
    """Print the result and end: unwinding 100,000 tasks is not what is measured."""
    print(used / n, flush=True)
    os._exit(0)


CASES = {
    "ParkedMemory": Case(
        {
            "goruntime": goruntime,
            "gevent": gevent,
            "eventlet": eventlet,
            "asyncio": aio,
            "trio": trio,
        },
        n=100_000,
        unit="bytes",
    )
}


def measures(options: Options) -> list[Measure]:
    return micro.measures(__name__, options)

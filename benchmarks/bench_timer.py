"""Timers: 100,000 of them.  Go: time/sleep_test.go, BenchmarkStartStop1000 and others

TimerStartStop: set for an hour from now, and stopped.  TimerFire: set for a millisecond
from now, until the last has run its function.  Sleep: 10,000 tasks that each sleep a
millisecond, which is how libraries without bare timers wait.
"""

import asyncio
from time import perf_counter

from benchmarks import micro
from benchmarks.measure import Measure, Options
from benchmarks.micro import Case, empty

HOUR = 3600.0
SOON = 0.001


def start_stop_goruntime(n: int) -> float:
    from goruntime import run, time

    def main() -> float:
        began = perf_counter()
        timers = [time.AfterFunc(time.Hour, empty) for _ in range(n)]
        for timer in timers:
            timer.Stop()
        return perf_counter() - began

    return run(main)


def start_stop_gevent(n: int) -> float:
    import gevent

    loop = gevent.get_hub().loop
    began = perf_counter()
    timers = []
    for _ in range(n):
        timer = loop.timer(HOUR)
        timer.start(empty)
        timers.append(timer)
    for timer in timers:
        timer.stop()
        timer.close()
    return perf_counter() - began


def start_stop_eventlet(n: int) -> float:
    import eventlet.hubs

    hub = eventlet.hubs.get_hub()
    began = perf_counter()
    timers = [hub.schedule_call_global(HOUR, empty) for _ in range(n)]
    for timer in timers:
        timer.cancel()
    return perf_counter() - began


def start_stop_asyncio(n: int) -> float:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        began = perf_counter()
        timers = [loop.call_later(HOUR, empty) for _ in range(n)]
        for timer in timers:
            timer.cancel()
        return perf_counter() - began

    return asyncio.run(main())


def fire_goruntime(n: int) -> float:
    from goruntime import chan, run, time

    def main() -> float:
        done, left = chan[None](), n

        def fire() -> None:
            nonlocal left
            left -= 1
            if not left:
                done.close()

        began = perf_counter()
        for _ in range(n):
            time.AfterFunc(time.Millisecond, fire)
        done.recv()
        return perf_counter() - began

    return run(main)


def fire_gevent(n: int) -> float:
    import gevent
    from gevent.event import Event

    loop, done, left = gevent.get_hub().loop, Event(), n

    def fire() -> None:
        nonlocal left
        left -= 1
        if not left:
            done.set()

    began = perf_counter()
    timers = []
    for _ in range(n):
        timer = loop.timer(SOON)
        timer.start(fire)
        timers.append(timer)
    done.wait()
    took = perf_counter() - began
    for timer in timers:
        timer.close()
    return took


def fire_eventlet(n: int) -> float:
    import eventlet.hubs
    from eventlet.event import Event

    hub, done, left = eventlet.hubs.get_hub(), Event(), n

    def fire() -> None:
        nonlocal left
        left -= 1
        if not left:
            done.send()

    began = perf_counter()
    for _ in range(n):
        hub.schedule_call_global(SOON, fire)
    done.wait()
    return perf_counter() - began


def fire_asyncio(n: int) -> float:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        done, left = loop.create_future(), n

        def fire() -> None:
            nonlocal left
            left -= 1
            if not left:
                done.set_result(None)

        began = perf_counter()
        for _ in range(n):
            loop.call_later(SOON, fire)
        await done
        return perf_counter() - began

    return asyncio.run(main())


def sleep_goruntime(n: int) -> float:
    from goruntime import run, sync, time

    def main() -> float:
        wg = sync.WaitGroup()
        began = perf_counter()
        for _ in range(n):
            wg.Go(time.Sleep, time.Millisecond)
        wg.Wait()
        return perf_counter() - began

    return run(main)


def sleep_gevent(n: int) -> float:
    import gevent

    began = perf_counter()
    gevent.joinall([gevent.spawn(gevent.sleep, SOON) for _ in range(n)])
    return perf_counter() - began


def sleep_eventlet(n: int) -> float:
    import eventlet

    began = perf_counter()
    pool = eventlet.GreenPool(n)
    for _ in range(n):
        pool.spawn_n(eventlet.sleep, SOON)
    pool.waitall()
    return perf_counter() - began


def sleep_asyncio(n: int) -> float:
    async def main() -> float:
        began = perf_counter()
        await asyncio.gather(*[asyncio.sleep(SOON) for _ in range(n)])
        return perf_counter() - began

    return asyncio.run(main())


def sleep_trio(n: int) -> float:
    import trio

    async def main() -> float:
        began = perf_counter()
        async with trio.open_nursery() as nursery:
            for _ in range(n):
                nursery.start_soon(trio.sleep, SOON)
        return perf_counter() - began

    took: float = trio.run(main)
    return took


CASES = {
    "TimerStartStop": Case(
        {
            "goruntime": start_stop_goruntime,
            "gevent": start_stop_gevent,
            "eventlet": start_stop_eventlet,
            "asyncio": start_stop_asyncio,
        },
        n=100_000,
    ),
    "TimerFire": Case(
        {
            "goruntime": fire_goruntime,
            "gevent": fire_gevent,
            "eventlet": fire_eventlet,
            "asyncio": fire_asyncio,
        },
        n=100_000,
    ),
    "Sleep": Case(
        {
            "goruntime": sleep_goruntime,
            "gevent": sleep_gevent,
            "eventlet": sleep_eventlet,
            "asyncio": sleep_asyncio,
            "trio": sleep_trio,
        },
        n=10_000,
    ),
}


def measures(options: Options) -> list[Measure]:
    return micro.measures(__name__, options)

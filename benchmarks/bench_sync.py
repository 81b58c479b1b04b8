"""Mutex, RWMutex, WaitGroup.  Go: sync/mutex_test.go, BenchmarkMutexUncontended

MutexUncontended: lock and unlock, nobody else there.  MutexHandOver: a hundred tasks,
each yields while it holds the lock, so that the others queue up.  WaitGroup10000: start
10,000 tasks that do nothing and wait for them all.
"""

import asyncio
import threading
from collections.abc import Callable
from time import perf_counter
from typing import Any

from benchmarks import micro
from benchmarks.measure import Measure, Options
from benchmarks.micro import BATCH, Case, empty


def mutex_goruntime(n: int) -> float:
    from goruntime import run, sync

    def main() -> float:
        mu = sync.Mutex()
        began = perf_counter()
        for _ in range(n):
            mu.Lock()
            mu.Unlock()
        return perf_counter() - began

    return run(main)


def rwmutex_goruntime(n: int) -> float:
    from goruntime import run, sync

    def main() -> float:
        mu = sync.RWMutex()
        began = perf_counter()
        for _ in range(n):
            mu.RLock()
            mu.RUnlock()
        return perf_counter() - began

    return run(main)


def _locking(n: int, lock: Any) -> float:
    began = perf_counter()
    for _ in range(n):
        lock.acquire()
        lock.release()
    return perf_counter() - began


def mutex_gevent(n: int) -> float:
    from gevent.lock import BoundedSemaphore

    return _locking(n, BoundedSemaphore(1))


def mutex_eventlet(n: int) -> float:
    from eventlet.semaphore import BoundedSemaphore

    return _locking(n, BoundedSemaphore(1))


def mutex_threads(n: int) -> float:
    return _locking(n, threading.Lock())


def mutex_asyncio(n: int) -> float:
    async def main() -> float:
        lock = asyncio.Lock()
        began = perf_counter()
        for _ in range(n):
            await lock.acquire()
            lock.release()
        return perf_counter() - began

    return asyncio.run(main())


def mutex_trio(n: int) -> float:
    import trio

    async def main() -> float:
        lock = trio.Lock()
        began = perf_counter()
        for _ in range(n):
            await lock.acquire()
            lock.release()
        return perf_counter() - began

    took: float = trio.run(main)
    return took


def hand_over_goruntime(n: int) -> float:
    from goruntime import Gosched, run, sync

    def main() -> float:
        mu, wg = sync.Mutex(), sync.WaitGroup()

        def work() -> None:
            for _ in range(n // BATCH):
                mu.Lock()
                Gosched()
                mu.Unlock()

        began = perf_counter()
        for _ in range(BATCH):
            wg.Go(work)
        wg.Wait()
        return perf_counter() - began

    return run(main)


def hand_over_gevent(n: int) -> float:
    import gevent
    from gevent.lock import BoundedSemaphore

    lock = BoundedSemaphore(1)

    def work() -> None:
        for _ in range(n // BATCH):
            lock.acquire()
            gevent.sleep(0)
            lock.release()

    began = perf_counter()
    gevent.joinall([gevent.spawn(work) for _ in range(BATCH)])
    return perf_counter() - began


def hand_over_asyncio(n: int) -> float:
    async def main() -> float:
        lock = asyncio.Lock()

        async def work() -> None:
            for _ in range(n // BATCH):
                await lock.acquire()
                await asyncio.sleep(0)
                lock.release()

        began = perf_counter()
        await asyncio.gather(*[work() for _ in range(BATCH)])
        return perf_counter() - began

    return asyncio.run(main())


def hand_over_trio(n: int) -> float:
    import trio

    async def main() -> float:
        lock = trio.Lock()

        async def work() -> None:
            for _ in range(n // BATCH):
                await lock.acquire()
                await trio.lowlevel.checkpoint()
                lock.release()

        began = perf_counter()
        async with trio.open_nursery() as nursery:
            for _ in range(BATCH):
                nursery.start_soon(work)
        return perf_counter() - began

    took: float = trio.run(main)
    return took


def group_goruntime(n: int) -> float:
    from goruntime import run, sync

    def main() -> float:
        wg = sync.WaitGroup()
        began = perf_counter()
        for _ in range(n):
            wg.Go(empty)
        wg.Wait()
        return perf_counter() - began

    return run(main)


def group_gevent(n: int) -> float:
    import gevent

    began = perf_counter()
    gevent.joinall([gevent.spawn(empty) for _ in range(n)])
    return perf_counter() - began


def group_eventlet(n: int) -> float:
    import eventlet

    began = perf_counter()
    pool = eventlet.GreenPool(n)
    for _ in range(n):
        pool.spawn_n(empty)
    pool.waitall()
    return perf_counter() - began


def group_asyncio(n: int) -> float:
    async def nothing() -> None:
        pass

    async def main() -> float:
        began = perf_counter()
        await asyncio.gather(*[nothing() for _ in range(n)])
        return perf_counter() - began

    return asyncio.run(main())


def group_trio(n: int) -> float:
    import trio

    async def nothing() -> None:
        pass

    async def main() -> float:
        began = perf_counter()
        async with trio.open_nursery() as nursery:
            for _ in range(n):
                nursery.start_soon(nothing)
        return perf_counter() - began

    took: float = trio.run(main)
    return took


def _warm(f: Callable[[int], float]) -> Callable[[int], float]:
    """Return f, called a second time: the count is fixed, so nothing has run before."""

    def again(n: int) -> float:
        f(n)
        return f(n)

    return again


CASES = {
    "MutexUncontended": Case(
        {
            "goruntime": mutex_goruntime,
            "gevent": mutex_gevent,
            "eventlet": mutex_eventlet,
            "asyncio": mutex_asyncio,
            "trio": mutex_trio,
            "threads": mutex_threads,
        }
    ),
    "RWMutexUncontended": Case({"goruntime": rwmutex_goruntime}),
    "MutexHandOver": Case(
        {
            "goruntime": hand_over_goruntime,
            "gevent": hand_over_gevent,
            "asyncio": hand_over_asyncio,
            "trio": hand_over_trio,
        }
    ),
    "WaitGroup10000": Case(
        {
            "goruntime": _warm(group_goruntime),
            "gevent": _warm(group_gevent),
            "eventlet": _warm(group_eventlet),
            "asyncio": _warm(group_asyncio),
            "trio": _warm(group_trio),
        },
        n=10_000,
    ),
}


def measures(options: Options) -> list[Measure]:
    return micro.measures(__name__, options)

"""select.  Go: runtime/chan_test.go, BenchmarkSelectUncontended and others

RecvReady is a plain receive of a value that is there, SelectReady2 a select of two such
receives: what select itself costs.  SelectUncontended moves one value between two
channels, SelectNonblock finds nothing and takes the default.  SelectWaitN waits on N
channels until another task sends on the last: what each further case costs.

Only Go has a select to compare with (reflect.Select, where the number of cases is not
fixed).  asyncio.wait, of a task for each of two queues, is as near as asyncio comes.
"""

import asyncio
from collections.abc import Callable
from time import perf_counter

from benchmarks import micro
from benchmarks.measure import Measure, Options
from benchmarks.micro import Case


def recv_ready(n: int) -> float:
    from goruntime import chan, run

    def main() -> float:
        a = chan[int](n)
        for i in range(n):
            a.send(i)
        began = perf_counter()
        for _ in range(n):
            a.recv()
        return perf_counter() - began

    return run(main)


def ready(n: int) -> float:
    from goruntime import chan, recv, run, select

    def main() -> float:
        a, b = chan[int](n), chan[int](n)
        for i in range(n):
            a.send(i)
            b.send(i)
        began = perf_counter()
        for _ in range(n):
            select(recv(a), recv(b))
        return perf_counter() - began

    return run(main)


def uncontended(n: int) -> float:
    from goruntime import chan, recv, run, select

    def main() -> float:
        a, b = chan[int](1), chan[int](1)
        a.send(0)
        began = perf_counter()
        for _ in range(n):
            index, value, _ = select(recv(a), recv(b))
            if index == 0:
                b.send(value)
            else:
                a.send(value)
        return perf_counter() - began

    return run(main)


def nonblock(n: int) -> float:
    from goruntime import chan, default, recv, run, select

    def main() -> float:
        a = chan[int]()
        began = perf_counter()
        for _ in range(n):
            select(recv(a), default)
        return perf_counter() - began

    return run(main)


def wait(width: int) -> Callable[[int], float]:
    def measure(n: int) -> float:
        from goruntime import chan, go, recv, run, select

        def main() -> float:
            channels = [chan[int]() for _ in range(width)]

            def produce() -> None:
                for i in range(n):
                    channels[-1].send(i)

            go(produce)
            began = perf_counter()
            for _ in range(n):
                select(*[recv(c) for c in channels])
            return perf_counter() - began

        return run(main)

    return measure


def uncontended_asyncio(n: int) -> float:
    async def main() -> float:
        queues = asyncio.Queue[int](1), asyncio.Queue[int](1)
        queues[0].put_nowait(0)
        waiting = [asyncio.create_task(q.get()) for q in queues]
        began = perf_counter()
        for _ in range(n):
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            index = 0 if waiting[0].done() else 1
            queues[1 - index].put_nowait(waiting[index].result())
            waiting[index] = asyncio.create_task(queues[index].get())
        return perf_counter() - began

    return asyncio.run(main())


CASES = {
    "RecvReady": Case({"goruntime": recv_ready}),
    "SelectReady2": Case({"goruntime": ready}),
    "SelectUncontended": Case(
        {"goruntime": uncontended, "asyncio": uncontended_asyncio}
    ),
    "SelectNonblock": Case({"goruntime": nonblock}),
    "SelectWait2": Case({"goruntime": wait(2)}),
    "SelectWait10": Case({"goruntime": wait(10)}),
    "SelectWait100": Case({"goruntime": wait(100)}),
    "SelectWait1000": Case({"goruntime": wait(1000)}),
}


def measures(options: Options) -> list[Measure]:
    return micro.measures(__name__, options)

"""Goroutines awaited by coroutines."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from goruntime import Goexit, aio, chan

ROOT = Path(__file__).parent.parent.parent


def divide(a: int, b: int) -> int:
    return a // b


def test_await_gives_the_goroutines_result() -> None:
    async def main() -> int:
        return await aio.go(divide, 7, b=2)

    assert aio.run(main()) == 3


def test_await_raises_what_left_the_goroutine() -> None:
    async def main() -> int:
        return await aio.go(divide, 1, 0)

    with pytest.raises(ZeroDivisionError):
        aio.run(main())


def test_stop_iteration_comes_wrapped() -> None:
    async def main() -> int:
        return await aio.go(next, iter([]))

    with pytest.raises(RuntimeError, match="raised StopIteration") as caught:
        aio.run(main())
    assert isinstance(caught.value.__cause__, StopIteration)


def test_goexit_ends_the_await() -> None:
    async def main() -> None:
        await aio.go(Goexit)

    with pytest.raises(RuntimeError, match="has called Goexit"):
        aio.run(main())


def test_outside_a_coroutine_there_is_no_loop_to_tell() -> None:
    with pytest.raises(RuntimeError, match="no running event loop"):
        aio.go(divide, 1, 1)


def test_what_fails_after_the_await_was_cancelled_is_reported() -> None:
    gate = chan[None]()
    reports: list[BaseException] = []

    def fail() -> None:
        gate.recv()
        raise KeyError("late")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        told = asyncio.Event()

        def handler(loop: object, report: dict[str, BaseException]) -> None:
            reports.append(report["exception"])
            told.set()

        loop.set_exception_handler(handler)
        waiting = aio.go(fail)
        await asyncio.sleep(0)
        waiting.cancel()
        gate.close()
        await told.wait()

    aio.run(main())
    assert [str(exc) for exc in reports] == ["'late'"]


@pytest.mark.plain
def test_goroutines_run_while_a_plain_event_loop_sleeps_in_the_kernel() -> None:
    async def main() -> list[int]:
        ch = chan[int]()

        def produce() -> None:
            for i in range(3):
                ch.send(i)

        producing = aio.go(produce)
        got = [await aio.go(ch.recv) for _ in range(3)]
        await producing
        assert await aio.go(threading.get_ident) != threading.get_ident()
        return got

    assert asyncio.run(main()) == [0, 1, 2]


PROGRAM = """
import asyncio, sys
from goruntime import aio, chan, go

async def main():
    ch = chan()
    sending = aio.go(ch.send, "gopher")
    print(await aio.go(ch.recv))
    await sending
    sending = aio.go(ch.send, "chipmunk")
    print(await aio.recv(ch))
    await sending

if sys.argv[1] == "uvloop":
    import uvloop
    uvloop.run(main())
else:
    asyncio.run(main())
"""


@pytest.mark.plain
@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
def test_a_program_of_asyncio_hosts_goroutines(loop: str) -> None:
    if loop == "uvloop":
        pytest.importorskip("uvloop", reason="uvloop is not installed")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, loop],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("gopher\nchipmunk\n", "", 0)

"""run and Runner: coroutines in a goroutine.  Python: asyncio.run, asyncio.Runner"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from contextvars import copy_context
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar

from .. import context, sigqueue
from ..park import acquirem
from .loop import Loop, runselsewhere

T = TypeVar("T")


class Runner:
    """An event loop that outlives the call: asyncio.Runner, for goroutines.

        with aio.Runner() as runner:
            client = runner.run(connect())
            for url in urls:
                print(runner.run(fetch(client, url)))

    Any goroutine may call it, but one at a time: the loop is one.
    """

    __slots__ = ("_runner",)

    def __init__(self, *, debug: bool | None = None) -> None:
        self._runner = asyncio.Runner(debug=debug, loop_factory=Loop)

    def run(
        self, coro: Coroutine[Any, Any, T], *, ctx: context.Context | None = None
    ) -> T:
        """Run coro as a task, while this goroutine waits; return its result.

        The task has a copy of the caller's context variables.  When ctx is done the
        task is cancelled, and if it ends by that, ctx.Err() is raised.  Ctrl-C, where
        this is the main goroutine, cancels it likewise and raises KeyboardInterrupt;
        a second one does not wait.  RuntimeError in a coroutine, and while another
        goroutine has the loop run.
        """
        if not asyncio.iscoroutine(coro):
            raise ValueError(f"a coroutine was expected, got {coro!r}")
        checkoutside()
        if ctx is not None and (err := ctx.Err()) is not None:
            coro.close()
            raise err
        loop = self.get_loop()
        if loop.is_running():
            raise RuntimeError("aio.Runner.run: another goroutine has the loop run")
        task = loop.create_task(coro, context=copy_context())
        with interruptible(loop, task) as interrupts:
            stop = (
                None if ctx is None else context.AfterFunc(ctx, canceller(loop, task))
            )
            try:
                return loop.run_until_complete(task)
            except asyncio.CancelledError as exc:
                if interrupts and task.uncancel() == 0:
                    raise KeyboardInterrupt from None
                if ctx is not None and (err := ctx.Err()) is not None:
                    raise err from exc
                raise
            finally:
                if stop is not None:
                    stop()

    def get_loop(self) -> asyncio.AbstractEventLoop:
        """Return the loop, made at the first use.  RuntimeError once closed."""
        return self._runner.get_loop()

    def close(self) -> None:
        """Cancel what tasks are left, end generators and executor, close the loop."""
        if self._runner.get_loop().is_running():
            raise RuntimeError("aio.Runner.close: a goroutine has the loop run")
        self._runner.close()

    def __enter__(self) -> Self:
        self.get_loop()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()


def run(
    coro: Coroutine[Any, Any, T],
    *,
    ctx: context.Context | None = None,
    debug: bool | None = None,
) -> T:
    """Run coro in an event loop of its own, while this goroutine waits.

    As asyncio.run: at the end the tasks left over are cancelled and the loop closed.
    See Runner.run for ctx, Ctrl-C and what is raised.
    """
    checkoutside()
    with Runner(debug=debug) as runner:
        return runner.run(coro, ctx=ctx)


def checkoutside() -> None:
    """Refuse a call from a coroutine."""
    acquirem()  # the thread's signals are then ours
    found = asyncio._get_running_loop()
    if found is not None and not runselsewhere(found):
        raise RuntimeError(
            "goruntime.aio.run() cannot be called from a running event loop"
        )


def canceller(loop: asyncio.AbstractEventLoop, task: asyncio.Task[Any]) -> Any:
    """Make what cancels task from outside its loop."""

    def cancel() -> None:
        try:
            loop.call_soon_threadsafe(task.cancel)
        except RuntimeError:
            if not loop.is_closed():  # else the task ended first
                raise

    return cancel


@contextmanager
def interruptible(
    loop: asyncio.AbstractEventLoop, task: asyncio.Task[Any]
) -> Generator[list[int]]:
    """Let Ctrl-C cancel task, where it is for this goroutine; yield who came."""
    came: list[int] = []
    m = acquirem()
    previous: Any = signal.getsignal(signal.SIGINT)
    if m.main is None or m.curg is not m.main or previous is not sigqueue.sigint:
        yield came
        return

    def handler(signum: int, frame: FrameType | None) -> None:
        came.append(signum)
        if len(came) == 1 and not task.done():
            loop.call_soon_threadsafe(task.cancel)
        else:
            previous(signum, frame)

    signal.signal(signal.SIGINT, handler)
    try:
        yield came
    finally:
        if signal.getsignal(signal.SIGINT) is handler:
            signal.signal(signal.SIGINT, previous)

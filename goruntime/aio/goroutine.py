"""go: a goroutine whose result a coroutine awaits.  Go: the go statement"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from sys import _getframe
from types import CodeType
from typing import Any, ParamSpec, TypeVar

from .. import go as gostmt
from ..balance import startaway
from ..gmp import G, nextgoid
from ..gopanic import GoexitError
from .loop import Loop

P = ParamSpec("P")
T = TypeVar("T")


def go(f: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
    """Start f(*args, **kwargs) as a goroutine; await what this returns for its result.

    An exception that leaves f is raised by the await instead.  The goroutine goes on
    when the await is cancelled, since nothing can end a goroutine from outside; give
    it a context to look at.  An exception that comes after that goes to the loop's
    exception handler.  In a coroutine of any event loop; RuntimeError elsewhere.
    """
    if not callable(f):
        raise TypeError(f"aio.go: {type(f).__name__} object is not callable")
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()
    start(loop, partial(work, loop, future, partial(f, *args, **kwargs)))
    return future


def work(
    loop: asyncio.AbstractEventLoop, future: asyncio.Future[T], f: Callable[[], T]
) -> None:
    """Call f and tell the loop.  In the goroutine."""
    result: Any = None
    error: BaseException | None = None
    try:
        result = f()
    except GoexitError:
        error = RuntimeError("the goroutine has called Goexit")
    except StopIteration as exc:  # no future can carry that
        error = RuntimeError("the goroutine raised StopIteration")
        error.__cause__ = exc
    except BaseException as exc:
        error = exc
    try:
        loop.call_soon_threadsafe(settle, loop, future, result, error)
    except RuntimeError:
        if not loop.is_closed():
            raise
        settle(loop, future, result, error)
    finally:
        del error, result  # no cycle through our own frame


def settle(
    loop: asyncio.AbstractEventLoop,
    future: asyncio.Future[Any],
    result: Any,
    error: BaseException | None,
) -> None:
    """End the await.  In the loop; or anywhere, once that is closed."""
    if not future.done() and not loop.is_closed():
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
    elif error is not None:
        loop.call_exception_handler(
            {
                "message": "a goroutine that nobody awaits any more has failed",
                "exception": error,
                "future": future,
            }
        )


def start(loop: asyncio.AbstractEventLoop, fn: Callable[[], object]) -> None:
    """Start a goroutine that can run while loop waits."""
    if isinstance(loop, Loop):
        gostmt(fn)
        return
    # That loop waits in the kernel with its thread, which may be the one that runs
    # goroutines: a spare M takes this one.
    caller = _getframe(2)
    code: CodeType = caller.f_code
    gp = G(nextgoid(), fn, (), copy_context() or None)
    gp.creator = code
    gp.creatorlasti = caller.f_lasti
    startaway(gp)

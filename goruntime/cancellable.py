"""blocking_context: a blocking call that is waited for no longer than a context lasts.

Go has no such function: what blocks takes a context there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

from .handoff import blocking
from .hchan import chan
from .proc import go
from .selectgo import recv, select

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


class Done(Protocol):
    """What is needed of a context.Context."""

    def Done(self) -> Any: ...

    def Err(self) -> Any: ...


def blocking_context(
    ctx: Done, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs
) -> R:
    """Call fn(*args, **kwargs) as ``blocking`` does, but wait no longer than ctx lasts.

    Raises ctx.Err() when that is done first.  C cannot be stopped: fn then runs to its
    end on its thread, and what it returns or raises is dropped.  It is not called at
    all if ctx is done already.
    """
    err = ctx.Err()
    if err is not None:
        raise err
    outcome = chan[Any](1)

    def call() -> None:
        try:
            result = blocking(fn, *args, **kwargs)
        except BaseException as exc:
            outcome.send((None, exc))
        else:
            outcome.send((result, None))

    go(call)
    i, got, _ = select(recv(outcome), recv(ctx.Done()))
    if i == 1:
        raise ctx.Err()
    result, exc = got
    if exc is None:
        return result  # type: ignore[no-any-return]
    try:
        raise exc
    finally:
        del exc, got  # no cycle through our own frame

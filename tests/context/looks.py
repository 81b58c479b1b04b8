"""What the tests of cancellation share: how they look at a context."""

from typing import Any

from goruntime import context, default, errors, recv, select, time
from goruntime.park import acquirem

FAR = time.Hour
TICK = time.Millisecond

CAUSE = errors.New("parent cause")
OTHER = errors.New("child cause")


def done(ctx: context.Context) -> bool:
    """Tell whether Done is closed; Err must agree."""
    c = ctx.Done()
    closed = c is not None and select(recv(c), default)[0] == 0
    assert closed == (ctx.Err() is not None)
    return closed


def pending() -> int:
    """Return how many timers are still to fire here."""
    m = acquirem()
    return len(m.timers) - m.timersdead


def children(ctx: Any) -> int:
    return len(ctx.children)

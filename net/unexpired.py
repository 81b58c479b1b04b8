"""The values of a context, as long as it is not done.  Go: net/lookup.go"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goruntime import context

if TYPE_CHECKING:
    from goruntime import time


class onlyValuesCtx:
    """Never done itself, and without values once the context it has them of is.

    A look-up may outlive whom it was begun for, and what that one's context carries
    may be good for no longer than this: a span, a transaction.

    Go: onlyValuesCtx
    """

    __slots__ = ("ctx", "values")

    def __init__(self, ctx: context.Context) -> None:
        self.ctx = ctx
        self.values = context.WithoutCancel(ctx)

    def Deadline(self) -> tuple[time.Time | None, bool]:
        return None, False

    def Done(self) -> Any:
        return None

    def Err(self) -> Any:
        return None

    def Value(self, key: object, /) -> Any:
        return None if self.ctx.Err() is not None else self.values.Value(key)


def withUnexpiredValuesPreserved(ctx: context.Context) -> context.Context:
    """Return a context that only has the values of ctx, until ctx is done.

    Go: withUnexpiredValuesPreserved
    """
    return onlyValuesCtx(ctx)

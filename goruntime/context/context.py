"""Context: a deadline, a cancellation, values, handed down.  Go: context/context.go"""

from __future__ import annotations

from typing import Any, Protocol

from .. import errors, panic, time
from ..hchan import RecvChan


class Context(Protocol):
    """Carries a deadline, a cancellation signal and values.  Go: context.Context

    Deadline() returns (time, True), or (None, False) if there is none.  Done()
    returns a channel that is closed when the work shall be given up, None if that
    can never be.  Err() then returns Canceled or DeadlineExceeded, None before.
    """

    def Deadline(self) -> tuple[time.Time | None, bool]: ...
    def Done(self) -> RecvChan[None] | None: ...
    def Err(self) -> Any: ...
    def Value(self, key: object, /) -> Any: ...


class Canceled(errors.error):
    """The context was cancelled."""

    text = "context canceled"


class DeadlineExceeded(errors.error, TimeoutError):
    """The context's deadline has passed."""

    text = "context deadline exceeded"

    def Timeout(self) -> bool:
        return True

    def Temporary(self) -> bool:
        return True


CANCEL_KEY: Any = object()  # Value(CANCEL_KEY) is the nearest cancelCtx


class emptyCtx:
    """Never done, without deadline or values."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def Deadline(self) -> tuple[time.Time | None, bool]:
        return None, False

    def Done(self) -> RecvChan[None] | None:
        return None

    def Err(self) -> Any:
        return None

    def Value(self, key: object, /) -> Any:
        return None

    def __str__(self) -> str:
        return self._name

    String = __str__

    def __repr__(self) -> str:
        return f"<{self}>"


_background = emptyCtx("context.Background")
_todo = emptyCtx("context.TODO")


def Background() -> Context:
    """Return the context at the root of all others: never done.  Go: Background"""
    return _background


def TODO() -> Context:
    """Return a context for where it is not yet clear which to use.  Go: TODO"""
    return _todo


def checkparent(parent: Context | None) -> Context:
    """Return parent; Panic if there is none."""
    if parent is None:
        panic("cannot create context from nil parent")
    return parent


class derived:
    """What asks its parent for whatever it does not know itself."""

    __slots__ = ("parent",)

    def __init__(self, parent: Context) -> None:
        self.parent = parent

    def Deadline(self) -> tuple[time.Time | None, bool]:
        return self.parent.Deadline()

    def Done(self) -> RecvChan[None] | None:
        return self.parent.Done()

    def Err(self) -> Any:
        return self.parent.Err()

    def Value(self, key: object, /) -> Any:
        return self.parent.Value(key)

    def __repr__(self) -> str:
        return f"<{self}>"


class valueCtx(derived):
    """One value."""

    __slots__ = ("key", "val")

    def __init__(self, parent: Context, key: object, val: object) -> None:
        super().__init__(parent)
        self.key = key
        self.val = val

    def Value(self, key: object, /) -> Any:
        # Keys are equal as in Go: of one type, and equal.  A loop, as chains are
        # as long as a program's calls are deep.
        ctx: Any = self
        while type(ctx) is valueCtx:
            mine = ctx.key
            if mine is key or (type(mine) is type(key) and mine == key):
                return ctx.val
            ctx = ctx.parent
        return ctx.Value(key)

    def __str__(self) -> str:
        def text(x: object) -> str:
            if x is None or isinstance(x, str):
                return "<nil>" if x is None else x
            return type(x).__qualname__

        return f"{self.parent}.WithValue({text(self.key)}, {text(self.val)})"

    String = __str__


def WithValue(parent: Context, key: object, val: object) -> Context:
    """Return a copy of parent in which key has the value val.

    A key should be of a type of its own, so that packages do not collide.

    Go: context.WithValue
    """
    checkparent(parent)
    if key is None:
        panic("nil key")
    try:
        hash(key)
    except TypeError:
        panic("key is not comparable")
    return valueCtx(parent, key, val)


class withoutCancelCtx(derived):
    """Values without deadline and cancellation."""

    __slots__ = ()

    def Deadline(self) -> tuple[time.Time | None, bool]:
        return None, False

    def Done(self) -> RecvChan[None] | None:
        return None

    def Err(self) -> Any:
        return None

    def Value(self, key: object, /) -> Any:
        return None if key is CANCEL_KEY else self.parent.Value(key)

    def __str__(self) -> str:
        return f"{self.parent}.WithoutCancel"

    String = __str__


def WithoutCancel(parent: Context) -> Context:
    """Return a copy of parent that is not cancelled when parent is.

    Go: context.WithoutCancel
    """
    return withoutCancelCtx(checkparent(parent))

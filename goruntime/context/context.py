"""Context: a deadline, a cancellation, values, handed down.  Go: context/context.go"""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from .. import errors, panic, time


@runtime_checkable
class Context(Protocol):
    """Carries a deadline, a cancellation signal and values.  Go: context.Context

    Deadline() returns (time, True), or (None, False) if there is none.  Done()
    returns a channel that is closed when the work shall be given up, None if that
    can never be.  Err() then returns Canceled or DeadlineExceeded, None before.
    """

    def Deadline(self) -> tuple[time.Time | None, bool]: ...
    def Done(self) -> Any: ...  # RecvChan[None], or None
    def Err(self) -> Any: ...
    def Value(self, key: object, /) -> Any: ...


class Canceled(errors.error):
    """The context was cancelled."""

    text = "context canceled"


class DeadlineExceeded(errors.error, TimeoutError):
    """The context's deadline has passed."""

    text = "context deadline exceeded"

    # Of the class, as Err() returns that.
    @classmethod
    def Timeout(cls) -> bool:
        return True

    @classmethod
    def Temporary(cls) -> bool:
        return True


CANCEL_KEY: Any = object()  # Value(CANCEL_KEY) is the nearest cancelCtx


class emptyCtx:
    """Never done, without deadline or values."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def Deadline(self) -> tuple[time.Time | None, bool]:
        return None, False

    def Done(self) -> Any:
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
    """What asks its parent for whatever it does not know itself.

    A program's chain of contexts may be deeper than Python's stack, so the way up
    through ours is a loop: see above and lookup.
    """

    __slots__ = ("parent",)

    def __init__(self, parent: Context) -> None:
        self.parent = parent

    def Deadline(self) -> tuple[time.Time | None, bool]:
        ctx: Any = self.parent
        while isinstance(ctx, derived) and type(ctx).Deadline is derived.Deadline:
            ctx = ctx.parent
        return ctx.Deadline()  # type: ignore[no-any-return]

    def Done(self) -> Any:
        return above(self.parent).Done()

    def Err(self) -> Any:
        return above(self.parent).Err()

    def Value(self, key: object, /) -> Any:
        return lookup(self, key)

    def suffix(self) -> str:
        """Return what it adds to the text of its parent."""
        raise NotImplementedError

    def __str__(self) -> str:
        texts = []
        ctx: Any = self
        while isinstance(ctx, derived):
            texts.append(ctx.suffix())
            ctx = ctx.parent
        texts.append(contextname(ctx))
        return "".join(reversed(texts))

    String = __str__

    def __repr__(self) -> str:
        return f"<{self}>"


def above(ctx: Any) -> Any:
    """Return the nearest context from ctx up that is more than values."""
    while type(ctx) is valueCtx:
        ctx = ctx.parent
    return ctx


def lookup(ctx: Any, key: object) -> Any:
    """Return the value of key, from ctx up."""
    while isinstance(ctx, derived):
        if type(ctx) is valueCtx:
            # Keys are equal as in Go: of one type, and equal.
            mine = ctx.key
            if mine is key or (type(mine) is type(key) and mine == key):
                return ctx.val
        elif key is CANCEL_KEY:
            return None if type(ctx) is withoutCancelCtx else ctx
        ctx = ctx.parent
    return ctx.Value(key)


def contextname(ctx: object) -> str:
    """Return a context's text: its String, else its type."""
    own = getattr(type(ctx), "String", None)
    return str(own(ctx)) if own is not None else typename(ctx)


def stringify(x: object) -> str:
    """Return what the text of a context shows of a key or value."""
    own = getattr(type(x), "String", None)
    if own is not None:
        return str(own(x))
    if type(x) is str:
        return x
    return "<nil>" if x is None else typename(x)


def typename(x: object) -> str:
    """Return the name of x's type with its package, as Go has it: main.key, int."""
    package = type(x).__module__.rpartition(".")[2]
    name = type(x).__name__
    if package == "builtins":
        return name
    return f"{'main' if package == '__main__' else package}.{name}"


class valueCtx(derived):
    """One value."""

    __slots__ = ("key", "val")

    def __init__(self, parent: Context, key: object, val: object) -> None:
        super().__init__(parent)
        self.key = key
        self.val = val

    def suffix(self) -> str:
        return f".WithValue({stringify(self.key)}, {stringify(self.val)})"


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

    def Done(self) -> Any:
        return None

    def Err(self) -> Any:
        return None

    def suffix(self) -> str:
        return ".WithoutCancel"


def WithoutCancel(parent: Context) -> Context:
    """Return a copy of parent that is not cancelled when parent is.

    Go: context.WithoutCancel
    """
    return withoutCancelCtx(checkparent(parent))

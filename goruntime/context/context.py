"""Context: a deadline, a cancellation, values, from caller to callee.  Go: context"""

from __future__ import annotations

from typing import Any, Protocol

from .. import errors


class Context(Protocol):
    """Carries a deadline, a cancellation signal and values.  Go: context.Context"""

    def Deadline(self) -> tuple[Any, bool]: ...
    def Done(self) -> Any: ...
    def Err(self) -> Any: ...
    def Value(self, key: object) -> Any: ...


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


class emptyCtx:
    """Never done, without values."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def Deadline(self) -> tuple[Any, bool]:
        return None, False

    def Done(self) -> None:
        return None

    def Err(self) -> None:
        return None

    def Value(self, key: object) -> None:
        return None

    def __str__(self) -> str:
        return self.name

    String = __str__


_background = emptyCtx("context.Background")
_todo = emptyCtx("context.TODO")


def Background() -> Context:
    """Return the context at the root of all others: never done.  Go: Background"""
    return _background


def TODO() -> Context:
    """Return a context for where it is not yet clear which to use.  Go: TODO"""
    return _todo

"""The base of all our errors, and errors.New.  Go: errors/errors.go

In Go a sentinel is a value, ``io.EOF``, and an error type is a struct.  In Python
what one catches is a class, so a sentinel is an exception class with a ``text``:

    class EOF(errors.error, EOFError):
        text = "EOF"

``except io.EOF``, ``raise io.EOF`` and ``errors.Is(err, io.EOF)`` all work, and the
class can stand for the value: ``str(io.EOF)`` is its text, ``err == io.EOF`` is true
of its instances, and it counts as one: ``isinstance(ctx.Err(), context.Canceled)`` and
``case context.Canceled():`` are true of the class, too.  Each raise makes a fresh
instance, with a traceback of its own.

An error type is a class that says its text in ``__str__`` or, as in Go, in ``Error``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class ErrorType(type):
    """Lets a sentinel class be compared and printed as the value it stands for."""

    text: str | None

    def __str__(cls) -> str:
        return type.__repr__(cls) if cls.text is None else cls.text

    def __eq__(cls, other: object) -> bool:
        if cls is other:
            return True
        return cls.text is not None and type(other) is cls

    def __hash__(cls) -> int:
        return type.__hash__(cls)

    def __instancecheck__(cls, obj: object) -> bool:
        if type.__instancecheck__(cls, obj):
            return True
        return (
            isinstance(obj, ErrorType) and obj.text is not None and issubclass(obj, cls)
        )


class _ErrorMethod:
    """``Error()``: the text, of an instance and of a sentinel class alike."""

    def __get__(self, obj: error | None, cls: type[error]) -> Callable[[], str]:
        if obj is not None:
            return obj.__str__
        return partial(str, cls)


class error(Exception, metaclass=ErrorType):
    """Go's interface error: every error of ours, and of yours, derives from it."""

    text: str | None = None  # of a sentinel
    n: int  # how much was done before it, where an operation can be done in part
    partial: Any  # what was read before it, likewise

    Error = _ErrorMethod()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "Error" in cls.__dict__ and "__str__" not in cls.__dict__:
            cls.__str__ = _error  # type: ignore[method-assign]

    def __str__(self) -> str:
        return Exception.__str__(self) if self.text is None else self.text

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if self.text is None:
            return False
        return other is type(self) or type(other) is type(self)

    def __hash__(self) -> int:
        return object.__hash__(self) if self.text is None else hash(type(self))


def _error(self: error) -> str:
    """``__str__`` of a class that has a method Error of its own."""
    return self.Error()


class errorString(error):
    """What New makes: known by identity."""

    def __init__(self, text: str) -> None:
        super().__init__(text)


def New(text: str) -> error:
    """Return an error with that text; another one with the same text is another error.

    To be raised once: for what is raised again and again, write a sentinel class.

    Go: errors.New
    """
    return errorString(text)


class ErrUnsupported(error):
    """An operation that is not supported.  Go: errors.ErrUnsupported"""

    text = "unsupported operation"

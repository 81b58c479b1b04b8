"""Is, As, Unwrap: errors that wrap errors.  Go: errors/wrap.go"""

from __future__ import annotations

from abc import ABCMeta
from typing import Any, Final, TypeVar

E = TypeVar("E")

DEEP: Final = 10_000  # a ``__cause__`` may lead round in a ring


def Unwrap(err: Any) -> Any:
    """Return the error that err wraps, None if it wraps none.

    What its method Unwrap says, if it has one and that is a single error; else
    what it was raised ``from``.

    Go: errors.Unwrap
    """
    inner = unwrapped(err)
    return None if isinstance(inner, (list, tuple)) else inner


def unwrapped(err: Any) -> Any:
    """Return what err wraps: an error, several, or None."""
    if isinstance(err, type):
        return None  # a sentinel that stands for its value
    unwrap = getattr(err, "Unwrap", None)
    if unwrap is not None:
        return unwrap()
    return getattr(err, "__cause__", None)


def Is(err: Any, target: Any) -> bool:
    """Tell whether err, or an error that it wraps, is target.

    target is a sentinel (``io.EOF``), any exception class, or one error, which
    must be that very one.  An error's own method ``Is(target)`` can say yes, too.

    Go: errors.Is
    """
    if err is None or target is None:
        return err is target
    for _ in range(DEEP):
        if err is None:
            break
        if matches(err, target):
            return True
        own = getattr(err, "Is", None)
        if own is not None and not isinstance(err, type) and own(target):
            return True
        err = unwrapped(err)
        if isinstance(err, (list, tuple)):
            return any(Is(e, target) for e in err if e is not None)
    return False


def matches(err: Any, target: Any) -> bool:
    """Tell whether err itself is target."""
    if err is target:
        return True
    if isinstance(target, type):
        if isinstance(err, type):
            return issubclass(err, target)
        return isinstance(err, target)
    return bool(err == target)


def As(err: Any, target: type[E]) -> E | None:
    """Return err, or the first error that it wraps, of class target; None if none is.

    target is a class of exceptions or a Protocol that ``isinstance`` can check.  An
    OpError is *caught* as what it wraps, but this finds the wrapped error itself.

    Go: errors.As
    """
    if err is None:
        return None
    if target is None:
        raise TypeError("errors: target cannot be nil")
    if not isinstance(target, type):
        raise TypeError("errors: target must be a non-nil pointer")
    if not issubclass(target, BaseException) and not isinstance(target, ABCMeta):
        raise TypeError("errors: *target must be interface or implement error")
    if isinstance(err, type) and issubclass(err, target):
        return err()  # a sentinel that stands for its value
    return find(err, target)


AsType = As  # Go: errors.AsType, which differs in how Go infers the type


def find(err: Any, target: type[E]) -> E | None:
    """Return the first error of class target, err or below it."""
    for _ in range(DEEP):
        if err is None:
            break
        inner = unwrapped(err)
        if isinstance(err, target) and (inner is None or isa(err, target)):
            return err
        own = getattr(err, "As", None)
        if own is not None and not isinstance(err, type):
            found: E | None = own(target)
            if found is not None:
                return found
        err = inner
        if isinstance(err, (list, tuple)):
            several = (find(e, target) for e in err)
            return next((e for e in several if e is not None), None)
    return None


def isa(err: object, target: type) -> bool:
    """Tell whether err is a target by itself, not by what it wraps (see joined.py)."""
    plain = type(err).__dict__.get("_plain")
    if plain is None or not issubclass(target, BaseException):
        return True
    return issubclass(plain, target)

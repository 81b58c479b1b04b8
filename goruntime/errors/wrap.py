"""Is, As, Unwrap: errors that wrap errors.  Go: errors/wrap.go"""

from __future__ import annotations

from typing import Any, TypeVar

E = TypeVar("E", bound=BaseException)

_joined: dict[tuple[type, type], type] = {}


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
    unwrap = getattr(err, "Unwrap", None)
    if unwrap is not None and not isinstance(err, type):
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
    while err is not None:
        if matches(err, target):
            return True
        own = getattr(err, "Is", None)
        if own is not None and not isinstance(err, type) and own(target):
            return True
        err = unwrapped(err)
        if isinstance(err, (list, tuple)):
            return any(Is(e, target) for e in err)
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

    Go: errors.As
    """
    if not isinstance(target, type):
        raise TypeError("errors: target must be a class")
    while err is not None:
        if isinstance(err, target):
            return err
        own = getattr(err, "As", None)
        if own is not None:
            found: E | None = own(target)
            if found is not None:
                return found
        err = unwrapped(err)
        if isinstance(err, (list, tuple)):
            for e in err:
                found = As(e, target)
                if found is not None:
                    return found
            return None
    return None


AsType = As  # Go: errors.AsType, which differs in how Go infers the type


def joinedclass(cls: type, err: object) -> type:
    """Return the class of a cls that wraps err: cls, and err's class besides.

    So ``except`` catches the wrapping error by what it wraps.  The class is made
    once for each pair, has cls's name, and is cls itself where the two cannot be
    one.
    """
    kind = type(err)
    if not isinstance(err, Exception) or issubclass(cls, kind):
        return cls
    if issubclass(kind, cls):
        return kind
    key = (cls, kind)
    found = _joined.get(key)
    if found is None:
        names = {
            "__module__": cls.__module__,
            "__qualname__": cls.__qualname__,
            "__doc__": cls.__doc__,
            "text": None,
        }
        try:
            meta: Any = type(cls)
            found = meta(cls.__name__, (cls, kind), names)
        except TypeError:
            found = cls  # two layouts, or an order that contradicts itself
        found = _joined.setdefault(key, found or cls)
    return found

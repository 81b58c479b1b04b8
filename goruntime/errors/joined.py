"""Errors that are, besides, of the class of what they wrap.

``except net.ErrClosed`` and ``except ConnectionRefusedError`` are to catch an OpError
that wraps these, and Python's ``except`` looks at classes alone.  So such an error is
an instance of a class made of its own and of the wrapped error's class: once for each
pair, under the first one's name.  What can be seen of it is the first one's; of the
second it has the ancestry, and the fields by way of ``Err``.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from .errors import error

_joined: dict[tuple[type, type], type] = {}

MANY: Final = 1000  # classes of errors; a program that makes them as it goes has more

# What the wrapped error's class must not have a say in.
_PINNED = (
    "Error",
    "__str__",
    "__repr__",
    "__eq__",
    "__hash__",
    "__reduce__",
    "__reduce_ex__",
    "__setstate__",
    "__setattr__",
    "__delattr__",
    "__getattribute__",
    "errno",
    "strerror",
    "filename",
)
_UNFIT = "__del__", "__copy__", "__deepcopy__"
# Methods that errors are asked whether they have.
_ASKED = "Is", "As", "Unwrap", "Timeout", "Temporary"


def joinedclass(cls: type, err: object) -> type:
    """Return the class of a cls that wraps err, which may be a sentinel class.

    It is cls itself where err is no Exception (what ``except Exception`` lets pass
    must not be caught by it for being wrapped) or the two classes do not go together.
    """
    kind = err if isinstance(err, type) else type(err)
    found = _joined.get((cls, kind))
    return join(cls, kind) if found is None else found


def join(cls: type, kind: type) -> type:
    """Make, and remember, the class of a cls that wraps a kind."""
    kinds = [k for k in parts(kind) if not related(cls, k)]
    found = cls
    if len(kinds) == 1 and kinds[0] is not kind:
        found = joinedclass(cls, kinds[0])  # an OpError in an OpError
    elif kinds and all(fits(cls, k) for k in kinds):
        try:
            found = derive(cls, kinds)
        except Exception:
            found = cls  # two layouts, two metaclasses, an order against itself
    if len(_joined) >= MANY:
        _joined.clear()
    return _joined.setdefault((cls, kind), found)


def parts(kind: type) -> list[type]:
    """Return the classes that kind was made of here; kind, if it was not."""
    if kind.__dict__.get("_plain") is None:
        return [kind]
    return [kind.__dict__["_plain"], *kind.__bases__[1:]]


def related(cls: type, kind: type) -> bool:
    """Tell whether one of the two derives from the other."""
    return issubclass(cls, kind) or issubclass(kind, cls)


def fits(cls: type, kind: type) -> bool:
    """Tell whether a kind is an Exception whose methods let a cls be one."""
    if not issubclass(kind, Exception) or any(hasattr(kind, name) for name in _UNFIT):
        return False
    fields: tuple[str, ...] = getattr(cls, "__match_args__", ())
    return not any(hasattr(getattr(kind, name, None), "__set__") for name in fields)


def derive(cls: type, kinds: list[type]) -> type:
    """Make the class.  TypeError where they cannot have a common subclass."""
    names: dict[str, Any] = {
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        "__doc__": cls.__doc__,
        "text": None,
        "_plain": cls,
    }
    names.update((name, None) for name in _ASKED)
    for c in reversed(cls.__mro__):
        names.update((n, c.__dict__[n]) for n in (*_PINNED, *_ASKED) if n in c.__dict__)
    if issubclass(cls, wrapError):
        names["__getattr__"] = _field
    meta: Any = type(cls)
    found: type = meta(cls.__name__, (cls, *kinds), names)
    return found


def _field(self: Any, name: str) -> Any:
    """Look up a field of the wrapped error: ``IsNotFound`` of an OpError."""
    if name.startswith("_") or "Err" not in self.__dict__:
        raise AttributeError(
            f"{type(self).__name__!r} object has no attribute {name!r}"
        )
    return getattr(self.__dict__["Err"], name)


class wrapError(error, OSError):
    """An OSError about another error, ``Err``, which is its ``__cause__``, too.

    A subclass has the fields that ``__match_args__`` names, Err the last.  It sets
    that by ``wraps``, and then ``args`` to all of them.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ("Err",)

    Err: Any
    _plain: ClassVar[type | None] = None  # of a class made here: without the rest

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if "Err" in kwargs:
            err = kwargs["Err"]
        else:
            err = args[-1] if args else None
        found = _joined.get((cls, type(err)))  # fast path of joinedclass
        return OSError.__new__(found or joinedclass(cls, err))

    def wraps(self, err: Any) -> None:
        """Let Err be err, and take from it what an OSError has."""
        if isinstance(err, type) and issubclass(err, BaseException):
            err = err()  # a sentinel that stands for its value
        cls: Any = type(self)
        plain = cls._plain or cls
        if _joined.get((plain, type(err))) is not cls:
            # A subclass whose arguments are others than ours.
            self.__class__ = joinedclass(plain, err)
        self.Err = err
        number = getattr(err, "errno", None)
        self.errno = number
        self.strerror = getattr(err, "strerror", None) if number else str(err)
        if isinstance(err, BaseException):
            self.__cause__ = err

    def __reduce__(self) -> tuple[Any, ...]:
        cls = type(self)
        rest = {k: v for k, v in self.__dict__.items() if k not in cls.__match_args__}
        return cls._plain or cls, self.args, rest or None

    def Unwrap(self) -> Any:
        """Return Err."""
        return self.Err


def timedout(err: Any) -> bool:
    """Tell whether err has a method Timeout, and it says yes."""
    timeout = getattr(err, "Timeout", None)
    return timeout is not None and bool(timeout())

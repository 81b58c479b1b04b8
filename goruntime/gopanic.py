"""How a goroutine fails, and how the runtime does.  Go: runtime/panic.go

Three words for three kinds of failure (Go: runtime/HACKING.md):

- the world's fault is an ordinary exception that is raised and handled;
- the caller's mistake is a ``Panic``, which ends the program when it leaves a
  goroutine, as every exception that leaves one does;
- a state that must not be is a ``throw``: a ``FatalError``, which derives from
  BaseException so that no ``except Exception`` swallows it.
"""

from __future__ import annotations

from types import AsyncGeneratorType, CoroutineType, GeneratorType
from typing import Any, Final, NoReturn


class Panic(Exception):
    """The caller's mistake, as Go words it; ``value`` is what was panicked with."""

    def __init__(self, value: object = None) -> None:
        super().__init__(value)
        self.value = value

    def __str__(self) -> str:
        v = self.value
        if v is None:
            return "runtime error: panic called with nil argument"
        if isinstance(v, bool):
            return str(v).lower()
        for method in ("Error", "String"):
            text = getattr(v, method, None)
            if callable(text):
                return str(text())
        if isinstance(v, BaseException):  # Python's: its text alone says too little
            return f"{type(v).__name__}: {v}"
        return str(v)


# A mistake of the program's: what keeps errors for later lets these out at once.
MISTAKES: Final = (
    Panic,
    TypeError,
    AttributeError,
    NameError,
    IndexError,
    ZeroDivisionError,
    AssertionError,
)


class FatalError(BaseException):
    """The program cannot go on; Go prints ``fatal error:`` and exits with status 2."""


class DeadlockError(FatalError):
    """All goroutines are asleep and nothing is left that could wake one.

    Raised in the main goroutine.  ``dump`` has every goroutine with its stack
    and the reason why it waits.
    """

    def __init__(self, text: str, dump: str = "") -> None:
        super().__init__(text)
        self.dump = dump


class GoexitError(BaseException):
    """What Goexit raises: it ends one goroutine, running its finally blocks."""


def panic(value: object) -> NoReturn:
    """Stop the goroutine with a Panic of value, which may be an error; a Panic goes on.

    Go: the builtin panic.
    """
    if isinstance(value, Panic):
        raise value
    if isinstance(value, BaseException) and value.__traceback__ is not None:
        raise Panic(value) from value  # it was raised before, which a report shall say
    raise Panic(value)


def throw(text: str) -> NoReturn:
    """Report a broken invariant or a misuse that Go does not let anyone recover."""
    raise FatalError(text)


def notcallable(who: str, f: Any) -> TypeError:
    """Return the error of whoever was to start f, which cannot be called."""
    hint = f"give it the function and its arguments, {who}(f, x), not {who}(f(x))"
    if isinstance(f, CoroutineType):
        f.close()  # it will not be awaited, and Python need not say so as well
        hint += "; a goroutine that runs a coroutine is go(aio.run, f(x))"
    return TypeError(f"{who}: {type(f).__name__} object is not callable: {hint}")


def checkmain(main: Any, result: Any) -> None:
    """Raise TypeError if what run's main returned is a coroutine that never ran."""
    if isinstance(result, CoroutineType) and not result.cr_suspended:
        result.close()
        name = getattr(main, "__name__", "main")
        raise TypeError(
            f"run: {name} is a coroutine function, of which nothing has run: "
            f"run(aio.run, {name}()) runs one"
        )


def checkresult(result: Any) -> None:
    """Raise TypeError if what a goroutine's function returned is code that never ran.

    So it is when the function is one of a coroutine or a generator: to call it does
    nothing yet.
    """
    if isinstance(result, CoroutineType):
        if not result.cr_suspended:
            result.close()
            name = result.__qualname__
            raise TypeError(
                f"go: {name} is a coroutine function, of which nothing has run: "
                f"go(aio.run, {name}(...)) runs one in a goroutine"
            )
    elif isinstance(result, GeneratorType):
        if not result.gi_suspended:
            raise TypeError(
                f"go: {result.__qualname__} is a generator function, of which nothing "
                "has run: send to a channel instead of yielding"
            )
    elif isinstance(result, AsyncGeneratorType):
        raise TypeError(
            f"go: {result.__qualname__} is an asynchronous generator function, of "
            "which nothing has run: see aio.run"
        )

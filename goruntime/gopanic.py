"""How a goroutine fails, and how the runtime does.  Go: runtime/panic.go

Three words for three kinds of failure (Go: runtime/HACKING.md):

- the world's fault is an ordinary exception that is raised and handled;
- the caller's mistake is a ``Panic``, which ends the program when it leaves a
  goroutine, as every exception that leaves one does;
- a state that must not be is a ``throw``: a ``FatalError``, which derives from
  BaseException so that no ``except Exception`` swallows it.
"""

from __future__ import annotations

from typing import NoReturn


class Panic(Exception):
    """The caller's mistake, as Go words it; ``value`` is what was panicked with."""

    def __init__(self, value: object = None) -> None:
        super().__init__(value)
        self.value = value

    def __str__(self) -> str:
        if self.value is None:
            return "runtime error: panic called with nil argument"
        return str(self.value)


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
    """Stop the goroutine with a Panic of value; an exception is raised as it is.

    Go: the builtin panic.
    """
    if isinstance(value, BaseException):
        raise value
    raise Panic(value)


def throw(text: str) -> NoReturn:
    """Report a broken invariant or a misuse that Go does not let anyone recover."""
    raise FatalError(text)

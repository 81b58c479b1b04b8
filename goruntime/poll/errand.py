"""away: a system call that may stop its thread, made on another.  Go: entersyscall

``blocking`` lets a goroutine that is interrupted (Ctrl-C) go on, while the call runs to
its end; and its whole program may be over before that.  Nobody then waits for what the
call returns: a descriptor that must be closed, data that must not be lost, the right
to read.  Whoever comes last has to see to that; here it is seen that exactly one does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import blocking
from ..park import acquirem


class Errand:
    """One call and what is to be done when nobody is there for its result."""

    __slots__ = ("_begun", "_ended", "_f", "_lost", "_m", "_result")

    def __init__(self, f: Callable[[], Any], lost: Callable[[Any], object]) -> None:
        self._f = f
        self._lost = lost
        self._m = acquirem()
        self._result: Any = None
        # Tokens: taking one is atomic, and who takes it has come first.
        self._begun = [True]
        self._ended = [True]

    def run(self) -> None:
        """Make the call, unless it was given up before."""
        if not took(self._begun):
            return
        try:
            self._result = self._f()
        except BaseException as exc:
            self._result = exc
        if not took(self._ended) or self._m.retired:
            self._lost(self._result)

    def giveup(self) -> None:
        """Nobody waits any more.  Called once at most, by who did."""
        if took(self._begun):
            self._lost(None)  # it will never run
        elif not took(self._ended):
            self._lost(self._result)

    def go(self) -> Any:
        try:
            blocking(self.run)
        except BaseException:
            self.giveup()
            raise
        return self._result


def took(token: list[bool]) -> bool:
    """Tell whether we are the first to take a token."""
    try:
        token.pop()
    except IndexError:
        return False
    return True


def away(f: Callable[[], Any], lost: Callable[[Any], object]) -> Any:
    """Return what f returns, or the exception that it raises, called off the M.

    What is raised here is an interrupt, or that there are no threads left.  Then
    lost(result) is called instead, once: here or, when f ends later, on f's thread;
    with None if f will never be called.
    """
    return Errand(f, lost).go()

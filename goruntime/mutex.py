"""The lock that guards what two threads may touch.  Go: runtime/lock_futex.go

Held for a few lines at a time, never across a switch, and never where code
that is not ours could run: a finalizer or a signal handler that came in
between would wait for its own thread.  Such code can still come, since the
interpreter runs finalizers and handlers wherever it likes; so whoever may be
called from one takes the lock by

    if not lock.acquire(False) and lockslow(lock, op):
        return

and ``lockslow`` finds out, off the fast path, whether the lock is held by a
frame further down this very stack.
"""

from __future__ import annotations

import sys
from _thread import LockType
from _thread import allocate_lock as Mutex  # noqa: N812 (the runtime's name for it)
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

__all__ = ["LockType", "Mutex", "lockslow", "reentered", "takelock"]

# Modules whose frames may hold a lock; each adds its own globals() at import.
holders: list[dict[str, object]] = []


def reentered() -> bool:
    """Tell whether this thread was interrupted inside one of our critical sections.

    The frames nearest to us are those of the call that asks, all of our packages.
    Below them is the user's code; when a module that holds locks shows up below
    that, the user's code is a finalizer or a signal handler that cut into it, as
    such a module calls nobody's code but ours.
    """
    frame: FrameType | None = sys._getframe(2)  # whoever called lockslow
    while frame is not None and isours(frame):
        frame = frame.f_back
    while frame is not None:
        if isholder(frame):
            return True
        frame = frame.f_back
    return False


def isours(frame: FrameType) -> bool:
    """Tell whether a frame runs code of our packages."""
    name: object = frame.f_globals.get("__name__")
    return isinstance(name, str) and name.partition(".")[0] in ("goruntime", "net")


def isholder(frame: FrameType) -> bool:
    """Tell whether a frame runs code of a module that holds locks."""
    return any(frame.f_globals is h for h in holders)


def lockslow(lock: LockType) -> None:
    """Wait for lock, unless that would be for ever."""
    if reentered():
        raise RuntimeError(
            "goruntime: blocking call in a finalizer or signal handler that "
            "interrupted the runtime"
        )
    lock.acquire()


def takelock(lock: LockType) -> bool:
    """Take lock; False, without it, if waiting for it would be for ever."""
    if not lock.acquire(False):
        if reentered():
            return False
        lock.acquire()
    return True

"""The M of the calling thread.  Go: runtime/asm_*.s (the TLS slot of g)

A twin: what touches the thread-local slot is here and nowhere else.
"""

from __future__ import annotations

import threading
from typing import Any


class Slot(threading.local):
    """What each thread has for itself."""

    m: Any = None


slot = Slot()  # slot.m is getm() without the call, for the hottest paths


def getm() -> Any:
    """Return the M of the calling thread; None if it has none yet."""
    return slot.m


def setm(m: Any) -> None:
    """Make m the M of the calling thread."""
    slot.m = m

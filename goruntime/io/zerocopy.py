"""What lets the kernel copy in our place.  Go: os/zero_copy_linux.go, net/net.go

A Reader or Writer whose bytes are a descriptor's has a method that returns it:
``pollfile`` for a file, ``pollstream`` for a connection.
"""

from __future__ import annotations

from typing import Any, Final

from .read import LimitedReader

ALL: Final = (1 << 63) - 1  # no limit


def pollof(x: Any, method: str) -> Any:
    """Return the descriptor of x if the kernel may use it in our place, else None."""
    f = getattr(x, method, None)
    return None if f is None else f()


def limited(r: Any) -> tuple[LimitedReader | None, int, Any]:
    """Take a LimitedReader apart: it, if r is one; how much there is; what it reads."""
    return (r, r.N, r.R) if type(r) is LimitedReader else (None, ALL, r)


class justRead:
    """A Reader without WriteTo, for Copy, which would call it."""

    __slots__ = ("Read", "pollfile", "pollstream")

    def __init__(self, r: Any) -> None:
        self.Read = r.Read
        self.pollfile = getattr(r, "pollfile", None)
        self.pollstream = getattr(r, "pollstream", None)


class justWrite:
    """A Writer without ReadFrom, likewise."""

    __slots__ = ("Write",)

    def __init__(self, w: Any) -> None:
        self.Write = w.Write

"""What Addr, AddrPort and Prefix have in common as values.  Go: net/netip/netip.go"""

from __future__ import annotations

from typing import Any, Self


class value:
    """A value with a text, with bytes, and with a place in the order of its kind.

    What it is equal to, and its hash, is for each kind to say.
    """

    __slots__ = ()

    def MarshalText(self) -> bytes:
        raise NotImplementedError

    def MarshalBinary(self) -> bytes:
        raise NotImplementedError

    def _key(self) -> tuple[Any, ...]:
        """Return what puts it into order."""
        raise NotImplementedError

    def String(self) -> str:
        """Return it as str() does."""
        return str(self)

    def AppendTo(self, b: bytes) -> bytes:
        """Return b and MarshalText."""
        return b + self.MarshalText()

    def AppendText(self, b: bytes) -> bytes:
        """Return b and MarshalText."""
        return b + self.MarshalText()

    def AppendBinary(self, b: bytes) -> bytes:
        """Return b and MarshalBinary."""
        return b + self.MarshalBinary()

    def Compare(self, other: Self, /) -> int:
        """Return -1, 0 or 1: it comes before the other, is equal, comes after."""
        return (self > other) - (self < other)

    def __lt__(self, other: Self) -> bool:
        return (
            self._key() < other._key() if type(other) is type(self) else NotImplemented
        )

    def __le__(self, other: Self) -> bool:
        return (
            self._key() <= other._key() if type(other) is type(self) else NotImplemented
        )

    def __gt__(self, other: Self) -> bool:
        return (
            self._key() > other._key() if type(other) is type(self) else NotImplemented
        )

    def __ge__(self, other: Self) -> bool:
        return (
            self._key() >= other._key() if type(other) is type(self) else NotImplemented
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

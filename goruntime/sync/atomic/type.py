# cython: annotation_typing=False
"""Numbers, truth values and references.  Go: sync/atomic/type.go"""

from __future__ import annotations

from typing import Any, Generic, TypeVar, cast

from ...gopanic import Panic
from .chain import Chain

T = TypeVar("T")


class _Int(Chain):
    """An integer that wraps around."""

    __slots__ = ()

    _low = 0
    _high = 0  # the greatest value
    _mask = 0

    def __init__(self, new: int = 0) -> None:
        super().__init__(self._wrap(new))

    def _wrap(self, v: int) -> int:
        if self._low <= v <= self._high:
            return v
        return ((v - self._low) & self._mask) + self._low

    def Load(self) -> int:
        """Return the value."""
        return self._tail()[0]  # type: ignore[no-any-return]

    def Store(self, new: int) -> None:
        """Set the value."""
        self._push(self._wrap(new))

    def Swap(self, new: int) -> int:
        """Set the value and return the one before."""
        return self._push(self._wrap(new))  # type: ignore[no-any-return]

    def CompareAndSwap(self, old: int, new: int) -> bool:
        """Set the value to new if it is old, and tell whether it was."""
        new = self._wrap(new)
        while True:
            node = self._tail()
            if node[0] != old:
                return False
            if self._replace(node, new):
                return True

    def Add(self, delta: int) -> int:
        """Add delta and return the new value."""
        node = self._cur
        while True:
            if len(node) > 1:
                node = node[1]
                continue
            v = node[0] + delta
            if not self._low <= v <= self._high:
                v = self._wrap(v)
            new = [v]
            node.append(new)
            if node[1] is new:
                self._cur = new
                return v  # type: ignore[no-any-return]

    def And(self, mask: int) -> int:
        """Keep the bits of mask and return the value before."""
        while True:
            node = self._tail()
            old: int = node[0]
            if self._replace(node, self._wrap(old & mask)):
                return old

    def Or(self, mask: int) -> int:
        """Set the bits of mask and return the value before."""
        while True:
            node = self._tail()
            old: int = node[0]
            if self._replace(node, self._wrap(old | mask)):
                return old


class Int32(_Int):
    """A signed integer of 32 bits."""

    __slots__ = ()
    _low = -(1 << 31)
    _high = (1 << 31) - 1
    _mask = (1 << 32) - 1


class Int64(_Int):
    """A signed integer of 64 bits."""

    __slots__ = ()
    _low = -(1 << 63)
    _high = (1 << 63) - 1
    _mask = (1 << 64) - 1


class Uint32(_Int):
    """An unsigned integer of 32 bits.  To subtract c: Add(-c)"""

    __slots__ = ()
    _high = _mask = (1 << 32) - 1


class Uint64(_Int):
    """An unsigned integer of 64 bits.  To subtract c: Add(-c)"""

    __slots__ = ()
    _high = _mask = (1 << 64) - 1


class Uintptr(_Int):
    """An unsigned integer as wide as an address."""

    __slots__ = ()
    _high = _mask = (1 << 64) - 1


class Bool(Chain):
    """True or False."""

    __slots__ = ()

    def __init__(self, new: bool = False) -> None:
        super().__init__(bool(new))

    def Load(self) -> bool:
        """Return the value."""
        return self._tail()[0]  # type: ignore[no-any-return]

    def Store(self, new: bool) -> None:
        """Set the value."""
        self._push(bool(new))

    def Swap(self, new: bool) -> bool:
        """Set the value and return the one before."""
        return self._push(bool(new))  # type: ignore[no-any-return]

    def CompareAndSwap(self, old: bool, new: bool) -> bool:
        """Set the value to new if it is old, and tell whether it was."""
        while True:
            node = self._tail()
            if node[0] is not bool(old):
                return False
            if self._replace(node, bool(new)):
                return True


class Pointer(Chain, Generic[T]):
    """A reference to an object, or None.  Two are the same if the objects are."""

    __slots__ = ()

    def __init__(self, new: T | None = None) -> None:
        super().__init__(new)

    def Load(self) -> T | None:
        """Return the object."""
        return cast("T | None", self._tail()[0])

    def Store(self, new: T | None) -> None:
        """Set the object."""
        self._push(new)

    def Swap(self, new: T | None) -> T | None:
        """Set the object and return the one before."""
        return cast("T | None", self._push(new))

    def CompareAndSwap(self, old: T | None, new: T | None) -> bool:
        """Set the object to new if it is old, and tell whether it was."""
        while True:
            node = self._tail()
            if node[0] is not old:
                return False
            if self._replace(node, new):
                return True


class Value(Chain):
    """Anything but None, always of the type that was stored first."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(None)

    def Load(self) -> Any:
        """Return what was stored last; None if nothing was."""
        return self._tail()[0]

    def Store(self, val: Any) -> None:
        """Set the value.  Panic if it is None or of another type than before."""
        self._set("store", val)

    def Swap(self, new: Any) -> Any:
        """Set the value and return the one before; panics as Store does."""
        return self._set("swap", new)

    def _set(self, what: str, val: Any) -> Any:
        if val is None:
            raise Panic(f"sync/atomic: {what} of nil value into Value")
        while True:
            node = self._tail()
            old = node[0]
            if old is not None and type(old) is not type(val):
                raise Panic(
                    f"sync/atomic: {what} of inconsistently typed value into Value"
                )
            if self._replace(node, val):
                return old

    def CompareAndSwap(self, old: Any, new: Any) -> bool:
        """Set the value to new if it equals old, and tell whether it did."""
        if new is None:
            raise Panic("sync/atomic: compare and swap of nil value into Value")
        if old is not None and type(old) is not type(new):
            raise Panic("sync/atomic: compare and swap of inconsistently typed values")
        while True:
            node = self._tail()
            cur = node[0]
            if cur is not None and type(cur) is not type(new):
                raise Panic(
                    "sync/atomic: compare and swap of inconsistently typed value "
                    "into Value"
                )
            if cur is not old and (cur is None or old is None or cur != old):
                return False
            if self._replace(node, new):
                return True

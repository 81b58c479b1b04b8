# cython: annotation_typing=False
"""Compare-and-swap, of which Python has none.  Go: sync/atomic/doc.go

A value and its versions are a chain.  A version is a list: the value, then, once
there is one, the next version.  Who changes the value appends his version to the
last one; whose append was the first has done it, since append is atomic, with a
GIL and without, and the second element never changes again.  Who was too late
goes on from the version that won.

There is no lock, and so nothing that a finalizer or a signal handler could find
locked that cuts in and changes the same value.
"""

from __future__ import annotations

from typing import Any

Node = list[Any]  # [value], or [value, next, losers...]


class Chain:
    """A value that is replaced atomically."""

    __slots__ = ("__weakref__", "_cur")

    def __init__(self, value: Any) -> None:
        self._cur: Node = [value]  # the last version, or one that leads to it

    def _tail(self) -> Node:
        """Return the last version."""
        node = self._cur
        if len(node) > 1:
            while len(node) > 1:
                node = node[1]
            self._cur = node
        return node

    def _replace(self, node: Node, value: Any) -> bool:
        """Make value the version after node, unless there is one by now."""
        new = [value]
        node.append(new)
        if node[1] is new:
            self._cur = new
            return True
        return False

    def _push(self, value: Any) -> Any:
        """Make value the last version, whatever there is; return the one before."""
        node = self._cur
        new = [value]
        while True:
            node.append(new)
            if node[1] is new:
                self._cur = new
                return node[0]
            node = node[1]

    def __repr__(self) -> str:
        return f"<atomic.{type(self).__name__} {self._tail()[0]!r}>"

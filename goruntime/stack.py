"""The stack that a goroutine runs on: a greenlet.  Go: runtime/stack.go

A twin: what touches greenlet is here and nowhere else.

A greenlet takes over for life the recursion depth, the parent and the place on
the C stack of whoever switches to it first.  That is why only g0 makes stacks
and starts them: every goroutine then begins at the same shallow depth.
"""

from __future__ import annotations

from greenlet import GreenletExit, getcurrent, greenlet

__all__ = ["GreenletExit", "current", "newstack", "switch"]

newstack = greenlet
current = getcurrent
switch = greenlet.switch  # called as switch(stack): no frame of ours in between

"""Cond: wait until somebody says that something has changed.  Go: sync/cond.go

Between taking its place in line and sleeping a goroutine unlocks L, which may
be the user's own Locker and sleep itself: it must not be readied before it says
so.  Of it and its waker, whoever takes the token first leaves the rest to the
other one.
"""

from __future__ import annotations

from collections import deque

from ..gmp import G
from ..gopanic import Panic
from ..park import acquirem, getg, gopark, goready, repark
from ..sema import WAIT_COND
from .mutex import Locker


class _Ticket:
    """A place in line."""

    __slots__ = ("g", "token")

    def __init__(self, g: G) -> None:
        self.g = g
        self.token: list[None] = [None]

    def first(self) -> bool:
        """Tell whether we, sleeper or waker, are the first to come."""
        try:
            self.token.pop()
        except IndexError:
            return False
        return True


class Cond:
    """A meeting place of goroutines that wait for, or announce, an event.

    with c.L:
        while not condition():
            c.Wait()
    """

    __slots__ = ("L", "__weakref__", "_checker", "_line")

    def __init__(self, L: Locker) -> None:
        self.L = L
        self._line: deque[_Ticket] = deque()
        self._checker = id(self)

    def Wait(self) -> None:
        """Unlock L, wait for Signal or Broadcast, and lock L again.

        When the wait is interrupted (Ctrl-C), L is locked before that is raised.
        """
        if self._checker != id(self):
            raise Panic("sync.Cond is copied")
        m = acquirem()
        ticket = _Ticket(m.curg or getg())
        self._line.append(ticket)
        try:
            self.L.Unlock()
        except BaseException:
            self._leave(ticket)
            raise
        try:
            if ticket.first():
                try:
                    gopark(m, None, WAIT_COND)
                except BaseException as exc:
                    if self._remove(ticket):
                        raise
                    repark(m, exc)
        finally:
            self.L.Lock()

    def Signal(self) -> None:
        """Wake the goroutine that has waited longest, if there is one."""
        if self._checker != id(self):
            raise Panic("sync.Cond is copied")
        self._wakeone()

    def Broadcast(self) -> None:
        """Wake all goroutines that wait."""
        if self._checker != id(self):
            raise Panic("sync.Cond is copied")
        # No more than wait now: one of them may be back before we are done.
        for _ in range(len(self._line)):
            self._wakeone()

    def _wakeone(self) -> None:
        while True:
            try:
                ticket = self._line.popleft()
            except IndexError:
                return
            if not ticket.g.m.retired:  # nor of a program that is over
                break
        if not ticket.first():
            goready(ticket.g)

    def _remove(self, ticket: _Ticket) -> bool:
        """Take a ticket out of the line; False if a waker has it."""
        while True:
            try:
                self._line.remove(ticket)
                return True
            except ValueError:
                return False
            except IndexError:
                pass  # somebody changed the line meanwhile

    def _leave(self, ticket: _Ticket) -> None:
        """Give up a ticket before sleeping on it."""
        if not self._remove(ticket):
            self._wakeone()  # it was another's, then

    def __repr__(self) -> str:
        return f"<sync.Cond {len(self._line)} waiting>"


def NewCond(L: Locker) -> Cond:
    """Return a Cond whose Locker is L.  Go: sync.NewCond"""
    return Cond(L)

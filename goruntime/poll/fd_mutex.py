# cython: annotation_typing=False
"""FDMutex: who may use a descriptor, who is the last.  Go: internal/poll/fd_mutex.go

Serialises readers among themselves and writers among themselves, counts all
other users, and refuses everybody once the descriptor is being closed.  Whoever
leaves last after that is told so, and destroys it: its number is not given back
while anyone still uses it.

Go keeps all of this in one word that it changes by compare-and-swap.  Here the
right to read is a token in a list of at most one, which is taken by pop and
given back by append: each is atomic, and cheaper than any lock of Python's.  The
order of things that makes it right without a lock on the fast path:

- closing is set first, then the tokens are looked at; a token is given back
  first, then closing is looked at.  So one of the two sees the other;
- who wants to wait first says so (``rwait``), then tries the token once more; who
  gives it back first does that, then looks whether somebody waits.
"""

from __future__ import annotations

from ..gmp import WAIT_SEMACQUIRE, G
from ..mutex import Mutex, holders, lockslow
from ..park import acquirem, getg, gopark, goready, repark
from ..sema import Waiter

holders.append(globals())


class FDMutex:
    """Two exclusive locks, for reading and for writing, and a count of users."""

    __slots__ = (
        "closer",
        "closing",
        "destroyed",
        "ended",
        "mu",
        "refs",
        "rtoken",
        "rwait",
        "wtoken",
        "wwait",
    )

    def __init__(self) -> None:
        self.mu = Mutex()  # guards all but the tokens and closing's reading
        self.closing = False
        self.destroyed = False  # somebody was told that he is the last
        self.ended = False  # he has done what the last one does
        self.closer: Waiter | None = None
        self.refs = 0  # users beside reader and writer
        self.rtoken = [True]
        self.wtoken = [True]
        # Lists: hardly anybody ever waits here, and an empty deque is ten times as big.
        self.rwait: list[G] = []
        self.wwait: list[G] = []

    def incref(self) -> bool:
        """Become a user; False if it is being closed."""
        mu = self.mu
        if not mu.acquire(False):
            lockslow(mu)
        ok = not self.closing
        if ok:
            self.refs += 1
        mu.release()
        return ok

    def increfandclose(self) -> bool:
        """Become a user and refuse all others; False if it is being closed already."""
        mu = self.mu
        if not mu.acquire(False):
            lockslow(mu)
        if self.closing:
            mu.release()
            return False
        self.closing = True
        self.refs += 1
        waiters = [*self.rwait, *self.wwait]
        self.rwait.clear()
        self.wwait.clear()
        mu.release()
        for gp in waiters:
            goready(gp)  # they find it closing
        return True

    def decref(self) -> bool:
        """Be a user no longer; True for the last one, who must destroy it."""
        mu = self.mu
        if not mu.acquire(False):
            lockslow(mu)
        self.refs -= 1
        last = self._last()
        mu.release()
        return last

    def _last(self) -> bool:
        """Tell whether everybody has left.  True once.  Under mu."""
        if self.destroyed or not self.closing or self.refs:
            return False
        if not (self.rtoken and self.wtoken):
            return False
        self.destroyed = True
        return True

    def waitend(self, w: Waiter) -> bool:
        """Note who waits for the end, which is one closer; False if it has come."""
        mu = self.mu
        if not mu.acquire(False):
            lockslow(mu)
        waits = not self.ended
        if waits:
            self.closer = w
        mu.release()
        return waits

    def end(self) -> Waiter | None:
        """The descriptor is destroyed: return who waits for that."""
        mu = self.mu
        if not mu.acquire(False):
            lockslow(mu)
        self.ended = True
        w = self.closer
        mu.release()
        return w

    def leave(self) -> bool:
        """After a token was given back while closing: True for the last one."""
        mu = self.mu
        if not mu.acquire(False):
            lockslow(mu)
        last = self._last()
        mu.release()
        return last

    def lock(self, token: list[bool], wait: list[G]) -> bool:
        """Take a token, waiting for it; False if the descriptor is being closed.

        The slow half of ``try: token.pop()``.
        """
        m = acquirem()
        gp = m.curg
        if gp is None:
            gp = getg()  # raises
        mu = self.mu
        while True:
            if not mu.acquire(False):
                lockslow(mu)
            if self.closing:
                mu.release()
                return False
            wait.append(gp)
            try:
                token.pop()
            except IndexError:
                pass
            else:
                wait.remove(gp)
                mu.release()
                return True
            try:
                gopark(m, mu, WAIT_SEMACQUIRE)
            except BaseException as exc:
                mu.acquire()
                found = gp in wait
                if found:
                    wait.remove(gp)
                mu.release()
                if found:
                    raise
                repark(m, exc)

    def wakeone(self, wait: list[G]) -> None:
        """After a token was given back while somebody waits: let the first try."""
        mu = self.mu
        if not mu.acquire(False):
            lockslow(mu)
        while wait and wait[0].m.retired:
            del wait[0]  # of a program that is over
        gp = wait.pop(0) if wait else None
        mu.release()
        if gp is not None:
            goready(gp)

    def abandon(self, *, read: bool, write: bool) -> None:
        """Take the rights back from who waited with them in a program that is over."""
        for had, token, wait in (
            (read, self.rtoken, self.rwait),
            (write, self.wtoken, self.wwait),
        ):
            if had:
                token.append(True)
                self.wakeone(wait)

    def forkchild(self, *, read: bool, write: bool) -> None:
        """In a fork's child: take the rights back from who waited with them."""
        self.mu = Mutex()
        if read:
            self.rtoken[:] = [True]
        if write:
            self.wtoken[:] = [True]
        self.rwait.clear()
        self.wwait.clear()

    def __repr__(self) -> str:
        words = ["closing"] if self.closing else []
        if not self.rtoken:
            words.append("reading")
        if not self.wtoken:
            words.append("writing")
        return f"<FDMutex {', '.join([*words, f'{self.refs} refs'])}>"

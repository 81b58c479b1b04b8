# cython: annotation_typing=False
"""A descriptor that goroutines wait for, and whose pollers watch it.  Go: netpoll.go

Every M has a poller of its own (see the contract in netpoll.py).  A descriptor is
registered in those of the Ms on which somebody waits for it.  ``rg`` and ``wg`` are
its two semaphores, one slot each:

    None    nobody waits, nothing happened
    READY   the descriptor became ready; the next wait takes that and returns
    a G     it waits; whoever takes it out of the slot must ready it

``rseq`` and ``wseq`` count what happened on either side, and nothing resets
them: they tell a reader whether an edge came since it last found the socket
drained (see poll/fd.py).  ``rd`` and ``wd`` are deadlines: 0 none, negative
passed, else a nanotime().  A deadline has a timer only while somebody waits.
"""

from __future__ import annotations

import sys
from typing import Any, Final

from .gmp import G, M
from .mutex import Mutex, holders, lockslow
from .park import acquirem
from .timer import Timer

if sys.platform == "linux":
    from .netpoll_epoll import MODE as MODE
    from .netpoll_epoll import READ as READ
    from .netpoll_epoll import STICKY as STICKY
    from .netpoll_epoll import WRITE as WRITE
    from .netpoll_epoll import Poller
else:
    from .netpoll_kqueue import MODE as MODE
    from .netpoll_kqueue import READ as READ
    from .netpoll_kqueue import STICKY as STICKY
    from .netpoll_kqueue import WRITE as WRITE
    from .netpoll_kqueue import Poller

holders.append(globals())


class _Ready:
    __slots__ = ()

    def __repr__(self) -> str:
        return "READY"


READY: Final = _Ready()


class PollDesc:
    """What goroutines wait on: a descriptor, two semaphores, two deadlines."""

    __slots__ = (
        "closing",
        "fd",
        "hints",
        "lock",
        "ms",
        "rd",
        "rg",
        "rseq",
        "rt",
        "wd",
        "wg",
        "wseq",
        "wt",
    )

    def __init__(self, fd: int) -> None:
        self.lock = Mutex()  # guards all below
        self.fd = fd
        self.ms: tuple[M, ...] = ()  # the Ms in whose pollers it is registered
        self.closing = False
        self.hints = True  # False once the kernel reported what makes them unsafe
        self.rg: Any = None
        self.wg: Any = None
        self.rseq = 0
        self.wseq = 0
        self.rd = 0
        self.wd = 0
        self.rt: Timer | None = None
        self.wt: Timer | None = None

    def watch(self, m: M) -> None:
        """Start watching it in m's poller.  OSError if that will not have it."""
        register(self, m)

    def abandon(self, m: M) -> int:
        """The program of m is over: forget who waits there.

        Return which sides, READ and WRITE, somebody waited on.
        """
        waited = 0
        lock = self.lock
        if not lock.acquire(False):
            lockslow(lock)
        self.ms = tuple(x for x in self.ms if x is not m)
        if isinstance(self.rg, G) and self.rg.m is m:
            self.rg = None
            waited |= READ
        if isinstance(self.wg, G) and self.wg.m is m:
            self.wg = None
            waited |= WRITE
        lock.release()
        return waited

    def forkchild(self) -> int:
        """In a fork's child: forget who waits, and where; they are the parent's.

        Return which sides, READ and WRITE, somebody waited on.
        """
        waited = 0
        if isinstance(self.rg, G):
            self.rg = None
            waited |= READ
        if isinstance(self.wg, G):
            self.wg = None
            waited |= WRITE
        self.lock = Mutex()
        self.ms = ()
        self.rt = self.wt = None
        return waited

    def __repr__(self) -> str:
        return f"<PollDesc {self.fd} rg={self.rg!r} wg={self.wg!r}>"


def pollServerInit(m: M) -> None:
    """Make m's poller; at its first use."""
    if m.poller is None:
        m.poller = Poller()


def pollOpen(pd: PollDesc) -> None:
    """Start watching pd.  OSError if the poller will not have it (a disk file)."""
    pd.watch(acquirem())


def register(pd: PollDesc, m: M) -> None:
    """Watch pd in m's poller; an edge that came before is reported again.

    An M on which nobody waits for it any more stops watching: else each edge would
    wake that one, too.
    """
    pollServerInit(m)
    lock = pd.lock
    if not lock.acquire(False):
        lockslow(lock)
    try:
        if m in pd.ms or pd.closing:
            return
        for other in pd.ms:
            if not waitson(pd, other):
                unregister(pd, other)
        m.pds[pd.fd] = pd
        pd.ms += (m,)
        try:
            m.poller.open(pd.fd)
        except FileExistsError:
            # The number's former owner was closed behind our back; it is ours now.
            m.poller.close(pd.fd)
            m.poller.open(pd.fd)
        except BaseException:
            m.pds.pop(pd.fd, None)
            pd.ms = tuple(x for x in pd.ms if x is not m)
            raise
    finally:
        lock.release()


def waitson(pd: PollDesc, m: M) -> bool:
    """Tell whether a goroutine of m waits for pd.  Under pd.lock."""
    rg, wg = pd.rg, pd.wg
    return (isinstance(rg, G) and rg.m is m) or (isinstance(wg, G) and wg.m is m)


def unregister(pd: PollDesc, m: M) -> None:
    """Do not watch pd in m's poller any more."""
    pd.ms = tuple(x for x in pd.ms if x is not m)
    if m.pds.get(pd.fd) is pd:
        m.pds.pop(pd.fd, None)
    poller = m.poller
    if poller is not None and not m.retired:
        poller.close(pd.fd)


def pollClose(pd: PollDesc) -> None:
    """Stop watching; the descriptor may be closed after that."""
    for m in pd.ms:
        unregister(pd, m)
    for t in (pd.rt, pd.wt):
        if t is not None:
            t.stop()
    pd.rt = pd.wt = None  # a timer and its pd would hold each other

"""The channel of a Timer or Ticker.  Go: runtime/time.go, runtime/chan.go

It stores no value: what can be received follows from the clock alone.  From
``when`` on there is one value, the time ``when``; to receive it is to wait for
the next period, if there is one.  So nothing stale can be received after a Stop
or Reset, which only set ``when``, and there is nothing to keep alive or to run
while nobody waits.

The runtime has a timer for it only while somebody waits in its queue: one on
each M that a waiter lives on, so that it goes off wherever one can be woken.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any, NoReturn

from ..clock import nanotime
from ..gmp import M
from ..hchan import HChan, Sudog, dequeue, release
from ..mutex import LockType, Mutex, holders, lockslow
from ..timer import Timer
from .duration import Duration
from .time import Now, Time

holders.append(globals())


_nobody: deque[Sudog] = deque(maxlen=0)  # who sends to a timer's channel


class _Due:
    """The buffer: there is something in it when the time has come.

    Under the channel's lock, but for the question whether it is empty.
    """

    __slots__ = ("last", "period", "when")

    def __init__(self, when: int, period: int) -> None:
        self.last: Time | None = None  # what was received last, since it was set
        self.when = when  # nanotime(); 0: never
        self.period = period  # 0: once

    def __bool__(self) -> bool:
        when = self.when
        return when != 0 and nanotime() >= when

    def __len__(self) -> int:
        return 0  # says Go

    def popleft(self) -> Time:
        """Return the time that it was due; missed ticks are left out after that."""
        now = Now()
        assert now._mono is not None
        late = now._mono - self.when
        period = self.period
        if period:
            self.when += period * (1 + late // period)
        else:
            self.when = 0
        self.last = last = now.Add(Duration(-late))
        return last

    def appendleft(self, t: Time) -> None:
        """Take back what nobody has seen after all, but not what is from before set."""
        if t is self.last:
            assert t._mono is not None
            self.when = t._mono


class _Waiters(deque[Sudog]):
    """The queue of receivers.  Who joins starts the clock.

    Under the channel's lock.
    """

    __slots__ = ("due", "lock", "timers")

    def __init__(self, lock: LockType, due: _Due) -> None:
        super().__init__()
        self.lock = lock
        self.due = due
        # Pending ones, of different Ms; none is left when nobody waits.
        self.timers: list[Timer] = []

    def append(self, sg: Sudog, /) -> None:
        super().append(sg)
        self.arm(sg.g.timerm())

    def remove(self, sg: Sudog, /) -> None:
        super().remove(sg)
        if not self:
            self.rearm()

    def arm(self, m: M) -> None:
        """Have fire called on m at due.when."""
        when = self.due.when
        if when == 0:
            return
        for t in self.timers:
            if t.m is m:
                break
        else:
            t = Timer(m, fire, self)
            self.timers.append(t)
        if t.when != when:
            t.reset(when)

    def rearm(self) -> None:
        """Have fire called when it must be, and no more than that."""
        if self and self.due.when:
            for m in {sg.g.timerm() for sg in self}:
                self.arm(m)
            return
        for t in self.timers:
            if t.when:
                t.stop()
        self.timers.clear()


def fire(q: _Waiters) -> None:
    """Give the time to whoever has waited longest.  On g0."""
    q.lock.acquire()
    sg = None
    if q.due:
        sg = dequeue(q)
        if sg is not None:
            sg.elem = q.due.popleft()
    q.rearm()
    q.lock.release()
    if sg is not None:
        release(sg)


class TimeChan(HChan):
    """A channel to receive times from, of length and capacity 0."""

    __slots__ = ("_waiters",)

    buf: Any

    def __init__(self, when: int, period: int) -> None:
        self.dataqsiz = 0
        self.buf = _Due(when, period)
        self.closed = False
        self.lock = Mutex()
        self.sendq = _nobody
        self.dead = 0
        self._waiters: _Waiters | None = None  # made when somebody waits

    def set(self, when: int, period: int) -> bool:
        """Be due at when, or never if it is 0; tell whether it was or would be due.

        A value that nobody has received by now is gone.
        """
        lock = self.lock
        if not lock.acquire(False):
            lockslow(lock)
        due = self.buf
        pending: bool = due.when != 0
        due.when = when
        due.period = period
        due.last = None
        if self._waiters:
            self._waiters.rearm()
        lock.release()
        return pending

    @property
    def recvq(self) -> _Waiters:
        q = self._waiters
        if q is None:
            q = self._waiters = _Waiters(self.lock, self.buf)
        return q

    # hchan replaces a queue by what is left of it.
    @recvq.setter
    def recvq(self, left: Iterable[Sudog]) -> None:
        q = self.recvq
        q.clear()
        q.extend(left)
        q.rearm()

    def send(self, v: Any) -> NoReturn:
        raise TypeError("send to a receive-only channel")

    def close(self) -> NoReturn:
        raise TypeError("close of a receive-only channel")

# cython: annotation_typing=False
"""Channels.  Go: runtime/chan.go

Invariants, under the lock:

- at least one of recvq and sendq is empty, but for one select that has both a
  send and a receive of the same channel waiting;
- recvq waits only while the buffer is empty, sendq only while it is full.

A value goes straight from sender to receiver when one of them waits already:
the one who comes takes the other off its queue, so it cannot be taken twice,
leaves the value in its sudog and readies it.

A waiter may be a select that waits on several channels.  Whoever wants to take
it must win its one token first (see ``Sel``); who does not goes on to the next.
"""

from __future__ import annotations

from collections import deque
from operator import index
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, Self, TypeVar

from .gmp import (
    G_RUNNABLE,
    WAIT_CHAN_RECV,
    WAIT_CHAN_SEND,
    G,
    M,
)
from .gopanic import Panic
from .mutex import Mutex, holders, lockslow
from .park import acquirem, getg, gopark, repark
from .tls import slot

if TYPE_CHECKING:
    from collections.abc import Iterator

holders.append(globals())

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)

SIZE_BITS: Final = 47  # with more Go cannot allocate the smallest buffer
LAZY_LEN: Final = 16  # in a longer queue what goes is only marked, see unqueue


class Sel:
    """The one token that all waiting cases of a select share."""

    __slots__ = ("token",)

    def __init__(self) -> None:
        self.token = [True]

    def win(self) -> bool:
        """Take the token; True for exactly one caller, on whatever thread."""
        try:
            self.token.pop()
        except IndexError:
            return False
        return True


class Sudog:
    """A goroutine in a channel's queue.  Go: runtime2.go, sudog"""

    __slots__ = ("elem", "g", "sel", "success")

    def __init__(self, g: G, elem: Any, sel: Sel | None) -> None:
        self.g = g
        self.elem = elem  # what is sent, or was received
        self.sel = sel  # None: it waits for this channel alone
        self.success = False  # by a value; False: by close.  Set by the waker


def dequeue(q: deque[Sudog]) -> Sudog | None:
    """Take the first waiter that can be had.  Under the channel's lock.

    Not one of a program that is over, which never runs again.
    """
    while q:
        sg = q.popleft()
        if (sg.sel is None or sg.sel.win()) and not sg.g.m.retired:
            return sg
    return None


def unqueue(c: HChan, q: deque[Sudog], sg: Sudog) -> bool:
    """Take sg off q; False if it was taken.  Under c's lock.

    Thousands of goroutines may select on one channel, so searching must not be
    the rule: in a long queue a select that is over stays where it is until such
    are half of the queue, and then all go at once.
    """
    if sg.sel is None or len(q) <= LAZY_LEN:
        try:
            q.remove(sg)
        except ValueError:
            return False
        return True
    sg.elem = None
    c.dead += 1
    if c.dead * 2 > len(c.recvq) + len(c.sendq):
        c.recvq = deque([x for x in c.recvq if x.sel is None or x.sel.token])
        c.sendq = deque([x for x in c.sendq if x.sel is None or x.sel.token])
        c.dead = 0
    return True


def sizeof(size: Any) -> int:
    """Return what is like an int as one.  TypeError if it is not."""
    try:
        return index(size)
    except TypeError:
        kind = getattr(size, "__name__", None) or repr(size)
        raise TypeError(f"chan[T](size): size is an int, not {kind}") from None


class HChan:
    """A channel: buffer, two queues, one lock."""

    __slots__ = ("buf", "closed", "dataqsiz", "dead", "lock", "recvq", "sendq")

    def __init__(self, size: int = 0) -> None:
        try:
            if size >> SIZE_BITS:  # fast path; also of a negative number
                raise Panic("makechan: size out of range")
        except TypeError:  # no int, and maybe nothing like one
            HChan.__init__(self, sizeof(size))
            return
        self.dataqsiz = size
        self.buf: deque[Any] = deque()
        self.closed = False
        self.lock = Mutex()
        self.recvq: deque[Sudog] = deque()
        self.sendq: deque[Sudog] = deque()
        self.dead = 0  # about how many in the queues are selects that are over

    def send(self, v: Any) -> None:
        """Send v, waiting for a receiver or for room.  Panic if closed.

        Go: ch <- v
        """
        lock = self.lock
        if not lock.acquire(False):
            lockslow(lock)
        if self.closed:
            lock.release()
            raise Panic("send on closed channel")
        recvq = self.recvq
        if recvq:  # fast path: a receiver waits
            sg = dequeue(recvq)
            if sg is not None:
                lock.release()
                sg.elem = v
                sg.success = True
                gp = sg.g
                gp.param = sg
                gp.status = G_RUNNABLE  # goready(gp)
                m = gp.m
                m.runq.append(gp)
                if m.sleeping:
                    m.wake()
                return
        if len(self.buf) < self.dataqsiz:  # fast path: there is room
            self.buf.append(v)
            lock.release()
            return
        sendslow(self, v)

    def recv(self) -> Any:
        """Receive a value, waiting for one; None once closed and drained.

        Go: v := <-ch
        """
        lock = self.lock
        if not lock.acquire(False):
            lockslow(lock)
        buf = self.buf
        if buf:  # fast path: something is there
            v = buf.popleft()
            if self.sendq:
                sg = dequeue(self.sendq)
                if sg is not None:
                    buf.append(sg.elem)  # its place at the end
                    lock.release()
                    release(sg)
                    return v
            lock.release()
            return v
        if self.sendq:  # fast path: unbuffered, a sender waits
            sg = dequeue(self.sendq)
            if sg is not None:
                lock.release()
                v = sg.elem
                sg.success = True
                gp = sg.g
                gp.param = sg
                gp.status = G_RUNNABLE  # goready(gp)
                m = gp.m
                m.runq.append(gp)
                if m.sleeping:
                    m.wake()
                return v
        if self.closed:
            lock.release()
            return None
        return recvslow(self).elem

    def recv_ok(self) -> tuple[Any, bool]:
        """Receive a value and True, or None and False once closed and drained.

        Go: v, ok := <-ch
        """
        lock = self.lock
        if not lock.acquire(False):
            lockslow(lock)
        done, v, ok = tryrecv(self)
        if done:
            return v, ok
        sg = recvslow(self)
        return sg.elem, sg.success

    def close(self) -> None:
        """Close the channel: receivers drain it, then get (None, False).

        Panic if it is closed already; a waiting sender panics.  Go: close(ch)
        """
        lock = self.lock
        if not lock.acquire(False):
            lockslow(lock)
        if self.closed:
            lock.release()
            raise Panic("close of closed channel")
        self.closed = True
        recvq, sendq = self.recvq, self.sendq
        self.recvq, self.sendq = deque(), deque()
        lock.release()
        # Nobody joins these two any more.
        for q in (recvq, sendq):
            while True:
                sg = dequeue(q)
                if sg is None:
                    break
                if q is recvq:
                    sg.elem = None
                sg.success = False
                ready(sg)

    @property
    def cap(self) -> int:
        """How many values fit into the buffer.  Go: cap(ch)"""
        return self.dataqsiz

    def __len__(self) -> int:
        return len(self.buf)

    def __bool__(self) -> bool:
        return True  # a channel is not nil, however empty

    def __iter__(self) -> Iterator[Any]:
        """Receive until the channel is closed and drained.  Go: for v := range ch"""
        while True:
            v, ok = self.recv_ok()
            if not ok:
                return
            yield v

    # What holds a channel may be copied: the copy holds the same channel, as in Go.

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __repr__(self) -> str:
        state = "closed, " if self.closed else ""
        return f"<chan {state}{len(self.buf)}/{self.dataqsiz} at {id(self):#x}>"


def ready(sg: Sudog) -> None:
    """goready the goroutine of a sudog that was taken off its queue."""
    gp = sg.g
    gp.param = sg  # tells a select which case it was
    gp.status = G_RUNNABLE
    m = gp.m
    m.runq.append(gp)
    if m.sleeping:
        m.wake()


def release(sg: Sudog) -> None:
    """Let a sender go whose value was taken."""
    sg.success = True
    ready(sg)


def trysend(c: HChan, v: Any) -> bool:
    """Send if that can be done at once.  Under the lock; released if done."""
    if c.closed:
        c.lock.release()
        raise Panic("send on closed channel")
    if c.recvq:
        sg = dequeue(c.recvq)
        if sg is not None:
            c.lock.release()
            sg.elem = v
            sg.success = True
            ready(sg)
            return True
    if len(c.buf) < c.dataqsiz:
        c.buf.append(v)
        c.lock.release()
        return True
    return False


def tryrecv(c: HChan) -> tuple[bool, Any, bool]:
    """Receive if that can be done at once: (done, value, ok).

    Under the lock; released if done.
    """
    buf = c.buf
    if buf:
        v = buf.popleft()
        sg = dequeue(c.sendq) if c.sendq else None
        if sg is not None:
            buf.append(sg.elem)
        c.lock.release()
        if sg is not None:
            release(sg)
        return True, v, True
    if c.sendq:
        sg = dequeue(c.sendq)
        if sg is not None:
            c.lock.release()
            v = sg.elem
            release(sg)
            return True, v, True
    if c.closed:
        c.lock.release()
        return True, None, False
    return False, None, False


def sendslow(c: HChan, v: Any) -> None:
    """Wait for a receiver.  Under the lock, which is released."""
    m: M = slot.m or acquirem()
    gp = m.curg
    if gp is None:
        c.lock.release()
        getg()  # raises
    sg = Sudog(gp, v, None)
    c.sendq.append(sg)
    try:
        gopark(m, c.lock, WAIT_CHAN_SEND)
    except BaseException as exc:
        c.lock.acquire()
        found = unqueue(c, c.sendq, sg)
        c.lock.release()
        if found:
            raise
        repark(m, exc)
    gp.param = None  # it holds sg, and with it the value
    if not sg.success:
        raise Panic("send on closed channel")


def recvslow(c: HChan) -> Sudog:
    """Wait for a value or for close.  Under the lock, which is released."""
    m: M = slot.m or acquirem()
    gp = m.curg
    if gp is None:
        c.lock.release()
        getg()  # raises
    sg = Sudog(gp, None, None)
    c.recvq.append(sg)
    try:
        gopark(m, c.lock, WAIT_CHAN_RECV)
    except BaseException as exc:
        c.lock.acquire()
        found = unqueue(c, c.recvq, sg)
        c.lock.release()
        if found:
            raise
        repark(m, exc)
    gp.param = None  # it holds sg, and with it the value
    return sg


if TYPE_CHECKING:

    class chan(HChan, Generic[T]):
        """A channel of T: ``chan[int]()``, ``chan[int](10)``.  Go: make(chan T, n)"""

        def send(self, v: T) -> None: ...
        def recv(self) -> T: ...
        def recv_ok(self) -> tuple[T, bool]: ...
        def __iter__(self) -> Iterator[T]: ...

else:

    class chan(HChan):
        """A channel: ``chan[int]()``, ``chan[int](10)``.  Go: make(chan T, n)"""

        __slots__ = ()

        # The element type is for type checkers; a generic alias would make
        # chan[int](3) ten times as dear as chan(3).
        def __class_getitem__(cls, item: object) -> type[chan]:
            return cls


class SendChan(Protocol[T_contra]):
    """The sending half of a channel, for annotations.  Go: chan<- T"""

    def send(self, v: T_contra, /) -> None: ...
    def close(self) -> None: ...
    @property
    def cap(self) -> int: ...
    def __len__(self) -> int: ...


class RecvChan(Protocol[T_co]):
    """The receiving half of a channel, for annotations.  Go: <-chan T"""

    def recv(self) -> T_co: ...
    def recv_ok(self) -> tuple[T_co, bool]: ...
    @property
    def cap(self) -> int: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[T_co]: ...

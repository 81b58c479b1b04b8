# cython: annotation_typing=False
"""select over channel operations.  Go: runtime/select.go

1. Look, without locks, which cases could go on; try one of them at random under
   its channel's lock, until one is done or none is left.
2. Lock all channels, in one order, so that two selects cannot wait for each
   other; look again; wait in all queues at once.
3. Whoever takes us out of one queue has won our token, so nobody can take us
   out of another.  Leave the other queues.

A default with several cases needs all locks, too: no moment may be missed at
which one of them could have gone on.
"""

from __future__ import annotations

from random import random, sample
from typing import TYPE_CHECKING, Any, Final, NoReturn

from .gmp import (
    WAIT_CHAN_RECV_NIL,
    WAIT_CHAN_SEND_NIL,
    WAIT_SELECT,
    WAIT_SELECT_NO_CASES,
    G,
)
from .gopanic import Panic
from .hchan import HChan, Sel, Sudog, tryrecv, trysend, unqueue
from .mutex import holders, lockslow
from .park import Gosched, acquirem, getg, gopark, repark

if TYPE_CHECKING:
    from .hchan import RecvChan, SendChan

holders.append(globals())

RECV: Final = 0
SEND: Final = 1
DEFAULT: Final = 2

# A goroutine that loops over a select which never waits lets others run each time
# this many bits of the count have gone round; of two cases, once in as many tosses.
FAIRNESS: Final = 63
SELDOM: Final = 1 / (FAIRNESS + 1)
_turns = 0

Case = tuple[Any, int, Any]  # channel, direction, what to send

# The case that is taken when no other can be: ``select(recv(ch), default)``.
default: Final[Case] = (None, DEFAULT, None)


def recv(ch: RecvChan[Any] | None) -> Case:
    """Make a select case that receives from ch; never ready if ch is None."""
    return (ch, RECV, None)


def send(ch: SendChan[Any] | None, v: Any) -> Case:
    """Make a select case that sends v to ch; never ready if ch is None."""
    return (ch, SEND, v)


def select(*cases: Case) -> tuple[int, Any, bool]:
    """Wait until one of the cases can go on, and do it: exactly one.

    Returns (index, value, ok): which case it was, and for a receive what
    ``recv_ok`` would have given; (index, None, False) for a send or default.
    Of several that can go on one is chosen at random, each as likely as the
    others.  Panic if the one chosen sends on a closed channel.

    Go: reflect.Select, the select statement
    """
    global _turns
    if len(cases) == 2:
        toss = random()
        if toss < SELDOM:
            Gosched()
    else:
        toss = -1.0
        _turns += 1  # not exact where threads race for it, and need not be
        if _turns & FAIRNESS == 0:
            Gosched()
    ready = 0  # how many can go on, and one of them, each as likely as the others
    chosen = hasdefault = -1
    i = 0
    rest = cases
    try:
        if toss >= 0.0:
            first, second = cases
            if toss >= 0.5:
                i = 1
                first, second = second, first
            c = first[0]
            d = second[0]
            if first[1] == RECV == second[1] and c is not None and d is not None:
                # Fast path: two receives.  The first that can go on, in random order.
                rest = ()
                buf = c.buf
                other = d.buf  # looked at in any case: d must be a channel
                if buf:
                    lock = c.lock
                    if not lock.acquire(False):
                        lockslow(lock)
                    if buf and not c.sendq:
                        v = buf.popleft()
                        lock.release()
                        return i, v, True
                    lock.release()
                if buf or c.sendq or c.closed:
                    chosen = i
                    ready = 1
                elif other or d.sendq or d.closed:
                    chosen = 1 - i
                    ready = 1
            i = 0
        for case in rest:
            # Not unpacked: a channel given by mistake would be received from.
            c = case[0]
            if c is None:
                if case[1] == DEFAULT:
                    if hasdefault >= 0:
                        raise Panic("select: multiple default cases")
                    hasdefault = i
            elif (
                c.buf or c.sendq or c.closed
                if case[1] == RECV
                else c.recvq or c.closed or len(c.buf) < c.dataqsiz
            ):
                ready += 1
                if ready == 1 or random() * ready < 1:
                    chosen = i
            i += 1
    except (AttributeError, TypeError, IndexError):
        raise badcase(cases) from None
    if ready:  # fast path: something can go on, unless another thread is faster
        case = cases[chosen]
        c = case[0]
        lock = c.lock
        if not lock.acquire(False):
            lockslow(lock)
        if case[1] == RECV:
            if c.buf and not c.sendq:  # what tryrecv comes down to
                v = c.buf.popleft()
                lock.release()
                return chosen, v, True
            done, v, ok = tryrecv(c)
            if done:
                return chosen, v, ok
        elif trysend(c, case[2]):
            return chosen, None, False
        lock.release()
    elif hasdefault >= 0 and len(cases) <= 2:
        return hasdefault, None, False
    return selectslow(cases, hasdefault)


def badcase(cases: tuple[Any, ...]) -> TypeError:
    """Return the error of whoever gave select something else than cases."""
    for case in cases:
        if type(case) is not tuple or len(case) != 3:
            name = type(case).__name__
            break
        if case[0] is not None and not isinstance(case[0], HChan):
            name = f"recv or send of {type(case[0]).__name__}, which is no channel"
            break
    else:
        name = "one of another kind"
    return TypeError(f"select: a case is recv(ch), send(ch, v) or default, not {name}")


class Locks:
    """The locks of several channels, each once, taken in one order."""

    __slots__ = ("locks",)

    def __init__(self, cases: tuple[Case, ...]) -> None:
        by_id = {id(c): c for c, way, _ in cases if c is not None}
        self.locks = [by_id[i].lock for i in sorted(by_id)]

    def acquire(self) -> None:
        for lock in self.locks:
            if not lock.acquire(False):
                lockslow(lock)

    def release(self) -> None:
        for lock in self.locks:
            lock.release()


def selectslow(cases: tuple[Case, ...], hasdefault: int) -> tuple[int, Any, bool]:
    """Steps 2 and 3."""
    locks = Locks(cases)
    if not locks.locks and hasdefault < 0:
        blockforever(cases)
    m = acquirem()
    gp = m.curg
    if gp is None:
        getg()  # raises
    sel = Sel()
    sudogs = [None if c is None else Sudog(gp, v, sel) for c, way, v in cases]
    locks.acquire()
    done = attempt(cases, locks)
    if done is not None:
        return done
    if hasdefault >= 0:
        locks.release()
        return hasdefault, None, False
    join(cases, sudogs, locks)
    gp.param = None
    try:
        gopark(m, locks, WAIT_SELECT)  # type: ignore[arg-type]
    except BaseException as exc:
        if sel.win():
            leave(cases, sudogs, -1)
            raise
        repark(m, exc)
    return finish(cases, sudogs, gp)


def attempt(cases: tuple[Case, ...], locks: Locks) -> tuple[int, Any, bool] | None:
    """Do one of the cases that can go on, any; None if there is none.

    Under the locks; released if one was done, or panics.
    """
    ready = [i for i, case in enumerate(cases) if couldgo(case)]
    while ready:
        i = ready.pop(int(random() * len(ready)))
        c, way, v = cases[i]
        held = _Rest(locks, c.lock)
        if way == RECV:
            done, v, ok = tryrecv(c)
            if done:
                held.release()
                return i, v, ok
        else:
            try:
                done = trysend(c, v)
            except Panic:
                held.release()
                raise
            if done:
                held.release()
                return i, None, False
    return None


def join(cases: tuple[Case, ...], sudogs: list[Any], locks: Locks) -> None:
    """Wait in all queues.  Under the locks."""
    order: Any = range(len(cases))
    if len(locks.locks) < len(cases):
        # Cases of one channel: none may always be ahead of the others.
        order = sample(order, len(cases))
    for i in order:
        case, sg = cases[i], sudogs[i]
        if sg is not None:
            (case[0].recvq if case[1] == RECV else case[0].sendq).append(sg)


def finish(cases: tuple[Case, ...], sudogs: list[Any], gp: G) -> tuple[int, Any, bool]:
    """Say what became of a wait that gp was woken from."""
    sg, gp.param = gp.param, None
    i = sudogs.index(sg)
    leave(cases, sudogs, i)
    if cases[i][1] == RECV:
        return i, sg.elem, sg.success
    if not sg.success:
        raise Panic("send on closed channel")
    return i, None, False


class _Rest:
    """All of some locks but one, which its channel's operation releases itself."""

    __slots__ = ("locks",)

    def __init__(self, locks: Locks, but: Any) -> None:
        self.locks = [lock for lock in locks.locks if lock is not but]

    def release(self) -> None:
        for lock in self.locks:
            lock.release()


def couldgo(case: Case) -> bool:
    """Tell whether a case looks as if it could go on."""
    c, way, _ = case
    if c is None:
        return False
    if way == RECV:
        return bool(c.buf or c.sendq or c.closed)
    return bool(c.recvq or c.closed or len(c.buf) < c.dataqsiz)


def leave(cases: tuple[Case, ...], sudogs: list[Any], taken: int) -> None:
    """Leave every queue but the one that we were taken out of."""
    for i, sg in enumerate(sudogs):
        if sg is None or i == taken:
            continue
        c: HChan = cases[i][0]
        if not c.lock.acquire(False):
            lockslow(c.lock)
        unqueue(c, c.recvq if cases[i][1] == RECV else c.sendq, sg)
        c.lock.release()


def blockforever(cases: tuple[Case, ...]) -> NoReturn:
    """Nothing can ever go on: no case, or nil channels alone."""
    reason = WAIT_SELECT
    if not cases:
        reason = WAIT_SELECT_NO_CASES
    elif len(cases) == 1:
        reason = WAIT_CHAN_RECV_NIL if cases[0][1] == RECV else WAIT_CHAN_SEND_NIL
    getg()
    while True:
        gopark(acquirem(), None, reason)

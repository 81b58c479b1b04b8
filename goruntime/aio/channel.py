"""Channels in coroutines: recv, send, select, receive.  Go: runtime/select.go

A task that waits for a channel stands in its queues as a goroutine does.  Who takes it
off makes it runnable in the one way there is: by putting its G on the run queue of its
M.  Here that queue belongs to an event loop, and what is put on it ends the task's
await.  No goroutine is started, and no stack is switched.

A task can be cancelled while it waits, which a goroutine cannot.  Whether that comes
before or after another took it off the queue is decided by the select's token.  If it
comes after, a value received is given back to the channel, ahead of all others.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any, Final, TypeVar

from .. import go as gostmt
from ..balance import startaway
from ..gmp import WAIT_SELECT, G, M, nextgoid
from ..hchan import HChan, RecvChan, Sel, SendChan, Sudog, dequeue, ready
from ..mutex import holders, lockslow
from ..park import acquirem
from ..selectgo import (
    DEFAULT,
    RECV,
    SEND,
    Case,
    Locks,
    attempt,
    badcase,
    couldgo,
    finish,
    join,
    leave,
)
from ..time.timechan import TimeChan
from .loop import Loop

holders.append(globals())

T = TypeVar("T")

# A task whose operations never have to wait lets the loop go round each time this many
# bits of the count have.
FAIRNESS: Final = 63
_turns = 0


class Arrivals(deque[Any]):
    """A run queue that keeps nothing: who is put on it is told at once."""

    __slots__ = ()

    def append(self, gp: Waiter) -> None:
        gp.woken()


# The M of all tasks.  It is never asleep, so that goready does no more than append.
loops: Final = M()
loops.runq = Arrivals()


class Waiter(G):
    """A task as channels see it: a goroutine that waits."""

    __slots__ = ("future", "loop", "timers", "token")

    def __init__(self, loop: asyncio.AbstractEventLoop, timers: M = loops) -> None:
        super().__init__(0, None, (), None)
        self.timers = timers  # the M that runs those it waits for
        self.waitreason = WAIT_SELECT
        self.loop = loop
        self.future: asyncio.Future[None] = loop.create_future()
        # Taken by the task that goes away and by who wakes it: the second one sees
        # that the other has been there.
        self.token = [True]
        self.m = loops

    def timerm(self) -> M:
        return self.timers

    def take(self) -> bool:
        """Take the token; False for the second one."""
        try:
            self.token.pop()
        except IndexError:
            return False
        return True

    def woken(self) -> None:
        """Tell the task that param says how its wait ended.  In any thread."""
        if not self.take():
            # It has gone.  Channels may be locked here, so another puts that right.
            gostmt(giveback, self.param)
            return
        try:
            self.loop.call_soon_threadsafe(self.resume)
        except RuntimeError:
            if not self.loop.is_closed():
                raise
            # The task will never run; if it is ever collected, cancelled() is called.

    def resume(self) -> None:
        """End the await.  In the loop."""
        if not self.future.done():
            self.future.set_result(None)

    def cancelled(self) -> None:
        """The task goes away, but another has taken it off its queues."""
        if not self.take():
            giveback(self.param)
        # else woken() is about to come, and does that


class Received(Sudog):
    """A receiver in a queue, which knows of which channel."""

    __slots__ = ("channel",)

    def __init__(self, g: G, elem: Any, sel: Sel, channel: HChan) -> None:
        super().__init__(g, elem, sel)
        self.channel = channel


def giveback(sg: Sudog) -> None:
    """Undo what was done for a task that has gone: nobody has seen the value."""
    if not isinstance(sg, Received) or not sg.success:
        return  # it sent: that was seen; or the channel was closed
    c = sg.channel
    if not c.lock.acquire(False):
        lockslow(c.lock)
    other = dequeue(c.recvq)
    if other is None:
        c.buf.appendleft(sg.elem)  # it counts as sent: also if there is no room
    c.lock.release()
    if other is not None:
        other.elem = sg.elem
        other.success = True
        ready(other)


def sudog(gp: G, case: Case, sel: Sel) -> Sudog | None:
    """Make what stands in a queue for one case."""
    c, way, v = case
    if c is None:
        return None
    return Received(gp, v, sel, c) if way == RECV else Sudog(gp, v, sel)


def checked(cases: tuple[Case, ...]) -> int:
    """Return where default is among cases, -1 if nowhere; refuse what is no case."""
    hasdefault = -1
    for i, case in enumerate(cases):
        if type(case) is not tuple or len(case) != 3:
            raise badcase(cases)
        if case[0] is None:
            if case[1] == DEFAULT:
                hasdefault = i
        elif not isinstance(case[0], HChan):
            raise badcase(cases)
    return hasdefault


def timersfor(loop: asyncio.AbstractEventLoop, cases: tuple[Case, ...]) -> M:
    """Return the M for the timers of the cases that receive from a Timer or Ticker."""
    if not any(isinstance(case[0], TimeChan) for case in cases):
        return loops  # there are none
    if isinstance(loop, Loop):
        return acquirem()  # it runs its timers while the loop waits
    return startaway(G(nextgoid(), awake, (), None))


def awake() -> None:
    """What an M starts that shall not be about to leave."""


async def select(*cases: Case) -> tuple[int, Any, bool]:
    """Wait until one of the cases can go on, and do it: goruntime.select, awaited.

    If the task is cancelled while it waits, none of them is done, but for this: a send
    that another took in that same moment stays sent.
    """
    global _turns
    hasdefault = checked(cases)
    _turns += 1  # not exact where threads race for it, and need not be
    if _turns & FAIRNESS == 0 and any(map(couldgo, cases)):
        await asyncio.sleep(0)  # before anything is done, as it may be cancelled
    locks = Locks(cases)
    locks.acquire()
    done = attempt(cases, locks)
    if done is not None:  # fast path
        return done
    locks.release()
    if hasdefault >= 0:
        return hasdefault, None, False
    # Nothing is made while channels are locked; so look once more.
    loop = asyncio.get_running_loop()
    gp = Waiter(loop, timersfor(loop, cases))
    sel = Sel()
    sudogs = [sudog(gp, case, sel) for case in cases]
    locks.acquire()
    done = attempt(cases, locks)
    if done is not None:
        return done
    join(cases, sudogs, locks)
    locks.release()
    try:
        await gp.future
    except BaseException:  # cancelled, or the coroutine is closed
        if sel.win():
            leave(cases, sudogs, -1)
        else:
            gp.cancelled()
        raise
    return finish(cases, sudogs, gp)


async def send(ch: SendChan[T] | None, v: T) -> None:
    """Send v, waiting for a receiver or for room.  Panic if ch is closed.

    For ever if ch is None.  Go: ch <- v
    """
    await select((ch, SEND, v))


async def recv(ch: RecvChan[T] | None) -> T:
    """Receive a value, waiting for one; None once ch is closed and drained.

    If the task is cancelled, no value is lost: what had arrived is given back, and is
    the next one that is received.  For ever if ch is None.  Go: v := <-ch
    """
    value: T = (await select((ch, RECV, None)))[1]
    return value


async def recv_ok(ch: RecvChan[T] | None) -> tuple[T, bool]:
    """Receive a value and True, or None and False once ch is closed and drained.

    Go: v, ok := <-ch
    """
    _, value, ok = await select((ch, RECV, None))
    return value, ok


async def receive(ch: RecvChan[T] | None) -> AsyncIterator[T]:
    """Receive until ch is closed and drained: ``async for v in aio.receive(ch)``.

    Go: for v := range ch
    """
    while True:
        value, ok = await recv_ok(ch)
        if not ok:
            return
        yield value

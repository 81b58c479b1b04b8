# cython: annotation_typing=False
"""The network poller: descriptors that goroutines wait for.  Go: runtime/netpoll.go

A poller (netpoll_epoll, netpoll_kqueue) defines MODE and a class Poller with

    open(fd)     watch fd for reading and writing, edge-triggered
    close(fd)    stop; before fd is closed, as a copy of it would go on reporting
    watch(fd)    let fd, when it becomes readable, end a wait
    poll(delay)  wait for delay nanoseconds (-1: for ever, 0: not at all); return
                 [(fd, event)], where MODE[event] is a sum of READ, WRITE, STICKY
    wake()       end a wait of any thread, or the next one
    fds(), destroy()  the descriptors it has itself; give them back

Every M has a poller of its own.  What is waited for, and what is noted of it when it
happens, is a PollDesc: see polldesc.py.
"""

from __future__ import annotations

import os
from typing import Any, Final

from .clock import nanotime
from .gmp import G_RUNNABLE, G_WAITING, WAIT_IO, G, M
from .mutex import holders, lockslow
from .park import acquirem, getg, gopark, goready, repark
from .polldesc import MODE, READ, READY, STICKY, WRITE, PollDesc
from .timer import Timer
from .tls import slot

holders.append(globals())

POLL_NO_ERROR: Final = 0
POLL_ERR_CLOSING: Final = 1
POLL_ERR_TIMEOUT: Final = 2


def pollReset(pd: PollDesc, mode: int) -> int:
    """Get ready to try: forget an old READY; say what forbids trying."""
    if pd.closing:
        return POLL_ERR_CLOSING
    if mode == READ:
        if pd.rd != 0 and passed(pd.rd):
            return POLL_ERR_TIMEOUT
        pd.rg = None
    else:
        if pd.wd != 0 and passed(pd.wd):
            return POLL_ERR_TIMEOUT
        pd.wg = None
    return POLL_NO_ERROR


def pollWait(pd: PollDesc, mode: int) -> int:
    """Wait until the descriptor is ready, its deadline has passed, or it is closed."""
    return waitread(pd) if mode == READ else waitwrite(pd)


def waitread(pd: PollDesc, seq: int = -1) -> int:
    """pollWait for READ; do not wait if rseq is not seq any more, if that is given.

    It is compared under the lock: a look at rseq without it can be older than the
    reset of rg before it, and the edge between the two would be lost.
    """
    m = slot.m
    if m is None:
        m = acquirem()
    gp = m.curg
    if gp is None:
        getg()  # raises
    lock = pd.lock
    while True:
        if not lock.acquire(False):
            lockslow(lock)
        if pd.closing:
            lock.release()
            return POLL_ERR_CLOSING
        if m not in pd.ms:
            lock.release()
            pd.watch(m)
            continue
        if pd.rg is READY or (seq >= 0 and pd.rseq != seq):
            pd.rg = None
            lock.release()
            return POLL_NO_ERROR
        rd = pd.rd
        if rd != 0:
            t = pd.rt
            # A timer that fires by then sees to it; the clock is asked only without.
            if t is None or not 0 < t.when <= rd or t.m is not m:
                if passed(rd):
                    lock.release()
                    return POLL_ERR_TIMEOUT
                armread(pd, m)
        pd.rg = gp
        try:
            gopark(m, lock, WAIT_IO)
        except BaseException as exc:
            if unwait(pd, gp):
                raise
            repark(m, exc)
        # Whoever woke us for readiness left READY, and that is what counts, even
        # if the deadline has passed by now.  Else see what it was, or wait on.
        if pd.rg is READY:
            pd.rg = None
            return POLL_NO_ERROR


def waitwrite(pd: PollDesc, seq: int = -1) -> int:
    """pollWait for WRITE; seq as for waitread."""
    m = slot.m
    if m is None:
        m = acquirem()
    gp = m.curg
    if gp is None:
        getg()  # raises
    lock = pd.lock
    while True:
        if not lock.acquire(False):
            lockslow(lock)
        if pd.closing:
            lock.release()
            return POLL_ERR_CLOSING
        if m not in pd.ms:
            lock.release()
            pd.watch(m)
            continue
        if pd.wg is READY or (seq >= 0 and pd.wseq != seq):
            pd.wg = None
            lock.release()
            return POLL_NO_ERROR
        wd = pd.wd
        if wd != 0:
            t = pd.wt
            if t is None or not 0 < t.when <= wd or t.m is not m:
                if passed(wd):
                    lock.release()
                    return POLL_ERR_TIMEOUT
                armwrite(pd, m)
        pd.wg = gp
        try:
            gopark(m, lock, WAIT_IO)
        except BaseException as exc:
            if unwait(pd, gp):
                raise
            repark(m, exc)
        if pd.wg is READY:
            pd.wg = None
            return POLL_NO_ERROR


def pollWaitCanceled(pd: PollDesc, mode: int) -> None:
    """Wait for readiness alone, whatever became of deadline and descriptor.

    For who has asked the kernel to give something up and must see it done.
    """
    while True:
        m = acquirem()
        gp = getg()
        pd.lock.acquire()
        if (pd.rg if mode == READ else pd.wg) is READY:
            setslot(pd, mode, None)
            pd.lock.release()
            return
        if m not in pd.ms:
            pd.lock.release()
            pd.watch(m)
            continue
        setslot(pd, mode, gp)
        gopark(m, pd.lock, WAIT_IO)


def setslot(pd: PollDesc, mode: int, value: Any) -> None:
    """Set the semaphore of one side."""
    if mode == READ:
        pd.rg = value
    else:
        pd.wg = value


def unwait(pd: PollDesc, gp: G) -> bool:
    """Take gp off pd after an interrupt; False if it was taken off already."""
    pd.lock.acquire()
    found = True
    if pd.rg is gp:
        pd.rg = None
    elif pd.wg is gp:
        pd.wg = None
    else:
        found = False
    pd.lock.release()
    return found


def passed(deadline: int) -> bool:
    """Tell whether a deadline, which is not 0, has passed."""
    return deadline < 0 or deadline <= nanotime()


def armread(pd: PollDesc, m: M) -> None:
    """Let m wake pd's reader at pd.rd.  Under pd.lock."""
    t = pd.rt
    if t is None or t.m is not m:
        if t is not None:
            t.stop()
        t = pd.rt = Timer(m, deadlineread, pd)
    if t.when == 0 or t.when > pd.rd:  # else it fires early and is set again
        t.reset(pd.rd)


def armwrite(pd: PollDesc, m: M) -> None:
    """Let m wake pd's writer at pd.wd.  Under pd.lock."""
    t = pd.wt
    if t is None or t.m is not m:
        if t is not None:
            t.stop()
        t = pd.wt = Timer(m, deadlinewrite, pd)
    if t.when == 0 or t.when > pd.wd:
        t.reset(pd.wd)


def deadlineread(pd: PollDesc) -> None:
    """Wake pd's reader if its deadline, which may have moved, has passed."""
    pd.lock.acquire()
    gp = None
    if isinstance(pd.rg, G) and pd.rd != 0:
        if passed(pd.rd):
            gp, pd.rg = pd.rg, None
            pd.rseq += 1
        else:
            armread(pd, pd.rg.m)
    pd.lock.release()
    if gp is not None:
        goready(gp)


def deadlinewrite(pd: PollDesc) -> None:
    """Wake pd's writer if its deadline, which may have moved, has passed."""
    pd.lock.acquire()
    gp = None
    if isinstance(pd.wg, G) and pd.wd != 0:
        if passed(pd.wd):
            gp, pd.wg = pd.wg, None
            pd.wseq += 1
        else:
            armwrite(pd, pd.wg.m)
    pd.lock.release()
    if gp is not None:
        goready(gp)


def pollSetDeadline(pd: PollDesc, deadline: int, mode: int) -> None:
    """Set the deadline of READ, WRITE or both: 0 for none, negative for passed."""
    lock = pd.lock
    if not lock.acquire(False):
        lockslow(lock)
    rg = wg = None
    if mode & READ:
        pd.rd = deadline
        if isinstance(pd.rg, G):
            if deadline != 0 and passed(deadline):
                rg, pd.rg = pd.rg, None
                pd.rseq += 1
            elif deadline != 0:
                armread(pd, pd.rg.m)
    if mode & WRITE:
        pd.wd = deadline
        if isinstance(pd.wg, G):
            if deadline != 0 and passed(deadline):
                wg, pd.wg = pd.wg, None
                pd.wseq += 1
            elif deadline != 0:
                armwrite(pd, pd.wg.m)
    lock.release()
    if rg is not None:
        goready(rg)
    if wg is not None:
        goready(wg)


def pollUnblock(pd: PollDesc) -> None:
    """Wake whoever waits: the descriptor is being closed."""
    lock = pd.lock
    if not lock.acquire(False):
        lockslow(lock)
    pd.closing = True
    rg, pd.rg = pd.rg, None
    wg, pd.wg = pd.wg, None
    pd.rseq += 1
    pd.wseq += 1
    lock.release()
    if isinstance(rg, G):
        goready(rg)
    if isinstance(wg, G):
        goready(wg)


def netpoll(m: M, delay: int) -> None:
    """Wait up to delay and make runnable who waited for what has happened."""
    pds = m.pds
    runq = m.runq
    modes = MODE
    events = m.poller.poll(delay)
    if events:
        m.sleeping = False  # before any of it has left its PollDesc: see checkdead
    for fd, ev in events:
        pd = pds.get(fd)
        if pd is None:
            if fd == m.sigfd:
                os.read(fd, 4096)
            continue  # closed since, or the wake-up itself
        mode = modes[ev]
        rg = wg = None
        # An event of a number's former owner does no harm: its new one tries, and
        # waits again.
        lock = pd.lock
        lock.acquire()
        if mode & READ:
            pd.rseq += 1
            rg = pd.rg
            pd.rg = READY
        if mode & WRITE:
            pd.wseq += 1
            wg = pd.wg
            pd.wg = READY
        if mode & STICKY:
            pd.hints = False
        lock.release()
        # Fast path: goready, for a goroutine of this M.
        if rg is not None and rg is not READY:
            if rg.m is m:
                rg.status = G_RUNNABLE
                runq.append(rg)
            else:
                goready(rg)
        if wg is not None and wg is not READY:
            goready(wg)


def iowaiting(m: M) -> bool:
    """Tell whether a goroutine of m waits for the network.

    Nothing is counted on the way into a wait: one goroutine seen waiting is
    remembered, and another is searched only when that one has gone on.
    """
    gp = m.iowitness
    if gp is not None and gp.waitreason is WAIT_IO and gp.status == G_WAITING:
        return True
    try:
        for gp in m.allgs:
            if gp.waitreason is WAIT_IO and gp.status == G_WAITING:
                m.iowitness = gp
                return True
    except RuntimeError:
        return True  # the set changed: it is another M's, and that is at work again
    m.iowitness = None
    return False

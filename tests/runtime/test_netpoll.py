"""PollDesc: the semaphores and the deadlines, without a socket's own behaviour."""

import errno
import gc
import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from goruntime import Gosched, NumGoroutine, blocking, go, io, sync
from goruntime.clock import nanotime
from goruntime.netpoll import (
    POLL_ERR_CLOSING,
    POLL_ERR_TIMEOUT,
    POLL_NO_ERROR,
    iowaiting,
    netpoll,
    pollReset,
    pollSetDeadline,
    pollUnblock,
    pollWait,
    pollWaitCanceled,
)
from goruntime.park import acquirem
from goruntime.polldesc import (
    READ,
    READY,
    WRITE,
    PollDesc,
    pollClose,
    pollOpen,
    pollServerInit,
)
from goruntime.tls import getm
from tests.net.pairs import pair
from tests.waiting import until


@contextmanager
def pipe() -> Iterator[tuple[PollDesc, int]]:
    """A PollDesc of a pipe's reading end, and the writing end."""
    r, w = os.pipe()
    pd = PollDesc(r)
    pollOpen(pd)
    try:
        yield pd, w
    finally:
        pollUnblock(pd)
        pollClose(pd)
        os.close(r)
        os.close(w)


def test_a_wait_ends_when_the_descriptor_is_ready() -> None:
    with pipe() as (pd, w):
        go(os.write, w, b"x")
        assert pollWait(pd, READ) == POLL_NO_ERROR
        assert pd.rg is None


def test_readiness_is_remembered_until_reset() -> None:
    with pipe() as (pd, w):
        os.write(w, b"x")
        while pd.rg is not READY:
            Gosched()
        assert pollWait(pd, READ) == POLL_NO_ERROR
        os.write(w, b"x")
        while pd.rg is not READY:
            Gosched()
        assert pollReset(pd, READ) == POLL_NO_ERROR
        assert pd.rg is None


def test_the_count_of_edges_is_not_reset() -> None:
    with pipe() as (pd, w):
        seq = pd.rseq
        os.write(w, b"x")
        while pd.rseq == seq:
            Gosched()
        pollReset(pd, READ)
        assert pd.rseq == seq + 1


def test_a_deadline_that_has_passed_ends_a_wait_before_it_begins() -> None:
    with pipe() as (pd, _):
        pollSetDeadline(pd, -1, READ)
        assert pollReset(pd, READ) == POLL_ERR_TIMEOUT
        assert pollWait(pd, READ) == POLL_ERR_TIMEOUT
        assert pollReset(pd, WRITE) == POLL_NO_ERROR


def test_a_deadline_ends_a_wait() -> None:
    with pipe() as (pd, _):
        when = nanotime() + 5_000_000
        pollSetDeadline(pd, when, READ | WRITE)
        assert pollWait(pd, READ) == POLL_ERR_TIMEOUT
        assert nanotime() >= when
        assert pollWait(pd, WRITE) == POLL_ERR_TIMEOUT


def test_a_deadline_pushed_out_in_a_wait_uses_the_timer_that_is_there() -> None:
    with pipe() as (pd, w):
        pollSetDeadline(pd, nanotime() + 1_800_000_000_000, READ)
        result: list[int] = []
        go(lambda: result.append(pollWait(pd, READ)))
        Gosched()
        timer = pd.rt
        pollSetDeadline(pd, nanotime() + 3_600_000_000_000, READ)
        assert pd.rt is timer
        assert len(getm().timers) == 1
        os.write(w, b"x")
        while not result:
            Gosched()
        assert result == [POLL_NO_ERROR]


def test_unblock_ends_waits_on_both_sides_and_all_to_come() -> None:
    with pipe() as (pd, _):
        result: list[int] = []

        def waits(mode: int) -> None:
            result.append(pollWait(pd, mode))

        go(waits, READ)
        go(waits, WRITE)
        Gosched()
        pollUnblock(pd)
        while NumGoroutine() > 1:
            Gosched()
        assert result == [POLL_ERR_CLOSING] * 2
        assert pollWait(pd, READ) == POLL_ERR_CLOSING
        assert pollReset(pd, WRITE) == POLL_ERR_CLOSING


def test_wait_canceled_ends_with_readiness_alone() -> None:
    with pipe() as (pd, w):
        pollSetDeadline(pd, -1, READ)
        go(os.write, w, b"x")
        pollWaitCanceled(pd, READ)
        assert pd.rg is None


def test_closing_takes_the_descriptor_out_of_every_poller() -> None:
    with pipe() as (pd, _):
        waited, end = threading.Event(), threading.Event()

        def thread() -> None:
            pollSetDeadline(pd, nanotime() + 1_000_000, READ)
            pollWait(pd, READ)
            waited.set()
            end.wait()

        here = getm()
        go(pollWait, pd, WRITE)  # it is a pipe's reading end: never
        Gosched()
        t = threading.Thread(target=thread)
        t.start()
        blocking(waited.wait)
        assert len(pd.ms) == 2
        assert pd.ms[0] is here
        pollUnblock(pd)
        pollClose(pd)
        assert pd.fd not in here.pds
        assert not list(pd.ms)
        end.set()
        blocking(t.join)
        Gosched()


def test_a_thread_that_ends_watches_no_descriptor() -> None:
    with pipe() as (pd, _):

        def thread() -> None:
            pollSetDeadline(pd, nanotime() + 1_000_000, READ)
            pollWait(pd, READ)
            watchers.extend(pd.ms)

        watchers: list[object] = []
        t = threading.Thread(target=thread)
        t.start()
        blocking(t.join)
        assert len(watchers) == 1  # the thread's: nobody waits here
        assert pd.ms == ()


def test_what_had_a_deadline_is_no_garbage_once_it_is_closed() -> None:
    class Seen(PollDesc):
        __slots__ = ("__weakref__",)

    r, w = os.pipe()
    pd = Seen(r)
    pollSetDeadline(pd, nanotime() + 1_000_000, READ)
    assert pollWait(pd, READ) == POLL_ERR_TIMEOUT
    assert pd.rt is not None
    pollUnblock(pd)
    pollClose(pd)
    os.close(r)
    os.close(w)
    gone = weakref.ref(pd)
    gc.disable()
    try:
        del pd
        assert gone() is None
    finally:
        gc.enable()


def test_a_descriptor_is_watched_only_where_somebody_waits_for_it() -> None:
    with pipe() as (pd, w):
        here = getm()
        go(os.write, w, b"x")
        assert pollWait(pd, READ) == POLL_NO_ERROR
        assert pd.ms == (here,)
        there: list[object] = []
        waited, end = threading.Event(), threading.Event()

        def thread() -> None:
            os.read(pd.fd, 1)
            pollReset(pd, READ)
            pollSetDeadline(pd, nanotime() + 1_000_000, READ)
            pollWait(pd, READ)
            there.append(getm())
            waited.set()
            end.wait()

        t = threading.Thread(target=thread)
        t.start()
        blocking(waited.wait)
        assert list(pd.ms) == there
        assert pd.fd not in here.pds
        pollSetDeadline(pd, 0, READ)
        pollReset(pd, READ)
        go(os.write, w, b"x")
        assert pollWait(pd, READ) == POLL_NO_ERROR  # and it comes back
        assert pd.ms == (here,)
        end.set()
        blocking(t.join)


def test_a_descriptor_that_cannot_be_watched_is_refused() -> None:
    fd = os.open(__file__, os.O_RDONLY)
    try:
        pd = PollDesc(fd)
        with pytest.raises(PermissionError):
            pollOpen(pd)
        assert pd.ms == ()
        assert fd not in getm().pds
    finally:
        os.close(fd)


def test_a_thread_waits_in_its_own_poller() -> None:
    with pipe() as (pd, w):
        result: list[int] = []
        t = threading.Thread(target=lambda: result.append(pollWait(pd, READ)))
        t.start()
        while pd.rg is None:
            Gosched()
        os.write(w, b"x")
        blocking(t.join)
        assert result == [POLL_NO_ERROR]


def test_a_thread_that_ends_gives_its_descriptors_back() -> None:
    def thread() -> None:
        with pipe() as (pd, w):
            os.write(w, b"x")
            pollWait(pd, READ)

    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        t = threading.Thread(target=thread)
        t.start()
        blocking(t.join)
    assert len(os.listdir("/proc/self/fd")) <= before + 1


@pytest.mark.from_go("runtime/proc_test.go", "TestNetpollBreak")
def test_a_wake_up_ends_a_poll_that_would_last() -> None:
    ms: list[Any] = []

    def thread() -> None:
        m = acquirem()
        pollServerInit(m)
        m.sleeping = True
        ms.append(m)
        netpoll(m, 10_000_000_000)

    start = nanotime()
    t = threading.Thread(target=thread)
    t.start()
    until(lambda: ms)
    ms[0].wake()
    blocking(t.join)
    assert nanotime() - start < 5_000_000_000


@pytest.mark.from_go("runtime/crash_test.go", "TestNetpollWaiters")
def test_a_connection_that_was_waited_for_and_closed_is_nobodys_any_more() -> None:
    m = getm()
    before = set(m.pds)
    wg = sync.WaitGroup()
    with pair() as (c, s):
        wg.Go(io.Copy, io.Discard, s)
        for i in range(10):
            io.WriteString(c, f"{i}\n")
            until(lambda: iowaiting(m))
        c.CloseWrite()
        wg.Wait()
        assert set(m.pds) > before
        assert not iowaiting(m)
    assert set(m.pds) == before


class Ending:
    """An epoll whose thread ends while another one uses it."""

    closed = True

    def unregister(self, fd: int) -> None:
        raise OSError(errno.EBADF, "")


def test_a_poller_may_be_destroyed_while_a_descriptor_leaves_it() -> None:
    with pipe():
        poller: Any = type(getm().poller)()
    poller.destroy()
    poller.close(0)
    epoll: Any = Ending()
    poller._epoll = epoll
    poller.close(0)
    epoll.closed = False
    with pytest.raises(OSError, match="Errno 9"):
        poller.close(0)

"""Stack: what is said of goroutines that run, wait, or have not started."""

import re
from collections.abc import Callable

import pytest

from goruntime import Gosched, NumGoroutine, Stack, chan, go, recv, select, send, sync
from tests.waiting import until


def nil_recv() -> None:
    select(recv(None))


def nil_send() -> None:
    select(send(None, 0))


def select_no_cases() -> None:
    select()


def chan_recv() -> None:
    chan[int]().recv()


def chan_send() -> None:
    chan[int]().send(0)


def select_two() -> None:
    select(send(chan[int](), 0), recv(chan[int]()))


def wait_group() -> None:
    wg = sync.WaitGroup()
    wg.Add(1)
    wg.Wait()


def mutex() -> None:
    mu = sync.Mutex()
    mu.Lock()
    mu.Lock()


def rwmutex_rlock() -> None:
    rw = sync.RWMutex()
    rw.Lock()
    rw.RLock()


def rwmutex_lock() -> None:
    rw = sync.RWMutex()
    rw.Lock()
    rw.Lock()


def cond() -> None:
    c = sync.Cond(sync.Mutex())
    c.L.Lock()
    c.Wait()


def mixed() -> None:
    ch = chan[int]()
    wg = sync.WaitGroup()

    def mixed_send() -> None:
        ch.send(0)
        wg.Done()

    wg.Add(1)
    go(mixed_send)
    wg.Wait()
    ch.recv()


@pytest.mark.from_go("runtime/goroutineleakprofile_test.go", "TestGoroutineLeakProfile")
@pytest.mark.parametrize(
    ("leak", "reasons"),
    [
        (nil_recv, {"nil_recv": "chan receive (nil chan)"}),
        (nil_send, {"nil_send": "chan send (nil chan)"}),
        (select_no_cases, {"select_no_cases": "select (no cases)"}),
        (chan_recv, {"chan_recv": "chan receive"}),
        (chan_send, {"chan_send": "chan send"}),
        (select_two, {"select_two": "select"}),
        (wait_group, {"wait_group": "sync.WaitGroup.Wait"}),
        (mutex, {"mutex": "sync.Mutex.Lock"}),
        (rwmutex_rlock, {"rwmutex_rlock": "sync.RWMutex.RLock"}),
        (rwmutex_lock, {"rwmutex_lock": "sync.Mutex.Lock"}),  # that of the writers
        (cond, {"cond": "sync.Cond.Wait"}),
        (mixed, {"mixed": "sync.WaitGroup.Wait", "mixed_send": "chan send"}),
    ],
)
@pytest.mark.goroutine(leaks=True)
def test_a_goroutine_that_leaks_is_shown_where_and_why_it_waits(
    leak: Callable[[], None], reasons: dict[str, str]
) -> None:
    go(leak)
    for _ in range(5):
        Gosched()
    _, *others = Stack(all=True).split("\n\n")
    assert len(others) == len(reasons)
    for stack, (name, reason) in zip(others, reasons.items(), strict=True):
        assert re.match(rf"goroutine \d+ \[{re.escape(reason)}\]:\n", stack)
        assert re.search(rf"^tests\..*\b{name}\(\.\.\.\)$", stack, re.MULTILINE)


@pytest.mark.from_go("runtime/proc_test.go", "TestNumGoroutine")
def test_there_are_as_many_stacks_as_goroutines() -> None:
    def count() -> int:
        return len(re.findall(r"^goroutine \d+ \[", Stack(all=True), re.MULTILINE))

    assert NumGoroutine() == count() == 1
    release = chan[None]()
    for _ in range(3):
        go(release.recv)
    assert NumGoroutine() == count() == 4  # not yet started
    until(lambda: len(release.recvq) == 3)
    go(Gosched)
    assert NumGoroutine() == count() == 5
    Gosched()
    assert NumGoroutine() == count() == 5  # it is runnable
    release.close()
    until(lambda: NumGoroutine() == 1)
    assert count() == 1

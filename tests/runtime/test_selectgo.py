"""select."""

import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

import pytest

from goruntime import (
    Gosched,
    NumGoroutine,
    Panic,
    blocking,
    chan,
    default,
    go,
    recv,
    select,
    send,
    time,
)

T = TypeVar("T")


def test_a_ready_receive_is_taken() -> None:
    a, b = chan[int](1), chan[int](1)
    b.send(5)
    assert select(recv(a), recv(b)) == (1, 5, True)


def test_a_ready_send_is_done() -> None:
    a = chan[int](1)
    assert select(send(a, 3)) == (0, None, False)
    assert a.recv() == 3


def test_default_is_taken_when_nothing_is_ready() -> None:
    a, b = chan[int](), chan[int]()
    assert select(recv(a), default) == (1, None, False)
    assert select(default, recv(a), send(b, 1)) == (0, None, False)


def test_default_is_not_taken_when_something_is_ready() -> None:
    a, b = chan[int](1), chan[int]()
    a.send(1)
    assert select(recv(a), send(b, 1), default) == (0, 1, True)


def test_two_defaults_are_a_mistake() -> None:
    with pytest.raises(Panic, match="multiple default"):
        select(default, default)


def test_nil_channels_are_never_ready() -> None:
    a = chan[int](1)
    a.send(1)
    assert select(recv(None), send(None, 1), recv(a)) == (2, 1, True)
    assert select(recv(None), default) == (1, None, False)


def test_a_closed_channel_is_ready_to_receive() -> None:
    a = chan[int]()
    a.close()
    assert select(recv(a)) == (0, None, False)


def test_a_send_to_a_closed_channel_panics_when_chosen() -> None:
    a = chan[int](1)
    a.close()
    with pytest.raises(Panic, match="send on closed channel"):
        select(send(a, 1))
    with pytest.raises(Panic, match="send on closed channel"):
        select(send(a, 1), recv(chan[int]()), default)
    assert a.lock.acquire(False)  # and no lock is left held
    a.lock.release()


def test_a_waiting_select_is_woken_by_a_send() -> None:
    a, b = chan[int](), chan[int]()
    go(b.send, 9)
    assert select(recv(a), recv(b)) == (1, 9, True)


def test_a_waiting_select_is_woken_by_a_receive() -> None:
    a, b = chan[int](), chan[int]()
    got: list[int] = []
    go(lambda: got.append(b.recv()))
    assert select(recv(a), send(b, 4)) == (1, None, False)
    Gosched()
    assert got == [4]


def test_a_waiting_select_is_woken_by_close() -> None:
    a, b = chan[int](), chan[int]()
    go(b.close)
    assert select(recv(a), recv(b)) == (1, None, False)


def test_a_waiting_send_panics_when_its_channel_is_closed() -> None:
    a = chan[int]()
    go(a.close)
    with pytest.raises(Panic, match="send on closed channel"):
        select(send(a, 1), recv(chan[int]()))


def test_a_select_that_is_over_leaves_no_trace_in_the_other_channels() -> None:
    a, b = chan[int](), chan[int]()
    for i in range(50):
        go(b.send, i)
        assert select(recv(a), recv(b), send(a, 1)) == (1, i, True)
    assert not a.recvq
    assert not a.sendq


@pytest.mark.from_go("runtime/chan_test.go", "TestSelectStackAdjust")
def test_a_thousand_cases() -> None:
    chans = [chan[int]() for _ in range(1000)]
    go(chans[777].send, 5)
    assert select(*(recv(c) for c in chans)) == (777, 5, True)
    assert all(not c.recvq for c in chans)


def test_the_same_channel_twice() -> None:
    a = chan[int]()
    seen = set()
    for i in range(100):
        go(a.send, i)
        case, v, ok = select(recv(a), recv(a))
        assert (v, ok) == (i, True)
        seen.add(case)
    assert not a.recvq


@pytest.mark.from_go("runtime/chan_test.go", "TestSelectFairness")
def test_ready_cases_are_chosen_evenly() -> None:
    chans = [chan[int](1) for _ in range(4)]
    n = 4000
    counts = [0] * 4
    for c in chans:
        c.send(0)
    for _ in range(n):
        case, _, _ = select(*(recv(c) for c in chans))
        counts[case] += 1
        chans[case].send(0)
    # Expected 1,000 each, with a standard deviation of 27.
    assert all(800 < k < 1200 for k in counts), counts


def _closed() -> chan[int]:
    ch = chan[int]()
    ch.close()
    return ch


def _full() -> chan[int]:
    ch = chan[int](3000)
    for _ in range(3000):
        ch.send(1)
    return ch


@pytest.mark.parametrize("a", [_closed, _full])
@pytest.mark.parametrize("b", [_closed, _full])
def test_two_receives_are_chosen_evenly_whatever_makes_them_ready(
    a: Callable[[], chan[int]], b: Callable[[], chan[int]]
) -> None:
    first, second = a(), b()
    seen = [0, 0]
    for _ in range(2000):
        index, value, ok = select(recv(first), recv(second))
        assert (value, ok) in ((1, True), (None, False))
        seen[index] += 1
    assert 800 < seen[0] < 1200  # 1,000, give or take 22


@pytest.mark.parametrize("ready", [0, 1])
@pytest.mark.parametrize("make", [_closed, _full])
def test_the_one_of_two_receives_that_is_ready_is_taken(
    make: Callable[[], chan[int]], ready: int
) -> None:
    for idle in (None, chan[int]()):
        pair = [idle, idle]
        pair[ready] = make()
        for _ in range(20):
            assert select(recv(pair[0]), recv(pair[1]))[0] == ready


def test_two_selects_meet() -> None:
    a, b = chan[int](), chan[int]()
    got = chan[tuple[int, int]](2)

    def left() -> None:
        case, v, _ = select(send(a, 1), recv(b))
        got.send((case, v))

    go(left)
    case, v, ok = select(recv(a), send(b, 2))
    assert (case, v, ok) in {(0, 1, True), (1, None, False)}
    mine = case
    assert got.recv() == ((0, None) if mine == 0 else (1, 2))


@pytest.mark.from_go("runtime/chan_test.go", "TestSelectDuplicateChannel")
def test_a_channel_in_two_waiting_selects_is_served_once_each() -> None:
    c, d, e = chan[int](), chan[int](), chan[int]()

    def first() -> None:
        select(recv(c), recv(d), recv(e))
        e.send(9)

    go(first)
    Gosched()
    go(c.recv)
    Gosched()
    d.send(7)
    assert e.recv() == 9
    c.send(8)
    Gosched()
    assert not c.recvq


@pytest.mark.from_go("runtime/chan_test.go", "TestChanSendInterface")
def test_two_sends_to_one_full_channel_leave_it_to_the_default() -> None:
    first, second = object(), object()
    ch = chan[object](1)
    ch.send(first)
    assert select(send(ch, first), default) == (1, None, False)
    assert select(send(ch, first), send(ch, second), default) == (2, None, False)
    assert ch.recv() is first
    case, _, _ = select(send(ch, first), send(ch, second), default)
    assert case < 2
    assert ch.recv() is (first, second)[case]


LINES = 200  # more than what a select that does not wait runs through

Act = tuple[chan[int], Callable[[chan[int]], object]]


def during(f: Callable[[], T], first: int, *acts: Act) -> T:
    """Call f; before one of the runtime's lines in it, as another thread might, act.

    An act on a channel that is locked there comes as soon as the lock is free.
    """
    line = 0
    left = list(acts)

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal line
        if frame.f_globals["__name__"] not in ("goruntime.selectgo", "goruntime.hchan"):
            return None
        line += event == "line"
        while left and line >= first and not left[0][0].lock.locked():
            ch, do = left.pop(0)
            do(ch)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        return f()
    finally:
        sys.settrace(before)
        assert line < LINES


@pytest.mark.parametrize("fill", [lambda ch: ch.send(1), chan.close])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.from_go("runtime/chan_test.go", "TestNonblockSelectRace")
@pytest.mark.from_go("runtime/chan_test.go", "TestNonblockSelectRace2")
def test_a_select_looks_at_all_its_channels_at_one_moment(
    fill: Callable[[chan[int]], object], turned: bool
) -> None:
    for line in range(LINES):
        first, second = chan[int](1), chan[int](1)
        first.send(1)
        cases = [recv(first), recv(second)]
        if turned:
            cases.reverse()
        # At any moment one of the two is ready.
        case, _, _ = during(
            lambda cases=cases: select(*cases, default),  # type: ignore[misc]
            line,
            (second, fill),
            (first, lambda ch: select(recv(ch), default)),
        )
        assert case < 2, line


@pytest.mark.from_go("runtime/chan_test.go", "TestNonblockRecvRace")
def test_a_channel_that_is_closed_with_a_value_in_it_is_ready_all_the_time() -> None:
    for line in range(LINES):
        ch = chan[int](1)
        ch.send(1)
        case, _, _ = during(
            lambda ch=ch: select(recv(ch), default),  # type: ignore[misc]
            line,
            (ch, chan.close),
            (ch, chan.recv),
        )
        assert case == 0, line


def test_thousands_that_select_on_one_channel_do_not_pile_up() -> None:
    done = chan[None]()
    tick = chan[int]()
    go(lambda: select(recv(done), recv(chan[int]())))  # waits at the head for ever
    for _ in range(20):
        go(done.recv)
    Gosched()
    for _ in range(3000):
        go(tick.send, 1)
        select(recv(done), recv(tick))
    assert len(done.recvq) < 100
    done.close()
    while NumGoroutine() > 1:
        Gosched()


def test_threads_select_on_shared_channels_without_loss() -> None:
    chans = [chan[int]() for _ in range(3)]
    n = 200
    total = chan[int](4)

    def taker() -> None:
        s = 0
        for _ in range(n):
            _, v, _ = select(*(recv(c) for c in chans))
            s += v
        total.send(s)

    def giver() -> None:
        for _ in range(n):
            select(*(send(c, 1) for c in chans))

    threads = [threading.Thread(target=f) for f in (taker, giver) * 2]
    for t in threads:
        t.start()
    go(taker)
    go(giver)
    for t in threads:
        blocking(t.join)
    assert sum(total.recv() for _ in range(3)) == 3 * n


def test_a_channel_given_for_a_case_is_refused_and_loses_nothing() -> None:
    ch = chan[int](5)
    for i in range(3):
        ch.send(i)
    bad: Any = ch
    with pytest.raises(TypeError, match="a case is recv"):
        select(bad)
    with pytest.raises(TypeError, match="a case is recv"):
        select(recv(None), bad)
    assert len(ch) == 3


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (5, "not int"),
        ((1, 2), "not tuple"),
        ((time.Second, 0, None), "recv or send of Duration, which is no channel"),
    ],
)
def test_what_is_no_case_is_named(case: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        select(case)

"""Channels."""

import copy
import gc
import re
import threading
import weakref
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, cast

import pytest

from goruntime import Gosched, Panic, blocking, chan, go, recv, select, send
from tests.waiting import until


@pytest.mark.from_go("runtime/chan_test.go", "TestChan")
@pytest.mark.parametrize("size", [0, 1, 10])
def test_received_in_the_order_sent(size: int) -> None:
    ch = chan[int](size)

    def produce() -> None:
        for i in range(20):
            ch.send(i)
        ch.close()

    go(produce)
    assert [v for v in ch] == list(range(20))  # noqa: C416 (see CONTRIBUTING: 3.13t)


@pytest.mark.from_go("runtime/chan_test.go", "TestShrinkStackDuringBlockedSend")
def test_a_sender_whose_stack_was_deep_waits_through_collections() -> None:
    ch = chan[list[int]]()

    def deep(n: int) -> int:
        return deep(n - 1) + 1 if n else 0

    def produce() -> None:
        for i in range(10):
            ch.send([i])
            assert deep(200) == 200
        ch.close()

    go(produce)
    got: list[int] = []
    for value in ch:
        got += value
        until(lambda: ch.sendq or ch.closed)  # it is in the next send
        gc.collect()
    assert got == list(range(10))


def test_an_unbuffered_send_waits_for_its_receiver() -> None:
    ch = chan[int]()
    trace: list[str] = []

    def sender() -> None:
        ch.send(1)
        trace.append("sent")

    go(sender)
    Gosched()
    Gosched()
    assert trace == []
    assert ch.recv() == 1
    Gosched()
    assert trace == ["sent"]


def test_a_buffered_send_waits_for_room_only() -> None:
    ch = chan[int](2)
    ch.send(1)
    ch.send(2)
    assert len(ch) == 2
    assert ch.cap == 2
    go(ch.send, 3)
    Gosched()
    assert [ch.recv() for _ in range(3)] == [1, 2, 3]


def test_receivers_are_served_first_come_first_served() -> None:
    ch = chan[int]()
    got: list[tuple[int, int]] = []

    def receive(i: int) -> None:
        got.append((i, ch.recv()))

    for i in range(5):
        go(receive, i)
    Gosched()
    for v in range(5):
        ch.send(v)
    Gosched()
    assert got == [(i, i) for i in range(5)]


def test_senders_are_served_first_come_first_served() -> None:
    ch = chan[int]()
    for i in range(5):
        go(ch.send, i)
    Gosched()
    assert [ch.recv() for _ in range(5)] == list(range(5))


def test_close_lets_receivers_drain_and_then_tells_them() -> None:
    ch = chan[int](3)
    ch.send(1)
    ch.send(2)
    ch.close()
    assert ch.recv_ok() == (1, True)
    assert ch.recv() == 2
    assert tuple[object, bool](ch.recv_ok()) == (None, False)
    assert ch.recv() is None


def test_close_wakes_every_receiver() -> None:
    ch = chan[int]()
    got: list[object] = []
    for _ in range(5):
        go(lambda: got.append(ch.recv_ok()))
    Gosched()
    ch.close()
    Gosched()
    assert got == [(None, False)] * 5


def test_close_lets_every_waiting_sender_panic() -> None:
    ch = chan[int]()
    got: list[str] = []

    def sender() -> None:
        try:
            ch.send(1)
        except Panic as p:
            got.append(str(p))

    for _ in range(3):
        go(sender)
    Gosched()
    ch.close()
    Gosched()
    assert got == ["send on closed channel"] * 3


def test_send_on_closed_channel_panics() -> None:
    ch = chan[int](1)
    ch.close()
    with pytest.raises(Panic, match=r"^send on closed channel$"):
        ch.send(1)


def test_close_of_closed_channel_panics() -> None:
    ch = chan[int]()
    ch.close()
    with pytest.raises(Panic, match=r"^close of closed channel$"):
        ch.close()


def test_a_negative_size_panics() -> None:
    with pytest.raises(Panic, match=r"^makechan: size out of range$"):
        chan[int](-1)


def test_more_than_go_could_allocate_panics() -> None:
    assert chan[int]((1 << 47) - 1).cap == (1 << 47) - 1
    with pytest.raises(Panic, match=r"^makechan: size out of range$"):
        chan[int](1 << 47)


@pytest.mark.parametrize("size", [1.5, 3.0, "3", None, Decimal(3)])
def test_a_size_that_is_no_int_is_a_type_error(size: Any) -> None:
    want = re.escape(f"chan[T](size): size is an int, not {size!r}")
    with pytest.raises(TypeError, match=want):
        chan[int](size)


def test_a_size_may_be_what_is_like_an_int() -> None:
    class Two:
        def __index__(self) -> int:
            return 2

    two: Any = Two()
    assert chan[int](two).cap == 2
    assert chan[int](True).cap == 1


def test_an_empty_channel_is_true() -> None:
    assert chan[int]()


def test_a_copy_of_what_holds_a_channel_holds_the_same_channel() -> None:
    @dataclass
    class Job:
        n: int
        done: chan[int]

    job = Job(1, chan[int](1))
    assert copy.copy(job.done) is job.done
    assert copy.deepcopy(job).done is job.done
    assert asdict(job) == {"n": 1, "done": job.done}


def test_the_element_type_costs_nothing() -> None:
    assert chan[int] is chan


def test_a_channel_keeps_nothing_that_was_received() -> None:
    class Thing:
        pass

    def send_one(ch: chan[Thing]) -> None:
        ch.send(Thing())

    for size in (0, 1):
        ch = chan[Thing](size)
        go(send_one, ch)
        ref = weakref.ref(ch.recv())
        Gosched()
        gc.collect()
        assert ref() is None


@pytest.mark.from_go("runtime/chan_test.go", "TestPseudoRandomSend")
def test_select_is_fair_between_two_sends_on_one_channel() -> None:
    n = 400

    def consume(ch: chan[int], got: list[int], done: chan[None]) -> None:
        for _ in range(n):
            got.append(ch.recv())  # noqa: PERF401 (it waits)
        done.send(None)

    for size in (0, 1, 100):
        ch = chan[int](size)
        got: list[int] = []
        done = chan[None]()
        go(consume, ch, got, done)
        for _ in range(n):
            select(send(ch, 0), send(ch, 1))
        done.recv()
        assert n * 0.3 < sum(got) < n * 0.7


@pytest.mark.from_go("runtime/chan_test.go", "TestMultiConsumer")
def test_many_consumers_share_without_loss() -> None:
    primes = [2, 3, 5, 7, 11, 13]
    work, results = chan[int](23), chan[int](103)
    n, workers = 500, 23
    left = [workers]

    def worker() -> None:
        for v in work:
            if primes[v % len(primes)] % 2:
                Gosched()
            results.send(v)
        left[0] -= 1
        if left[0] == 0:
            results.close()

    for _ in range(workers):
        go(worker)

    def produce() -> None:
        for i in range(n):
            work.send(i)
        work.close()

    go(produce)
    assert sorted([v for v in results]) == list(range(n))  # noqa: C416 (likewise)


@pytest.mark.from_go("runtime/chan_test.go", "TestSelfSelect")
def test_a_select_does_not_meet_itself() -> None:
    for size in (0, 10):
        ch = chan[int](size)
        done = chan[None]()

        def both(
            mine: int,
            ch: chan[int] = ch,
            done: chan[None] = done,
            size: int = size,
        ) -> None:
            for i in range(200):
                if mine == 0 or i % 2 == 0:
                    case, v, _ = select(send(ch, mine), recv(ch))
                    send_case = 0
                else:
                    case, v, _ = select(recv(ch), send(ch, mine))
                    send_case = 1
                if case != send_case and size == 0:
                    assert v != mine
            done.send(None)

        go(both, 0)
        go(both, 1)
        # One of the two may be left without a partner at the end: serve it.
        finished = 0
        while finished < 2:
            case, _, _ = select(recv(done), recv(ch), send(ch, 7))
            if case == 0:
                finished += 1


def test_channels_between_threads_lose_nothing() -> None:
    ch = chan[int](3)
    total = chan[int]()
    n, producers = 300, 4

    def produce() -> None:
        for _ in range(n):
            ch.send(1)

    def consume() -> None:
        s = 0
        for v in ch:
            s += v
        total.send(s)

    threads = [threading.Thread(target=produce) for _ in range(producers)]
    for t in threads:
        t.start()
    for _ in range(3):
        go(consume)
    for t in threads:
        blocking(t.join)
    ch.close()
    assert sum(total.recv() for _ in range(3)) == n * producers


def test_repr_shows_state() -> None:
    ch = chan[int](2)
    ch.send(1)
    assert repr(ch).startswith("<chan 1/2 at ")
    ch.close()
    assert repr(ch).startswith("<chan closed, 1/2 at ")


def test_a_finalizer_that_cuts_into_the_channel_cannot_hang_it() -> None:
    """What a finalizer does is done or refused; the channel itself stays whole."""
    ch = chan[object](1000)
    refused: list[str] = []

    class Sends:
        def __init__(self) -> None:
            self.cycle = self

        def __del__(self) -> None:
            try:
                ch.send(None)
            except RuntimeError as e:
                refused.append(str(e))

    gc.collect()
    threshold = gc.get_threshold()
    gc.set_threshold(1)
    try:
        for _ in range(200):
            Sends()
            ch.send([[]])
            ch.recv()
    finally:
        gc.set_threshold(*threshold)
    gc.collect()
    while len(ch):
        ch.recv()
    ch.send(1)
    assert ch.recv() == 1


def test_a_size_that_is_no_number_is_refused_with_how_to_write_it() -> None:
    kind: Any = int
    with pytest.raises(TypeError, match=r"chan\[T\]\(size\): size is an int, not int"):
        chan(kind)
    with pytest.raises(TypeError, match="not '3'"):
        chan(cast("Any", "3"))

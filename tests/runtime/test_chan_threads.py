"""Channels between goroutines and threads that are not the runtime's.

What each sender sent arrives once and in its order, whichever threads are at either
end; what close and select say is true for all of them at once.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from goruntime import Panic, chan, go, recv, select, send, sync

SENDERS = 4  # half of them threads, half goroutines
VALUES = 300  # of each sender


@contextmanager
def together(*jobs: Callable[[], object]) -> Iterator[None]:
    """Run half of the jobs as threads, half as goroutines; wait until all are done."""
    wg = sync.WaitGroup()
    failed: list[BaseException] = []

    def thread(job: Callable[[], object]) -> None:
        try:
            job()
        except BaseException as exc:
            failed.append(exc)
        finally:
            wg.Done()

    threads = [threading.Thread(target=thread, args=(job,)) for job in jobs[::2]]
    wg.Add(len(threads))
    for t in threads:
        t.start()
    for job in jobs[1::2]:
        wg.Go(job)
    yield
    wg.Wait()
    for t in threads:
        t.join()
    assert not failed


def in_order(values: list[tuple[int, int]]) -> bool:
    """Tell whether of each sender nothing overtook anything."""
    last = dict.fromkeys(range(SENDERS), -1)
    for sender, n in values:
        if n <= last[sender]:
            return False
        last[sender] = n
    return True


@pytest.mark.parametrize("size", [0, 1, 7])
@pytest.mark.from_go("runtime/chan_test.go", "TestPseudoRandomSend")
def test_every_value_arrives_once_and_in_its_senders_order(size: int) -> None:
    ch = chan[tuple[int, int]](size)
    got: list[list[tuple[int, int]]] = [[] for _ in range(3)]

    def sender(i: int) -> Callable[[], None]:
        def run() -> None:
            for n in range(VALUES):
                ch.send((i, n))

        return run

    def receiver(into: list[tuple[int, int]]) -> Callable[[], None]:
        def run() -> None:
            for v in ch:
                into.append(v)  # noqa: PERF402 (see CONTRIBUTING: 3.13t)

        return run

    with together(*map(receiver, got)):
        with together(*map(sender, range(SENDERS))):
            pass
        ch.close()
    assert all(map(in_order, got))
    everything = sorted(v for values in got for v in values)
    assert everything == [(i, n) for i in range(SENDERS) for n in range(VALUES)]


@pytest.mark.from_go("runtime/chan_test.go", "TestSelectFairness")
def test_selects_at_both_ends_neither_lose_nor_repeat() -> None:
    a, b, stop = chan[tuple[int, int]](), chan[tuple[int, int]](2), chan[None]()
    got: list[list[tuple[int, int]]] = [[] for _ in range(4)]

    def sender(i: int) -> Callable[[], None]:
        def run() -> None:
            for n in range(VALUES):
                select(send(a, (i, n)), send(b, (i, n)))

        return run

    def receiver(into: list[tuple[int, int]]) -> Callable[[], None]:
        def run() -> None:
            while True:
                case, v, ok = select(recv(a), recv(b), recv(stop))
                if case == 2:
                    break
                assert ok
                into.append(v)
            while len(b):  # what was left in the buffer, as nobody sends any more
                case, v, ok = select(recv(b), recv(stop))
                if case == 0:
                    into.append(v)

        return run

    with together(*map(receiver, got)):
        with together(*map(sender, range(SENDERS))):
            pass
        stop.close()
    everything = sorted(v for values in got for v in values)
    assert everything == [(i, n) for i in range(SENDERS) for n in range(VALUES)]


@pytest.mark.from_go("runtime/chan_test.go", "TestSelectStress")
def test_sends_receives_and_selects_of_all_kinds_of_channels_lose_no_wake_up() -> None:
    chans = [chan[int](), chan[int](), chan[int](2), chan[int](3)]

    def sender(ch: chan[int]) -> Callable[[], None]:
        def run() -> None:
            for n in range(VALUES):
                ch.send(n)

        return run

    def receiver(ch: chan[int]) -> Callable[[], None]:
        def run() -> None:
            for _ in range(VALUES):
                ch.recv()

        return run

    def of_all(case: Callable[[chan[int] | None], Any]) -> Callable[[], None]:
        """As many operations on each of the channels, in selects over all of them."""

        def run() -> None:
            open_: list[chan[int] | None] = [*chans]
            left = [VALUES] * len(chans)
            while any(left):
                index = select(*map(case, open_))[0]
                left[index] -= 1
                if not left[index]:
                    open_[index] = None

        return run

    def one_by_one(ch: chan[int] | None) -> Any:
        return send(ch, 0)

    jobs = [*map(sender, chans), *map(receiver, chans), of_all(one_by_one)]
    with together(*jobs, of_all(recv)):
        pass
    assert not any(map(len, chans))


def test_who_selects_on_both_ends_of_a_channel_never_meets_himself() -> None:
    ch = chan[int]()
    sent = sync.atomic.Int64()
    received = sync.atomic.Int64()
    stop = chan[None]()

    def run() -> None:
        for n in range(VALUES):
            case, v, _ = select(send(ch, n), recv(ch), recv(stop))
            if case == 0:
                sent.Add(1)
            elif case == 1:
                assert v is not None
                received.Add(1)
            else:
                return

    done = sync.WaitGroup()

    def job() -> None:
        run()
        # The last one has nobody left to meet.
        done.Done()
        if left.Add(-1) == 1:
            stop.close()

    left = sync.atomic.Int64()
    left.Store(SENDERS)
    done.Add(SENDERS)
    with together(*[job] * SENDERS):
        done.Wait()
    assert sent.Load() == received.Load()


def test_close_is_seen_once_by_everybody_who_waits() -> None:
    for _ in range(8):
        ch, never = chan[int](), chan[int]()
        panics = sync.atomic.Int64()
        closed = sync.atomic.Int64()

        def sender(ch: chan[int] = ch, panics: sync.atomic.Int64 = panics) -> None:
            try:
                while True:
                    ch.send(1)
            except Panic as p:
                panics.Add(str(p) == "send on closed channel")

        def receiver(
            ch: chan[int] = ch,
            never: chan[int] = never,
            closed: sync.atomic.Int64 = closed,
        ) -> None:
            while select(recv(never), recv(ch))[2]:
                pass
            closed.Add(1)

        with together(sender, sender, receiver, receiver, sender, sender):
            for _ in range(10):
                ch.recv()
            ch.close()
        assert (panics.Load(), closed.Load()) == (4, 2)


def test_a_mutex_and_an_rwmutex_count_right_across_threads() -> None:
    mu, rw = sync.Mutex(), sync.RWMutex()
    counts = [0, 0]

    def job() -> None:
        for _ in range(VALUES):
            with mu:
                n = counts[0]
                counts[0] = n + 1
            with rw:
                n = counts[1]
                counts[1] = n + 1
            with rw.RLocker():
                assert counts[1] >= n

    with together(*[job] * 6):
        go(lambda: None)
    assert counts == [6 * VALUES] * 2

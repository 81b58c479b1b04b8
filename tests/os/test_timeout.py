"""Deadlines of pipes, while others read, write and move them."""

from collections.abc import Callable

import pytest

from goruntime import chan, go, io, os, sync, time
from tests.os.test_pipe import PAST, pipe
from tests.waiting import outcome, until


class Endless:
    """A Reader that has always more."""

    def Read(self, p: memoryview) -> int:
        p[:] = bytes(len(p))
        return len(p)


def timed_out(f: Callable[[], object]) -> bool:
    """Call f; tell whether its time was up, which is all that may be wrong with it."""
    try:
        f()
    except os.ErrDeadlineExceeded:
        return True
    return False


@pytest.mark.from_go("os/timeout_test.go", "TestReadTimeoutFluctuation")
@pytest.mark.from_go("os/timeout_test.go", "TestWriteTimeoutFluctuation")
@pytest.mark.parametrize("d", [time.Millisecond, 20 * time.Millisecond], ids=str)
def test_nothing_times_out_before_its_deadline(d: time.Duration) -> None:
    with pipe() as (r, w):
        deadline = time.Now().Add(d)
        r.SetReadDeadline(deadline)
        assert timed_out(lambda: r.Read(bytearray(256)))
        assert time.Until(deadline) <= 0
        deadline = time.Now().Add(d)
        w.SetWriteDeadline(deadline)
        while not timed_out(lambda: w.Write(b"TIMEOUT TRANSMITTER")):
            pass
        assert time.Until(deadline) <= 0


@pytest.mark.from_go("os/timeout_test.go", "TestWriteTimeoutMustNotReturn")
def test_a_deadline_of_reads_is_none_of_writes() -> None:
    with pipe() as (r, w):
        w.SetDeadline(PAST)
        w.SetReadDeadline(PAST)
        w.SetWriteDeadline(None)
        ended = chan[object](1)
        go(lambda: ended.send(outcome(lambda: io.Copy(w, Endless()))))
        until(lambda: w._pfd.pd.wg)  # the pipe is full
        assert len(ended) == 0
        r.Close()
        err = ended.recv()
        assert isinstance(err, BrokenPipeError)
        assert not os.IsTimeout(err)


@pytest.mark.from_go("os/timeout_test.go", "TestVariousDeadlines")
@pytest.mark.from_go("os/timeout_test.go", "TestVariousDeadlines1Proc")
@pytest.mark.from_go("os/timeout_test.go", "TestVariousDeadlines4Proc")
@pytest.mark.parametrize("ns", [1, 50, 500, 5000, 250_000, 5_000_000])
def test_a_copy_without_end_ends_at_its_deadline(ns: int) -> None:
    with pipe() as (r, w):
        copied = chan[object](1)
        go(lambda: copied.send(outcome(lambda: io.Copy(w, Endless()))))
        r.SetDeadline(time.Now().Add(time.Duration(ns)))
        assert timed_out(lambda: io.Copy(io.Discard, r))
        r.Close()
        assert isinstance(copied.recv(), BrokenPipeError)


@pytest.mark.from_go("os/timeout_test.go", "TestReadWriteDeadlineRace")
def test_deadlines_move_while_one_reads_and_one_writes() -> None:
    soon = 2 * time.Microsecond
    with pipe() as (r, w), time.NewTicker(soon) as ticker:

        def move() -> None:
            for _ in range(50):
                r.SetReadDeadline(time.Now().Add(soon))
                w.SetWriteDeadline(time.Now().Add(soon))
                ticker.C.recv()

        def often(f: Callable[[], object]) -> None:
            for _ in range(50):
                timed_out(f)

        wg = sync.WaitGroup()
        wg.Go(move)
        wg.Go(often, lambda: r.Read(bytearray(1)))
        wg.Go(often, lambda: w.Write(b"x"))
        wg.Wait()


@pytest.mark.from_go("os/timeout_test.go", "TestRacyRead")
@pytest.mark.from_go("os/timeout_test.go", "TestRacyWrite")
@pytest.mark.parametrize("op", ["Read", "Write"])
def test_many_time_out_at_one_end_and_set_its_deadline_again(op: str) -> None:
    with pipe() as (r, w):
        mine = r if op == "Read" else w
        done = chan[object](1)

        def other_end() -> None:
            if op == "Read":
                done.send(outcome(lambda: io.Copy(w, Endless())))
            else:
                done.send(outcome(lambda: io.Copy(io.Discard, r)))

        def use() -> None:
            b = bytearray(1024)
            for _ in range(50):
                if timed_out(lambda: getattr(mine, op)(b)):
                    mine.SetDeadline(time.Now().Add(time.Millisecond))

        go(other_end)
        mine.SetDeadline(time.Now().Add(time.Millisecond))
        wg = sync.WaitGroup()
        for _ in range(10):
            wg.Go(use)
        wg.Wait()
        mine.Close()
        done.recv()

"""Deadlines of connections and listeners, as they race with data and each other."""

import os
import threading
from collections.abc import Callable
from typing import Any

import pytest

import net
from goruntime import (
    GOMAXPROCS,
    Gosched,
    NumGoroutine,
    blocking,
    chan,
    context,
    errors,
    go,
    io,
    sync,
    time,
)
from goruntime import os as go_os
from goruntime.tls import getm
from tests.net.pairs import pair
from tests.waiting import outcome, until

HOUR = time.Hour
PAST = -time.Second


def from_now(d: int) -> time.Time:
    return time.Now().Add(time.Duration(d))


def is_deadline(err: object) -> bool:
    """Tell whether err is what Go says of a deadline that has passed."""
    return (
        isinstance(err, net.OpError)
        and isinstance(err, net.Error)
        and isinstance(err, TimeoutError)
        and errors.Is(err, go_os.ErrDeadlineExceeded)
        and not errors.Is(err, context.DeadlineExceeded)
        and not errors.Is(err, net.ErrClosed)
        and err.Timeout()
        and err.Temporary()
        and str(err).endswith(": i/o timeout")
    )


# --- in the past --------------------------------------------------------------


@pytest.mark.from_go("net/timeout_test.go", "TestReadTimeout")
@pytest.mark.parametrize("after", [-5 * time.Second, 10 * time.Millisecond])
def test_once_passed_a_read_deadline_goes_on_failing_reads(after: int) -> None:
    with pair() as (_, s):
        s.SetReadDeadline(from_now(after))
        for _ in range(4):
            err: Any = outcome(lambda: s.Read(bytearray(256)))
            assert is_deadline(err)
            assert (err.Op, err.Source) == ("read", s.LocalAddr())


@pytest.mark.from_go("net/timeout_test.go", "TestWriteTimeout")
@pytest.mark.parametrize("after", [-5 * time.Second, 10 * time.Millisecond])
def test_once_passed_a_write_deadline_goes_on_failing_writes(after: int) -> None:
    with pair() as (_, s):
        s.SetWriteDeadline(from_now(after))
        data = bytes(20_000_000)  # more than the kernel takes
        first: Any = outcome(lambda: s.Write(data))
        assert is_deadline(first)
        assert first.n == 0 if after < 0 else first.n < len(data)
        for _ in range(3):
            err: Any = outcome(lambda: s.Write(b"x"))
            assert is_deadline(err)
            assert err.n == 0


@pytest.mark.from_go("net/timeout_test.go", "TestAcceptTimeout")
def test_a_past_deadline_counts_though_a_connection_is_there_to_accept() -> None:
    with net.ListenTCP("tcp", net.ResolveTCPAddr("tcp", "127.0.0.1:0")) as ln:
        with net.Dial("tcp", str(ln.Addr())):
            ln.SetDeadline(from_now(PAST))
            for _ in range(3):
                assert is_deadline(outcome(ln.Accept))
            ln.SetDeadline(from_now(HOUR))
            with ln.Accept():
                pass
        ln.SetDeadline(from_now(10 * time.Millisecond))
        for _ in range(3):
            assert is_deadline(outcome(ln.Accept))


@pytest.mark.from_go("nettest", "ReadTimeout, WriteTimeout")
def test_each_side_has_a_deadline_of_its_own() -> None:
    with pair() as (c, s):
        s.SetReadDeadline(from_now(PAST))
        assert s.Write(b"x") == 1
        assert c.Read(bytearray(1)) == 1
        s.SetReadDeadline(None)
        s.SetWriteDeadline(from_now(PAST))
        c.Write(b"y")
        assert s.Read(bytearray(1)) == 1


@pytest.mark.from_go("nettest", "PastTimeout")
def test_a_connection_is_as_good_as_new_once_its_deadlines_are_cleared() -> None:
    with pair() as (c, s):
        go(io.Copy, c, c)
        for clear in (None, time.Time()):
            s.SetDeadline(from_now(PAST))
            assert is_deadline(outcome(lambda: s.Write(b"x")))
            assert is_deadline(outcome(lambda: s.Read(bytearray(1))))
            s.SetDeadline(clear)
            s.Write(b"hello")
            buf = bytearray(5)
            assert io.ReadFull(s, buf) == 5
            assert buf == b"hello"
        s.CloseWrite()
        until(lambda: NumGoroutine() == 1)


def test_an_empty_read_has_no_deadline_and_an_empty_write_has() -> None:
    with pair() as (_, s):
        s.SetDeadline(from_now(PAST))
        assert s.Read(bytearray()) == 0
        assert is_deadline(outcome(lambda: s.Write(b"")))


# --- while somebody waits -----------------------------------------------------


@pytest.mark.from_go("net/net_test.go", "TestReadTimeoutUnblocksRead")
@pytest.mark.from_go("nettest", "PresentTimeout")
def test_a_deadline_moved_into_the_past_releases_both_sides() -> None:
    with pair() as (_, s):
        results: dict[str, Any] = {}

        def read() -> None:
            results["read"] = outcome(lambda: s.Read(bytearray(1)))

        def write() -> None:
            results["write"] = outcome(lambda: s.Write(bytes(20_000_000)))

        go(read)
        go(write)
        pd = s.fd.pfd.pd
        until(lambda: pd.rg is not None and pd.wg is not None)
        for _ in range(10):
            Gosched()
        assert results == {}
        s.SetDeadline(from_now(PAST))
        until(lambda: len(results) == 2)
        assert is_deadline(results["read"])
        assert is_deadline(results["write"])
        assert 0 < results["write"].n < 20_000_000


@pytest.mark.from_go("nettest", "FutureTimeout")
def test_one_deadline_to_come_releases_both_sides_and_not_before() -> None:
    with pair() as (_, s):
        when = from_now(20 * time.Millisecond)
        s.SetDeadline(when)
        ended: list[tuple[bool, time.Time]] = []

        def waits(f: Callable[[], object]) -> None:
            err = outcome(f)
            ended.append((is_deadline(err), time.Now()))

        go(waits, lambda: s.Read(bytearray(1)))
        go(waits, lambda: s.Write(bytes(20_000_000)))
        until(lambda: len(ended) == 2)
        assert [ok for ok, _ in ended] == [True, True]
        assert not any(at.Before(when) for _, at in ended)


@pytest.mark.from_go("net/timeout_test.go", "TestReadTimeoutMustNotReturn")
def test_a_write_deadline_leaves_a_waiting_read_alone() -> None:
    with pair() as (_, s):
        s.SetDeadline(from_now(PAST))
        s.SetReadDeadline(None)
        result = chan[object]()
        go(lambda: result.send(outcome(lambda: s.Read(bytearray(1)))))
        until(lambda: s.fd.pfd.pd.rg is not None)
        s.SetWriteDeadline(from_now(2 * PAST))
        for _ in range(10):
            Gosched()
        assert s.fd.pfd.pd.rg is not None
        s.Close()
        err = result.recv()
        assert isinstance(err, net.ErrClosed)
        assert not err.Timeout()


@pytest.mark.from_go("net/timeout_test.go", "TestWriteTimeoutMustNotReturn")
def test_a_read_deadline_leaves_a_waiting_write_alone() -> None:
    with pair() as (_, s):
        s.SetDeadline(from_now(PAST))
        s.SetWriteDeadline(None)
        result = chan[object]()
        go(lambda: result.send(outcome(lambda: s.Write(bytes(20_000_000)))))
        until(lambda: s.fd.pfd.pd.wg is not None)
        s.SetReadDeadline(from_now(2 * PAST))
        for _ in range(10):
            Gosched()
        assert s.fd.pfd.pd.wg is not None
        s.Close()
        err = result.recv()
        assert isinstance(err, net.ErrClosed)
        assert not err.Timeout()


@pytest.mark.from_go("net/timeout_test.go", "TestAcceptTimeoutMustNotReturn")
def test_a_deadline_that_was_cleared_does_not_end_an_accept() -> None:
    ln = net.ListenTCP("tcp", net.ResolveTCPAddr("tcp", "127.0.0.1:0"))
    ln.SetDeadline(from_now(PAST))
    ln.SetDeadline(time.Time())
    result = chan[object]()
    go(lambda: result.send(outcome(ln.Accept)))
    until(lambda: ln.fd.pfd.pd.rg is not None)
    for _ in range(10):
        Gosched()
    assert ln.fd.pfd.pd.rg is not None
    ln.Close()
    assert isinstance(result.recv(), net.ErrClosed)


@pytest.mark.from_go("net/timeout_test.go", "TestAcceptTimeoutMustReturn")
def test_a_deadline_set_after_it_was_cleared_ends_an_accept() -> None:
    with net.ListenTCP("tcp", net.ResolveTCPAddr("tcp", "127.0.0.1:0")) as ln:
        ln.SetDeadline(time.Time())
        ln.SetDeadline(from_now(10 * time.Millisecond))
        assert is_deadline(outcome(ln.Accept))


def test_the_deadline_of_one_who_waits_his_turn_is_looked_at_when_it_comes() -> None:
    with pair() as (c, s):
        results: list[object] = []
        for _ in range(5):
            go(lambda: results.append(outcome(lambda: s.Read(bytearray(1)))))
        until(lambda: len(s.fd.pfd.fdmu.rwait) == 4)
        s.SetReadDeadline(from_now(PAST))
        until(lambda: len(results) == 5)
        assert all(map(is_deadline, results))
        s.SetReadDeadline(None)
        c.Write(b"x")
        assert s.Read(bytearray(1)) == 1  # none of them took anything


def test_a_read_sees_a_deadline_brought_forward_and_not_the_one_it_began_with() -> None:
    with pair() as (_, s):
        began = time.Now()
        s.SetReadDeadline(began.Add(HOUR))
        result = chan[object]()
        go(lambda: result.send(outcome(lambda: s.Read(bytearray(1)))))
        until(lambda: s.fd.pfd.pd.rg is not None)
        for ms in (50, 40, 30, 20, 10):
            s.SetReadDeadline(began.Add(ms * time.Millisecond))
        assert is_deadline(result.recv())
        assert time.Since(began) >= 10 * time.Millisecond


def test_a_deadline_that_passes_between_two_reads_leaves_the_data_where_it_is() -> None:
    with pair() as (c, s):
        s.fd.pfd.init()  # watched, as if a read had waited already
        buf = bytearray(100)
        c.Write(b"abc")
        assert s.Read(buf) == 3  # drained
        s.SetReadDeadline(from_now(1))
        assert is_deadline(outcome(lambda: s.Read(buf)))
        seq = s.fd.pfd.pd.rseq
        c.Write(b"defg")
        until(lambda: s.fd.pfd.pd.rseq != seq)
        assert is_deadline(outcome(lambda: s.Read(buf)))
        s.SetReadDeadline(None)
        assert s.Read(buf) == 4


def test_a_write_that_ran_out_of_time_can_be_taken_up_where_it_stopped() -> None:
    with pair() as (c, s):
        data = os.urandom(1 << 20) * 20
        s.SetWriteDeadline(from_now(5 * time.Millisecond))
        err: Any = outcome(lambda: s.Write(data))
        assert is_deadline(err)
        s.SetWriteDeadline(None)
        result = chan[bytes]()
        go(lambda: result.send(io.ReadAll(c)))
        assert s.Write(memoryview(data)[err.n :]) == len(data) - err.n
        s.CloseWrite()
        assert result.recv() == data


def test_after_a_write_ran_out_of_time_an_empty_one_does_not_wait_for_room() -> None:
    with pair() as (_, s):
        s.SetWriteDeadline(from_now(5 * time.Millisecond))
        assert is_deadline(outcome(lambda: s.Write(bytes(20_000_000))))
        s.SetWriteDeadline(None)
        assert s.Write(b"") == 0


# --- values -------------------------------------------------------------------


@pytest.mark.from_go("net/timeout_test.go", "TestVariousDeadlines")
@pytest.mark.parametrize(
    "after",
    [
        1,
        2,
        5,
        50,
        100,
        200,
        500,
        750,
        time.Microsecond,
        5 * time.Microsecond,
        25 * time.Microsecond,
        250 * time.Microsecond,
        500 * time.Microsecond,
        time.Millisecond,
        5 * time.Millisecond,
        100 * time.Millisecond,
    ],
)
def test_any_deadline_to_come_is_kept_against_a_silent_peer(after: int) -> None:
    with pair() as (c, _):
        for _ in range(3):
            began = time.Now()
            c.SetDeadline(began.Add(time.Duration(after)))
            err: Any = outcome(lambda: io.Copy(io.Discard, c))
            assert is_deadline(err)
            assert getattr(err, "n", 0) == 0
            assert time.Since(began) >= after


@pytest.mark.from_go("net/timeout_test.go", "TestVariousDeadlines1Proc")
@pytest.mark.from_go("net/timeout_test.go", "TestVariousDeadlines4Proc")
@pytest.mark.parametrize("procs", [1, 4])
def test_deadlines_on_any_number_of_threads_are_kept(procs: int) -> None:
    GOMAXPROCS(procs)
    late: list[object] = []

    def wait(after: int) -> None:
        with pair() as (c, _):
            began = time.Now()
            c.SetDeadline(began.Add(time.Duration(after)))
            err = outcome(lambda: io.Copy(io.Discard, c))
            if not is_deadline(err) or time.Since(began) < after:
                late.append((after, err))

    try:
        wg = sync.WaitGroup()
        for after in (1, 50, 500, 5_000, 250_000, 500_000, 1_000_000, 5_000_000):
            for _ in range(3):
                wg.Go(wait, after)
        wg.Wait()
    finally:
        GOMAXPROCS(1)
    assert late == []


def fills(c: net.Conn) -> None:
    """Write until that fails."""
    while True:
        c.Write(b"x" * 65536)


@pytest.mark.from_go("net/timeout_test.go", "TestReadTimeoutFluctuation")
@pytest.mark.from_go("net/timeout_test.go", "TestReadFromTimeoutFluctuation")
@pytest.mark.from_go("net/timeout_test.go", "TestWriteTimeoutFluctuation")
@pytest.mark.parametrize("waits", ["Read", "ReadFrom", "Write"])
def test_a_deadline_is_not_early_and_late_by_a_tenth_at_most(waits: str) -> None:
    with pair() as (c, _), net.ListenPacket("udp", "127.0.0.1:0") as pc:
        buf = bytearray(256)
        sides: dict[str, tuple[Any, Callable[[], object]]] = {
            "Read": (c, lambda: c.Read(buf)),
            "ReadFrom": (pc, lambda: pc.ReadFrom(buf)),
            "Write": (c, lambda: fills(c)),
        }
        who, call = sides[waits]
        after, took = time.Millisecond, time.Duration(0)
        # A machine that is busy is given longer, as a buffer is that must be filled.
        while took == 0 or took > after * 11 // 10:
            after = max(after, took * 5 // 4)
            assert after <= 4 * time.Second
            began = time.Now()
            who.SetDeadline(began.Add(time.Duration(after)))
            assert is_deadline(outcome(call))
            took = time.Since(began)
            assert took >= after


@pytest.mark.parametrize(
    "year", [1, 1969, 1970, 2262, 2263, 9999], ids=lambda y: f"in {y}"
)
def test_a_deadline_ages_away_neither_overflows_nor_means_none(year: int) -> None:
    t = time.Date(year, time.January, 1, 0, 0, 1, 0, time.UTC)
    with pair() as (c, s):
        s.SetReadDeadline(t)
        if year < 2000:
            assert is_deadline(outcome(lambda: s.Read(bytearray(1))))
        else:
            go(c.Write, b"x")
            assert s.Read(bytearray(1)) == 1


# --- races --------------------------------------------------------------------


@pytest.mark.from_go("nettest", "RacyRead")
def test_ten_readers_with_a_millisecond_each_see_data_and_timeouts_alone() -> None:
    with pair() as (c, s):
        stop = False
        odd: list[object] = []
        wg = sync.WaitGroup()

        def flood() -> None:
            while not stop:
                c.Write(b"12345678" * 64)
                Gosched()

        def reader() -> None:
            buf = bytearray(1024)
            s.SetReadDeadline(from_now(time.Millisecond))
            for _ in range(100):
                try:
                    s.Read(buf)
                except net.OpError as err:
                    if not is_deadline(err):
                        odd.append(err)
                    s.SetReadDeadline(from_now(time.Millisecond))
            wg.Done()

        go(flood)
        wg.Add(10)
        for _ in range(10):
            go(reader)
        wg.Wait()
        stop = True
        s.Close()  # lets a flood that waits end, too
        assert odd == []
        c.Close()


@pytest.mark.from_go("net/timeout_test.go", "TestReadWriteDeadlineRace")
def test_deadlines_of_microseconds_race_with_reads_and_writes() -> None:
    with pair() as (c, s):
        n = 500
        odd: list[object] = []
        written = 0
        wg = sync.WaitGroup()

        def setter() -> None:
            for _ in range(n):
                for f in (c.SetDeadline, c.SetReadDeadline, c.SetWriteDeadline):
                    f(from_now(2 * time.Microsecond))
                Gosched()

        def calls(f: Callable[[], object]) -> None:
            for _ in range(n):
                err = outcome(f)
                if isinstance(err, Exception) and not is_deadline(err):
                    odd.append(err)
                Gosched()

        def write() -> None:
            nonlocal written
            written += c.Write(b"x")

        def read() -> None:
            # Behind a deadline of its own: nobody ever answers.
            c.SetReadDeadline(from_now(time.Microsecond))
            c.Read(bytearray(1))

        def counted(f: Callable[..., None], *args: Any) -> None:
            f(*args)
            wg.Done()

        wg.Add(3)
        go(counted, setter)
        go(counted, calls, write)
        go(counted, calls, read)
        wg.Wait()
        assert odd == []
        c.CloseWrite()
        assert len(io.ReadAll(s)) == written


@pytest.mark.from_go("net/timeout_test.go", "TestConcurrentSetDeadline")
def test_deadlines_set_earlier_and_earlier_by_many_all_come() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        conns = []
        for _ in range(10):
            conns += [net.Dial("tcp", str(ln.Addr())), ln.Accept()]
        wg = sync.WaitGroup()
        began = time.Now()

        def setter(k: int) -> None:
            for i in range(20):
                for c in conns[::2]:
                    d = HOUR - (i * 8 + k) * time.Second
                    c.SetReadDeadline(began.Add(time.Duration(d)))
                Gosched()
            wg.Done()

        results: list[object] = []
        for c in conns[::2]:
            go(lambda c=c: results.append(outcome(lambda: c.Read(bytearray(1)))))  # type: ignore[misc]
        wg.Add(8)
        for k in range(8):
            go(setter, k)
        wg.Wait()
        assert results == []
        m = getm()
        assert len(m.timers) - m.timersdead <= 10  # the living: one for each read
        for c in conns[::2]:
            c.SetReadDeadline(from_now(time.Millisecond))
        until(lambda: len(results) == 10)
        assert all(map(is_deadline, results))
        for c in conns:
            c.Close()


@pytest.mark.from_go("net/timeout_test.go", "TestReadWriteProlongedTimeout")
def test_deadlines_pushed_out_around_each_operation_never_come() -> None:
    with pair() as (c, s):
        n = 300

        def echo() -> None:
            buf = bytearray(1)
            for _ in range(n):
                s.SetReadDeadline(from_now(HOUR))
                s.Read(buf)
                s.SetWriteDeadline(from_now(HOUR))
                s.Write(buf)

        go(echo)
        buf = bytearray(1)
        for i in range(n):
            c.SetDeadline(from_now(HOUR))
            c.Write(bytes([i & 255]))
            c.Read(buf)
            assert buf[0] == i & 255
        until(lambda: NumGoroutine() == 1)


def test_a_thread_moves_the_deadline_of_a_read_of_another() -> None:
    with pair() as (c, s):
        for i in range(40):
            result: list[object] = []
            s.SetReadDeadline(None if i % 2 else from_now(HOUR))
            t = threading.Thread(
                target=lambda result=result: result.append(
                    outcome(lambda: s.Read(bytearray(1)))
                )
            )
            t.start()
            if i % 4 < 2:
                until(lambda: s.fd.pfd.pd.rg is not None)
            s.SetReadDeadline(from_now(PAST if i % 3 else time.Millisecond))
            blocking(t.join)
            assert is_deadline(result[0])
        s.SetReadDeadline(None)
        c.Write(b"x")
        assert s.Read(bytearray(2)) == 1


def test_data_and_deadline_at_once_give_one_of_the_two_and_lose_no_byte() -> None:
    with pair() as (c, s):
        seen = {"data": 0, "timeout": 0}
        buf = bytearray(100)
        for i in range(400):
            s.SetReadDeadline(None)
            result = chan[object](1)
            go(lambda result=result: result.send(outcome(lambda: s.Read(buf))))  # type: ignore[misc]
            until(lambda: s.fd.pfd.pd.rg is not None)
            # Both reach the poller in one round, in either order.
            if i % 2:
                c.Write(b"x")
                s.SetReadDeadline(from_now(PAST if i % 4 == 1 else HOUR))
            else:
                s.SetReadDeadline(from_now(1))
                c.Write(b"x")
            r = result.recv()
            if isinstance(r, int):
                seen["data"] += 1
            else:
                assert is_deadline(r)
                seen["timeout"] += 1
                s.SetReadDeadline(None)
                r = s.Read(buf)  # it was not taken
            assert r == 1
        assert all(seen.values())

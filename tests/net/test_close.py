"""Close and half-close: who is woken, by what, and what is given back."""

import os
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

import net
from goruntime import Gosched, NumGoroutine, blocking, chan, errors, go, io, sync, time
from goruntime.sysio import send as syssend
from tests.net.pairs import pair
from tests.waiting import outcome, until

CLOSED = "use of closed network connection"


# --- twice --------------------------------------------------------------------


@pytest.mark.from_go("net/error_test.go", "TestCloseError")
def test_closing_any_side_any_number_of_times_says_closed() -> None:
    with pair() as (c, _):
        c.Close()
        for _ in range(3):
            for close in (c.Close, c.CloseRead, c.CloseWrite):
                err = outcome(close)
                assert isinstance(err, net.OpError)
                assert err.Op == "close"
                assert CLOSED in str(err)
                assert errors.Is(err, net.ErrClosed)
                assert (err.Source, err.Addr) == (c.LocalAddr(), c.RemoteAddr())


def test_of_many_that_close_at_once_one_succeeds() -> None:
    with pair() as (c, _):
        results: list[object] = []
        for _ in range(20):
            go(lambda: results.append(outcome(c.Close)))
        until(lambda: NumGoroutine() == 1)
        assert results.count(None) == 1
        assert sum(errors.Is(err, net.ErrClosed) for err in results if err) == 19


def test_of_many_threads_that_close_at_once_one_succeeds() -> None:
    for _ in range(20):
        with pair() as (c, _):
            results: list[object] = []
            gate = threading.Barrier(4)

            def close(
                c: net.TCPConn = c,
                results: list[object] = results,
                gate: threading.Barrier = gate,
            ) -> None:
                gate.wait()
                results.append(outcome(c.Close))

            threads = [threading.Thread(target=close) for _ in range(4)]
            for t in threads:
                t.start()
            for t in threads:
                blocking(t.join)
            assert results.count(None) == 1


def test_the_addresses_outlive_the_connection() -> None:
    with pair() as (c, s):
        local, remote = str(c.LocalAddr()), str(c.RemoteAddr())
        c.Close()
        assert (str(c.LocalAddr()), str(c.RemoteAddr())) == (local, remote)
        assert str(s.RemoteAddr()) == local


def test_addresses_that_nobody_asked_for_in_time_are_still_known() -> None:
    with pair() as (c, s):
        c.Close()  # the kernel cannot be asked any more
        assert c.RemoteAddr().Port == s.LocalAddr().Port
        assert c.LocalAddr().Port == s.RemoteAddr().Port


# --- who waits ----------------------------------------------------------------


@pytest.mark.from_go("net/net_test.go", "TestCloseUnblocksRead")
def test_the_peers_close_ends_a_read_that_waits() -> None:
    with pair() as (c, s):
        result = chan[object]()
        go(lambda: result.send(outcome(lambda: c.Read(bytearray(1)))))
        until(lambda: c.fd.pfd.pd.rg is not None)
        s.Close()
        assert isinstance(result.recv(), io.EOF)


def test_ten_readers_let_go_before_the_number_is_given_back() -> None:
    with pair() as (_, s):
        fd = s.fd.pfd.sysfd
        here = f"/proc/self/fd/{fd}"
        target = os.readlink(here)
        seen: list[str] = []

        def reader() -> None:
            try:
                s.Read(bytearray(1))
            except net.ErrClosed:
                seen.append("closed")

        def closer() -> None:
            s.Close()
            seen.append("gone" if not os.path.exists(here) else os.readlink(here))

        for _ in range(10):
            go(reader)
        until(lambda: len(s.fd.pfd.fdmu.rwait) == 9)
        # One more user holds on to it: Close has to wait for him.
        s.fd.pfd.incref()
        go(closer)
        until(lambda: seen.count("closed") == 10)
        assert os.readlink(here) == target
        # The kernel gives the lowest number that is free: it is not this one.
        other = socket.socket()
        assert other.fileno() != fd
        other.close()
        assert "gone" not in seen
        s.fd.pfd.decref()
        until(lambda: len(seen) == 11)
        assert seen[-1] == "gone"


def test_close_waits_for_the_last_user_and_only_for_him() -> None:
    with pair() as (c, s):
        ended: list[str] = []
        inside = chan[None]()
        release = chan[None]()

        def hold(fd: int) -> None:
            inside.send(None)
            release.recv()
            os.fstat(fd)  # still ours
            ended.append("control")

        def closer() -> None:
            s.Close()
            ended.append("close")

        go(s.SyscallConn().Control, hold)
        inside.recv()
        go(closer)
        until(lambda: s.fd.pfd.fdmu.closing)
        with pytest.raises(net.ErrClosed):
            s.Read(bytearray(1))
        assert ended == []
        release.close()
        until(lambda: len(ended) == 2)
        assert ended == ["control", "close"]
        with pytest.raises(io.EOF):
            c.Read(bytearray(1))


def test_writers_that_wait_their_turn_are_woken_too() -> None:
    with pair() as (_, s):
        results: list[object] = []
        for _ in range(5):
            go(lambda: results.append(outcome(lambda: s.Write(bytes(20_000_000)))))
        until(lambda: len(s.fd.pfd.fdmu.wwait) == 4 and s.fd.pfd.pd.wg is not None)
        s.Close()
        until(lambda: len(results) == 5)
        assert all(isinstance(err, net.ErrClosed) for err in results)
        written = sorted(err.n for err in results)  # type: ignore[attr-defined]
        assert written[:4] == [0, 0, 0, 0]  # their turn never came
        assert 0 < written[4] < 20_000_000


@pytest.mark.from_go("net/listen_test.go", "TestClosingListener")
def test_ten_acceptors_are_woken_and_the_port_is_free_at_once() -> None:
    ln = net.Listen("tcp", "127.0.0.1:0")
    results: list[object] = []
    for _ in range(10):
        go(lambda: results.append(outcome(ln.Accept)))
    until(lambda: len(ln.fd.pfd.fdmu.rwait) == 9)  # type: ignore[attr-defined]
    ln.Close()
    with net.Listen("tcp", str(ln.Addr())):
        until(lambda: len(results) == 10)
    assert all(isinstance(err, net.ErrClosed) for err in results)


@pytest.mark.from_go("net/tcpsock_test.go", "TestTCPListenAfterClose")
def test_accept_after_close_is_refused_though_connections_are_queued() -> None:
    ln = net.Listen("tcp", "127.0.0.1:0")
    conns = [net.Dial("tcp", str(ln.Addr())) for _ in range(3)]
    ln.Close()
    for _ in range(3):
        with pytest.raises(net.ErrClosed):
            ln.Accept()
    for c in conns:
        c.Close()


def test_close_races_with_reads_writes_and_the_rest() -> None:
    for _ in range(50):
        with pair() as (c, s):
            wg = sync.WaitGroup()
            odd: list[object] = []

            def work(
                f: Callable[[], object],
                wg: sync.WaitGroup = wg,
                odd: list[object] = odd,
            ) -> None:
                try:
                    while True:
                        f()
                        Gosched()
                except net.ErrClosed:
                    pass
                except BaseException as exc:
                    odd.append(exc)
                finally:
                    wg.Done()

            calls: list[Callable[[], object]] = [
                lambda s=s: s.Read(bytearray(10)),  # type: ignore[misc]
                lambda s=s: s.Write(b"x"),  # type: ignore[misc]
                lambda s=s: s.SetDeadline(None),  # type: ignore[misc]
                lambda s=s: s.SetNoDelay(True),  # type: ignore[misc]
                lambda s=s: s.File().Close(),  # type: ignore[misc]
                lambda s=s: s.SyscallConn().Control(os.fstat),  # type: ignore[misc]
            ]
            for f in calls:
                wg.Add(1)
                go(work, f)
            for _ in range(5):
                c.Write(b"y")
                Gosched()
            s.Close()
            wg.Wait()
            assert odd == []


def test_close_in_one_thread_races_with_reads_in_others() -> None:
    for _ in range(30):
        with pair() as (c, s):
            odd: list[object] = []

            def reader(s: net.TCPConn = s, odd: list[object] = odd) -> None:
                buf = bytearray(10)
                try:
                    while True:
                        s.Read(buf)
                except net.ErrClosed:
                    pass
                except BaseException as exc:
                    odd.append(exc)

            threads = [threading.Thread(target=reader) for _ in range(3)]
            for t in threads:
                t.start()
            for _ in range(5):
                c.Write(b"x")
            s.Close()
            for t in threads:
                blocking(t.join)
            assert odd == []


# --- half ---------------------------------------------------------------------


@pytest.mark.from_go("net/net_test.go", "TestCloseWrite")
def test_both_sides_say_their_last_word_and_hear_the_others() -> None:
    with pair() as (c, s):

        def server() -> None:
            assert io.ReadAll(s) == b"request"
            s.Write(b"response")
            s.CloseWrite()
            with pytest.raises(io.EOF):
                s.Read(bytearray(1))  # half-closed, not closed: still EOF, no error

        go(server)
        c.Write(b"request")
        c.CloseWrite()
        assert io.ReadAll(c) == b"response"
        until(lambda: NumGoroutine() == 1)
        with pytest.raises(BrokenPipeError):
            c.Write(b"more")


@pytest.mark.from_go("net/write_unix_test.go", "TestEndlessWrite")
def test_who_waits_for_room_sleeps_though_the_peer_has_said_his_last_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused: list[int] = []

    def send(sock: Any, p: Any) -> int:
        n = syssend(sock, p)
        if n < 0:
            refused.append(n)
        return n

    monkeypatch.setattr("goruntime.poll.fd.syssend", send)
    with pair() as (c, s):
        s.CloseWrite()
        c.SetWriteDeadline(time.Now().Add(50 * time.Millisecond))
        with pytest.raises(TimeoutError):
            c.Write(bytes(50_000_000))
    assert len(refused) < 20


def test_a_half_may_be_closed_twice() -> None:
    with pair() as (c, _):
        c.CloseWrite()
        c.CloseWrite()
        c.CloseRead()
        c.CloseRead()


def test_when_both_halves_are_gone_there_is_nothing_left_to_shut_down() -> None:
    with pair() as (c, s):
        c.CloseWrite()
        s.CloseWrite()
        for end in (c, s):
            with pytest.raises(io.EOF):
                end.Read(bytearray(1))
        # The kernel's states follow a moment later: wait for TIME_WAIT or CLOSE.
        until(lambda: outcome(c.CloseRead) is not None)
        for close in (c.CloseRead, c.CloseWrite):
            with pytest.raises(net.OpError) as e:
                close()
            ends = f"{c.LocalAddr()}->{c.RemoteAddr()}"
            assert str(e.value) == (
                f"close tcp {ends}: shutdown: transport endpoint is not connected"
            )


@pytest.mark.from_go("net/net_test.go", "TestCloseRead")
def test_close_read_ends_a_read_that_waits() -> None:
    with pair() as (c, s):
        result = chan[object]()
        go(lambda: result.send(outcome(lambda: c.Read(bytearray(1)))))
        until(lambda: c.fd.pfd.pd.rg is not None)
        c.CloseRead()
        assert isinstance(result.recv(), io.EOF)
        c.Write(b"the other way stays open")
        assert s.Read(bytearray(100)) == 24


def test_data_sent_before_close_arrives_before_its_eof() -> None:
    with pair() as (c, s):
        c.Write(b"last words")
        c.Close()
        buf = bytearray(4)
        got = b""
        for _ in range(3):
            got += buf[: s.Read(buf)]
        assert got == b"last words"
        for _ in range(3):  # it stays at the end
            with pytest.raises(io.EOF):
                s.Read(buf)


def test_a_peer_that_closed_is_an_error_to_the_second_write() -> None:
    with pair() as (c, s):
        s.Close()
        with pytest.raises(io.EOF):
            c.Read(bytearray(1))
        assert c.Write(b"x") == 1  # it cannot know yet; the answer is a reset
        until(lambda: c.fd.pfd.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
        with pytest.raises(BrokenPipeError, match="write: broken pipe"):
            c.Write(b"x")


def test_an_expired_deadline_does_not_keep_anybody_from_closing() -> None:
    with pair() as (c, _):
        c.SetDeadline(time.Now().Add(-time.Second))
        c.CloseWrite()
        c.Close()

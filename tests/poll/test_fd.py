"""FD: tries, waits, remembered readiness; on sockets of a pair."""

import errno
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from goruntime import Gosched, NumGoroutine, blocking, go, io, poll, syscall, time
from goruntime.poll import fd as poll_fd
from goruntime.poll import hook
from goruntime.poll.fd import FD
from tests.waiting import until

fd_module: Any = poll_fd  # the tests put their own system calls in
PAST = time.Now().Add(-time.Hour)


@contextmanager
def stream(hints: bool = True) -> Iterator[tuple[FD, socket.socket]]:
    """An FD of one end of a TCP connection, and a plain socket of the other."""
    with socket.create_server(("127.0.0.1", 0)) as ln:
        peer = socket.create_connection(ln.getsockname())
        sock, _ = ln.accept()
    with opened(sock, peer, hints=hints) as pair:
        yield pair


@contextmanager
def unixstream() -> Iterator[tuple[FD, socket.socket]]:
    """An FD of one end of a pair of Unix sockets, and the other end."""
    with opened(*socket.socketpair(), asks=True) as pair:
        yield pair


@contextmanager
def opened(
    sock: socket.socket, peer: socket.socket, **memory: bool
) -> Iterator[tuple[FD, socket.socket]]:
    """An FD of the first, and the second, until both are closed."""
    sock.setblocking(False)
    fd = FD(sock, **memory)
    fd.init()
    with peer:
        try:
            yield fd, peer
        finally:
            if not fd.fdmu.closing:
                fd.close()


@contextmanager
def calls(name: str) -> Iterator[list[int]]:
    """Note what each system call of that name returns: sysrecv or syssend."""
    real = getattr(fd_module, name)
    results: list[int] = []

    def noting(sock: Any, p: Any) -> int:
        n: int = real(sock, p)
        results.append(n)
        return n

    setattr(fd_module, name, noting)
    try:
        yield results
    finally:
        setattr(fd_module, name, real)


@contextmanager
def scripted(name: str, *script: int) -> Iterator[list[int]]:
    """Let the next system calls of that name return these, then the real thing."""
    real = getattr(fd_module, name)
    left = list(script)

    def playing(sock: Any, p: Any) -> int:
        if left:
            return left.pop(0)
        n: int = real(sock, p)
        return n

    setattr(fd_module, name, playing)
    try:
        yield left
    finally:
        setattr(fd_module, name, real)


# --- trying and waiting -------------------------------------------------------


def test_an_interrupted_read_or_write_is_tried_again() -> None:
    with stream() as (fd, peer):
        peer.send(b"abc")
        with scripted("sysrecv", -errno.EINTR, -errno.EINTR) as left:
            assert fd.read(bytearray(10)) == 3
        assert left == []
        with scripted("syssend", -errno.EINTR) as left:
            assert fd.write(b"defg") == 4
        assert left == []
        assert peer.recv(10) == b"defg"


def test_eagain_waits_for_the_poller_as_often_as_it_comes() -> None:
    with stream() as (fd, peer):
        go(peer.send, b"x")
        # A wake-up without data: try, and wait again.
        with scripted("sysrecv", -errno.EAGAIN) as left:
            assert fd.read(bytearray(1)) == 1
        assert left == []


@pytest.mark.parametrize(
    ("op", "name"), [("read", "sysrecv"), ("write", "syssend")], ids=["read", "write"]
)
@pytest.mark.parametrize("number", [errno.ECONNRESET, errno.ENOMEM, errno.EIO])
def test_any_other_failure_comes_out_and_leaves_the_right_to_try_again(
    op: str, name: str, number: int
) -> None:
    with stream() as (fd, peer):
        with scripted(name, -number):
            with pytest.raises(syscall.Errno) as e:
                getattr(fd, op)(bytearray(b"x"))
            assert e.value.errno == number
        peer.send(b"y")
        assert getattr(fd, op)(bytearray(1)) == 1


def test_a_write_that_fails_in_the_middle_says_how_much_was_written() -> None:
    with stream(hints=False) as (fd, _):
        with scripted("syssend", 3, 2, -errno.EPIPE):
            with pytest.raises(syscall.EPIPE) as e:
                fd.write(b"0123456789")
        assert e.value.n == 5


def test_a_short_write_goes_on_with_the_rest_and_only_with_it() -> None:
    with stream(hints=False) as (fd, peer):
        parts: list[bytes] = []

        def send(sock: Any, p: Any) -> int:
            parts.append(bytes(p))
            return min(4, len(p))

        real, fd_module.syssend = fd_module.syssend, send
        try:
            assert fd.write(b"0123456789") == 10
        finally:
            fd_module.syssend = real
        assert parts == [b"0123456789", b"456789", b"89"]
        peer.close()


def test_a_write_that_writes_nothing_is_an_unexpected_end() -> None:
    with stream() as (fd, _):
        with scripted("syssend", 0), pytest.raises(io.ErrUnexpectedEOF):
            fd.write(b"x")


@pytest.mark.from_go("internal/poll/fd_posix_test.go", "TestEOFError")
@pytest.mark.parametrize("iseof", [True, False])
def test_a_read_of_nothing_is_the_end_of_a_stream_and_not_of_a_datagram(
    iseof: bool,
) -> None:
    a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    a.setblocking(False)
    with b:
        fd = FD(a, isstream=False, zeroreadiseof=iseof)
        fd.init()
        b.send(b"")
        if iseof:
            with pytest.raises(io.EOF):
                fd.read(bytearray(1))
        else:
            assert fd.read(bytearray(1)) == 0
        fd.close()


@pytest.mark.parametrize("drained", [False, True])
def test_a_buffer_that_is_emptied_while_a_read_waits_is_no_end(drained: bool) -> None:
    with stream() as (fd, peer):
        buf = bytearray(10)
        if drained:
            peer.send(b"abc")
            fd.read(buf)

        def empties() -> None:
            buf.clear()
            peer.send(b"de")

        go(empties)
        assert fd.read(buf) == 0
        assert fd.read(bytearray(10)) == 2


@pytest.mark.parametrize("make", [stream, unixstream])
def test_a_buffer_that_shrinks_while_a_read_waits_has_not_drained_the_socket(
    make: Callable[[], Any],
) -> None:
    with make() as (fd, peer):
        buf = bytearray(10)

        def shrinks() -> None:
            del buf[3:]
            peer.send(b"abcdef")

        go(shrinks)
        assert fd.read(buf) == 3
        until(lambda: fd.pd.rseq)
        fd.setreaddeadline(time.Now().Add(10 * time.Second))
        assert fd.read(buf) == 3
        assert buf == b"def"


def test_one_that_never_has_to_wait_lets_others_run() -> None:
    with stream() as (fd, peer):
        peer.send(bytes(1000))
        turns = [0]

        def other() -> None:
            while not fd.fdmu.closing:
                turns[0] += 1
                Gosched()

        go(other)
        buf = bytearray(1)
        for _ in range(1000):
            fd.read(buf)
        assert turns[0] >= 1000 // fd_module.BURST - 1
        fd.close()


# --- remembered readiness -----------------------------------------------------


def test_a_read_after_a_short_one_waits_without_asking_the_kernel() -> None:
    with stream() as (fd, peer):
        buf = bytearray(100)
        with calls("sysrecv") as results:
            for i in range(1, 6):
                go(peer.send, bytes(i))
                assert fd.read(buf) == i
        assert results.count(-errno.EAGAIN) <= 1  # the first one could not know


def test_a_read_after_a_full_one_asks_the_kernel() -> None:
    with stream() as (fd, peer):
        peer.send(b"abcd")
        until(lambda: fd.pd.rseq)
        buf = bytearray(2)
        # There is no second edge: a wait would be for ever.
        assert [fd.read(buf), fd.read(buf)] == [2, 2]
        fd.setreaddeadline(PAST)
        with pytest.raises(poll.ErrDeadlineExceeded):
            fd.read(buf)


@pytest.mark.parametrize("harvested", [False, True])
def test_a_deadline_that_has_passed_comes_before_data_on_a_drained_socket(
    harvested: bool,
) -> None:
    with stream() as (fd, peer):
        buf = bytearray(100)
        peer.send(b"abc")
        assert fd.read(buf) == 3
        seq = fd.pd.rseq
        fd.setreaddeadline(PAST)
        peer.send(b"de")
        if harvested:
            until(lambda: fd.pd.rseq != seq)
        for _ in range(2):
            with pytest.raises(poll.ErrDeadlineExceeded):
                fd.read(buf)
        fd.setreaddeadline(None)
        assert fd.read(buf) == 2


def test_data_harvested_between_a_short_read_and_the_next_is_not_waited_for() -> None:
    with stream() as (fd, peer):
        buf = bytearray(100)
        for i in range(1, 30):
            peer.send(b"abc")
            assert fd.read(buf) == 3
            seq = fd.pd.rseq
            peer.send(bytes(i))
            until(lambda seq=seq: fd.pd.rseq != seq)  # type: ignore[misc]
            # The next read begins by forgetting what the poller left in rg.
            assert fd.read(buf) == i


def test_an_end_harvested_after_a_short_read_is_seen() -> None:
    for how in ("close", "shutdown", "reset"):
        with stream() as (fd, peer):
            peer.send(b"abc")
            assert fd.read(bytearray(100)) == 3
            if how == "shutdown":
                peer.shutdown(socket.SHUT_WR)
            else:
                if how == "reset":
                    linger = b"\1\0\0\0\0\0\0\0"
                    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                peer.close()
            until(lambda fd=fd: not fd.pd.hints)  # type: ignore[misc]
            with pytest.raises(syscall.ECONNRESET if how == "reset" else io.EOF):
                fd.read(bytearray(100))


def test_urgent_data_switches_the_memory_off() -> None:
    with stream() as (fd, peer):
        buf = bytearray(100)
        peer.send(b"ab")
        peer.send(b"!", socket.MSG_OOB)
        peer.send(b"cd")
        until(lambda: not fd.pd.hints)
        got = b""
        while len(got) < 4:
            got += buf[: fd.read(buf)]
        assert got == b"abcd"


@pytest.mark.parametrize("pair", [stream, unixstream])
def test_a_descriptor_handed_out_has_no_memory_any_more(pair: Any) -> None:
    with pair() as (fd, peer):
        buf = bytearray(100)
        peer.send(b"abc")
        assert fd.read(buf) == 3
        fd.rawcontrol(lambda number: None)
        with calls("sysrecv") as results:
            for _ in range(3):
                go(peer.send, b"x")
                assert fd.read(buf) == 1
        assert results.count(-errno.EAGAIN) == 3


def test_a_unix_stream_asks_what_is_left_instead_of_reading_in_vain() -> None:
    with unixstream() as (fd, peer):
        buf = bytearray(100)
        with calls("sysrecv") as results:
            for _ in range(10):
                go(peer.send, b"abc")
                assert fd.read(buf) == 3
        assert results.count(-errno.EAGAIN) <= 1  # the first one could not know


def test_what_a_unix_stream_holds_behind_a_descriptor_is_read_at_once() -> None:
    with unixstream() as (fd, peer):
        peer.send(b"ab")
        socket.send_fds(peer, [b"cd"], [peer.fileno()])
        peer.send(b"ef")
        until(lambda: fd.pd.rseq)
        buf = bytearray(100)
        got: list[bytes] = []
        # There is no second edge: a wait would be for ever.
        while b"".join(got) != b"abcdef":
            got.append(bytes(buf[: fd.read(buf)]))
        assert len(got) > 1, "nothing ended a read early"


def test_the_end_of_a_unix_stream_is_seen_after_a_short_read() -> None:
    for harvested in (False, True):
        with unixstream() as (fd, peer):
            peer.send(b"abc")
            assert fd.read(bytearray(100)) == 3
            peer.close()
            if harvested:
                until(lambda fd=fd: not fd.pd.hints)  # type: ignore[misc]
            with pytest.raises(io.EOF):
                fd.read(bytearray(100))


def test_what_is_no_tcp_stream_has_no_memory() -> None:
    with stream(hints=False) as (fd, peer):
        buf = bytearray(100)
        with calls("sysrecv") as results:
            for _ in range(3):
                go(peer.send, b"x")
                assert fd.read(buf) == 1
        assert results.count(-errno.EAGAIN) == 3


def test_a_full_socket_is_waited_for_and_written_to_once_there_is_room() -> None:
    with stream() as (fd, peer):
        data = os.urandom(1 << 16) * 100
        result: list[int] = []
        go(lambda: result.append(fd.write(data)))
        until(lambda: fd.pd.wg is not None)
        peer.setblocking(False)
        got = bytearray()
        while len(got) < len(data):
            try:
                got += peer.recv(1 << 16)
            except BlockingIOError:
                Gosched()
        until(lambda: result)
        assert result == [len(data)]
        assert got == data


def test_an_empty_write_does_not_wait_for_room() -> None:
    with stream() as (fd, _):
        real = fd_module.syssend

        def send(sock: Any, p: Any) -> int:
            n = real(sock, p)
            fd.setwritedeadline(PAST)  # it passes in the middle, before any wait
            return int(n)

        fd_module.syssend = send
        try:
            with pytest.raises(poll.ErrDeadlineExceeded) as e:
                fd.write(bytes(20_000_000))
            assert e.value.n > 0
        finally:
            fd_module.syssend = real
        fd.setwritedeadline(None)
        result: list[int] = []
        go(lambda: result.append(fd.write(b"")))
        Gosched()
        assert result == [0]


# --- accept -------------------------------------------------------------------


@contextmanager
def listener() -> Iterator[tuple[FD, Any]]:
    sock = socket.create_server(("127.0.0.1", 0))
    address = sock.getsockname()
    sock.setblocking(False)
    fd = FD(sock)
    fd.init()
    try:
        yield fd, address
    finally:
        if not fd.fdmu.closing:
            fd.close()


@contextmanager
def accepts(*script: int) -> Iterator[list[int]]:
    """Let the next accepts fail with these, then do the real thing."""
    real = hook.AcceptFunc
    left = list(script)

    def accept(sock: Any) -> tuple[int, Any]:
        if left:
            raise OSError(left.pop(0), "as the test wants it")
        return real(sock)

    hook.AcceptFunc = accept
    try:
        yield left
    finally:
        hook.AcceptFunc = real


@pytest.mark.from_go("net/net_test.go", "TestAcceptIgnoreAbortedConnRequest")
def test_connections_aborted_in_the_queue_and_signals_are_not_accepts_end() -> None:
    with listener() as (fd, address), socket.create_connection(address):
        script = (errno.ECONNABORTED, errno.EINTR, errno.EAGAIN, errno.ECONNABORTED)
        with accepts(*script) as left:
            number, _ = fd.accept()
            os.close(number)
        assert left == []


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOBUFS])
def test_an_accept_that_fails_leaves_the_connection_to_the_next(number: int) -> None:
    with listener() as (fd, address), socket.create_connection(address):
        with accepts(number):
            with pytest.raises(syscall.Errno) as e:
                fd.accept()
            assert e.value.errno == number
            accepted, _ = fd.accept()
            os.close(accepted)


def test_an_accept_loop_whose_connections_are_all_aborted_lets_others_run() -> None:
    with listener() as (fd, address), socket.create_connection(address):
        ran: list[bool] = []
        go(ran.append, True)
        with accepts(*[errno.ECONNABORTED] * (fd_module.BURST + 1)):
            number, _ = fd.accept()
            os.close(number)
        assert ran == [True]


# --- the end ------------------------------------------------------------------


def test_everything_is_refused_once_it_is_closed() -> None:
    with stream() as (fd, _):
        fd.close()
        operations: list[Callable[[], object]] = [
            lambda: fd.read(bytearray(1)),
            lambda: fd.read(bytearray()),
            lambda: fd.write(b"x"),
            lambda: fd.write(b""),
            fd.accept,
            fd.close,
            lambda: fd.shutdown(socket.SHUT_RD),
            lambda: fd.setdeadline(None),
            lambda: fd.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
            lambda: fd.rawcontrol(lambda number: None),
            lambda: fd.rawread(lambda number: True),
            lambda: fd.rawwrite(lambda number: True),
        ]
        for f in operations:
            with pytest.raises(poll.ErrNetClosing):
                f()


def test_a_close_that_fails_still_lets_go() -> None:
    closed: list[Any] = []
    real = hook.CloseFunc

    def close(sock: Any) -> None:
        closed.append(sock)
        real(sock)
        raise OSError(errno.EIO, "as the test wants it")

    with stream() as (fd, _):
        fd.incref()
        ended: list[int] = []

        def close_and_tell() -> None:
            fd.close()
            ended.append(1)

        go(close_and_tell)
        until(lambda: fd.fdmu.closing)
        hook.CloseFunc = close
        try:
            with pytest.raises(OSError, match="as the test wants it"):
                fd.decref()
        finally:
            hook.CloseFunc = real
        until(lambda: ended)
        assert len(closed) == 1


def test_a_buffer_that_is_none_leaves_the_right_to_read_and_write() -> None:
    with stream() as (fd, peer):
        for bad in (None, 3, "text", b"read-only", memoryview(b"read-only")):
            with pytest.raises(TypeError):
                fd.read(bad)
        for bad in (None, 3, "text"):
            with pytest.raises(TypeError):
                fd.write(bad)
        peer.send(b"x")
        assert fd.read(bytearray(1)) == 1
        assert fd.write(b"x") == 1


def test_a_number_given_again_is_not_mistaken_for_its_former_owner() -> None:
    for i in range(1, 50):
        with stream() as (fd, peer):
            peer.send(bytes(i))  # and the event is still on its way at the close
            if i % 2:
                assert fd.read(bytearray(100)) == i
    assert NumGoroutine() == 1


def test_threads_that_read_one_descriptor_each_get_every_edge() -> None:
    with stream() as (fd, peer):
        got: list[int] = []

        def reader() -> None:
            buf = bytearray(100)
            try:
                while True:
                    n = fd.read(buf)
                    got.append(n)
                    fd.write(bytes(n))
            except io.EOF:
                pass

        threads = [threading.Thread(target=reader) for _ in range(2)]
        for t in threads:
            t.start()
        for i in range(1, 301):
            peer.send(bytes(i % 3 + 1))
            left = i % 3 + 1
            while left:
                left -= len(peer.recv(left))
        peer.shutdown(socket.SHUT_WR)
        for t in threads:
            blocking(t.join)
        assert sum(got) == 600

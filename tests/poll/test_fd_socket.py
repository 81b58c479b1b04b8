"""SocketFD: datagrams, messages and writev over a descriptor."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from goruntime import chan, go, time
from goruntime.io import EOF
from goruntime.poll import ErrDeadlineExceeded, ErrNetClosing, SocketFD, hook
from goruntime.poll.fd_socket import MAX_VEC, consume
from goruntime.syscall import (
    EINVAL,
    ParseSocketControlMessage,
    ParseUnixRights,
    UnixRights,
)
from tests.waiting import until


def polled(sock: socket.socket) -> SocketFD:
    """Return a socket's FD, which the poller watches."""
    sock.setblocking(False)
    fd = SocketFD(
        sock,
        isstream=sock.type == socket.SOCK_STREAM,
        zeroreadiseof=sock.type != socket.SOCK_DGRAM,
    )
    fd.init()
    return fd


@contextmanager
def closed_after(*fds: SocketFD) -> Iterator[None]:
    """Close what is still open."""
    try:
        yield
    finally:
        for fd in fds:
            if not fd.fdmu.closing:
                fd.close()


@contextmanager
def pair(kind: int) -> Iterator[tuple[SocketFD, SocketFD]]:
    """Two sockets of a kind, connected, without names."""
    a, b = map(polled, socket.socketpair(socket.AF_UNIX, kind))
    with closed_after(a, b):
        yield a, b


@contextmanager
def named() -> Iterator[tuple[SocketFD, SocketFD]]:
    """A socket of datagrams with a name, and one connected to it."""
    a = polled(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
    b = polled(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
    with closed_after(a, b):
        a.sock.bind("")
        b.sock.connect(a.sock.getsockname())
        yield a, b


WRITES: list[Callable[[SocketFD], object]] = [
    lambda fd: fd.writeto(b"x" * 100, fd.sock.getpeername()),
    lambda fd: fd.writemsg(b"x" * 100, None, None),
    lambda fd: fd.writev([b"x" * 50, b"x" * 50]),
]


@pytest.mark.parametrize("write", WRITES)
def test_a_writer_waits_for_room_and_goes_on(
    write: Callable[[SocketFD], object],
) -> None:
    with named() as (a, b):
        done = chan[None]()

        def writer() -> None:
            for _ in range(200):
                write(b)
            done.close()

        go(writer)
        until(lambda: b.pd.wg is not None)
        buf = bytearray(200)
        for _ in range(200):
            assert a.readfrom(buf)[0] == 100
        done.recv()


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("end", ["close", "deadline"])
def test_closing_and_the_deadline_end_a_writers_wait(
    write: Callable[[SocketFD], object], end: str
) -> None:
    with named() as (_, b):
        errs = chan[Exception](1)

        def writer() -> None:
            try:
                while True:
                    write(b)
            except Exception as err:
                errs.send(err)

        go(writer)
        until(lambda: b.pd.wg is not None)
        if end == "close":
            b.close()
            assert isinstance(errs.recv(), ErrNetClosing)
        else:
            b.setwritedeadline(time.Now())
            assert isinstance(errs.recv(), ErrDeadlineExceeded)


@pytest.mark.parametrize(
    "read",
    [
        lambda fd: fd.readfrom(bytearray(10)),
        lambda fd: fd.readmsg(bytearray(10), bytearray(100), 0),
    ],
)
@pytest.mark.parametrize(
    "kind", [socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM]
)
def test_nothing_is_the_end_of_a_stream_but_not_of_datagrams(
    kind: int, read: Callable[[SocketFD], tuple[int, ...]]
) -> None:
    with pair(kind) as (a, b):
        if kind == socket.SOCK_DGRAM:
            b.write(b"")
            assert read(a)[0] == 0
            return
        b.write(b"x")
        assert read(a)[0] == 1
        b.close()
        with pytest.raises(EOF):
            read(a)


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_SEQPACKET])
def test_control_without_data_goes_with_a_byte_that_nobody_sees(kind: int) -> None:
    with pair(kind) as (a, b):
        rights = UnixRights(0)
        assert a.writemsg(None, rights, None) == (0, len(rights))
        oob = bytearray(100)
        n, oobn, _, _ = b.readmsg(None, oob, socket.MSG_CMSG_CLOEXEC)
        assert oobn == len(rights)
        assert n == 1  # as Go has it: the byte was there, and is gone
        (m,) = ParseSocketControlMessage(oob[:oobn])
        (fd,) = ParseUnixRights(m)
        socket.close(fd)


def test_control_without_data_is_a_datagram_of_its_own() -> None:
    with pair(socket.SOCK_DGRAM) as (a, b):
        a.writemsg(None, UnixRights(0), None)
        oob = bytearray(100)
        n, oobn, _, _ = b.readmsg(None, oob, socket.MSG_CMSG_CLOEXEC)
        assert n == 0
        (fd,) = ParseUnixRights(ParseSocketControlMessage(oob[:oobn])[0])
        socket.close(fd)


def test_what_is_no_control_message_is_refused_before_anything_is_sent() -> None:
    with pair(socket.SOCK_STREAM) as (a, b):
        with pytest.raises(EINVAL):
            a.writemsg(b"x", b"\xff" * 16, None)
        b.setreaddeadline(time.Unix(1, 0))
        with pytest.raises(ErrDeadlineExceeded):
            b.read(bytearray(1))


@pytest.mark.from_go("net/writev_test.go", "TestBuffers_WriteTo")
@pytest.mark.parametrize("count", [0, 1, 10, MAX_VEC - 1, MAX_VEC, MAX_VEC + 1, 3000])
def test_a_writev_takes_1024_buffers_at_once(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote: list[int] = []
    monkeypatch.setattr(hook, "TestHookDidWritev", wrote.append)
    with pair(socket.SOCK_STREAM) as (a, b):
        v = [b"%04d" % i for i in range(count)]
        want = b"".join(v)
        assert a.writev(v) == len(want)
        assert v == []
        assert len(wrote) == -(-count // MAX_VEC)
        assert sum(wrote) == len(want)
        got = bytearray()
        buf = bytearray(1 << 16)
        while len(got) < len(want):
            got += buf[: b.read(buf)]
        assert got == want


def test_a_writev_that_fails_keeps_what_was_not_written() -> None:
    with pair(socket.SOCK_STREAM) as (a, b):
        a.setwritedeadline(time.Now().Add(5 * time.Millisecond))
        v = [b"x" * 100_000 for _ in range(20)]
        with pytest.raises(ErrDeadlineExceeded) as e:
            a.writev(v)
        written = e.value.n
        assert 0 < written < 2_000_000
        assert sum(map(len, v)) == 2_000_000 - written
        got = 0
        buf = bytearray(1 << 20)
        while got < written:
            got += b.read(buf)


@pytest.mark.from_go("internal/poll/writev_test.go", "TestConsume")
@pytest.mark.from_go("net/writev_test.go", "TestBuffers_consume")
@pytest.mark.parametrize(
    ("v", "n", "want"),
    [
        ([b"foo", b"bar"], 0, [b"foo", b"bar"]),
        ([b"foo", b"bar"], 2, [b"o", b"bar"]),
        ([b"foo", b"bar"], 3, [b"bar"]),
        ([b"foo", b"bar"], 4, [b"ar"]),
        ([b"", b"", b"", b"bar"], 1, [b"ar"]),
        ([b"", b"", b"", b"bar"], 0, [b"bar"]),
        ([b"", b"", b""], 0, []),
    ],
)
def test_what_is_written_is_consumed(v: list[bytes], n: int, want: list[bytes]) -> None:
    consume(v, n)
    assert v == want

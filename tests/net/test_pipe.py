"""Pipe: a connection in memory."""

from collections.abc import Callable
from typing import Any

import pytest

import net
from goruntime import Gosched, chan, go, io, sync, time
from goruntime import os as go_os


@pytest.mark.from_go("net/pipe_test.go", "TestPipe")
def test_what_is_written_is_read_in_any_pieces() -> None:
    a, b = net.Pipe()
    data = bytes(range(256)) * 40

    def write() -> None:
        assert a.Write(data) == len(data)
        a.Close()

    go(write)
    assert io.ReadAll(b) == data
    assert str(a.LocalAddr()) == str(b.RemoteAddr()) == "pipe"
    assert a.LocalAddr().Network() == "pipe"


@pytest.mark.from_go("net/pipe_test.go", "TestPipeCloseError")
def test_what_is_closed_says_so_as_in_go() -> None:
    a, b = net.Pipe()
    a.Close()
    a.Close()
    for call in (
        lambda: a.Read(bytearray(1)),
        lambda: a.Write(b"x"),
        lambda: b.Write(b"x"),
        lambda: b.SetDeadline(None),
        lambda: a.SetReadDeadline(None),
    ):
        with pytest.raises(io.ErrClosedPipe) as e:
            call()
        assert str(e.value) == "io: read/write on closed pipe"
        assert not isinstance(e.value, net.OpError)
    with pytest.raises(io.EOF):
        b.Read(bytearray(1))


@pytest.mark.parametrize(
    ("wait", "closer", "error"),
    [
        (lambda c: c.Read(bytearray(1)), 0, io.ErrClosedPipe),
        (lambda c: c.Read(bytearray(1)), 1, io.EOF),
        (lambda c: c.Write(b"x"), 0, io.ErrClosedPipe),
        (lambda c: c.Write(b"x"), 1, io.ErrClosedPipe),
    ],
)
def test_close_wakes_who_waits(
    wait: Callable[[Any], object], closer: int, error: type[Exception]
) -> None:
    ends = net.Pipe()
    errs = chan[Exception](1)

    def waiter() -> None:
        try:
            wait(ends[0])
        except Exception as err:
            errs.send(err)

    go(waiter)
    Gosched()  # now it waits
    ends[closer].Close()
    assert isinstance(errs.recv(), error)


def test_the_deadline_ends_a_wait_and_says_how_much_was_written() -> None:
    a, b = net.Pipe()
    for when in (time.Unix(1, 0), time.Now().Add(2 * time.Millisecond)):
        a.SetDeadline(when)
        with pytest.raises(go_os.ErrDeadlineExceeded) as e:
            a.Read(bytearray(1))
        assert str(e.value) == "read pipe: i/o timeout"
        with pytest.raises(go_os.ErrDeadlineExceeded) as e:
            a.Write(b"x")
        assert str(e.value) == "write pipe: i/o timeout"
        assert e.value.n == 0
    a.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
    go(b.Read, bytearray(1))
    with pytest.raises(go_os.ErrDeadlineExceeded) as e:
        a.Write(b"four")
    assert e.value.n == 1


def test_a_deadline_taken_back_is_none() -> None:
    a, b = net.Pipe()
    a.SetReadDeadline(time.Unix(1, 0))
    a.SetReadDeadline(time.Now().Add(time.Hour))
    a.SetReadDeadline(None)
    go(b.Write, b"x")
    assert a.Read(bytearray(2)) == 1


def test_a_deadline_set_while_somebody_waits_concerns_him() -> None:
    a, b = net.Pipe()
    errs = chan[Exception](1)

    def reader() -> None:
        try:
            a.Read(bytearray(1))
        except Exception as err:
            errs.send(err)

    a.SetReadDeadline(time.Now().Add(time.Hour))
    go(reader)
    Gosched()  # now it waits
    a.SetReadDeadline(time.Unix(1, 0))
    assert isinstance(errs.recv(), TimeoutError)
    b.Close()


def test_writing_nothing_waits_for_a_reader() -> None:
    a, b = net.Pipe()
    go(a.Write, b"")
    assert b.Read(bytearray(1)) == 0


def test_writes_do_not_mix() -> None:
    a, b = net.Pipe()
    wg = sync.WaitGroup()
    for letter in b"abc":
        wg.Go(a.Write, bytes([letter]) * 100)

    def close() -> None:
        wg.Wait()
        a.Close()

    go(close)
    got = bytearray()
    buf = bytearray(7)
    while True:
        try:
            got += buf[: b.Read(buf)]
        except io.EOF:
            break
    assert sorted(got[i : i + 100] for i in (0, 100, 200)) == [
        *(letter * 100 for letter in (b"a", b"b", b"c")),
    ]

"""FIFOs and devices: opened by name, waited for in the poller where that goes."""

import os as pyos
import threading
from pathlib import Path

import pytest

from goruntime import Gosched, blocking, chan, go, io, os, time
from tests.waiting import outcome, until

TUN = "/dev/net/tun"


@pytest.fixture
def fifo(tmp_path: Path) -> str:
    name = str(tmp_path / "fifo")
    pyos.mkfifo(name)
    return name


@pytest.mark.from_go("os/fifo_test.go", "TestFifoEOF")
def test_opening_waits_for_the_other_end_alone(fifo: str) -> None:
    opened = chan[os.File]()
    go(lambda: opened.send(os.OpenFile(fifo, os.O_WRONLY, 0)))
    with os.Open(fifo) as r:
        with opened.recv() as w:
            w.WriteString("hello")
        assert io.ReadAll(r) == b"hello"


@pytest.mark.from_go("os/fifo_test.go", "TestNonPollable")
def test_it_waits_in_the_poller(fifo: str) -> None:
    with os.OpenFile(fifo, os.O_RDWR, 0) as f:
        threads = threading.active_count()
        got = chan[int]()
        go(lambda: got.send(f.Read(bytearray(5))))
        Gosched()  # now it waits
        assert threading.active_count() == threads
        f.Write(b"hello")
        assert got.recv() == 5
        f.SetDeadline(time.Now())
        with pytest.raises(os.ErrDeadlineExceeded):
            f.Read(bytearray(5))


def test_the_number_is_handed_out_in_blocking_mode(fifo: str) -> None:
    with os.OpenFile(fifo, os.O_RDWR, 0) as f:
        assert pyos.get_blocking(f.Fd())


@pytest.mark.from_go("os/fifo_test.go", "TestOpenFileNonBlocking")
def test_what_was_asked_for_in_nonblocking_mode_stays_so(fifo: str) -> None:
    for name in (fifo, __file__):
        with os.OpenFile(name, os.O_RDONLY | pyos.O_NONBLOCK, 0) as f:
            assert not pyos.get_blocking(f.Fd())


@pytest.mark.from_go("os/fifo_test.go", "TestFIFONonBlockingEOF")
def test_the_end_comes_to_who_has_not_waited_for_a_writer(fifo: str) -> None:
    with os.OpenFile(fifo, os.O_RDONLY | pyos.O_NONBLOCK, 0) as r:
        with os.OpenFile(fifo, os.O_WRONLY, 0) as w:
            w.WriteString("Hello Gophers!")
            assert io.ReadFull(r, bytearray(14)) == 14
            ended = chan[object](1)
            go(lambda: ended.send(outcome(lambda: r.Read(bytearray(1)))))
            until(lambda: r._pfd.pd.rg)
        assert isinstance(ended.recv(), io.EOF)


@pytest.mark.from_go("os/os_test.go", "TestDevNullFile")
def test_the_null_device() -> None:
    with os.OpenFile(os.DevNull, os.O_RDWR, 0) as f:
        assert f.Write(b"gone") == 4
        with pytest.raises(io.EOF):
            f.Read(bytearray(1))
        with pytest.raises(os.ErrNoDeadline):
            f.SetDeadline(time.Now())


@pytest.mark.from_go("internal/poll/error_test.go", "TestReadError")
@pytest.mark.skipif(
    not pyos.access(TUN, pyos.R_OK | pyos.W_OK), reason="may not open such a device"
)
def test_a_device_that_is_not_set_up_yet_says_so_and_keeps_nobody_waiting() -> None:
    with os.OpenFile(TUN, os.O_RDWR, 0) as f:
        with pytest.raises(os.PathError) as raised:
            f.Read(bytearray(1))
        assert str(raised.value) == f"read {TUN}: file descriptor in bad state"


def test_a_device_that_never_ends() -> None:
    with os.Open("/dev/zero") as f:
        buf = bytearray(b"x" * 100)
        assert io.ReadFull(f, buf) == 100
        assert buf == bytes(100)


def test_a_terminal_that_we_open_has_deadlines() -> None:
    master, slave = pyos.openpty()
    with os.OpenFile(pyos.ttyname(slave), os.O_RDWR, 0) as f:
        f.SetReadDeadline(time.Now().Add(time.Millisecond))
        with pytest.raises(os.ErrDeadlineExceeded):
            f.Read(bytearray(1))
        f.SetReadDeadline(None)
        assert pyos.get_blocking(slave)
        pyos.write(master, b"line\n")
        buf = bytearray(10)
        assert f.Read(buf) == 5
    pyos.close(master)
    pyos.close(slave)


@pytest.mark.from_go("os/timeout_unix_test.go", "TestTTYClose")
def test_a_terminal_can_be_closed_while_one_reads() -> None:
    master, slave = pyos.openpty()
    with os.OpenFile(pyos.ttyname(slave), os.O_RDWR, 0) as f:
        ended = chan[object](1)
        go(lambda: ended.send(outcome(lambda: f.Read(bytearray(1)))))
        until(lambda: f._pfd.pd.rg)
        f.Close()
        assert isinstance(ended.recv(), os.ErrClosed)
    pyos.close(master)
    pyos.close(slave)


def test_an_opening_that_nobody_waits_for_leaves_nothing_open(fifo: str) -> None:
    from goruntime.os.file_open import closelost, openfd

    got = openfd(fifo, os.O_RDWR, 0)
    closelost(got)
    closelost(None)
    closelost(OSError())
    with pytest.raises(OSError, match="Bad file descriptor"):
        pyos.fstat(got[0])
    blocking(int)  # the thread that opens is one of these

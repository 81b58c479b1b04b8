"""Pipes: files that goroutines wait for, with deadlines and Close."""

import os as pyos
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from goruntime import Gosched, blocking, chan, errors, go, io, os, sync, time
from tests.waiting import outcome

PAST = time.Now().Add(-time.Hour)


def parked(f: Callable[[], object]) -> Callable[[], object]:
    """Start f as a goroutine, and return a function that waits for what it returns."""
    done = chan[object](1)

    def run() -> None:
        try:
            done.send(f())
        except Exception as err:
            done.send(err)

    go(run)
    for _ in range(3):  # it has begun, and waits
        Gosched()
    return done.recv


@contextmanager
def pipe() -> Iterator[tuple[os.File, os.File]]:
    r, w = os.Pipe()
    with r, w:
        yield r, w


@pytest.mark.from_go("os/pipe_test.go", "TestStdPipe")
def test_what_is_written_to_one_end_the_other_reads() -> None:
    with pipe() as (r, w):
        assert (r.Name(), w.Name()) == ("|0", "|1")
        buf = bytearray(10)
        wait = parked(lambda: r.Read(buf))
        assert w.Write(b"hello") == 5
        assert wait() == 5
        assert w.WriteString("wörl") == 5
        assert r.Read(memoryview(buf)[5:]) == 5
        assert buf == b"hellow\xc3\xb6rl"


@pytest.mark.from_go("os/pipe_test.go", "TestPipeEOF")
def test_the_end_comes_when_the_writer_closes() -> None:
    with pipe() as (r, w):
        wait = parked(lambda: r.Read(bytearray(1)))
        w.Close()
        assert wait() == io.EOF
        with pytest.raises(io.EOF):
            r.Read(bytearray(1))


@pytest.mark.from_go("os/pipe_test.go", "TestEPIPE")
def test_nobody_reads_is_an_error_and_not_the_end_of_the_process() -> None:
    with pipe() as (r, w):
        r.Close()
        with pytest.raises(BrokenPipeError) as caught:
            w.Write(b"x")
        assert str(caught.value) == "write |1: broken pipe"
        assert isinstance(caught.value, os.PathError)
        assert caught.value.n == 0


def test_an_error_says_how_much_was_written() -> None:
    with pipe() as (r, w):
        wait = parked(lambda: w.Write(bytes(1_000_000)))
        go(r.Close)
        err = wait()
        assert isinstance(err, BrokenPipeError)
        assert isinstance(err, os.PathError)
        assert 0 < err.n < 1_000_000


@pytest.mark.from_go("os/pipe_test.go", "TestCloseWithBlockingReadByNewFile")
def test_close_ends_a_read_that_waits() -> None:
    with pipe() as (r, _):
        wait = parked(lambda: r.Read(bytearray(1)))
        r.Close()
        err = wait()
        assert isinstance(err, os.ErrClosed)
        assert str(err) == "read |0: file already closed"


@pytest.mark.from_go("os/pipe_test.go", "TestClosedPipeRaceWrite")
def test_close_ends_a_write_that_waits() -> None:
    with pipe() as (_, w):
        wait = parked(lambda: w.Write(bytes(1_000_000)))
        w.Close()
        err = wait()
        assert isinstance(err, os.ErrClosed)
        assert str(err) == "write |1: file already closed"


@pytest.mark.from_go("os/os_test.go", "TestDoubleCloseError")
def test_a_closed_file_refuses_everything_by_name() -> None:
    with pipe() as (r, _):
        r.Close()
        for op, text in (
            (r.Close, "close |0: file already closed"),
            (lambda: r.Read(bytearray(1)), "read |0: file already closed"),
            (lambda: r.Write(b"x"), "write |0: file already closed"),
            (r.Stat, "stat |0: file already closed"),
            (lambda: r.Seek(0, 0), "seek |0: file already closed"),
            (r.Sync, "sync |0: file already closed"),
            (lambda: r.Truncate(3), "truncate |0: file already closed"),
            (lambda: r.Chmod(0), "chmod |0: file already closed"),
            (r.Chdir, "chdir |0: file already closed"),
            (r.ReadDir, "readdirent |0: use of closed file"),
            (lambda: r.SetDeadline(None), "use of closed file"),
        ):
            with pytest.raises(errors.error) as caught:
                op()
            assert str(caught.value) == text
        assert r.Fd() == -1
        assert repr(r) == "<File |0 closed>"


@pytest.mark.from_go("os/timeout_test.go", "TestReadTimeout")
def test_a_deadline_ends_a_read() -> None:
    with pipe() as (r, w):
        r.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
        for _ in range(2):
            with pytest.raises(os.ErrDeadlineExceeded) as caught:
                r.Read(bytearray(1))
            assert str(caught.value) == "read |0: i/o timeout"
            assert os.IsTimeout(caught.value)
        r.SetReadDeadline(None)
        w.Write(b"x")
        assert r.Read(bytearray(2)) == 1


@pytest.mark.from_go("os/timeout_test.go", "TestReadTimeoutMustNotReturn")
def test_a_deadline_that_is_past_already_ends_a_read_that_waits() -> None:
    with pipe() as (r, _):
        wait = parked(lambda: r.Read(bytearray(1)))
        r.SetDeadline(PAST)
        assert isinstance(wait(), os.ErrDeadlineExceeded)


@pytest.mark.from_go("os/timeout_test.go", "TestWriteTimeout")
def test_a_deadline_ends_a_write_which_says_how_much() -> None:
    with pipe() as (_, w):
        w.SetWriteDeadline(time.Now().Add(5 * time.Millisecond))
        with pytest.raises(os.ErrDeadlineExceeded) as caught:
            w.Write(bytes(1_000_000))
        assert str(caught.value) == "write |1: i/o timeout"
        assert 0 < caught.value.n < 1_000_000


def test_a_deadline_before_the_first_read_is_kept() -> None:
    with pipe() as (r, _):
        r.SetReadDeadline(PAST)
        with pytest.raises(os.ErrDeadlineExceeded):
            r.Read(bytearray(1))


@pytest.mark.from_go("os/pipe_test.go", "TestReadNonblockingFd")
@pytest.mark.from_go("os/os_unix_test.go", "TestNewFileNonBlock")
@pytest.mark.from_go("os/fifo_test.go", "TestNewFileNonBlocking")
def test_a_descriptor_in_nonblocking_mode_waits_in_the_poller() -> None:
    r, w = pyos.pipe2(pyos.O_NONBLOCK | pyos.O_CLOEXEC)
    f = os.NewFile(r, "r")
    assert f is not None
    with f, io.from_pyfile(open(w, "wb", 0)) as to:
        wait = parked(lambda: f.Read(bytearray(3)))
        to.Write(b"ab")
        assert wait() == 2
        f.SetReadDeadline(PAST)
        with pytest.raises(os.ErrDeadlineExceeded):
            f.Read(bytearray(1))
        assert f.Fd() == r
        assert not pyos.get_blocking(r)


@pytest.mark.from_go("os/os_unix_test.go", "TestNewFileBlock")
def test_a_descriptor_in_blocking_mode_stays_so_and_blocks_only_its_reader() -> None:
    r, w = pyos.pipe()
    f, to = os.NewFile(r, "r"), os.NewFile(w, "w")
    assert f is not None
    assert to is not None
    with f, to:
        with pytest.raises(os.ErrNoDeadline):
            f.SetDeadline(PAST)
        wait = parked(lambda: f.Read(bytearray(3)))
        assert to.Write(b"ab") == 2
        assert wait() == 2
        assert pyos.get_blocking(r)
        assert pyos.get_blocking(w)


@pytest.mark.from_go("os/os_unix_test.go", "TestNewFileInvalid")
def test_there_is_no_file_for_a_negative_number() -> None:
    assert os.NewFile(-1, "none") is None


@pytest.mark.from_go("os/pipe_test.go", "TestCloseWithBlockingReadByFd")
def test_fd_switches_a_pipe_to_blocking_mode_and_it_goes_on_working() -> None:
    with pipe() as (r, w):
        assert pyos.get_blocking(r.Fd())
        with pytest.raises(os.ErrNoDeadline):
            r.SetDeadline(PAST)
        wait = parked(lambda: r.Read(bytearray(3)))
        w.Write(b"ab")
        assert wait() == 2


def test_close_does_not_wait_for_a_read_on_a_thread_which_ends_by_itself() -> None:
    with pipe() as (r, w):
        r.Fd()
        r._pfd.readnowait = False
        wait = parked(lambda: r.Read(bytearray(3)))
        r.Close()
        w.Write(b"ab")
        assert wait() == 2


def test_in_blocking_mode_a_read_needs_no_thread_where_the_kernel_helps() -> None:
    with pipe() as (r, w):
        r.Fd()
        w.Write(b"a")
        r.Read(bytearray(1))
        if not r._pfd.readnowait:
            pytest.skip("pipes know no RWF_NOWAIT here")
        threads = threading.active_count()
        wait = parked(lambda: r.Read(bytearray(3)))
        assert threading.active_count() == threads
        r.Close()
        assert isinstance(wait(), os.ErrClosed)


@pytest.mark.from_go("os/os_test.go", "TestSeekError")
def test_a_pipe_has_no_places_and_works_after_the_try() -> None:
    with pipe() as (r, w):
        w.Fd()
        r.Fd()
        w.Write(b"ab")
        ops: list[tuple[Callable[[], object], str]] = [
            (lambda: r.ReadAt(bytearray(1), 0), "read |0: illegal seek"),
            (lambda: w.WriteAt(b"x", 0), "write |1: illegal seek"),
            (lambda: r.Seek(0, 0), "seek |0: illegal seek"),
        ]
        for op, text in ops:
            with pytest.raises(os.PathError) as caught:
                op()
            assert str(caught.value) == text
        assert r.Read(bytearray(3)) == 2
        assert r._pfd.readnowait == w._pfd.writenowait


def test_in_blocking_mode_a_large_write_goes_all_the_way() -> None:
    data = bytes(range(256)) * 10_000
    for nowait in (True, False):
        with pipe() as (r, w):
            w.Fd()
            w._pfd.writenowait = nowait

            def write(w: os.File = w) -> int:
                n = w.Write(data)
                w.Close()
                return n

            wait = parked(write)
            assert io.ReadAll(r) == data
            assert wait() == len(data)


def test_in_blocking_mode_an_error_says_how_much_was_written() -> None:
    for nowait in (True, False):
        with pipe() as (r, w):
            w.Fd()
            w._pfd.writenowait = nowait
            wait = parked(lambda w=w: w.Write(bytes(1_000_000)))  # type: ignore[misc]
            io.ReadFull(r, bytearray(100_000))
            r.Close()
            err = wait()
            assert isinstance(err, BrokenPipeError)
            assert isinstance(err, os.PathError)
            assert 100_000 <= err.n < 1_000_000


@pytest.mark.from_go("os/pipe_test.go", "TestFdReadRace")
def test_fd_while_a_read_waits() -> None:
    with pipe() as (r, w):
        wait = parked(lambda: r.Read(bytearray(3)))
        r.Fd()
        w.Write(b"ab")
        assert wait() == 2


@pytest.mark.from_go("os/pipe_test.go", "TestFdRace")
def test_many_ask_for_the_number_at_once() -> None:
    with pipe() as (_, w):
        fds: list[int] = []
        wg = sync.WaitGroup()
        for _ in range(20):
            wg.Go(lambda: fds.append(w.Fd()))
            wg.Go(blocking, lambda: fds.append(w.Fd()))
        wg.Wait()
        assert len(fds) == 40
        assert set(fds) == {w.Fd()}
        assert pyos.get_blocking(w.Fd())


@pytest.mark.from_go("os/os_test.go", "TestPipeCloseRace")
def test_of_two_that_close_one_is_told_that_it_is_closed_already() -> None:
    for _ in range(20):
        r, w = os.Pipe()
        outcomes = chan[object](4)

        def close(r: os.File = r, w: os.File = w, to: chan[object] = outcomes) -> None:
            to.send(outcome(r.Close))
            to.send(outcome(w.Close))

        go(close)
        go(blocking, close)
        got = [outcomes.recv() for _ in range(4)]
        assert got.count(None) == 2
        assert sum(isinstance(err, os.ErrClosed) for err in got) == 2


@pytest.mark.from_go("runtime/nbpipe_test.go", "TestNonblockingPipe")
def test_neither_end_is_inherited_or_blocks_a_thread() -> None:
    with pipe() as (r, w):
        for end in (r, w):
            fd = end._pfd.sysfd  # by Fd() it would change its mode
            assert not pyos.get_inheritable(fd)
            assert not pyos.get_blocking(fd)


@pytest.mark.from_go("os/os_test.go", "TestPipeThreads")
def test_a_hundred_readers_need_no_thread() -> None:
    ends = [os.Pipe() for _ in range(100)]
    threads = threading.active_count()
    waits = [parked(lambda r=r: r.Read(bytearray(1))) for r, _ in ends]  # type: ignore[misc]
    assert threading.active_count() <= threads
    for _, w in ends:
        w.Write(b"x")
    assert [wait() for wait in waits] == [1] * 100
    for r, w in ends:
        r.Close()
        w.Close()


@pytest.mark.from_go("os/os_test.go", "TestPipeIOCloseRace")
def test_reading_writing_and_closing_at_once() -> None:
    for _ in range(20):
        r, w = os.Pipe()
        wg = sync.WaitGroup()

        def use(f: Callable[[], object], wg: sync.WaitGroup = wg) -> None:
            def loop() -> None:
                try:
                    while True:
                        f()
                        Gosched()
                except (os.ErrClosed, io.EOF, BrokenPipeError):
                    pass

            wg.Go(loop)

        use(lambda w=w: w.Write(b"hello"))  # type: ignore[misc]
        use(lambda r=r: r.Read(bytearray(5)))  # type: ignore[misc]
        Gosched()
        wg.Go(r.Close)
        wg.Go(w.Close)
        wg.Wait()


@pytest.mark.from_go("os/pipe_test.go", "TestClosedPipeRaceRead")
def test_closed_by_another_thread() -> None:
    for _ in range(20):
        r, w = os.Pipe()
        with w:
            wait = parked(lambda r=r: r.Read(bytearray(1)))  # type: ignore[misc]
            blocking(r.Close)
            assert isinstance(wait(), os.ErrClosed)


def test_copy_from_one_pipe_to_another() -> None:
    data = bytes(range(256)) * 4096
    with pipe() as (r1, w1), pipe() as (r2, w2):

        def feed() -> None:
            with w1:
                w1.Write(data)

        def move() -> None:
            with w2:
                assert io.Copy(w2, r1) == len(data)

        go(feed)
        go(move)
        assert io.ReadAll(r2) == data


def test_a_pipe_that_is_dropped_is_closed_with_a_warning() -> None:
    r, w = os.Pipe()
    fd = r.Fd()
    with w:
        with pytest.warns(ResourceWarning, match=r"unclosed file <File \|0 \d+>"):
            del r
        with pytest.raises(OSError, match="Bad file descriptor"):
            pyos.fstat(fd)


@pytest.mark.from_go("os/rawconn_test.go", "TestRawConnReadWrite")
def test_raw_access() -> None:
    with pipe() as (r, w):
        raw = r.SyscallConn()
        seen: list[int] = []
        raw.Control(seen.append)
        got: list[bytes] = []

        def read(fd: int) -> bool:
            try:
                got.append(pyos.read(fd, 10))
            except BlockingIOError:
                return False
            return True

        wait = parked(lambda: raw.Read(read))
        w.SyscallConn().Write(lambda fd: pyos.write(fd, b"ab") == 2)
        wait()
        assert got == [b"ab"]
        assert seen == [r._pfd.sysfd]
        r.Close()
        for f in (raw.Control, raw.Read, raw.Write):
            with pytest.raises(errors.error, match="use of closed file"):
                f(read)

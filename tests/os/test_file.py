"""File on a disk: reading, writing, moving, and what it refuses."""

import io as pyio
import os as pyos
import sys
import sysconfig
from array import array
from pathlib import Path
from typing import Any

import pytest

from goruntime import chan, default, errors, go, io, os, recv, select, sync, time
from goruntime.os import zero_copy_linux
from tests.net.streams import pair

FREE_THREADED_313 = bool(
    sysconfig.get_config_var("Py_GIL_DISABLED")
) and sys.version_info < (3, 14)


@pytest.fixture
def name(tmp_path: Path) -> str:
    return str(tmp_path / "file")


@pytest.mark.from_go("os/os_test.go", "TestFstat")
def test_what_is_written_can_be_read(name: str) -> None:
    with os.Create(name) as f:
        assert f.Name() == name
        assert f.Write(b"hello") == 5
        assert f.WriteString(", world\n") == 8
        assert f.Seek(0, io.SeekStart) == 0
        assert io.ReadAll(f) == b"hello, world\n"
        assert f.Stat().Size() == 13
        assert f.Stat().Name() == "file"


@pytest.mark.from_go("os/os_test.go", "TestRead0")
def test_an_empty_buffer_reads_nothing_and_sees_no_end(name: str) -> None:
    with os.Create(name) as f:
        assert f.Read(bytearray()) == 0
        with pytest.raises(io.EOF):
            f.Read(bytearray(1))


@pytest.mark.from_go("os/os_test.go", "TestSeek")
def test_seek(name: str) -> None:
    with os.Create(name) as f:
        f.WriteString("hello, world\n")
        for offset, whence, at in (
            (0, io.SeekCurrent, 13),
            (0, io.SeekStart, 0),
            (5, io.SeekStart, 5),
            (0, io.SeekEnd, 13),
            (-1, io.SeekEnd, 12),
            (1 << 33, io.SeekStart, 1 << 33),
            (1 << 33, io.SeekEnd, (1 << 33) + 13),
        ):
            assert f.Seek(offset, whence) == at
        for offset, whence in ((-5, 0), (0, 7)):
            with pytest.raises(os.PathError) as caught:
                f.Seek(offset, whence)
            assert str(caught.value) == f"seek {name}: invalid argument"


@pytest.mark.from_go("os/os_test.go", "TestReadAt")
@pytest.mark.from_go("os/os_test.go", "TestReadAtOffset")
def test_read_at(name: str) -> None:
    with os.Create(name) as f:
        f.WriteString("hello, world\n")
        buf = bytearray(5)
        assert f.ReadAt(buf, 7) == 5
        assert buf == b"world"
        assert f.Seek(0, io.SeekCurrent) == 13  # where it was


@pytest.mark.from_go("os/os_test.go", "TestReadAtEOF")
def test_read_at_the_end_says_how_much_it_got(name: str) -> None:
    with os.Create(name) as f:
        f.WriteString("hello")
        buf = bytearray(9)
        with pytest.raises(io.EOF) as caught:
            f.ReadAt(buf, 2)
        assert caught.value.n == 3
        assert buf == b"llo\0\0\0\0\0\0"
        with pytest.raises(io.EOF):
            f.ReadAt(buf, 100)
        assert f.ReadAt(bytearray(), 100) == 0


@pytest.mark.from_go("os/os_test.go", "TestWriteAt")
def test_write_at(name: str) -> None:
    with os.Create(name) as f:
        f.WriteString("hello, world\n")
        assert f.WriteAt(b"WORLD", 7) == 5
        assert f.WriteAt(b"", 7) == 0
        assert os.ReadFile(name) == b"hello, WORLD\n"


@pytest.mark.from_go("os/os_test.go", "TestReadAtNegativeOffset")
@pytest.mark.from_go("os/os_test.go", "TestWriteAtNegativeOffset")
def test_offsets_count_from_the_start(name: str) -> None:
    with os.Create(name) as f:
        with pytest.raises(os.PathError) as caught:
            f.ReadAt(bytearray(1), -10)
        assert str(caught.value) == f"readat {name}: negative offset"
        with pytest.raises(os.PathError) as caught:
            f.WriteAt(b"x", -10)
        assert str(caught.value) == f"writeat {name}: negative offset"


@pytest.mark.from_go("os/os_test.go", "TestWriteAtInAppendMode")
def test_a_file_that_is_appended_to_has_no_write_at(name: str) -> None:
    with os.OpenFile(name, os.O_APPEND | os.O_CREATE | os.O_WRONLY, 0o644) as f:
        with pytest.raises(errors.error) as caught:
            f.WriteAt(b"x", 1)
        text = "os: invalid use of WriteAt on file opened with O_APPEND"
        assert str(caught.value) == text
        f2 = os.NewFile(pyos.dup(f.Fd()), name)
        assert f2 is not None
        with f2, pytest.raises(errors.error, match="invalid use of WriteAt"):
            f2.WriteAt(b"x", 1)


@pytest.mark.from_go("os/os_test.go", "TestAppend")
def test_append(name: str) -> None:
    os.WriteFile(name, b"old", 0o644)
    with os.OpenFile(name, os.O_APPEND | os.O_WRONLY, 0) as f:
        f.Write(b"|new")
    assert os.ReadFile(name) == b"old|new"


@pytest.mark.from_go("os/os_test.go", "TestFileRDWRFlags")
def test_one_way_is_refused_the_other(name: str) -> None:
    os.WriteFile(name, b"old", 0o644)
    with os.Open(name) as f:
        with pytest.raises(os.PathError) as caught:
            f.Write(b"x")
        assert str(caught.value) == f"write {name}: bad file descriptor"
        assert caught.value.n == 0
        with pytest.raises(os.PathError, match="bad file descriptor"):
            f.WriteAt(b"x", 0)
    with os.OpenFile(name, os.O_WRONLY, 0) as f:
        with pytest.raises(os.PathError) as caught:
            f.Read(bytearray(1))
        assert str(caught.value) == f"read {name}: bad file descriptor"
        with pytest.raises(os.PathError, match="bad file descriptor"):
            f.ReadAt(bytearray(1), 0)


@pytest.mark.from_go("os/timeout_test.go", "TestNonpollableDeadline")
def test_a_disk_file_has_no_deadlines_and_no_raw_waits(name: str) -> None:
    with os.Create(name) as f:
        for set in (f.SetDeadline, f.SetReadDeadline, f.SetWriteDeadline):
            with pytest.raises(os.ErrNoDeadline) as caught:
                set(time.Now())
            assert str(caught.value) == "file type does not support deadline"
        for wait in (f.SyscallConn().Read, f.SyscallConn().Write):
            wait(lambda fd: True)
            with pytest.raises(errors.error, match="waiting for unsupported file type"):
                wait(lambda fd: False)


@pytest.mark.from_go("os/os_test.go", "TestFTruncate")
def test_truncate(name: str) -> None:
    with os.Create(name) as f:
        f.WriteString("hello, world\n")
        for size in (13, 10, 1024, 0):
            f.Truncate(size)
            assert f.Stat().Size() == size
        with pytest.raises(os.PathError) as caught:
            f.Truncate(-1)
        assert str(caught.value) == f"truncate {name}: invalid argument"
        f.Sync()


@pytest.mark.from_go("os/os_test.go", "TestChmod")
def test_chmod(name: str) -> None:
    with os.Create(name) as f:
        f.Chmod(0o456)
        assert f.Stat().Mode() == 0o456
        f.Chmod(os.ModeSetuid | 0o700)
        assert f.Stat().Mode() == os.ModeSetuid | 0o700


def test_buffers_of_any_kind(name: str) -> None:
    with os.Create(name) as f:
        numbers = array("i", range(100))
        assert f.Write(numbers) == 400
        assert f.Write(memoryview(b"abcdef")[::2].tobytes()) == 3
        f.Seek(0, 0)
        back = array("i", bytes(400))
        assert io.ReadFull(f, back) == 400
        assert back == numbers


@pytest.mark.parametrize("what", ["text", 5, None])
def test_what_is_no_buffer_is_a_type_error(name: str, what: Any) -> None:
    r, w = os.Pipe()
    with os.Create(name) as f, r, w:
        for file in (f, w):
            with pytest.raises(TypeError):
                file.Write(what)
        for file in (f, r):
            with pytest.raises(TypeError):
                file.Read(what)
            with pytest.raises(TypeError):
                file.Read(b"bytes")


def test_str_is_told_to_be_encoded(name: str) -> None:
    with os.Create(name) as f, pytest.raises(TypeError, match="encode"):
        f.Write("text")


def test_what_is_not_in_memory_yet_is_read_all_the_same(name: str) -> None:
    data = pyos.urandom(3_000_000)
    os.WriteFile(name, data, 0o600)
    with os.Open(name) as f:
        f.Sync()
        pyos.posix_fadvise(f.Fd(), 0, 0, pyos.POSIX_FADV_DONTNEED)
        assert io.ReadAll(f) == data
        pyos.posix_fadvise(f.Fd(), 0, 0, pyos.POSIX_FADV_DONTNEED)
        buf = bytearray(len(data))
        assert f.ReadAt(buf, 0) == len(data)
        assert buf == data


@pytest.mark.parametrize("now", [True, False])
def test_by_thread_or_at_once_it_reads_and_writes_the_same(
    name: str, now: bool
) -> None:
    with os.Create(name) as f:
        f._pfd.readnowait = f._pfd.writenowait = now
        assert f.Write(b"abcdef") == 6
        assert f.WriteAt(bytearray(b"XY"), 2) == 2
        f.Seek(1, 0)
        buf = bytearray(3)
        assert f.Read(buf) == 3
        assert buf == b"bXY"
        assert f.ReadAt(buf, 3) == 3
        assert buf == b"Yef"
        assert f.Read(buf) == 2


@pytest.mark.from_go("os/os_test.go", "TestWriteAtConcurrent")
def test_many_write_at_once(name: str) -> None:
    with os.Create(name) as f:
        wg = sync.WaitGroup()
        for i in range(50):
            wg.Go(f.WriteAt, bytes([i]) * 10, i * 10)
        wg.Wait()
        for i in range(50):
            buf = bytearray(10)
            f.ReadAt(buf, i * 10)
            assert buf == bytes([i]) * 10


@pytest.mark.from_go("os/os_test.go", "TestFileIOCloseRace")
def test_used_while_it_is_closed(name: str) -> None:
    f = os.Create(name)
    wg = sync.WaitGroup()
    unexpected: list[BaseException] = []

    def use(op: Any, *args: Any) -> None:
        try:
            for _ in range(20):
                op(*args)
        except (os.ErrClosed, io.EOF):
            pass
        except Exception as err:
            unexpected.append(err)

    wg.Go(use, f.Write, b"hello")
    wg.Go(use, f.Read, bytearray(5))
    wg.Go(use, f.ReadAt, bytearray(5), 0)
    wg.Go(use, f.Stat)
    wg.Go(use, f.Sync)
    wg.Go(f.Close)
    wg.Wait()
    assert not unexpected


def test_a_write_in_progress_does_not_stop_the_others(name: str) -> None:
    ticks = 0
    done = chan[int]()
    with os.Create(name) as f:

        def write() -> None:
            for _ in range(20):
                f.Write(bytes(1 << 20))
                f.Sync()
            done.send(0)

        go(write)
        while True:
            case, _, _ = select(recv(done), default)
            if case == 0:
                break
            ticks += 1
            time.Sleep(time.Microsecond)
    assert ticks > 20


@pytest.mark.from_go("os/os_test.go", "TestReadClosed")
@pytest.mark.from_go("os/stat_test.go", "TestClosedStat")
def test_closed(name: str) -> None:
    f = os.Create(name)
    f.Close()
    for op in (
        lambda: f.Read(bytearray(1)),
        lambda: f.Write(b"x"),
        lambda: f.ReadAt(bytearray(1), 0),
        lambda: f.WriteAt(b"x", 0),
        f.Stat,
        f.Sync,
        f.Close,
    ):
        with pytest.raises(os.ErrClosed, match="file already closed"):
            op()


def test_a_file_that_is_dropped_is_closed_with_a_warning(name: str) -> None:
    f = os.Create(name)
    fd = f.Fd()
    with pytest.warns(ResourceWarning, match="unclosed file"):
        del f
    with pytest.raises(OSError, match="Bad file descriptor"):
        pyos.fstat(fd)


def test_what_its_arguments_do_not_make_a_file_of_is_dropped_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unraisable: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", unraisable.append)
    with pytest.raises(TypeError, match="2 required positional arguments"):
        os.File()  # type: ignore[call-arg]
    assert not unraisable


@pytest.mark.from_go("os/readfrom_unix_test.go", "TestCopyFile")
@pytest.mark.parametrize("size", [0, 1, 42, 200_000])
@pytest.mark.parametrize("start", [0, 20])
def test_copy_between_files(
    name: str, size: int, start: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zero_copy_linux, "COPIED_AT_ONCE", 70_000)
    data = pyos.urandom(size)
    os.WriteFile(name, data, 0o600)
    start = min(start, size)
    with os.Open(name) as src, os.Create(name + "2") as dst:
        src.Seek(start, 0)
        assert io.Copy(dst, src) == size - start
        assert src.Seek(0, io.SeekCurrent) == size
        assert dst.WriteString("more") == 4
    assert os.ReadFile(name + "2") == data[start:] + b"more"


@pytest.mark.from_go("os/copy_test.go", "TestCopyFileToFile")
@pytest.mark.parametrize("start", [0, 100, 1000])
@pytest.mark.parametrize("at", [0, 200])
@pytest.mark.parametrize("limit", [0, 500, 900, 5000])
def test_a_copy_of_a_part_leaves_both_files_behind_it(
    name: str, start: int, at: int, limit: int
) -> None:
    data = pyos.urandom(1000)
    os.WriteFile(name, data, 0o600)
    want = data[start : start + limit if limit else None]
    with os.Open(name) as src, os.Create(name + "2") as dst:
        src.Seek(start, io.SeekStart)
        dst.Seek(at, io.SeekStart)
        if limit <= len(want):
            n = io.CopyN(dst, src, limit) if limit else io.Copy(dst, src)
        else:
            with pytest.raises(io.EOF) as caught:
                io.CopyN(dst, src, limit)
            n = caught.value.n
        assert n == len(want)
        assert src.Seek(0, io.SeekCurrent) == start + n
        assert dst.Seek(0, io.SeekCurrent) == at + n
    assert os.ReadFile(name + "2") == (bytes(at) + want if want else b"")


@pytest.mark.from_go("os/readfrom_unix_test.go", "TestCopyFile")
def test_copy_of_a_file_to_its_own_end(name: str) -> None:
    os.WriteFile(name, b"hello world!", 0o600)
    with os.OpenFile(name, os.O_RDWR, 0) as f:
        assert io.Copy(f, f) == 12
    assert os.ReadFile(name) == b"hello world!" * 2


@pytest.mark.from_go("os/readfrom_unix_test.go", "TestCopyFile")
def test_copy_from_a_file_through_a_pipe_to_a_file(name: str) -> None:
    data = pyos.urandom(200_000)
    os.WriteFile(name, data, 0o600)
    r, w = os.Pipe()

    def feed() -> None:
        with w, os.Open(name) as src:
            io.Copy(w, src)

    go(feed)
    with r, os.Create(name + "2") as dst:
        assert io.Copy(dst, r) == len(data)
    assert os.ReadFile(name + "2") == data


@pytest.mark.from_go("os/copy_test.go", "TestLargeCopyViaNetwork")
@pytest.mark.from_go("os/readfrom_linux_test.go", "TestSpliceFile")
@pytest.mark.parametrize("network", ["tcp", "unix"])
def test_copy_from_a_file_through_the_network_to_a_file(
    name: str, network: str
) -> None:
    data = pyos.urandom(3_000_000)
    os.WriteFile(name, data, 0o600)
    client, server = pair(network)

    def feed() -> None:
        with client, os.Open(name) as src:
            assert io.Copy(client, src) == len(data)

    go(feed)
    with server, os.Create(name + "2") as dst:
        assert io.CopyN(dst, server, 1000) == 1000
        assert io.Copy(dst, server) == len(data) - 1000
    assert os.ReadFile(name + "2") == data


@pytest.mark.from_go("os/readfrom_unix_test.go", "TestCopyFile")
@pytest.mark.from_go("os/os_unix_test.go", "TestIssue60181")
def test_copy_to_where_the_kernel_cannot(name: str) -> None:
    os.WriteFile(name, b"data", 0o600)
    os.WriteFile(name + "2", b"some ", 0o600)
    flag = os.O_APPEND | os.O_WRONLY
    with os.Open(name) as src, os.OpenFile(name + "2", flag, 0o600) as dst:
        assert dst.ReadFrom(src) == 4
    assert os.ReadFile(name + "2") == b"some data"
    with os.Open(name) as src:
        given = os.NewFile(pyos.open(name + "2", flag), name + "2")
        assert given is not None
        with given:
            assert io.Copy(given, src) == 4
    assert os.ReadFile(name + "2") == b"some datadata"


@pytest.mark.from_go("os/readfrom_linux_test.go", "TestProcCopy")
def test_copy_of_what_has_no_length(name: str) -> None:
    with os.Open("/proc/self/status") as src, os.Create(name) as dst:
        assert io.Copy(dst, src) > 100
    assert os.ReadFile(name).startswith(b"Name:")


def test_copy_between_files_that_cannot_be(name: str) -> None:
    os.WriteFile(name, b"data", 0o600)
    r, w = os.Pipe()
    with os.Open(name) as src, os.Open(name) as dst, r, w:
        for closed, to, why in (
            (None, dst, "copy_file_range: bad file descriptor"),
            (dst, dst, "file already closed"),
            (w, w, "file already closed"),
        ):
            if closed is not None:
                closed.Close()
            for copy in (to.ReadFrom, lambda src, to=to: io.Copy(to, src)):
                with pytest.raises(os.PathError) as caught:
                    copy(src)
                assert str(caught.value) == f"write {to.Name()}: {why}"
                assert caught.value.n == 0
        assert io.ReadAll(src) == b"data"  # nothing of it is lost
    with os.Create(name) as dst, pytest.raises(os.PathError) as caught:
        dst.ReadFrom(src)
    assert str(caught.value) == f"write {name}: file already closed"


def test_copy_that_fails_halfway_says_how_much(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.WriteFile(name, bytes(100), 0o600)
    real = pyos.copy_file_range
    calls = 0

    def full(src: int, dst: int, n: int) -> int:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(28, "")
        return real(src, dst, n)

    monkeypatch.setattr(pyos, "copy_file_range", full)
    monkeypatch.setattr(zero_copy_linux, "COPIED_AT_ONCE", 10)
    with os.Open(name) as src, os.Create(name + "2") as dst:
        with pytest.raises(os.PathError) as caught:
            io.Copy(dst, src)
        text = f"write {name}2: copy_file_range: no space left on device"
        assert str(caught.value) == text
        assert caught.value.n == 20


def test_copy_without_the_kernel(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pyos, "copy_file_range")
    os.WriteFile(name, b"data", 0o600)
    with os.Open(name) as src, os.Create(name + "2") as dst:
        assert io.Copy(dst, src) == 4
    assert os.ReadFile(name + "2") == b"data"


@pytest.mark.skipif(FREE_THREADED_313, reason="greenlet cannot wait within them")
def test_pythons_buffers_on_a_file_and_on_a_pipe(name: str) -> None:
    r, w = os.Pipe()
    with os.Create(name) as f, r:
        for to in (f, w):
            text = pyio.TextIOWrapper(io.to_pyfile(to, close=True))  # type: ignore[type-var]
            text.write("a,b\n")
            assert text.seekable() is (to is f)
            text.close()
        assert os.ReadFile(name) == io.ReadAll(r) == b"a,b\n"

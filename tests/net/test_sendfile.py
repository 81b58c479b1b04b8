"""sendfile: files into streams by the kernel, and what stops it."""

import errno
import hashlib
import os as pyos
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import net
from goruntime import Gosched, Stack, bufio, chan, go, io, os, sync, time
from goruntime.poll import hook, sendfile_unix
from tests.net.streams import named, pair
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux has it")

SIZE = 567_198
DATA = hashlib.shake_128(b"opticks").digest(SIZE)


@pytest.fixture
def name(tmp_path: Path) -> str:
    path = tmp_path / "opticks"
    path.write_bytes(DATA)
    return str(path)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Note what each sendfile came to."""
    seen: list[Any] = []
    monkeypatch.setattr(hook, "TestHookDidSendFile", lambda *a: seen.append(a[2]))
    return seen


@pytest.fixture(params=["tcp", "unix"])
def network(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ends(network: str) -> Iterator[tuple[Any, Any]]:
    c, s = pair(network)
    yield c, s
    for end in (c, s):
        with end:
            pass


tcp = pytest.mark.parametrize("network", ["tcp"])


def received(s: Any, f: Any) -> bytes:
    """Return what s gets while f runs."""
    got = []
    wg = sync.WaitGroup()
    wg.Go(lambda: got.append(io.ReadAll(s)))
    f()
    wg.Wait()
    return got[0]


@pytest.mark.from_go("net/sendfile_test.go", "TestSendfile")
@pytest.mark.from_go("os/writeto_linux_test.go", "TestSendFile")
def test_a_file(name: str, ends: Any, sent: list[Any]) -> None:
    c, s = ends

    def copy() -> None:
        with os.Open(name) as f, c:
            assert io.Copy(c, f) == SIZE
            assert f.Seek(0, io.SeekCurrent) == SIZE

    assert received(s, copy) == DATA
    assert sent == [SIZE]


@tcp
@pytest.mark.from_go("net/sendfile_test.go", "TestSendfileWithExactLimit")
def test_an_exact_limit(name: str, ends: Any, sent: list[Any]) -> None:
    c, s = ends

    def copy() -> None:
        with os.Open(name) as f, c:
            assert io.CopyN(c, f, SIZE) == SIZE

    assert received(s, copy) == DATA
    assert sent == [SIZE]


@tcp
@pytest.mark.from_go("net/sendfile_test.go", "TestSendfileWithLimitLargerThanFile")
def test_a_limit_beyond_the_end(name: str, ends: Any, sent: list[Any]) -> None:
    c, s = ends

    def copy() -> None:
        with os.Open(name) as f, c:
            with pytest.raises(io.EOF) as caught:
                io.CopyN(c, f, 2 * SIZE)
            assert caught.value.n == SIZE

    assert received(s, copy) == DATA
    assert sent == [SIZE]


@tcp
@pytest.mark.from_go("net/sendfile_test.go", "TestSendfileParts")
def test_parts_go_on_where_the_last_ended(
    name: str, ends: Any, sent: list[Any]
) -> None:
    c, s = ends

    def copy() -> None:
        with os.Open(name) as f, c:
            for _ in range(3):
                assert io.CopyN(c, f, 3) == 3

    assert received(s, copy) == DATA[:9]
    assert sent == [3, 3, 3]


@tcp
@pytest.mark.from_go("net/sendfile_test.go", "TestSendfileSeeked")
def test_from_the_files_position(name: str, ends: Any, sent: list[Any]) -> None:
    c, s = ends

    def copy() -> None:
        with os.Open(name) as f, c:
            f.Seek(65 << 10, io.SeekStart)
            assert io.CopyN(c, f, 10 << 10) == 10 << 10

    assert received(s, copy) == DATA[65 << 10 : 75 << 10]
    assert sent == [10 << 10]


@tcp
@pytest.mark.from_go("net/sendfile_test.go", "TestSendfilePipe")
def test_a_pipe_is_copied_and_still_has_deadlines(ends: Any) -> None:
    c, s = ends
    r, w = os.Pipe()
    with r, w:
        w.Write(b"a")
        assert io.CopyN(c, r, 1) == 1
        s.Read(bytearray(1))
        r.SetReadDeadline(time.Now().Add(time.Microsecond))
        with pytest.raises(os.ErrDeadlineExceeded):
            r.Read(bytearray(1))


@pytest.mark.from_go("net/tcpsock_test.go", "TestCopyPipeIntoTCP")
def test_what_comes_through_a_pipe_in_parts_arrives_in_parts(ends: Any) -> None:
    c, s = ends
    r, w = os.Pipe()
    copied = chan[int](1)

    def copy() -> None:
        with r, c:
            copied.send(io.Copy(c, r))

    go(copy)
    with w:
        for part in (b"1", b"2"):
            w.Write(part)
            b = bytearray(10)
            assert bytes(b[: s.Read(b)]) == part
        w.Write(b"34")
    with pytest.raises(io.ErrUnexpectedEOF) as e:
        io.ReadFull(s, bytearray(100))
    assert e.value.n == 2
    assert copied.recv() == 4


@pytest.mark.from_go("net/sendfile_unix_test.go", "TestCopyFromTTY")
def test_a_terminal_in_blocking_mode_is_copied_while_others_run(ends: Any) -> None:
    c, s = ends
    ours, theirs = pyos.openpty()
    copied = chan[int](1)

    def copy() -> None:
        with os.File(theirs, "tty") as tty:
            copied.send(io.Copy(c, io.LimitReader(tty, 5)))

    with os.File(ours, "pty") as pty:
        go(copy)
        until(lambda: "[syscall]" in Stack(all=True))
        pty.Write(b"data\n")
        b = bytearray(10)
        assert bytes(b[: s.Read(b)]) == b"data\n"
        assert copied.recv() == 5


@pytest.mark.from_go("net/sendfile_test.go", "TestSendfileOnWriteTimeoutExceeded")
def test_a_deadline_that_has_passed(name: str, ends: Any, network: str) -> None:
    c, _ = ends
    c.SetWriteDeadline(time.Now().Add(-1))
    with os.Open(name) as f, pytest.raises(os.ErrDeadlineExceeded) as caught:
        io.Copy(c, f)
    text = f"write {network} c: i/o timeout"
    if network == "tcp":
        text = f"readfrom tcp c: {text}"
    assert named(caught.value, c=c) == text
    assert caught.value.n == 0


def test_a_deadline_in_the_wait_says_how_much_went(tmp_path: Path, ends: Any) -> None:
    c, s = ends
    path = str(tmp_path / "sparse")
    with open(path, "wb") as sparse:
        sparse.truncate(64 << 20)
    c.SetWriteDeadline(time.Now().Add(0.1))
    with os.Open(path) as f:
        with pytest.raises(os.ErrDeadlineExceeded) as caught:
            io.Copy(c, f)
        assert f.Seek(0, io.SeekCurrent) == caught.value.n
    assert str(caught.value) == f"read {path}: i/o timeout"
    c.Close()
    assert io.Copy(io.Discard, s) == caught.value.n > 0


def test_a_connection_closed_in_the_wait(tmp_path: Path, ends: Any) -> None:
    c, s = ends
    path = str(tmp_path / "sparse")
    with open(path, "wb") as sparse:
        sparse.truncate(64 << 20)

    def close() -> None:
        s.Read(bytearray(1))
        c.Close()

    go(close)
    with os.Open(path) as f, pytest.raises(net.ErrClosed) as caught:
        io.Copy(c, f)
    assert str(caught.value) == f"read {path}: use of closed network connection"


@pytest.mark.parametrize("copy", [io.Copy, lambda c, f: io.CopyN(c, f, 10)])
def test_a_closed_connection(name: str, ends: Any, network: str, copy: Any) -> None:
    c, _ = ends
    c.Close()
    with os.Open(name) as f, pytest.raises(net.OpError) as caught:
        copy(c, f)
    text = f"write {network} c: use of closed network connection"
    if network == "tcp":
        text = f"readfrom tcp c: {text}"
    assert named(caught.value, c=c) == text


def test_a_closed_file(name: str, ends: Any, network: str) -> None:
    c, _ = ends
    f = os.Open(name)
    f.Close()
    with pytest.raises(os.ErrClosed) as caught:
        io.Copy(c, f)
    text = f"read {name}: file already closed"
    if network == "tcp":
        text = f"readfrom tcp c: {text}"
    assert named(caught.value, c=c) == text


@tcp
def test_what_the_system_refuses(name: str, ends: Any) -> None:
    c, _ = ends
    with os.OpenFile(name, os.O_WRONLY, 0) as f:
        with pytest.raises(os.PathError) as caught:
            io.Copy(c, f)
        assert str(caught.value) == f"read {name}: sendfile: bad file descriptor"
        with pytest.raises(net.OpError) as failed:
            io.CopyN(c, f, 10)
        text = "readfrom tcp c: sendfile: bad file descriptor"
        assert named(failed.value, c=c) == text
    with os.Open("/") as f, pytest.raises(net.OpError) as failed:
        io.Copy(c, f)
    assert named(failed.value, c=c) == "readfrom tcp c: read /: is a directory"


def test_a_peer_that_is_gone(name: str) -> None:
    c, s = pair("unix")
    s.Close()
    with c, os.Open(name) as f, pytest.raises(os.PathError) as caught:
        io.Copy(c, f)
    assert str(caught.value) == f"read {name}: sendfile: broken pipe"


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP])
def test_what_cannot_be_sent_is_copied(
    name: str, ends: Any, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    c, s = ends

    def refuse(*_: Any) -> int:
        raise OSError(number, "")

    monkeypatch.setattr(pyos, "sendfile", refuse)

    def copy() -> None:
        with os.Open(name) as f, c:
            assert io.Copy(c, f) == SIZE

    assert received(s, copy) == DATA


def test_on_other_systems_it_is_copied(
    name: str, ends: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    c, s = ends
    monkeypatch.setattr(sendfile_unix, "SENDS", False)

    def copy() -> None:
        with os.Open(name) as f, c:
            assert io.Copy(c, f) == SIZE

    assert received(s, copy) == DATA


@tcp
def test_through_bufio(name: str, ends: Any, sent: list[Any]) -> None:
    c, s = ends

    def copy() -> None:
        with os.Open(name) as f, c:
            w = bufio.NewWriter(c)
            assert w.ReadFrom(f) == SIZE
            w.Flush()

    assert received(s, copy) == DATA
    assert sent == [SIZE]


@tcp
def test_others_run_between_two_chunks(name: str, ends: Any) -> None:
    c, s = ends
    with open(name, "wb") as sparse:
        sparse.truncate(32 << 20)
    turns = 0
    done = False

    def other() -> None:
        nonlocal turns
        while not done:
            turns += 1
            Gosched()

    def copy() -> None:
        nonlocal done
        with os.Open(name) as f, c:
            io.Copy(c, f)
        done = True

    go(other)
    assert len(received(s, copy)) == 32 << 20
    assert turns > 1

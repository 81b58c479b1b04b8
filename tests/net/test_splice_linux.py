"""splice: streams copied by the kernel, and what stops it."""

import errno
import os as pyos
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import net
from goruntime import go, io, sync, time
from goruntime.poll import hook, splice_linux
from tests.net.streams import named, pair

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux has it")

SPLICED = [("tcp", "tcp"), ("unix", "tcp"), ("tcp", "unix")]
ways = pytest.mark.parametrize(("up", "down"), SPLICED)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Any]]:
    """Note which descriptors splice is asked for."""
    seen: list[tuple[Any, Any]] = []
    monkeypatch.setattr(hook, "TestHookSplice", lambda *fds: seen.append(fds))
    return seen


class Proxy:
    """Two connections: a -> src, dst -> b."""

    def __init__(self, up: str, down: str) -> None:
        self.a, self.src = pair(up)
        self.dst, self.b = pair(down)

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *_: object) -> None:
        for c in (self.a, self.src, self.dst, self.b):
            with c:
                pass


@pytest.fixture
def proxy(up: str, down: str) -> Iterator[Proxy]:
    with Proxy(up, down) as p:
        yield p


def send(c: Any, data: bytes, chunk: int) -> None:
    with c:
        for i in range(0, len(data), chunk):
            c.Write(data[i : i + chunk])


def failure(p: Proxy, r: Any = None) -> tuple[str, int]:
    """Copy, which fails; return the error's text and count."""
    with pytest.raises(net.OpError) as caught:
        io.Copy(p.dst, r or p.src)
    return named(caught.value, src=p.src, dst=p.dst), caught.value.n


def within(up: str, text: str) -> str:
    """Return what Copy of a source makes of ReadFrom's error: TCP has a WriteTo."""
    return f"writeto tcp src: {text}" if up == "tcp" else text


@pytest.mark.from_go("net/splice_linux_test.go", "TestSplice")
@ways
@pytest.mark.parametrize(
    ("chunk", "size", "limit"),
    [
        (128, 128, None),
        (4096, 1 << 20, None),
        (5 << 20, 16 << 20, None),
        (4096, 1 << 20, 1 << 10),
        (1024, 4096, 4096 + 100),
        (32, 128, 128),
    ],
)
def test_everything_arrives(
    proxy: Proxy, chunk: int, size: int, limit: int | None, down: str, calls: list[Any]
) -> None:
    data = pyos.urandom(size)
    want = data if limit is None else data[:limit]
    got = []
    wg = sync.WaitGroup()

    def feed() -> None:
        try:
            send(proxy.a, data, chunk)
        except net.OpError:
            assert limit is not None  # nobody reads the rest

    wg.Go(feed)
    wg.Go(lambda: got.append(io.ReadAll(proxy.b)))
    r = proxy.src if limit is None else io.LimitedReader(proxy.src, limit)
    assert io.Copy(proxy.dst, r) == len(want)
    proxy.dst.Close()
    proxy.src.Close()
    wg.Wait()
    assert got == [want]
    if limit is not None:
        assert limit - len(want) == r.N
    if limit is None or down == "tcp":
        assert calls == [(proxy.dst.fd.pfd, proxy.src.fd.pfd)]
    else:
        assert not calls  # a Unix socket has no ReadFrom to see what is limited


@pytest.mark.from_go("net/splice_linux_test.go", "TestSplice")
@ways
def test_a_source_that_is_closed(proxy: Proxy, up: str, down: str) -> None:
    proxy.src.Close()
    text = "use of closed network connection"
    if down == "tcp":
        text = f"readfrom tcp dst: {text}"
    assert failure(proxy) == (within(up, text), 0)


@pytest.mark.parametrize("up", ["tcp"])
@pytest.mark.parametrize("down", ["tcp"])
def test_a_target_that_is_closed(proxy: Proxy, up: str) -> None:
    proxy.a.Write(b"hello")
    proxy.dst.Close()
    text = "readfrom tcp dst: use of closed network connection"
    assert failure(proxy) == (within(up, text), 0)


@ways
def test_a_source_that_is_closed_in_the_wait(proxy: Proxy, up: str, down: str) -> None:
    proxy.a.Write(b"hello")

    def close() -> None:
        io.ReadFull(proxy.b, bytearray(5))
        proxy.src.Close()

    go(close)
    text = "use of closed network connection"
    if down == "tcp":
        text = f"readfrom tcp dst: {text}"
    assert failure(proxy) == (within(up, text), 5)


@ways
def test_deadlines(proxy: Proxy, up: str, down: str) -> None:
    text = "i/o timeout" if down == "unix" else "readfrom tcp dst: i/o timeout"
    proxy.src.SetReadDeadline(time.Now().Add(-1))
    assert failure(proxy) == (within(up, text), 0)
    proxy.src.SetReadDeadline(time.Now().Add(0.01))
    assert failure(proxy) == (within(up, text), 0)
    proxy.src.SetReadDeadline(None)
    proxy.a.Write(b"hello")
    proxy.dst.SetWriteDeadline(time.Now().Add(-1))
    assert failure(proxy) == (within(up, text), 0)


@ways
def test_a_target_that_nobody_reads_ends_at_its_deadline(
    proxy: Proxy, up: str, down: str
) -> None:
    data = bytes(1 << 20)

    def feed() -> None:
        try:
            while True:
                proxy.a.Write(data)
        except net.OpError:
            pass

    wg = sync.WaitGroup()
    wg.Go(feed)
    proxy.dst.SetWriteDeadline(time.Now().Add(0.2))
    said, n = failure(proxy)
    text = "i/o timeout" if down == "unix" else "readfrom tcp dst: i/o timeout"
    assert said == within(up, text)
    proxy.a.Close()
    wg.Wait()
    proxy.dst.Close()
    assert len(io.ReadAll(proxy.b)) == n  # what it says was written, was


@pytest.mark.parametrize(("up", "down"), [("tcp", "tcp")])
def test_resets(proxy: Proxy) -> None:
    proxy.a.SetLinger(0)
    proxy.a.Close()
    text = "writeto tcp src: readfrom tcp dst: splice: connection reset by peer"
    assert failure(proxy) == (text, 0)


@pytest.mark.parametrize(("up", "down"), [("tcp", "tcp")])
def test_an_error_leaves_the_limit_of_what_was_not_written(proxy: Proxy) -> None:
    proxy.b.SetLinger(0)
    proxy.b.Close()
    with pytest.raises(net.OpError):
        io.ReadAll(proxy.dst)  # now the reset is here
    proxy.a.Write(b"hello")
    r = io.LimitedReader(proxy.src, 10)
    text = "readfrom tcp dst: splice: broken pipe"
    assert failure(proxy, r) == (text, 0)
    assert r.N == 10


@pytest.mark.parametrize(("up", "down"), [("tcp", "tcp")])
@pytest.mark.parametrize("n", [0, -5])
def test_nothing_is_asked_for(proxy: Proxy, n: int) -> None:
    assert io.Copy(proxy.dst, io.LimitedReader(proxy.src, n)) == 0


@pytest.mark.from_go("net/splice_linux_test.go", "TestSplice")
def test_datagrams_are_not_spliced(calls: list[Any]) -> None:
    a, src = pair("unixpacket")
    dst, b = pair("tcp")
    with src, dst, b:
        a.Write(b"packet")
        a.Close()
        assert dst.ReadFrom(src) == 6
        assert not calls


@pytest.mark.from_go("net/splice_linux_test.go", "TestSplice")
@pytest.mark.parametrize(("up", "down"), [("tcp", "tcp"), ("unix", "tcp")])
def test_both_ways_at_once_end(proxy: Proxy) -> None:
    # Go's issue 25985: the end of one direction is seen while the other waits.
    wg = sync.WaitGroup()

    def back() -> None:
        with pytest.raises(net.ErrClosed):
            io.Copy(proxy.src, proxy.dst)

    wg.Go(back)
    proxy.a.Write(b"foo")
    proxy.a.CloseWrite()
    io.Copy(proxy.dst, proxy.src)
    proxy.dst.Close()
    assert io.ReadAll(proxy.b) == b"foo"
    wg.Wait()


@pytest.mark.parametrize(("up", "down"), [("tcp", "tcp")])
def test_a_subclass_sees_its_data(proxy: Proxy, calls: list[Any]) -> None:
    class Loud(net.TCPConn):
        __slots__ = ()

        def Read(self, b: Any) -> int:
            n = super().Read(b)
            b[:n] = bytes(b[:n]).upper()
            return n

    proxy.a.Write(b"quiet")
    proxy.a.Close()
    assert io.Copy(proxy.dst, Loud(proxy.src.fd)) == 5
    proxy.dst.Close()
    assert io.ReadAll(proxy.b) == b"QUIET"
    assert not calls


@ways
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS])
def test_what_the_kernel_does_not_splice_is_copied(
    proxy: Proxy, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> int:
        raise OSError(number, "")

    monkeypatch.setattr(pyos, "splice", refuse)
    proxy.a.Write(b"hello")
    proxy.a.Close()
    if number == errno.EINVAL:
        assert io.Copy(proxy.dst, proxy.src) == 5
    else:
        with pytest.raises(net.OpError, match="splice: function not implemented"):
            io.Copy(proxy.dst, proxy.src)


@ways
def test_without_pipes_it_copies_even_halfway(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: Any) -> tuple[int, int]:
        raise OSError(errno.EMFILE, "")

    def feed() -> None:
        proxy.a.Write(b"hello")
        io.ReadFull(proxy.b, bytearray(5))
        splice_linux.forkchild()
        monkeypatch.setattr(pyos, "pipe2", none)
        send(proxy.a, b" and goodbye", 100)

    go(feed)
    assert io.Copy(proxy.dst, proxy.src) == 17
    proxy.dst.Close()
    assert io.ReadAll(proxy.b) == b" and goodbye"


@pytest.mark.from_go("internal/poll/splice_linux_test.go", "TestSplicePipePool")
def test_pipes_are_used_again_and_idle_connections_have_none() -> None:
    splice_linux.forkchild()
    proxies = [Proxy("tcp", "tcp") for _ in range(30)]
    wg = sync.WaitGroup()
    for p in proxies:
        wg.Go(io.Copy, p.dst, p.src)
    for p in proxies:
        p.a.Write(b"x")
        p.b.Read(bytearray(1))
    assert len(splice_linux.idle) == 1
    for p in proxies:
        p.a.Close()
    wg.Wait()
    for p in proxies:
        with p:
            pass


def test_a_pipe_with_data_in_it_is_not_used_again() -> None:
    pipe = splice_linux.getpipe()
    pyos.write(pipe.w, b"x")
    pipe.data = 1
    splice_linux.putpipe(pipe)
    assert pipe not in splice_linux.idle
    with pytest.raises(OSError, match="Bad file"):
        pyos.fstat(pipe.r)


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_forks_child_has_no_pipe_of_its_parents() -> None:
    splice_linux.putpipe(splice_linux.getpipe())
    pid = pyos.fork()
    if pid == 0:
        pyos._exit(len(splice_linux.idle))
    assert pyos.waitstatus_to_exitcode(pyos.waitpid(pid, 0)[1]) == 0
    assert splice_linux.idle


def test_the_zero_connection() -> None:
    with pytest.raises(OSError, match="invalid argument"):
        net.TCPConn().ReadFrom(net.TCPConn())
    with pytest.raises(OSError, match="invalid argument"):
        net.TCPConn().WriteTo(io.Discard)

"""What is limited: descriptors, queues; and what a long run must not leave behind."""

import errno
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

import net
from goruntime import NumGoroutine, chan, errors, go, io, sync, syscall, time
from goruntime.poll import hook as poll_hook
from goruntime.tls import getm
from net import hook
from tests.waiting import until


def count_fds() -> int:
    return len(os.listdir("/proc/self/fd"))


def program(text: str) -> str:
    """Run a program of its own; return what it prints."""
    out = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(text)],
        capture_output=True,
        text=True,
        timeout=50,
    )
    assert (out.returncode, out.stderr) == (0, "")
    return out.stdout


@contextmanager
def accepts(*script: int) -> Iterator[list[int]]:
    """Let the next accepts fail with these, then do the real thing."""
    real = poll_hook.AcceptFunc
    left = list(script)

    def accept(sock: Any) -> tuple[int, Any]:
        if left:
            raise OSError(left.pop(0), "as the test wants it")
        return real(sock)

    poll_hook.AcceptFunc = accept
    try:
        yield left
    finally:
        poll_hook.AcceptFunc = real


@contextmanager
def sockets(*script: int) -> Iterator[list[int]]:
    """Let the next sockets not be made."""
    real = hook.socketFunc
    left = list(script)

    def socket(*args: Any) -> Any:
        if left:
            raise OSError(left.pop(0), "as the test wants it")
        return real(*args)

    hook.socketFunc = socket
    try:
        yield left
    finally:
        hook.socketFunc = real


# --- too many open files ------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (errno.EMFILE, "too many open files"),
        (errno.ENFILE, "too many open files in system"),
    ],
)
def test_accept_without_descriptors_is_temporary_and_the_queue_is_kept(
    number: int, text: str
) -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        with net.Dial("tcp", str(ln.Addr())) as c, accepts(number, number):
            for _ in range(2):
                with pytest.raises(net.OpError) as e:
                    ln.Accept()
                err = e.value
                assert str(err) == f"accept tcp {ln.Addr()}: accept4: {text}"
                assert err.Temporary()
                assert not err.Timeout()
                assert errors.Is(err, syscall.Errno(number))
                assert err.errno == number
            with ln.Accept() as s:
                c.Write(b"x")
                assert s.Read(bytearray(1)) == 1


@pytest.mark.parametrize(
    ("number", "text", "temporary"),
    [
        (errno.EMFILE, "too many open files", True),
        (errno.ENFILE, "too many open files in system", True),
        (errno.ENOBUFS, "no buffer space available", False),
        (errno.EAFNOSUPPORT, "address family not supported by protocol", False),
    ],
)
def test_dial_and_listen_without_a_socket_say_which_call_failed(
    number: int, text: str, temporary: bool
) -> None:
    for op, call in (("dial", net.Dial), ("listen", net.Listen)):
        # A listener without a socket of multipath TCP tries TCP.
        with sockets(number, number), pytest.raises(net.OpError) as e:
            call("tcp", "127.0.0.1:9")
        assert str(e.value) == f"{op} tcp 127.0.0.1:9: socket: {text}"
        assert e.value.Temporary() is temporary


@pytest.mark.plain
def test_a_server_out_of_descriptors_serves_all_once_there_are_some_again() -> None:
    out = program(
        """
        import os, resource
        from goruntime import Gosched, NumGoroutine, go, io, run, time
        import net

        def main():
            ln = net.Listen("tcp", "127.0.0.1:0")
            addr = str(ln.Addr())
            failures = []

            def serve():
                while True:
                    try:
                        s = ln.Accept()
                    except net.ErrClosed:
                        return
                    except net.OpError as e:
                        failures.append(e)
                        time.Sleep(time.Millisecond)
                        continue
                    go(echo, s)

            def echo(s):
                with s:
                    io.Copy(s, s)

            clients = [net.Dial("tcp", addr) for _ in range(20)]
            highest = max(int(n) for n in os.listdir("/proc/self/fd"))
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 3, hard))
            go(serve)
            while len(failures) < 3:
                Gosched()
            try:
                net.Dial("tcp", addr)
            except net.OpError as e:
                print(str(e).replace(addr, "ADDR"))
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            buf = bytearray(1)
            for c in clients:
                c.Write(b"x")
                assert c.Read(buf) == 1
                c.Close()
            assert all(e.Temporary() for e in failures)
            print(str(failures[0]).replace(addr, "ADDR"))
            ln.Close()
            while NumGoroutine() > 1:
                Gosched()
            print("none left")

        run(main)
        """
    )
    assert out.splitlines() == [
        "dial tcp ADDR: socket: too many open files",
        "accept tcp ADDR: accept4: too many open files",
        "none left",
    ]


@pytest.mark.plain
def test_without_a_descriptor_for_the_poller_only_the_first_listen_fails() -> None:
    out = program(
        """
        import os, resource
        from goruntime import run
        import net

        def main():
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            free = len(os.listdir("/proc/self/fd")) - 1
            for room in (0, 1, 2):
                resource.setrlimit(resource.RLIMIT_NOFILE, (free + room, hard))
                try:
                    net.Listen("tcp", "127.0.0.1:0").Close()
                except OSError as e:
                    print(room, e.errno, type(e).__name__)
                else:
                    print(room, "fine")
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            before = len(os.listdir("/proc/self/fd"))
            for _ in range(5):
                net.Listen("tcp", "127.0.0.1:0").Close()
            print(len(os.listdir("/proc/self/fd")) - before <= 2)

        run(main)
        """
    )
    lines = out.splitlines()
    assert lines[0] == f"0 {errno.EMFILE} OpError"
    assert lines[-1] == "True"
    assert "Traceback" not in out


# --- the queue ----------------------------------------------------------------


@pytest.mark.from_go("net/timeout_test.go", "TestDialTimeout")
def test_a_dial_to_a_queue_that_is_full_times_out_and_leaves_nothing() -> None:
    real, hook.listenFunc = hook.listenFunc, lambda sock, _: sock.listen(0)
    try:
        ln = net.Listen("tcp", "127.0.0.1:0")
    finally:
        hook.listenFunc = real
    with ln:
        conns: list[net.Conn] = []
        before = count_fds()

        def fill_the_queue() -> None:
            while len(conns) < 100:
                conns.append(
                    net.DialTimeout("tcp", str(ln.Addr()), 50 * time.Millisecond)
                )

        with pytest.raises(TimeoutError) as e:
            fill_the_queue()
        err: Any = e.value
        assert str(err) == f"dial tcp {ln.Addr()}: i/o timeout"
        assert (err.Source, err.Addr) == (None, ln.Addr())
        assert err.Timeout()
        assert err.Temporary()
        assert count_fds() == before + len(conns)
        for c in conns:
            c.Close()


# --- nothing is left ----------------------------------------------------------


@pytest.mark.parametrize("network", ["tcp", "tcp4", "tcp6"])
def test_a_thousand_refused_dials_leave_nothing(network: str) -> None:
    host = "[::1]" if network == "tcp6" else "127.0.0.1"
    with net.Listen(network, f"{host}:0") as ln:
        addr = str(ln.Addr())
    before = count_fds()
    pds = len(getm().pds)
    for _ in range(1000):
        with pytest.raises(ConnectionRefusedError):
            net.Dial(network, addr)
    assert count_fds() == before
    assert len(getm().pds) == pds
    assert NumGoroutine() == 1


def test_a_failed_bind_listen_or_setsockopt_gives_the_descriptor_back() -> None:
    def fails(*_: Any) -> None:
        raise OSError(errno.ENOMEM, "as the test wants it")

    with net.Listen("tcp", "127.0.0.1:0") as ln:
        before = count_fds()
        for _ in range(10):
            with pytest.raises(OSError, match="bind: address already in use"):
                net.Listen("tcp", str(ln.Addr()))
        real, hook.listenFunc = hook.listenFunc, fails
        try:
            with pytest.raises(OSError, match="listen: cannot allocate memory"):
                net.Listen("tcp", "127.0.0.1:0")
        finally:
            hook.listenFunc = real
        assert count_fds() == before


def startconnect(sock: Any, address: Any) -> int:
    """Connect, but be as slow to know of it as with a machine far away."""
    sock.connect_ex(address)
    return errno.EINPROGRESS


def test_a_connect_that_takes_its_time_is_waited_for() -> None:
    connect = hook.connectFunc
    hook.connectFunc = startconnect
    try:
        with net.Listen("tcp", "127.0.0.1:0") as ln, net.Dial(*at(ln)) as c:
            assert str(c.RemoteAddr()) == str(ln.Addr())
            with ln.Accept() as s:
                s.Write(b"x")
            assert c.Read(bytearray(2)) == 1
    finally:
        hook.connectFunc = connect


def at(ln: net.Listener) -> tuple[str, str]:
    return ln.Addr().Network(), str(ln.Addr())


def test_a_connection_that_nobody_waits_for_is_not_given_to_the_poller() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        before = set(getm().pds)
        with net.Dial(*at(ln)) as c, ln.Accept() as s:
            c.Write(b"x")
            assert s.Read(bytearray(2)) == 1
            assert set(getm().pds) <= before | {ln.fd.pfd.sysfd}  # type: ignore[attr-defined]


def test_who_dials_in_a_loop_lets_others_run() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        ran: list[bool] = []
        go(ran.append, True)
        for _ in range(3):
            net.Dial(*at(ln)).Close()
        assert ran


@pytest.mark.parametrize("op", ["read", "accept"])
def test_an_error_of_the_poller_is_the_error_of_who_would_wait(
    op: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(poller: object, fd: int) -> None:
        raise OSError(errno.ENOSPC, "")

    with (
        net.Listen("tcp", "127.0.0.1:0") as ln,
        net.Dial(*at(ln)) as c,
        net.Listen("tcp", "127.0.0.1:0") as unused,
    ):
        monkeypatch.setattr(type(getm().poller), "open", full)
        wait = unused.Accept if op == "accept" else lambda: c.Read(bytearray(1))
        with pytest.raises(net.OpError, match="no space left on device") as e:
            wait()
        assert (e.value.Op, e.value.errno) == (op, errno.ENOSPC)
        monkeypatch.undo()
        with ln.Accept() as s:
            s.Write(b"x")
        assert c.Read(bytearray(1)) == 1  # and it can be waited for again


@pytest.mark.parametrize(
    "number", [errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EACCES]
)
@pytest.mark.parametrize("when", ["at once", "later"])
def test_a_failed_connect_gives_the_descriptor_back(number: int, when: str) -> None:
    connect, getsockopt = hook.connectFunc, hook.getsockoptIntFunc
    before = count_fds()
    try:
        if when == "at once":
            hook.connectFunc = lambda sock, address: number
        else:
            hook.connectFunc = startconnect
            hook.getsockoptIntFunc = lambda *args: number
        with net.Listen("tcp", "127.0.0.1:0") as ln:
            with pytest.raises(net.OpError) as e:
                net.Dial("tcp", str(ln.Addr()))
            assert isinstance(e.value.Err.Err, syscall.Errno)
            assert e.value.errno == number
            assert e.value.Err.Syscall == "connect"
    finally:
        hook.connectFunc, hook.getsockoptIntFunc = connect, getsockopt
    assert count_fds() == before


@pytest.mark.from_go("net/tcpsock_test.go", "TestTCPConcurrentAccept")
def test_ten_that_accept_share_a_hundred_connections() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        wg = sync.WaitGroup()
        served: list[int] = []

        def serve(i: int) -> None:
            for s in ln:
                served.append(i)
                s.Close()
            wg.Done()

        wg.Add(10)
        for i in range(10):
            go(serve, i)
        for _ in range(100):
            with net.Dial("tcp", str(ln.Addr())) as c:
                with pytest.raises(io.EOF):
                    c.Read(bytearray(1))
        ln.Close()
        wg.Wait()
        assert len(served) == 100


@pytest.mark.slow
def test_ten_thousand_connections_by_a_hundred_at_a_time_leave_nothing() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        addr = str(ln.Addr())
        echoed = [0]

        def serve() -> None:
            for s in ln:
                go(echo, s)

        def echo(s: net.Conn) -> None:
            with s, suppress(ConnectionResetError):
                io.Copy(s, s)

        def client(done: chan[int]) -> None:
            buf = bytearray(5)
            for _ in range(100):
                with net.Dial("tcp", addr) as c:
                    c.Write(b"hello")
                    io.ReadFull(c, buf)
                    echoed[0] += len(buf)
                    c.SetLinger(0)  # type: ignore[attr-defined]  # no TIME_WAIT
            done.send(1)

        go(serve)
        client(chan[int](1))  # from here on there are a poller and a pipe for splice
        until(lambda: NumGoroutine() == 2)
        before = count_fds()
        done = chan[int]()
        for _ in range(100):
            go(client, done)
        for _ in range(100):
            done.recv()
        until(lambda: NumGoroutine() == 2)
        assert echoed[0] == 50_500
        assert count_fds() == before
        assert len(getm().pds) == 1  # the listener's

"""Sockets as files, and files as sockets; a listener handed to another process."""

import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

import net
from goruntime import Gosched, blocking, go, io, sync, syscall, time
from goruntime import os as go_os
from goruntime.os import exec
from tests.waiting import until


def dial(network: str, address: str) -> tuple[Any, Any]:
    """Return a connection, and what it is connected to."""
    if network in ("udp", "unixgram"):
        s: Any = net.ListenPacket(network, address)
        return net.Dial(network, str(s.LocalAddr())), s
    ln = net.Listen(network, address)
    with ln:
        return net.Dial(network, str(ln.Addr())), ln.Accept()


KINDS = [
    ("tcp", "127.0.0.1:0"),
    ("udp", "127.0.0.1:0"),
    ("unix", ""),
    ("unixpacket", ""),
    ("unixgram", ""),
]


@pytest.mark.from_go("net/file_test.go", "TestFileConn")
@pytest.mark.parametrize(("network", "address"), KINDS)
def test_a_connection_lives_on_in_a_copy(network: str, address: str) -> None:
    c, s = dial(network, address)
    with s:
        with c.File() as f:
            assert f.Name() == f"{network}:{c.LocalAddr()}->{c.RemoteAddr()}"
            c.Close()
            c2 = net.FileConn(f)
        with c2:
            assert type(c2) is type(c)
            assert c2.LocalAddr() == c.LocalAddr()
            assert c2.RemoteAddr() == c.RemoteAddr()
            c2.Write(b"hello")
            b = bytearray(10)
            assert s.Read(b) == 5


def test_a_socket_of_pythons_becomes_a_connection() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, net.FileConn(ours) as c:
        theirs.send(b"hello")
        b = bytearray(10)
        assert c.Read(b) == 5
    with socket.create_server(("127.0.0.1", 0)) as sock:
        with net.FileListener(sock) as ln, net.Dial("tcp", str(ln.Addr())) as c:
            ln.Accept().Close()
        with pytest.raises(net.OpError, match="file file\\+net"):
            net.FilePacketConn(sock)


@pytest.mark.from_go("net/file_test.go", "TestFileListener")
@pytest.mark.parametrize("network", ["tcp", "unix", "unixpacket"])
def test_a_listener_lives_on_in_a_copy(network: str) -> None:
    ln: Any = net.Listen(network, "127.0.0.1:0" if network == "tcp" else "")
    with ln.File() as f:
        ln.Close()
        ln2 = net.FileListener(f)
    with ln2:
        assert type(ln2) is type(ln)
        assert ln2.Addr() == ln.Addr()
        with net.Dial(network, str(ln.Addr())) as c, ln2.Accept() as s:
            c.Write(b"x")
            assert s.Read(bytearray(2)) == 1


@pytest.mark.from_go("net/file_test.go", "TestFilePacketConn")
@pytest.mark.parametrize("network", ["udp", "unixgram"])
def test_a_packet_conn_lives_on_in_a_copy(network: str) -> None:
    c: Any = net.ListenPacket(network, "127.0.0.1:0" if network == "udp" else "")
    with c.File() as f:
        c.Close()
        c2: Any = net.FilePacketConn(f)
    with c2:
        assert type(c2) is type(c)
        c2.WriteTo(b"self", c2.LocalAddr())
        assert c2.ReadFrom(bytearray(10)) == (4, c.LocalAddr())


@pytest.mark.from_go("net/error_test.go", "TestFileError")
def test_what_is_no_socket_is_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "f")
    makers = (net.FileConn, net.FileListener, net.FilePacketConn)
    f = go_os.File(os.open(path, os.O_CREAT | os.O_RDWR), path)
    with f:
        for make in makers:
            with pytest.raises(net.OpError) as e:
                make(f)
            assert str(e.value) == (
                f"file file+net {path}: getsockopt: socket operation on non-socket"
            )
            assert e.value.Addr.Network() == "file+net"
    with pytest.raises(net.OpError) as e:
        net.FileConn(f)
    assert str(e.value) == f"file file+net {path}: fcntl: bad file descriptor"


def test_a_socket_of_another_kind_is_refused() -> None:
    c, s = dial("tcp", "127.0.0.1:0")
    with c, s, c.File() as f:
        with pytest.raises(net.OpError) as e:
            net.FilePacketConn(f)
        assert str(e.value) == f"file file+net {f.Name()}: invalid argument"
    with net.ListenUDP("udp", None) as u, u.File() as f:
        with pytest.raises(net.OpError, match="invalid argument"):
            net.FileListener(f)
    netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)
    with go_os.File(netlink.detach(), "netlink") as f:
        with pytest.raises(syscall.EPROTONOSUPPORT):
            net.FileConn(f)


def test_a_closed_socket_has_no_file() -> None:
    c, s = dial("unix", "")
    s.Close()
    c.Close()
    with pytest.raises(net.ErrClosed) as e:
        c.File()
    assert str(e.value) == (
        f"file unix @->{c.RemoteAddr()}: use of closed network connection"
    )


@pytest.mark.from_go("net/file_test.go", "TestFileCloseRace")
@pytest.mark.parametrize("network", ["tcp", "unix", "udp"])
def test_a_file_is_had_or_not_while_another_closes(network: str) -> None:
    for _ in range(50):
        address = "" if network == "unix" else "127.0.0.1:0"
        c, s = dial(network, address)
        wg = sync.WaitGroup()

        def file(c: Any = c) -> None:
            try:
                f = c.File()
            except net.ErrClosed:
                return
            f.Close()

        wg.Go(file)
        wg.Go(c.Close)
        wg.Wait()
        s.Close()


def test_what_is_remembered_of_readiness_is_forgotten_with_two_owners() -> None:
    # A short read by one owner says nothing of what the other leaves in the socket.
    c, s = dial("tcp", "127.0.0.1:0")
    with c, s, c.File() as f, net.FileConn(f) as c2:
        for i in range(20):
            s.Write(b"%02d" % i)
            b = bytearray(10)
            assert (c, c2)[i % 2].Read(b) == 2
            assert b[:2] == b"%02d" % i


@pytest.mark.from_go("net/file_unix_test.go", "TestFileFdBlocks")
@pytest.mark.parametrize(("network", "address"), KINDS)
def test_the_number_of_a_copy_is_in_blocking_mode(network: str, address: str) -> None:
    c, s = dial(network, address)
    modes: list[bool] = []
    with c, s, c.File() as f:
        for end in (c, f):
            end.SyscallConn().Control(lambda fd: modes.append(os.get_blocking(fd)))
        assert modes == [False, False]
        assert os.get_blocking(f.Fd())


@pytest.mark.parametrize(("network", "address"), KINDS)
def test_a_connection_does_not_block_where_its_copy_does(
    network: str, address: str
) -> None:
    c, s = dial(network, address)
    reads: Any = [s.Read]
    if network != "tcp":
        reads.append(lambda b: s.ReadFrom(b)[0])
        read_msg = s.ReadMsgUDP if network == "udp" else s.ReadMsgUnix
        reads.append(lambda b: read_msg(b, bytearray(100))[0])

    def write() -> None:
        until(lambda: s.fd.pfd.pd.rg is not None)
        c.Write(b"hello")

    with c, s, c.File() as f1, s.File() as f2:
        assert os.get_blocking(f1.Fd())
        assert os.get_blocking(f2.Fd())
        for read in reads:
            go(write)
            assert read(bytearray(10)) == 5
            s.SetReadDeadline(time.Now().Add(time.Millisecond))
            with pytest.raises(TimeoutError):
                read(bytearray(10))
            s.SetReadDeadline(None)


@pytest.mark.parametrize("network", ["tcp", "unix", "unixpacket"])
@pytest.mark.parametrize("how", ["Write", "Buffers", "Copy"])
def test_a_write_does_not_block_where_a_copy_does(network: str, how: str) -> None:
    def write() -> object:
        if how == "Write":
            return c.Write(data)
        if how == "Buffers":
            return net.Buffers([data, data]).WriteTo(c)
        with go_os.Open(sys.executable) as f:
            return io.Copy(c, f)

    c, s = dial(network, "127.0.0.1:0" if network == "tcp" else "")
    data = bytes(100_000 if network == "unixpacket" else 20_000_000)
    with c, s, c.File() as f:
        assert os.get_blocking(f.Fd())
        c.SetWriteDeadline(time.Now().Add(5 * time.Millisecond))
        err = None
        while err is None:
            try:
                write()
            except TimeoutError as e:
                err = e
        assert "i/o timeout" in str(err)


def test_what_is_copied_between_two_that_have_copies_does_not_block() -> None:
    (c1, s1), (c2, s2) = (dial("tcp", "127.0.0.1:0") for _ in range(2))
    with c1, s1, c2, s2, s1.File() as f1, c2.File() as f2:
        assert os.get_blocking(f1.Fd())
        assert os.get_blocking(f2.Fd())
        wg = sync.WaitGroup()
        wg.Go(io.Copy, c2, s1)
        until(lambda: s1.fd.pfd.pd.rg is not None)
        c1.Write(b"hello")
        b = bytearray(10)
        assert s2.Read(b) == 5
        c1.CloseWrite()
        wg.Wait()


@pytest.mark.parametrize("network", ["tcp", "unix"])
def test_a_command_that_gets_a_connection_waits_for_its_input(network: str) -> None:
    c, s = dial(network, "127.0.0.1:0" if network == "tcp" else "")
    with c:
        with s, s.File() as f:
            cat = exec.Command("cat")
            cat.Stdin = cat.Stdout = f
            cat.Start()
        assert cat.Process is not None
        # Not before it waits, as far as can be told.
        stat = Path(f"/proc/{cat.Process.Pid}/stat")
        until(lambda: stat.read_text().rpartition(")")[2].split()[0] != "R")
        c.Write(b"hello")
        c.CloseWrite()
        assert io.ReadAll(c) == b"hello"
        cat.Wait()


@pytest.mark.parametrize("network", ["tcp", "unix"])
def test_a_live_listener_is_handed_to_another_process(network: str) -> None:
    """Both accept from one queue; the parent closes, the child goes on."""
    child = textwrap.dedent(
        """
        import sys
        import net
        from goruntime import os, run

        def main():
            with os.File(int(sys.argv[1]), "handed over") as f:
                ln = net.FileListener(f)
            print(ln.Addr(), flush=True)
            for _ in range(3):
                with ln.Accept() as c:
                    b = bytearray(10)
                    c.Write(b"child " + b[: c.Read(b)])
            ln.Close()

        run(main)
        """
    )
    ln: Any = net.Listen(network, "127.0.0.1:0" if network == "tcp" else "")
    address = str(ln.Addr())
    with net.Dial(network, address) as c, ln.Accept() as s:  # before
        c.Write(b"x")
        assert s.Read(bytearray(1)) == 1
    with ln.File() as f:
        process = subprocess.Popen(
            [sys.executable, "-c", child, str(f.Fd())],
            pass_fds=[f.Fd()],
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            assert process.stdout is not None
            assert blocking(process.stdout.readline).strip() == address
            ln.Close()
            f.Close()
            for i in range(3):
                with net.Dial(network, address) as c:
                    c.Write(b"%d" % i)
                    assert io.ReadAll(c) == b"child %d" % i
            assert blocking(process.wait, 20) == 0
    with pytest.raises(ConnectionRefusedError):
        net.Dial(network, address)


@pytest.mark.from_go("net/rawconn_test.go", "TestRawConnReadWrite")
@pytest.mark.parametrize(("network", "address"), KINDS)
def test_raw_access_waits_as_reads_and_writes_do(network: str, address: str) -> None:
    c, s = dial(network, address)
    with c, s:
        got: list[bytes] = []

        def read(fd: int) -> bool:
            try:
                got.append(os.read(fd, 100))
            except BlockingIOError:
                return False
            return True

        wg = sync.WaitGroup()
        wg.Go(s.SyscallConn().Read, read)
        while s.fd.pfd.pd.rg is None:
            Gosched()
        c.SyscallConn().Write(lambda fd: os.write(fd, b"raw") > 0)
        wg.Wait()
        assert got == [b"raw"]
        seen: list[int] = []
        s.SyscallConn().Control(seen.append)
        assert seen == [s.fd.pfd.sysfd]

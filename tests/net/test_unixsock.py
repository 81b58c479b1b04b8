"""Unix sockets: streams, datagrams, messages, names, descriptors in flight."""

import errno
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import net
from goruntime import chan, context, go, io, sync, syscall, time
from goruntime import os as go_os
from tests.waiting import until

CLOSED = "use of closed network connection"


def pair(network: str, path: str) -> tuple[net.UnixConn, net.UnixConn]:
    """Return two ends of one connection: of the client, of the server."""
    with net.ListenUnix(network, net.UnixAddr(path, network)) as ln:
        c = net.DialUnix(network, None, net.UnixAddr(path, network))
        return c, ln.AcceptUnix()


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "s")


# --- there and back -----------------------------------------------------------


@pytest.mark.from_go("net/server_test.go", "TestUnixAndUnixpacketServer")
@pytest.mark.parametrize("network", ["unix", "unixpacket"])
@pytest.mark.parametrize("name", ["path", "@goruntime/{pid}", ""])
def test_a_server_answers(network: str, name: str, path: str) -> None:
    name = path if name == "path" else name.format(pid=os.getpid())
    ln = net.Listen(network, name)
    assert isinstance(ln, net.UnixListener)
    wg = sync.WaitGroup()

    def serve() -> None:
        for c in ln:
            with c:
                b = bytearray(10)
                c.Write(bytes(b[: c.Read(b)]).upper())

    wg.Go(serve)
    wg.Go(serve)
    for _ in range(5):
        with net.Dial(network, str(ln.Addr())) as c:
            assert c.Write(b"hello") == 5
            b = bytearray(10)
            assert c.Read(b) == 5
            assert b[:5] == b"HELLO"
            assert c.LocalAddr() == net.UnixAddr("@", network)
            assert c.RemoteAddr() == ln.Addr()
            with pytest.raises(io.EOF):
                c.Read(b)
    ln.Close()
    wg.Wait()
    assert not os.path.exists(path)


@pytest.mark.from_go("net/server_test.go", "TestUnixgramServer")
@pytest.mark.parametrize("bound", [False, True])
def test_a_server_of_datagrams_answers_who_has_a_name(path: str, bound: bool) -> None:
    with net.ListenPacket("unixgram", path) as s:
        local = net.UnixAddr(path + ".c", "unixgram") if bound else None
        c = net.Dialer(LocalAddr=local).Dial("unixgram", path)
        with c:
            c.Write(b"hello")
            b = bytearray(10)
            n, addr = s.ReadFrom(b)
            assert n == 5
            assert addr == local
            if bound:
                s.WriteTo(b"HELLO", addr)
                assert c.Read(b) == 5
    assert os.path.exists(path)  # only a listener's file is removed


def test_a_packet_is_read_whole_and_what_does_not_fit_is_lost(path: str) -> None:
    c, s = pair("unixpacket", path)
    with c, s:
        c.Write(b"0123456789")
        c.Write(b"next")
        b = bytearray(4)
        assert s.Read(b) == 4
        assert s.Read(b) == 4
        assert bytes(b) == b"next"


@pytest.mark.from_go("net/unixsock_test.go", "TestUnixConnLocalAndRemoteNames")
@pytest.mark.parametrize("local", ["", "path"])
def test_names_of_a_stream_are_as_given(path: str, local: str) -> None:
    to = net.UnixAddr(path, "unix")
    here = net.UnixAddr(path + ".c" if local else "", "unix")
    with net.ListenUnix("unix", to) as ln, net.DialUnix("unix", here, to) as c:
        assert ln.Addr() == to
        assert c.LocalAddr() == net.UnixAddr(here.Name or "@", "unix")
        assert c.RemoteAddr() == to
        with ln.Accept() as s:
            assert s.LocalAddr() == to
            assert s.RemoteAddr() == c.LocalAddr()


@pytest.mark.from_go("net/unixsock_test.go", "TestUnixgramConnLocalAndRemoteNames")
def test_names_of_datagram_sockets_are_as_given(path: str) -> None:
    to = net.UnixAddr(path, "unixgram")
    with net.ListenUnixgram("unixgram", to) as s:
        assert s.LocalAddr() == to
        assert s.RemoteAddr() is None
        with net.DialUnix("unixgram", None, to) as c:
            assert c.LocalAddr() == net.UnixAddr("@", "unixgram")
            assert c.RemoteAddr() == to


@pytest.mark.from_go("net/unixsock_linux_test.go", "TestUnixgramAutobind")
def test_the_system_gives_a_name() -> None:
    c: Any
    with net.ListenPacket("unixgram", "") as c, net.Listen("unix", "") as ln:
        for addr in (c.LocalAddr(), ln.Addr()):
            assert re.fullmatch("@[0-9a-f]{5}", str(addr))
        with net.DialUnix("unixgram", None, c.LocalAddr()) as d:
            d.Write(b"x")
            assert c.Read(bytearray(2)) == 1


@pytest.mark.from_go("net/unixsock_linux_test.go", "TestUnixAutobindClose")
def test_a_listener_outside_the_file_system_removes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ln = net.ListenUnix("unix", net.UnixAddr("", "unix"))
    file = tmp_path / str(ln.Addr())
    file.touch()
    ln.Close()
    assert file.exists()


@pytest.mark.from_go("net/unixsock_linux_test.go", "TestUnixgramLinuxAbstractLongName")
@pytest.mark.from_go("net/unixsock_linux_test.go", "TestUnixAbstractLongNameNulStart")
@pytest.mark.parametrize("first", ["\0", "@"])
def test_a_name_outside_the_file_system_has_108_bytes(first: str) -> None:
    name = (first + f"goruntime-{os.getpid()}-").ljust(108, "x")
    with net.ListenUnixgram("unixgram", net.UnixAddr(name, "unixgram")) as s:
        assert s.LocalAddr() == net.UnixAddr("@" + name[1:], "unixgram")
        off = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        with off:
            off.sendto(b"x", "\0" + name[1:])
        assert s.ReadFrom(bytearray(1)) == (1, None)


@pytest.mark.from_go("net/unixsock_test.go", "TestReadUnixgramWithUnnamedSocket")
def test_a_sender_without_a_name_is_none(path: str) -> None:
    s = net.ListenUnixgram("unixgram", net.UnixAddr(path, "unixgram"))
    with s, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as off:
        b = bytearray(64)
        for read in (s.ReadFrom, s.ReadFromUnix):
            off.sendto(b"\1\2\3\4\5", path)
            assert read(b) == (5, None)
            assert b[:5] == b"\1\2\3\4\5"


@pytest.mark.from_go("net/packetconn_test.go", "TestPacketConn")
def test_two_that_have_names_write_to_each_other(path: str) -> None:
    with (
        net.ListenPacket("unixgram", path) as c1,
        net.ListenPacket("unixgram", path + "2") as c2,
    ):
        b = bytearray(10)
        assert c1.WriteTo(b"there", c2.LocalAddr()) == 5
        assert c2.ReadFrom(b) == (5, c1.LocalAddr())
        assert c2.WriteTo(b"back", c1.LocalAddr()) == 4
        assert c1.ReadFrom(b) == (4, c2.LocalAddr())


@pytest.mark.from_go("net/protoconn_test.go", "TestUnixConnSpecificMethods")
def test_a_dial_to_nowhere_makes_a_socket_that_writes_to_anywhere(path: str) -> None:
    a1, a2, a3 = (net.UnixAddr(path + n, "unixgram") for n in "123")
    c1, c2 = (net.DialUnix("unixgram", a, None) for a in (a1, a2))
    with c1, c2, net.ListenUnixgram("unixgram", a3) as c3:
        b = bytearray(10)
        for c, local in ((c1, a1), (c2, a2), (c3, a3)):
            assert c.LocalAddr() == local
            assert c.RemoteAddr() is None
            c.SetReadBuffer(10_000)
            c.SetWriteBuffer(10_000)
            c.SetDeadline(time.Now().Add(20 * time.Second))
            with c.File() as f:
                assert f.Name() == f"unixgram:{local}->"
        assert c1.WriteMsgUnix(b"12", None, a2) == (2, 0)
        assert c2.ReadMsgUnix(b, None)[::3] == (2, a1)
        for c in (c2, c3):
            assert c.WriteToUnix(b"to 1", a1) == 4
            assert c1.ReadFromUnix(b) == (4, c.LocalAddr())
        assert c2.WriteToUnix(b"to 3", a3) == 4
        assert c3.ReadFromUnix(b) == (4, a2)
        for c, local in ((c1, a1), (c3, a3)):
            with pytest.raises(net.OpError) as e:
                c.WriteToUnix(b"x", None)
            assert str(e.value) == f"write unixgram {local}: missing address"
            with pytest.raises(net.OpError) as e:
                c.WriteMsgUnix(b"x", None, None)
            assert str(e.value) == (
                f"write unixgram {local}: sendmsg: transport endpoint is not connected"
            )


# --- the edges of a datagram --------------------------------------------------


@pytest.mark.from_go("net/unixsock_test.go", "TestUnixgramZeroByteBuffer")
@pytest.mark.from_go("net/unixsock_test.go", "TestUnixgramZeroBytePayload")
def test_nothing_sent_and_nothing_taken_are_no_end(path: str) -> None:
    s: Any
    with net.ListenPacket("unixgram", path) as s, net.Dial("unixgram", path) as c:
        for _ in range(3):
            assert c.Write(b"") == 0
        assert s.Read(bytearray(1)) == 0
        assert s.ReadFrom(bytearray(1)) == (0, None)
        assert s.ReadMsgUnix(bytearray(1), None) == (
            *(0, 0, getattr(socket, "MSG_CMSG_CLOEXEC", 0), None),
        )
        for _ in range(2):
            c.Write(b"lost")
        assert s.ReadFrom(bytearray()) == (0, None)
        assert s.Read(bytearray()) == 0  # takes none, as of a stream
        n, _, flags, _ = s.ReadMsgUnix(None, None)
        assert n == 0
        assert flags & socket.MSG_TRUNC


@pytest.mark.from_go("net/unixsock_test.go", "TestUnixConnReadEOF")
@pytest.mark.parametrize("network", ["unix", "unixpacket"])
def test_the_end_is_io_eof_itself_however_it_is_read(network: str, path: str) -> None:
    c, s = pair(network, path)
    c.Close()
    with s:
        for read in (
            lambda: s.Read(bytearray(1)),
            lambda: s.ReadFrom(bytearray(1)),
            lambda: s.ReadFromUnix(bytearray(1)),
            lambda: s.ReadMsgUnix(bytearray(1), bytearray(64)),
        ):
            with pytest.raises(io.EOF) as e:
                read()
            assert not isinstance(e.value, net.OpError)


@pytest.mark.from_go("net/unixsock_test.go", "TestUnixgramWrite")
def test_a_connected_socket_writes_to_its_peer_alone(path: str) -> None:
    to = net.UnixAddr(path, "unixgram")
    with net.ListenUnixgram("unixgram", to), net.DialUnix("unixgram", None, to) as c:
        for write in (
            lambda: c.WriteTo(b"x", to),
            lambda: c.WriteToUnix(b"x", to),
            lambda: c.WriteMsgUnix(b"x", None, to),
        ):
            with pytest.raises(net.ErrWriteToConnected) as e:
                write()
            assert str(e.value) == (
                f"write unixgram @->{path}: "
                "use of WriteTo with pre-connected connection"
            )
        c.Write(b"x")
        with pytest.raises(net.OpError) as e2:
            c.Write(bytes(10 << 20))
        text = f"write unixgram @->{path}: write: message too long"
        assert str(e2.value) == text


@pytest.mark.from_go("net/unixsock_test.go", "TestUnixgramWrite")
def test_a_socket_that_is_not_connected_needs_an_address(path: str) -> None:
    to = net.UnixAddr(path, "unixgram")
    other: Any = net.UDPAddr()
    with net.ListenUnixgram("unixgram", to) as s:
        assert s.WriteToUnix(b"x", to) == 1
        assert s.WriteTo(b"x", to) == 1
        assert s.WriteMsgUnix(b"x", None, to) == (1, 0)
        calls: list[tuple[Callable[[], object], str]] = [
            (lambda: s.Write(b"x"), "write: transport endpoint is not connected"),
            (lambda: s.WriteToUnix(b"x", None), "missing address"),
            (lambda: s.WriteTo(b"x", None), "invalid argument"),
        ]
        for call, text in calls:
            with pytest.raises(net.OpError) as e:
                call()
            assert str(e.value) == f"write unixgram {path}: {text}"
        wrong: list[tuple[Any, str]] = [
            (other, ":0: invalid argument"),
            (
                net.UnixAddr(path, "unix"),
                f"{path}: address family not supported by protocol",
            ),
            (
                net.UnixAddr(path + "none", "unixgram"),
                f"{path}none: sendto: no such file or directory",
            ),
            (
                net.UnixAddr("/" + "x" * 200, "unixgram"),
                f"/{'x' * 200}: sendto: invalid argument",
            ),
        ]
        for addr, text in wrong:
            with pytest.raises(net.OpError) as e:
                s.WriteTo(b"x", addr)
            assert str(e.value) == f"write unixgram {path}->{text}"


# --- descriptors in flight ----------------------------------------------------


@pytest.mark.from_go(
    "net/unixsock_readmsg_test.go", "TestUnixConnReadMsgUnixSCMRightsCloseOnExec"
)
@pytest.mark.parametrize("network", ["unix", "unixpacket"])
def test_descriptors_travel_and_are_not_inherited(
    network: str, path: str, tmp_path: Path
) -> None:
    c, s = pair(network, path)
    with c, s, open(tmp_path / "f", "w+b") as f, open(os.devnull) as null:
        f.write(b"inside")
        f.flush()
        rights = syscall.UnixRights(f.fileno(), null.fileno())
        assert c.WriteMsgUnix(b"data", rights, None) == (4, len(rights))
        b, oob = bytearray(10), bytearray(syscall.CmsgSpace(8))
        n, oobn, flags, addr = s.ReadMsgUnix(b, oob)
        assert (bytes(b[:n]), oobn, addr) == (b"data", len(rights), None)
        assert not flags & (socket.MSG_CTRUNC | socket.MSG_TRUNC)
        (m,) = syscall.ParseSocketControlMessage(oob[:oobn])
        fds = syscall.ParseUnixRights(m)
        try:
            assert not any(map(os.get_inheritable, fds))
            assert os.pread(fds[0], 10, 0) == b"inside"
        finally:
            for fd in fds:
                os.close(fd)


def test_descriptors_go_alone_and_end_a_read_early(path: str) -> None:
    c, s = pair("unix", path)
    with c, s, open(os.devnull) as null:
        assert c.WriteMsgUnix(None, syscall.UnixRights(null.fileno()), None)[0] == 0
        c.Write(b"after")
        oob = bytearray(100)
        n, oobn, _, _ = s.ReadMsgUnix(bytearray(100), oob)
        (fd,) = syscall.ParseUnixRights(
            syscall.ParseSocketControlMessage(oob[:oobn])[0]
        )
        os.close(fd)
        b = bytearray(100)
        if n == 1:  # the byte that they went with
            n = s.Read(b)
            assert b[:n] == b"after"


def test_what_there_is_no_room_for_is_closed_by_the_system(path: str) -> None:
    c, s = pair("unix", path)
    with c, s, open(os.devnull) as null:
        c.WriteMsgUnix(b"x", syscall.UnixRights(null.fileno()), None)
        n, oobn, flags, _ = s.ReadMsgUnix(bytearray(10), None)
        assert (n, oobn) == (1, 0)
        assert flags & socket.MSG_CTRUNC


# --- names that cannot be -----------------------------------------------------


@pytest.mark.from_go("net/error_test.go", "TestProtocolDialError")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DIR/none", "connect: no such file or directory"),
        ("DIR/file/x", "connect: not a directory"),
        ("DIR/file", "connect: connection refused"),
        ("//", "connect: connection refused"),
        ("/" + "a" * 106, "connect: no such file or directory"),
        ("/" + "a" * 107, "connect: invalid argument"),
        ("@goruntime-no-such", "connect: connection refused"),
        ("@" + "a" * 107, "connect: connection refused"),
        ("@" + "a" * 108, "connect: invalid argument"),
        ("/nonexistent/a\0b", "connect: no such file or directory"),
    ],
)
def test_dialing_what_is_not_there_fails_as_in_go(
    name: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    name = name.replace("DIR", str(tmp_path))
    for network in ("unix", "unixgram", "unixpacket"):
        calls: list[Callable[[], object]] = [
            lambda n=network: net.Dial(n, name),  # type: ignore[misc]
            lambda n=network: net.DialUnix(n, None, net.UnixAddr(name)),  # type: ignore[misc]
        ]
        for call in calls:
            with pytest.raises(net.OpError) as e:
                call()
            assert str(e.value) == f"dial {network} {name}: {text}"


@pytest.mark.from_go("net/error_test.go", "TestProtocolListenError")
@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: net.Dial("unix", ""), "dial unix: missing address"),
        (
            lambda: net.DialUnix("tcp", None, net.UnixAddr("x", "unix")),
            "dial tcp x: unknown network tcp",
        ),
        (lambda: net.DialUnix("unix", None, None), "dial unix: missing address"),
        (
            lambda: net.DialUnix("unix", None, net.UnixAddr("", "unix")),
            "dial unix : missing address",
        ),
        (
            lambda: net.ListenUnix("unixgram", net.UnixAddr("x", "unixgram")),
            "listen unixgram x: unknown network unixgram",
        ),
        (lambda: net.ListenUnix("unix", None), "listen unix: missing address"),
        (
            lambda: net.ListenUnixgram("unix", net.UnixAddr("x", "unix")),
            "listen unix x: unknown network unix",
        ),
        (
            lambda: net.ListenUnixgram("unixgram", None),
            "listen unixgram: missing address",
        ),
        (
            lambda: net.ListenUnix("unix", net.UnixAddr("//")),
            "listen unix //: bind: address already in use",
        ),
        (
            lambda: net.ListenUnix("unixpacket", net.UnixAddr("//")),
            "listen unixpacket //: bind: address already in use",
        ),
        (
            lambda: net.ListenUnixgram("unixgram", net.UnixAddr("//")),
            "listen unixgram //: bind: address already in use",
        ),
        (
            lambda: net.Listen("unix", "/a" * 54),
            f"listen unix {'/a' * 54}: bind: invalid argument",
        ),
        (
            lambda: net.Listen("unix", "/nonexistent/s"),
            "listen unix /nonexistent/s: bind: no such file or directory",
        ),
        (
            lambda: net.ListenPacket("unixgram", "/nonexistent/s"),
            "listen unixgram /nonexistent/s: bind: no such file or directory",
        ),
        (
            lambda: net.Dialer(LocalAddr=net.TCPAddr()).Dial("unix", "/nonexistent"),
            "dial unix: address :0: mismatched local address type",
        ),
        (
            lambda: net.Dialer(LocalAddr=net.UnixAddr("/x", "unix")).Dial(
                "tcp", "127.0.0.1:80"
            ),
            "dial tcp: address /x: mismatched local address type",
        ),
        (
            lambda: net.Dialer(LocalAddr=net.UnixAddr("/x", "unixgram")).Dial(
                "unix", "/y"
            ),
            "dial unix: address /x: mismatched local address type",
        ),
    ],
)
def test_what_cannot_be_is_refused(call: Callable[[], object], text: str) -> None:
    with pytest.raises(net.OpError) as e:
        call()
    assert str(e.value) == text


def test_kinds_do_not_mix(path: str) -> None:
    with net.Listen("unix", path):
        with pytest.raises(net.OpError) as e:
            net.Dial("unixpacket", path)
        assert str(e.value) == (
            f"dial unixpacket {path}: connect: protocol wrong type for socket"
        )
        with pytest.raises(OSError, match="bind: address already in use") as e2:
            net.Listen("unix", path)
        assert e2.value.errno == errno.EADDRINUSE
    with net.Listen("unixgram", path) as ln:
        with pytest.raises(net.OpError) as e:
            ln.Accept()
        assert str(e.value) == (
            f"accept unixgram {path}: accept4: operation not supported"
        )
    with net.ListenPacket("unix", path) as c:
        with pytest.raises(net.OpError) as e:
            c.ReadFrom(bytearray(1))
        assert str(e.value) == f"read unix {path}: recvfrom: invalid argument"


def test_resolving_is_naming() -> None:
    for network in ("unix", "unixgram", "unixpacket"):
        assert net.ResolveUnixAddr(network, "/x") == net.UnixAddr("/x", network)
    with pytest.raises(net.UnknownNetworkError, match="unknown network tcp"):
        net.ResolveUnixAddr("tcp", "/x")


def test_a_full_backlog_refuses_at_once(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(path)
        s.listen(0)
        conns = []

        def fill() -> None:
            while True:
                conns.append(net.Dial("unix", path))

        with pytest.raises(net.OpError) as e:
            fill()
        for c in conns:
            c.Close()
    assert str(e.value) == (
        f"dial unix {path}: connect: resource temporarily unavailable"
    )
    assert e.value.Timeout()
    assert e.value.Temporary()


# --- the socket's file --------------------------------------------------------


@pytest.mark.from_go("net/unixsock_test.go", "TestUnixUnlink")
@pytest.mark.parametrize("unlink", [None, True, False])
def test_a_listener_removes_its_file(unlink: bool | None, path: str) -> None:
    ln: Any = net.Listen("unix", path)
    assert os.path.exists(path)
    if unlink is not None:
        ln.SetUnlinkOnClose(unlink)
    ln.Close()
    assert os.path.exists(path) == (unlink is False)


@pytest.mark.from_go("net/unixsock_test.go", "TestUnixUnlink")
@pytest.mark.parametrize("unlink", [None, True, False])
def test_a_listener_from_a_file_leaves_it(unlink: bool | None, path: str) -> None:
    with net.ListenUnix("unix", net.UnixAddr(path, "unix")) as ln:
        with ln.File() as f:
            ln1: Any = net.FileListener(f)
        assert ln1.Addr() == ln.Addr()
        if unlink is not None:
            ln1.SetUnlinkOnClose(unlink)
        ln1.Close()
        assert os.path.exists(path) == (unlink is not True)


@pytest.mark.from_go("net/unixsock_test.go", "TestUnixUnlink")
def test_only_the_first_close_removes_the_file(path: str) -> None:
    ln = net.Listen("unix", path)
    ln.Close()
    Path(path).touch()
    with pytest.raises(net.ErrClosed) as e:
        ln.Close()
    assert str(e.value) == f"close unix {path}: {CLOSED}"
    assert os.path.exists(path)


# --- closing, deadlines -------------------------------------------------------


@pytest.mark.from_go("net/net_test.go", "TestCloseWrite")
@pytest.mark.parametrize("network", ["unix", "unixpacket"])
def test_one_side_can_be_closed(network: str, path: str) -> None:
    c, s = pair(network, path)
    with c, s:
        c.CloseWrite()
        with pytest.raises(io.EOF):
            s.Read(bytearray(1))
        with pytest.raises(BrokenPipeError) as e:
            c.Write(b"x")
        assert str(e.value) == f"write {network} @->{path}: write: broken pipe"
        s.Write(b"x")
        assert c.Read(bytearray(1)) == 1
        c.CloseRead()
        with pytest.raises(io.EOF):
            c.Read(bytearray(1))
        c.CloseRead()
        c.Close()
        with pytest.raises(net.ErrClosed) as e2:
            c.CloseRead()
        assert str(e2.value) == f"close {network} @->{path}: {CLOSED}"


READS: list[Callable[[net.UnixConn], object]] = [
    lambda c: c.Read(bytearray(1)),
    lambda c: c.ReadFrom(bytearray(1)),
    lambda c: c.ReadMsgUnix(bytearray(1), bytearray(64)),
]


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("network", ["unix", "unixpacket", "unixgram"])
def test_the_deadline_and_close_end_a_wait(
    network: str, read: Callable[[net.UnixConn], object], path: str
) -> None:
    ends = f"read {network} {path}"
    if network == "unixgram":
        s = net.ListenUnixgram(network, net.UnixAddr(path, network))
        c = None
    else:
        c, s = pair(network, path)
        ends += "->@"
    s.SetReadDeadline(time.Now().Add(2 * time.Millisecond))
    for _ in range(2):
        with pytest.raises(go_os.ErrDeadlineExceeded) as e:
            read(s)
        assert str(e.value) == f"{ends}: i/o timeout"
    s.SetReadDeadline(None)
    errs = chan[Exception](1)

    def reader() -> None:
        try:
            read(s)
        except Exception as err:
            errs.send(err)

    go(reader)
    until(lambda: s.fd.pfd.pd.rg is not None)
    s.Close()
    assert str(errs.recv()) == f"{ends}: {CLOSED}"
    if c is not None:
        c.Close()


@pytest.mark.from_go("net/protoconn_test.go", "TestUnixListenerSpecificMethods")
def test_a_listeners_methods(path: str) -> None:
    ln = net.ListenUnix("unix", net.UnixAddr(path, "unix"))
    ln.SetDeadline(time.Now().Add(30))
    ln.SetDeadline(time.Unix(1, 0))
    for accept in (ln.Accept, ln.AcceptUnix):
        with pytest.raises(TimeoutError) as e:
            accept()
        assert str(e.value) == f"accept unix {path}: i/o timeout"
    seen: list[int] = []
    ln.SyscallConn().Control(seen.append)
    assert seen == [ln.fd.pfd.sysfd]
    assert repr(ln) == f"<UnixListener unix {path}>"
    ln.Close()
    with pytest.raises(net.ErrClosed) as e2:
        ln.Accept()
    assert str(e2.value) == f"accept unix {path}: {CLOSED}"


def test_zero_values_refuse_everything() -> None:
    c, ln = net.UnixConn(), net.UnixListener()
    calls: list[Callable[[], object]] = [
        lambda: c.ReadFrom(bytearray(1)),
        lambda: c.ReadMsgUnix(None, None),
        lambda: c.WriteTo(b"x", net.UnixAddr("x", "unix")),
        lambda: c.WriteMsgUnix(b"x", None, None),
        c.CloseRead,
        c.Close,
        ln.Accept,
        ln.Close,
        ln.File,
        ln.SyscallConn,
        lambda: ln.SetDeadline(None),
    ]
    for call in calls:
        with pytest.raises(syscall.EINVAL):
            call()


def test_control_is_called_with_network_and_name(path: str) -> None:
    seen: list[Any] = []

    def control(network: str, address: str, c: Any) -> None:
        seen.append((network, address))
        c.Control(lambda fd: seen.append(os.fstat(fd).st_mode))

    ctx = context.Background()
    with net.ListenConfig(Control=control).Listen(ctx, "unix", path):
        with net.Dialer(Control=control).Dial("unix", path):
            pass
        d = net.Dialer(ControlContext=lambda _ctx, *args: control(*args))
        with d.DialUnix(ctx, "unix", None, net.UnixAddr(path, "unix")):
            pass
    assert seen[::2] == [("unix", path)] * 3
    with net.ListenConfig(Control=control).ListenPacket(ctx, "unixgram", ""):
        assert seen[6] == ("unixgram", "")


def test_an_error_in_control_opens_nothing(path: str) -> None:
    class Refused(Exception):
        pass

    def control(*_: Any) -> None:
        raise Refused

    with pytest.raises(Refused):
        net.ListenConfig(Control=control).Listen(context.Background(), "unix", path)
    assert not os.path.exists(path)

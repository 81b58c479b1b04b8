"""TCP connections and listeners: what works, and what goes wrong."""

import errno
import os
import pickle
import signal
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from typing import Any

import pytest

import net
from goruntime import (
    Gosched,
    NumGoroutine,
    blocking,
    chan,
    context,
    errors,
    go,
    io,
    select,
    sync,
    syscall,
    time,
)
from goruntime import os as go_os
from goruntime import recv as recv_case
from goruntime.poll import hook as poll_hook
from net import hook
from tests.net.linklocal import link_local
from tests.net.pairs import pair
from tests.waiting import until


@pytest.fixture
def localhost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let localhost have an address of each family, whatever the machine says."""
    addrs = [net.IPAddr(IP=net.IPv4(127, 0, 0, 1)), net.IPAddr(IP=net.IPv6loopback)]
    monkeypatch.setattr(hook, "testHookLookupIP", lambda *args: addrs)


# --- what works ---------------------------------------------------------------


@pytest.mark.from_go("net/server_test.go", "TestTCPServer")
@pytest.mark.parametrize(
    ("network", "address"),
    [
        ("tcp", ":0"),
        ("tcp", "0.0.0.0:0"),
        ("tcp", "[::]:0"),
        ("tcp4", ":0"),
        ("tcp6", ":0"),
        ("tcp", "127.0.0.1:0"),
        ("tcp", "[::1]:0"),
        ("tcp", "localhost:0"),
    ],
)
def test_a_server_answers_on_every_kind_of_address(network: str, address: str) -> None:
    with net.Listen(network, address) as ln:

        def serve() -> None:
            with ln.Accept() as s:
                buf = bytearray(100)
                n = s.Read(buf)
                s.Write(buf[:n].upper())

        go(serve)
        _, port = net.SplitHostPort(str(ln.Addr()))
        host = "::1" if network == "tcp6" or "::1" in address else "127.0.0.1"
        with net.Dial("tcp", net.JoinHostPort(host, port)) as c:
            assert c.Write(b"hello") == 5
            buf = bytearray(100)
            assert c.Read(buf) == 5
            assert buf[:5] == b"HELLO"


@pytest.mark.from_go("net/listen_test.go", "TestDualStackTCPListener")
def test_a_wildcard_listener_serves_both_families() -> None:
    with net.Listen("tcp", "0.0.0.0:0") as ln:
        assert str(ln.Addr()).startswith("[::]:")
        _, port = net.SplitHostPort(str(ln.Addr()))
        for host in ("127.0.0.1", "::1"):
            with net.Dial("tcp", net.JoinHostPort(host, port)), ln.Accept():
                pass


@pytest.mark.from_go("net/tcpsock_test.go", "TestIPv6LinkLocalUnicastTCP")
@pytest.mark.parametrize("network", ["tcp", "tcp6"])
def test_a_link_local_address_keeps_its_zone(network: str) -> None:
    addr = link_local()
    with net.Listen(network, net.JoinHostPort(str(addr), "0")) as ln:
        # Not every kernel tells the zone of a listener's own address.
        _, port = net.SplitHostPort(str(ln.Addr()))
        to = net.JoinHostPort(str(addr), port)
        with net.Dial(network, to) as c, ln.Accept() as s:
            assert str(c.RemoteAddr()) == str(s.LocalAddr()) == to
            assert str(c.LocalAddr()) == str(s.RemoteAddr())
            assert f"%{addr.Zone}]" in str(c.LocalAddr())
            c.Write(b"hello")
            assert s.Read(bytearray(8)) == 5


@pytest.mark.from_go("net/tcpsock_test.go", "TestResolveTCPAddr")
@pytest.mark.parametrize(
    ("network", "address", "want"),
    [
        ("tcp", "127.0.0.1:0", "127.0.0.1:0"),
        ("tcp4", "127.0.0.1:65535", "127.0.0.1:65535"),
        ("tcp", "[::1]:0", "[::1]:0"),
        ("tcp6", "[::1]:65535", "[::1]:65535"),
        ("tcp", "[::1%en0]:1", "[::1%en0]:1"),
        ("tcp6", "[::1%911]:2", "[::1%911]:2"),
        ("", "127.0.0.1:0", "127.0.0.1:0"),
        ("", "[::1]:0", "[::1]:0"),
        ("tcp", ":12345", ":12345"),
        ("tcp", "127.0.0.1:http", "127.0.0.1:80"),
        ("tcp", "[::ffff:127.0.0.1]:http", "127.0.0.1:80"),
        ("tcp", "[2001:db8::1]:http", "[2001:db8::1]:80"),
        ("tcp4", "127.0.0.1:http", "127.0.0.1:80"),
        ("tcp4", "[::ffff:127.0.0.1]:http", "127.0.0.1:80"),
        ("tcp6", "[2001:db8::1]:http", "[2001:db8::1]:80"),
        ("tcp", "localhost:1", "127.0.0.1:1"),
        ("tcp4", "localhost:2", "127.0.0.1:2"),
        ("tcp6", "localhost:3", "[::1]:3"),
    ],
)
@pytest.mark.usefixtures("localhost")
def test_addresses_are_resolved(network: str, address: str, want: str) -> None:
    addr = net.ResolveTCPAddr(network, address)
    assert str(addr) == want
    assert net.ResolveTCPAddr(addr.Network(), str(addr)) == addr


@pytest.mark.from_go("net/tcpsock_test.go", "TestResolveTCPAddr")
@pytest.mark.parametrize(
    ("network", "address", "want"),
    [
        ("http", "127.0.0.1:0", net.UnknownNetworkError("http")),
        (
            *("tcp4", "[2001:db8::1]:http"),
            net.AddrError("no suitable address found", "2001:db8::1"),
        ),
        (
            *("tcp6", "127.0.0.1:http"),
            net.AddrError("no suitable address found", "127.0.0.1"),
        ),
        (
            *("tcp6", "[::ffff:127.0.0.1]:http"),
            net.AddrError("no suitable address found", "::ffff:127.0.0.1"),
        ),
    ],
)
def test_an_address_of_another_network_is_not_resolved(
    network: str, address: str, want: Exception
) -> None:
    with pytest.raises(type(want)) as e:
        net.ResolveTCPAddr(network, address)
    assert e.value == want


def test_tcp4_and_tcp6_listeners_can_share_a_port_number() -> None:
    with net.Listen("tcp4", "0.0.0.0:0") as v4:
        assert str(v4.Addr()).startswith("0.0.0.0:")
        _, port = net.SplitHostPort(str(v4.Addr()))
        with net.Listen("tcp6", f"[::]:{port}") as v6:
            assert str(v6.Addr()) == f"[::]:{port}"


def test_an_empty_host_dials_this_machine() -> None:
    with net.Listen("tcp", ":0") as ln:
        _, port = net.SplitHostPort(str(ln.Addr()))
        with net.Dial("tcp", ":" + port), ln.Accept():
            pass


def test_both_ends_agree_on_the_addresses() -> None:
    with pair() as (c, s):
        assert str(c.LocalAddr()) == str(s.RemoteAddr())
        assert str(c.RemoteAddr()) == str(s.LocalAddr())
        assert c.LocalAddr().Network() == "tcp"


def test_a_large_message_arrives_whole() -> None:
    data = os.urandom(5_000_000)
    with pair() as (c, s):

        def sender() -> None:
            assert c.Write(data) == len(data)
            c.CloseWrite()

        go(sender)
        got = bytearray()
        buf = bytearray(70_000)
        while len(got) < len(data):
            got += buf[: s.Read(buf)]
        assert got == data
        with pytest.raises(io.EOF):
            s.Read(buf)


@pytest.mark.from_go("net/tcpsock_test.go", "TestTCPStress")
def test_many_messages_go_there_and_back_on_two_connections() -> None:
    size, messages = 512, 500
    wg = sync.WaitGroup()

    def serve(s: net.Conn) -> None:
        with s:
            b = bytearray(size)
            for _ in range(messages):
                io.ReadFull(s, b)
                s.Write(b)

    def client(first: int) -> None:
        with net.Dial("tcp", str(ln.Addr())) as c:
            b = bytearray(size)
            for i in range(messages):
                sent = bytes((first + i + j) % 256 for j in range(4)) * (size // 4)
                c.Write(sent)
                io.ReadFull(c, b)
                assert b == sent

    with net.Listen("tcp", "127.0.0.1:0") as ln:
        for i in range(2):
            wg.Go(client, 100 * i)
            wg.Go(serve, ln.Accept())
        wg.Wait()


def test_any_buffer_is_taken() -> None:
    import array

    with pair() as (c, s):
        assert c.Write(memoryview(b"abcdef")[2:4]) == 2
        assert c.Write(array.array("i", [1, 2])) == 8
        assert c.Write(bytearray(b"x")) == 1
        words = array.array("H", [0] * 6)
        assert s.Read(words) == 11
        with pytest.raises(TypeError, match="encode it"):
            c.Write("text")
        with pytest.raises(TypeError, match="bytearray"):
            s.Read(b"readonly")
        with pytest.raises(TypeError):
            s.Read(None)


def test_an_empty_read_returns_at_once_and_an_empty_write_writes_nothing() -> None:
    with pair() as (c, s):
        assert s.Read(bytearray()) == 0
        assert c.Write(b"") == 0
        s.SetReadDeadline(time.Now().Add(-time.Second))
        assert s.Read(bytearray()) == 0


def test_close_write_is_the_peers_eof_and_the_other_way_stays_open() -> None:
    with pair() as (c, s):
        c.CloseWrite()
        with pytest.raises(io.EOF):
            s.Read(bytearray(1))
        s.Write(b"x")
        assert c.Read(bytearray(1)) == 1


def test_close_read_lets_read_return_eof() -> None:
    with pair() as (c, _):
        c.CloseRead()
        with pytest.raises(io.EOF):
            c.Read(bytearray(1))


def test_a_with_block_closes_and_does_not_mind_a_close_inside() -> None:
    with pair() as (c, s):
        with c:
            c.Close()
        with pytest.raises(io.EOF):
            s.Read(bytearray(1))


def test_iterating_a_listener_accepts_until_it_is_closed() -> None:
    ln = net.Listen("tcp", "127.0.0.1:0")
    served = chan[int]()

    def serve() -> None:
        n = 0
        for conn in ln:
            conn.Close()
            n += 1
        served.send(n)

    go(serve)
    for _ in range(3):
        with net.Dial("tcp", str(ln.Addr())) as c, pytest.raises(io.EOF):
            c.Read(bytearray(1))
    ln.Close()
    assert served.recv() == 3


def test_socket_options_are_gos() -> None:
    def opt(c: Any, level: int, name: int) -> int:
        return c.fd.pfd.sock.getsockopt(level, name)  # type: ignore[no-any-return]

    with net.ListenTCP("tcp", None) as ln:
        assert opt(ln, socket.SOL_SOCKET, socket.SO_REUSEADDR) == 1
        assert opt(ln, socket.IPPROTO_IPV6, socket.IPV6_V6ONLY) == 0
    with pair() as ends:
        for c in ends:
            assert opt(c, socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
            assert opt(c, socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert opt(c, socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 15
            assert opt(c, socket.IPPROTO_TCP, socket.TCP_KEEPINTVL) == 15
            assert opt(c, socket.IPPROTO_TCP, socket.TCP_KEEPCNT) == 9
            assert os.get_blocking(c.fd.pfd.sysfd) is False
            assert os.get_inheritable(c.fd.pfd.sysfd) is False


@pytest.mark.from_go("net/protoconn_test.go", "TestTCPConnSpecificMethods")
def test_options_of_a_connection_can_be_set() -> None:
    with pair() as (c, s):
        c.SetNoDelay(False)
        c.SetKeepAlive(False)
        c.SetKeepAlivePeriod(30)
        c.SetKeepAliveConfig(
            net.KeepAliveConfig(Enable=True, Idle=5 * time.Second, Interval=1, Count=3)
        )
        c.SetLinger(5)
        c.SetReadBuffer(100_000)
        c.SetWriteBuffer(100_000)
        with pytest.raises(net.OpError, match="setsockopt: invalid argument"):
            c.SetKeepAlivePeriod(40_000)
        for set_deadline in (c.SetDeadline, c.SetReadDeadline, c.SetWriteDeadline):
            set_deadline(time.Now().Add(20 * time.Second))
        c.Write(b"and it still")
        s.Write(b"works")
        assert s.Read(bytearray(100)) == 12
        assert c.Read(bytearray(100)) == 5


def test_file_is_a_copy() -> None:
    with pair() as (c, s):
        with c.File() as f:
            assert f.Fd() != c.fd.pfd.sysfd
            assert f.Name().startswith("tcp:127.0.0.1:")
            c.Close()
            os.write(f.fileno(), b"still open")
            assert s.Read(bytearray(20)) == 10
        with pytest.raises(go_os.PathError, match="file already closed"):
            f.Close()


# --- errors: texts and types --------------------------------------------------


def chain(err: Any) -> str:
    """Name the layers of an error, from outside in."""
    names = []
    while err is not None:
        names.append(type(err).__name__)
        inner = errors.Unwrap(err)
        if inner is not None:
            assert err.__cause__ is inner
        err = inner
    return " > ".join(names)


DIAL = [
    ("foo", "", "dial foo: unknown network foo", "OpError > UnknownNetworkError"),
    ("", "127.0.0.1:80", "dial: unknown network ", "OpError > UnknownNetworkError"),
    (
        "TCP",
        "127.0.0.1:80",
        "dial TCP: unknown network TCP",
        "OpError > UnknownNetworkError",
    ),
    (
        "tcp:80",
        "127.0.0.1",
        "dial tcp:80: unknown network tcp:80",
        "OpError > UnknownNetworkError",
    ),
    ("tcp", "", "dial tcp: missing address", "OpError > errMissingAddress"),
    (
        "tcp",
        "127.0.0.1",
        "dial tcp: address 127.0.0.1: missing port in address",
        "OpError > AddrError",
    ),
    (
        "tcp",
        "::1:80",
        "dial tcp: address ::1:80: too many colons in address",
        "OpError > AddrError",
    ),
    (
        "tcp",
        "[::1]80",
        "dial tcp: address [::1]80: missing port in address",
        "OpError > AddrError",
    ),
    (
        "tcp",
        "a[b]:80",
        "dial tcp: address a[b]:80: unexpected '[' in address",
        "OpError > AddrError",
    ),
    (
        "tcp",
        "127.0.0.1:65536",
        "dial tcp: address 65536: invalid port",
        "OpError > AddrError",
    ),
    (
        "tcp",
        "127.0.0.1:-1",
        "dial tcp: address -1: invalid port",
        "OpError > AddrError",
    ),
    (
        "tcp",
        "127.0.0.1:☺",
        "dial tcp: lookup tcp/☺: unknown port",
        "OpError > DNSError",
    ),
    (
        "tcp",
        "127.0.0.1: 80",
        "dial tcp: lookup tcp/ 80: unknown port",
        "OpError > DNSError",
    ),
    (
        "tcp",
        "mh/astro/r70:http",
        "dial tcp: lookup mh/astro/r70: no such host",
        "OpError > DNSError",
    ),
    (
        "tcp4",
        "[::1]:80",
        "dial tcp4: address ::1: no suitable address found",
        "OpError > AddrError",
    ),
    (
        "tcp6",
        "127.0.0.1:80",
        "dial tcp6: address 127.0.0.1: no suitable address found",
        "OpError > AddrError",
    ),
    (
        "tcp",
        "127.0.0.1:1",
        "dial tcp 127.0.0.1:1: connect: connection refused",
        "OpError > SyscallError > ECONNREFUSED",
    ),
    (
        "tcp",
        "127.0.0.1:+1",
        "dial tcp 127.0.0.1:1: connect: connection refused",
        "OpError > SyscallError > ECONNREFUSED",
    ),
    (
        "tcp",
        "127.0.0.1:",
        "dial tcp 127.0.0.1:0: connect: connection refused",
        "OpError > SyscallError > ECONNREFUSED",
    ),
    (
        "tcp",
        ":1",
        "dial tcp :1: connect: connection refused",
        "OpError > SyscallError > ECONNREFUSED",
    ),
    (
        "tcp",
        "0.0.0.0:1",
        "dial tcp 0.0.0.0:1: connect: connection refused",
        "OpError > SyscallError > ECONNREFUSED",
    ),
    (
        "tcp",
        "[::1]:1",
        "dial tcp [::1]:1: connect: connection refused",
        "OpError > SyscallError > ECONNREFUSED",
    ),
    (
        "tcp",
        "[fe80::1]:80",
        "dial tcp [fe80::1]:80: connect: invalid argument",
        "OpError > SyscallError > EINVAL",
    ),
]


@pytest.mark.from_go("net/error_test.go", "TestDialError")
@pytest.mark.parametrize(("network", "address", "text", "layers"), DIAL)
def test_a_dial_that_fails_says_what_go_says(
    network: str, address: str, text: str, layers: str
) -> None:
    with pytest.raises(net.OpError) as e:
        net.Dial(network, address)
    err = e.value
    assert str(err) == text
    assert chain(err) == layers
    assert (err.Op, err.Net, err.Source) == ("dial", network, None)
    assert (err.Addr is None) == ("connect" not in text)
    assert not err.Timeout()
    assert not err.Temporary()


LISTEN = [
    ("foo", "", "listen foo: unknown network foo"),
    ("tcp", "127.0.0.1", "listen tcp: address 127.0.0.1: missing port in address"),
    ("tcp", "127.0.0.1:☺", "listen tcp: lookup tcp/☺: unknown port"),
    ("tcp", "127.0.0.1:-1", "listen tcp: address -1: invalid port"),
    ("tcp", "::1:80", "listen tcp: address ::1:80: too many colons in address"),
    (
        "tcp",
        "192.0.2.99:0",
        "listen tcp 192.0.2.99:0: bind: cannot assign requested address",
    ),
    (
        "tcp",
        "[2001:db8::1]:0",
        "listen tcp [2001:db8::1]:0: bind: cannot assign requested address",
    ),
]


@pytest.mark.from_go("net/error_test.go", "TestListenError")
@pytest.mark.parametrize(("network", "address", "text"), LISTEN)
def test_a_listen_that_fails_says_what_go_says(
    network: str, address: str, text: str
) -> None:
    with pytest.raises(net.OpError) as e:
        net.Listen(network, address)
    assert str(e.value) == text
    assert (e.value.Op, e.value.Net) == ("listen", network)


def test_an_address_in_use_is_said_to_be() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        with pytest.raises(OSError, match="in use") as e:
            net.Listen("tcp", str(ln.Addr()))
        assert str(e.value) == f"listen tcp {ln.Addr()}: bind: address already in use"
        assert e.value.errno == errno.EADDRINUSE
        assert errors.Is(e.value, syscall.EADDRINUSE)
        d = net.Dialer(LocalAddr=ln.Addr())
        with pytest.raises(OSError, match=r"->127.*: bind: address already in use"):
            d.Dial("tcp", str(ln.Addr()))


@pytest.mark.from_go("net/error_test.go", "TestProtocolDialError")
@pytest.mark.from_go("net/error_test.go", "TestProtocolListenError")
def test_dial_tcp_and_listen_tcp_check_their_arguments() -> None:
    for call, text in (
        (
            lambda: net.DialTCP("udp", None, net.TCPAddr()),
            "dial udp :0: unknown network udp",
        ),
        (lambda: net.DialTCP("tcp", None, None), "dial tcp: missing address"),
        (
            lambda: net.DialTCP("tcp", None, net.TCPAddr(Port=1 << 16)),
            "dial tcp :65536: connect: invalid argument",
        ),
        (
            lambda: net.DialTCP(
                "tcp4", None, net.TCPAddr(IP=net.IPv6loopback, Port=80)
            ),
            "dial tcp4 [::1]:80: address ::1: non-IPv4 address",
        ),
        (lambda: net.ListenTCP("udp", None), "listen udp: unknown network udp"),
        (
            lambda: net.ListenTCP("tcp", net.TCPAddr(Port=1 << 16)),
            "listen tcp :65536: bind: invalid argument",
        ),
    ):
        with pytest.raises(net.OpError) as e:
            call()
        assert str(e.value) == text


@pytest.mark.from_go("net/error_test.go", "TestDialAddrError")
@pytest.mark.parametrize(
    ("dial", "addr"),
    [
        (lambda: net.Dial("tcp4", "[::1]:0"), "::1"),
        (lambda: net.Dial("tcp6", "127.0.0.1:0"), "127.0.0.1"),
        (lambda: net.DialTCP("tcp4", None, net.TCPAddr(IP=net.IPv6loopback)), "::1"),
        (
            lambda: net.DialTCP("tcp6", None, net.TCPAddr(IP=net.IP(b"\1#Eg\x89\xab"))),
            "?0123456789ab",
        ),
    ],
)
def test_the_address_that_does_not_fit_is_named(
    dial: Callable[[], object], addr: str
) -> None:
    with pytest.raises(net.AddrError) as e:
        dial()
    err: Any = e.value
    assert isinstance(err.Err, net.AddrError)
    assert err.Err.Addr == addr


def test_an_error_can_be_caught_by_whatever_it_wraps() -> None:
    with pytest.raises(ConnectionRefusedError):
        net.Dial("tcp", "127.0.0.1:1")
    with pytest.raises(syscall.ECONNREFUSED):
        net.Dial("tcp", "127.0.0.1:1")
    with pytest.raises(net.AddrError):
        net.Dial("tcp", "127.0.0.1")
    with pytest.raises(net.DNSError) as e:
        net.Dial("tcp", "127.0.0.1:nosuchservice")
    assert e.value.IsNotFound
    assert isinstance(e.value, net.Error)
    copy = pickle.loads(pickle.dumps(e.value))
    assert str(copy) == str(e.value)
    assert isinstance(copy, net.DNSError)


def test_the_zero_value_says_invalid_argument() -> None:
    for c in (net.TCPConn(), net.TCPListener()):
        with pytest.raises(syscall.EINVAL, match=r"^invalid argument$"):
            c.Close()
        with pytest.raises(syscall.EINVAL):
            c.SyscallConn()
    with pytest.raises(syscall.EINVAL):
        net.TCPConn().Read(bytearray(1))
    with pytest.raises(syscall.EINVAL):
        net.TCPConn().Write(b"")
    with pytest.raises(syscall.EINVAL):
        net.TCPListener().Accept()


# --- close --------------------------------------------------------------------

CLOSED = "use of closed network connection"


def test_everything_on_a_closed_connection_says_so() -> None:
    with pair() as (c, _):
        c.Close()
        ends = f"{c.LocalAddr()}->{c.RemoteAddr()}"
        local = str(c.LocalAddr())
        past = time.Now().Add(-time.Second)
        for call, text in (
            (lambda: c.Read(bytearray(1)), f"read tcp {ends}: {CLOSED}"),
            (lambda: c.Read(bytearray()), f"read tcp {ends}: {CLOSED}"),
            (lambda: c.Write(b"x"), f"write tcp {ends}: {CLOSED}"),
            (lambda: c.Write(b""), f"write tcp {ends}: {CLOSED}"),
            (c.Close, f"close tcp {ends}: {CLOSED}"),
            (c.CloseRead, f"close tcp {ends}: {CLOSED}"),
            (c.CloseWrite, f"close tcp {ends}: {CLOSED}"),
            (lambda: c.SetDeadline(past), f"set tcp {local}: {CLOSED}"),
            (lambda: c.SetReadDeadline(past), f"set tcp {local}: {CLOSED}"),
            (lambda: c.SetWriteDeadline(None), f"set tcp {local}: {CLOSED}"),
            (lambda: c.SetReadBuffer(1), f"set tcp {local}: {CLOSED}"),
            (lambda: c.SetNoDelay(True), f"set tcp {ends}: {CLOSED}"),
            (lambda: c.SetKeepAlivePeriod(1), f"set tcp {ends}: {CLOSED}"),
            (lambda: c.SetLinger(1), f"set tcp {ends}: {CLOSED}"),
            (c.File, f"file tcp {ends}: {CLOSED}"),
            (
                lambda: c.SyscallConn().Control(lambda fd: None),
                f"raw-control tcp {local}: {CLOSED}",
            ),
            (
                lambda: c.SyscallConn().Read(lambda fd: True),
                f"raw-read tcp {ends}: {CLOSED}",
            ),
            (
                lambda: c.SyscallConn().Write(lambda fd: True),
                f"raw-write tcp {ends}: {CLOSED}",
            ),
        ):
            with pytest.raises(net.ErrClosed) as e:
                call()
            assert str(e.value) == text
            assert isinstance(e.value, net.OpError)
            assert not e.value.Timeout()


@pytest.mark.from_go("net/error_test.go", "TestFileError")
def test_everything_on_a_closed_listener_says_so() -> None:
    ln = net.ListenTCP("tcp", net.ResolveTCPAddr("tcp", "127.0.0.1:0"))
    ln.Close()
    for call, op in ((ln.Accept, "accept"), (ln.Close, "close"), (ln.File, "file")):
        with pytest.raises(net.ErrClosed) as e:
            call()
        assert str(e.value) == f"{op} tcp {ln.Addr()}: {CLOSED}"
    with pytest.raises(net.ErrClosed, match=f"^{CLOSED}$"):
        ln.SetDeadline(None)


def test_close_wakes_who_reads_writes_and_accepts() -> None:
    with pair() as (_c, s):
        ln = net.Listen("tcp", "127.0.0.1:0")
        woken = chan[Any]()

        def waits(f: Callable[[], object]) -> None:
            try:
                f()
            except net.ErrClosed as e:
                woken.send(e.Op)  # type: ignore[attr-defined]

        go(waits, lambda: s.Read(bytearray(1)))
        go(waits, lambda: s.Write(bytes(20_000_000)))
        go(waits, ln.Accept)
        until(lambda: s.fd.pfd.pd.wg is not None and ln.fd.pfd.pd.rg is not None)  # type: ignore[attr-defined]
        s.Close()
        ln.Close()
        assert sorted([woken.recv() for _ in range(3)]) == ["accept", "read", "write"]


def test_a_write_that_is_cut_short_says_how_much_was_written() -> None:
    with pair() as (c, s):
        result = chan[Any]()

        def writer() -> None:
            try:
                c.Write(bytes(50_000_000))
            except net.OpError as e:
                result.send(e)

        go(writer)
        buf = bytearray(1 << 16)
        got = sum(s.Read(buf) for _ in range(10))
        s.SetLinger(0)
        s.Close()
        err = result.recv()
        assert got <= err.n < 50_000_000
        assert errors.Is(err, syscall.ECONNRESET) or errors.Is(err, syscall.EPIPE)


def test_many_readers_are_all_woken_by_close_and_the_number_is_free_after() -> None:
    with pair() as (_, s):
        fd = s.fd.pfd.sysfd
        woken: list[int] = []

        def reader(i: int) -> None:
            try:
                s.Read(bytearray(1))
            except net.ErrClosed:
                # Nobody may get the number before the last user has let go.
                woken.append(i)

        for i in range(10):
            go(reader, i)
        until(lambda: len(s.fd.pfd.fdmu.rwait) == 9)
        s.Close()
        assert not os.path.exists(f"/proc/self/fd/{fd}")
        until(lambda: len(woken) == 10)


def test_readers_take_turns() -> None:
    with pair() as (c, s):
        got: list[bytes] = []

        def reader() -> None:
            buf = bytearray(1)
            s.Read(buf)
            got.append(bytes(buf))

        for _ in range(3):
            go(reader)
        until(lambda: len(s.fd.pfd.fdmu.rwait) == 2)
        for x in (b"a", b"b", b"c"):
            c.Write(x)
        until(lambda: len(got) == 3)
        assert sorted(got) == [b"a", b"b", b"c"]


def test_one_reads_while_another_writes() -> None:
    with pair() as (c, s):
        go(s.Read, bytearray(1))
        until(lambda: not s.fd.pfd.fdmu.rtoken)
        s.Write(b"x")
        assert c.Read(bytearray(1)) == 1
        c.Write(b"y")
        until(lambda: NumGoroutine() == 1)


def test_writes_of_two_goroutines_do_not_mix() -> None:
    with pair() as (c, s):
        n = 400_000
        for x in (b"a", b"b"):
            go(c.Write, x * n)
        got = bytearray()
        buf = bytearray(1 << 16)
        while len(got) < 2 * n:
            got += buf[: s.Read(buf)]
        assert bytes(got) in (b"a" * n + b"b" * n, b"b" * n + b"a" * n)


# --- the peer -----------------------------------------------------------------


@pytest.mark.from_go("net/net_test.go", "TestNotTemporaryRead")
def test_a_reset_is_reported_once_and_then_comes_eof() -> None:
    with pair() as (c, s):
        s.SetLinger(0)
        s.Close()
        with pytest.raises(ConnectionResetError) as e:
            c.Read(bytearray(1))
        assert str(e.value).endswith(": read: connection reset by peer")
        assert chain(e.value) == "OpError > SyscallError > ECONNRESET"
        assert isinstance(e.value, net.Error)
        assert not e.value.Temporary()
        assert not e.value.Timeout()
        with pytest.raises(io.EOF):
            c.Read(bytearray(1))
        with pytest.raises(BrokenPipeError, match="write: broken pipe"):
            c.Write(b"x")


SIGPIPE = """
import signal
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
from goruntime import run
import net
def main():
    ln = net.Listen("tcp", "127.0.0.1:0")
    c = net.Dial("tcp", str(ln.Addr()))
    s = ln.Accept()
    s.SetLinger(0)
    s.Close()
    for _ in range(3):
        try:
            c.Write(b"x")
        except OSError as e:
            print(type(e.Err.Err).__name__)
run(main)
"""


@pytest.mark.plain
def test_a_broken_pipe_is_an_error_and_never_a_signal() -> None:
    out = subprocess.run(
        [sys.executable, "-c", SIGPIPE], capture_output=True, text=True, check=False
    )
    assert (out.returncode, out.stderr) == (0, "")
    assert out.stdout.split()[-1] == "EPIPE"


# --- deadlines ----------------------------------------------------------------


@pytest.mark.from_go("net/timeout_test.go", "TestReadTimeout")
def test_a_deadline_in_the_past_fails_at_once() -> None:
    with pair() as (c, s):
        c.Write(b"x")
        s.SetReadDeadline(time.Now().Add(-time.Second))
        with pytest.raises(go_os.ErrDeadlineExceeded) as e:
            s.Read(bytearray(1))
        assert str(e.value).endswith(": i/o timeout")
        assert isinstance(e.value, TimeoutError)
        assert isinstance(e.value, net.OpError)
        assert e.value.Timeout()
        assert e.value.Temporary()
        assert not errors.Is(e.value, context.DeadlineExceeded)
        s.SetReadDeadline(None)
        assert s.Read(bytearray(1)) == 1
        s.SetWriteDeadline(time.Now().Add(-time.Second))
        with pytest.raises(go_os.ErrDeadlineExceeded):
            s.Write(b"")
        s.SetDeadline(time.Time())
        assert s.Write(b"x") == 1


def test_a_deadline_to_come_wakes_who_waits_and_not_too_early() -> None:
    with pair() as (_, s):
        began = time.Now()
        s.SetReadDeadline(began.Add(30 * time.Millisecond))
        with pytest.raises(TimeoutError):
            s.Read(bytearray(1))
        assert time.Since(began) >= 30 * time.Millisecond
        data = bytes(50_000_000)
        began = time.Now()
        s.SetWriteDeadline(began.Add(30 * time.Millisecond))
        with pytest.raises(TimeoutError) as e:
            s.Write(data)
        assert 0 < e.value.n < 50_000_000  # type: ignore[attr-defined]
        assert time.Since(began) >= 30 * time.Millisecond


def test_a_datetime_is_a_deadline_too() -> None:
    import datetime

    with pair() as (_, s):
        soon = datetime.datetime.now() + datetime.timedelta(milliseconds=20)
        s.SetReadDeadline(soon)
        with pytest.raises(TimeoutError):
            s.Read(bytearray(1))


@pytest.mark.from_go("net/timeout_test.go", "TestVariousTimeouts")
def test_a_deadline_moved_while_a_read_waits_counts() -> None:
    with pair() as (c, s):
        result = chan[str]()

        def reader() -> None:
            try:
                s.Read(bytearray(1))
            except TimeoutError:
                result.send("timeout")
            else:
                result.send("data")

        waiting = s.fd.pfd.pd

        # Set while it waits.
        go(reader)
        until(lambda: waiting.rg is not None)
        s.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
        assert result.recv() == "timeout"
        # Moved into the past.
        s.SetReadDeadline(time.Now().Add(time.Hour))
        go(reader)
        until(lambda: waiting.rg is not None)
        s.SetReadDeadline(time.Now().Add(-time.Hour))
        assert result.recv() == "timeout"
        # Moved from soon to later: it does not end at the first one.
        s.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
        go(reader)
        until(lambda: waiting.rg is not None)
        s.SetReadDeadline(time.Now().Add(time.Hour))
        time.Sleep(20 * time.Millisecond)
        assert waiting.rg is not None
        c.Write(b"x")
        assert result.recv() == "data"
        # Cleared.
        s.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
        go(reader)
        until(lambda: waiting.rg is not None)
        s.SetReadDeadline(None)
        time.Sleep(20 * time.Millisecond)
        c.Write(b"x")
        assert result.recv() == "data"
        # Of the other side: no matter.
        go(reader)
        until(lambda: waiting.rg is not None)
        s.SetWriteDeadline(time.Now().Add(-time.Hour))
        Gosched()
        c.Write(b"x")
        assert result.recv() == "data"


def test_pushing_a_deadline_before_every_read_leaves_one_timer() -> None:
    from goruntime.tls import getm

    with pair() as (c, s):
        buf = bytearray(10)
        for _ in range(500):
            s.SetReadDeadline(time.Now().Add(time.Minute))
            go(c.Write, b"x")
            s.Read(buf)
        assert len(getm().timers) <= 2


@pytest.mark.from_go("net/error_test.go", "TestAcceptError")
def test_until_it_is_closed_accept_comes_back_at_each_deadline() -> None:
    came: list[str] = []
    ended = chan[str]()

    def serve() -> None:
        while True:
            ln.SetDeadline(time.Now().Add(time.Millisecond))
            try:
                ln.Accept().Close()
                came.append("connection")
            except TimeoutError as err:
                came.append(str(err))
            except net.OpError as err:
                ended.send(str(err))
                return

    with net.ListenTCP("tcp", net.ResolveTCPAddr("tcp", "127.0.0.1:0")) as ln:
        timeout = f"accept tcp {ln.Addr()}: i/o timeout"
        go(serve)
        for i in range(3):
            until(lambda i=i: came.count(timeout) > i)  # type: ignore[misc]
            net.Dial("tcp", str(ln.Addr())).Close()
            until(lambda i=i: came.count("connection") > i)  # type: ignore[misc]
    assert ended.recv() == f"accept tcp {ln.Addr()}: {CLOSED}"
    assert set(came) == {timeout, "connection"}


@pytest.mark.from_go("net/protoconn_test.go", "TestTCPListenerSpecificMethods")
def test_accept_has_a_deadline() -> None:
    with net.ListenTCP("tcp", net.ResolveTCPAddr("tcp", "127.0.0.1:0")) as ln:
        for deadline in (-time.Second, 30 * time.Nanosecond, time.Millisecond):
            ln.SetDeadline(time.Now().Add(deadline))
            for accept in (ln.Accept, ln.AcceptTCP):
                with pytest.raises(go_os.ErrDeadlineExceeded) as e:
                    accept()
                assert str(e.value) == f"accept tcp {ln.Addr()}: i/o timeout"
        with ln.File() as f:
            assert f.Name() == f"tcp:{ln.Addr()}->"
        ln.SetDeadline(None)
        with net.Dial("tcp", str(ln.Addr())), ln.Accept():
            pass


@pytest.mark.from_go("net/timeout_test.go", "TestReadWriteProlongedTimeout")
def test_deadlines_race_with_data_and_with_each_other() -> None:
    with pair() as (c, s):
        stop = False
        outcomes = {"data": 0, "timeout": 0}

        def writer() -> None:
            while not stop:
                c.Write(b"x")
                Gosched()

        def mover() -> None:
            while not stop:
                s.SetReadDeadline(time.Now().Add(-time.Second))
                Gosched()
                s.SetReadDeadline(None)
                Gosched()

        go(writer)
        go(mover)
        buf = bytearray(100)
        for _ in range(2000):
            try:
                s.Read(buf)
                outcomes["data"] += 1
            except TimeoutError:
                outcomes["timeout"] += 1
                Gosched()
        stop = True
        until(lambda: NumGoroutine() == 1)
        assert outcomes["data"] > 0
        assert outcomes["timeout"] > 0


# --- descriptors --------------------------------------------------------------


EMFILE = """
import resource
from goruntime import NumGoroutine, go, io, run, time
import net
def main():
    ln = net.Listen("tcp", "127.0.0.1:0")
    addr = str(ln.Addr())
    waiting = [net.Dial("tcp", addr) for _ in range(3)]
    import os
    highest = max(int(n) for n in os.listdir("/proc/self/fd"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest, highest))
    for call in (ln.Accept, lambda: net.Dial("tcp", addr)):
        try:
            print("got", call())
        except net.OpError as e:
            print(str(e).replace(addr, "ADDR"), e.Temporary(), e.Timeout())
    waiting.pop().Close()
    with ln.Accept():
        print("accepted")
    print(NumGoroutine())
run(main)
"""


@pytest.mark.plain
def test_without_descriptors_accept_and_dial_raise_and_the_listener_lives_on() -> None:
    out = subprocess.run(
        [sys.executable, "-c", EMFILE], capture_output=True, text=True, check=False
    )
    assert out.stderr == ""
    assert out.stdout == textwrap.dedent(
        """\
        accept tcp ADDR: accept4: too many open files True False
        dial tcp ADDR: socket: too many open files True False
        accepted
        1
        """
    )


def test_accept_tries_again_when_the_connection_was_aborted_or_it_was_interrupted() -> (
    None
):
    real = poll_hook.AcceptFunc
    failures = [errno.ECONNABORTED, errno.EINTR, errno.ECONNABORTED]

    def accept(sock: Any) -> Any:
        if failures:
            raise OSError(failures.pop(), "")
        return real(sock)

    poll_hook.AcceptFunc = accept
    try:
        with net.Listen("tcp", "127.0.0.1:0") as ln:
            with net.Dial("tcp", str(ln.Addr())), ln.Accept():
                pass
    finally:
        poll_hook.AcceptFunc = real
    assert failures == []


@pytest.mark.slow
def test_10000_connects_and_closes_leave_nothing() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:

        def serve() -> None:
            for s in ln:
                s.Close()

        go(serve)
        before = len(os.listdir("/proc/self/fd"))
        addr = str(ln.Addr())
        for _ in range(10_000):
            with net.Dial("tcp", addr) as c:
                c.SetLinger(0)  # type: ignore[attr-defined]  # no TIME_WAIT
        assert len(os.listdir("/proc/self/fd")) <= before + 1
        assert NumGoroutine() == 2


def test_a_connection_that_is_dropped_is_closed_with_a_warning() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        c = net.Dial("tcp", str(ln.Addr()))
        with ln.Accept() as s:
            held = [c]
            del c
            with pytest.warns(ResourceWarning):
                held.clear()
            with pytest.raises(io.EOF):
                s.Read(bytearray(1))


# --- remembered readiness -----------------------------------------------------


def test_an_edge_between_a_short_read_and_the_next_is_not_lost() -> None:
    with pair() as (c, s):
        buf = bytearray(100)
        for i in range(50):
            c.Write(b"abc")
            assert s.Read(buf) == 3  # short: it is drained
            c.Write(b"defg")
            # Let g0 harvest the edge before the next read begins.
            seq = s.fd.pfd.pd.rseq
            if i % 2:
                until(lambda seq=seq: s.fd.pfd.pd.rseq != seq)  # type: ignore[misc]
            assert s.Read(buf) == 4


def test_urgent_data_does_not_hide_what_comes_after_it() -> None:
    with pair() as (c, s):
        s.fd.pfd.init()  # watched, as if a read had waited already
        buf = bytearray(100)
        raw: Any = c.fd.pfd.sock
        raw.send(b"abc")
        raw.send(b"!", socket.MSG_OOB)
        raw.send(b"def")
        until(lambda: not s.fd.pfd.pd.hints)
        got = b""
        while len(got) < 6:
            got += bytes(buf[: s.Read(buf)])
        assert got == b"abcdef"


def test_so_rcvlowat_set_through_the_raw_descriptor_does_not_hang_a_read() -> None:
    with pair() as (c, s):
        buf = bytearray(100)
        c.Write(b"x")
        assert s.Read(buf) == 1
        s.SyscallConn().Control(
            lambda fd: syscall.SetsockoptInt(
                fd, socket.SOL_SOCKET, socket.SO_RCVLOWAT, 50
            )
        )
        c.Write(b"ten bytes.")
        s.SetReadDeadline(time.Now().Add(10 * time.Second))
        n = 0
        while n < 10:
            n += s.Read(buf)


# --- control, raw access ------------------------------------------------------


def test_control_is_called_between_socket_and_bind_or_connect() -> None:
    calls: list[tuple[str, str]] = []

    def control(network: str, address: str, c: Any) -> None:
        def set_option(fd: int) -> None:
            calls.append((network, address))
            syscall.SetsockoptInt(fd, socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)

        c.Control(set_option)

    lc = net.ListenConfig(Control=control)
    with lc.Listen(context.Background(), "tcp", "127.0.0.1:0") as ln:
        # A second one on the same port, as SO_REUSEPORT allows.
        with lc.Listen(context.Background(), "tcp", str(ln.Addr())):
            pass
        with net.Dialer(Control=control).Dial("tcp", str(ln.Addr())), ln.Accept():
            pass
        addr = str(ln.Addr())
    assert calls == [("tcp4", "127.0.0.1:0"), ("tcp4", addr), ("tcp4", addr)]


def test_an_error_of_control_comes_out_wrapped_and_leaves_no_descriptor() -> None:
    class Refused(errors.error):
        text = "ctl"

    def control(network: str, address: str, c: object) -> None:
        raise Refused

    lc = net.ListenConfig(Control=control)
    with pytest.raises(Refused, match=r"^listen tcp 127.0.0.1:0: ctl$"):
        lc.Listen(context.Background(), "tcp", "127.0.0.1:0")
    with pytest.raises(Refused, match=r"^dial tcp 127.0.0.1:9: ctl$"):
        net.Dialer(Control=control).Dial("tcp", "127.0.0.1:9")


def test_control_context_is_preferred_and_gets_the_context() -> None:
    seen: list[Any] = []
    ctx = context.WithValue(context.Background(), "key", "value")
    d = net.Dialer(
        Control=lambda *a: seen.append("plain"),
        ControlContext=lambda ctx, *a: seen.append(ctx.Value("key")),
    )
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        with d.DialContext(ctx, "tcp", str(ln.Addr())), ln.Accept():
            pass
    assert seen == ["value"]


@pytest.mark.from_go("net/rawconn_test.go", "TestRawConnReadWrite")
def test_raw_read_and_write_wait_until_the_function_is_content() -> None:
    with pair() as (c, s):
        got: list[bytes] = []

        def read(fd: int) -> bool:
            try:
                got.append(os.read(fd, 10))
            except BlockingIOError:
                return False
            return True

        go(c.SyscallConn().Write, lambda fd: os.write(fd, b"raw") == 3)
        s.SyscallConn().Read(read)
        assert got == [b"raw"]
        s.SetReadDeadline(time.Now().Add(10 * time.Millisecond))
        with pytest.raises(TimeoutError, match=r"^raw-read tcp .*: i/o timeout$"):
            s.SyscallConn().Read(lambda fd: False)
        with pytest.raises(ZeroDivisionError):
            s.SyscallConn().Control(lambda fd: 1 // 0)


def test_a_listeners_raw_read_and_write_are_invalid() -> None:
    with net.ListenTCP("tcp", None) as ln:
        with pytest.raises(syscall.EINVAL):
            ln.SyscallConn().Read(lambda fd: True)
        with pytest.raises(syscall.EINVAL):
            ln.SyscallConn().Write(lambda fd: True)
        ln.SyscallConn().Control(lambda fd: None)


# --- threads ------------------------------------------------------------------


def test_a_thread_reads_while_the_main_goroutine_writes() -> None:
    with pair() as (c, s):
        got = bytearray()

        def reader() -> None:
            buf = bytearray(10)
            try:
                while True:
                    got.extend(buf[: s.Read(buf)])
            except io.EOF:
                pass

        t = threading.Thread(target=reader)
        t.start()
        for _ in range(200):
            c.Write(b"0123456789")
        c.CloseWrite()
        blocking(t.join)
        assert got == b"0123456789" * 200


def test_threads_and_goroutines_share_a_connection() -> None:
    with pair() as (c, s):
        n = 300

        def echo() -> None:
            buf = bytearray(1)
            for _ in range(n):
                s.Read(buf)
                s.Write(buf)

        threads = [threading.Thread(target=echo) for _ in range(2)]
        for t in threads:
            t.start()
        buf = bytearray(1)
        for _ in range(2 * n):
            c.Write(b"x")
            c.Read(buf)
        for t in threads:
            blocking(t.join)


def test_close_from_another_thread_wakes_a_reader() -> None:
    with pair() as (_, s):
        t = threading.Thread(target=s.Close)
        woken = chan[bool]()

        def reader() -> None:
            try:
                s.Read(bytearray(1))
            except net.ErrClosed:
                woken.send(True)

        go(reader)
        until(lambda: s.fd.pfd.pd.rg is not None)
        t.start()
        assert woken.recv()
        blocking(t.join)


def test_a_program_that_ends_does_not_take_a_connection_of_the_next_with_it() -> None:
    with pair() as (c, s):
        c.Write(b"x")
        case, _, _ = select(recv_case(time.After(0.001)))
        assert case == 0
        assert s.Read(bytearray(1)) == 1


@pytest.mark.plain
def test_sigint_during_accept_leaves_the_listener_usable() -> None:
    program = """
    import os, signal
    from goruntime import go, run, time
    import net
    def main():
        ln = net.Listen("tcp", "127.0.0.1:0")
        time.AfterFunc(0.02, lambda: os.kill(os.getpid(), signal.SIGINT))
        try:
            ln.Accept()
        except KeyboardInterrupt:
            print("interrupted")
        with net.Dial("tcp", str(ln.Addr())), ln.Accept():
            print("fine")
        ln.Close()
    run(main)
    """
    out = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (out.returncode, out.stdout, out.stderr) == (0, "interrupted\nfine\n", "")
    assert signal.getsignal(signal.SIGINT)


def test_what_it_is_can_be_asked_as_go_asserts_a_type() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln, net.Dial("tcp", str(ln.Addr())) as c:
        assert isinstance(ln, net.Listener)
        assert isinstance(c, net.Conn)
        assert not isinstance(ln, net.Conn)
        ln.Accept().Close()

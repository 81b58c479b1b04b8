"""Errors of TCP, layer by layer, as Go gives them in the same situation.

data/errors_tcp.jsonl has a line for each: the types, texts and fields from the
outermost layer to the innermost, and which sentinels errors.Is finds.  LOCAL and
REMOTE stand for addresses that differ from run to run.
"""

import errno
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import net
from goruntime import Gosched, chan, context, errors, go, io, poll, syscall, time
from goruntime import bytes as go_bytes
from goruntime import os as go_os
from goruntime.poll import hook as poll_hook
from net import hook
from tests.net.pairs import pair
from tests.waiting import until

ROWS: dict[str, dict[str, Any]] = {
    row["id"]: row
    for row in map(
        json.loads,
        (Path(__file__).parent / "data" / "errors_tcp.jsonl")
        .read_text(encoding="utf-8")
        .splitlines(),
    )
}

TYPES: dict[str, type[BaseException]] = {
    "*net.OpError": net.OpError,
    "*net.AddrError": net.AddrError,
    "*net.DNSError": net.DNSError,
    "net.UnknownNetworkError": net.UnknownNetworkError,
    "*net.timeoutError": context.DeadlineExceeded,
    "net.canceledError": context.Canceled,
    "*os.SyscallError": go_os.SyscallError,
    "syscall.Errno": syscall.Errno,
    "poll.errNetClosing": poll.ErrNetClosing,
    "*poll.DeadlineExceededError": poll.ErrDeadlineExceeded,
    "*errors.errorString": errors.error,
}

SENTINELS: dict[str, Any] = {
    "io.EOF": io.EOF,
    "io.ErrUnexpectedEOF": io.ErrUnexpectedEOF,
    "net.ErrClosed": net.ErrClosed,
    "os.ErrClosed": go_os.ErrClosed,
    "os.ErrDeadlineExceeded": go_os.ErrDeadlineExceeded,
    "os.ErrPermission": go_os.ErrPermission,
    "os.ErrNotExist": go_os.ErrNotExist,
    "os.ErrExist": go_os.ErrExist,
    "context.Canceled": context.Canceled,
    "context.DeadlineExceeded": context.DeadlineExceeded,
} | {
    name: getattr(syscall, name)
    for name in [
        "EACCES",
        "EADDRINUSE",
        "EADDRNOTAVAIL",
        "ECONNREFUSED",
        "ECONNRESET",
        "EHOSTUNREACH",
        "EINVAL",
        "EMFILE",
        "ENETUNREACH",
        "ENOTCONN",
        "EPIPE",
        "ETIMEDOUT",
    ]
}
# A dial that takes too long is in Go one or the other at random; here it is both.
EITHER = {"os.ErrDeadlineExceeded", "context.DeadlineExceeded"}

PAST = time.Now().Add(-time.Hour)

# A situation: makes itself, and yields what to call and the two addresses.
Situation = Iterator[tuple[Callable[[], object], Any, Any]]
SITUATIONS: dict[str, Callable[[], Situation]] = {}


def failure(f: Callable[[], object]) -> Any:
    """Return what f raises."""
    try:
        f()
    except Exception as exc:
        return exc.with_traceback(None)
    pytest.fail("no error")


# --- what is done to a connection ---------------------------------------------

Op = Callable[[net.TCPConn, net.TCPConn], object]


def on_conn(name: str, op: Op, *before: Op) -> None:
    """Add a situation: op, after what came before it."""

    def situation() -> Situation:
        with pair() as (c, s):
            for prepare in before:
                prepare(c, s)
            yield lambda: op(c, s), c.LocalAddr(), c.RemoteAddr()

    SITUATIONS[name] = situation


def buf(n: int = 10) -> bytearray:
    return bytearray(n)


def close(c: net.TCPConn, s: net.TCPConn) -> None:
    c.Close()


def peer_closes(c: net.TCPConn, s: net.TCPConn) -> None:
    s.Close()


def peer_resets(c: net.TCPConn, s: net.TCPConn) -> None:
    c.fd.pfd.init()  # watched, so that the edge is counted
    seq = c.fd.pfd.pd.rseq
    s.SetLinger(0)
    s.Close()
    until(lambda: c.fd.pfd.pd.rseq != seq)


def reads_end(c: net.TCPConn, s: net.TCPConn) -> None:
    assert isinstance(failure(lambda: c.Read(buf())), io.EOF)


def while_waiting(wait: Op, then: Op, mode: str) -> Op:
    """Return what waits, with another goroutine that then does something."""

    def op(c: net.TCPConn, s: net.TCPConn) -> object:
        def other() -> None:
            until(lambda: getattr(c.fd.pfd.pd, mode) is not None)
            then(c, s)

        go(other)
        return wait(c, s)

    return op


def write_until_it_fails(c: net.TCPConn, s: net.TCPConn) -> None:
    while True:
        c.Write(b"x")
        Gosched()


def shut_down_until_it_fails(c: net.TCPConn, s: net.TCPConn) -> None:
    while True:
        c.CloseWrite()
        Gosched()


T = "conn-tcp/tcp-"
on_conn(T + "read-eof", lambda c, s: c.Read(buf()), peer_closes)
on_conn(T + "read-eof-again", lambda c, s: c.Read(buf()), peer_closes, reads_end)
on_conn(
    T + "read-deadline-past",
    lambda c, s: c.Read(buf()),
    lambda c, s: c.SetReadDeadline(PAST),
)
on_conn(
    T + "read-deadline-set-while-blocked",
    while_waiting(
        lambda c, s: c.Read(buf()), lambda c, s: c.SetReadDeadline(PAST), "rg"
    ),
)
on_conn(
    T + "write-deadline-past",
    lambda c, s: c.Write(b"x"),
    lambda c, s: c.SetWriteDeadline(PAST),
)
on_conn(T + "read-zero-after-close", lambda c, s: c.Read(buf(0)), close)
on_conn(T + "write-after-close", lambda c, s: c.Write(b"x"), close)
on_conn(T + "write-zero-after-close", lambda c, s: c.Write(b""), close)
on_conn(
    T + "write-closed-while-blocked",
    while_waiting(lambda c, s: c.Write(bytes(20_000_000)), close, "wg"),
)
on_conn(T + "setdeadline-closed", lambda c, s: c.SetDeadline(PAST), close)
on_conn(T + "setreaddeadline-closed", lambda c, s: c.SetReadDeadline(None), close)
on_conn(T + "setwritedeadline-closed", lambda c, s: c.SetWriteDeadline(PAST), close)
on_conn(T + "closeread-closed", lambda c, s: c.CloseRead(), close)
on_conn(
    T + "read-after-closeread",
    lambda c, s: c.Read(buf()),
    lambda c, s: c.CloseRead(),
)
on_conn(
    T + "write-after-closewrite",
    lambda c, s: c.Write(b"x"),
    lambda c, s: c.CloseWrite(),
)
on_conn(
    T + "peer-sees-eof-after-closewrite",
    lambda c, s: s.Read(buf()),
    lambda c, s: c.CloseWrite(),
)
on_conn(
    T + "closewrite-after-both-closed",
    shut_down_until_it_fails,
    lambda c, s: c.CloseWrite(),
    lambda c, s: s.CloseWrite(),
)
on_conn(T + "write-to-closed-peer", write_until_it_fails, peer_closes)
on_conn(
    T + "zero-write-past-deadline",
    lambda c, s: c.Write(b""),
    lambda c, s: c.SetWriteDeadline(PAST),
)
on_conn(T + "file-after-close", lambda c, s: c.File(), close)
on_conn(
    T + "syscallconn-control-closed",
    lambda c, s: c.SyscallConn().Control(lambda fd: None),
    close,
)
on_conn(
    T + "syscallconn-write-closed",
    lambda c, s: c.SyscallConn().Write(lambda fd: True),
    close,
)
on_conn(
    T + "rawread-deadline",
    lambda c, s: c.SyscallConn().Read(lambda fd: False),
    lambda c, s: c.SetReadDeadline(time.Now().Add(5 * time.Millisecond)),
)
on_conn(T + "setreadbuffer-closed", lambda c, s: c.SetReadBuffer(1), close)
on_conn(
    T + "io-copy-to-closed",
    lambda c, s: io.Copy(c, go_bytes.NewReader(b"data")),
    close,
)
on_conn(
    T + "readfull-short",
    lambda c, s: io.ReadFull(c, buf(4)),
    lambda c, s: s.Write(b"ab"),
    peer_closes,
)

X = "conn-tcp-extra/"
on_conn(X + "read-econnreset", lambda c, s: c.Read(buf()), peer_resets)
on_conn(
    X + "read-after-econnreset",
    lambda c, s: c.Read(buf()),
    peer_resets,
    lambda c, s: failure(lambda: c.Read(buf())),
)
on_conn(X + "write-after-rst", lambda c, s: c.Write(b"x"), peer_resets)
on_conn(X + "closewrite-after-rst", lambda c, s: c.CloseWrite(), peer_resets)
CONFIG = net.KeepAliveConfig(Enable=True)
for name, setter in {
    "setnodelay": lambda c, s: c.SetNoDelay(True),
    "setkeepaliveperiod": lambda c, s: c.SetKeepAlivePeriod(time.Second),
    "setkeepaliveconfig": lambda c, s: c.SetKeepAliveConfig(CONFIG),
    "setlinger": lambda c, s: c.SetLinger(1),
    "setreadbuffer": lambda c, s: c.SetReadBuffer(1),
    "setwritebuffer": lambda c, s: c.SetWriteBuffer(1),
}.items():
    on_conn(f"{X}{name}-closed", setter, close)
ZERO = net.TCPConn()
for name, method in {
    "setkeepaliveconfig-zero-conn": lambda: ZERO.SetKeepAliveConfig(CONFIG),
    "setreadbuffer-zero-conn": lambda: ZERO.SetReadBuffer(1),
    "setwritebuffer-zero-conn": lambda: ZERO.SetWriteBuffer(1),
    "syscallconn-zero-conn": ZERO.SyscallConn,
    "zero-conn-read": lambda: ZERO.Read(buf()),
    "zero-conn-write": lambda: ZERO.Write(b"x"),
    "zero-conn-close": ZERO.Close,
}.items():
    on_conn(X + name, lambda c, s, method=method: method())  # type: ignore[misc]
on_conn(
    X + "keepalive-period-too-big",
    lambda c, s: c.SetKeepAlivePeriod(40_000 * time.Second),
)
on_conn(
    X + "keepalive-count-128",
    lambda c, s: c.SetKeepAliveConfig(net.KeepAliveConfig(Enable=True, Count=128)),
)


# --- what is done to a listener -----------------------------------------------

LnOp = Callable[[net.TCPListener], object]


def on_listener(name: str, op: LnOp, *before: LnOp) -> None:
    """Add a situation: op, after what came before it."""

    def situation() -> Situation:
        with net.ListenTCP("tcp", net.ResolveTCPAddr("tcp", "127.0.0.1:0")) as ln:
            for prepare in before:
                prepare(ln)
            yield lambda: op(ln), ln.Addr(), None

    SITUATIONS[name] = situation


def accept_while_closing(ln: net.TCPListener) -> None:
    def other() -> None:
        until(lambda: ln.fd.pfd.pd.rg is not None)
        ln.Close()

    go(other)
    ln.Accept()


def accept_without_descriptors(ln: net.TCPListener) -> None:
    def accept(sock: Any) -> Any:
        raise OSError(errno.EMFILE, "")

    real, poll_hook.AcceptFunc = poll_hook.AcceptFunc, accept
    try:
        ln.Accept()
    finally:
        poll_hook.AcceptFunc = real


A = "accept/"
on_listener(
    A + "accept-deadline-past", lambda ln: ln.Accept(), lambda ln: ln.SetDeadline(PAST)
)
on_listener(A + "accept-closed-while-blocked", accept_while_closing)
on_listener(A + "accept-on-closed", lambda ln: ln.Accept(), lambda ln: ln.Close())
on_listener(A + "listener-double-close", lambda ln: ln.Close(), lambda ln: ln.Close())
on_listener(A + "listener-file-closed", lambda ln: ln.File(), lambda ln: ln.Close())
on_listener(
    A + "listener-rawconn-read", lambda ln: ln.SyscallConn().Read(lambda fd: True)
)
on_listener(
    A + "listener-rawconn-write", lambda ln: ln.SyscallConn().Write(lambda fd: True)
)
on_listener(A + "nil-tcplistener-accept", lambda ln: net.TCPListener().Accept())
on_listener(A + "accept-emfile", accept_without_descriptors)
on_listener("listen-args/tcp-in-use", lambda ln: net.Listen("tcp", str(ln.Addr())))


# --- dialing and listening ----------------------------------------------------


def on_net(name: str, op: Callable[[], object]) -> None:
    """Add a situation that needs nothing to be there."""

    def situation() -> Situation:
        yield op, None, None

    SITUATIONS[name] = situation


@contextmanager
def connects(number: int) -> Iterator[None]:
    """Let connect give that errno: no route of this machine's is needed for it."""
    real, hook.connectFunc = hook.connectFunc, lambda sock, address: number
    try:
        yield
    finally:
        hook.connectFunc = real


@contextmanager
def host(name: str, address: str) -> Iterator[None]:
    """Let a name stand for an address."""

    def lookup(real: Any, ctx: Any, network: str, asked: str) -> list[net.IPAddr]:
        assert asked == name
        return [net.IPAddr(IP=net.ParseIP(address))]

    real, hook.testHookLookupIP = hook.testHookLookupIP, lookup
    try:
        yield
    finally:
        hook.testHookLookupIP = real


def dial(network: str, address: str, number: int = 0) -> Callable[[], object]:
    def op() -> object:
        if number == 0:
            return net.Dial(network, address)
        with connects(number):
            return net.Dial(network, address)

    return op


D = "dial-args/"
for name, op in {
    "unknown-network-empty-addr": dial("foo", ""),
    "unknown-network-empty": dial("", "127.0.0.1:80"),
    "network-uppercase": dial("TCP", "127.0.0.1:80"),
    "tcp-empty-address": dial("tcp", ""),
    "tcp-missing-port": dial("tcp", "127.0.0.1"),
    "tcp-too-many-colons": dial("tcp", "::1:80"),
    "tcp-too-many-colons-2": dial("tcp", "a:b:c"),
    "tcp-v6-no-colon": dial("tcp", "[::1]80"),
    "tcp-unexpected-lbracket": dial("tcp", "a[b]:80"),
    "tcp-unexpected-rbracket": dial("tcp", "ab]:80"),
    "tcp-empty-port": dial("tcp", "127.0.0.1:"),
    "tcp-big-port": dial("tcp", "127.0.0.1:123456789"),
    "tcp-65536-port": dial("tcp", "127.0.0.1:65536"),
    "tcp-plus-port": dial("tcp", "127.0.0.1:+80", errno.ECONNREFUSED),
    "tcp-utf8-port": dial("tcp", "127.0.0.1:☺"),
    "tcp-space-port": dial("tcp", "127.0.0.1: 80"),
    "tcp-port-with-slash-host": dial("tcp", "mh/astro/r70:http"),
    "tcp4-v6-literal": dial("tcp4", "[::1]:80"),
    "tcp6-v4-literal": dial("tcp6", "127.0.0.1:80"),
    "tcp-v6-linklocal-nozone": dial("tcp", "[fe80::1]:80"),
    "tcp-with-proto": dial("tcp:80", "127.0.0.1"),
    "tcp-multicast": dial("tcp", "224.0.0.1:80", errno.ENETUNREACH),
    "tcp-broadcast": dial("tcp", "255.255.255.255:80", errno.ENETUNREACH),
    "dialtcp-bad-network": lambda: net.DialTCP("udp", None, net.TCPAddr()),
    "dialtcp-port-65536": lambda: net.DialTCP("tcp", None, net.TCPAddr(Port=1 << 16)),
    "dialtcp4-v6-raddr": lambda: net.DialTCP(
        "tcp4", None, net.TCPAddr(IP=net.IPv6loopback, Port=80)
    ),
    "laddr-v6-for-v4": lambda: net.Dialer(
        LocalAddr=net.TCPAddr(IP=net.IPv6loopback)
    ).Dial("tcp", "127.0.0.1:80"),
    "laddr-unassigned": lambda: net.Dialer(
        LocalAddr=net.ResolveTCPAddr("tcp", "192.0.2.99:0")
    ).Dial("tcp", "127.0.0.1:80"),
}.items():
    on_net(D + name, op)


def dial_v4only() -> None:
    with host("v4only", "127.0.0.1"):
        net.Dial("tcp6", "v4only:80")


on_net(D + "tcp6-v4only-name", dial_v4only)
R = "dial-refused/"
on_net(R + "net-unreachable", dial("tcp", "203.0.113.1:80", errno.ENETUNREACH))
on_net(R + "route-prohibit", dial("tcp", "10.97.0.1:80", errno.EACCES))
on_net(R + "route-blackhole", dial("tcp", "10.96.0.1:80", errno.EINVAL))
L = "listen-args/"
for name, op in {
    "unknown-network": lambda: net.Listen("foo", ""),
    "unknown-network-2": lambda: net.Listen("bar", "baz"),
    "tcp-missing-port": lambda: net.Listen("tcp", "127.0.0.1"),
    "tcp-bad-port-name": lambda: net.Listen("tcp", "127.0.0.1:☺"),
    "tcp-unknown-service": lambda: net.Listen("tcp", "127.0.0.1:nosuchservice"),
    "tcp-neg-port": lambda: net.Listen("tcp", "127.0.0.1:-1"),
    "tcp-too-many-colons": lambda: net.Listen("tcp", "::1:80"),
    "tcp-unassigned": lambda: net.Listen("tcp", "192.0.2.99:0"),
    "tcp-unassigned-v6": lambda: net.Listen("tcp", "[2001:db8::1]:0"),
    "listentcp-bad-network": lambda: net.ListenTCP("udp", None),
    "listentcp-port-65536": lambda: net.ListenTCP("tcp", net.TCPAddr(Port=1 << 16)),
}.items():
    on_net(L + name, op)


def refuse(network: str, address: str, c: object) -> None:
    raise errors.New("ctl")


def cancelled() -> context.Context:
    ctx, cancel = context.WithCancel(context.Background())
    cancel()
    return ctx


def expired() -> context.Context:
    ctx, cancel = context.WithDeadline(context.Background(), PAST)
    cancel()
    return ctx


on_net(
    L + "lc-control-error",
    lambda: net.ListenConfig(Control=refuse).Listen(
        context.Background(), "tcp", "127.0.0.1:0"
    ),
)
on_net(
    L + "lc-ctx-cancelled-name",
    lambda: net.ListenConfig().Listen(cancelled(), "tcp", "localhost:0"),
)


def on_remote(
    name: str,
    op: Callable[[Any], object],
    form: str = "127.0.0.1",
    listens: bool = True,
) -> None:
    """Add a situation: op with the address of a listener, or of one that is gone."""

    def situation() -> Situation:
        with net.ListenTCP("tcp", net.ResolveTCPAddr("tcp", "127.0.0.1:0")) as ln:
            remote = f"{form}:{ln.Addr().Port}"
            if not listens:
                ln.Close()
            yield lambda: op(remote), None, remote

    SITUATIONS[name] = situation


LOOPBACK = net.ResolveTCPAddr("tcp", "127.0.0.1:0")
on_remote(D + "control-error", lambda a: net.Dialer(Control=refuse).Dial("tcp", a))
for name, form in {
    "tcp4-refused": "127.0.0.1",
    "tcp-empty-host-refused": "",
    "tcp-wildcard-refused": "0.0.0.0",
    "tcp-v6wildcard-refused": "[::]",
}.items():
    on_remote(R + name, lambda a: net.Dial("tcp", a), form, listens=False)
on_remote(
    R + "dialtcp-refused",
    lambda a: net.DialTCP("tcp", None, net.ResolveTCPAddr("tcp", a)),
    listens=False,
)
on_remote(
    R + "dialtcp-laddr-refused",
    lambda a: net.DialTCP("tcp", LOOPBACK, net.ResolveTCPAddr("tcp", a)),
    listens=False,
)
on_remote(
    R + "dialer-laddr-refused",
    lambda a: net.Dialer(LocalAddr=LOOPBACK).Dial("tcp", a),
    listens=False,
)


def laddr_in_use() -> Situation:
    with net.Listen("tcp", "127.0.0.1:0") as local:
        with net.Listen("tcp", "127.0.0.1:0") as remote:
            d = net.Dialer(LocalAddr=local.Addr())
            yield (
                lambda: d.Dial("tcp", str(remote.Addr())),
                local.Addr(),
                remote.Addr(),
            )


SITUATIONS[D + "laddr-in-use"] = laddr_in_use

# --- time ---------------------------------------------------------------------

O = "dial-timeout/"  # noqa: E741


def never(op: Callable[[], object]) -> Callable[[], object]:
    """Return op on a network that swallows everything."""

    def without_answer() -> object:
        with connects(errno.EINPROGRESS):
            return op()

    return without_answer


def dial_with(d: int, address: str) -> None:
    ctx, cancel = context.WithTimeout(context.Background(), d)
    try:
        net.Dialer().DialContext(ctx, "tcp", address)
    finally:
        cancel()


def dial_with_cause() -> None:
    ctx, cancel = context.WithTimeoutCause(
        context.Background(), 5 * time.Millisecond, errors.New("cause")
    )
    try:
        net.Dialer().DialContext(ctx, "tcp", "10.99.0.2:80")
    finally:
        cancel()


def dial_cancelled() -> None:
    cancel = chan[None]()
    cancel.close()
    net.Dialer(Cancel=cancel).Dial("tcp", "10.99.0.2:80")


def dial_full_queue(address: str) -> None:
    with connects(errno.EINPROGRESS):
        net.DialTimeout("tcp", address, 5 * time.Millisecond)


on_net(
    O + "dialtimeout-blackhole",
    never(lambda: net.DialTimeout("tcp", "10.99.0.2:80", 5 * time.Millisecond)),
)
on_net(
    O + "ctx-deadline-blackhole",
    never(lambda: dial_with(5 * time.Millisecond, "10.99.0.2:80")),
)
on_net(O + "ctx-deadline-cause-blackhole", never(dial_with_cause))
on_net(O + "dialer-cancel-chan-closed", never(dial_cancelled))
on_net(
    O + "ctx-cancelled-before-lookup",
    lambda: net.Dialer().DialContext(cancelled(), "tcp", "nosuchhost.invalid:80"),
)
on_net(
    O + "ctx-deadline-passed-lookup",
    lambda: net.Dialer().DialContext(expired(), "tcp", "nosuchhost.invalid:80"),
)
on_net(O + "arp-failure-ehostunreach", dial("tcp", "10.99.0.77:80", errno.EHOSTUNREACH))
on_remote(
    O + "ctx-deadline-passed-tcp",
    lambda a: net.Dialer().DialContext(expired(), "tcp", a),
)
on_remote(
    O + "dialer-timeout-negative",
    lambda a: net.Dialer(Timeout=-5 * time.Second).Dial("tcp", a),
)
on_remote(O + "dialtimeout-1ns", lambda a: net.DialTimeout("tcp", a, time.Duration(1)))
on_remote(O + "tcp-backlog-full-dialtimeout", dial_full_queue)


# --- the comparison -----------------------------------------------------------


def layers(err: Any) -> Iterator[Any]:
    """Yield an error's layers; Err, Unwrap and __cause__ agree on which they are."""
    while err is not None:
        yield err
        inner = errors.Unwrap(err)
        assert err.__cause__ is inner
        if isinstance(err, (net.OpError, go_os.SyscallError)):
            assert err.Err is inner
        err = inner


def fields(err: Any, names: dict[str, Any]) -> dict[str, str | None]:
    """Return the fields of those names as text."""
    values = {name: getattr(err, name) for name in names}
    return {
        name: str(value).lower()
        if isinstance(value, bool)
        else None
        if value is None
        else str(value)
        for name, value in values.items()
    }


def test_every_row_has_a_situation() -> None:
    assert SITUATIONS.keys() == ROWS.keys()


@pytest.mark.from_go(
    "net/error_test.go", "TestDialError, TestListenError, TestCloseError"
)
@pytest.mark.parametrize("name", SITUATIONS)
def test_it_is_the_error_that_go_gives(name: str) -> None:
    row = ROWS[name]
    situation = contextmanager(SITUATIONS[name])
    with situation() as (op, local, remote):
        err = failure(op)
        ends = {"LOCAL": str(local), "REMOTE": str(remote)}

        def real(text: str | None) -> str | None:
            for placeholder, address in ends.items():
                text = text and text.replace(placeholder, address)
            return text

        got = list(layers(err))
        assert [str(layer) for layer in got] == [real(w["text"]) for w in row["chain"]]
        for layer, want in zip(got, row["chain"], strict=True):
            assert layer.Error() == str(layer)
            expected = TYPES[want["type"]]
            if isinstance(layer, TimeoutError) and err.Op == "dial":
                expected = TimeoutError  # whichever of the two it was in Go
            assert isinstance(layer, expected)
            wanted = {k: real(v) for k, v in want.get("fields", {}).items()}
            assert fields(layer, wanted) == wanted
        if "timeout" in row:
            assert isinstance(err, net.Error)
            assert (err.Timeout(), err.Temporary()) == (
                row["timeout"],
                row["temporary"],
            )
        found = {name for name, e in SENTINELS.items() if errors.Is(err, e)}
        wanted_is = set(row.get("is", []))
        if found & EITHER and getattr(err, "Op", "") == "dial":
            found, wanted_is = found | EITHER, wanted_is | EITHER
        assert found == wanted_is
        # Whatever errors.Is finds, an except clause does, too.
        for name, sentinel in SENTINELS.items():
            assert isinstance(err, sentinel) == errors.Is(err, sentinel) or (
                name.startswith("os.Err")  # for an Errno: by its method Is alone
            )
        if "n" in row:
            assert getattr(err, "n", 0) == row["n"]

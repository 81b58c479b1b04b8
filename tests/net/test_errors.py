"""OpError and what it wraps; the texts are those that Go 1.27 printed."""

import copy
import pickle
import threading
from typing import Any

import pytest

import net
from goruntime import context, errors, io, os, poll, syscall
from net import errors as neterrors
from net.errors import (
    errCanceled,
    errMissingAddress,
    errNoSuchHost,
    errTimeout,
    errUnknownPort,
    mapErr,
    newDNSError,
)

A = net.TCPAddr(IP=net.ParseIP("1.2.3.4"), Port=5)
B = net.TCPAddr(IP=net.ParseIP("6.7.8.9"), Port=10)
V6 = net.TCPAddr(IP=net.ParseIP("::1"), Port=80)
UNNAMED = net.UnixAddr(Name="@", Net="unix")
SOCK = net.UnixAddr(Name="/s.sock", Net="unix")
DNS = net.DNSError


def call(name: str, err: Any) -> os.SyscallError:
    return os.SyscallError(name, err)


# Op, Net, Source, Addr, Err, text, Timeout, Temporary.
GO: list[tuple[str, str, Any, Any, Any, str, bool, bool]] = [
    ("op", "", None, None, errors.New("e"), "op: e", False, False),
    ("op", "n", None, None, errors.New("e"), "op n: e", False, False),
    ("op", "n", A, None, errors.New("e"), "op n 1.2.3.4:5: e", False, False),
    ("op", "n", None, B, errors.New("e"), "op n 6.7.8.9:10: e", False, False),
    ("op", "n", A, B, errors.New("e"), "op n 1.2.3.4:5->6.7.8.9:10: e", False, False),
    ("op", "", A, B, errors.New("e"), "op 1.2.3.4:5->6.7.8.9:10: e", False, False),
    ("", "", None, None, errors.New("e"), ": e", False, False),
    (
        *("dial", "tcp", None, V6, call("connect", syscall.ECONNREFUSED())),
        *("dial tcp [::1]:80: connect: connection refused", False, False),
    ),
    (
        *("dial", "", None, None, net.UnknownNetworkError("")),
        *("dial: unknown network ", False, False),
    ),
    (
        *("dial", "foo", None, None, net.UnknownNetworkError("foo")),
        *("dial foo: unknown network foo", False, False),
    ),
    (
        *("dial", "tcp", None, None, errMissingAddress()),
        *("dial tcp: missing address", False, False),
    ),
    (
        *("dial", "tcp", None, None, net.AddrError("missing port in address", "x")),
        *("dial tcp: address x: missing port in address", False, False),
    ),
    (
        *("dial", "tcp", None, None, DNS("unknown port", "tcp/x", IsNotFound=True)),
        *("dial tcp: lookup tcp/x: unknown port", False, False),
    ),
    (
        *("dial", "tcp", None, None, newDNSError(errTimeout(), "h", "")),
        *("dial tcp: lookup h: i/o timeout", True, True),
    ),
    (
        *("dial", "tcp", None, None, newDNSError(errCanceled(), "h", "")),
        *("dial tcp: lookup h: operation was canceled", False, False),
    ),
    (
        *("dial", "tcp", None, A, errTimeout()),
        *("dial tcp 1.2.3.4:5: i/o timeout", True, True),
    ),
    (
        *("dial", "tcp", None, A, errCanceled()),
        *("dial tcp 1.2.3.4:5: operation was canceled", False, False),
    ),
    (
        *("dial", "unix", None, SOCK, call("connect", syscall.EAGAIN())),
        "dial unix /s.sock: connect: resource temporarily unavailable",
        *(True, True),
    ),
    (
        *("dial", "unix", UNNAMED, SOCK, call("bind", syscall.EADDRINUSE())),
        *("dial unix @->/s.sock: bind: address already in use", False, False),
    ),
    (
        *("read", "tcp", A, B, poll.ErrDeadlineExceeded()),
        *("read tcp 1.2.3.4:5->6.7.8.9:10: i/o timeout", True, True),
    ),
    (
        *("set", "tcp", None, A, poll.ErrNetClosing()),
        *("set tcp 1.2.3.4:5: use of closed network connection", False, False),
    ),
    (
        *("writeto", "tcp", A, B),
        net.OpError("read", "tcp", A, B, poll.ErrDeadlineExceeded()),
        "writeto tcp 1.2.3.4:5->6.7.8.9:10: "
        "read tcp 1.2.3.4:5->6.7.8.9:10: i/o timeout",
        *(True, True),
    ),
    (
        *("accept", "tcp", None, None, call("accept4", syscall.EMFILE())),
        *("accept tcp: accept4: too many open files", False, True),
    ),
    (
        *("accept", "tcp", None, None, call("accept4", syscall.EINTR())),
        *("accept tcp: accept4: interrupted system call", False, True),
    ),
    (
        *("accept", "tcp", None, None, call("accept4", syscall.ECONNABORTED())),
        *("accept tcp: accept4: software caused connection abort", False, False),
    ),
    (
        *("accept", "tcp", None, None, call("accept4", syscall.ECONNRESET())),
        *("accept tcp: accept4: connection reset by peer", False, False),
    ),
    (
        *("accept", "tcp", None, None, syscall.ECONNABORTED()),
        *("accept tcp: software caused connection abort", False, True),
    ),
    (
        *("read", "tcp", None, None, syscall.ECONNABORTED()),
        *("read tcp: software caused connection abort", False, False),
    ),
]

IDS = [row[5] for row in GO]


@pytest.mark.from_go("net/error_test.go", "TestDialError")
@pytest.mark.parametrize("row", GO, ids=IDS)
def test_as_go_says_it(row: Any) -> None:
    *fields, text, timeout, temporary = row
    err = net.OpError(*fields)
    assert str(err) == err.Error() == text
    assert repr(err) == f"<OpError {text}>"
    assert err.Timeout() is timeout
    assert err.Temporary() is temporary
    assert [err.Op, err.Net, err.Source, err.Addr, err.Err] == fields
    assert err.Err is err.__cause__ is err.Unwrap()
    assert isinstance(err, net.Error)
    assert isinstance(err, OSError)
    names = ("Op", "Net", "Source", "Addr", "Err")
    assert str(net.OpError(**dict(zip(names, fields, strict=True)))) == text


@pytest.mark.parametrize("row", GO, ids=IDS)
def test_pickles_and_copies(row: Any) -> None:
    err = net.OpError(*row[:5])
    err.n = 3
    again = [pickle.loads(pickle.dumps(err, p)) for p in range(6)]
    for other in [*again, copy.copy(err), copy.deepcopy(err)]:
        assert type(other) is type(err)
        assert str(other) == row[5]
        assert (other.n, other.errno, other.strerror) == (3, err.errno, err.strerror)
        assert other.Err is other.__cause__
        assert (other.Timeout(), other.Temporary()) == row[6:]


def test_a_wrapped_deadline_is_not_looked_for() -> None:
    deep = ValueError("deep")
    deep.__cause__ = poll.ErrDeadlineExceeded()
    err = net.OpError("read", "tcp", A, B, deep)
    assert not err.Timeout()
    assert errors.Is(err, os.ErrDeadlineExceeded)


CATCH: list[tuple[Any, list[Any]]] = [
    (poll.ErrNetClosing(), [net.ErrClosed]),
    (
        poll.ErrDeadlineExceeded(),
        [TimeoutError, os.ErrDeadlineExceeded, poll.ErrDeadlineExceeded],
    ),
    (
        call("connect", syscall.ECONNREFUSED()),
        [ConnectionRefusedError, syscall.ECONNREFUSED, os.SyscallError, syscall.Errno],
    ),
    (
        net.OpError("read", "tcp", A, B, call("read", syscall.ECONNRESET())),
        [ConnectionResetError, os.SyscallError],
    ),
    (errTimeout(), [TimeoutError, context.DeadlineExceeded, os.ErrDeadlineExceeded]),
    (errCanceled(), [context.Canceled]),
    (
        newDNSError(errTimeout(), "h", ""),
        [net.DNSError, TimeoutError, context.DeadlineExceeded],
    ),
    (net.DNSError("i/o timeout", "h", IsTimeout=True), [net.DNSError, TimeoutError]),
    (net.AddrError("e", "a"), [net.AddrError, ValueError]),
    (net.ParseError("IP address", "a"), [net.ParseError, ValueError]),
    (io.EOF(), [io.EOF, EOFError]),
    (net.ErrWriteToConnected(), [net.ErrWriteToConnected]),
    (call("open", syscall.ENOENT()), [FileNotFoundError, os.ErrNotExist]),
]


@pytest.mark.parametrize(("inner", "kinds"), CATCH, ids=lambda value: str(value)[:40])
def test_except_catches_it_by_what_it_wraps(inner: Any, kinds: list[Any]) -> None:
    for kind in [*kinds, net.OpError, OSError]:
        with pytest.raises(kind) as caught:
            raise net.OpError("read", "tcp", A, B, inner) from inner
        assert caught.value.__cause__ is inner
        assert type(caught.value).__qualname__ == "OpError"
        assert errors.Is(caught.value, kind)


def test_closed_is_not_the_file_that_is_closed() -> None:
    err = net.OpError("read", "tcp", A, B, net.ErrClosed)
    assert errors.Is(err, net.ErrClosed)
    assert err.Err == net.ErrClosed
    assert not errors.Is(err, os.ErrClosed)
    assert not isinstance(err, TimeoutError)


@pytest.mark.from_go("net/error_test.go", "TestContextError")
def test_deadlines_of_connections_and_of_contexts() -> None:
    conn = net.OpError("read", "tcp", A, B, poll.ErrDeadlineExceeded())
    assert errors.Is(conn, os.ErrDeadlineExceeded)
    assert not errors.Is(conn, context.DeadlineExceeded)
    dial = net.OpError("dial", "tcp", A, B, errTimeout())
    assert errors.Is(dial, os.ErrDeadlineExceeded)
    assert errors.Is(dial, context.DeadlineExceeded)
    cancelled = net.OpError("dial", "tcp", A, B, errCanceled())
    assert errors.Is(cancelled, context.Canceled)
    assert not errors.Is(cancelled, context.DeadlineExceeded)


def test_fields_of_what_it_wraps() -> None:
    dns = net.DNSError("no such host", "a", "1.1.1.1", IsNotFound=True)
    with pytest.raises(net.DNSError) as caught:
        raise net.OpError("dial", "tcp", None, None, dns)
    err = caught.value
    assert (err.Name, err.Server, err.IsNotFound) == ("a", "1.1.1.1", True)
    assert err.Err is dns  # type: ignore[comparison-overlap]


def test_number_and_text_of_the_system() -> None:
    err = net.OpError("dial", "tcp", None, A, call("connect", syscall.ECONNREFUSED()))
    assert err.errno == syscall.ECONNREFUSED.number
    assert err.strerror == "connection refused"
    assert net.OpError("read", "tcp", Err=poll.ErrNetClosing()).errno is None


def test_matches_by_its_fields() -> None:
    match net.OpError("dial", "tcp", None, A, errMissingAddress()):
        case net.OpError("dial", "tcp", None, addr, errMissingAddress()):
            assert addr is A
        case _:
            pytest.fail("no match")


@pytest.mark.from_go("net/net_test.go", "TestErrors")
@pytest.mark.parametrize(
    ("err", "text"),
    [
        (net.ErrClosed(), "use of closed network connection"),
        (errTimeout(), "i/o timeout"),
        (net.AddrError("bad", "x"), "address x: bad"),
        (net.AddrError("bad", ""), "bad"),
        (net.ParseError("CIDR address", "x/y"), "invalid CIDR address: x/y"),
        (net.UnknownNetworkError("foo"), "unknown network foo"),
        (net.InvalidAddrError("unexpected type"), "unexpected type"),
        (net.DNSError("e", "n"), "lookup n: e"),
        (net.DNSError("e", "n", "1.1.1.1:53"), "lookup n on 1.1.1.1:53: e"),
        (net.DNSError("e", "n", IsTimeout=True), "lookup n: e"),
        (newDNSError(errTimeout(), "n", "s"), "lookup n on s: i/o timeout"),
        (net.DNSConfigError(ValueError("v")), "error reading DNS config: v"),
    ],
    ids=repr,
)
def test_the_other_types(err: Any, text: str) -> None:
    assert str(err) == err.Error() == text
    assert issubclass(type(err), net.Error)
    again = [pickle.loads(pickle.dumps(err, p)) for p in range(6)]
    for other in [*again, copy.copy(err), copy.deepcopy(err)]:
        assert type(other) is type(err)
        assert str(other) == text
        assert other.Timeout() is err.Timeout()
        assert type(other.__cause__) is type(err.__cause__)


def test_a_look_up_that_times_out() -> None:
    err = newDNSError(errTimeout(), "h", "")
    assert err.IsTimeout
    assert err.IsTemporary
    assert err.Unwrap() is err.UnwrapErr is err.__cause__
    assert errors.Is(err, context.DeadlineExceeded)
    assert isinstance(err, TimeoutError)
    assert type(err).__name__ == "DNSError"
    server = net.DNSError("server misbehaving", "h", IsTemporary=True)
    assert (server.Timeout(), server.Temporary()) == (False, True)
    assert not isinstance(server, TimeoutError)


def test_a_look_up_that_finds_nothing() -> None:
    for kind in (errNoSuchHost, errUnknownPort):
        err = newDNSError(kind(), "h", "")
        assert err.IsNotFound
        assert err.Unwrap() is None
        assert err.Err == kind.text
    assert not newDNSError(errCanceled(), "h", "").IsNotFound


def test_map_err_maps_a_contexts_errors_only() -> None:
    for canceled in (context.Canceled, context.Canceled()):
        assert mapErr(canceled) == errCanceled
    for deadline in (context.DeadlineExceeded, context.DeadlineExceeded()):
        assert mapErr(deadline) == errTimeout
    wrapped = net.OpError("dial", "tcp", None, A, errTimeout())
    assert mapErr(wrapped) is wrapped
    assert mapErr(io.EOF) is io.EOF
    assert mapErr(None) is None
    assert not errors.Is(errTimeout(), context.Canceled)
    assert not hasattr(errCanceled(), "Timeout")


def test_closed_is_package_polls() -> None:
    assert net.ErrClosed is poll.ErrNetClosing is neterrors.ErrClosed
    text = "use of WriteTo with pre-connected connection"
    assert str(net.ErrWriteToConnected) == text


@pytest.mark.plain
def test_many_threads_make_them_at_once() -> None:
    kinds: list[set[type]] = []

    def make() -> None:
        inner = call("read", syscall.ECONNRESET())
        made = {type(net.OpError("read", "tcp", A, B, inner)) for _ in range(2000)}
        kinds.append(made)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(kinds) == 4
    assert len(set.union(*kinds)) == 1

"""Dials that race: two families, a cancellation, a listener that closes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest

import net
from goruntime import NumGoroutine, chan, context, errors, go, io, sync, syscall, time
from net import hook, ipsock
from net.errors import errCanceled
from net.sock import internetSocket
from net.tcpsock import newTCPConn
from tests.net.dials import dials, names, unhurried
from tests.waiting import outcome, until

pytestmark = pytest.mark.skipif(
    not ipsock.supportsIPv4map(), reason="no sockets of both families"
)


@contextmanager
def both_families() -> Iterator[tuple[net.Listener, net.Listener, str]]:
    """Listeners of both families on one port, and a name of both to dial."""
    while True:
        v4 = net.Listen("tcp4", "127.0.0.1:0")
        _, port = net.SplitHostPort(str(v4.Addr()))
        try:
            v6 = net.Listen("tcp6", f"[::1]:{port}")
        except syscall.EADDRINUSE:  # some other program has that one
            v4.Close()
        else:
            break
    with v4, v6, names(host=["127.0.0.1", "::1"]):
        yield v4, v6, f"host:{port}"


# --- two families -------------------------------------------------------------


@pytest.mark.from_go("net/dial_test.go", "TestDialParallelSpuriousConnection")
def test_of_two_that_connect_the_second_is_closed_unused() -> None:
    dialing = sync.WaitGroup()
    dialing.Add(2)

    def dial(
        ctx: object, network: str, laddr: net.TCPAddr | None, raddr: net.TCPAddr
    ) -> net.TCPConn:
        # Both are under way before either gets through, and neither is given up.
        dialing.Done()
        dialing.Wait()
        ctx = context.Background()
        args = (ctx, network, laddr, raddr, socket.SOCK_STREAM, 0, "dial", None)
        return newTCPConn(internetSocket(*args), 0, None)

    def serve(ln: net.Listener) -> None:
        with ln.Accept() as s:
            ends.send(outcome(lambda: s.Read(bytearray(1))))

    ends = chan[object](2)
    with both_families() as (v4, v6, address):
        for ln in (v4, v6):
            go(serve, ln)
        hook.testHookDialTCP = dial
        try:
            c = net.Dialer(FallbackDelay=time.Nanosecond).Dial("tcp", address)
        finally:
            hook.testHookDialTCP = None
        assert isinstance(ends.recv(), io.EOF)
        assert len(ends) == 0  # that was the loser; the winner is still there
        c.Close()
        assert isinstance(ends.recv(), io.EOF)
        until(lambda: NumGoroutine() == 1)


@pytest.mark.from_go("net/dial_test.go", "TestDialerDualStackFDLeak")
def test_ten_at_once_that_race_two_families_leave_nothing() -> None:
    accepted: list[str] = []

    def serve(ln: net.Listener) -> None:
        for s in ln:
            with s:
                accepted.append(s.LocalAddr().Network())

    def dial(address: str) -> None:
        d = net.Dialer(Timeout=20, FallbackDelay=time.Nanosecond)
        with d.Dial("tcp", address) as c, pytest.raises(io.EOF):
            c.Read(bytearray(1))

    wg = sync.WaitGroup()
    with both_families() as (v4, v6, address), unhurried():
        for ln in (v4, v6):
            go(serve, ln)
        for _ in range(10):
            wg.Go(dial, address)
        wg.Wait()
    until(lambda: NumGoroutine() == 1)
    assert len(accepted) >= 10


@pytest.mark.from_go("net/dial_test.go", "TestDialerFallbackDelay")
@pytest.mark.parametrize(
    ("delay", "want"),
    [
        (time.Nanosecond, time.Nanosecond),
        (200 * time.Millisecond, 200 * time.Millisecond),
        (time.Duration(0), 300 * time.Millisecond),
    ],
)
def test_the_other_family_is_tried_after_the_delay(
    delay: time.Duration, want: time.Duration
) -> None:
    def dial(ctx: context.Context, addr: str) -> Any:
        if addr.startswith("["):
            ctx.Done().recv()
            raise ctx.Err()
        took.append(time.Since(began))
        raise errors.New("enough")

    took: list[time.Duration] = []
    with names(host=["::1", "127.0.0.1"]), dials(dial):
        # A busy machine may be late, though not each time.
        while len(took) < 5 and not any(d < want + 95 * time.Millisecond for d in took):
            ctx, cancel = context.WithTimeout(context.Background(), 5)
            began = time.Now()
            d = net.Dialer(FallbackDelay=delay)
            go(outcome, lambda d=d, ctx=ctx: d.DialContext(ctx, "tcp", "host:80"))  # type: ignore[misc]
            tries = len(took)
            until(lambda tries=tries: len(took) > tries)  # type: ignore[misc]
            cancel()
            until(lambda: NumGoroutine() == 1)
    assert want <= min(took) < want + 95 * time.Millisecond


# --- and others ---------------------------------------------------------------


@pytest.mark.from_go("net/dial_unix_test.go", "TestDialContextCancelRace")
def test_a_dial_that_is_cancelled_as_it_gets_through_is_cancelled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = hook.getsockoptIntFunc
    ctx, cancel = context.WithCancel(context.Background())
    told = chan[None](1)
    connected: list[int] = []

    def getsockopt(sock: Any, level: int, name: int) -> int:
        number = real(sock, level, name)
        connected.append(number)
        cancel()
        told.recv()
        return number

    monkeypatch.setattr(hook, "testHookCanceledDial", lambda: told.send(None))
    monkeypatch.setattr(hook, "getsockoptIntFunc", getsockopt)
    with net.Listen("tcp", "127.0.0.1:0") as ln, unhurried():
        with pytest.raises(net.OpError) as e:
            net.Dialer().DialContext(ctx, "tcp", str(ln.Addr()))
        assert str(e.value) == f"dial tcp {ln.Addr()}: operation was canceled"
        assert isinstance(e.value.Err, errCanceled)
        assert connected == [0]
        with ln.Accept() as s, pytest.raises(io.EOF):
            s.Read(bytearray(1))  # what was connected is closed


@pytest.mark.from_go("net/tcpsock_unix_test.go", "TestTCPSpuriousConnSetupCompletion")
@pytest.mark.parametrize("network", [nullcontext, unhurried])
def test_what_was_dialed_while_the_listener_closed_is_connected(network: Any) -> None:
    ln = net.Listen("tcp", "127.0.0.1:0")
    address = str(ln.Addr())
    wg = sync.WaitGroup()
    dials: list[object] = []
    writes: list[object] = []

    def serve() -> None:
        for s in ln:
            wg.Go(end, s)

    def end(s: net.Conn) -> None:
        with s:
            outcome(lambda: s.Read(bytearray(1)))

    def dial(times: int) -> None:
        for _ in range(times):
            c: Any = outcome(lambda: net.Dialer(Timeout=20).Dial("tcp", address))
            dials.append(c)
            if isinstance(c, net.Conn):
                with c:
                    c.SetLinger(0)  # type: ignore[attr-defined]  # no TIME_WAIT
                    writes.append(outcome(lambda c=c: c.Write(b"x")))  # type: ignore[misc]

    wg.Go(serve)
    with network():
        for _ in range(10):
            wg.Go(dial, 100)
        until(lambda: len(dials) > 500)
        ln.Close()
        wg.Wait()
    assert writes
    assert not [w for w in writes if isinstance(w, syscall.ENOTCONN)]
    failed = [d for d in dials if not isinstance(d, net.Conn)]
    assert failed
    for err in failed:
        assert isinstance(err, (syscall.ECONNREFUSED, syscall.ECONNRESET))

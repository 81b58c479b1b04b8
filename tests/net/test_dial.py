"""Dialer: names, several addresses, limits of time, cancellation."""

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import net
from goruntime import (
    Gosched,
    NumGoroutine,
    Panic,
    chan,
    context,
    errors,
    go,
    recv,
    select,
    syscall,
    time,
)
from goruntime import os as go_os
from net import hook, ipsock, netip, nettest
from tests.net.dials import dials, names, unhurried


def wait_for_end() -> None:
    while NumGoroutine() > 1:
        Gosched()


class FakeConn(net.TCPConn):
    """A connection that was made, to an address."""

    __slots__ = ("addr", "closed")

    def __init__(self, addr: str) -> None:
        super().__init__()
        self.addr = addr
        self.closed = False

    def Close(self) -> None:
        self.closed = True


class Failed(errors.error):
    """What a fake dial fails with."""


@pytest.mark.from_go("net/dial_test.go", "TestDialSerial order")
def test_addresses_are_tried_in_order_and_the_first_error_counts() -> None:
    tried: list[str] = []

    def dial(ctx: Any, addr: str) -> Any:
        tried.append(addr)
        raise Failed(addr)

    with names(host=["127.0.0.1", "127.0.0.2"]), dials(dial):
        with pytest.raises(net.OpError) as e:
            net.Dial("tcp", "host:80")
    assert tried == ["127.0.0.1:80", "127.0.0.2:80"]
    assert str(e.value) == "dial tcp 127.0.0.1:80: 127.0.0.1:80"


@pytest.mark.from_go("net/dial_test.go", "TestDialParallel")
def test_the_other_family_is_tried_beside_a_slow_first_one() -> None:
    closed: list[FakeConn] = []
    release = chan[None]()

    def dial(ctx: context.Context, addr: str) -> Any:
        if addr.startswith("["):
            select(recv(release), recv(ctx.Done()))
            c = FakeConn(addr)
            closed.append(c)
            return c  # although it was cancelled: it must be closed
        return FakeConn(addr)

    with names(host=["::1", "127.0.0.1"]), dials(dial):
        began = time.Now()
        c: Any = net.Dialer(FallbackDelay=20 * time.Millisecond).Dial("tcp", "host:80")
        assert c.addr == "127.0.0.1:80"
        assert time.Since(began) >= 20 * time.Millisecond
        wait_for_end()
    assert [c.closed for c in closed] == [True]


def test_the_other_family_is_tried_at_once_when_the_first_has_failed() -> None:
    def dial(ctx: Any, addr: str) -> Any:
        if addr.startswith("["):
            raise Failed("v6")
        return FakeConn(addr)

    with names(host=["::1", "127.0.0.1"]), dials(dial):
        began = time.Now()
        c: Any = net.Dialer(FallbackDelay=time.Hour).Dial("tcp", "host:80")
        assert c.addr == "127.0.0.1:80"
        assert time.Since(began) < time.Minute
        wait_for_end()


def test_when_both_families_fail_the_firsts_error_counts() -> None:
    def dial(ctx: Any, addr: str) -> Any:
        raise Failed("v6" if addr.startswith("[") else "v4")

    with names(host=["::1", "127.0.0.1"]), dials(dial):
        with pytest.raises(net.OpError, match=r"v6$"):
            net.Dial("tcp", "host:80")
        wait_for_end()


def test_a_negative_fallback_delay_tries_one_after_the_other() -> None:
    tried: list[str] = []

    def dial(ctx: Any, addr: str) -> Any:
        tried.append(addr)
        if len(tried) < 2:
            raise Failed("first")
        return FakeConn(addr)

    with names(host=["::1", "127.0.0.1"]), dials(dial):
        net.Dialer(FallbackDelay=-1).Dial("tcp", "host:80")
    assert tried == ["[::1]:80", "127.0.0.1:80"]


def test_tcp4_and_tcp6_use_their_family_alone() -> None:
    tried: list[str] = []

    def dial(ctx: Any, addr: str) -> Any:
        tried.append(addr)
        return FakeConn(addr)

    with names(host=["::1", "127.0.0.1"]), dials(dial):
        net.Dial("tcp4", "host:80")
        net.Dial("tcp6", "host:80")
    assert tried == ["127.0.0.1:80", "[::1]:80"]


@pytest.mark.from_go("net/dial_test.go", "TestDialerPartialDeadline")
def test_each_address_gets_its_share_of_the_time() -> None:
    deadlines: list[Any] = []
    deadline = time.Now().Add(100)

    def dial(ctx: context.Context, addr: str) -> Any:
        deadlines.append(ctx.Deadline()[0])
        raise Failed

    table = {"host": [f"127.0.0.{i}" for i in range(1, 5)]}
    with names(**table), dials(dial), pytest.raises(net.OpError):
        net.Dialer(Deadline=deadline).Dial("tcp", "host:80")
    left = [d.Sub(deadline).Seconds() + 100 for d in deadlines]
    assert left == pytest.approx([25, 33.3, 50, 100], abs=1.5)


def test_a_share_is_two_seconds_at_least() -> None:
    deadlines: list[Any] = []
    deadline = time.Now().Add(4)

    def dial(ctx: context.Context, addr: str) -> Any:
        deadlines.append(ctx.Deadline()[0])
        raise Failed

    table = {"host": [f"127.0.0.{i}" for i in range(1, 9)]}
    with names(**table), dials(dial), pytest.raises(net.OpError):
        net.Dialer(Deadline=deadline).Dial("tcp", "host:80")
    assert deadlines[0].Sub(deadline).Seconds() == pytest.approx(-2, abs=0.5)


@contextmanager
def full_listener() -> Iterator[str]:
    """A listener that takes no more connections: whoever dials it waits."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen(0)
        addr = f"127.0.0.1:{s.getsockname()[1]}"
        with net.Dial("tcp", addr):
            yield addr


@pytest.mark.from_go("net/dial_test.go", "TestDialTimeout")
def test_a_dial_that_takes_too_long_times_out() -> None:
    with full_listener() as addr:
        began = time.Now()
        with pytest.raises(go_os.ErrDeadlineExceeded) as e:
            net.DialTimeout("tcp", addr, 50 * time.Millisecond)
        assert str(e.value) == f"dial tcp {addr}: i/o timeout"
        assert isinstance(e.value, net.OpError)
        assert e.value.Timeout()
        assert time.Since(began) >= 50 * time.Millisecond
        with pytest.raises(TimeoutError, match=r"i/o timeout$"):
            net.Dialer(Deadline=time.Now().Add(0.02)).Dial("tcp", addr)
        wait_for_end()


def test_a_time_that_is_up_already_fails_at_once() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        addr = str(ln.Addr())
        for timeout in (-5 * time.Second, time.Nanosecond):
            with pytest.raises(TimeoutError) as e:
                net.DialTimeout("tcp", addr, timeout)
            assert str(e.value) == f"dial tcp {addr}: i/o timeout"
            assert errors.Is(e.value, context.DeadlineExceeded)


@pytest.mark.from_go("net/dial_test.go", "TestDialCancel")
def test_a_dial_that_is_cancelled_says_so_and_leaves_nothing() -> None:
    with full_listener() as addr:
        ctx, cancel = context.WithCancel(context.Background())
        result = chan[Any]()

        def dial() -> None:
            try:
                net.Dialer().DialContext(ctx, "tcp", addr)
            except Exception as e:
                result.send(e)

        go(dial)
        Gosched()
        cancel()
        err = result.recv()
        assert str(err) == f"dial tcp {addr}: operation was canceled"
        assert errors.Is(err, context.Canceled)
        assert not err.Timeout()
        wait_for_end()


def test_the_cancel_channel_of_a_dialer_cancels() -> None:
    with full_listener() as addr:
        cancel = chan[None]()
        time.AfterFunc(0.01, cancel.close)
        with pytest.raises(context.Canceled, match=r"operation was canceled$"):
            net.Dialer(Cancel=cancel).Dial("tcp", addr)
        wait_for_end()


@pytest.mark.from_go("net/dial_test.go", "TestCancelAfterDial")
def test_a_connection_outlives_the_context_that_it_was_dialed_with() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        for _ in range(50):
            ctx, cancel = context.WithTimeout(context.Background(), 10)
            c = net.Dialer().DialContext(ctx, "tcp", str(ln.Addr()))
            cancel()
            with c, ln.Accept() as s:
                assert c.Write(b"x") == 1
                assert s.Write(b"x") == 1
                assert c.Read(bytearray(1)) == 1


def test_any_object_with_the_methods_of_a_context_will_do() -> None:
    class Mine:
        def __init__(self) -> None:
            self.done = chan[None]()

        def Deadline(self) -> tuple[None, bool]:
            return None, False

        def Done(self) -> Any:
            return self.done

        def Err(self) -> Any:
            return context.Canceled if self.done.closed else None

        def Value(self, key: object, /) -> None:
            return None

    with full_listener() as addr:
        ctx = Mine()
        time.AfterFunc(0.01, ctx.done.close)
        with pytest.raises(context.Canceled, match=r"operation was canceled$"):
            net.Dialer().DialContext(ctx, "tcp", addr)
        wait_for_end()


def test_a_look_up_is_given_up_with_its_context() -> None:
    release = chan[None]()

    def lookup(real: Any, *args: Any) -> list[net.IPAddr]:
        release.recv()
        return []

    before, hook.testHookLookupIP = hook.testHookLookupIP, lookup
    try:
        ctx, cancel = context.WithCancel(context.Background())
        time.AfterFunc(0.01, cancel)
        with pytest.raises(net.DNSError) as e:
            net.Dialer().DialContext(ctx, "tcp", "slow.example:80")
        assert str(e.value) == "dial tcp: lookup slow.example: operation was canceled"
        with pytest.raises(TimeoutError) as t:
            net.DialTimeout("tcp", "slow.example:80", 0.01)
        assert str(t.value) == "dial tcp: lookup slow.example: i/o timeout"
    finally:
        release.close()
        hook.testHookLookupIP = before
    wait_for_end()


def test_a_local_address_is_used() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        d = net.Dialer(LocalAddr=net.ResolveTCPAddr("tcp", "127.0.0.2:0"))
        with d.Dial("tcp", str(ln.Addr())) as c, ln.Accept():
            assert str(c.LocalAddr()).startswith("127.0.0.2:")


@pytest.mark.from_go("net/dial_test.go", "TestDialerLocalAddr")
@pytest.mark.parametrize(
    ("network", "address"),
    [
        *(("tcp", "127.0.0.1:80"), ("tcp", "[::1]:80")),
        *(("tcp4", "127.0.0.1:80"), ("tcp6", "[::1]:80")),
    ],
)
@pytest.mark.parametrize(
    ("local", "text"),
    [
        (net.UDPAddr(), "address :0: mismatched local address type"),
        (net.UnixAddr(), "mismatched local address type"),
        (net.UnixAddr(Name="/x"), "address /x: mismatched local address type"),
    ],
)
def test_a_local_address_of_another_kind_is_a_mistake(
    network: str, address: str, local: Any, text: str
) -> None:
    with pytest.raises(net.OpError) as e:
        net.Dialer(LocalAddr=local).Dial(network, address)
    assert str(e.value) == f"dial {network}: {text}"


def test_a_local_address_that_is_not_ours_cannot_be_bound() -> None:
    ip = net.ParseIP("192.0.2.99")
    with pytest.raises(net.OpError) as e:
        net.Dialer(LocalAddr=net.TCPAddr(IP=ip)).Dial("tcp", "127.0.0.1:80")
    assert str(e.value) == (
        "dial tcp 192.0.2.99:0->127.0.0.1:80: bind: cannot assign requested address"
    )


def ip(text: str) -> net.IP:
    """Return an address in 4 bytes; in 16 if it is of IPv6, or written as such."""
    found = net.ParseIP(text)
    assert found is not None
    return found if ":" in text else found.To4() or found


NO_FAMILY = "dial {}: address {}: no suitable address found"
# Network, host and local address of dials that cannot be; all others can.
UNFIT = {
    ("tcp4", "127.0.0.1", "[::]:0"): "non-IPv4 address",
    ("tcp4", "127.0.0.1", "[::1]:0"): "no suitable address found",
    ("tcp6", "::1", "127.0.0.1:0"): "no suitable address found",
    ("tcp", "127.0.0.1", "[::1]:0"): "no suitable address found",
    ("tcp", "::1", "127.0.0.1:0"): "no suitable address found",
}


@pytest.mark.from_go("net/dial_test.go", "TestDialerLocalAddr")
@pytest.mark.skipif(not ipsock.supportsIPv4map(), reason="no sockets of both families")
@pytest.mark.parametrize(
    ("network", "host"),
    [("tcp4", "127.0.0.1"), ("tcp6", "::1"), ("tcp", "127.0.0.1"), ("tcp", "::1")],
)
@pytest.mark.parametrize(
    "local",
    [
        *(None, net.TCPAddr()),
        *(net.TCPAddr(ip(text)) for text in ("0.0.0.0", "127.0.0.1", "::", "::1")),
        *(net.TCPAddr(ip("::ffff:" + text)) for text in ("0.0.0.0", "127.0.0.1")),
    ],
    ids=repr,
)
def test_a_local_address_of_the_other_family_fits_if_it_is_a_wildcard(
    network: str, host: str, local: net.TCPAddr | None
) -> None:
    with net.Listen(network, net.JoinHostPort(host, "0")) as ln:
        d = net.Dialer(LocalAddr=local)
        why = UNFIT.get((network, host, str(local)))
        if why is None:
            c: Any
            with d.Dial(network, str(ln.Addr())) as c:
                assert str(c.LocalAddr().IP) == host
        else:
            with pytest.raises(net.AddrError, match=f"^dial {network}.*: {why}$"):
                d.Dial(network, str(ln.Addr()))


@pytest.mark.from_go("net/dial_test.go", "TestProhibitionaryDialArg")
@pytest.mark.skipif(not ipsock.supportsIPv4map(), reason="no sockets of both families")
@pytest.mark.parametrize(
    ("network", "host"),
    [("tcp6", "127.0.0.1"), ("tcp6", "::ffff:127.0.0.1"), ("tcp4", "::1")],
)
def test_a_network_of_one_family_does_not_dial_the_other(
    network: str, host: str
) -> None:
    with net.Listen("tcp", "[::]:0") as ln:  # which would answer
        _, port = net.SplitHostPort(str(ln.Addr()))
        with pytest.raises(net.AddrError) as e:
            net.Dial(network, net.JoinHostPort(host, port))
    assert str(e.value) == NO_FAMILY.format(network, host)


@pytest.mark.from_go("net/dial_test.go", "TestDialListenerAddr")
def test_the_wildcard_of_ipv6_is_this_machine_to_a_dial_by_ipv4() -> None:
    with net.Listen("tcp4", "localhost:0") as ln:
        _, port = net.SplitHostPort(str(ln.Addr()))
        with net.Dial("tcp4", f"[::]:{port}") as c, ln.Accept():
            assert str(c.RemoteAddr()) == str(ln.Addr())


@pytest.mark.from_go("net/dial_test.go", "TestDialerControlContext")
@pytest.mark.from_go("net/dial_test.go", "TestDialContext")
@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize(
    "network",
    [
        *("tcp", "tcp4", "tcp6", "unix", "unixpacket"),
        *("udp", "udp4", "udp6", "unixgram"),
    ],
)
def test_control_sees_what_the_context_of_the_dial_carries(
    network: str, typed: bool
) -> None:
    if not nettest.TestableNetwork(network):
        pytest.skip(f"{network} is not here")
    seen: list[Any] = []
    d = net.Dialer(ControlContext=lambda ctx, *_: seen.append(ctx.Value("id")))
    ctx = context.WithValue(context.Background(), "id", 7)
    packets = network.startswith("udp") or network == "unixgram"
    listen: Any = (
        nettest.NewLocalPacketListener if packets else nettest.NewLocalListener
    )
    with listen(network) as ln:
        addr = ln.LocalAddr() if packets else ln.Addr()
        nowhere = netip.AddrPort()
        if not typed:
            c: net.Conn = d.DialContext(ctx, network, str(addr))
        elif network.startswith("unix"):
            c = d.DialUnix(ctx, network, None, addr)
        elif packets:
            c = d.DialUDP(ctx, network, nowhere, addr.AddrPort())
        else:
            c = d.DialTCP(ctx, network, nowhere, addr.AddrPort())
        with c:
            assert str(c.RemoteAddr()) == str(addr)
    if network == "unixgram":
        os.remove(str(addr))
    assert seen == [7]


@pytest.mark.from_go("net/dial_test.go", "TestDialWithNonZeroDeadline")
def test_a_deadline_that_a_context_says_it_has_not_is_none() -> None:
    class Odd:
        def Deadline(self) -> tuple[time.Time, bool]:
            return time.Unix(0, 0), False

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

    real, cancel = context.WithCancel(context.Background())
    with net.Listen("tcp", "127.0.0.1:0") as ln, cancel:
        for d in (net.Dialer(), net.Dialer(Timeout=time.Minute)):
            with d.DialContext(Odd(), "tcp", str(ln.Addr())), ln.Accept():
                pass


@pytest.mark.from_go("net/timeout_test.go", "TestDialTimeoutMaxDuration")
@pytest.mark.parametrize("limit", ["Timeout", "Deadline"])
def test_the_longest_time_of_all_is_not_over_at_once(limit: str) -> None:
    longest = time.Duration((1 << 63) - 1)
    d = net.Dialer(Timeout=longest)
    if limit == "Deadline":
        d = net.Dialer(Deadline=time.Now().Add(longest))
    with net.Listen("tcp", "127.0.0.1:0") as ln, unhurried():
        with d.Dial("tcp", str(ln.Addr())), ln.Accept():
            pass


@contextmanager
def connects(*numbers: int) -> Iterator[list[int]]:
    """Let the next connects give these errnos, then do the real thing."""
    real, left = hook.connectFunc, list(numbers)

    def connect(sock: Any, address: Any) -> int:
        return left.pop(0) if left else real(sock, address)

    hook.connectFunc = connect
    try:
        yield left
    finally:
        hook.connectFunc = real


@pytest.mark.from_go("net/error_posix_test.go", "TestSpuriousENOTAVAIL")
def test_a_port_that_the_system_could_not_find_is_asked_for_thrice() -> None:
    none = errno.EADDRNOTAVAIL
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        addr = str(ln.Addr())
        with connects(none, none), net.Dial("tcp", addr), ln.Accept():
            pass
        text = f"{addr}: connect: cannot assign requested address"
        with connects(none, none, none, none) as left:
            with pytest.raises(syscall.EADDRNOTAVAIL) as e:
                net.Dial("tcp", addr)
        assert (str(e.value), len(left)) == (f"dial tcp {text}", 1)
        with connects(errno.EINVAL, errno.EINVAL) as left:
            with pytest.raises(syscall.EINVAL):
                net.Dial("tcp", addr)
        assert len(left) == 1
        # A port of one's own choice is no better the next time.
        with net.Listen("tcp", "127.0.0.1:0") as other:
            local = other.Addr()
        with connects(none, none) as left, pytest.raises(syscall.EADDRNOTAVAIL):
            net.Dialer(LocalAddr=local).Dial("tcp", addr)
        assert len(left) == 1


def test_a_dial_without_a_context_panics() -> None:
    with pytest.raises(Panic, match="nil context"):
        net.Dialer().DialContext(None, "tcp", "127.0.0.1:80")  # type: ignore[arg-type]


@pytest.mark.from_go("net/dial_test.go", "TestDialLocal")
def test_localhost_resolves() -> None:
    with net.Listen("tcp", "localhost:0") as ln:
        with net.Dial("tcp", str(ln.Addr())), ln.Accept():
            pass
    assert "127.0.0.1" in net.LookupHost("localhost")
    assert net.LookupHost("::ffff:1.2.3.4") == ["::ffff:1.2.3.4"]


def test_repr_shows_what_differs_from_the_default() -> None:
    assert repr(net.Dialer(Timeout=1.5)) == "Dialer(Timeout=1.5s)"

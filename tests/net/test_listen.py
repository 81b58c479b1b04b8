"""Listening: which addresses can be had, and which two get along on one port."""

import errno
import io as pyio
import socket
from contextlib import ExitStack
from functools import partial
from typing import Any

import pytest

import net
from net import hook, ipsock, sock
from tests.waiting import outcome

needs_both = pytest.mark.skipif(
    not (ipsock.supportsIPv4() and ipsock.supportsIPv4map()),
    reason="no sockets that serve IPv4 and IPv6",
)

# What follows "tcp" or "udp", and a host.
ALONE = [
    ("", ""),
    ("", "0.0.0.0"),
    ("", "::ffff:0.0.0.0"),
    ("", "::"),
    ("", "127.0.0.1"),
    ("", "::ffff:127.0.0.1"),
    ("", "::1"),
    ("4", ""),
    ("4", "0.0.0.0"),
    ("4", "::ffff:0.0.0.0"),
    ("4", "127.0.0.1"),
    ("4", "::ffff:127.0.0.1"),
    ("6", ""),
    ("6", "::"),
    ("6", "::1"),
]


def listen(network: str, host: str, port: object = 0) -> Any:
    """Return a TCP listener or a UDP socket."""
    address = net.JoinHostPort(host, str(port))
    if network.startswith("tcp"):
        return net.Listen(network, address)
    return net.ListenPacket(network, address)


def port(ln: Any) -> int:
    """Return the port that a listener of either kind has."""
    return ln.fd.laddr.Port  # type: ignore[no-any-return]


@pytest.mark.from_go("net/listen_test.go", "TestTCPListener")
@pytest.mark.from_go("net/listen_test.go", "TestUDPListener")
@needs_both
@pytest.mark.parametrize("kind", ["tcp", "udp"])
@pytest.mark.parametrize(("version", "host"), ALONE)
def test_an_address_is_one_listeners_alone(kind: str, version: str, host: str) -> None:
    network = kind + version
    ipv4 = version == "4" or (version == "" and host.endswith("127.0.0.1"))
    with listen(network, host) as ln:
        assert ln.fd.family == (socket.AF_INET if ipv4 else socket.AF_INET6)
        with pytest.raises(OSError, match=r": bind: address already in use$") as e:
            listen(network, host, port(ln))
        assert e.value.errno == errno.EADDRINUSE
    listen(network, host, port(ln)).Close()  # now it can be had


@pytest.mark.from_go("net/listen_test.go", "TestDualStackTCPListener")
@pytest.mark.from_go("net/listen_test.go", "TestDualStackUDPListener")
@needs_both
@pytest.mark.parametrize("kind", ["tcp", "udp"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", ""),
        ("", "0.0.0.0"),
        ("0.0.0.0", ""),
        ("", "::"),
        ("::", ""),
        ("0.0.0.0", "::"),
        ("::", "0.0.0.0"),
        ("::ffff:0.0.0.0", "::"),
        ("::", "::ffff:0.0.0.0"),
    ],
)
def test_a_wildcard_is_all_addresses_of_both_families(
    kind: str, first: str, second: str
) -> None:
    with listen(kind, first) as ln:
        assert ln.fd.family == socket.AF_INET6
        with pytest.raises(OSError, match="address already in use"):
            listen(kind, second, port(ln))


@pytest.mark.from_go("net/listen_test.go", "TestDualStackTCPListener")
@pytest.mark.from_go("net/listen_test.go", "TestDualStackUDPListener")
@needs_both
@pytest.mark.parametrize("kind", ["tcp", "udp"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("4", ""), ("6", "")),
        (("6", ""), ("4", "")),
        (("4", "0.0.0.0"), ("6", "::")),
        (("6", "::"), ("4", "0.0.0.0")),
        (("", "127.0.0.1"), ("", "::1")),
        (("", "::1"), ("", "127.0.0.1")),
        (("4", "127.0.0.1"), ("6", "::1")),
        (("6", "::1"), ("4", "127.0.0.1")),
    ],
)
def test_addresses_of_two_families_share_a_port(
    kind: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    (version1, host1), (version2, host2) = first, second
    with ExitStack() as stack:
        for _ in range(10):
            ln = stack.enter_context(listen(kind + version1, host1))
            # Some other program may have that port in the other family.
            again = outcome(partial(listen, kind + version2, host2, port(ln)))
            if not isinstance(again, OSError):
                with again:  # type: ignore[attr-defined]
                    assert port(again) == port(ln)
                return
    pytest.fail(str(again))


@pytest.mark.from_go("net/listen_test.go", "TestWildWildcardListener")
def test_no_address_at_all_is_any_port_of_every_address() -> None:
    for ln in (
        net.Listen("tcp", ""),
        net.ListenTCP("tcp", None),
        net.ListenPacket("udp", ""),
        net.ListenUDP("udp", None),
    ):
        with ln:
            addr: Any = ln.Addr() if isinstance(ln, net.Listener) else ln.LocalAddr()
            assert addr.IP.IsUnspecified()
            assert addr.Port != 0


@pytest.mark.from_go("net/ipsock_test.go", "TestListenIPv6WildcardAddr")
@needs_both
def test_the_wildcard_of_ipv6_stays_one_of_ipv6() -> None:
    with net.Listen("tcp", "[::]:0") as ln:
        assert str(ln.Addr()) == f"[::]:{port(ln)}"


@pytest.mark.from_go("net/tcpsock_test.go", "TestTCPListenerName")
@pytest.mark.parametrize(
    "laddr", [net.TCPAddr(IP=net.IPv4(127, 0, 0, 1)), net.TCPAddr(), None]
)
def test_the_system_chooses_a_port(laddr: net.TCPAddr | None) -> None:
    with net.ListenTCP("tcp4", laddr) as ln:
        host = "127.0.0.1" if laddr is not None and laddr.IP else "0.0.0.0"
        assert ln.Addr().Port != 0
        assert str(ln.Addr()) == f"{host}:{ln.Addr().Port}"


@pytest.mark.from_go("net/sock_linux_test.go", "TestMaxAckBacklog")
@pytest.mark.parametrize(
    ("limit", "backlog"),
    [
        ("128\n", 128),
        ("196602\n", 196602),
        ("9999999999\n", 2**31 - 1),
        ("\n", socket.SOMAXCONN),
        (None, socket.SOMAXCONN),
    ],
)
def test_the_queue_is_as_long_as_the_system_allows(
    limit: str | None, backlog: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(name: str) -> Any:
        if limit is None:
            raise FileNotFoundError(errno.ENOENT, "", name)
        return pyio.StringIO(limit)

    seen: list[int] = []
    monkeypatch.setattr(sock, "_backlog", 0)
    monkeypatch.setattr(sock, "open", read, raising=False)
    monkeypatch.setattr(hook, "listenFunc", lambda sock, n: seen.append(n))
    net.Listen("tcp", "127.0.0.1:0").Close()
    assert seen == [backlog]

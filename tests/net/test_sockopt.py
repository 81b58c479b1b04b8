"""Keep-alive: what a dialer, a listener and a connection set of it."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

import net
from goruntime import context, time
from net import hook
from net.sockopt import TCP_KEEPIDLE

OPTIONS = (
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE),
    (socket.IPPROTO_TCP, TCP_KEEPIDLE),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT),
)
DEFAULT = (1, 15, 15, 9)


def options(sock: Any) -> tuple[int, ...]:
    """Return what the kernel has: on or off, idle, interval, count."""
    return tuple(sock.getsockopt(*option) for option in OPTIONS)


def systems() -> tuple[int, ...]:
    """Return what the system gives a socket that nobody has set anything of."""
    with socket.socket() as s:
        return options(s)


# Idle, Interval, Count.
CONFIGS = [
    (5, 3, 10),
    (0, 0, 0),
    (-1, -1, -1),
    (-1, 3, 10),
    (5, -1, 10),
    (5, 3, -1),
    (-1, -1, 10),
    (-1, 3, -1),
    (5, -1, -1),
    (0, 3, 10),
    (5, 0, 10),
    (5, 3, 0),
    (0, 0, 10),
    (0, 3, 0),
    (5, 0, 0),
]


def config(idle: int, interval: int, count: int) -> net.KeepAliveConfig:
    return net.KeepAliveConfig(Enable=True, Idle=idle, Interval=interval, Count=count)


def wanted(*values: int) -> tuple[int, ...]:
    """Return what comes of a config: of 0 the default, of -1 the system's."""
    both = zip(values, DEFAULT[1:], systems()[1:], strict=True)
    return 1, *(v if v > 0 else system if v else default for v, default, system in both)


@pytest.mark.from_go(
    "net/tcpconn_keepalive_test.go", "TestTCPConnKeepAliveConfigDialer"
)
@pytest.mark.parametrize("values", CONFIGS)
def test_a_dialers_config_is_set_and_its_keep_alive_ignored(
    values: tuple[int, int, int],
) -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        d = net.Dialer(KeepAlive=99, KeepAliveConfig=config(*values))
        c: Any
        with d.Dial("tcp", str(ln.Addr())) as c:
            assert options(c.fd.pfd.sock) == wanted(*values)


@pytest.mark.from_go(
    "net/tcpconn_keepalive_test.go", "TestTCPConnKeepAliveConfigListener"
)
@pytest.mark.parametrize("values", CONFIGS)
def test_a_listeners_config_is_set_on_what_it_accepts(
    values: tuple[int, int, int],
) -> None:
    lc = net.ListenConfig(KeepAlive=99, KeepAliveConfig=config(*values))
    with lc.Listen(context.Background(), "tcp", "127.0.0.1:0") as ln:
        s: Any
        with net.Dial("tcp", str(ln.Addr())), ln.Accept() as s:
            assert options(s.fd.pfd.sock) == wanted(*values)


@pytest.mark.from_go("net/tcpconn_keepalive_test.go", "TestTCPConnKeepAliveConfig")
@pytest.mark.parametrize("values", CONFIGS)
def test_a_connections_config_is_set(values: tuple[int, int, int]) -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        c: Any
        with net.Dialer(KeepAlive=-1).Dial("tcp", str(ln.Addr())) as c:
            assert options(c.fd.pfd.sock) == systems()
            c.SetKeepAliveConfig(config(*values))
            assert options(c.fd.pfd.sock) == wanted(*values)
            c.SetKeepAliveConfig(net.KeepAliveConfig(Idle=99))
            assert options(c.fd.pfd.sock) == (0, 99, 15, 9)


def test_a_config_that_is_not_enabled_leaves_keep_alive_to_keep_alive() -> None:
    off = net.KeepAliveConfig(Idle=99, Interval=99, Count=99)
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        for idle, want in ((0, DEFAULT), (20, (1, 20, 15, 9)), (-1, systems())):
            d = net.Dialer(KeepAlive=idle, KeepAliveConfig=off)
            c: Any
            with d.Dial("tcp", str(ln.Addr())) as c:
                assert options(c.fd.pfd.sock) == want


@pytest.fixture
def seen() -> Iterator[list[net.KeepAliveConfig]]:
    """Note what is set on new connections."""
    configs: list[net.KeepAliveConfig] = []
    hook.testHookSetKeepAlive = configs.append
    yield configs
    hook.testHookSetKeepAlive = None


@pytest.mark.from_go("net/dial_test.go", "TestDialerKeepAlive")
@pytest.mark.parametrize("idle", [0, 5 * time.Second, 30 * time.Second, -1])
def test_a_dialer_and_a_listener_ask_for_what_keep_alive_says(
    idle: time.Duration, seen: list[net.KeepAliveConfig]
) -> None:
    lc = net.ListenConfig(KeepAlive=idle)
    with lc.Listen(context.Background(), "tcp", "127.0.0.1:0") as ln:
        with net.Dialer(KeepAlive=idle).Dial("tcp", str(ln.Addr())), ln.Accept():
            pass
    want = net.KeepAliveConfig(Enable=True, Idle=idle)
    assert seen == ([] if idle < 0 else [want, want])


@pytest.mark.from_go("net/tcpsock_test.go", "TestDialTCPDefaultKeepAlive")
def test_dial_tcp_and_listen_tcp_ask_for_the_default(
    seen: list[net.KeepAliveConfig],
) -> None:
    with net.ListenTCP("tcp4", None) as ln:
        with net.DialTCP("tcp", None, ln.Addr()), ln.Accept():
            pass
    assert seen == [net.KeepAliveConfig(Enable=True, Idle=0)] * 2

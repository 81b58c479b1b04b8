"""Multipath TCP: who asks for it gets it, where the kernel has it."""

import errno
import socket
from typing import Any

import pytest

import net
from goruntime import context, io
from net import hook
from net.mptcpsock import IPPROTO_MPTCP, isUsingMultipathTCP, supportsMultipathTCP

LOCAL = "127.0.0.1:0"

needed = pytest.mark.skipif(
    not supportsMultipathTCP() or not hasattr(socket, "IPPROTO_MPTCP"),
    reason="this kernel has no multipath TCP",
)


def protocol(c: Any) -> int:
    """Return the protocol of a connection's or a listener's socket."""
    found: int = c.fd.pfd.sock.getsockopt(socket.SOL_SOCKET, socket.SO_PROTOCOL)
    return found


@needed
@pytest.mark.from_go("net/mptcpsock_linux_test.go", "TestMultiPathTCP")
@pytest.mark.parametrize("listens", [False, True])
@pytest.mark.parametrize("dials", [False, True])
def test_it_is_used_when_both_ends_want_it(listens: bool, dials: bool) -> None:
    lc = net.ListenConfig()
    lc.SetMultipathTCP(listens)
    d = net.Dialer()
    d.SetMultipathTCP(dials)
    assert (lc.MultipathTCP(), d.MultipathTCP()) == (listens, dials)
    with lc.Listen(context.Background(), "tcp", LOCAL) as ln:
        assert protocol(ln) == (IPPROTO_MPTCP if listens else socket.IPPROTO_TCP)
        c: Any = d.Dial("tcp", str(ln.Addr()))
        s: Any = ln.Accept()
    with c, s:
        for end in (c, s):
            assert end.MultipathTCP() == (listens and dials)
        # What is remembered of readiness is right for plain TCP alone.
        assert s.fd.pfd.hints == (not (listens and dials))
        assert c.fd.pfd.hints == (not dials)
        for i in range(20):
            c.Write(b"%02d" % i)
            b = bytearray(10)
            assert s.Read(b) == 2
            s.Write(bytes(b[:2]))
            assert c.Read(b) == 2
        c.CloseWrite()
        assert io.ReadAll(s) == b""
    assert not c.MultipathTCP()
    assert isUsingMultipathTCP(c.fd) is False


def test_listeners_use_it_and_dialers_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting, listens, dials in (
        ("", True, False),
        ("other=1", True, False),
        ("multipathtcp=0", False, False),
        ("x=1,multipathtcp=1", True, True),
        ("multipathtcp=2", True, False),
        ("multipathtcp=3", False, True),
    ):
        monkeypatch.setenv("GODEBUG", setting)
        assert net.ListenConfig().MultipathTCP() == listens
        assert net.Dialer().MultipathTCP() == dials


def test_where_there_is_none_it_is_tcp(monkeypatch: pytest.MonkeyPatch) -> None:
    real = hook.socketFunc

    def refuse(family: int, sotype: int, proto: int) -> Any:
        if proto == IPPROTO_MPTCP:
            raise OSError(errno.ENOPROTOOPT, "no multipath TCP")
        return real(family, sotype, proto)

    monkeypatch.setattr(hook, "socketFunc", refuse)
    d = net.Dialer()
    d.SetMultipathTCP(True)
    with net.Listen("tcp", LOCAL) as ln, d.Dial("tcp", str(ln.Addr())) as c:
        assert protocol(ln) == protocol(c) == socket.IPPROTO_TCP
        with ln.Accept() as s:
            assert not s.MultipathTCP()  # type: ignore[attr-defined]


def test_the_zero_value_refuses() -> None:
    with pytest.raises(OSError, match="invalid argument"):
        net.TCPConn().MultipathTCP()

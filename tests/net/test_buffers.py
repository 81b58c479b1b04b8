"""Buffers: pieces written at once."""

from typing import Any

import pytest

import net
from goruntime import bytes as go_bytes
from goruntime import go, io
from goruntime.poll import hook


def pair(network: str = "tcp") -> tuple[Any, Any]:
    """Return two ends of one connection."""
    with net.Listen(network, "127.0.0.1:0" if network == "tcp" else "") as ln:
        return net.Dial(network, str(ln.Addr())), ln.Accept()


@pytest.mark.from_go("net/writev_test.go", "TestBuffers_read")
def test_it_is_a_reader_of_itself() -> None:
    v = net.Buffers([b"once ", b"upon ", b"", b"a time"])
    p = bytearray(7)
    assert v.Read(p) == 7
    assert p == b"once up"
    assert v == [b"on ", b"", b"a time"]
    assert v.Read(bytearray()) == 0
    assert io.ReadAll(v) == b"on a time"
    assert v == []
    with pytest.raises(io.EOF):
        v.Read(p)
    empty = net.Buffers([b"", b""])
    with pytest.raises(io.EOF):
        empty.Read(p)


@pytest.mark.from_go("net/writev_test.go", "TestBuffers_WriteTo")
@pytest.mark.parametrize("network", ["tcp", "unix"])
@pytest.mark.parametrize("chunks", [0, 1, 2, 1023, 1024, 1025])
@pytest.mark.parametrize("copy", [False, True])
def test_a_connection_gets_all_by_few_system_calls(
    network: str, chunks: int, copy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(hook, "TestHookDidWritev", calls.append)
    v = net.Buffers([b"%d," % i for i in range(chunks)])
    want = b"".join(v)
    c, s = pair(network)
    with c, s:

        def write() -> None:
            n = io.Copy(c, v) if copy else v.WriteTo(c)
            assert n == len(want)
            c.CloseWrite()

        go(write)
        assert io.ReadAll(s) == want
    assert v == []
    assert len(calls) == -(-chunks // 1024)


def test_any_writer_will_do() -> None:
    w = go_bytes.Buffer()
    v = net.Buffers([b"a", bytearray(b"bc"), memoryview(b"d")])
    assert v.WriteTo(w) == 4
    assert bytes(w.Bytes()) == b"abcd"
    assert v == []


def test_what_a_writer_did_not_take_stays() -> None:
    class Short:
        def Write(self, b: Any) -> int:
            if bytes(b) == b"two":
                err = io.ErrShortWrite()
                err.n = 1
                raise err
            return len(b)

    v = net.Buffers([b"one", b"two", b"three"])
    with pytest.raises(io.ErrShortWrite) as e:
        v.WriteTo(Short())
    assert e.value.n == 4
    assert v == [b"wo", b"three"]


@pytest.mark.from_go("net/writev_test.go", "TestWritevError")
def test_an_error_says_how_much_was_written() -> None:
    c, s = pair()
    with c:
        ends = f"tcp {c.LocalAddr()}->{c.RemoteAddr()}"
        s.Close()
        v = net.Buffers([bytes(1 << 20) for _ in range(10)])
        with pytest.raises(net.OpError) as e:
            v.WriteTo(c)
        assert str(e.value).startswith(f"writev {ends}: writev: ")
        assert e.value.n < 10 << 20
        assert sum(map(len, v)) == (10 << 20) - e.value.n
    closed = net.Buffers([b"x"])
    with pytest.raises(net.ErrClosed) as e2:
        closed.WriteTo(c)
    assert str(e2.value) == f"writev {ends}: use of closed network connection"

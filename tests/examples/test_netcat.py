"""Netcat."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.examples.conftest import Start

pytestmark = pytest.mark.plain


def test_netcat_goes_on_listening_when_it_has_no_more_to_say(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ln:
        netcat = start("netcat.py", f"127.0.0.1:{ln.getsockname()[1]}")
        assert netcat.popen.stdin is not None
        netcat.popen.stdin.write(b"question")
        netcat.popen.stdin.close()
        netcat.popen.stdin = None
        conn, _ = ln.accept()
        with conn, conn.makefile("rb") as stream:
            assert stream.read() == b"question"  # to its end
            conn.sendall(b"answer")
    assert netcat.end() == ("answer", "", 0)


def test_netcat_carries_both_directions_at_once(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ln:
        netcat = start("netcat.py", f"127.0.0.1:{ln.getsockname()[1]}")
        stdin = netcat.popen.stdin
        assert stdin is not None
        conn, _ = ln.accept()
        with conn, conn.makefile("rb") as stream:
            for up, down in ((b"?", b"!"), (b"u" * 100_000, b"d" * 50_000)):
                stdin.write(up)
                stdin.flush()
                assert stream.read(len(up)) == up
                conn.sendall(down)
                assert netcat.stdout.read(len(down)) == down
    assert netcat.end() == ("", "", 0)


def test_netcat_waits_to_be_called(start: Start) -> None:
    listener = start("netcat.py", "-l", "127.0.0.1:0")
    assert listener.popen.stderr is not None
    address = listener.popen.stderr.readline().decode().split()[2]
    caller = start("netcat.py", address)
    for netcat, text in ((listener, b"hello\n"), (caller, b"hello yourself\n")):
        assert netcat.popen.stdin is not None
        netcat.popen.stdin.write(text)
        netcat.popen.stdin.close()
        netcat.popen.stdin = None
    assert listener.end() == ("hello yourself\n", "", 0)
    assert caller.end() == ("hello\n", "", 0)


def test_netcat_says_that_nobody_listens(start: Start) -> None:
    with socket.socket() as held:  # bound, but not listening: a port that refuses
        held.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{held.getsockname()[1]}"
        out, err, status = start("netcat.py", address).end()
    assert (out, status) == ("", 1)
    assert err == f"netcat: dial tcp {address}: connect: connection refused\n"


def test_netcat_ends_when_the_other_side_resets(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ln:
        netcat = start("netcat.py", f"127.0.0.1:{ln.getsockname()[1]}")
        conn, _ = ln.accept()
        conn.sendall(b"x")
        assert netcat.stdout.read(1) == b"x"
        conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        conn.close()
        # Its stdin is open and silent.
        assert netcat.popen.wait(10) == 1
    assert netcat.end()[1].endswith("read: connection reset by peer\n")


def test_netcat_ends_by_ctrl_c_while_it_reads(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ln:
        netcat = start("netcat.py", f"127.0.0.1:{ln.getsockname()[1]}")
        conn, _ = ln.accept()
        with conn:
            conn.sendall(b"x")
            assert netcat.stdout.read(1) == b"x"
            netcat.popen.send_signal(signal.SIGINT)
            assert netcat.popen.wait(10) == 0

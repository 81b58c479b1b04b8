"""The reverb server."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.examples.conftest import Start

pytestmark = pytest.mark.plain


def test_reverb_server_answers_three_times_and_softer(start: Start) -> None:
    server = start("reverb_server.py", "127.0.0.1:0", "--delay", "0.01")
    address = server.address()
    with (
        socket.create_connection(address, timeout=20) as sock,
        sock.makefile("rw") as stream,
    ):
        print("Hello?", file=stream, flush=True)
        got = [stream.readline() for _ in range(3)]
        assert got == ["\tHELLO?\n", "\tHello?\n", "\thello?\n"]
        # What was shouted last is heard to its end.
        print("One", "Two", sep="\n", file=stream, flush=True)
        sock.shutdown(socket.SHUT_WR)
        got = stream.read().split()
        assert sorted(got) == ["ONE", "One", "TWO", "Two", "one", "two"]
        assert got.index("ONE") < got.index("One") < got.index("one")
        assert got.index("TWO") < got.index("Two") < got.index("two")
    assert server.end(signal.SIGINT) == ("", "", 0)


def test_reverb_server_goes_on_when_a_client_has_gone(start: Start) -> None:
    server = start("reverb_server.py", "127.0.0.1:0", "--delay", "0.01")
    address = server.address()
    with socket.create_connection(address) as rude:
        rude.sendall(b"hey\nyou\n")
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    with socket.create_connection(address, timeout=20) as noisy:
        noisy.sendall(b"x" * 65_536)  # longer than any shout
        with noisy.makefile() as stream:
            assert stream.read() == ""
    with (
        socket.create_connection(address, timeout=20) as sock,
        sock.makefile() as stream,
    ):
        sock.sendall(b"a\n")
        assert stream.readline() == "\tA\n"
    assert server.end(signal.SIGINT) == ("", "", 0)

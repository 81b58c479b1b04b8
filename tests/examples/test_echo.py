"""The echo server and its client."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.examples.conftest import Start

pytestmark = pytest.mark.plain


def test_echo_server_sends_back_what_comes_in_to_each_of_its_clients(
    start: Start,
) -> None:
    server = start("echo_server.py", "127.0.0.1:0")
    address = server.address()
    with (
        socket.create_connection(address) as one,
        socket.create_connection(address) as two,
    ):
        two.sendall(b"two")
        one.sendall(b"one")
        assert one.recv(100) == b"one"
        assert two.recv(100) == b"two"
    assert server.end(signal.SIGINT) == ("", "", 0)


def test_echo_server_survives_a_client_that_resets(start: Start) -> None:
    server = start("echo_server.py", "127.0.0.1:0")
    address = server.address()
    with socket.create_connection(address) as rude:
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    with socket.create_connection(address) as next_one:
        next_one.sendall(b"still there?")
        assert next_one.recv(100) == b"still there?"


def test_echo_client_prints_what_the_server_sends_back(start: Start) -> None:
    host, port = start("echo_server.py", "127.0.0.1:0").address()
    client = start("echo_client.py", f"{host}:{port}")
    assert client.popen.stdin is not None
    client.popen.stdin.write(b"Hello\n")
    client.popen.stdin.flush()
    assert client.stdout.readline() == b"Hello\n"  # at once, not at the end
    client.popen.stdin.write(b"and good bye")
    client.popen.stdin.flush()
    assert client.end() == ("and good bye", "", 0)


def test_echo_client_says_that_nobody_listens(start: Start) -> None:
    with socket.socket() as held:  # bound, but not listening: a port that refuses
        held.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{held.getsockname()[1]}"
        out, err, status = start("echo_client.py", address).end()
    assert (out, status) == ("", 1)
    assert err == f"echo_client: dial tcp {address}: connect: connection refused\n"


def test_echo_client_ends_when_the_server_goes(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ln:
        client = start("echo_client.py", f"127.0.0.1:{ln.getsockname()[1]}")
        conn, _ = ln.accept()
        conn.sendall(b"bye\n")
        conn.close()
    # Its stdin is open and silent.
    assert client.stdout.readline() == b"bye\n"
    assert client.popen.wait(10) == 0

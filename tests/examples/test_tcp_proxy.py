"""The TCP proxy."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.examples.conftest import Process, Start

    Through = tuple[Process, socket.socket, socket.socket]

pytestmark = pytest.mark.plain

BIG = bytes(range(256)) * 4096  # 1 MiB, more than the sockets on the way hold


@pytest.fixture
def through(start: Start) -> Generator[Through, None, None]:
    """Give the proxy, and both ends of a connection through it."""
    with socket.create_server(("127.0.0.1", 0)) as ln:
        target = f"127.0.0.1:{ln.getsockname()[1]}"
        proxy = start("tcp_proxy.py", "--listen", "127.0.0.1:0", target)
        with socket.create_connection(proxy.address()) as client:
            server, _ = ln.accept()
            with server:
                yield proxy, client, server


def receive_all(sock: socket.socket) -> bytes:
    return b"".join(iter(lambda: sock.recv(65536), b""))


def test_proxy_carries_both_directions(through: Through) -> None:
    proxy, client, server = through
    client.sendall(b"question")
    assert server.recv(100) == b"question"
    server.sendall(b"answer")
    assert client.recv(100) == b"answer"
    assert proxy.end(signal.SIGINT) == ("", "", 0)


def test_proxy_hands_on_that_the_client_has_no_more_to_say(through: Through) -> None:
    _, client, server = through
    client.sendall(b"all I say")
    client.shutdown(socket.SHUT_WR)
    assert receive_all(server) == b"all I say"
    server.sendall(b"I still talk")  # that half is open
    assert client.recv(100) == b"I still talk"
    server.close()
    assert client.recv(100) == b""


def test_proxy_hands_on_that_the_server_has_no_more_to_say(through: Through) -> None:
    _, client, server = through
    server.shutdown(socket.SHUT_WR)
    assert client.recv(100) == b""
    client.sendall(b"thank you")
    client.close()
    assert receive_all(server) == b"thank you"


def test_proxy_loses_nothing_of_much_data(through: Through) -> None:
    _, client, server = through
    server.settimeout(0.0)
    client.settimeout(0.0)
    sent, got = memoryview(BIG), bytearray()
    while len(got) < len(BIG):
        try:
            sent = sent[client.send(sent) :]
        except BlockingIOError:
            pass
        try:
            got += server.recv(65536)
        except BlockingIOError:
            pass
    assert got == BIG


def test_proxy_closes_the_client_when_the_server_resets(through: Through) -> None:
    _, client, server = through
    client.sendall(b"x")
    assert server.recv(1) == b"x"
    server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    server.close()
    assert client.recv(1) == b""


def test_proxy_goes_on_when_the_server_does_not_answer(start: Start) -> None:
    with socket.socket() as held:  # bound, but not listening: a port that refuses
        held.bind(("127.0.0.1", 0))
        target = f"127.0.0.1:{held.getsockname()[1]}"
        proxy = start("tcp_proxy.py", "--listen", "127.0.0.1:0", target)
        address = proxy.address()
        for _ in range(2):
            with socket.create_connection(address) as client:
                assert client.recv(1) == b""
    out, err, status = proxy.end(signal.SIGINT)
    assert (out, status) == ("", 0)
    refused = f"proxy: dial tcp {target}: connect: connection refused\n"
    assert err == 2 * refused

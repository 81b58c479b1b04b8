"""The HTTP server, as seen by plain sockets; see test_http_clients.py for real ones."""

from __future__ import annotations

import re
import signal
import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.examples.conftest import Process, Start

pytestmark = pytest.mark.plain

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
RESET = b"\1\0\0\0\0\0\0\0"  # linger for no time


@pytest.fixture
def server(start: Start) -> Process:
    return start("http_hello.py", "127.0.0.1:0")


@pytest.fixture
def sock(server: Process) -> Generator[socket.socket, None, None]:
    with socket.create_connection(server.address(), timeout=20) as sock:
        yield sock


def receive(sock: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Receive one response: status, headers, body."""
    got = b""
    while not got.endswith(b"\r\n\r\n"):
        byte = sock.recv(1)
        assert byte, got
        got += byte
    first, *lines = got.decode().rstrip().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    body = sock.recv(int(headers["Content-Length"]), socket.MSG_WAITALL)
    return int(first.split()[1]), headers, body


def answers(sock: socket.socket, request: bytes) -> list[int]:
    """Send all there is to send; return the statuses of what comes until the end."""
    sock.sendall(request)
    sock.shutdown(socket.SHUT_WR)
    got = b"".join(iter(lambda: sock.recv(65536), b""))
    return [int(s) for s in re.findall(rb"^HTTP/1\.1 (\d{3}) [A-Z]", got, re.MULTILINE)]


def test_one_connection_serves_request_after_request(sock: socket.socket) -> None:
    for path, name in (("/", "world"), ("/gopher", "gopher"), ("/a%20b?c", "a b")):
        sock.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        status, headers, body = receive(sock)
        assert (status, body.decode()) == (200, f"Hello, {name}!\n")
        assert headers["Connection"] == "keep-alive"
        assert headers["Date"].endswith(" GMT")


def test_a_request_may_come_in_pieces(sock: socket.socket) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in GET:
        sock.sendall(bytes([byte]))
    assert receive(sock)[0] == 200


def test_requests_may_come_together(sock: socket.socket) -> None:
    paths = [f"/{i}" for i in range(500)]
    sock.sendall(
        b"".join(f"GET {p} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for p in paths)
    )
    for path in paths:
        assert receive(sock)[2].decode() == f"Hello, {path[1:]}!\n"


def test_the_next_request_begins_where_a_body_ends(sock: socket.socket) -> None:
    body = GET * 100
    head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert answers(sock, (head + body + GET) * 3) == [405, 200] * 3


def test_head_has_the_length_and_no_body(sock: socket.socket) -> None:
    sock.sendall(GET.replace(b"GET", b"HEAD") + b"GET /x HTTP/1.0\r\n\r\n")
    got = b"".join(iter(lambda: sock.recv(65536), b""))
    head, rest = got.split(b"\r\n\r\n", 1)
    assert b"Content-Length: 14" in head
    assert rest.startswith(b"HTTP/1.1 200 OK\r\n")
    assert rest.endswith(b"\r\n\r\nHello, x!\n")


def test_who_expects_100_continue_gets_it_before_the_answer(
    sock: socket.socket,
) -> None:
    sock.sendall(
        b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
        b"Content-Length: 5\r\n\r\n"
    )
    assert sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    sock.sendall(b"12345")
    assert receive(sock)[0] == 405


@pytest.mark.parametrize(
    ("request_", "keeps"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", True),
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: a, Close\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", True),
    ],
)
def test_the_client_says_whether_the_connection_stays(
    sock: socket.socket, request_: bytes, keeps: bool
) -> None:
    sock.sendall(request_)
    status, headers, _ = receive(sock)
    assert status == 200
    assert headers["Connection"] == ("keep-alive" if keeps else "close")
    if keeps:
        sock.sendall(GET)
        assert receive(sock)[0] == 200
    else:
        assert sock.recv(1) == b""


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00 TLS\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", 400),  # and then nothing more
        (b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: \xb2\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: \r\n\r\n", 400),
        (
            b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
            b"Content-Length: 2\r\n\r\n",
            400,
        ),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", 501),
        (b"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 100_000 + b"\r\n\r\n", 431),
    ],
    ids=lambda value: value[:40] if isinstance(value, bytes) else None,
)
def test_what_is_no_request_is_answered_and_ends_the_connection(
    sock: socket.socket, request_: bytes, status: int
) -> None:
    # What was asked before is answered before; what comes after is not looked at.
    assert answers(sock, GET + request_ + GET) == [200, status]


def test_a_client_that_comes_and_goes_is_no_error(
    server: Process, sock: socket.socket
) -> None:
    address = sock.getpeername()
    with socket.create_connection(address):
        pass
    with socket.create_connection(address) as rude:
        rude.sendall(GET[:10])
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    sock.sendall(GET)
    assert receive(sock)[0] == 200
    assert server.end(signal.SIGTERM) == ("", "", 0)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_at_the_end_it_closes_idle_connections_and_waits_for_the_others(
    server: Process, sock: socket.socket, signum: signal.Signals
) -> None:
    address = sock.getpeername()
    sock.sendall(GET)
    receive(sock)
    with socket.create_connection(address, timeout=20) as busy:
        busy.sendall(GET + GET[:10])
        receive(busy)  # so that the piece has been read, too
        server.popen.send_signal(signum)
        assert sock.recv(1) == b""  # idle
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address)
        busy.sendall(GET[10:])
        status, headers, _ = receive(busy)
        assert (status, headers["Connection"]) == (200, "close")
        assert busy.recv(1) == b""
    assert server.end() == ("", "", 0)


@pytest.mark.slow
def test_at_the_end_it_does_not_wait_forever(
    server: Process, sock: socket.socket
) -> None:
    sock.sendall(GET + GET[:10])
    receive(sock)
    server.popen.send_signal(signal.SIGTERM)
    assert receive(sock)[0] == 408
    assert sock.recv(1) == b""
    sock.close()
    assert server.end() == ("", "", 0)

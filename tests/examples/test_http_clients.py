"""Real HTTP clients talk to the HTTP server: curl and wrk, where they are installed."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import urllib.request
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.examples.conftest import Process, Start

pytestmark = pytest.mark.plain


@pytest.fixture
def server(start: Start) -> Process:
    return start("http_hello.py", "127.0.0.1:0")


@pytest.fixture
def url(server: Process) -> str:
    host, port = server.address()
    return f"http://{host}:{port}/"


def call(program: str, *args: str) -> str:
    """Run a program of the system; skip the test where there is none."""
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed: apt install {program}")
    done = subprocess.run([path, *args], capture_output=True, text=True, timeout=40)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_curl_gets_its_greeting(url: str) -> None:
    assert call("curl", "-sSf", f"{url}gopher") == "Hello, gopher!\n"


def test_curl_gets_two_pages_over_one_connection(url: str) -> None:
    out = call("curl", "-sS", "-w", "%{num_connects}\n", f"{url}a", f"{url}b")
    assert out == "Hello, a!\n1\nHello, b!\n0\n"


def test_curl_asks_for_the_head(url: str) -> None:
    out = call("curl", "-sS", "--head", url)
    assert out.startswith("HTTP/1.1 200 OK\n")
    assert "Content-Length: 14\n" in out


def test_curl_uploads_a_body_that_nobody_wants(url: str) -> None:
    args = ("-sS", "-w", "%{http_code} %{num_connects}\n", "--data", "x" * 100_000)
    out = call("curl", *args, "-H", "Expect: 100-continue", url, url)
    assert out == "Just GET it.\n405 1\nJust GET it.\n405 0\n"


def test_curl_speaks_http_1_0(url: str) -> None:
    assert call("curl", "-sS", "--http1.0", url) == "Hello, world!\n"


def test_pythons_own_client_gets_its_greeting(url: str) -> None:
    with urllib.request.urlopen(f"{url}snake", timeout=20) as got:
        assert (got.status, got.read()) == (200, b"Hello, snake!\n")


def test_pythons_own_client_keeps_the_connection(url: str) -> None:
    client = HTTPConnection(url.split("/")[2], timeout=20)
    client.connect()
    first = client.sock
    for name in "abc":
        client.request("GET", f"/{name}")
        assert client.getresponse().read() == f"Hello, {name}!\n".encode()
        assert client.sock is first
    client.close()


@pytest.mark.slow
def test_wrk_gets_nothing_but_good_answers(server: Process, url: str) -> None:
    out = call("wrk", "-t", "2", "-c", "200", "-d", "2s", "--timeout", "20s", url)
    requests = re.search(r"(\d+) requests in", out)
    assert requests is not None, out
    assert int(requests[1]) > 200, out
    assert "Socket errors" not in out, out
    assert "Non-2xx" not in out, out
    assert server.end(signal.SIGTERM) == ("", "", 0)

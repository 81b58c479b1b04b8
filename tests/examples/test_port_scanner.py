"""The port scanner."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.examples.conftest import Start

pytestmark = pytest.mark.plain


@pytest.mark.parametrize("workers", ["1", "50"])
def test_port_scanner_finds_the_ports_that_listen(start: Start, workers: str) -> None:
    with ExitStack() as stack:
        servers = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
        for server in servers:
            stack.enter_context(server)
        ports = sorted(server.getsockname()[1] for server in servers)
        span = f"{ports[1]}-{min(ports[1] + 200, 65535)}"
        args = ("127.0.0.1", "--ports", span, "--workers", workers)
        out, err, status = start("port_scanner.py", *args).end()
    assert (err, status) == ("", 0)
    *lines, last = out.splitlines()
    found = [int(line.split()[0]) for line in lines]
    assert ports[1] in found
    assert ports[0] not in found
    assert len(set(found)) == len(found)
    assert last.startswith(f"{len(found)} of ")


def test_port_scanner_asks_a_closed_port_and_says_that_none_is_open(
    start: Start,
) -> None:
    with socket.socket() as held:  # bound, but not listening: a port that refuses
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        scanner = start("port_scanner.py", "127.0.0.1", "--ports", str(port))
        out, err, status = scanner.end()
    assert (err, status) == ("", 0)
    assert out.startswith("0 of 1 ports of 127.0.0.1 are open (")


@pytest.mark.parametrize("ports", ["0-10", "10-1", "x", "1-65536"])
def test_port_scanner_refuses_ports_that_are_none(start: Start, ports: str) -> None:
    out, err, status = start("port_scanner.py", "--ports", ports).end()
    assert (out, status) == ("", 2)
    assert f"invalid port_range value: '{ports}'" in err

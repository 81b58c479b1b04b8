"""The clock server."""

from __future__ import annotations

import re
import signal
import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.examples.conftest import Start

pytestmark = pytest.mark.plain


def test_clock_server_tells_every_client_the_time_again_and_again(start: Start) -> None:
    server = start("clock_server.py", "127.0.0.1:0", "--every", "0.02")
    address = server.address()
    with (
        socket.create_connection(address) as one,
        socket.create_connection(address) as two,
        one.makefile() as first,
        two.makefile() as second,
    ):
        lines = [f.readline() for _ in range(5) for f in (first, second)]
    assert all(re.fullmatch(r"\d\d:\d\d:\d\d\n", line) for line in lines)
    assert lines[::2] == sorted(lines[::2]) or "00:00:00\n" in lines
    with socket.create_connection(address) as another:  # those two have gone
        assert another.recv(9)
    assert server.end(signal.SIGINT) == ("", "", 0)

"""The chat server, and netcat as a client of it."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING, Self

import pytest

if TYPE_CHECKING:
    from tests.examples.conftest import Process, Start

pytestmark = pytest.mark.plain

RESET = b"\1\0\0\0\0\0\0\0"  # linger for no time


class Guest:
    """A client that has given its name."""

    def __init__(self, server: tuple[str, int], name: str) -> None:
        self.sock = socket.create_connection(server, timeout=20)
        self.lines = self.sock.makefile("r")
        assert self.hear() == "your name?"
        self.say(name)

    def say(self, line: str) -> None:
        self.sock.sendall(f"{line}\n".encode())

    def hear(self) -> str:
        return self.lines.readline().rstrip("\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.lines.close()
        self.sock.close()


@pytest.fixture
def server(start: Start) -> Process:
    return start("chat_server.py", "127.0.0.1:0")


@pytest.fixture
def address(server: Process) -> tuple[str, int]:
    return server.address()


def test_chat_passes_on_what_each_one_says(
    server: Process, address: tuple[str, int]
) -> None:
    with Guest(address, "ann") as ann:
        assert ann.hear() == "* here are: nobody"
        assert ann.hear() == "* ann has come"
        with Guest(address, "bob") as bob:
            assert bob.hear() == "* here are: ann"
            for guest in (ann, bob):
                assert guest.hear() == "* bob has come"
            ann.say("hello")
            bob.say("hello, ann")
            heard = {(guest.hear(), guest.hear()) for guest in (ann, bob)}
            assert len(heard) == 1  # all hear the same, in one order
            assert sorted(heard.pop()) == ["ann: hello", "bob: hello, ann"]
        assert ann.hear() == "* bob has gone"
    assert server.end(signal.SIGINT) == ("", "", 0)


def test_chat_lets_who_says_good_bye_hear_it(address: tuple[str, int]) -> None:
    with Guest(address, "ann") as ann:
        ann.say("bye")
        ann.sock.shutdown(socket.SHUT_WR)
        assert ann.lines.read().splitlines()[-1] == "ann: bye"


def test_chat_goes_on_without_who_resets_or_says_no_name(
    server: Process, address: tuple[str, int]
) -> None:
    with Guest(address, "ann") as ann:
        assert [ann.hear(), ann.hear()][1] == "* ann has come"
        socket.create_connection(address).close()
        with Guest(address, "") as rude:
            assert rude.hear() == "* here are: ann"
            assert ann.hear() == "* somebody has come"
            rude.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        assert ann.hear() == "* somebody has gone"
    assert server.end(signal.SIGINT) == ("", "", 0)


def test_chat_does_not_wait_for_who_does_not_read(address: tuple[str, int]) -> None:
    with Guest(address, "slow"), Guest(address, "ann") as ann:
        while ann.hear() != "* ann has come":
            pass
        line = "x" * 60_000
        for _ in range(300):  # more than all buffers on the way hold
            ann.say(line)
            assert ann.hear() == f"ann: {line}"


def test_netcat_is_a_client_of_the_chat(start: Start, address: tuple[str, int]) -> None:
    netcat = start("netcat.py", f"{address[0]}:{address[1]}")
    assert netcat.popen.stdin is not None
    assert netcat.stdout.readline() == b"your name?\n"
    netcat.popen.stdin.write(b"ann\n")
    netcat.popen.stdin.flush()
    assert netcat.stdout.readline() == b"* here are: nobody\n"
    assert netcat.stdout.readline() == b"* ann has come\n"
    with Guest(address, "bob"):
        assert netcat.stdout.readline() == b"* bob has come\n"
    assert netcat.stdout.readline() == b"* bob has gone\n"
    assert netcat.end() == ("", "", 0)

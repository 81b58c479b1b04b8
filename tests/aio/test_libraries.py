"""Libraries written for asyncio, against a server of goroutines."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

import net
from goruntime import aio, chan, errors, go

if TYPE_CHECKING:
    from collections.abc import Generator

CLIENTS = 50


def answer(conn: net.Conn) -> None:
    """Answer requests until the client hangs up."""
    with conn:
        buf = bytearray(4096)
        while True:
            try:
                n = conn.Read(buf)
            except (EOFError, ConnectionError):
                return
            path = bytes(buf[:n]).split()[1]
            head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(path)
            conn.Write(head + path)


def accept(listener: net.Listener) -> None:
    """Serve until the listener is closed."""
    while True:
        try:
            conn = listener.Accept()
        except OSError as err:
            if errors.Is(err, net.ErrClosed):
                return
            raise
        go(answer, conn)


@contextmanager
def server() -> Generator[str]:
    with net.Listen("tcp", "127.0.0.1:0") as listener:
        go(accept, listener)
        yield f"http://{listener.Addr()}"


def test_httpx_fetches_in_many_goroutines() -> None:
    httpx = pytest.importorskip("httpx", reason="httpx is not installed")

    async def fetch(url: str) -> str:
        async with httpx.AsyncClient(verify=False, trust_env=False) as client:
            return str((await client.get(url)).text)

    with server() as url:
        got = chan[str](CLIENTS)

        def call(i: int) -> None:
            got.send(aio.run(fetch(f"{url}/{i}")))

        for i in range(CLIENTS):
            go(call, i)
        texts = {got.recv() for _ in range(CLIENTS)}
    assert texts == {f"/{i}" for i in range(CLIENTS)}


def test_httpx_keeps_a_client_between_calls() -> None:
    httpx = pytest.importorskip("httpx", reason="httpx is not installed")

    async def get(url: str) -> str:
        return str((await client.get(url)).text)

    with server() as url, aio.Runner() as runner:
        client = httpx.AsyncClient(verify=False, trust_env=False)
        assert [runner.run(get(f"{url}/{i}")) for i in range(3)] == ["/0", "/1", "/2"]
        runner.run(client.aclose())


def test_aiohttp_fetches() -> None:
    aiohttp = pytest.importorskip("aiohttp", reason="aiohttp is not installed")

    async def fetch(url: str) -> str:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return str(await response.text())

    with server() as url:
        assert aio.run(fetch(f"{url}/gopher")) == "/gopher"


def test_channels_bring_clients_their_work_and_take_the_results() -> None:
    httpx = pytest.importorskip("httpx", reason="httpx is not installed")
    jobs, texts = chan[str](), chan[str](3)

    async def work() -> None:
        async with httpx.AsyncClient(verify=False, trust_env=False) as client:
            async for url in aio.receive(jobs):
                await aio.send(texts, (await client.get(url)).text)

    async def several() -> None:
        await asyncio.gather(*(work() for _ in range(3)))
        texts.close()

    with server() as url:
        go(aio.run, several())

        def ask() -> None:
            for i in range(CLIENTS):
                jobs.send(f"{url}/{i}")
            jobs.close()

        go(ask)
        got = {text for text in texts}  # noqa: C416 (set would wait inside C code)
    assert got == {f"/{i}" for i in range(CLIENTS)}

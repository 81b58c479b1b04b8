"""Goroutines that use a library written for asyncio; here its own streams.

    python examples/aio_fetch.py

Each goroutine runs a coroutine by aio.run and waits for it alone, and the results come
by a channel.  httpx, aiohttp and asyncpg are used the same way.
"""

import asyncio

import net
from goruntime import aio, chan, go, run

WORDS = ["goroutine", "channel", "select"]


def shout(conn: net.Conn) -> None:
    with conn:
        buf = bytearray(100)
        n = conn.Read(buf)
        conn.Write(bytes(buf[:n]).upper())


def serve(listener: net.Listener) -> None:
    for conn in listener:
        go(shout, conn)


async def ask(host: str, port: int, word: str) -> str:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(word.encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.decode()


def main() -> None:
    listener = net.Listen("tcp", "127.0.0.1:0")
    go(serve, listener)
    host, port = net.SplitHostPort(str(listener.Addr()))
    answers = chan[str]()

    def fetch(word: str) -> None:
        answers.send(aio.run(ask(host, int(port), word)))

    for word in WORDS:
        go(fetch, word)
    for _ in WORDS:
        print(answers.recv())


if __name__ == "__main__":
    run(main)

# Unordered output:
# GOROUTINE
# CHANNEL
# SELECT

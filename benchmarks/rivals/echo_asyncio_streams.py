"""The echo server in asyncio with streams: a task for each connection."""

import asyncio

from benchmarks.rivals.parent import BUFFER, announce


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(BUFFER):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()


async def main() -> None:
    server = await asyncio.start_server(echo, "127.0.0.1", 0, backlog=4096)
    announce(server.sockets[0].getsockname()[1])
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

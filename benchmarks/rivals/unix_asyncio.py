"""The Unix-stream echo server in asyncio: streams."""

import asyncio
import os
import socket

from benchmarks.rivals.echo_asyncio_streams import echo
from benchmarks.rivals.parent import announce


async def main() -> None:
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    sock.bind(f"\0goruntime-bench-{os.getpid()}")
    server = await asyncio.start_unix_server(echo, sock=sock, backlog=4096)
    announce(os.getpid())
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

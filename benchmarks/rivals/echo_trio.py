"""The echo server in trio: a task for each connection."""

import trio

from benchmarks.rivals.parent import BUFFER, announce


async def echo(stream: trio.SocketStream) -> None:
    try:
        while data := await stream.receive_some(BUFFER):
            await stream.send_all(data)
    except trio.BrokenResourceError:
        pass


async def main() -> None:
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1", backlog=4096)
    announce(listeners[0].socket.getsockname()[1])
    await trio.serve_listeners(echo, listeners)


if __name__ == "__main__":
    trio.run(main)

"""The echo server in gevent: a greenlet for each connection."""

from typing import Any

from gevent.server import StreamServer

from benchmarks.rivals.parent import BUFFER, announce


def echo(sock: Any, _address: object) -> None:
    try:
        while data := sock.recv(BUFFER):
            sock.sendall(data)
    except OSError:
        pass


def main() -> None:
    server = StreamServer(("127.0.0.1", 0), echo, backlog=4096)
    server.start()
    announce(server.server_port)
    server.serve_forever()


if __name__ == "__main__":
    main()

"""The UDP echo server in gevent: one greenlet, which is its fastest way."""

from typing import Any

from gevent import socket

from benchmarks.rivals.parent import BUFFER, announce


def main() -> None:
    sock: Any = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    announce(sock.getsockname()[1])
    while True:
        data, address = sock.recvfrom(BUFFER)
        sock.sendto(data, address)


if __name__ == "__main__":
    main()

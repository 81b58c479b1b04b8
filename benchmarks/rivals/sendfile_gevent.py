"""A server of one file in gevent: a greenlet for each connection."""

from typing import Any

import gevent
from gevent import socket

from benchmarks.bench_sendfile import FILE
from benchmarks.rivals.parent import announce


def send(sock: Any) -> None:
    with sock, open(FILE, "rb") as f:
        sock.sendfile(f)


def main() -> None:
    ln: Any = socket.socket()
    ln.bind(("127.0.0.1", 0))
    ln.listen()
    announce(ln.getsockname()[1])
    while True:
        sock, _ = ln.accept()
        gevent.spawn(send, sock)


if __name__ == "__main__":
    main()

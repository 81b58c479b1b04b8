"""Half a proxy in gevent: of two connections it copies the first to the second."""

from typing import Any

import gevent
from gevent import socket

from benchmarks.rivals.parent import announce

CHUNK = 64 << 10


def copy(dst: Any, src: Any) -> None:
    with dst, src:
        while data := src.recv(CHUNK):
            dst.sendall(data)


def main() -> None:
    ln: Any = socket.socket()
    ln.bind(("127.0.0.1", 0))
    ln.listen()
    announce(ln.getsockname()[1])
    while True:
        src, _ = ln.accept()
        dst, _ = ln.accept()
        gevent.spawn(copy, dst, src)


if __name__ == "__main__":
    main()

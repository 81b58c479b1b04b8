"""The echo server in eventlet: a green thread for each connection."""

import warnings
from typing import Any

from benchmarks.rivals.parent import BUFFER, announce

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet


def echo(sock: Any) -> None:
    try:
        while data := sock.recv(BUFFER):
            sock.sendall(data)
    except OSError:
        pass
    sock.close()


def main() -> None:
    listener = eventlet.listen(("127.0.0.1", 0), backlog=4096)
    announce(listener.getsockname()[1])
    while True:
        sock, _ = listener.accept()
        eventlet.spawn_n(echo, sock)


if __name__ == "__main__":
    main()

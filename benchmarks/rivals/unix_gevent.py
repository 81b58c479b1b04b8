"""The Unix-stream echo server in gevent: a greenlet for each connection."""

import os
from typing import Any

from gevent import socket
from gevent.server import StreamServer

from benchmarks.rivals.echo_gevent import echo
from benchmarks.rivals.parent import announce


def main() -> None:
    sock: Any = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    sock.bind(f"\0goruntime-bench-{os.getpid()}")
    sock.listen(4096)
    server = StreamServer(sock, echo)
    server.start()
    announce(os.getpid())
    server.serve_forever()


if __name__ == "__main__":
    main()

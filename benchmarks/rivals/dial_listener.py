"""Accept connections, and close those whose peers have.  Ends when stdin closes."""

import select
import socket

from benchmarks.rivals import parent

BACKLOG = 4096


def main() -> None:

    ln = socket.create_server(("0.0.0.0", 0), backlog=BACKLOG)
    ln.setblocking(False)
    parent.announce(ln.getsockname()[1])
    ep = select.epoll()
    ep.register(ln, select.EPOLLIN)
    conns: dict[int, socket.socket] = {}
    while True:
        for fd, _ in ep.poll():
            if fd != ln.fileno():
                conns.pop(fd).close()
                continue
            try:
                while True:
                    conn = ln.accept()[0]
                    conns[conn.fileno()] = conn
                    ep.register(conn, select.EPOLLIN)
            except BlockingIOError:
                pass


if __name__ == "__main__":
    main()

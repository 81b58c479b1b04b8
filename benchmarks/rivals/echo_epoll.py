"""The echo server as a bare epoll loop: the most that Python code can do.

Neither coroutines nor callbacks, no timeouts, and a reader too slow to take its replies
would hold up everybody.
"""

import select
import socket

from benchmarks.rivals.parent import BUFFER, announce


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    listener.setblocking(False)
    announce(listener.getsockname()[1])
    epoll = select.epoll()
    epoll.register(listener, select.EPOLLIN)
    conns: dict[int, socket.socket] = {}
    buf = memoryview(bytearray(BUFFER))
    while True:
        for fd, _ in epoll.poll():
            conn = conns.get(fd)
            if conn is None:
                accept(listener, conns, epoll)
            elif n := receive(conn, buf):
                sent = conn.send(buf[:n])
                if sent < n:
                    conn.setblocking(True)
                    conn.sendall(buf[sent:n])
                    conn.setblocking(False)
            else:
                del conns[fd]
                conn.close()


def receive(conn: socket.socket, buf: memoryview) -> int:
    try:
        return conn.recv_into(buf)
    except OSError:
        return 0


def accept(
    listener: socket.socket, conns: dict[int, socket.socket], epoll: select.epoll
) -> None:
    try:
        while True:
            conn, _ = listener.accept()
            conn.setblocking(False)
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            conns[conn.fileno()] = conn
            epoll.register(conn, select.EPOLLIN)
    except BlockingIOError:
        pass


if __name__ == "__main__":
    main()

"""The echo server in goruntime: a goroutine for each connection."""

import sys

import net
from benchmarks.rivals.parent import BUFFER, announce
from goruntime import go, io, run, time


def echo(conn: net.Conn) -> None:
    buf = memoryview(bytearray(BUFFER))
    with conn:
        try:
            while True:
                n = conn.Read(buf)
                conn.Write(buf[:n])
        except (io.EOF, net.OpError):
            pass


def echo_deadline(conn: net.Conn) -> None:
    """Like echo, but pushes the read deadline before every read."""
    buf = memoryview(bytearray(BUFFER))
    with conn:
        try:
            while True:
                conn.SetReadDeadline(time.Now().Add(time.Minute))
                n = conn.Read(buf)
                conn.Write(buf[:n])
        except (io.EOF, net.OpError):
            pass


def main() -> None:
    handle = echo_deadline if "deadline" in sys.argv[1:] else echo
    ln = net.Listen("tcp", "127.0.0.1:0")
    announce(int(net.SplitHostPort(ln.Addr().String())[1]))
    for conn in ln:
        go(handle, conn)


if __name__ == "__main__":
    run(main)

"""A server of one file in goruntime: a goroutine for each connection."""

import net
from benchmarks.bench_sendfile import FILE
from benchmarks.rivals.parent import announce
from goruntime import go, io, os, run


def send(conn: net.Conn) -> None:
    with conn, os.Open(str(FILE)) as f:
        io.Copy(conn, f)


def main() -> None:
    ln = net.ListenTCP("tcp", net.ResolveTCPAddr("tcp", "127.0.0.1:0"))
    announce(ln.Addr().Port)
    for conn in ln:
        go(send, conn)


if __name__ == "__main__":
    run(main)

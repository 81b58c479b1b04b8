"""Half a proxy in goruntime: of two connections it copies the first to the second."""

import net
from benchmarks.rivals.parent import announce
from goruntime import go, io, run


def copy(dst: net.Conn, src: net.Conn) -> None:
    with dst, src:
        io.Copy(dst, src)


def main() -> None:
    ln = net.ListenTCP("tcp", net.ResolveTCPAddr("tcp", "127.0.0.1:0"))
    announce(ln.Addr().Port)
    while True:
        src = ln.Accept()
        go(copy, ln.Accept(), src)


if __name__ == "__main__":
    run(main)

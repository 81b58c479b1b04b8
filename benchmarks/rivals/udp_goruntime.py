"""The UDP echo server in goruntime: one goroutine."""

import net
from benchmarks.rivals.parent import BUFFER, announce
from goruntime import run


def main() -> None:
    c = net.ListenUDP("udp4", net.ResolveUDPAddr("udp4", "127.0.0.1:0"))
    announce(c.LocalAddr().Port)
    buf = memoryview(bytearray(BUFFER))
    while True:
        n, addr = c.ReadFromUDP(buf)
        c.WriteToUDP(buf[:n], addr)


if __name__ == "__main__":
    run(main)

"""A TCP proxy: two goroutines for each connection, one for each direction.

When one side has no more to say (EOF), the other is told so by CloseWrite, and may go
on talking: that half of the connection is still open.

Between two TCP connections io.Copy lets the kernel move the bytes: Python never sees
them.

    python examples/tcp_proxy.py --listen 127.0.0.1:8080 example.org:80
"""

import argparse
import sys
from contextlib import suppress

import net
from goruntime import go, io, run, sync, time

DIAL_TIMEOUT = 10 * time.Second


def pump(src: net.TCPConn, dst: net.TCPConn) -> None:
    """Carry one direction, until its end or until something breaks."""
    try:
        io.Copy(dst, src)
        dst.CloseWrite()
    except net.OpError:
        # It is broken: let the other direction not wait for what cannot come.
        with src, dst:
            pass


def proxy(client: net.TCPConn, target: str) -> None:
    with client:
        try:
            server = net.DialTimeout("tcp", target, DIAL_TIMEOUT)
        except net.OpError as err:
            print("proxy:", err, file=sys.stderr)
            return
        assert isinstance(server, net.TCPConn)
        with server:
            both = sync.WaitGroup()
            both.Go(pump, client, server)
            both.Go(pump, server, client)
            both.Wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="Pass connections on to a server.")
    parser.add_argument("target", help="the server, as host:port")
    parser.add_argument("--listen", default="127.0.0.1:8080", metavar="ADDRESS")
    args = parser.parse_args()

    address = net.ResolveTCPAddr("tcp", args.listen)
    with net.ListenTCP("tcp", address) as ln:
        print("listening on", ln.Addr(), flush=True)
        for conn in ln:
            go(proxy, conn, args.target)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(main)

"""An echo server: each connection has a goroutine that reads and writes in turns.

The program has one thread; a goroutine that waits costs a few kilobytes.

    python examples/echo_server.py
    python examples/echo_client.py      # in another terminal; or: nc 127.0.0.1 8007
"""

import argparse
import sys
from contextlib import suppress

import net
from goruntime import go, io, run


def echo(conn: net.Conn) -> None:
    buf = memoryview(bytearray(4096))
    with conn:
        try:
            while True:
                n = conn.Read(buf)  # waits; the other goroutines run
                conn.Write(buf[:n])  # writes it all
        except io.EOF:
            pass  # the client has closed its end
        except net.OpError as err:
            print("echo:", err, file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description="Send back what comes in.")
    parser.add_argument("address", nargs="?", default="127.0.0.1:8007")
    args = parser.parse_args()

    with net.Listen("tcp", args.address) as ln:
        print("listening on", ln.Addr(), flush=True)
        for conn in ln:
            go(echo, conn)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(main)

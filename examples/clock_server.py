"""A clock server: tells each client the time, once a second.

time.Sleep pauses the goroutine that calls it, and no other.

    python examples/clock_server.py
    nc 127.0.0.1 8010                   # in another terminal, or in several
"""

import argparse
from contextlib import suppress

import net
from goruntime import go, io, run, time


def tell_time(conn: net.Conn, every: time.Duration) -> None:
    with conn:
        try:
            while True:
                io.WriteString(conn, time.Now().Format("15:04:05\n"))
                time.Sleep(every)
        except net.OpError:
            pass  # the client has gone


def main() -> None:
    parser = argparse.ArgumentParser(description="Tell the time.")
    parser.add_argument("address", nargs="?", default="127.0.0.1:8010")
    parser.add_argument("--every", type=float, default=1, help="seconds (%(default)s)")
    args = parser.parse_args()

    with net.Listen("tcp", args.address) as ln:
        print("listening on", ln.Addr(), flush=True)
        for conn in ln:
            go(tell_time, conn, time.Second * args.every)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(main)

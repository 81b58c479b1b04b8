"""A reverb: what you shout comes back loud, then as it was, then softly.

Every shout has a goroutine of its own, so echoes overlap, as in the mountains.  A
client that has closed its half still hears the echoes of what it said last.

    python examples/reverb_server.py
    python examples/netcat.py 127.0.0.1:8000    # in another terminal
"""

import argparse
from contextlib import suppress

import net
from goruntime import bufio, go, io, run, sync, time


def echo(conn: net.Conn, shout: str, delay: time.Duration) -> None:
    try:
        io.WriteString(conn, f"\t{shout.upper()}\n")
        time.Sleep(delay)
        io.WriteString(conn, f"\t{shout}\n")
        time.Sleep(delay)
        io.WriteString(conn, f"\t{shout.lower()}\n")
    except net.OpError:
        pass  # nobody is there to hear it


def listen(conn: net.Conn, delay: time.Duration) -> None:
    echoes = sync.WaitGroup()
    with conn:
        try:
            for shout in bufio.NewScanner(conn):
                echoes.Go(echo, conn, shout, delay)
        except (net.OpError, bufio.ErrTooLong):
            return  # closes the connection, which the echoes notice
        echoes.Wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="Echo what is shouted, three times.")
    parser.add_argument("address", nargs="?", default="127.0.0.1:8000")
    parser.add_argument("--delay", type=float, default=1, help="seconds (%(default)s)")
    args = parser.parse_args()

    with net.Listen("tcp", args.address) as ln:
        print("listening on", ln.Addr(), flush=True)
        for conn in ln:
            go(listen, conn, time.Second * args.delay)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(main)

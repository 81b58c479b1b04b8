"""A client for the echo server: sends what you type, prints what comes back.

One goroutine sends while another receives, as netcat does.  os.read is a call that
blocks its thread; blocking() gives it a thread of its own, and only the caller waits.

    python examples/echo_client.py
    echo Hello | python examples/echo_client.py 127.0.0.1:8007
"""

import argparse
import os
import sys
from contextlib import suppress

import net
from goruntime import blocking, go, io, run


def send_input(conn: net.TCPConn) -> None:
    try:
        # Not by sys.stdin: the program may end while a thread is in its readline, which
        # Python does not like.
        while data := blocking(os.read, sys.stdin.fileno(), 4096):
            conn.Write(data)
        conn.CloseWrite()  # no more from us; we go on listening
    except net.OpError:
        pass  # the reader hears about it, too


def print_replies(conn: net.TCPConn) -> None:
    buf = memoryview(bytearray(4096))
    try:
        while True:
            n = conn.Read(buf)
            sys.stdout.buffer.write(buf[:n])
            sys.stdout.buffer.flush()
    except io.EOF:
        pass  # the server has sent everything


def main() -> None:
    parser = argparse.ArgumentParser(description="Talk to an echo server.")
    parser.add_argument("address", nargs="?", default="127.0.0.1:8007")
    args = parser.parse_args()

    try:
        with net.Dial("tcp", args.address) as conn:
            assert isinstance(conn, net.TCPConn)
            go(send_input, conn)
            print_replies(conn)
    except net.OpError as err:
        sys.exit(f"echo_client: {err}")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(main)

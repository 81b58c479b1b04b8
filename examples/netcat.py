"""Netcat: what you type goes to the other side, what comes from there is printed.

Two goroutines, one for each direction; the end of the input closes one half of the
connection, and the other half goes on.  The standard files block their thread, so they
are used on spare ones, and only the goroutine waits.

    python examples/netcat.py 127.0.0.1:8007
    python examples/netcat.py -l 127.0.0.1:8007     # waits to be called
"""

import argparse
import sys
from contextlib import suppress
from io import FileIO

import net
from goruntime import SendChan, chan, go, io, run

# Without the buffers of sys.stdin: what is there is passed on at once, and a thread
# that still reads when the program ends holds no lock of theirs.
stdin = io.from_pyfile(FileIO(0, "r", closefd=False), blocking=True)
stdout = io.from_pyfile(FileIO(1, "w", closefd=False), blocking=True)


def talk(conn: net.TCPConn) -> None:
    """Carry both directions until both have ended, or one of them fails."""
    ends = chan[OSError | None](2)
    go(upload, conn, ends)
    go(download, conn, ends)
    for _ in range(2):
        err = ends.recv()
        if err is not None:
            raise err


def upload(conn: net.TCPConn, ends: SendChan[OSError | None]) -> None:
    try:
        io.Copy(conn, stdin)
        conn.CloseWrite()
        ends.send(None)
    except OSError as err:
        ends.send(err)


def download(conn: net.TCPConn, ends: SendChan[OSError | None]) -> None:
    try:
        io.Copy(stdout, conn)
        ends.send(None)
    except OSError as err:
        ends.send(err)


def connect(address: str, listen: bool) -> net.Conn:
    if not listen:
        return net.Dial("tcp", address)
    with net.Listen("tcp", address) as ln:
        print("listening on", ln.Addr(), file=sys.stderr)
        return ln.Accept()


def main() -> None:
    parser = argparse.ArgumentParser(description="Talk over TCP.")
    parser.add_argument("-l", "--listen", action="store_true", help="wait for a call")
    parser.add_argument("address", help="as host:port")
    args = parser.parse_args()

    try:
        with connect(args.address, args.listen) as conn:
            assert isinstance(conn, net.TCPConn)
            talk(conn)
    except OSError as err:  # a net.OpError is one, too
        sys.exit(f"netcat: {err}")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(main)

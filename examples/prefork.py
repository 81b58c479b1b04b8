"""As many processes as cores behind one port, by SO_REUSEPORT.

The kernel spreads the connections over the processes that listen.  Here the first one
starts the others; systemd (a template unit) or supervisord (numprocs) do that as well.

    python examples/prefork.py
"""

import socket
import sys
from typing import Any

import net
from goruntime import blocking, chan, context, go, os, run, syscall
from goruntime.io import ReadAll
from goruntime.os import exec

WORKERS = 2
DIALS = 100


def reuseport(network: str, address: str, c: Any) -> None:
    """Let other processes listen on the same port: called before bind."""
    c.Control(
        lambda fd: syscall.SetsockoptInt(fd, socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    )


def listen(address: str) -> net.Listener:
    return net.ListenConfig(Control=reuseport).Listen(
        context.Background(), "tcp", address
    )


def serve(ln: net.Listener) -> None:
    """Tell each client which process it has reached, until ln is closed."""
    while True:
        try:
            conn = ln.Accept()
        except net.OpError:
            return
        with conn:
            conn.Write(str(os.Getpid()).encode())


def worker(address: str) -> None:
    """One of the processes: it serves until its standard input ends."""
    with listen(address) as ln:
        print("ready", flush=True)
        go(serve, ln)
        blocking(sys.stdin.read)


def main() -> None:
    if len(sys.argv) > 1:
        worker(sys.argv[1])
        return
    with listen("127.0.0.1:0") as first:  # keeps the port, until the others have it
        address = first.Addr().String()
        workers = []
        for _ in range(WORKERS):
            cmd = exec.Command(sys.executable, __file__, address)
            stdin, out = cmd.StdinPipe(), cmd.StdoutPipe()
            cmd.Start()
            workers.append((cmd, stdin))
            out.Read(bytearray(16))  # "ready"

    answers = chan[str]()

    def dial() -> None:
        with net.Dial("tcp", address) as conn:
            answers.send(ReadAll(conn).decode())

    for _ in range(DIALS):
        go(dial)
    pids = {answers.recv() for _ in range(DIALS)}
    print(f"{DIALS} answers from {len(pids)} processes")

    for cmd, stdin in workers:
        stdin.Close()  # the end of its input is the end of a worker
        cmd.Wait()


if __name__ == "__main__":
    run(main)

# Output:
# 100 answers from 2 processes

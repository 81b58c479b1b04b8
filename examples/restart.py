"""A server that is replaced while it serves: no connection is refused.

The old process hands its listener to the new one as a file, waits until that is ready,
stops accepting, and ends when its last client has gone.  Between the two the kernel
keeps who dials in the listener's queue, which is the same one.

    python examples/restart.py
"""

import sys

import net
from goruntime import blocking, chan, os, recv, run, select, send, sync
from goruntime.io import ReadAll
from goruntime.os import exec

LISTENER = 3  # the first of ExtraFiles
GENERATIONS = 4


def serve(ln: net.Listener, name: str) -> sync.WaitGroup:
    """Answer who dials, until ln is closed; return what counts the clients."""
    clients = sync.WaitGroup()

    def answer(conn: net.Conn) -> None:
        with conn:
            conn.Write(name.encode())

    def accept() -> None:
        while True:
            try:
                conn = ln.Accept()
            except net.OpError:
                return  # closed
            clients.Go(answer, conn)

    clients.Go(accept)
    return clients


def generation(n: int) -> None:
    """One process: it takes the listener over, serves, and hands it on when told to."""
    file = os.NewFile(LISTENER, "listener")
    assert file is not None
    with file:
        ln = net.FileListener(file)
    clients = serve(ln, f"generation {n}")
    print("ready", flush=True)
    blocking(sys.stdin.read)  # its end is the sign that the next one has taken over
    ln.Close()
    clients.Wait()


class Server:
    """A process of one generation, which serves."""

    def __init__(self, n: int, ln: net.TCPListener) -> None:
        self.cmd = exec.Command(sys.executable, __file__, str(n))
        self.stdin, out = self.cmd.StdinPipe(), self.cmd.StdoutPipe()
        with ln.File() as file:
            self.cmd.ExtraFiles = [file]
            self.cmd.Start()
        out.Read(bytearray(16))  # "ready"

    def end(self) -> None:
        """Let it finish with the clients it has."""
        self.stdin.Close()
        self.cmd.Wait()


def main() -> None:
    if len(sys.argv) > 1:
        generation(int(sys.argv[1]))
        return
    answers, enough = chan[str](), chan[None]()

    def dials() -> None:
        """Dial again and again: one refused connection would be a panic."""
        while True:
            with net.Dial("tcp", address) as conn:
                answer = ReadAll(conn).decode()
            if select(send(answers, answer), recv(enough))[0] == 1:
                return

    with net.ListenTCP("tcp", net.ResolveTCPAddr("tcp", "127.0.0.1:0")) as ln:
        address = ln.Addr().String()
        client = sync.WaitGroup()
        old = Server(1, ln)
        client.Go(dials)
        print(answers.recv())
        for n in range(2, GENERATIONS + 1):
            new = Server(n, ln)
            old.end()
            while answers.recv() != f"generation {n}":
                pass
            print(f"generation {n}")
            old = new
        enough.close()
        client.Wait()
        old.end()


if __name__ == "__main__":
    run(main)

# Output:
# generation 1
# generation 2
# generation 3
# generation 4

"""A chat server: one goroutine knows who is there, and passes on what each one says.

Each client has two goroutines more, one that reads its lines and one that writes what
it is to see.  Whoever reads too slowly misses lines; the others do not wait for him.

    python examples/chat_server.py
    python examples/netcat.py 127.0.0.1:8000    # in other terminals; or: nc
"""

import argparse
from contextlib import suppress

import net
from goruntime import (
    RecvChan,
    bufio,
    chan,
    default,
    go,
    io,
    recv,
    run,
    select,
    send,
    sync,
    time,
)

BACKLOG = 64  # lines that a client may be behind
FAREWELL = 5 * time.Second  # for what is still to be written to one who leaves


class Client:
    """Somebody who chats."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.outgoing = chan[str](BACKLOG)  # lines that he is to see

    def tell(self, line: str) -> None:
        select(send(self.outgoing, line), default)


class Room:
    """The channels to the goroutine that knows everybody."""

    def __init__(self) -> None:
        self.entering = chan[Client]()
        self.leaving = chan[Client]()
        self.said = chan[str]()

    def serve(self) -> None:
        clients: list[Client] = []
        while True:
            match select(recv(self.entering), recv(self.leaving), recv(self.said)):
                case 0, client, _:
                    names = ", ".join(other.name for other in clients) or "nobody"
                    client.tell(f"* here are: {names}")
                    clients.append(client)
                    news = f"* {client.name} has come"
                case 1, client, _:
                    clients.remove(client)
                    client.outgoing.close()
                    news = f"* {client.name} has gone"
                case _, line, _:
                    news = line
            for client in clients:
                client.tell(news)


def write(conn: net.Conn, lines: RecvChan[str]) -> None:
    try:
        for line in lines:
            io.WriteString(conn, line + "\n")
    except net.OpError:
        pass  # who reads from him notices, too


def chat(conn: net.Conn, room: Room) -> None:
    with conn:
        try:
            io.WriteString(conn, "your name?\n")
            lines = bufio.NewScanner(conn)
            if not lines.Scan():
                return
            client = Client(lines.Text().strip() or "somebody")
            writer = sync.WaitGroup()
            writer.Go(write, conn, client.outgoing)
            room.entering.send(client)
            try:
                for line in lines:
                    room.said.send(f"{client.name}: {line}")
            finally:
                room.leaving.send(client)
                conn.SetWriteDeadline(time.Now().Add(FAREWELL))
                writer.Wait()
        except (net.OpError, bufio.ErrTooLong):
            pass  # he has gone, or talks nonsense


def main() -> None:
    parser = argparse.ArgumentParser(description="Let people chat.")
    parser.add_argument("address", nargs="?", default="127.0.0.1:8000")
    args = parser.parse_args()

    room = Room()
    go(room.serve)
    with net.Listen("tcp", args.address) as ln:
        print("listening on", ln.Addr(), flush=True)
        for conn in ln:
            go(chat, conn, room)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(main)

"""The port of buffered.go."""

from goruntime import chan, go, run
from tests.programs.fmt import Println, quote


def main() -> None:
    ch = chan[str](3)
    Println(len(ch), ch.cap)
    ch.send("a")
    ch.send("b")
    Println(len(ch), ch.cap)
    ch.close()
    for _ in range(3):
        v, ok = ch.recv_ok()
        Println(quote(v or ""), ok)
    Println(len(ch), ch.cap)

    full = chan[int](1)
    full.send(1)
    sent = chan[bool]()

    def fill() -> None:
        full.send(2)
        full.send(3)
        full.close()
        sent.send(True)

    go(fill)
    for n in full:
        Println("got", n)
    sent.recv()


if __name__ == "__main__":
    run(main)

"""The port of select_default.go."""

from goruntime import chan, default, recv, run, select, send
from tests.programs.fmt import Println


def attempt(ch: chan[int], v: int) -> None:
    match select(send(ch, v), default):
        case 0, _, _:
            Println("sent", v)
        case _:
            Println("full")


def poll(ch: chan[int]) -> None:
    match select(recv(ch), default):
        case 0, v, ok:
            Println("received", v or 0, ok)
        case _:
            Println("empty")


def main() -> None:
    ch = chan[int](2)
    poll(ch)
    for i in range(1, 4):
        attempt(ch, i)
    poll(ch)
    poll(ch)
    poll(ch)
    attempt(chan[int](), 7)
    ch.close()
    poll(ch)


if __name__ == "__main__":
    run(main)

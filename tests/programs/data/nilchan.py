"""The port of nilchan.go."""

from goruntime import RecvChan, chan, default, go, recv, run, select, send
from tests.programs.fmt import Println


def count(first: int, to: int) -> RecvChan[int]:
    ch = chan[int]()

    def produce() -> None:
        try:
            for i in range(first, to):
                ch.send(i)
        finally:
            ch.close()

    go(produce)
    return ch


def main() -> None:
    a: RecvChan[int] | None = count(0, 5)
    b: RecvChan[int] | None = count(100, 103)
    total = closed = 0
    while a is not None or b is not None:
        match select(recv(a), recv(b)):
            case 0, v, ok:
                if not ok:
                    a = None
                    closed += 1
                    continue
                total += v
            case 1, v, ok:
                if not ok:
                    b = None
                    closed += 1
                    continue
                total += v
    Println(total, closed)

    none: chan[int] | None = None
    match select(recv(none), send(none, 1), default):
        case 0, v, _:
            Println("received", v)
        case 1, _, _:
            Println("sent")
        case _:
            Println("nothing")


if __name__ == "__main__":
    run(main)

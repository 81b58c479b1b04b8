"""The port of deadlock_nil.go."""

from goruntime import chan, go, recv, run, select, send
from tests.programs.fmt import Println


def main() -> None:
    never: chan[int] | None = None
    a, b = chan[int](), chan[int]()
    go(lambda: select(recv(a), send(b, 1)))
    Println("main receives from nil")
    select(recv(never))


if __name__ == "__main__":
    run(main)

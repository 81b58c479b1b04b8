"""The port of channel_misuse.go."""

from collections.abc import Callable

from goruntime import Panic, chan, default, go, run, select, send
from tests.programs.fmt import Println, show


def attempt(name: str, f: Callable[[], object]) -> None:
    recovered = None
    try:
        f()
        Println(name, "done")
    except Panic as p:
        recovered = p
    Println(name + ":", recovered)


def main() -> None:
    ch = chan[int](1)
    attempt("send", lambda: ch.send(1))
    attempt("close", ch.close)
    attempt("close again", ch.close)
    attempt("send after close", lambda: ch.send(2))
    attempt("select after close", lambda: select(send(ch, 3), default))
    size = -1
    attempt("make", lambda: chan[int](size))

    unbuffered, told = chan[int](), chan[str]()

    def closer() -> None:
        try:
            unbuffered.close()
            unbuffered.send(1)
        except Panic as p:
            told.send(show(p))

    go(closer)
    _, ok = unbuffered.recv_ok()
    Println(ok, told.recv())


if __name__ == "__main__":
    run(main)

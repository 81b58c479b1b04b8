"""The port of send_on_closed.go."""

from goruntime import chan, run
from tests.programs.fmt import Println


def main() -> None:
    try:
        ch = chan[int]()
        ch.close()
        Println("sending")
        ch.send(1)
        Println("not reached")
    finally:
        Println("deferred")


if __name__ == "__main__":
    run(main)

"""The port of panic_goroutine.go."""

from goruntime import chan, go, panic, run
from tests.programs.fmt import Println


def main() -> None:
    done = chan[bool]()

    def fail() -> None:
        try:
            panic("in a goroutine")
        finally:
            Println("the goroutine's deferred function")

    go(fail)
    done.recv()
    Println("not reached")


if __name__ == "__main__":
    run(main)

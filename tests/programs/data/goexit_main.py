"""The port of goexit_main.go."""

from goruntime import Goexit, Gosched, chan, go, run
from tests.programs.fmt import Println


def main() -> None:
    deferred = chan[bool]()
    try:

        def background() -> None:
            deferred.recv()
            for i in range(3):
                Println("still running", i)
                Gosched()

        go(background)
        Goexit()
    finally:
        Println("main's deferred function")
        deferred.close()


if __name__ == "__main__":
    run(main)

"""The port of goexit.go."""

from goruntime import Goexit, Panic, go, run, sync
from tests.programs.fmt import Println


def inner() -> None:
    recovered = None
    try:
        try:
            Goexit()
            Println("not reached")
        except Panic as p:
            recovered = p
        finally:
            Println("recovered:", recovered is None)
    finally:
        Println("inner deferred")


def main() -> None:
    wg = sync.WaitGroup()
    wg.Add(1)

    def outer() -> None:
        try:
            try:
                inner()
                Println("not reached")
            finally:
                Println("outer deferred")
        finally:
            wg.Done()

    go(outer)
    wg.Wait()
    wg.Go(Goexit)
    wg.Wait()
    Println("main goes on")


if __name__ == "__main__":
    run(main)

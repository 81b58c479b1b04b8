"""The port of deadlock.go."""

from goruntime import chan, go, run, sync
from tests.programs.fmt import Println


def main() -> None:
    mu = sync.Mutex()
    wg = sync.WaitGroup()
    ch = chan[int]()
    mu.Lock()
    go(mu.Lock)

    def send() -> None:
        ch.send(1)
        ch.send(2)

    go(send)
    wg.Add(1)
    Println(ch.recv())
    wg.Wait()


if __name__ == "__main__":
    run(main)

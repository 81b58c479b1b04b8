"""The port of cond.go."""

from goruntime import run, sync
from tests.programs.fmt import Println


class Queue:
    def __init__(self) -> None:
        self.mu = sync.Mutex()
        self.cond = sync.NewCond(self.mu)
        self.items: list[int] = []
        self.done = False

    def put(self, v: int) -> None:
        with self.mu:
            self.items.append(v)
            self.cond.Signal()

    def finish(self) -> None:
        with self.mu:
            self.done = True
            self.cond.Broadcast()

    def get(self) -> tuple[int, bool]:
        with self.mu:
            while len(self.items) == 0 and not self.done:
                self.cond.Wait()
            if len(self.items) == 0:
                return 0, False
            return self.items.pop(0), True


def main() -> None:
    q = Queue()
    wg = sync.WaitGroup()
    mu = sync.Mutex()
    total = ended = 0

    def work() -> None:
        nonlocal total, ended
        while True:
            v, ok = q.get()
            with mu:
                if not ok:
                    ended += 1
                    return
                total += v

    for _ in range(3):
        wg.Go(work)
    for i in range(100):
        q.put(i)
    q.finish()
    wg.Wait()
    Println(total, ended)


if __name__ == "__main__":
    run(main)

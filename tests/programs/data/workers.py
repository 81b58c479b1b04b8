"""The port of workers.go."""

from goruntime import chan, go, run, sync
from tests.programs.fmt import Println


def main() -> None:
    jobs, results = chan[int](), chan[tuple[int, int]](4)
    wg = sync.WaitGroup()

    def work() -> None:
        for n in jobs:
            results.send((n, n * n))

    for _ in range(4):
        wg.Go(work)

    def produce() -> None:
        for i in range(10):
            jobs.send(i)
        jobs.close()

    go(produce)

    def finish() -> None:
        wg.Wait()
        results.close()

    go(finish)
    got = []
    for r in results:
        got.append(r)  # noqa: PERF402 (as in Go)
    got.sort()
    for r in got:
        Println(r[0], r[1])

    limit = chan[None](2)
    mu = sync.Mutex()
    running = most = 0

    def limited() -> None:
        nonlocal running, most
        limit.send(None)
        try:
            with mu:
                running += 1
                most = max(most, running)
            with mu:
                running -= 1
        finally:
            limit.recv()

    for _ in range(6):
        wg.Go(limited)
    wg.Wait()
    Println(most <= 2, running)


if __name__ == "__main__":
    run(main)

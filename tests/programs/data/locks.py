"""The port of locks.go."""

from goruntime import Panic, run, sync
from goruntime.sync import atomic
from tests.programs.fmt import Println


def main() -> None:
    mu = sync.Mutex()
    wg = sync.WaitGroup()
    hits = atomic.Int64()
    counts = {"even": 0, "odd": 0}

    def count(i: int) -> None:
        with mu:
            counts[["even", "odd"][i % 2]] += i
            hits.Add(1)

    for i in range(50):
        wg.Go(count, i)
    wg.Wait()
    Println(counts["even"], counts["odd"], hits.Load())
    Println(mu.TryLock(), mu.TryLock())
    mu.Unlock()

    rw = sync.RWMutex()
    rw.RLock()
    Println(rw.TryRLock(), rw.TryLock())
    rw.RUnlock()
    rw.RUnlock()
    Println(rw.TryLock(), rw.TryRLock())
    rw.Unlock()

    try:
        wg.Add(1)
        wg.Done()
        wg.Done()
    except Panic as p:
        Println(p)


if __name__ == "__main__":
    run(main)

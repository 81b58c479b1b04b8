"""A map that many goroutines change: a mutex lets in one at a time.

Goroutines take turns only where one of them waits, or where the runtime switches, so
many a race does not show in a short test.  The lock is for all the others, and for
threads.

    python examples/mutex_counter.py
"""

from collections import Counter

from goruntime import Gosched, run, sync


class Counters:
    """A Counter that may be used by all."""

    def __init__(self) -> None:
        self._mu = sync.Mutex()
        self._counts = Counter[str]()

    def inc(self, name: str) -> None:
        with self._mu:  # Lock, and in any case Unlock
            count = self._counts[name]
            Gosched()  # another one runs now, and without the lock counts from here
            self._counts[name] = count + 1

    def get(self, name: str) -> int:
        with self._mu:
            return self._counts[name]


def main() -> None:
    counters = Counters()

    def increment(name: str, n: int) -> None:
        for _ in range(n):
            counters.inc(name)

    wg = sync.WaitGroup()
    wg.Go(increment, "a", 1000)
    wg.Go(increment, "a", 1000)
    wg.Go(increment, "b", 1000)
    wg.Wait()
    print("a:", counters.get("a"))
    print("b:", counters.get("b"))


if __name__ == "__main__":
    run(main)

# Output:
# a: 2000
# b: 1000

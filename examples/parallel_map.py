"""A parallel map: many at a time but not too many, results in order, stop at an error.

A semaphore says how many may run.  A group starts the goroutines, waits for them all
and raises the first error; its context ends then, so the others need not go on.

    python examples/parallel_map.py
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from goruntime import context, recv, run, select, sync, time
from goruntime.x.sync import errgroup, semaphore

A = TypeVar("A")
R = TypeVar("R")


def parallel_map(
    f: Callable[[context.Context, A], R], items: Iterable[A], limit: int
) -> list[R]:
    """Return f(ctx, item) for each item, with up to limit calls at a time."""
    group, ctx = errgroup.WithContext(context.Background())
    slots = semaphore.NewWeighted(limit)
    results: dict[int, R] = {}

    def work(index: int, item: A) -> None:
        try:
            results[index] = f(ctx, item)
        finally:
            slots.Release(1)

    for index, item in enumerate(items):
        try:
            slots.Acquire(ctx, 1)  # before it is started: items may be endless
        except context.Canceled:
            break  # one has failed; Wait raises that
        group.Go(work, index, item)
    group.Wait()
    return [results[index] for index in range(len(results))]


class Gauge:
    """Counts how many are at work, and were at most."""

    def __init__(self) -> None:
        self._now = sync.atomic.Int64()
        self.most = 0

    def __enter__(self) -> None:
        self.most = max(self.most, self._now.Add(1))

    def __exit__(self, *exc: object) -> None:
        self._now.Add(-1)


def main() -> None:
    gauge = Gauge()

    def square(ctx: context.Context, n: int) -> int:
        with gauge:
            time.Sleep(time.Millisecond * (10 - n))  # the last is the first to be done
            return n * n

    print(parallel_map(square, range(10), limit=4))
    print("never more than 4 at a time:", gauge.most <= 4)

    begin = time.Now()

    def fragile(ctx: context.Context, n: int) -> None:
        if n == 3:
            raise ValueError("cannot do 3")
        # Sleep for an hour, or until it makes no sense any more.
        select(recv(time.After(time.Hour)), recv(ctx.Done()))

    try:
        parallel_map(fragile, range(1_000_000), limit=4)
    except ValueError as err:
        print("failed:", err)
    print("without delay:", time.Since(begin) < time.Minute)


if __name__ == "__main__":
    run(main)

# Output:
# [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
# never more than 4 at a time: True
# failed: cannot do 3
# without delay: True

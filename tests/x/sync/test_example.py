"""The examples of the packages' documentation."""

import pytest

from goruntime import NumCPU, chan, context, sync
from goruntime.x.sync import errgroup, semaphore, singleflight


@pytest.mark.from_go(
    "x/sync/errgroup/errgroup_example_test.go", "ExampleGroup_parallel"
)
@pytest.mark.from_go(
    "x/sync/errgroup/errgroup_example_test.go", "ExampleGroup_justErrors"
)
def test_searches_at_once_of_which_each_has_its_result() -> None:
    searches = ["web", "image", "video"]
    results: list[str] = [""] * len(searches)
    g, ctx = errgroup.WithContext(context.Background())

    def search(i: int, kind: str, query: str) -> None:
        assert ctx.Err() is None
        results[i] = f"{kind} result for {query!r}"

    for i, kind in enumerate(searches):
        g.Go(search, i, kind, "golang")
    g.Wait()
    assert results == [
        "web result for 'golang'",
        "image result for 'golang'",
        "video result for 'golang'",
    ]


@pytest.mark.from_go(
    "x/sync/errgroup/errgroup_example_md5all_test.go", "ExampleGroup_pipeline"
)
def test_a_pipeline_whose_stages_are_groups() -> None:
    g, ctx = errgroup.WithContext(context.Background())
    numbers, squares = chan[int](), chan[int]()

    def produce() -> None:
        try:
            for n in range(100):
                numbers.send(n)
        finally:
            numbers.close()

    def square() -> None:
        for n in numbers:
            squares.send(n * n)

    def finish() -> None:
        workers.Wait()
        squares.close()

    workers = errgroup.Group()
    for _ in range(3):
        workers.Go(square)
    g.Go(produce)
    g.Go(finish)
    total = sum(squares)
    g.Wait()
    assert total == sum(n * n for n in range(100))
    assert ctx.Err() is context.Canceled


@pytest.mark.from_go("x/sync/semaphore/semaphore_example_test.go", "Example_workerPool")
def test_a_pool_of_workers_that_a_semaphore_limits() -> None:
    ctx = context.Background()
    workers = max(NumCPU(), 2)
    sem = semaphore.NewWeighted(workers)
    out = [0] * 32

    def work(i: int) -> None:
        try:
            out[i] = collatz_steps(i + 1)
        finally:
            sem.Release(1)

    wg = sync.WaitGroup()
    for i in range(len(out)):
        sem.Acquire(ctx, 1)
        wg.Go(work, i)
    sem.Acquire(ctx, workers)  # all of it: nobody works any more
    assert out == [
        *(0, 1, 7, 2, 5, 8, 16, 3, 19, 6, 14, 9, 9, 17, 17, 4),
        *(12, 20, 20, 7, 7, 15, 15, 10, 23, 10, 111, 18, 18, 18, 106, 5),
    ]
    wg.Wait()


def collatz_steps(n: int) -> int:
    steps = 0
    while n > 1:
        n = 3 * n + 1 if n % 2 else n // 2
        steps += 1
    return steps


@pytest.mark.from_go("x/sync/singleflight/singleflight_test.go", "ExampleGroup")
def test_two_calls_for_one_key_are_one() -> None:
    g = singleflight.Group[str, str]()
    block = chan[None]()

    def first() -> str:
        block.recv()
        return "func 1"

    one = g.DoChan("key", first)
    two = g.DoChan("key", lambda: "func 2")
    block.close()
    results = [two.recv(), one.recv()]
    assert [(r.Val, r.Shared) for r in results] == [("func 1", True)] * 2

"""A pipeline: stages joined by channels, with fan-out, fan-in, and a way to stop early.

Each stage is a function that takes a channel, starts a goroutine, and returns the
channel that this one fills and closes.  A stage that nobody receives from any more
would wait for ever; so every send is a select that also waits for the end of a context.

    python examples/pipeline.py
"""

from collections.abc import Callable, Iterable
from itertools import count

from goruntime import RecvChan, chan, context, recv, run, select, send, sync

stages = sync.WaitGroup()  # so that main can tell that all have ended


def generate(ctx: context.Context, numbers: Iterable[int]) -> RecvChan[int]:
    return stage(ctx, numbers, lambda n: n)


def square(ctx: context.Context, numbers: RecvChan[int]) -> RecvChan[int]:
    return stage(ctx, numbers, lambda n: n * n)


def stage(
    ctx: context.Context, numbers: Iterable[int], f: Callable[[int], int]
) -> RecvChan[int]:
    out = chan[int]()

    def loop() -> None:
        try:
            for n in numbers:  # a channel is an iterable, too
                if select(send(out, f(n)), recv(ctx.Done()))[0] == 1:
                    return
        finally:
            out.close()

    stages.Go(loop)
    return out


def merge(ctx: context.Context, *inputs: RecvChan[int]) -> RecvChan[int]:
    """Fan in: one channel of all that comes from several."""
    out = chan[int]()
    sources = sync.WaitGroup()

    def forward(numbers: RecvChan[int]) -> None:
        for n in numbers:
            if select(send(out, n), recv(ctx.Done()))[0] == 1:
                return

    for numbers in inputs:
        sources.Go(forward, numbers)

    def close_after_the_last() -> None:
        sources.Wait()
        out.close()

    stages.Go(close_after_the_last)
    return out


def main() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    with cancel:
        # Fan out: three goroutines square what one generates.
        numbers = generate(ctx, range(1, 10))
        squares = merge(ctx, *(square(ctx, numbers) for _ in range(3)))
        print("sum of squares:", sum(squares))

        # An endless pipeline, of which we want five values.
        endless = square(ctx, generate(ctx, count(1)))
        print("five of many:", [endless.recv() for _ in range(5)])
    # The with block has cancelled ctx.
    stages.Wait()
    print("all stages have ended:", ctx.Err())


if __name__ == "__main__":
    run(main)

# Output:
# sum of squares: 285
# five of many: [1, 4, 9, 16, 25]
# all stages have ended: context canceled

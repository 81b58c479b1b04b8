"""The port of pipeline.go."""

from itertools import count

from goruntime import RecvChan, chan, context, go, recv, run, select, send
from tests.programs.fmt import Println


def gen(ctx: context.Context) -> RecvChan[int]:
    out = chan[int]()

    def produce() -> None:
        try:
            for n in count(1):
                match select(send(out, n), recv(ctx.Done())):
                    case 1, _, _:
                        return
        finally:
            out.close()

    go(produce)
    return out


def square(numbers: RecvChan[int]) -> RecvChan[int]:
    out = chan[int](1)

    def produce() -> None:
        try:
            for n in numbers:
                out.send(n * n)
        finally:
            out.close()

    go(produce)
    return out


def main() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    total = 0
    squares = square(gen(ctx))
    for sq in squares:
        total += sq
        if sq >= 100:
            break
    cancel()
    for _ in squares:
        pass
    Println(total, ctx.Err())


if __name__ == "__main__":
    run(main)

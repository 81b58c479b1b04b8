"""The port of sieve.go."""

from itertools import count

from goruntime import RecvChan, SendChan, chan, go, run
from tests.programs.fmt import Print, Println


def generate(ch: SendChan[int]) -> None:
    for i in count(2):
        ch.send(i)


def filter(in_: RecvChan[int], out: SendChan[int], prime: int) -> None:
    while True:
        i = in_.recv()
        if i % prime != 0:
            out.send(i)


def main() -> None:
    ch = chan[int]()
    go(generate, ch)
    for _ in range(25):
        prime = ch.recv()
        Print(prime, " ")
        ch1 = chan[int]()
        go(filter, ch, ch1, prime)
        ch = ch1
    Println()


if __name__ == "__main__":
    run(main)

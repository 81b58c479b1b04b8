"""The prime sieve: a chain of goroutines, one more for each prime.

Numbers enter at one end.  Each goroutine keeps the first number that reaches it, which
is prime, and lets through what that does not divide.

    python examples/prime_sieve.py
"""

from itertools import count

from goruntime import RecvChan, SendChan, chan, go, run


def generate(out: SendChan[int]) -> None:
    """Send 2, 3, 4, ... for as long as somebody receives."""
    for n in count(2):
        out.send(n)


def drop_multiples(prime: int, numbers: RecvChan[int], out: SendChan[int]) -> None:
    for n in numbers:
        if n % prime:
            out.send(n)


def main() -> None:
    numbers = chan[int]()
    go(generate, numbers)
    for _ in range(10):
        prime = numbers.recv()
        print(prime)
        rest = chan[int]()
        go(drop_multiples, prime, numbers, rest)
        numbers = rest
    # The goroutines still wait for one another.  The program ends with main.


if __name__ == "__main__":
    run(main)

# Output:
# 2
# 3
# 5
# 7
# 11
# 13
# 17
# 19
# 23
# 29

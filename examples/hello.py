"""A goroutine and a channel: the two things to know first.

go(f, x) starts f(x) as a goroutine and goes on at once.  A channel carries values from
one goroutine to another; who receives waits until somebody sends.

    python examples/hello.py
"""

from goruntime import SendChan, chan, go, run


def greet(name: str, greetings: SendChan[str]) -> None:
    greetings.send(f"Hello, {name}!")


def main() -> None:
    greetings = chan[str]()
    for name in ("gopher", "snake", "world"):
        go(greet, name, greetings)
    for _ in range(3):
        print(greetings.recv())


if __name__ == "__main__":
    run(main)

# Unordered output:
# Hello, gopher!
# Hello, snake!
# Hello, world!

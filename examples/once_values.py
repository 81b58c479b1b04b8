"""Once: what is dear is done at its first use, by whoever comes first.

The others wait for it and get the same result; the same error, if there was one.

    python examples/once_values.py
"""

from functools import partial

from goruntime import chan, go, run, sync, time


def load() -> tuple[str, int]:
    print("loading")
    time.Sleep(10 * time.Millisecond)  # the others come meanwhile
    return "localhost", 8080


def fail() -> str:
    print("failing")
    raise OSError("no such configuration")


config = sync.OnceValues(load)
missing = sync.OnceValue(fail)


def main() -> None:
    connected = chan[str](3)

    def connect() -> None:
        host, port = config()
        connected.send(f"{host}:{port}")

    for _ in range(3):
        go(connect)
    for _ in range(3):
        print("connected to", connected.recv())

    for _ in range(2):
        try:
            missing()
        except OSError as err:
            print("error:", err)

    once = sync.Once()
    for name in ("first", "second"):
        once.Do(partial(print, "done by the", name))


if __name__ == "__main__":
    run(main)

# Output:
# loading
# connected to localhost:8080
# connected to localhost:8080
# connected to localhost:8080
# failing
# error: no such configuration
# error: no such configuration
# done by the first

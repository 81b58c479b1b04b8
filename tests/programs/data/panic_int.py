"""The port of panic_int.go."""

from goruntime import panic, run


def main() -> None:
    panic(42)


if __name__ == "__main__":
    run(main)

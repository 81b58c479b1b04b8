"""The port of panic_lines.go."""

from goruntime import errors, panic, run
from tests.programs.fmt import Println


def main() -> None:
    Println("about to panic")
    panic(errors.Join(errors.New("one"), errors.New("two")))


if __name__ == "__main__":
    run(main)

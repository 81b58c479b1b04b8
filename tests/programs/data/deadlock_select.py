"""The port of deadlock_select.go."""

from goruntime import run, select
from tests.programs.fmt import Println


def main() -> None:
    Println("waiting for nothing")
    select()


if __name__ == "__main__":
    run(main)

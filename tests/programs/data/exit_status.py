"""The port of exit_status.go."""

import sys

from goruntime import run, select, sync
from tests.programs.fmt import Println


def main() -> None:
    wg = sync.WaitGroup()

    def leave() -> None:
        Println("leaving with 3")
        sys.exit(3)

    try:
        wg.Go(leave)
        wg.Wait()
        select()
    finally:
        Println("not run")


if __name__ == "__main__":
    run(main)

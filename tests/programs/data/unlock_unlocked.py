"""The port of unlock_unlocked.go."""

from goruntime import run, sync
from tests.programs.fmt import Println


def main() -> None:
    try:
        mu = sync.Mutex()
        mu.Lock()
        mu.Unlock()
        Println("once more")
        mu.Unlock()
    except Exception as err:
        Println("not recovered", err)


if __name__ == "__main__":
    run(main)

"""Five philosophers, five forks, and each needs two of them to eat.

Each takes first the fork with the lower number.  So there cannot be a ring of
philosophers who hold one fork and wait for the next; with --deadlock there is one, and
the runtime says who waits where.

    python examples/dining_philosophers.py
    python examples/dining_philosophers.py --deadlock
"""

import argparse

from goruntime import Gosched, run, sync

NAMES = ("Aristotle", "Hypatia", "Kant", "Plato", "Sappho")
MEALS = 3


def dine(first: sync.Mutex, second: sync.Mutex, eaten: list[str], name: str) -> None:
    for _ in range(MEALS):
        with first:
            Gosched()  # the others get a chance to take the second fork
            with second:
                eaten.append(name)
        Gosched()  # to think


def main() -> None:
    parser = argparse.ArgumentParser(description="Dine, and do not starve.")
    parser.add_argument("--deadlock", action="store_true", help="all left fork first")
    args = parser.parse_args()

    forks = [sync.Mutex() for _ in NAMES]
    eaten: list[str] = []
    table = sync.WaitGroup()
    for seat, name in enumerate(NAMES):
        left, right = seat, (seat + 1) % len(NAMES)
        if not args.deadlock:
            left, right = sorted((left, right))
        table.Go(dine, forks[left], forks[right], eaten, name)
    table.Wait()

    for name in NAMES:
        print(f"{name} has had {eaten.count(name)} meals")


if __name__ == "__main__":
    run(main)

# Output:
# Aristotle has had 3 meals
# Hypatia has had 3 meals
# Kant has had 3 meals
# Plato has had 3 meals
# Sappho has had 3 meals

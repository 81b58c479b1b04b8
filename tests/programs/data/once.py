"""The port of once.go."""

from collections.abc import Callable

from goruntime import Panic, errors, panic, run, sync
from tests.programs.fmt import Println


def attempt(f: Callable[[], object]) -> None:
    recovered = None
    try:
        f()
    except Panic as p:
        recovered = p
    finally:
        Println("recovered", recovered)


def main() -> None:
    once = sync.Once()
    for i in range(3):
        once.Do(lambda i=i: Println("once", i))  # type: ignore[misc]
    failing = sync.Once()
    attempt(lambda: failing.Do(lambda: panic("half done")))
    attempt(lambda: failing.Do(lambda: Println("not again")))

    @sync.OnceFunc
    def f() -> None:
        Println("called")
        panic("always")

    attempt(f)
    attempt(f)

    @sync.OnceValue
    def v() -> int:
        Println("computing")
        return 42

    Println(v(), v())
    vs = sync.OnceValues(lambda: (1, errors.New("and an error")))
    n, err = vs()
    Println(n, err)


if __name__ == "__main__":
    run(main)

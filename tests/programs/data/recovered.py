"""The port of recovered.go."""

from typing import NoReturn

from goruntime import Panic, errors, panic, run
from tests.programs.fmt import Println

ErrNoGo = errors.New("no go")


class WrapError(errors.error):
    """What fmt.Errorf makes of a %w."""

    def __init__(self, text: str, err: BaseException) -> None:
        super().__init__(text)
        self.err = err

    def Unwrap(self) -> BaseException:
        return self.err


def level(n: int) -> str:
    try:
        if n == 0:
            panic("bottom")
        if n == 2:
            panic(ErrNoGo)
        return level(n - 1)
    except Panic as p:
        return f"recovered {p.value} at {n}"
    finally:
        Println("leaving", n)


def rethrow() -> None:
    def inner() -> NoReturn:
        try:
            panic(ErrNoGo)
        except Panic as p:
            Println("inner saw", p.value)
            panic(p.value)

    try:
        inner()
    except Panic as p:
        v = p.value
        assert isinstance(v, errors.error)
        raise WrapError(f"outer: {v}", v) from v


def main() -> None:
    Println(level(1))
    Println(level(3))
    try:
        rethrow()
    except errors.error as err:
        Println(err, errors.Is(err, ErrNoGo))


if __name__ == "__main__":
    run(main)

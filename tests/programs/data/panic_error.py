"""The port of panic_error.go."""

from goruntime import errors, io, panic, run


class LoadError(errors.error):
    """What fmt.Errorf makes of a %w."""

    def __init__(self, err: BaseException) -> None:
        super().__init__(f"load config: {err}")
        self.err = err

    def Unwrap(self) -> BaseException:
        return self.err


def main() -> None:
    panic(LoadError(io.ErrUnexpectedEOF()))


if __name__ == "__main__":
    run(main)

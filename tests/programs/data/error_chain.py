"""The port of error_chain.go."""

from goruntime import errors, io, os, run
from tests.programs.fmt import Println


class WrapError(errors.error):
    """What fmt.Errorf makes of a %w."""

    def __init__(self, text: str, err: BaseException | None) -> None:
        super().__init__(text)
        self.err = err

    def Unwrap(self) -> BaseException | None:
        return self.err


class codeError(errors.error):
    def __init__(self, Code: int, Err: BaseException) -> None:
        self.Code = Code
        self.Err = Err

    def Error(self) -> str:
        return f"code {self.Code}: {self.Err}"

    def Unwrap(self) -> BaseException:
        return self.Err


ErrBase = errors.New("base")


class sameCode(errors.error):
    def __init__(self, n: int) -> None:
        self.n = n

    def Error(self) -> str:
        return f"same {self.n}"

    def Is(self, target: object) -> bool:
        return isinstance(target, sameCode) and target.n % 10 == self.n % 10


def main() -> None:
    err = codeError(7, ErrBase)
    wrapped = WrapError(f"outer: {err}", err)
    Println(wrapped)
    Println(
        errors.Is(wrapped, ErrBase),
        errors.Is(wrapped, io.EOF),
        errors.Is(errors.New("base"), ErrBase),
    )
    if code := errors.As(wrapped, codeError):
        Println("code", code.Code, code.Err)
    Println(
        errors.Unwrap(wrapped),
        "|",
        errors.Unwrap(errors.Unwrap(wrapped)),
        "|",
        errors.Unwrap(ErrBase) is None,
    )

    joined = errors.Join(ErrBase, None, io.ErrUnexpectedEOF)
    Println(joined)
    Println(
        errors.Is(joined, io.ErrUnexpectedEOF),
        errors.Unwrap(joined) is None,
        errors.Join(None, None) is None,
    )
    inner = errors.Join(joined, wrapped)
    nested = WrapError(f"nested: {inner}", inner)
    Println(nested)
    Println(errors.As(nested, codeError) is not None, errors.Is(nested, io.EOF))
    Println(errors.Is(sameCode(12), sameCode(2)), errors.Is(sameCode(12), sameCode(3)))
    pathErr = os.PathError(Op="open", Path="/nowhere", Err=os.ErrNotExist)
    Println(pathErr, errors.Is(pathErr, os.ErrNotExist), errors.Unwrap(pathErr))
    Println(errors.ErrUnsupported)


if __name__ == "__main__":
    run(main)

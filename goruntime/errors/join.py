"""Join: several errors as one.  Go: errors/join.go"""

from __future__ import annotations

from .errors import error


class joinError(error):
    """Errors of equal rank, one to a line."""

    def __init__(self, errs: list[BaseException]) -> None:
        super().__init__(errs)
        self.errs = errs

    def __str__(self) -> str:
        return "\n".join(str(e) for e in self.errs)

    def Unwrap(self) -> list[BaseException]:
        return self.errs


def Join(*errs: BaseException | type[BaseException] | None) -> error | None:
    """Return an error that wraps all of errs but None; None if there are none.

    A sentinel class stands for an instance of it.

    Go: errors.Join
    """
    given = [e() if isinstance(e, type) else e for e in errs if e is not None]
    return joinError(given) if given else None

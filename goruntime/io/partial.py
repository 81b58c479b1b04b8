"""What an error says of the operation that it ended halfway.

Go returns a count, or data, together with an error.  Here the error carries them:
``n``, and ``partial`` where Go returns bytes or text.
"""

from __future__ import annotations

from typing import Any, TypeVar

E = TypeVar("E", bound=BaseException)


def partial(err: E, n: int, data: Any = None) -> E:
    """Let err say that n was done before it, and what was got: data, if not None."""
    said = err.__dict__
    said["n"] = n
    if data is not None:
        said["partial"] = data
    else:
        said.pop("partial", None)  # of another operation that the same error ended
    return err


def countof(err: BaseException) -> int:
    """Return how much was done before err; 0 if it does not say."""
    n = getattr(err, "n", 0)
    return n if isinstance(n, int) else 0


def again(err: Any) -> BaseException:
    """Return what to raise for an error that was kept.

    A new one for a sentinel, else the very one, as its identity counts; without the
    traceback, which would grow with each raise.
    """
    kind = err if isinstance(err, type) else type(err)
    fresh: BaseException
    if err is kind or getattr(kind, "text", None) is not None:
        fresh = kind()
        if err is not kind:
            fresh.__cause__ = err.__cause__
    else:
        fresh = err.with_traceback(None)
    return fresh

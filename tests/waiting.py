"""How tests wait for others, and how they keep what those met with."""

from collections.abc import Callable

from goruntime import Gosched


def until(done: Callable[[], object]) -> None:
    """Let others run until something has happened."""
    while not done():
        Gosched()


def outcome(f: Callable[[], object]) -> object:
    """Return what f returns, or what it raises."""
    try:
        return f()
    except Exception as exc:
        return exc.with_traceback(None)

"""How a program ends when it fails: report, flush, status 2.  Go: runtime/panic.go

An exception that leaves a goroutine is a panic.  One that leaves main comes out
of ``run`` first, where a program may still catch it; when nobody does, Python
calls ``sys.excepthook``, and ours prints Go's report instead of a bare traceback.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final, NoReturn

from .gmp import G, M
from .gopanic import DeadlockError, FatalError
from .traceback import Stack, fatalreport, goroutinelines, panicreport

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

STATUS: Final = 2  # what a Go program that panics exits with

_hook: Callable[[str, BaseException], object] | None = None
_mainexc: BaseException | None = None  # what last left main, by way of run
_excepthook: Any = None  # the one that was there before ours


def set_panic_hook(
    hook: Callable[[str, BaseException], object] | None,
) -> Callable[[str, BaseException], object] | None:
    """Call hook(report, exc) for an exception that leaves a goroutine.

    It replaces the report on stderr and the end of the process; when it returns,
    the goroutine has ended and the others go on.  None brings Go's behaviour
    back.  Returns the hook that was set before.
    """
    global _hook
    previous, _hook = _hook, hook
    return previous


def gopanic(gp: G | None, exc: BaseException) -> None:
    """An exception has left goroutine gp."""
    if isinstance(exc, SystemExit):
        exit_now(exitstatus(exc))
    if isinstance(exc, FatalError):
        lines = panicreport(exc, gp).partition("\n\n")[2]
        report = fatalreport(exc, lines)
    else:
        report = panicreport(exc, gp)
    if _hook is not None:
        _hook(report, exc)
        return
    write(report)
    exit_now(STATUS)


def fatal(text: str) -> NoReturn:
    """End the program with a fatal error and every goroutine's stack."""
    write(fatalreport(FatalError(text), Stack(all=True)))
    exit_now(STATUS)


def quit() -> NoReturn:
    """End the program on SIGQUIT, with every goroutine's stack."""
    write(f"SIGQUIT: quit\n\n{Stack(all=True)}")
    exit_now(STATUS)


def deaddump(m: M) -> str:
    """Describe all goroutines of a deadlock, the main one first."""
    assert m.main is not None
    first = "\n".join(goroutinelines(m.main, m))
    blocks = Stack(all=True).rstrip("\n").split("\n\n")
    rest = [b for b in blocks if b and not b.startswith("goroutine 1 ")]
    return "\n\n".join([first, *rest]) + "\n"


def write(report: str) -> None:
    """Print a report on stderr, after what the program has printed."""
    flush()
    stream = sys.stderr
    try:
        stream.write(report)
        stream.flush()
    except Exception:
        # No usable sys.stderr (closed, replaced, None): the descriptor it was.
        os.write(2, report.encode(errors="backslashreplace"))


def flush() -> None:
    """Let out what the program has printed."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # closed or gone: there is nothing left to save


def exit_now(status: int) -> NoReturn:
    """End the process as os.Exit does: at once, with nothing more run."""
    flush()
    os._exit(status)


def exitstatus(exc: SystemExit) -> int:
    """Return the status that SystemExit stands for, printing its text if it has one."""
    if exc.code is None:
        return 0
    if isinstance(exc.code, int):
        return exc.code & 0xFF
    write(f"{exc.code}\n")
    return 1


def mainfailed(exc: BaseException) -> None:
    """Remember what leaves run: if it ends the process, it does so in Go's way."""
    global _mainexc
    _mainexc = exc


def install() -> None:
    """Let what leaves main uncaught be reported as a panic."""
    global _excepthook
    if sys.excepthook is not excepthook:
        _excepthook = sys.excepthook
        sys.excepthook = excepthook


def excepthook(
    kind: type[BaseException], exc: BaseException, tb: TracebackType | None
) -> None:
    """Report what left main as Go does; leave all else to the hook before ours."""
    if isinstance(exc, DeadlockError):
        report = fatalreport(exc, exc.dump)
    elif exc is not _mainexc or isinstance(exc, (KeyboardInterrupt, SystemExit)):
        _excepthook(kind, exc, tb)
        return
    elif isinstance(exc, FatalError):
        report = fatalreport(exc, panicreport(exc, None).partition("\n\n")[2])
    else:
        report = panicreport(exc, None)
    write(report)
    exit_now(STATUS)

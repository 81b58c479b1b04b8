"""How a program ends when it fails: report, flush, status 2.  Go: runtime/panic.go

An exception that leaves a goroutine is a panic.  One that leaves main comes out
of ``run`` first, where a program may still catch it; when nobody does, Python
calls ``sys.excepthook``, and ours prints Go's report instead of a bare traceback.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING, Any, Final, NoReturn

from . import env
from .gmp import G, M, sched
from .gopanic import DeadlockError
from .traceback import (
    Stack,
    goroutinelines,
    otherstacks,
    panicstack,
    plaintext,
    reason,
    report,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

STATUS: Final = 2  # what a Go program that panics exits with

_hook: Callable[[str, BaseException], object] | None = None
_mainexc: BaseException | None = None  # what last left main, by way of run
_mainothers: list[str] = []  # the stacks of the other goroutines then, if wanted
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
    # To print a value may let others run: main does not return before the report.
    sched.panicking = _hook is None
    text = panicreport(exc, gp, others())
    if _hook is not None:
        _hook(text, exc)
        return
    die(text)


def panicreport(exc: BaseException, gp: G | None, rest: list[str]) -> str:
    """Describe an exception that left goroutine gp; rest are the stacks of others."""
    why = reason(exc)
    stacks = "\n".join([panicstack(exc, gp), *(f"{stack}\n" for stack in rest)])
    return report(why, stacks)


def others() -> list[str]:
    """Return the stacks of the other goroutines, if they are to be seen."""
    return otherstacks() if env.TRACE_ALL else []


def fatal(text: str) -> NoReturn:
    """End the program with a fatal error and every goroutine's stack."""
    die(report(f"fatal error: {text}", Stack(all=True)))


def throwing(exc: BaseException) -> NoReturn:
    """End the program: exc is a fault of the runtime itself, in the scheduler.

    Its stack is printed whatever GOTRACEBACK says.
    """
    lines = "".join(traceback.format_exception(exc))
    rest = report(f"runtime stack:\n{lines.rstrip()}", Stack(all=True))
    die(f"fatal error: {plaintext(exc)}\n\n{rest}")


def quit() -> NoReturn:
    """End the program on SIGQUIT, with every goroutine's stack."""
    die(report("SIGQUIT: quit", Stack(all=True)))


def deaddump(m: M) -> str:
    """Describe all goroutines of a deadlock, the main one first."""
    assert m.main is not None
    first = "\n".join(goroutinelines(m.main, m))
    blocks = Stack(all=True).rstrip("\n").split("\n\n")
    rest = [b for b in blocks if b and not b.startswith("goroutine 1 ")]
    return "\n\n".join([first, *rest]) + "\n"


def write(text: str) -> None:
    """Print text on stderr, after what the program has printed."""
    flush()
    stream = sys.stderr
    try:
        stream.write(text)
        stream.flush()
    except Exception:
        # No usable sys.stderr (closed, replaced, None): the descriptor it was.
        os.write(2, text.encode(errors="backslashreplace"))


def flush() -> None:
    """Let out what the program has printed."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # closed or gone: there is nothing left to save


def die(text: str) -> NoReturn:
    """Print why the program ends, and end it."""
    write(text)
    if env.TRACE_CRASH:
        os.abort()
    exit_now(STATUS)


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
    global _mainexc, _mainothers
    _mainexc = exc
    _mainothers = others()


def install() -> None:
    """Let what leaves main uncaught be reported as a panic."""
    global _excepthook
    if sys.excepthook is not excepthook:
        _excepthook = sys.excepthook
        sys.excepthook = excepthook


def excepthook(
    kind: type[BaseException], exc: BaseException, tb: TracebackType | None
) -> None:
    """Report what left main as Go does; leave all else to the hook before ours.

    At a prompt, Python's, it is the statement that has failed, and not the program.
    """
    if sys.flags.interactive or hasattr(sys, "ps1"):
        _excepthook(kind, exc, tb)
    elif isinstance(exc, DeadlockError):
        die(report(f"fatal error: {exc}", exc.dump))
    elif exc is not _mainexc or isinstance(exc, (KeyboardInterrupt, SystemExit)):
        _excepthook(kind, exc, tb)
    else:
        die(panicreport(exc, None, _mainothers))

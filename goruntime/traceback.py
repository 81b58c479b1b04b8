"""What a goroutine was doing, in Go's form.  Go: runtime/traceback.go

goroutine 7 [chan receive]:
main.worker(...)
        /home/gopher/prog.py:12
created by main.main in goroutine 1
        /home/gopher/prog.py:30
"""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

from . import env
from .gmp import G_RUNNABLE, G_RUNNING, STATUS_TEXT, G, M, sched
from .gopanic import FatalError, Panic
from .tls import getm

if TYPE_CHECKING:
    from types import CodeType, FrameType


def modulename(name: str) -> str:
    """Return a module's name as Go would have it: main for __main__."""
    return "main" if name == "__main__" else name


def ishidden(name: str) -> bool:
    """Tell whether a module is a part of the runtime, whose frames are not shown.

    Those of the packages on top of it are: goruntime.poll, net.  With GOTRACEBACK at
    system all are.
    """
    return name.rpartition(".")[0] == __package__ and env.TRACE_LEVEL < 2


def framelines(frame: FrameType | None) -> list[str]:
    """Describe a stack of frames, innermost first."""
    lines = []
    while frame is not None:
        name = str(frame.f_globals.get("__name__", "?"))
        if not ishidden(name):
            code = frame.f_code
            lines.append(f"{modulename(name)}.{code.co_qualname}(...)")
            lines.append(f"\t{code.co_filename}:{frame.f_lineno}")
        frame = frame.f_back
    return lines


def lineno(code: CodeType, lasti: int) -> int:
    """Return the line of the instruction at lasti."""
    for start, end, line in code.co_lines():
        if start <= lasti < end and line is not None:
            return line
    return code.co_firstlineno


def creatorlines(gp: G) -> list[str]:
    """Say who started gp."""
    code = gp.creator
    if code is None:
        return []
    module = "main"
    for name, mod in list(sys.modules.items()):
        if getattr(mod, "__file__", None) == code.co_filename:
            module = modulename(name)
    return [
        f"created by {module}.{code.co_qualname} in goroutine {gp.creatorgoid}",
        f"\t{code.co_filename}:{lineno(code, gp.creatorlasti)}",
    ]


def topframe(gp: G, m: M) -> FrameType | None:
    """Return the innermost frame of a goroutine that m runs or has parked."""
    if gp.stack is None:
        return None
    if gp is not m.curg and m.g0 is not None:
        frame: FrameType | None = gp.stack.gr_frame
        return frame
    if m is getm():
        return sys._getframe(1)
    return sys._current_frames().get(m.thread)


def goroutinelines(gp: G, m: M) -> list[str]:
    """Describe one goroutine: header, stack, creator."""
    status = gp.status
    if status == G_RUNNING or status == G_RUNNABLE:
        state = STATUS_TEXT[status]
    else:
        state = gp.waitreason
    lines = [f"goroutine {gp.goid} [{state}]:"]
    lines += framelines(topframe(gp, m))
    if gp.stack is None and gp.fn is not None:  # not yet started
        code = getattr(gp.fn, "__code__", None)
        if code is not None:
            lines.append(f"{modulename(gp.fn.__module__)}.{code.co_qualname}(...)")
            lines.append(f"\t{code.co_filename}:{code.co_firstlineno}")
    return lines + creatorlines(gp)


def Stack(all: bool = False) -> str:
    """Return the stack of the calling goroutine, or of all of them, as text.

    Each with what it waits for and who started it.  Go: runtime.Stack
    """
    blocks: list[str] = []
    here = getm()
    if here is not None and here.curg is not None:
        blocks.append("\n".join(goroutinelines(here.curg, here)))
    if all:
        blocks += otherstacks()
    return "\n\n".join(blocks) + "\n" if blocks else ""


def otherstacks() -> list[str]:
    """Return the stacks of all goroutines but the calling one."""
    here = getm()
    current = here.curg if here is not None else None
    found = []
    for m in sched.ms():
        gps = (*m.allgs.copy(), *notstarted(m))
        found += [(gp.goid, gp, m) for gp in gps if gp is not current]
    found.sort(key=lambda f: f[0])
    return ["\n".join(goroutinelines(gp, m)) for _, gp, m in found]


def notstarted(m: M) -> list[G]:
    """Return the functions that wait to be started on m, whatever others do to them."""
    while True:
        try:
            return list(m.newq)
        except RuntimeError:
            pass  # the queue was changed meanwhile


def reason(exc: BaseException) -> str:
    """Say why exc, which nobody caught, ends the program: the head of a report.

    To print a value may fail, with any exception, as it runs code of the user's.
    """
    try:
        if isinstance(exc, FatalError):
            return f"fatal error: {exc}"
        # A list: a value may wait, and not inside of join (see CONTRIBUTING: 3.13t).
        return "\n\t".join([f"panic: {panictext(p)}" for p in panics(exc)])
    except BaseException as err:
        said = err.value if isinstance(err, Panic) else None
        why = said if isinstance(said, str) else plaintext(err)
        return f"fatal error: panic while printing panic value: {indented(why)}"


def panics(exc: BaseException) -> list[BaseException]:
    """Return exc and each Panic that it came on top of, the oldest first.

    Such a Panic was on its way, or caught, in a block that exc has left since.  Of
    other exceptions only the traceback tells: most were part of the program's plan.
    A value that was panicked with again counts once.
    """
    found = [exc]
    seen = {id(exc)}
    while True:
        context = None if exc.__suppress_context__ else exc.__context__
        if context is None or id(context) in seen:
            return found[::-1]
        exc = context
        seen.add(id(exc))
        if isinstance(exc, Panic):
            last = found[-1]
            if not isinstance(last, Panic) or last.value is not exc.value:
                found.append(exc)


def panictext(exc: BaseException) -> str:
    """Describe what was panicked with, as after Go's ``panic: ``.

    A Panic by its value, an error in Go's sense, which has a method Error, by its text;
    of Python's exceptions the text alone would say too little.
    """
    if isinstance(exc, Panic) or callable(getattr(exc, "Error", None)):
        return indented(str(exc))
    return indented(plaintext(exc))


def plaintext(exc: BaseException) -> str:
    """Return what Python says of an exception; it does not fail."""
    return "".join(traceback.format_exception_only(exc)).rstrip("\n")


def indented(text: str) -> str:
    """Return text with all lines but the first set off, as Go does."""
    return text.replace("\n", "\n\t")


def panicstack(exc: BaseException, gp: G | None) -> str:
    """Describe where an exception that left goroutine gp came from, Python's way.

    With GOTRACEBACK at none, it is nothing.
    """
    if env.TRACE_LEVEL == 0:
        return ""
    goid = 1 if gp is None else gp.goid
    tb = exc.__traceback__
    while tb is not None and ishidden(tb.tb_frame.f_globals.get("__name__", "")):
        tb = tb.tb_next  # our own frames, which called the goroutine
    lines = "".join(traceback.format_exception(type(exc), exc, tb)).rstrip("\n")
    created = [] if gp is None else creatorlines(gp)
    return "\n".join([f"goroutine {goid} [running]:", lines, *created]) + "\n"


def report(text: str, stacks: str) -> str:
    """Say why a program ends: text, and the stacks, if they are to be seen."""
    return f"{text}\n\n{stacks}" if stacks and env.TRACE_LEVEL > 0 else f"{text}\n"

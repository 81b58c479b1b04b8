"""A signal, from its handler to a goroutine.  Go: runtime/sigqueue.go

Python runs signal handlers in the main thread, on whatever stack runs there:
some goroutine's, or g0's while it waits.  So ours only notes what came.  Ctrl-C
is for the main goroutine alone; g0 resumes it with KeyboardInterrupt once it
waits.  A pipe that the interpreter writes to ends g0's wait, also when the
signal was delivered to another thread.
"""

from __future__ import annotations

import os
import signal
import threading
from _thread import start_new_thread
from typing import TYPE_CHECKING, Any, Final

from .gmp import M, sched
from .netpoll import pollServerInit

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

RETRY_SECONDS: Final = 0.002

_wakefd: tuple[int, int] | None = None  # the pipe: what g0 reads, what Python writes
_oldwakefd = -1
_resent = False  # the next SIGINT comes from retry


def inmainthread() -> bool:
    """Tell whether this is the main thread, the one that gets signals."""
    return threading.get_ident() == threading.main_thread().ident


def install(m: M, quit: Callable[[], object]) -> None:
    """Let signals reach m, whose thread is the main thread; SIGQUIT calls quit."""
    global _wakefd, _oldwakefd
    if not inmainthread() or m.sigfd >= 0:
        return
    pollServerInit(m)
    r, w = os.pipe()
    os.set_blocking(r, False)
    os.set_blocking(w, False)
    _oldwakefd = signal.set_wakeup_fd(w, warn_on_full_buffer=False)
    _wakefd = (r, w)
    m.sigfd = r
    m.poller.watch(r)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, sigint)
    if signal.getsignal(signal.SIGQUIT) is signal.SIG_DFL:
        signal.signal(signal.SIGQUIT, lambda *_: quit())


def uninstall(m: M) -> None:
    """Undo install: m's program is over."""
    global _wakefd
    if m.sigfd < 0 or _wakefd is None:
        return
    if signal.getsignal(signal.SIGINT) is sigint:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.set_wakeup_fd(_oldwakefd)
    m.sigfd = -1
    for fd in _wakefd:
        os.close(fd)
    _wakefd = None


def forkchild() -> None:
    """Close the child's copy of the pipe; the child makes its own."""
    global _wakefd
    if _wakefd is not None and inmainthread():
        signal.set_wakeup_fd(-1)
        for fd in _wakefd:
            os.close(fd)
    _wakefd = None


def sigint(signum: int, frame: FrameType | None) -> None:
    """Ctrl-C: KeyboardInterrupt in the main goroutine, and in no other."""
    m = sched.m0
    if m is None:
        raise KeyboardInterrupt
    global _resent
    resent, _resent = _resent, False
    if resent and m.interrupt is None:
        return  # main got it in the meantime
    running = m.curg is not None and m.curg is m.main
    if running and not ours(frame):
        m.interrupt = None  # if it was noted before, this is it
        raise KeyboardInterrupt
    m.interrupt = KeyboardInterrupt()
    m.tick = 0
    if running:
        # Main was inside the runtime, where nothing may be torn apart.  It may be
        # about to wait, and get it then; or not to wait for long.
        start_new_thread(retry, (m, signum))


def retry(m: M, signum: int) -> None:
    """Send the signal once more, unless main got what it stands for."""
    global _resent
    threading.Event().wait(RETRY_SECONDS)
    if m.interrupt is not None and not m.retired and m is sched.m0:
        _resent = True
        signal.pthread_kill(m.thread, signum)


def ours(frame: FrameType | None) -> bool:
    """Tell whether a frame is the runtime's or that of a package on top of it."""
    if frame is None:
        return False
    name: Any = frame.f_globals.get("__name__", "")
    return isinstance(name, str) and name.partition(".")[0] in ("goruntime", "net")

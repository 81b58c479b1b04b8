"""A signal, from its handler to a goroutine.  Go: runtime/sigqueue.go

Python runs signal handlers in the main thread, on whatever stack runs there:
some goroutine's, or g0's while it waits.  So ours only notes what came.  Ctrl-C
is for the main goroutine alone; g0 resumes it with KeyboardInterrupt once it
waits.  A pipe that the interpreter writes to ends g0's wait, also when the
signal was delivered to another thread.

What os/signal was asked for is noted in a mask, each signal once, and a thread
of ours hands it on: it may take locks, which a handler may not, and does not
depend on what the main thread does next.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from _thread import get_native_id, start_new_thread
from typing import TYPE_CHECKING, Any, Final

from . import signal_unix
from .gmp import M, helpers, sched
from .mutex import Mutex, holders, lockslow
from .polldesc import pollServerInit
from .signal_unix import inmainthread

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

holders.append(globals())

RETRY_SECONDS: Final = 0.002
# The files of the runtime that call the user's functions in the main thread.
CALLERS: Final = ("goruntime.proc", "goruntime.program", "goruntime.pytest_plugin")

_wakefd: tuple[int, int] | None = None  # the pipe: what g0 reads, what Python writes
_oldwakefd = -1
_resent = False  # the next SIGINT comes from retry


def _nothing(*_: object) -> None:
    pass


_quit: Callable[[], object] = _nothing  # what SIGQUIT does; set by install

# What came and was not handed on: an ordered set whose operations are atomic.
_mask: dict[int, None] = {}
_wakeup = Mutex()  # released when something came; a semaphore of 0 or 1
_wakeup.acquire()
_busy = Mutex()  # held by who hands on
_started = False  # the thread that does
_process: Callable[[int], object] = _nothing  # os/signal's: give a signal to who asked
_forget: Callable[[], object] = _nothing  # os/signal's: nobody asks any more


# --- Ctrl-C and SIGQUIT, for the runtime itself -------------------------------


def install(m: M, quit: Callable[[], object]) -> None:
    """Let signals reach m, whose thread is the main thread; SIGQUIT calls quit."""
    global _wakefd, _oldwakefd, _quit
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
    _quit = quit
    signal_unix.replace(signal.SIGINT, signal.default_int_handler, sigint)
    signal_unix.replace(signal.SIGQUIT, signal.SIG_DFL, sigquit)


def uninstall(m: M) -> None:
    """Undo install, and what os/signal was asked for: m's program is over."""
    global _wakefd
    _forget()
    if m.sigfd < 0 or _wakefd is None:
        return
    signal_unix.replace(signal.SIGINT, sigint, signal.default_int_handler)
    signal_unix.replace(signal.SIGQUIT, sigquit, signal.SIG_DFL)
    signal_unix.settleall()
    signal.set_wakeup_fd(_oldwakefd)
    m.sigfd = -1
    for fd in _wakefd:
        os.close(fd)
    _wakefd = None


def forkchild() -> None:
    """Close the child's copy of the pipe; the child makes its own."""
    global _wakefd, _busy, _wakeup, _started
    if _wakefd is not None and inmainthread():
        signal.set_wakeup_fd(-1)
        for fd in _wakefd:
            os.close(fd)
    _wakefd = None
    signal_unix.forkchild()
    _busy = Mutex()
    _wakeup = Mutex()
    _wakeup.acquire()
    _started = False
    _mask.clear()


def sigquit(signum: int, frame: FrameType | None) -> None:
    """Ctrl-\\: the end, with every goroutine's stack."""
    _quit()


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
    """Tell whether a frame is the runtime's or that of a package on top of it.

    Or of Python's library, at work for the runtime: starting a thread, say.
    """
    name = modulename(frame)
    if name.partition(".")[0] in ("goruntime", "net"):
        return True
    while frame is not None and name.partition(".")[0] in sys.stdlib_module_names:
        frame = frame.f_back
        name = modulename(frame)
    return name.rpartition(".")[0] == __package__ and name not in CALLERS


def modulename(frame: FrameType | None) -> str:
    """Return the name of the module that a frame runs code of."""
    name: Any = None if frame is None else frame.f_globals.get("__name__")
    return name if isinstance(name, str) else ""


# --- os/signal ----------------------------------------------------------------


def register(process: Callable[[int], object], forget: Callable[[], object]) -> None:
    """Let process(n) be called for each signal n that was enabled and has come.

    forget() undoes all that was enabled, at a program's end.
    """
    global _process, _forget
    _process, _forget = process, forget
    signal_unix.claim()


def signal_enable(n: int) -> None:
    """Have process called for signal n.  Go: signal_enable"""
    global _started
    if not _started:
        start_new_thread(loop, ())
        _started = True
    signal_unix.sigenable(n, noted)
    counted()


def signal_disable(n: int) -> None:
    """Undo signal_enable.  Go: signal_disable"""
    signal_unix.sigdisable(n, noted)
    counted()


def signal_ignore(n: int) -> None:
    """Let signal n do nothing, here and in processes that are started.

    Go: signal_ignore
    """
    signal_unix.sigignore(n)
    counted()


def counted() -> None:
    """Let there be no deadlock while a signal may wake somebody."""
    sched.keepalive = signal_unix.caught()


def noted(signum: int, frame: FrameType | None) -> None:
    """The handler of what was enabled.  It may have interrupted anything.

    Go: sigsend.
    """
    if not signal_unix.catches(signum):
        signal_unix.default(signum)  # it came while we still were, and nobody wants it
        return
    _mask[signum] = None
    try:
        _wakeup.release()
    except RuntimeError:
        pass  # released before, and not taken yet: who takes it sees ours, too


def loop() -> None:
    """What the thread runs that hands signals on.  Go: os/signal.loop"""
    # No signal is for this thread: one that is delivered here would not interrupt
    # what the main thread waits for.
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    helpers.add(get_native_id())  # what counts is whether signals are wanted: keepalive
    while True:
        _wakeup.acquire()
        signal_flush()


def signal_flush() -> None:
    """Hand on what has come; when it returns, all that came before was handed on.

    Go: signalWaitUntilIdle, which waits for the thread to do it.
    """
    if not _busy.acquire(False):
        lockslow(_busy)
    try:
        while _mask:
            for n in sorted(_mask.copy()):
                del _mask[n]
                _process(n)
    finally:
        _busy.release()

"""What a signal does: left alone, caught or ignored.  Go: runtime/signal_unix.go

Python lets only the main thread set a handler, and runs handlers there alone.  What
another thread wants changed it leaves as an errand; SIGURG, which does nothing by
itself and is what Go's runtime takes for purposes of its own, makes the main thread
look, whatever it is doing.

What was there before a signal was caught comes back when it no longer is, unless
somebody else has set a handler meanwhile.  If that is the default, the kernel is told
first.  While a thread may be about to note a signal that came before, Python goes on
calling our handler; without one it would drop that signal.
"""

from __future__ import annotations

import signal
import threading
from collections import deque
from os import getpid, kill
from typing import TYPE_CHECKING, Any, Final

from .mutex import LockType, Mutex, holders, lockslow
from .osthread import sigblocked, threads

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

holders.append(globals())

ERRAND: Final = signal.SIGURG
# A handler of Python's for these would only return to the instruction that failed,
# which would fail again, for ever.
CRASHES: Final = frozenset(
    {signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL}
)
# Those that nobody may catch.
NEVER: Final = frozenset({signal.SIGKILL, signal.SIGSTOP})
CATCHABLE: Final = frozenset(map(int, signal.valid_signals() - CRASHES - NEVER))
_ALL: Final = sum(1 << (n - 1) for n in CATCHABLE)  # as the kernel shows it
# Python ignores these from its start, so that they say nothing of who started us.
PYTHONS: Final = frozenset({signal.SIGPIPE, signal.SIGXFSZ})
# Of these Go remembers that they were ignored, and ignores them again.
STICKY: Final = frozenset({signal.SIGHUP, signal.SIGINT})

PATIENCE: Final = 0.005  # seconds for the main thread to notice an errand, at first
MAX_PATIENCE: Final = 1.0

_lock = Mutex()  # who holds it may wait for the main thread
_caught: dict[int, Any] = {}  # the handler that was there before ours
_ignored: dict[int, Any] = {}  # the same, where we ignore it
_unignored: set[int] = set()  # was caught, and not ignored by us since
_blocked: set[int] = set()  # was blocked in the main thread before it was caught
# Its handler is still there, in Python's table alone: the kernel does the default.
_left: dict[int, object] = {}
_setsig: Any = None  # PyOS_setsig(n, handler): tells the kernel, not Python
_errands: deque[tuple[Callable[[], object], list[BaseException], LockType]] = deque()
_onurgent: Any = None  # the handler of SIGURG, if somebody wants that signal


def inmainthread() -> bool:
    """Tell whether this is the main thread, the one that gets signals."""
    return threading.get_ident() == threading.main_thread().ident


# --- for the main thread ------------------------------------------------------


def claim() -> None:
    """Let other threads reach the main one, which calls this."""
    if inmainthread() and signal.getsignal(ERRAND) is signal.SIG_DFL:
        signal.signal(ERRAND, runerrands)


def onmain(f: Callable[[], object]) -> None:
    """Call f in the main thread, under the lock; wait until that was done."""
    if not _lock.acquire(False):
        lockslow(_lock)
    try:
        if inmainthread():
            f()
            return
        if signal.getsignal(ERRAND) is not runerrands:
            raise RuntimeError(
                "os/signal: only the main thread can do this, and SIGURG, which would "
                "reach it, is not ours: import goruntime.os.signal in the main thread"
            )
        failed: list[BaseException] = []
        done = Mutex()
        done.acquire()
        _errands.append((f, failed, done))
        main = threading.main_thread().ident or 0
        patience = PATIENCE
        while True:
            signal.pthread_kill(main, ERRAND)
            # One that comes just before the main thread begins to wait for something
            # ends no wait.  Then the next one does.
            if done.acquire(timeout=patience):
                break
            patience = min(2 * patience, MAX_PATIENCE)
        if failed:
            raise failed[0]
    finally:
        _lock.release()


def runerrands(signum: int, frame: FrameType | None) -> None:
    """The handler of SIGURG: do what other threads have asked for."""
    urgent = True
    while True:
        try:
            f, failed, done = _errands.popleft()
        except IndexError:
            break
        urgent = False
        try:
            f()
        except Exception as exc:
            failed.append(exc)
        done.release()
    if urgent and _onurgent is not None:
        _onurgent(signum, frame)


# --- what a signal does -------------------------------------------------------


def sigenable(n: int, handler: Callable[[int, FrameType | None], object]) -> None:
    """Let handler be called for signal n, while ``catches`` and for what came then."""
    loadsetsig()  # here, not in a handler of the main thread's that cuts in anywhere
    onmain(lambda: catch(n, handler))


def loadsetsig() -> None:
    """Find the C function behind signal.signal."""
    global _setsig
    if _setsig is not None:
        return
    try:
        from ctypes import PYFUNCTYPE, c_int, c_void_p, pythonapi
    except ImportError:  # this Python was built without
        return
    _setsig = PYFUNCTYPE(c_void_p, c_int, c_void_p)(("PyOS_setsig", pythonapi))


def catches(n: int) -> bool:
    """Tell whether signal n is caught; if not, its handler was called late."""
    return n in _caught


def catch(n: int, handler: Any) -> None:
    """Do what sigenable says, in the main thread."""
    global _onurgent
    if n in _caught:
        return
    old = before(n)
    if old is signal.SIG_IGN and n not in STICKY:
        old = _ignored.get(n, old)
    if old is runerrands:
        _onurgent = handler
    else:
        signal.signal(n, handler)
    _ignored.pop(n, None)
    _left.pop(n, None)
    _caught[n] = old
    _unignored.add(n)
    if n in signal.pthread_sigmask(signal.SIG_UNBLOCK, {n}):
        _blocked.add(n)


def sigdisable(n: int, handler: object) -> None:
    """Bring back what signal n did before handler was called for it."""
    onmain(lambda: uncatch(n, handler))


def uncatch(n: int, handler: object) -> None:
    """Do what sigdisable says, in the main thread."""
    global _onurgent
    if n not in _caught:
        return
    old = _caught[n]
    if old is runerrands:
        _onurgent = None
    elif signal.getsignal(n) is not handler:
        pass
    elif old is signal.SIG_DFL or old is None:
        # A handler that was set in C cannot be set again from here.
        if _setsig is None:
            signal.signal(n, signal.SIG_DFL)  # one that comes just now may be lost
        else:
            _setsig(n, int(signal.SIG_DFL))
            _left[n] = handler
            if quiet(n):
                settle(n)
    else:
        signal.signal(n, old)
    if n in _blocked:
        _blocked.discard(n)
        signal.pthread_sigmask(signal.SIG_BLOCK, {n})
    _caught.pop(n, None)


def quiet(n: int) -> bool:
    """Tell whether it is certain that no other thread is handling signal n in C.

    Who does has it blocked meanwhile, and others not: whom no signal is for has all.
    """
    try:
        return not any(
            blocks(tid, n) and not deaf(tid)
            for tid in threads() - {threading.get_native_id()}
        )
    except OSError:
        return False


def blocks(tid: int, n: int) -> bool:
    """Tell whether a thread has signal n blocked."""
    return bool(sigblocked(tid) >> (n - 1) & 1)


def deaf(tid: int) -> bool:
    """Tell whether no signal is for a thread."""
    return sigblocked(tid) & _ALL == _ALL


def before(n: int) -> Any:
    """Return the handler of signal n, which is not caught."""
    handler: Any = signal.getsignal(n)
    return (
        signal.SIG_DFL if handler is not None and handler is _left.get(n) else handler
    )


def settle(n: int) -> None:
    """Let Python know what the kernel does with signal n.  In the main thread."""
    if before(n) is signal.SIG_DFL and n in _left:
        signal.signal(n, signal.SIG_DFL)
    _left.pop(n, None)


def settleall() -> None:
    """Let Python know of all signals what the kernel does.  In the main thread."""
    for n in list(_left):
        settle(n)


def default(n: int) -> None:
    """Do what signal n does where nothing is set, mostly die.  In the main thread."""
    signal.signal(n, signal.SIG_DFL)
    _left.pop(n, None)
    kill(getpid(), n)


def sigignore(n: int) -> None:
    """Let signal n do nothing, in this process and in what it starts."""
    onmain(lambda: ignore(n))


def ignore(n: int) -> None:
    """Do what sigignore says, in the main thread."""
    global _onurgent
    old = _caught.pop(n) if n in _caught else before(n)
    _left.pop(n, None)
    _unignored.discard(n)
    if old is not signal.SIG_IGN or n in PYTHONS:
        _ignored.setdefault(n, old)
    if old is runerrands:
        _onurgent = None
    else:
        signal.signal(n, signal.SIG_IGN)
    if n in _blocked:
        _blocked.discard(n)
        signal.pthread_sigmask(signal.SIG_BLOCK, {n})


def ignored(n: int) -> bool:
    """Tell whether signal n is ignored, by us or since before we started.

    As in Go one that was caught meanwhile is not, even if it does nothing again.
    """
    if n in _unignored or n not in CATCHABLE:
        return False
    handler = signal.getsignal(n)
    if n in PYTHONS or handler is runerrands:
        return n in _ignored and handler in (signal.SIG_IGN, runerrands)
    return handler is signal.SIG_IGN


def forget() -> None:
    """Forget what was caught once: the program is over."""
    _unignored.clear()


def caught() -> int:
    """Return how many signals are caught."""
    return len(_caught)


def replace(n: int, old: object, new: Any) -> None:
    """Set handler new where old is: now, or once the signal is no longer caught."""

    def change() -> None:
        for table in (_caught, _ignored):
            if table.get(n) is old:
                table[n] = new
        settle(n)
        if signal.getsignal(n) is old:
            signal.signal(n, new)

    onmain(change)


def forkchild() -> None:
    """In a fork's child nothing is caught: who was notified is the parent's."""
    global _lock
    _lock = Mutex()
    _errands.clear()

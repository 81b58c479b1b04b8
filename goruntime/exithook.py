"""The interpreter's end: first our threads stand still.  Go: runtime/proc.go, main

Python before 3.14 kills the threads that are left when it ends, each as soon as it
asks for the GIL: by pthread_exit, which unwinds the C stack.  At the bottom of a
goroutine's stack that runs greenlet's clean-up on frames that are no longer what they
were, and crashes.  So no thread may ask for the GIL there any more:

- an M that comes to schedule ends;
- where a goroutine computes, the M is held for ever, by a lock, between two lines of
  the user's.  Not inside Python's library, which may have a lock that the
  interpreter's end wants;
- where a goroutine is stuck in a C function, nothing can be done, and nothing happens
  unless that function returns in the very moment of the end.

Threads of ``blocking`` and the user's own are on no goroutine's stack: Python may kill
them.

Without a GIL there is more: a thread that ends takes locks of Python's own, and may be
given one, by who has it, when it can no longer run.  The interpreter's end then waits
for that lock for ever.  So who ends is waited for until it is gone.
"""

from __future__ import annotations

import atexit
import operator
import sys
import threading
from _thread import get_ident
from collections import deque
from itertools import chain, compress, repeat
from typing import TYPE_CHECKING, Any, Final

from .clock import nanotime
from .gmp import M, sched
from .mutex import Mutex, isours
from .osthread import threads

if TYPE_CHECKING:
    from types import FrameType

PATIENCE: Final = 0.25  # seconds for all Ms to end, or to be held
IDLE: Final = 0.002  # seconds for those that are idle to end
LOOK: Final = 0.0005  # seconds between two looks at what a thread does

_never = Mutex()  # held for ever
_never.acquire()
_still = threading.Condition()  # notified when an M has ended, or is held
_waiting: set[int] = set()  # under _still: threads that neither ended nor are held
_ending: deque[int] = deque(maxlen=64)  # the native ids of those that ended last


def register() -> None:
    """Let stop be called when the interpreter ends, where that kills threads."""
    if sys.version_info < (3, 14):
        atexit.register(stop)


def stop() -> None:
    """Let no M but the caller's run any more."""
    me = get_ident()
    # One whose thread is just being started ends as it comes to schedule.
    ms = [m for m in sched.allm if m.spare and m.thread not in (0, me)]
    if ms:
        end(ms)
    join()


def end(ms: list[M]) -> None:
    """Let ms end, or hold them where they are."""
    with _still:
        _waiting.update(m.thread for m in ms)
    for m in ms:
        m.retired = True  # it ends when it next schedules
        m.tick = 0
        m.wake()
    if not wait(IDLE):
        holdall()


def left(m: M) -> None:
    """M's thread is on its way out: it runs no goroutine any more."""
    _ending.append(m.tid)
    if m.thread in _waiting:
        away(m.thread)


def join() -> None:
    """Wait until the threads that have left are gone."""
    ending = set(_ending)
    until = nanotime() + int(PATIENCE * 1e9)
    try:
        with _still:
            while ending & threads() and nanotime() < until:
                _still.wait(LOOK)
    except OSError:
        pass  # the system does not say


def away(thread: int) -> None:
    """No longer wait for thread."""
    with _still:
        _waiting.discard(thread)
        _still.notify()


def wait(seconds: float) -> bool:
    """Wait until all have ended or are held; False if that takes too long."""
    with _still:
        return _still.wait_for(lambda: not _waiting, seconds)


def hold() -> None:
    """Keep the calling thread here for good.  It has the GIL now, and never again."""
    away(get_ident())
    _never.acquire()


def holdable(frame: FrameType | None) -> bool:
    """Tell whether a goroutine with this frame on top may be held there.

    It is in code of the user's, called from nowhere but such and the runtime.
    """
    if frame is None or isours(frame):
        return False
    while frame is not None:
        name: Any = frame.f_globals.get("__name__")
        if isinstance(name, str) and name.partition(".")[0] in sys.stdlib_module_names:
            return False
        frame = frame.f_back
    return True


if sys.version_info >= (3, 12):

    def holdall() -> None:
        """Hold who runs Python code, at the next line of the user's."""
        monitoring = sys.monitoring
        tools = [i for i in range(6) if monitoring.get_tool(i) is None]
        if not tools:
            wait(PATIENCE)
            return
        tool = tools[-1]
        monitoring.use_tool_id(tool, "goruntime")
        events = monitoring.events
        wanted = (events.LINE, events.JUMP, events.PY_START)

        def event(*_: object) -> None:
            if get_ident() in _waiting and holdable(sys._getframe(1)):
                hold()

        for e in wanted:
            monitoring.register_callback(tool, e, event)
        monitoring.set_events(tool, sum(wanted))
        wait(PATIENCE)
        monitoring.set_events(tool, 0)

else:

    class Held(BaseException):
        """What a thread is made to raise; it never gets that far."""

        def __new__(cls) -> Held:
            hold()
            raise AssertionError

    def holdall() -> None:
        """Hold who runs Python code, where a look finds it in some of the user's."""
        # Many looks: who calls Python's library all the time is seldom seen outside.
        sys.setswitchinterval(LOOK / 10)
        for _ in range(int(PATIENCE / LOOK)):
            frames = sys._current_frames()
            there = {t: frames.get(t) for t in list(_waiting)}
            send({t: frame for t, frame in there.items() if holdable(frame)})
            del frames, there  # nobody's locals
            if wait(LOOK):
                return

    def send(found: dict[int, FrameType | None]) -> None:
        """Let threads that are still where they were found raise Held.

        They may have run since, and be inside of Python's library.  So a last look and
        the sending are one call of C, in which nobody else gets the GIL; and what is
        sent is there before they run again.
        """
        try:
            from ctypes import c_ulong, py_object, pythonapi
        except ImportError:  # this Python was built without
            return
        looks = map(operator.call, [sys._current_frames])
        frames = map(dict.get, chain.from_iterable(map(repeat, looks)), found)
        still = map(operator.is_, frames, found.values())
        threads = compress(map(c_ulong, found), still)
        list(map(pythonapi.PyThreadState_SetAsyncExc, threads, repeat(py_object(Held))))

# cython: annotation_typing=False
"""G, M and what they wait on.  Go: runtime/runtime2.go

A G is a goroutine.  An M is an OS thread that the runtime schedules on, with
everything that scheduling needs: run queues, free stacks, timers, a poller.

Who may touch what:

- a G that has started belongs to one M for ever (a greenlet cannot move to
  another thread): only that M takes it off ``runq`` and runs it;
- a G that has not started is only a function and its arguments: it waits on
  ``newq``, from where any M may take it.  A None on ``runq`` keeps its place in
  the order: it stands for the first function on newq, if that was not taken;
- any thread may append to either queue.  append and popleft of a deque are
  atomic, with a GIL and without; ``if q: q.popleft()`` is two operations, which
  is right for ``runq`` (one taker) and wrong for ``newq`` (several).
"""

from __future__ import annotations

from _thread import get_ident, get_native_id
from collections import deque
from itertools import count
from sys import _getframe
from typing import TYPE_CHECKING, Any, Final

from .mutex import Mutex

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context
    from types import CodeType, FrameType

# G status, and where each may go next.  Only park.py and proc.py assign it.
G_RUNNABLE: Final = 1  # on a run queue, or about to be put on one
G_RUNNING: Final = 2  # the curg of its M
G_WAITING: Final = 4  # parked; on no queue, so whoever holds it must goready it
G_DEAD: Final = 6  # returned

G_NEXT: Final = {
    G_RUNNABLE: {G_RUNNING},
    G_RUNNING: {G_RUNNABLE, G_WAITING, G_DEAD},
    G_WAITING: {G_RUNNABLE, G_RUNNING},  # straight to running: by an interrupt
    G_DEAD: set[int](),
}

STATUS_TEXT: Final = {
    G_RUNNABLE: "runnable",
    G_RUNNING: "running",
    G_WAITING: "waiting",
    G_DEAD: "dead",
}

# Why a goroutine waits, in Go's words.
WAIT_CHAN_RECV: Final = "chan receive"
WAIT_CHAN_SEND: Final = "chan send"
WAIT_CHAN_RECV_NIL: Final = "chan receive (nil chan)"
WAIT_CHAN_SEND_NIL: Final = "chan send (nil chan)"
WAIT_SELECT: Final = "select"
WAIT_SELECT_NO_CASES: Final = "select (no cases)"
WAIT_SLEEP: Final = "sleep"
WAIT_IO: Final = "IO wait"
WAIT_SEMACQUIRE: Final = "semacquire"
WAIT_SYSCALL: Final = "syscall"
WAIT_EXITED: Final = "exited"
WAIT_PANIC: Final = "panicwait"

nextgoid = count(2).__next__  # 1 is the main goroutine
nextmid = count().__next__


class G:
    """A goroutine: what it runs, where, and what it waits for."""

    __slots__ = (
        "args",
        "context",
        "creator",
        "creatorgoid",
        "creatorlasti",
        "fn",
        "goid",
        "m",
        "param",
        "stack",
        "status",
        "waitreason",
    )

    def __init__(
        self,
        goid: int,
        fn: Callable[..., object] | None,
        args: tuple[Any, ...],
        context: Context | None,
    ) -> None:
        self.goid = goid
        self.fn = fn
        self.args = args
        self.context = context  # of the goroutine that started it, copied at go()
        self.status = G_RUNNABLE
        self.waitreason = ""
        self.m: Any = None  # set when it starts, never changed after
        self.stack: Any = None  # likewise
        self.param: Any = None  # what the waker left: set by the waker, read by us
        # Where it was started: the code, the instruction in it, by which goroutine.
        self.creator: CodeType | None = None
        self.creatorlasti = 0
        self.creatorgoid = 0

    def timerm(self) -> M:
        """Return the M whose timers can wake it."""
        m: M = self.m
        return m

    def __repr__(self) -> str:
        state = STATUS_TEXT[self.status]
        if self.status == G_WAITING:
            state = self.waitreason
        return f"<G {self.goid} {state}>"


class M:
    """An OS thread that schedules goroutines."""

    __slots__ = (
        "allgs",
        "calls",
        "cpuclock",
        "curg",
        "enter",
        "extra",
        "g0",
        "gdead",
        "gfree",
        "gfreelow",
        "handed",
        "id",
        "idle",
        "interrupt",
        "iowitness",
        "lasttrim",
        "late",
        "locked",
        "main",
        "newq",
        "pds",
        "poller",
        "raising",
        "retired",
        "runq",
        "sigfd",
        "sleeping",
        "sleeps",
        "spare",
        "spawns",
        "thread",
        "tick",
        "tid",
        "timerlock",
        "timers",
        "timersdead",
        "wakelock",
        "waking",
    )

    def __init__(self) -> None:
        self.id = nextmid()
        self.thread = get_ident()
        self.tid = get_native_id()
        self.curg: Any = None  # the G that runs; None while g0 does
        self.g0: Any = None  # None: a thread of the user's, which runs only itself
        self.enter: Callable[[], object] = _noenter  # go to the scheduler; set by proc
        self.main: G | None = None  # the main goroutine, if it lives here
        # Ctrl-C or a deadlock, for main, as soon as it waits.  While it is set,
        # tick is 0 at every switch, so that g0 sees it.
        self.interrupt: BaseException | None = None
        # What main's gopark shall raise: set by g0, which resumes it at once.
        self.raising: BaseException | None = None
        self.spare = False  # a thread that the runtime started
        # It starts goroutines: a thread of the user's does not, nor one that is
        # locked.  extra: but it is none of the GOMAXPROCS that do.  See balance.py.
        self.spawns = False
        self.extra = False
        self.idle = False  # it is on idlems.  Under idlelock
        self.waking = False  # it was given a function, and has not come to it yet
        self.handed = False  # it was given a function by a thread, and did not sleep
        self.locked: dict[int, tuple[G, int]] = {}  # LockOSThread, by goid: how often
        self.cpuclock: int | None = None  # of its thread
        self.retired = False  # its program is over: nothing here runs again

        self.runq: deque[G | None] = deque()  # started goroutines that can go on
        self.newq: deque[G] = deque()  # functions not yet started
        self.tick = 0  # switches left until g0 must look at timers and network

        self.gdead: deque[G] = deque()  # Gs that have ended, for new ones: less garbage
        self.gfree: list[Any] = []  # stacks whose goroutine has ended
        self.gfreelow = 0  # the fewest that were free since lasttrim: a surplus
        self.lasttrim = 0
        # Every started goroutine, held so that none is collected while it waits.
        self.allgs: set[G] = set()

        # Timers: a heap of (when, seq, timer), see timer.py.  Under timerlock.
        self.timers: list[Any] = []
        self.timersdead = 0
        self.timerlock = Mutex()
        self.late = False  # a function waits that runs what it has not come to
        self.calls = False  # among them may be some that concern others: AfterFunc's

        # The network: made at the first use, see netpoll.py.
        self.poller: Any = None
        self.pds: dict[int, Any] = {}  # PollDesc by descriptor
        self.iowitness: G | None = None  # a goroutine last seen in IO wait
        self.sigfd = -1  # readable when a signal came, see sigqueue.py

        # True from just before the last look at the queues until woken.
        self.sleeping = False
        self.sleeps = 0  # how often it went to sleep
        self.wakelock = Mutex()

    def put(self, gp: G) -> None:
        """Queue a function that has not started, for this M or another to start."""
        self.newq.append(gp)
        self.runq.append(None)

    def wake(self) -> None:
        """Wake the M if it sleeps in the poller: one write per sleep at most."""
        if not self.wakelock.acquire(False):
            if cutin(self):
                return  # who was about to will do it
            self.wakelock.acquire()
        if self.sleeping:
            self.sleeping = False
            self.poller.wake()  # under the lock: it is destroyed under it, too
        self.wakelock.release()

    def __repr__(self) -> str:
        return f"<M {self.id} {self.curg!r}, {len(self.runq)}+{len(self.newq)} queued>"


def cutin(m: M) -> bool:
    """Tell whether we are in a signal handler that cut into m.wake(), in this thread.

    It has the lock, and has not looked yet whether m sleeps; else we had not come.
    """
    frame: FrameType | None = _getframe(2)
    while frame is not None:
        if frame.f_code is M.wake.__code__ and frame.f_locals["self"] is m:
            return True
        frame = frame.f_back
    return False


def _noenter() -> object:
    raise RuntimeError("goruntime: this thread has no scheduler")


class Sched:
    """What the Ms share."""

    __slots__ = (
        "abandoned",
        "alarm",
        "allm",
        "blocked",
        "dropm",
        "idlelock",
        "keepalive",
        "lock",
        "m0",
        "maxprocs",
        "mstart",
        "newm",
        "newproc",
        "panicking",
        "resume",
        "running",
        "runtimem",
        "sharing",
        "watchtimers",
    )

    def __init__(self) -> None:
        self.lock = Mutex()
        self.allm: list[M] = []  # under lock; replaced, never changed in place
        self.m0: M | None = None  # the M of the main goroutine
        # Make the thread an M; start a spare one in a new thread.  Set by proc.
        self.newm: Callable[[], M] = _nonewm
        # Let go of the thread's M, if it is one.
        self.dropm: Callable[[], object] = _nonewm
        # An M that runs goroutines, for what a thread of the user's hands over.
        self.runtimem: Callable[[], M] = _nonewm
        self.mstart: Callable[..., object] = _nonewm
        # Start a goroutine for a timer that fires.
        self.newproc: Callable[..., object] = _nonewm
        # Under idlelock, see balance.py.
        self.idlelock = Mutex()
        self.maxprocs = 1  # GOMAXPROCS
        self.sharing = False  # more than one M may start goroutines
        # Wake the watcher, which has said on idlems that it sleeps.  Set by sysmon.
        self.resume: Callable[[], object] = _nonewm
        # The nanotime() until which it sleeps; 0 while it does not.  Who starts a timer
        # that another M may have to run before that tells it so.  Set by sysmon.
        self.alarm = 1 << 63
        self.watchtimers: Callable[[int], object] = _nonewm
        self.running = False  # inside run()
        self.panicking = False  # a panic is being reported, and then all is over
        # Ms of programs that are over, with goroutines that will not run again.
        self.abandoned: list[M] = []
        self.blocked = 0  # goroutines in blocking(), under lock
        self.keepalive = 0  # signals that may wake somebody: no deadlock while above 0

    def ms(self) -> list[M]:
        """Return the Ms of the program that runs: allm may have more, on their way out.

        What is left on those is nobody, and wakes nobody.
        """
        return [m for m in self.allm if not m.retired]


def _nonewm(*_: object) -> M:
    raise RuntimeError("goruntime: the scheduler is not there yet")


sched = Sched()

# The native ids of threads of ours that never make a goroutine runnable by themselves.
helpers: set[int] = set()

# The Ms that have nothing to do, and who else wants to hear of a new function; empty
# is what ``go`` finds on its fast path.  Under sched.idlelock, see balance.py.
idlems: list[Any] = []

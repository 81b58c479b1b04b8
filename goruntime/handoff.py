"""blocking(f): f on a spare thread, the goroutine parked.  Go: entersyscall, handoffp

Python cannot see that a C function is going to block, so the program says so.
The spare threads are bounded; calls beyond that wait their turn, in order.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from .gmp import WAIT_SYSCALL, G, sched
from .mutex import Mutex
from .park import acquirem, getg, gopark, goready, repark
from .tls import getm

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

MAX_THREADS: Final = max(32, 4 * (os.cpu_count() or 1))
IDLE_SECONDS: Final = 10.0  # a spare thread without work ends after that


class _Call:
    """One call on its way to a spare thread and back."""

    __slots__ = ("args", "context", "exc", "fn", "gp", "kwargs", "lock", "result")

    def __init__(
        self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        self.fn = fn
        self.args = args
        self.kwargs = kwargs
        self.context = copy_context()
        self.lock = Mutex()
        self.gp: G | None = None  # under lock: who waits; None once it was told
        self.result: Any = None
        self.exc: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.context.run(self.fn, *self.args, **self.kwargs)
        except BaseException as exc:
            self.exc = exc
        self.lock.acquire()
        gp, self.gp = self.gp, None
        self.lock.release()
        if gp is not None:
            goready(gp)
        else:
            unblocked()  # its goroutine was interrupted and has gone


def unblocked() -> None:
    """Count one call less: by the goroutine when it goes on, so that there is no
    moment at which neither the call nor the goroutine is seen to be under way."""
    with sched.lock:
        sched.blocked -= 1


class Pool:
    """Spare threads, started when there is work for them."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._ready = threading.Condition()
        self._calls: deque[_Call] = deque()
        self._idle = 0
        self.threads: set[threading.Thread] = set()

    def submit(self, call: _Call) -> None:
        with self._ready:
            self._calls.append(call)
            if self._idle >= len(self._calls):
                self._ready.notify()
                return
            if len(self.threads) >= self._limit:
                return
            t = threading.Thread(target=self._work, name="goruntime-spare", daemon=True)
            t.goruntime_spare = True  # type: ignore[attr-defined]
            self.threads.add(t)
        try:
            t.start()
        except BaseException:
            with self._ready:
                self.threads.discard(t)
                if not self.threads:
                    self._calls.remove(call)
                    raise
            # Some thread is there and will get to it.

    def _work(self) -> None:
        while True:
            with self._ready:
                if not self._calls:
                    self._idle += 1
                    woken = self._ready.wait_for(lambda: self._calls, IDLE_SECONDS)
                    self._idle -= 1
                    if not woken:
                        self.threads.discard(threading.current_thread())
                        return
                call = self._calls.popleft()
            call.run()
            del call  # keep nothing alive while idle
            if getm() is not None:
                sched.dropm()  # the call has waited in us; an idle thread does not

    def forkchild(self) -> None:
        """Forget the threads, which stayed behind in the parent."""
        self._ready = threading.Condition()
        self._calls.clear()
        self._idle = 0
        self.threads.clear()


pool = Pool(MAX_THREADS)


def blocking(fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Call fn(*args, **kwargs) on a spare thread while only this goroutine waits.

    For what would stop every other goroutine: a DNS look-up in C, a database
    driver, a large file.  Returns fn's result or raises its exception; fn sees
    the caller's context variables.  When the waiting goroutine is interrupted
    (Ctrl-C), fn runs to its end and its result is dropped.  The program's end does
    not wait for fn.
    """
    m = acquirem()
    call = _Call(fn, args, kwargs)
    call.gp = gp = getg()
    with sched.lock:
        sched.blocked += 1
    try:
        pool.submit(call)
    except BaseException:
        unblocked()
        raise
    call.lock.acquire()
    told: Any = call.gp
    if told is None:
        call.lock.release()  # done already, and our goready is on the queue
        gopark(m, None, WAIT_SYSCALL)
    else:
        try:
            gopark(m, call.lock, WAIT_SYSCALL)
        except BaseException as exc:
            call.lock.acquire()
            waiting = call.gp is gp
            call.gp = None
            call.lock.release()
            if waiting:
                raise
            repark(m, exc)
    unblocked()
    if call.exc is not None:
        try:
            raise call.exc
        finally:
            del call  # no cycle through our own frame
    return call.result  # type: ignore[no-any-return]

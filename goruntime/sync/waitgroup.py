# cython: annotation_typing=False
"""WaitGroup: wait until all tasks are done.  Go: sync/waitgroup.go

The count is the length of a list, since append and pop are atomic.  Who pops the
last one finds it empty and wakes those who wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, ParamSpec

from .. import go
from ..gopanic import GoexitError, Panic, checkresult, notcallable
from ..park import goready
from ..sema import WAIT_WAITGROUP, Waiter, forget, leave, newwaiter, take, wait
from ..stack import GreenletExit

P = ParamSpec("P")


class WaitGroup:
    """A count of tasks, and those who wait for it to be zero.

    wg = sync.WaitGroup()
    for url in urls:
        wg.Go(fetch, url)
    wg.Wait()
    """

    __slots__ = ("__weakref__", "_tasks", "_waiters")

    def __init__(self) -> None:
        self._tasks: list[None] = []
        self._waiters: deque[Waiter] = deque()

    def Add(self, delta: int) -> None:
        """Add delta, which may be negative, to the count.

        At zero all who wait are woken.  Panic if it would become negative.  From
        zero it must be raised before Wait is called, so before the goroutine that
        is waited for starts.
        """
        tasks = self._tasks
        if delta > 0:
            if not tasks and self._waiters:
                raise Panic("sync: WaitGroup misuse: Add called concurrently with Wait")
            if delta == 1:
                tasks.append(None)
            else:
                tasks.extend([None] * delta)
            return
        try:
            for _ in range(delta, 0):
                tasks.pop()
        except IndexError:
            raise Panic("sync: negative WaitGroup counter") from None
        if not tasks and self._waiters:
            wakeall(self._waiters)

    def Done(self) -> None:
        """Take one from the count: a task is done."""
        tasks = self._tasks
        try:
            tasks.pop()
        except IndexError:
            raise Panic("sync: negative WaitGroup counter") from None
        if not tasks and self._waiters:
            wakeall(self._waiters)

    def Wait(self) -> None:
        """Wait until the count is zero."""
        tasks = self._tasks
        if not tasks:
            return
        m, w = newwaiter()
        gp = w[0]
        waiters = self._waiters
        while True:
            waiters.append(w)
            # The last task may be done by now, by somebody who has not seen us.
            if not tasks:
                if leave(m, w, WAIT_WAITGROUP):
                    forget(waiters, w)
                return
            try:
                wait(m, w, WAIT_WAITGROUP)
            except BaseException:
                forget(waiters, w)
                raise
            if not tasks:
                return
            # Somebody who was last in an earlier round comes late with his wake-up.
            w = [gp]

    def Go(self, f: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Start f(*args, **kwargs) as a goroutine: a task, done when it returns.

        If f panics the program ends, and Wait does not return before that.
        """
        if not callable(f):
            raise notcallable("wg.Go", f)
        if not self._tasks and self._waiters:
            raise Panic("sync: WaitGroup misuse: Add called concurrently with Wait")
        self._tasks.append(None)
        if kwargs:
            go(task, self, partial(f, *args, **kwargs), ())
        else:
            go(task, self, f, args)

    def __repr__(self) -> str:
        waiting = f", {len(self._waiters)} waiting" if self._waiters else ""
        return f"<sync.WaitGroup {len(self._tasks)}{waiting}>"


def task(wg: WaitGroup, f: Callable[..., object], args: tuple[Any, ...]) -> None:
    """What a goroutine that Go started runs."""
    try:
        result = f(*args)
        if result is not None:
            checkresult(result)
    except (GoexitError, GreenletExit):
        wg.Done()
        raise
    # Not on a panic: Wait would return, and main perhaps before the report.
    wg.Done()


def wakeall(waiters: deque[Waiter]) -> None:
    """Wake all who wait."""
    while True:
        gp = take(waiters)
        if gp is None:
            return
        goready(gp)

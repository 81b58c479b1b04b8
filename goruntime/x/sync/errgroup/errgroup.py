"""Group: a WaitGroup that remembers the first error.  Go: x/sync/errgroup/errgroup.go

What a function raises is its error, but for a Panic: that is a mistake of the
program's, and ends it at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec

from .... import Panic, chan, context, default, go, select, send, sync
from ....gopanic import GoexitError, checkresult, notcallable
from ....stack import GreenletExit

P = ParamSpec("P")


class Group:
    """Runs functions as goroutines; Wait waits for all and raises the first error.

    g = errgroup.Group()
    for url in urls:
        g.Go(fetch, url)
    g.Wait()
    """

    __slots__ = ("__weakref__", "_cancel", "_err", "_once", "_sem", "_wg")

    def __init__(self) -> None:
        self._cancel: context.CancelCauseFunc | None = None
        self._wg = sync.WaitGroup()
        self._sem: chan[None] | None = None  # a place for each that may run
        self._once = sync.Once()
        self._err: Exception | None = None

    def Go(self, f: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Start f(*args, **kwargs) as a goroutine, waiting where a limit is reached.

        The first one that raises cancels the group's context, if it has one.
        """
        if not callable(f):
            raise notcallable("g.Go", f)
        if self._sem is not None:
            self._sem.send(None)
        self._start(partial(f, *args, **kwargs))

    def TryGo(
        self, f: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs
    ) -> bool:
        """Start f as Go does, unless a limit is reached; tell whether it was."""
        if not callable(f):
            raise notcallable("g.TryGo", f)
        if self._sem is not None and select(send(self._sem, None), default)[0]:
            return False
        self._start(partial(f, *args, **kwargs))
        return True

    def _start(self, f: Callable[[], object]) -> None:
        self._wg.Add(1)
        go(self._run, f)

    def _run(self, f: Callable[[], object]) -> None:
        try:
            checkresult(f())
        except Panic:
            raise  # and Wait does not return before the report
        except (GoexitError, GreenletExit):
            self._done()
            raise
        except Exception as err:
            self._once.Do(partial(self._fail, err))
        self._done()

    def _fail(self, err: Exception) -> None:
        self._err = err
        if self._cancel is not None:
            self._cancel(err)

    def _done(self) -> None:
        if self._sem is not None:
            self._sem.recv()
        self._wg.Done()

    def Wait(self) -> None:
        """Wait for all functions to return; raise the first error that one raised."""
        self._wg.Wait()
        if self._cancel is not None:
            self._cancel(self._err)
        if self._err is not None:
            raise self._err

    def SetLimit(self, n: int) -> None:
        """Let at most n goroutines run at a time; negative: any number.

        Panic if some of them run.
        """
        if n < 0:
            self._sem = None
            return
        active = 0 if self._sem is None else len(self._sem)
        if active:
            raise Panic(
                f"errgroup: modify limit while {active} goroutines in the group "
                "are still active"
            )
        self._sem = chan[None](n)

    def __repr__(self) -> str:
        return f"<errgroup.Group {self._wg!r}>"


def WithContext(ctx: context.Context) -> tuple[Group, context.Context]:
    """Return a group and a context that its first error cancels, or else Wait."""
    g = Group()
    ctx, g._cancel = context.WithCancelCause(ctx)
    return g, ctx

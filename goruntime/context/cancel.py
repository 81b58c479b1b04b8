"""Cancellation, from parents to children, and deadlines.  Go: context/context.go

A cancelCtx knows its children and cancels them when it is cancelled; each child
is registered with the nearest cancelCtx above it.  No goroutine is spent on that.
Only a Context of somebody else's that has no AfterFunc of its own costs one, which
waits for its Done.

A lock guards Done's channel, the children and the error of one context.  It is
never held while another context's is taken, nor while a function is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from .. import go, panic, recv, select, time
from ..hchan import HChan, RecvChan
from ..mutex import Mutex, holders, lockslow
from .context import (
    CANCEL_KEY,
    Canceled,
    Context,
    DeadlineExceeded,
    checkparent,
    derived,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

holders.append(globals())


class CancelFunc:
    """Cancels a context when it is called; more calls do nothing.

    At the end of a ``with`` block it is called, too.
    """

    __slots__ = ("_ctx",)

    def __init__(self, ctx: cancelCtx) -> None:
        self._ctx = ctx

    def __call__(self) -> None:
        self._ctx.cancel(True, Canceled, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self()


class CancelCauseFunc(CancelFunc):
    """Cancels a context for a reason, which Cause then returns."""

    __slots__ = ()

    def __call__(self, cause: Any = None) -> None:
        self._ctx.cancel(True, Canceled, cause)


class cancelCtx(derived):
    """Can be cancelled, and cancels its children with itself."""

    __slots__ = ("cause", "children", "done", "err", "lock", "root")

    def __init__(self, parent: Context) -> None:
        super().__init__(parent)
        self.lock = Mutex()
        self.done: HChan | None = None  # made when somebody asks
        self.err: Any = None  # set once
        self.cause: Any = None
        # In order of registration; None once cancelled.
        self.children: dict[Any, None] | None = {}
        # Where this one is registered: a cancelCtx, or a stop function.
        self.root: Any = None

    def _lock(self) -> None:
        if not self.lock.acquire(False):
            lockslow(self.lock)

    def Done(self) -> RecvChan[None] | None:
        done = self.done
        if done is None:
            fresh = HChan()
            self._lock()
            done = self.done
            if done is None:
                done = self.done = fresh
                if self.err is not None:
                    fresh.closed = True
            self.lock.release()
        return done

    def Err(self) -> Any:
        return self.err

    def Value(self, key: object, /) -> Any:
        return self if key is CANCEL_KEY else self.parent.Value(key)

    def propagate(self, child: Any) -> None:
        """Cancel child when self.parent is cancelled.  Go: propagateCancel"""
        parent = self.parent
        done = parent.Done()
        if done is None:
            return  # never
        if parent.Err() is not None:
            child.cancel(False, parent.Err(), Cause(parent))
            return
        above = nearest(parent)
        if above is not None:
            above._lock()
            gone = above.children is None
            if not gone:
                above.children[child] = None  # type: ignore[index]
            above.lock.release()
            if gone:
                child.cancel(False, above.err, above.cause)
            else:
                self.root = above
            return
        own = getattr(parent, "AfterFunc", None)
        if own is not None:
            self.root = own(lambda: child.cancel(False, parent.Err(), Cause(parent)))
            return
        go(self.watch, child, done)

    def watch(self, child: Any, done: RecvChan[None]) -> None:
        """Wait for a Context that can tell nobody."""
        if select(recv(done), recv(child.Done()))[0] == 0:
            child.cancel(False, self.parent.Err(), Cause(self.parent))

    def cancel(self, remove: bool, err: Any, cause: Any) -> None:
        """Be done for err; once.  remove: leave the parent's children as well."""
        if cause is None:
            cause = err
        self._lock()
        if self.err is not None:
            self.lock.release()
            return
        self.cause = cause
        self.err = err
        done = self.done
        children, self.children = self.children, None
        self.lock.release()
        if done is not None:
            done.close()
        for child in children or ():
            child.cancel(False, err, cause)
        if remove:
            self.unregister()

    def unregister(self) -> None:
        root, self.root = self.root, None
        if root is None:
            return
        if not isinstance(root, cancelCtx):
            root()
            return
        root._lock()
        if root.children is not None:
            root.children.pop(self, None)
        root.lock.release()

    def __str__(self) -> str:
        return f"{self.parent}.WithCancel"

    String = __str__


def nearest(ctx: Context) -> cancelCtx | None:
    """Return the cancelCtx whose Done is ctx's; None if ctx has a Done of its own."""
    found = ctx.Value(CANCEL_KEY)
    if not isinstance(found, cancelCtx) or found.Done() is not ctx.Done():
        return None
    return found


class timerCtx(cancelCtx):
    """Is cancelled by itself at a deadline."""

    __slots__ = ("deadline", "timer")

    def __init__(self, parent: Context, deadline: time.Time) -> None:
        super().__init__(parent)
        self.deadline = deadline
        self.timer: time.Timer | None = None

    def Deadline(self) -> tuple[time.Time | None, bool]:
        return self.deadline, True

    def cancel(self, remove: bool, err: Any, cause: Any) -> None:
        super().cancel(remove, err, cause)
        timer, self.timer = self.timer, None
        if timer is not None:
            timer.Stop()

    def __str__(self) -> str:
        left = time.Until(self.deadline)
        return f"{self.parent}.WithDeadline({self.deadline} [{left}])"

    String = __str__


class afterFuncCtx(cancelCtx):
    """Calls a function, in a goroutine of its own, when the parent is done."""

    __slots__ = ("f", "token")

    def __init__(self, parent: Context, f: Callable[[], object]) -> None:
        super().__init__(parent)
        self.f = f
        self.token = [True]  # who takes it decides: to call, or not to

    def cancel(self, remove: bool, err: Any, cause: Any) -> None:
        super().cancel(False, err, cause)
        if remove:
            self.unregister()
        if self.take():
            go(self.f)

    def take(self) -> bool:
        try:
            self.token.pop()
        except IndexError:
            return False
        return True

    def stop(self) -> bool:
        stopped = self.take()
        if stopped:
            super().cancel(True, Canceled, None)
        return stopped


def WithCancel(parent: Context) -> tuple[Context, CancelFunc]:
    """Return a copy of parent that can be cancelled, and what cancels it.

    Call it when the work is done, whatever became of it.  Go: context.WithCancel
    """
    ctx = cancelCtx(checkparent(parent))
    ctx.propagate(ctx)
    return ctx, CancelFunc(ctx)


def WithCancelCause(parent: Context) -> tuple[Context, CancelCauseFunc]:
    """WithCancel that can be given a reason.  Go: context.WithCancelCause"""
    ctx = cancelCtx(checkparent(parent))
    ctx.propagate(ctx)
    return ctx, CancelCauseFunc(ctx)


def WithDeadline(parent: Context, d: time.TimeLike) -> tuple[Context, CancelFunc]:
    """Return a copy of parent that is cancelled at d at the latest.

    Go: context.WithDeadline
    """
    return WithDeadlineCause(parent, d, None)


def WithDeadlineCause(
    parent: Context, d: time.TimeLike, cause: Any
) -> tuple[Context, CancelFunc]:
    """WithDeadline, with what Cause returns once it has passed."""
    checkparent(parent)
    deadline = time.astime(d)
    current, has = parent.Deadline()
    if has and current is not None and current.Before(deadline):
        return WithCancel(parent)  # the parent's comes first
    ctx = timerCtx(parent, deadline)
    ctx.propagate(ctx)
    left = time.Until(deadline)
    if left <= 0:
        ctx.cancel(True, DeadlineExceeded, cause)
    elif ctx.Err() is None:
        ctx.timer = time.AfterFunc(
            left, lambda: ctx.cancel(True, DeadlineExceeded, cause)
        )
        if ctx.Err() is not None:  # cancelled meanwhile, by another thread
            ctx.timer.Stop()
    return ctx, CancelFunc(ctx)


def WithTimeout(
    parent: Context, timeout: time.DurationLike
) -> tuple[Context, CancelFunc]:
    """Return a copy of parent that is cancelled after timeout; a number is seconds.

    Go: context.WithTimeout
    """
    return WithTimeoutCause(parent, timeout, None)


def WithTimeoutCause(
    parent: Context, timeout: time.DurationLike, cause: Any
) -> tuple[Context, CancelFunc]:
    """WithTimeout, with what Cause returns once it is up."""
    return WithDeadlineCause(parent, time.Now().Add(timeout), cause)


def AfterFunc(ctx: Context, f: Callable[[], object]) -> Callable[[], bool]:
    """Call f, in a goroutine of its own, when ctx is done.

    Returns stop: it lets f not be called, and tells whether it could prevent it.
    stop does not wait for f.  Go: context.AfterFunc
    """
    given: Any = f  # callable, say the type checkers
    if not callable(given):
        panic("nil function")
    a = afterFuncCtx(checkparent(ctx), f)
    a.propagate(a)
    return a.stop


def Cause(ctx: Context) -> Any:
    """Return why ctx is done: the reason given to its cancellation, else Err.

    None if it is not done.  Go: context.Cause
    """
    found = ctx.Value(CANCEL_KEY)
    if isinstance(found, cancelCtx):
        cause = found.cause
        if cause is not None:
            return cause
    return ctx.Err()

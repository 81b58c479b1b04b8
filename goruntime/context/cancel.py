"""Cancellation, from parents to children, and deadlines.  Go: context/context.go

A cancelCtx knows its children and cancels them when it is cancelled; each child
is registered with the nearest cancelCtx above it.  No goroutine is spent on that.
Only a Context of somebody else's that has no AfterFunc of its own costs one, which
waits for its Done.

There is no lock: a context may be cancelled by a finalizer or a signal handler
that interrupted anything.  Two dicts do, whose single operations are atomic:

- ``end.setdefault`` decides who cancels, and tells everyone why at once;
- who adds to ``children`` or makes Done's channel looks at ``end`` after that, who
  cancels goes through both after setting it: one of the two sees the other.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, ParamSpec, Self

from .. import Panic, default, go, recv, select, time
from ..hchan import HChan, RecvChan
from .context import (
    CANCEL_KEY,
    Canceled,
    Context,
    DeadlineExceeded,
    above,
    checkparent,
    derived,
    emptyCtx,
    withoutCancelCtx,
)

P = ParamSpec("P")


class CancelFunc:
    """Cancels a context when it is called; more calls do nothing.

    At the end of a ``with`` block it is called, too.
    """

    __slots__ = ("_ctx",)

    def __init__(self, ctx: cancelCtx) -> None:
        self._ctx = ctx

    def __call__(self) -> None:
        self._ctx.cancel(Canceled, None)
        self._ctx.unregister()

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
        self._ctx.cancel(Canceled, cause)
        self._ctx.unregister()


def surely(f: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Call f; in a goroutine if this stack holds, further down, a lock it needs."""
    try:
        f(*args, **kwargs)
    except RuntimeError:  # see lockslow
        go(f, *args, **kwargs)


def closed(done: HChan) -> None:
    """Close done if it is not closed."""
    try:
        if not done.closed:
            done.close()
    except Panic:
        pass  # another thread was faster


class cancelCtx(derived):
    """Can be cancelled, and cancels its children with itself."""

    __slots__ = ("children", "done", "end", "root")

    def __init__(self, parent: Context) -> None:
        super().__init__(parent)
        self.end: dict[str, tuple[Any, Any]] = {}  # "why": (err, cause), once cancelled
        self.children: dict[cancelCtx, None] = {}
        self.done: list[HChan] = []  # the first is Done's, made when somebody asks
        # Where it is registered: a cancelCtx, or a function that unregisters it.
        self.root: Any = None

    def Done(self) -> Any:
        made = self.done
        if not made:
            made.append(HChan())  # of two threads that do, the first one's counts
            if self.end:
                closed(made[0])
        return made[0]

    def Err(self) -> Any:
        if not self.end:
            return None
        # Who is told that it is cancelled shall find Done closed.
        if self.done and not self.done[0].closed:
            closed(self.done[0])
        return self.end["why"][0]

    def propagate(self) -> None:
        """Be cancelled when the parent is.  Go: propagateCancel"""
        parent = above(self.parent)
        if isinstance(parent, cancelCtx):
            self.register(parent)
            return
        if type(parent) is emptyCtx or type(parent) is withoutCancelCtx:
            return  # never
        done = parent.Done()
        if done is None:
            return  # never
        if select(recv(done), default)[0] == 0:
            self.follow()
            return
        found = parent.Value(CANCEL_KEY)
        if isinstance(found, cancelCtx) and found.Done() is done:
            self.register(found)  # it has wrapped one of ours
            return
        own = getattr(parent, "AfterFunc", None)
        if own is not None:
            self.root = own(self.follow)
            return
        go(self.watch, done)

    def register(self, parent: cancelCtx) -> None:
        """Become a child of parent."""
        self.root = parent
        parent.children[self] = None
        if parent.end:
            parent.children.pop(self, None)
            self.cancel(*parent.end["why"])

    def unregister(self) -> None:
        """Be no child any more."""
        root, self.root = self.root, None
        if isinstance(root, cancelCtx):
            root.children.pop(self, None)
        elif root is not None:
            root()

    def follow(self) -> None:
        """Be cancelled as the parent was."""
        self.cancel(self.parent.Err(), Cause(self.parent))

    def watch(self, done: RecvChan[None]) -> None:
        """Wait for a Context that can tell nobody."""
        if select(recv(done), recv(self.Done()))[0] == 0:
            self.follow()

    def cancel(self, err: Any, cause: Any) -> None:
        """Be done for err, and all below with it; does nothing the second time."""
        todo = [(self, (err, err if cause is None else cause))]
        while todo:  # no recursion: contexts may be nested deeper than calls
            ctx, given = todo.pop()
            # Of several threads that cancel it one is first, and all hand on its why.
            why = ctx.end.setdefault("why", given)
            first = why is given
            # Copied, as on a build without a GIL only that waits for who is at it.
            for done in ctx.done.copy()[:1]:
                surely(closed, done)
            children = ctx.children.copy()
            if children:
                ctx.children.clear()
                # The first is the next.
                todo.extend((child, (why[0], why[1])) for child in reversed(children))
            if first:
                ctx.ended()

    def ended(self) -> None:
        """Do what else there is to do, once, when it has been cancelled."""

    def suffix(self) -> str:
        return ".WithCancel"


class timerCtx(cancelCtx):
    """Is cancelled by itself at a deadline."""

    __slots__ = ("cause", "deadline", "timer")

    def __init__(self, parent: Context, deadline: time.Time, cause: Any) -> None:
        super().__init__(parent)
        self.deadline = deadline
        self.cause = cause
        self.timer: time.Timer | None = None

    def Deadline(self) -> tuple[time.Time | None, bool]:
        return self.deadline, True

    def start(self) -> None:
        """Start the clock."""
        left = time.Until(self.deadline)
        if left <= 0:
            self.expire()
        elif not self.end:
            self.timer = time.AfterFunc(left, self.expire)
            if self.end:
                self.ended()  # by another thread meanwhile, which saw no timer

    def expire(self) -> None:
        self.cancel(DeadlineExceeded, self.cause)
        self.unregister()

    def ended(self) -> None:
        timer, self.timer = self.timer, None
        if timer is not None:
            surely(timer.Stop)

    def suffix(self) -> str:
        left = time.Until(self.deadline)
        return f".WithDeadline({self.deadline!s} [{left}])"


class afterFuncCtx(cancelCtx):
    """Calls a function, in a goroutine of its own, when the parent is done."""

    __slots__ = ("f",)

    def __init__(self, parent: Context, f: Callable[[], object]) -> None:
        super().__init__(parent)
        self.f = f

    def ended(self) -> None:
        if self.end["why"][0] is not STOPPED:
            go(self.f)

    def stop(self) -> bool:
        why = (STOPPED, STOPPED)
        stopped = self.end.setdefault("why", why) is why
        if stopped:
            self.unregister()
            if self.done:  # the goroutine that watches for it waits for that
                surely(closed, self.done[0])
        return stopped


STOPPED: Any = object()  # the end of an afterFuncCtx whose function was not called


def WithCancel(parent: Context) -> tuple[Context, CancelFunc]:
    """Return a copy of parent that can be cancelled, and what cancels it.

    Call it when the work is done, whatever became of it.  Go: context.WithCancel
    """
    ctx = cancelCtx(checkparent(parent))
    ctx.propagate()
    return ctx, CancelFunc(ctx)


def WithCancelCause(parent: Context) -> tuple[Context, CancelCauseFunc]:
    """WithCancel that can be given a reason.  Go: context.WithCancelCause"""
    ctx = cancelCtx(checkparent(parent))
    ctx.propagate()
    return ctx, CancelCauseFunc(ctx)


def WithDeadline(parent: Context, d: time.TimeLike) -> tuple[Context, CancelFunc]:
    """Return a copy of parent that is cancelled at d at the latest; None is never.

    Go: context.WithDeadline
    """
    return WithDeadlineCause(parent, d, None)


def WithDeadlineCause(
    parent: Context, d: time.TimeLike, cause: Any
) -> tuple[Context, CancelFunc]:
    """WithDeadline, with what Cause returns once it has passed."""
    checkparent(parent)
    if d is None:
        return WithCancel(parent)
    deadline = time.astime(d)
    current, has = parent.Deadline()
    if has and current is not None and current.Before(deadline):
        return WithCancel(parent)  # the parent's comes first
    ctx = timerCtx(parent, deadline, cause)
    ctx.propagate()
    ctx.start()
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
        raise TypeError(f"AfterFunc: {type(given).__name__} object is not callable")
    a = afterFuncCtx(checkparent(ctx), f)
    a.propagate()
    return a.stop


def Cause(ctx: Context) -> Any:
    """Return why ctx is done: the reason given to its cancellation, else Err.

    None if it is not done.  Go: context.Cause
    """
    err = ctx.Err()
    if err is None:
        return None
    found = ctx.Value(CANCEL_KEY)
    if isinstance(found, cancelCtx) and found.end:
        return found.end["why"][1]
    return err

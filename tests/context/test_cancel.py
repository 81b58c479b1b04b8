"""Cancellation: from parents to children, once, with a reason, from anywhere."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from goruntime import (
    Gosched,
    NumGoroutine,
    chan,
    context,
    go,
    time,
)
from tests.context.looks import CAUSE, FAR, OTHER, TICK, children, done, pending


class otherContext:
    """A Context of somebody else's that wraps one of ours."""

    def __init__(self, ctx: context.Context) -> None:
        self.ctx = ctx

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ctx, name)


class ownDone(otherContext):
    """One with a channel of its own, that can be cancelled and tells nobody."""

    def __init__(self, ctx: context.Context) -> None:
        super().__init__(ctx)
        self.own = chan[None]()
        self.err: Any = None

    def Done(self) -> Any:
        return self.own

    def Err(self) -> Any:
        return self.err

    def cancel(self) -> None:
        self.err = context.Canceled
        self.own.close()


class afterFuncContext(ownDone):
    """One that calls functions when it is cancelled."""

    def __init__(self) -> None:
        super().__init__(context.Background())
        self.after: dict[object, Callable[[], object]] = {}

    def AfterFunc(self, f: Callable[[], object]) -> Callable[[], bool]:
        mark = object()
        self.after[mark] = f
        return lambda: self.after.pop(mark, None) is not None

    def cancel(self) -> None:
        super().cancel()
        for f in self.after.values():
            go(f)
        self.after.clear()


# --- WithCancel -----------------------------------------------------------------


@pytest.mark.from_go("context/x_test.go", "TestWithCancel")
def test_cancel_reaches_all_below_at_once() -> None:
    c1, cancel = context.WithCancel(context.Background())
    assert str(c1) == "context.Background.WithCancel"
    c2, _ = context.WithCancel(otherContext(c1))
    c3 = context.WithValue(c2, "k", "v")
    contexts = [c1, c2, c3]
    for ctx in contexts:
        assert ctx.Done() is ctx.Done() is not None
        assert not done(ctx)
    cancel()
    for ctx in contexts:
        assert done(ctx)
        assert ctx.Err() is context.Canceled
    cancel()


@pytest.mark.from_go("context/x_test.go", "TestParentFinishesChild")
def test_a_parent_cancels_its_children_and_forgets_them() -> None:
    parent, cancel = context.WithCancel(context.Background())
    plain, _ = context.WithCancel(parent)
    value = context.WithValue(parent, "key", "value")
    timed, _ = context.WithTimeout(value, FAR)
    stop = context.AfterFunc(parent, Gosched)
    assert children(parent) == 3
    assert pending() == 1
    cancel()
    for ctx in (parent, plain, value, timed):
        assert done(ctx)
        assert ctx.Err() is context.Canceled
    assert not stop()
    assert children(parent) == 0
    assert pending() == 0
    late, _ = context.WithCancel(value)
    assert done(late)
    assert children(parent) == 0


@pytest.mark.from_go("context/x_test.go", "TestChildFinishesFirst")
@pytest.mark.parametrize("root", ["background", "cancellable"])
def test_a_child_that_is_cancelled_leaves_its_parent_alone(root: str) -> None:
    parent: context.Context = context.Background()
    if root == "cancellable":
        parent, _ = context.WithCancel(parent)
    child, cancel = context.WithCancel(parent)
    cancel()
    assert done(child)
    assert not done(parent)
    if root == "cancellable":
        assert children(parent) == 0


@pytest.mark.from_go("context/x_test.go", "TestCancelRemoves")
def test_what_is_over_is_forgotten_by_its_parent() -> None:
    ctx, _ = context.WithCancel(context.Background())
    for make in (
        lambda: context.WithCancel(ctx)[1],
        lambda: context.WithTimeout(ctx, FAR)[1],
        lambda: context.AfterFunc(ctx, Gosched),
    ):
        end: Any = make()
        assert children(ctx) == 1
        end()
        assert children(ctx) == 0


@pytest.mark.from_go("context/x_test.go", "TestWithCancelCanceledParent")
def test_a_child_of_a_cancelled_context_is_cancelled_for_its_reason() -> None:
    parent, cancel = context.WithCancelCause(context.Background())
    cancel(CAUSE)
    child, _ = context.WithCancel(parent)
    assert done(child)
    assert child.Err() is context.Canceled
    assert context.Cause(child) is CAUSE


def test_a_cancel_function_is_called_at_the_end_of_a_with_block() -> None:
    ctx, cancel = context.WithTimeout(context.Background(), FAR)
    with cancel as same:
        assert same is cancel
        assert not done(ctx)
    assert ctx.Err() is context.Canceled
    ctx, cause = context.WithCancelCause(context.Background())
    with pytest.raises(ZeroDivisionError), cause:
        _ = 1 / 0
    assert done(ctx)


# --- deadlines --------------------------------------------------------------------


@pytest.mark.from_go("context/x_test.go", "TestDeadline")
@pytest.mark.from_go("context/x_test.go", "TestTimeout")
@pytest.mark.parametrize(
    "derive",
    [
        lambda ctx: context.WithTimeout(ctx, 5 * TICK),
        lambda ctx: context.WithTimeout(ctx, 0.005),
        lambda ctx: context.WithTimeout(ctx, datetime.timedelta(milliseconds=5)),
        lambda ctx: context.WithDeadline(ctx, time.Now().Add(5 * TICK)),
        lambda ctx: context.WithDeadline(
            ctx,
            datetime.datetime.now(datetime.UTC) + datetime.timedelta(milliseconds=5),
        ),
    ],
    ids=["timeout", "seconds", "timedelta", "deadline", "datetime"],
)
def test_a_deadline_cancels_when_it_has_passed_and_not_before(derive: Any) -> None:
    base = NumGoroutine()
    for wrap in (lambda ctx: ctx, otherContext):
        start = time.Now()
        ctx, _ = derive(context.Background())
        ctx = wrap(ctx)
        below, cancel = context.WithTimeout(ctx, FAR)
        assert NumGoroutine() == base
        deadline, has = below.Deadline()
        assert has
        assert deadline == ctx.Deadline()[0]
        below.Done().recv()
        assert time.Since(start) >= 4 * TICK  # a datetime is cut to microseconds
        assert ctx.Err() is below.Err() is context.DeadlineExceeded
        assert context.Cause(below) is context.DeadlineExceeded
        cancel()
    assert pending() == 0


def test_a_deadline_is_shown_with_what_is_left_of_it() -> None:
    ctx, cancel = context.WithTimeout(context.Background(), FAR)
    deadline, _ = ctx.Deadline()
    text = str(ctx)
    assert text.startswith(f"context.Background.WithDeadline({deadline!s} [59m59.")
    assert text.endswith("s])")
    cancel()


@pytest.mark.parametrize("d", [0, -1, -FAR])
def test_a_timeout_that_is_up_cancels_at_once(d: time.DurationLike) -> None:
    ctx, cancel = context.WithTimeout(context.Background(), d)
    assert done(ctx)
    cancel()
    assert ctx.Err() is context.DeadlineExceeded
    ctx, _ = context.WithDeadline(context.Background(), time.Time())
    assert ctx.Err() is context.DeadlineExceeded


def test_no_deadline_is_none() -> None:
    ctx, cancel = context.WithDeadline(context.Background(), None)
    assert ctx.Deadline() == (None, False)
    cancel()
    assert ctx.Err() is context.Canceled


def test_the_parents_deadline_counts_if_it_is_the_earlier() -> None:
    parent, cancel = context.WithTimeout(context.Background(), FAR)
    later, _ = context.WithTimeout(parent, 2 * FAR)
    assert later.Deadline() == parent.Deadline()
    assert pending() == 1
    earlier, _ = context.WithTimeout(parent, FAR / 2)
    assert earlier.Deadline() < parent.Deadline()
    assert pending() == 2
    cancel()
    assert pending() == 0


@pytest.mark.from_go("context/x_test.go", "TestCanceledTimeout")
def test_a_timeout_that_is_cancelled_first_is_cancelled() -> None:
    ctx, _ = context.WithTimeout(context.Background(), FAR)
    below, cancel = context.WithTimeout(otherContext(ctx), FAR * 2)
    cancel()
    assert done(below)
    assert below.Err() is context.Canceled
    assert not done(ctx)


# --- causes -----------------------------------------------------------------------


@pytest.mark.from_go("context/x_test.go", "TestCause")
def test_the_first_reason_counts_and_is_handed_down() -> None:
    def pair() -> tuple[Any, Any, Any, Any]:
        p, cancel_p = context.WithCancelCause(context.Background())
        c, cancel_c = context.WithCancelCause(p)
        return p, cancel_p, c, cancel_c

    def causes(*ctxs: Any) -> list[Any]:
        return [(ctx.Err(), context.Cause(ctx)) for ctx in ctxs]

    canceled = context.Canceled
    p, cancel_p, c, cancel_c = pair()
    assert causes(p, c) == [(None, None)] * 2
    cancel_p(CAUSE)
    cancel_c(OTHER)
    assert causes(p, c) == [(canceled, CAUSE)] * 2

    p, cancel_p, c, cancel_c = pair()
    cancel_c(OTHER)
    cancel_p(CAUSE)
    assert causes(p, c) == [(canceled, CAUSE), (canceled, OTHER)]

    p, cancel_p, c, cancel_c = pair()
    cancel_p(None)
    assert causes(p, c) == [(canceled, canceled)] * 2

    p, cancel_p, c, cancel_c = pair()
    plain, cancel = context.WithCancel(context.WithValue(c, 1, 1))
    cancel()
    cancel_p(CAUSE)
    assert causes(plain, c) == [(canceled, canceled), (canceled, CAUSE)]

    free = context.WithoutCancel(c)
    assert causes(free) == [(None, None)]


@pytest.mark.from_go("context/x_test.go", "TestCause")
def test_a_deadline_may_have_a_reason() -> None:
    exceeded = context.DeadlineExceeded
    ctx, cancel = context.WithTimeoutCause(context.Background(), TICK, OTHER)
    ctx.Done().recv()
    assert (ctx.Err(), context.Cause(ctx)) == (exceeded, OTHER)
    cancel()
    past = time.Now().Add(-TICK)
    ctx, _ = context.WithDeadlineCause(context.Background(), past, OTHER)
    assert (ctx.Err(), context.Cause(ctx)) == (exceeded, OTHER)
    ctx, cancel = context.WithTimeoutCause(context.Background(), FAR, OTHER)
    cancel()
    assert (ctx.Err(), context.Cause(ctx)) == (context.Canceled, context.Canceled)
    # The parent's own deadline, when it is the earlier, has no such reason.
    parent, cancel = context.WithTimeoutCause(context.Background(), TICK, CAUSE)
    ctx, _ = context.WithTimeoutCause(parent, FAR, OTHER)
    ctx.Done().recv()
    assert context.Cause(ctx) is CAUSE


# --- other people's contexts --------------------------------------------------------


@pytest.mark.from_go("context/x_test.go", "TestCustomContextGoroutines")
def test_a_goroutine_is_spent_only_on_who_tells_nobody() -> None:
    base = NumGoroutine()
    ctx, cancel = context.WithCancel(context.Background())
    _, c1 = context.WithCancel(ctx)
    wrapped: Any = otherContext(ctx)
    _, c2 = context.WithCancel(wrapped)
    _, c3 = context.WithTimeout(context.WithValue(wrapped, 1, 1), FAR)
    stop = context.AfterFunc(wrapped, Gosched)
    assert NumGoroutine() == base
    mute: Any = ownDone(ctx)
    c4s = [context.WithCancel(mute)[1], context.WithTimeout(mute, FAR)[1]]
    assert NumGoroutine() == base + 2
    stop4 = context.AfterFunc(mute, Gosched)
    assert NumGoroutine() == base + 3
    ends: list[Any] = [c1, c2, c3, stop, *c4s, stop4, cancel]
    for end in ends:
        end()
    while NumGoroutine() > base:
        Gosched()


@pytest.mark.from_go("context/x_test.go", "TestCustomContextPropagation")
@pytest.mark.from_go("context/x_test.go", "TestCustomContextCause")
def test_who_tells_nobody_is_followed_all_the_same() -> None:
    ctx, cancel_cause = context.WithCancelCause(context.Background())
    mute: Any = ownDone(ctx)
    child, _ = context.WithCancel(mute)
    cancel_cause(CAUSE)
    Gosched()
    assert not done(child)
    mute.cancel()
    child.Done().recv()
    assert child.Err() is context.Canceled
    assert context.Cause(child) is CAUSE
    late, _ = context.WithCancel(mute)
    assert done(late)


@pytest.mark.from_go("context/afterfunc_test.go", "TestCustomContextAfterFuncCancel")
@pytest.mark.from_go("context/afterfunc_test.go", "TestCustomContextAfterFuncTimeout")
@pytest.mark.from_go("context/afterfunc_test.go", "TestCustomContextAfterFuncAfterFunc")
def test_who_has_an_after_func_of_its_own_is_asked_for_it() -> None:
    base = NumGoroutine()
    ctx: Any = afterFuncContext()
    plain, _ = context.WithCancel(ctx)
    timed, _ = context.WithTimeout(ctx, FAR)
    called = chan[None]()
    context.AfterFunc(ctx, called.close)
    assert len(ctx.after) == 3
    assert NumGoroutine() == base
    ctx.cancel()
    plain.Done().recv()
    timed.Done().recv()
    called.recv()
    assert timed.Err() is context.Canceled


@pytest.mark.from_go(
    "context/afterfunc_test.go", "TestCustomContextAfterFuncUnregisterCancel"
)
@pytest.mark.from_go(
    "context/afterfunc_test.go", "TestCustomContextAfterFuncUnregisterTimeout"
)
@pytest.mark.from_go(
    "context/afterfunc_test.go", "TestCustomContextAfterFuncUnregisterAfterFunc"
)
def test_its_after_func_is_stopped_when_the_child_is_over() -> None:
    ctx: Any = afterFuncContext()
    ends: list[Any] = [
        context.WithCancel(ctx)[1],
        context.WithTimeout(ctx, FAR)[1],
        context.AfterFunc(ctx, Gosched),
    ]
    for left, end in enumerate(ends):
        assert len(ctx.after) == 3 - left
        end()
    assert ctx.after == {}


# --- AfterFunc ----------------------------------------------------------------------


@pytest.mark.from_go("context/x_test.go", "TestAfterFuncCalledAfterCancel")
@pytest.mark.from_go("context/x_test.go", "TestAfterFuncCalledAfterTimeout")
@pytest.mark.from_go("context/x_test.go", "TestAfterFuncCalledImmediately")
@pytest.mark.parametrize("how", ["cancelled", "timed out", "over already"])
def test_after_func_is_called_once_when_the_context_is_over(how: str) -> None:
    d = {"cancelled": FAR, "timed out": TICK, "over already": 0}[how]
    ctx, cancel = context.WithTimeout(context.Background(), d)
    called = chan[int](9)
    stop = context.AfterFunc(ctx, lambda: called.send(1))
    if how == "cancelled":
        Gosched()
        assert len(called) == 0
        cancel()
    assert called.recv() == 1
    cancel()
    assert not stop()
    Gosched()
    assert len(called) == 0


@pytest.mark.from_go("context/x_test.go", "TestAfterFuncNotCalledAfterStop")
def test_after_func_is_not_called_when_it_was_stopped() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    called = chan[int](9)
    stop = context.AfterFunc(ctx, lambda: called.send(1))
    assert stop()
    assert not stop()
    cancel()
    Gosched()
    assert len(called) == 0
    assert not stop()


@pytest.mark.from_go("context/x_test.go", "TestAfterFuncCalledAsynchronously")
def test_cancel_does_not_wait_for_the_function() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    called = chan[None]()
    stop = context.AfterFunc(ctx, lambda: called.send(None))
    cancel()
    assert not stop()
    called.recv()


def test_only_what_can_be_called_can_be_called_after() -> None:
    with pytest.raises(TypeError, match="NoneType object is not callable"):
        context.AfterFunc(context.Background(), None)  # type: ignore[arg-type]

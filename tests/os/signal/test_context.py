"""NotifyContext."""

import os
import signal as pysignal

import pytest

from goruntime import chan, context, errors, recv, select, sync, syscall, time
from goruntime import os as gos
from goruntime.os import signal
from goruntime.syscall import SIGHUP, SIGINT, SIGTERM, SIGUSR1


def done(ctx: context.Context) -> bool:
    return select(recv(ctx.Done()), recv(time.After(30)))[0] == 0


@pytest.mark.from_go("os/signal/signal_test.go", "TestNotifyContextCause")
def test_a_signal_cancels_it_and_is_the_cause() -> None:
    ctx, stop = signal.NotifyContext(context.Background(), SIGINT)
    with stop:
        os.kill(os.getpid(), SIGINT)
        assert done(ctx)
        assert errors.Is(ctx.Err(), context.Canceled)
        cause = context.Cause(ctx)
        assert str(cause) == "interrupt signal received"
        assert errors.Is(cause, context.Canceled)
        assert not errors.Is(cause, context.DeadlineExceeded)


@pytest.mark.from_go("os/signal/signal_test.go", "TestNotifyContextNotifications")
def test_more_signals_do_nothing_until_stop() -> None:
    ctx, stop = signal.NotifyContext(context.Background(), SIGINT)
    for _ in range(10):
        os.kill(os.getpid(), SIGINT)
    assert done(ctx)
    os.kill(os.getpid(), SIGINT)
    stop()
    time.AfterFunc(0.001, lambda: os.kill(os.getpid(), SIGINT))
    with pytest.raises(KeyboardInterrupt):
        chan[int]().recv()


@pytest.mark.from_go("os/signal/signal_test.go", "TestNotifyContextStop")
def test_stop_cancels_it_and_gives_the_signal_back() -> None:
    before = pysignal.getsignal(SIGHUP)
    parent, cancel = context.WithCancel(context.Background())
    try:
        signal.Ignore(SIGHUP)
        ctx, stop = signal.NotifyContext(parent, SIGHUP)
        assert not signal.Ignored(SIGHUP)
        assert str(ctx) == (
            "signal.NotifyContext(context.Background.WithCancel, [hangup])"
        )
        stop()
        assert done(ctx)
        assert ctx.Err() == context.Canceled
        assert context.Cause(ctx) == context.Canceled
        assert pysignal.getsignal(SIGHUP) is pysignal.SIG_IGN
    finally:
        cancel()
        pysignal.signal(SIGHUP, before)


@pytest.mark.from_go("os/signal/signal_test.go", "TestNotifyContextCancelParent")
@pytest.mark.from_go(
    "os/signal/signal_test.go", "TestNotifyContextPrematureCancelParent"
)
@pytest.mark.parametrize("early", [False, True])
def test_it_ends_with_its_parent_for_the_same_cause(early: bool) -> None:
    parent, cancel = context.WithCancelCause(context.Background())
    cause = errors.New("parent canceled")
    if early:
        cancel(cause)
    ctx, stop = signal.NotifyContext(parent, SIGINT)
    assert str(ctx) == (
        "signal.NotifyContext(context.Background.WithCancel, [interrupt])"
    )
    cancel(cause)
    assert done(ctx)
    assert ctx.Err() == context.Canceled
    assert context.Cause(ctx) is cause
    stop()


@pytest.mark.from_go("os/signal/signal_test.go", "TestNotifyContextSimultaneousStop")
def test_stop_may_be_called_by_many() -> None:
    ctx, stop = signal.NotifyContext(context.Background(), SIGINT)
    wg = sync.WaitGroup()
    for _ in range(10):
        wg.Go(stop)
    wg.Wait()
    assert done(ctx)
    assert ctx.Err() == context.Canceled


@pytest.mark.from_go("os/signal/signal_test.go", "TestNotifyContextStringer")
def test_its_text_has_the_signals() -> None:
    parent, cancel = context.WithCancel(context.Background())
    ctx, stop = signal.NotifyContext(parent, SIGHUP, pysignal.SIGINT, SIGTERM)
    with stop, context.WithCancel(ctx)[1]:
        assert str(ctx) == (
            "signal.NotifyContext(context.Background.WithCancel, "
            "[hangup interrupt terminated])"
        )
        assert repr(ctx) == f"<{ctx}>"
        child, cancelchild = context.WithCancel(ctx)
        assert str(child) == f"{ctx}.WithCancel"
        cancelchild()
    cancel()
    everything, stop = signal.NotifyContext(context.Background())
    assert str(everything) == "signal.NotifyContext(context.Background)"
    stop()


def test_a_childs_deadline_and_values_come_from_above() -> None:
    parent = context.WithValue(context.Background(), SIGUSR1, "v")
    timed, cancel = context.WithTimeout(parent, 60)
    ctx, stop = signal.NotifyContext(timed, SIGUSR1)
    assert ctx.Value(SIGUSR1) == "v"
    assert ctx.Deadline() == timed.Deadline()
    child, cancelchild = context.WithCancel(ctx)
    os.kill(os.getpid(), syscall.SIGUSR1)
    assert done(child)
    assert str(context.Cause(child)) == "user defined signal 1 signal received"
    for f in (cancelchild, stop, cancel):
        f()


def test_a_parent_of_none_is_a_panic_and_asks_for_nothing() -> None:
    before = pysignal.getsignal(gos.Interrupt)
    with pytest.raises(Exception, match="nil parent"):
        signal.NotifyContext(None, gos.Interrupt)  # type: ignore[arg-type]
    assert pysignal.getsignal(gos.Interrupt) is before

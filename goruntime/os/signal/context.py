"""NotifyContext: a context that a signal cancels.  Go: os/signal/signal.go"""

from __future__ import annotations

from typing import Any

from ... import chan, errors, go, recv, select, time
from ...context import Canceled, CancelFunc, Context, WithCancelCause
from ...hchan import HChan
from ...syscall import Signal as SyscallSignal
from ..process import Signal
from .notify import Notify, Stop


class signalError(errors.error):
    """The signal that came, as the cause; it is context.Canceled to errors.Is."""

    def Is(self, target: object) -> bool:
        return target is Canceled or isinstance(target, Canceled)


class signalCtx:
    """Is cancelled by a signal."""

    __slots__ = ("ctx", "signals")

    def __init__(self, ctx: Context, signals: tuple[Signal, ...]) -> None:
        self.ctx = ctx
        self.signals = signals

    def Deadline(self) -> tuple[time.Time | None, bool]:
        return self.ctx.Deadline()

    def Done(self) -> Any:
        return self.ctx.Done()

    def Err(self) -> Any:
        return self.ctx.Err()

    def Value(self, key: object, /) -> Any:
        return self.ctx.Value(key)

    def __str__(self) -> str:
        parent = str(self.ctx).removesuffix(".WithCancel")
        names = " ".join(sig.String() for sig in self.signals)
        return f"signal.NotifyContext({parent}{f', [{names}]' if names else ''})"

    String = __str__

    def __repr__(self) -> str:
        return f"<{self}>"


class stopFunc(CancelFunc):
    """Cancels the context, and lets the signals do again what they did before."""

    __slots__ = ("_ch",)

    def __init__(self, ctx: Any, ch: HChan) -> None:
        super().__init__(ctx)
        self._ch = ch

    def __call__(self) -> None:
        super().__call__()
        Stop(self._ch)


def NotifyContext(parent: Context, *sigs: Signal | int) -> tuple[Context, CancelFunc]:
    """Return a copy of parent that is done when one of the signals comes, and stop.

    stop() cancels it and gives the signals back, which before that do nothing more; it
    may be used as ``with stop:``.  context.Cause says which signal it was: ``interrupt
    signal received``.  No signal named means all.

    Go: signal.NotifyContext
    """
    ctx, cancel = WithCancelCause(parent)
    ch = chan[Any](1)
    Notify(ch, *sigs)

    def watch() -> None:
        i, sig, _ = select(recv(ch), recv(ctx.Done()))
        if i == 0:
            cancel(signalError(f"{sig} signal received"))

    if ctx.Err() is None:
        go(watch)
    names = tuple(SyscallSignal(s) if isinstance(s, int) else s for s in sigs)
    return signalCtx(ctx, names), stopFunc(ctx, ch)

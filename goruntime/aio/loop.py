"""The event loop: asyncio's own, on a selector that parks.  Go has no such thing"""

from __future__ import annotations

import signal
from asyncio import Handle, SelectorEventLoop, _set_running_loop
from collections.abc import Callable
from inspect import iscoroutinefunction
from types import FrameType
from typing import Any, TypeVarTuple, Unpack

from ..park import getg
from .selector import Selector, ThreadState

Ts = TypeVarTuple("Ts")


class Loop(SelectorEventLoop):
    """asyncio's event loop; it waits by parking the goroutine that runs it."""

    def __init__(self) -> None:
        self.g: object = None  # the goroutine that runs it
        self._parking = Selector()
        self._caught: dict[int, tuple[Handle, Any]] = {}  # and the handler before
        try:
            super().__init__(self._parking)
        except BaseException:
            self._parking.close()
            raise

    def run_forever(self) -> None:
        """Run until stop is called.  RuntimeError if it runs, or another one here."""
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        outside = ThreadState()
        if runselsewhere(outside.loop):
            _set_running_loop(None)
        self.g = getg()
        self._parking.outside = outside
        self._parking.owner = self
        try:
            super().run_forever()
        finally:
            self.g = self._parking.owner = None
            self._parking.outside.restore()

    # asyncio's version of these takes the descriptor that signals are written to for
    # itself.  The runtime needs it, and two loops of one thread could not share it.

    def add_signal_handler(
        self, sig: int, callback: Callable[[Unpack[Ts]], object], *args: *Ts
    ) -> None:
        """Call callback(*args) in the loop when sig comes.

        In a goroutine of the main thread, else RuntimeError.
        """
        if iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        checksignal(sig)
        if self.is_closed():
            raise RuntimeError("Event loop is closed")
        handle = Handle(callback, args, self)
        try:
            previous = signal.signal(sig, self._signalled)
            signal.siginterrupt(sig, False)
        except (ValueError, OSError) as exc:
            raise RuntimeError(f"signal {sig} cannot be caught: {exc}") from exc
        if sig in self._caught:
            previous = self._caught[sig][1]
        self._caught[sig] = handle, previous

    def remove_signal_handler(self, sig: int) -> bool:
        """Put the handler from before back; False if there is none of ours."""
        checksignal(sig)
        if sig not in self._caught:
            return False
        _, previous = self._caught.pop(sig)
        if signal.getsignal(sig) == self._signalled:
            signal.signal(sig, signal.SIG_DFL if previous is None else previous)
        return True

    def _signalled(self, sig: int, frame: FrameType | None) -> None:
        """Hand a signal to the loop.  In a signal handler."""
        caught = self._caught.get(sig)
        if caught is not None:
            self.call_soon_threadsafe(caught[0]._run)

    def close(self) -> None:
        """Close it, and give back what it holds."""
        if not self.is_running():
            for sig in list(self._caught):
                self.remove_signal_handler(sig)
        super().close()


def runselsewhere(loop: object) -> bool:
    """Tell whether another goroutine runs loop, and stopped inside a coroutine.

    The thread is ours until that goroutine goes on.
    """
    return isinstance(loop, Loop) and loop.g is not getg()


def checksignal(sig: int) -> None:
    """Refuse what is no signal."""
    if not isinstance(sig, int):
        raise TypeError(f"sig must be an int, not {sig!r}")
    if sig not in signal.valid_signals():
        raise ValueError(f"invalid signal number {sig}")

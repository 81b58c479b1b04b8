"""Notify, Stop, Ignore, Reset: who wants which signal.  Go: os/signal/signal.go

The lock is held while a channel is offered a signal, which never waits, and while the
main thread changes what a signal does.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from ... import crash, signal_unix, sigqueue
from ...gopanic import Panic
from ...hchan import HChan, SendChan, trysend
from ...mutex import Mutex, holders, lockslow
from ...syscall import Signal as SyscallSignal
from ..process import Signal

holders.append(globals())

_lock = Mutex()
_wants: dict[HChan, set[int]] = {}  # the signals that each channel is for
_stopping: list[tuple[HChan, set[int]]] = []  # the same, while Stop waits


def acquire() -> None:
    """Take the lock.  RuntimeError in a signal handler that cut in where it is held."""
    if not _lock.acquire(False):
        lockslow(_lock)


def numbers(sigs: Iterable[Signal | int]) -> Iterator[int]:
    """Yield the signals, all there are if none is given, that can be caught."""
    for sig in sigs or signal_unix.CATCHABLE:
        if isinstance(sig, int):
            if int(sig) in signal_unix.CATCHABLE:
                yield int(sig)
        elif not isinstance(sig, Signal):
            raise TypeError(f"os/signal: {type(sig).__name__} is not a signal")


def wanted(n: int) -> bool:
    """Tell whether some channel is for signal n."""
    return any(n in want for want in _wants.values())


def Notify(c: SendChan[SyscallSignal], *sigs: Signal | int) -> None:
    """Send to c the signals named, or all signals if none is, as they come.

    Nobody waits for c: a signal that finds its buffer full is not sent, so it should
    have room; for one signal, 1 is enough.  Another call for the same channel adds to
    its signals; each of several channels gets a signal.  Panic if c is None.

    May be called from any thread; another one than the main thread waits until that
    has run a bit of Python.  Go: signal.Notify
    """
    ch: Any = c
    if ch is None:
        raise Panic("os/signal: Notify using nil channel")
    add = [*numbers(sigs)]
    acquire()
    try:
        for n in add:
            if not wanted(n):
                sigqueue.signal_enable(n)
            _wants.setdefault(ch, set()).add(n)
    finally:
        _lock.release()


def Stop(c: SendChan[SyscallSignal]) -> None:
    """Send no more signals to c; when Stop returns, nothing comes any more.

    A signal that no channel is left for does again what it did before Notify.
    One that comes meanwhile is sent or does that: none is lost.  Go: signal.Stop
    """
    ch: Any = c
    acquire()
    try:
        want = _wants.pop(ch, None)
        if want is None:
            return
        leaving = (ch, want)
        _stopping.append(leaving)
        for n in want:
            if not wanted(n):
                sigqueue.signal_disable(n)
    finally:
        _lock.release()
    sigqueue.signal_flush()
    acquire()
    try:
        _stopping[:] = [x for x in _stopping if x is not leaving]
    finally:
        _lock.release()


def Reset(*sigs: Signal | int) -> None:
    """Undo all Notify for the signals named, or for all: they do what they did before.

    It does not undo Ignore.  Go: signal.Reset
    """
    acquire()
    try:
        for n in numbers(sigs):
            if unwant(n):
                sigqueue.signal_disable(n)
    finally:
        _lock.release()


def Ignore(*sigs: Signal | int) -> None:
    """Let the signals named, or all, do nothing; undo all Notify for them.

    That holds for programs that are started, too.  What undoes it is Notify.

    Go: signal.Ignore
    """
    acquire()
    try:
        for n in numbers(sigs):
            unwant(n)
            sigqueue.signal_ignore(n)
    finally:
        _lock.release()


def Ignored(sig: Signal | int) -> bool:
    """Tell whether a signal is ignored: by Ignore, or by who started the program.

    Not once Notify has undone that, also after Stop.

    Go: signal.Ignored
    """
    return any(signal_unix.ignored(n) for n in numbers([sig]))


def unwant(n: int) -> bool:
    """Take signal n from all channels; False if none had it.  Under the lock."""
    found = wanted(n)
    for ch, want in list(_wants.items()):
        want.discard(n)
        if not want:
            del _wants[ch]
    return found


def process(n: int) -> None:
    """Offer signal n to the channels that are for it."""
    sig = SyscallSignal(n)
    failed: list[Panic] = []
    acquire()
    try:
        for ch, want in [*_wants.items(), *_stopping]:
            if n in want:
                try:
                    offer(ch, sig)
                except Panic as exc:  # it was closed
                    failed.append(exc)
    finally:
        _lock.release()
    for panic in failed:
        crash.gopanic(None, panic)


def offer(ch: HChan, sig: SyscallSignal) -> None:
    """Send without waiting, or not at all."""
    if not ch.lock.acquire(False):
        lockslow(ch.lock)
    if not trysend(ch, sig):
        ch.lock.release()


def forget() -> None:
    """Undo all Notify: the program is over."""
    if _wants:
        Reset()
    signal_unix.forget()


def forkchild() -> None:
    """Undo all Notify in a fork's child: the signals are the parent's to hear of."""
    global _lock
    _lock = Mutex()
    _stopping.clear()
    forget()


sigqueue.register(process, forget)
os.register_at_fork(after_in_child=forkchild)

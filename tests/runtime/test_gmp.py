"""M.wake, where a signal handler cuts in."""

import os
import signal
from typing import Any

import pytest

from goruntime.gmp import M

pytestmark = pytest.mark.plain


class Poller:
    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


class Interrupted:
    """A lock that is interrupted by a signal as soon as it was taken."""

    def __init__(self, lock: Any) -> None:
        self.lock = lock
        self.release = lock.release

    def acquire(self, blocking: bool = True) -> bool:
        taken: bool = self.lock.acquire(blocking)
        if taken:
            os.kill(os.getpid(), signal.SIGUSR1)
        return taken


def sleeper() -> tuple[M, Poller]:
    m, poller = M(), Poller()
    m.poller = poller
    m.wakelock = Interrupted(m.wakelock)  # type: ignore[assignment]
    m.sleeping = True
    return m, poller


def test_a_handler_that_cuts_into_wake_may_wake_the_same_m_and_another() -> None:
    m, poller = sleeper()
    other, otherpoller = M(), Poller()
    other.poller = otherpoller
    other.sleeping = True
    calls = 0

    def handler(*_: object) -> None:
        nonlocal calls
        calls += 1
        m.wake()
        other.wake()

    previous = signal.signal(signal.SIGUSR1, handler)
    try:
        m.wake()
    finally:
        signal.signal(signal.SIGUSR1, previous)
    assert calls == 1
    assert (poller.woken, otherpoller.woken) == (1, 1)
    assert not m.sleeping


def test_wake_writes_once_for_each_sleep() -> None:
    m, poller = M(), Poller()
    m.poller = poller
    m.wake()
    assert poller.woken == 0
    m.sleeping = True
    m.wake()
    m.wake()
    assert poller.woken == 1

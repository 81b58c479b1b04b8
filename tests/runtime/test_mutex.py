"""Locks that are contended, and locks that a finalizer finds held by its own thread."""

import threading

import pytest

import net
from goruntime import DeadlockError, chan
from goruntime.mutex import lockslow


def test_a_lock_that_another_thread_holds_is_waited_for() -> None:
    """However many of our own frames lie between the user's code and the lock."""
    with net.ListenTCP("tcp", None) as ln:
        lock = ln.fd.pfd.pd.lock
        held = threading.Event()

        def holder() -> None:
            lock.acquire()
            held.set()
            # Let go once the main goroutine has come to wait.
            while not waiting.is_set():
                waiting.wait(0.001)
            lock.release()

        waiting = threading.Event()
        t = threading.Thread(target=holder)
        t.start()
        held.wait()
        waiting.set()
        ln.SetDeadline(None)
        t.join()


def test_a_finalizer_inside_a_critical_section_is_refused() -> None:
    ch = chan[int]()
    refused: list[str] = []

    class Finalizer:
        def __del__(self) -> None:
            try:
                ch.send(1)
            except RuntimeError as e:
                refused.append(str(e))

    class Buffer(list[int]):
        """Stands for whatever the interpreter runs a finalizer at."""

        def __len__(self) -> int:
            Finalizer()
            return 0

    ch.buf = Buffer()  # type: ignore[assignment]
    with pytest.raises(DeadlockError):
        ch.send(2)  # goes on, and finds nobody to send to
    assert len(refused) == 1
    assert "finalizer" in refused[0]


def test_a_free_lock_is_taken_by_the_slow_way_too() -> None:
    lock = threading.Lock()
    lockslow(lock)
    assert lock.locked()

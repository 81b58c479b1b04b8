"""Notify, Stop, Ignore and Reset, with signals sent to the test itself."""

import os
import signal as pysignal
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from goruntime import (
    NumGoroutine,
    Panic,
    blocking,
    chan,
    default,
    go,
    recv,
    run,
    select,
    set_panic_hook,
    signal_unix,
    syscall,
    time,
)
from goruntime import os as gos
from goruntime.os import signal
from goruntime.syscall import SIGHUP, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH
from tests.waiting import until

LONG = 30  # seconds; a signal that has not come by then will not


def kill(sig: int) -> None:
    os.kill(os.getpid(), sig)


def wait(c: chan[gos.Signal]) -> Any:
    """Receive a signal."""
    i, sig, _ = select(recv(c), recv(time.After(LONG)))
    assert i == 0, "no signal came"
    return sig


def once_awaited(c: Any, sig: int) -> None:
    """Send a signal once somebody waits to receive from c."""
    until(lambda: c.recvq)
    kill(sig)


def settle() -> None:
    """Wait until every signal that was sent has been handed on."""
    c = chan[gos.Signal](1)
    signal.Notify(c, syscall.SIGVTALRM)
    kill(syscall.SIGVTALRM)
    wait(c)
    signal.Stop(c)


def nothing(c: chan[gos.Signal]) -> bool:
    return select(recv(c), default)[0] == 1


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Bring every handler back to what it was."""
    before = {n: pysignal.getsignal(n) for n in pysignal.valid_signals()}
    yield
    for n, handler in before.items():
        if pysignal.getsignal(n) is not handler:
            pysignal.signal(n, handler)


@pytest.mark.from_go("os/signal/signal_test.go", "TestSignal")
def test_a_signal_comes_by_the_channels_that_are_for_it() -> None:
    c = chan[gos.Signal](1)
    signal.Notify(c, SIGHUP)
    kill(SIGHUP)
    assert wait(c) == SIGHUP

    every = chan[gos.Signal](10)
    signal.Notify(every)
    signal.Reset(syscall.SIGALRM)  # the test suite's clock
    kill(SIGWINCH)
    assert wait(every) == SIGWINCH
    for _ in range(2):  # of these the first one fills c, which nobody reads
        kill(SIGHUP)
        assert wait(every) == SIGHUP
    assert wait(c) == SIGHUP
    assert nothing(c)
    signal.Stop(c)
    signal.Stop(every)


@pytest.mark.from_go("os/signal/signal_test.go", "TestSIGCONT")
def test_a_program_that_goes_on_can_be_told_so() -> None:
    c = chan[gos.Signal](1)
    signal.Notify(c, syscall.SIGCONT)
    kill(syscall.SIGCONT)
    assert wait(c) == syscall.SIGCONT
    signal.Stop(c)


@pytest.mark.from_go("os/signal/signal_test.go", "TestTime")
def test_the_clock_goes_on_while_signals_come() -> None:
    c = chan[gos.Signal](1)
    signal.Notify(c, SIGUSR1)
    over = threading.Event()

    def storm() -> None:
        for _ in range(50):
            kill(SIGUSR1)
            wait(c)
        over.set()

    thread = threading.Thread(target=storm)
    thread.start()
    last = time.Now()
    while not over.is_set():
        now = time.Now()
        assert now.Sub(last) >= 0
        last = now
    thread.join()
    signal.Stop(c)


def test_what_comes_is_a_signal_with_gos_name() -> None:
    c = chan[gos.Signal](1)
    signal.Notify(c, gos.Interrupt)
    kill(gos.Interrupt)
    got = wait(c)
    assert isinstance(got, syscall.Signal)
    assert got.String() == "interrupt"
    signal.Stop(c)


def test_notify_adds_to_what_a_channel_is_for() -> None:
    c = chan[gos.Signal](2)
    signal.Notify(c, SIGUSR1)
    signal.Notify(c, SIGUSR2)
    signal.Notify(c, SIGUSR2, pysignal.SIGUSR1)
    for sig in (SIGUSR1, SIGUSR2):
        kill(sig)
        assert wait(c) == sig
    settle()
    assert nothing(c)  # not twice
    signal.Stop(c)


def test_a_receiver_that_waits_needs_no_buffer() -> None:
    c = chan[gos.Signal]()
    signal.Notify(c, SIGUSR1)
    kill(SIGUSR1)
    settle()
    assert nothing(c)  # nobody waited
    go(once_awaited, c, SIGUSR1)
    assert c.recv() == SIGUSR1
    signal.Stop(c)


def test_nil_channel_is_a_panic_as_in_go() -> None:
    with pytest.raises(Panic, match="os/signal: Notify using nil channel"):
        signal.Notify(None, SIGUSR1)  # type: ignore[arg-type]


def test_what_is_no_signal_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="str is not a signal"):
        signal.Notify(chan[gos.Signal](1), "SIGTERM")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="str is not a signal"):
        signal.Ignored("SIGTERM")  # type: ignore[arg-type]


@pytest.mark.parametrize("sig", [gos.Kill, syscall.SIGSTOP, syscall.SIGSEGV, 0, 99, -1])
def test_what_cannot_be_caught_is_passed_over(sig: int) -> None:
    c = chan[gos.Signal](1)
    before = {n: pysignal.getsignal(n) for n in pysignal.valid_signals()}
    signal.Notify(c, sig)
    signal.Ignore(sig)
    assert not signal.Ignored(sig)
    signal.Reset(sig)
    assert {n: pysignal.getsignal(n) for n in pysignal.valid_signals()} == before
    signal.Stop(c)


def test_a_signal_of_another_kind_is_passed_over_as_in_go() -> None:
    class Note:
        def String(self) -> str:
            return "note"

        def Signal(self) -> None: ...

    c = chan[gos.Signal](1)
    signal.Notify(c, Note())
    assert not signal.Ignored(Note())
    signal.Stop(c)


@pytest.mark.from_go("os/signal/signal_test.go", "TestStop")
@pytest.mark.parametrize("sig", [SIGWINCH, SIGUSR1, SIGHUP])
def test_after_stop_nothing_comes_and_the_old_handler_is_back(
    sig: syscall.Signal,
) -> None:
    mine: list[int] = []
    pysignal.signal(sig, lambda n, _: mine.append(n))
    c = chan[gos.Signal](1)
    signal.Notify(c, sig)
    kill(sig)
    assert wait(c) == sig
    assert mine == []
    signal.Stop(c)
    kill(sig)
    settle()
    assert nothing(c)
    assert mine == [sig]


def test_stop_of_one_channel_leaves_the_others() -> None:
    a, b = chan[gos.Signal](1), chan[gos.Signal](1)
    signal.Notify(a, SIGUSR1)
    signal.Notify(b, SIGUSR1)
    signal.Stop(a)
    signal.Stop(a)
    kill(SIGUSR1)
    assert wait(b) == SIGUSR1
    assert nothing(a)
    signal.Stop(b)


def test_what_came_before_stop_is_in_the_channel_when_it_returns() -> None:
    for _ in range(50):
        c = chan[gos.Signal](1)
        signal.Notify(c, SIGUSR1)
        kill(SIGUSR1)
        signal.Stop(c)
        assert len(c) == 1


@pytest.mark.from_go("os/signal/signal_test.go", "TestStress")
def test_after_stop_the_channel_may_be_closed_while_signals_come() -> None:
    other = chan[gos.Signal](1)
    signal.Notify(other, SIGUSR1)
    stop = threading.Event()

    def storm() -> None:
        while not stop.is_set():
            kill(SIGUSR1)

    thread = threading.Thread(target=storm)
    thread.start()
    try:
        for _ in range(100):
            c = chan[gos.Signal](1)
            signal.Notify(c, SIGUSR1)
            wait(c)
            signal.Stop(c)
            c.close()
    finally:
        stop.set()
        blocking(thread.join)
    settle()
    signal.Stop(other)


def test_a_signal_for_a_closed_channel_is_a_panic() -> None:
    panics = chan[BaseException](1)
    previous = set_panic_hook(lambda _, exc: panics.send(exc))
    c = chan[gos.Signal](1)
    signal.Notify(c, SIGUSR1)
    c.close()
    kill(SIGUSR1)
    try:
        assert str(panics.recv()) == "send on closed channel"
    finally:
        set_panic_hook(previous)
        signal.Stop(c)


@pytest.mark.from_go("os/signal/signal_test.go", "TestReset")
def test_reset_takes_signals_from_all_channels() -> None:
    a, b = chan[gos.Signal](1), chan[gos.Signal](1)
    signal.Notify(a, SIGWINCH)
    signal.Notify(b, SIGWINCH, SIGUSR1)
    signal.Reset(SIGWINCH)
    assert pysignal.getsignal(SIGWINCH) is pysignal.SIG_DFL
    kill(SIGWINCH)
    kill(SIGUSR1)
    assert wait(b) == SIGUSR1
    settle()
    assert nothing(a)
    assert nothing(b)
    signal.Reset()
    assert pysignal.getsignal(SIGUSR1) is pysignal.SIG_DFL


@pytest.mark.from_go("os/signal/signal_test.go", "TestIgnore")
def test_ignore_takes_signals_from_all_channels() -> None:
    a, b = chan[gos.Signal](1), chan[gos.Signal](1)
    signal.Notify(a, SIGWINCH)
    signal.Notify(b, SIGTERM)
    signal.Ignore(SIGWINCH, SIGTERM)
    kill(SIGWINCH)
    kill(SIGTERM)
    settle()
    assert nothing(a)
    assert nothing(b)
    signal.Reset(SIGTERM)  # undoes Notify, not this
    assert signal.Ignored(SIGTERM)


@pytest.mark.from_go("os/signal/signal_test.go", "TestIgnored")
def test_ignored_tells_what_is_so() -> None:
    c = chan[gos.Signal](1)
    signal.Notify(c, SIGWINCH)
    assert not signal.Ignored(SIGWINCH)
    signal.Stop(c)
    signal.Ignore(SIGWINCH)
    assert signal.Ignored(SIGWINCH)
    signal.Notify(c, SIGWINCH)
    assert not signal.Ignored(SIGWINCH)
    kill(SIGWINCH)
    assert wait(c) == SIGWINCH
    signal.Stop(c)


@pytest.mark.parametrize("sig", [SIGHUP, SIGWINCH])
def test_what_notify_has_undone_is_not_ignored_after_stop(sig: syscall.Signal) -> None:
    c = chan[gos.Signal](1)
    signal.Ignore(sig)
    signal.Notify(c, sig)
    signal.Stop(c)
    assert not signal.Ignored(sig)
    signal.Ignore(sig)
    assert signal.Ignored(sig)


@pytest.mark.plain
def test_the_next_program_is_started_with_what_is_ignored() -> None:
    pysignal.signal(SIGHUP, pysignal.SIG_IGN)

    def main() -> None:
        assert signal.Ignored(SIGHUP)
        c = chan[gos.Signal](1)
        signal.Notify(c, SIGHUP)
        signal.Stop(c)
        assert not signal.Ignored(SIGHUP)

    for _ in range(2):
        run(main)


def test_after_ignore_notify_and_stop_a_signal_does_what_it_does_in_go() -> None:
    c = chan[gos.Signal](1)
    for sig, again in ((SIGTERM, pysignal.SIG_DFL), (SIGHUP, pysignal.SIG_IGN)):
        signal.Ignore(sig)
        signal.Notify(c, sig)
        signal.Stop(c)
        assert pysignal.getsignal(sig) is again


def test_what_python_ignores_by_itself_does_not_count_as_ignored() -> None:
    for sig in (syscall.SIGPIPE, syscall.SIGXFSZ):
        assert pysignal.getsignal(sig) is pysignal.SIG_IGN
        assert not signal.Ignored(sig)
        signal.Ignore(sig)
        assert signal.Ignored(sig)
        c = chan[gos.Signal](1)
        signal.Notify(c, sig)
        assert not signal.Ignored(sig)
        signal.Stop(c)
        assert not signal.Ignored(sig)
        assert pysignal.getsignal(sig) is pysignal.SIG_IGN


def test_a_write_to_a_broken_pipe_sends_sigpipe_and_raises() -> None:
    c = chan[gos.Signal](1)
    signal.Notify(c, syscall.SIGPIPE)
    r, w = gos.Pipe()
    r.Close()
    with pytest.raises(gos.PathError, match="broken pipe"):
        w.Write(b"x")
    assert wait(c) == syscall.SIGPIPE
    w.Close()
    signal.Stop(c)


def test_a_handler_that_was_set_after_notify_is_left_alone() -> None:
    c = chan[gos.Signal](1)
    signal.Notify(c, SIGUSR1)
    mine: list[int] = []

    def handler(n: int, _: object) -> None:
        mine.append(n)

    pysignal.signal(SIGUSR1, handler)
    kill(SIGUSR1)
    assert mine == [SIGUSR1]
    signal.Stop(c)
    assert pysignal.getsignal(SIGUSR1) is handler
    assert len(c) == 0


def test_ctrl_c_is_keyboardinterrupt_again_after_stop() -> None:
    c = chan[gos.Signal](1)
    signal.Notify(c, gos.Interrupt)
    kill(gos.Interrupt)
    assert wait(c) == gos.Interrupt
    signal.Stop(c)
    other = chan[int]()
    go(once_awaited, other, gos.Interrupt)
    with pytest.raises(KeyboardInterrupt):
        other.recv()


def test_a_signal_that_was_blocked_is_unblocked_while_somebody_wants_it() -> None:
    pysignal.pthread_sigmask(pysignal.SIG_BLOCK, {SIGUSR1})
    try:
        c = chan[gos.Signal](1)
        signal.Notify(c, SIGUSR1)
        kill(SIGUSR1)
        assert wait(c) == SIGUSR1
        signal.Stop(c)
        assert SIGUSR1 in pysignal.pthread_sigmask(pysignal.SIG_BLOCK, [])
    finally:
        pysignal.pthread_sigmask(pysignal.SIG_UNBLOCK, {SIGUSR1})


def test_a_signal_wakes_goroutines_while_main_is_in_blocking() -> None:
    c = chan[gos.Signal](1)
    signal.Notify(c, SIGUSR1)
    release = threading.Event()

    def other() -> None:
        assert c.recv() == SIGUSR1
        release.set()

    go(other)
    go(lambda: kill(SIGUSR1))
    assert blocking(release.wait, LONG)
    signal.Stop(c)


def test_a_thread_is_notified_while_the_main_thread_computes() -> None:
    c = chan[gos.Signal](1)
    signal.Notify(c, SIGUSR1)
    got: list[gos.Signal] = []
    thread = threading.Thread(target=lambda: got.append(c.recv()))
    thread.start()
    kill(SIGUSR1)
    while thread.is_alive():
        pass
    assert got == [SIGUSR1]
    signal.Stop(c)


def test_a_thread_that_is_not_the_main_one_may_ask_and_stop() -> None:
    c = chan[gos.Signal](1)

    def elsewhere() -> None:
        signal.Notify(c, SIGUSR1, syscall.SIGURG)
        kill(SIGUSR1)
        assert wait(c) == SIGUSR1
        signal.Stop(c)
        signal.Ignore(SIGUSR2)

    blocking(elsewhere)
    # In Python's own table ours may stand for a moment longer.
    assert signal_unix.before(SIGUSR1) is pysignal.SIG_DFL
    assert signal.Ignored(SIGUSR2)


def test_a_thread_may_ask_while_the_main_thread_computes() -> None:
    done = threading.Event()

    def elsewhere() -> None:
        for _ in range(20):
            c = chan[gos.Signal](1)
            signal.Notify(c, SIGUSR1)
            kill(SIGUSR1)
            wait(c)
            signal.Stop(c)
        done.set()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    while not done.is_set():
        pass
    thread.join()


def test_threads_and_the_main_goroutine_ask_at_once() -> None:
    def late(n: int, _: object) -> None:
        """One of two signals may come when the other has let both channels go."""

    pysignal.signal(SIGUSR1, late)

    def often() -> None:
        for _ in range(30):
            c = chan[gos.Signal](1)
            signal.Notify(c, SIGUSR1)
            kill(SIGUSR1)
            assert wait(c) == SIGUSR1
            signal.Stop(c)

    threads = [threading.Thread(target=often) for _ in range(3)]
    for t in threads:
        t.start()
    often()
    for t in threads:
        blocking(t.join)
    assert pysignal.getsignal(SIGUSR1) is late


def test_without_sigurg_a_thread_is_told_why_not() -> None:
    handler = pysignal.signal(syscall.SIGURG, pysignal.SIG_IGN)
    try:
        with pytest.raises(RuntimeError, match="only the main thread"):
            blocking(signal.Notify, chan[gos.Signal](1), SIGUSR1)
    finally:
        pysignal.signal(syscall.SIGURG, handler)
    assert pysignal.getsignal(SIGUSR1) is pysignal.SIG_DFL


def test_sigurg_is_a_signal_like_any_other() -> None:
    c = chan[gos.Signal](1)
    signal.Notify(c, syscall.SIGURG)
    kill(syscall.SIGURG)
    assert wait(c) == syscall.SIGURG
    signal.Ignore(syscall.SIGURG)
    assert signal.Ignored(syscall.SIGURG)
    kill(syscall.SIGURG)
    settle()
    assert nothing(c)
    signal.Notify(c, syscall.SIGURG)
    assert not signal.Ignored(syscall.SIGURG)
    signal.Stop(c)


def test_stop_in_a_handler_that_cut_into_notify_is_refused_or_works() -> None:
    # It may cut in anywhere, also where the lock is held.
    c = chan[gos.Signal](1)
    refused: set[str] = set()
    handled = threading.Semaphore(0)

    def handler(n: int, _: object) -> None:
        try:
            signal.Stop(c)
        except RuntimeError as err:
            refused.add(str(err).rpartition(": ")[2])
        handled.release()

    pysignal.signal(SIGUSR2, handler)
    stop = threading.Event()

    def storm() -> None:
        while not stop.is_set():
            kill(SIGUSR2)
            handled.acquire()

    thread = threading.Thread(target=storm)
    thread.start()
    try:
        for _ in range(300):
            signal.Notify(c, SIGUSR1)
            signal.Stop(c)
    finally:
        stop.set()
        blocking(thread.join)
        signal.Stop(c)
    assert refused <= {
        "blocking call in a finalizer or signal handler that interrupted the runtime",
        # A handler that the next signal cuts into, and so on: the storm was faster.
        "maximum recursion depth exceeded",
    }
    assert pysignal.getsignal(SIGUSR1) is pysignal.SIG_DFL


def test_nobody_is_left_behind() -> None:
    before = NumGoroutine()
    c = chan[gos.Signal](1)
    signal.Notify(c)
    assert NumGoroutine() == before
    signal.Stop(c)

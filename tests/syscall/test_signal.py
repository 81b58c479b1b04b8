"""Signals by name, and what wait says."""

import pickle
import signal

import pytest

from goruntime import syscall

pytestmark = pytest.mark.plain


def test_texts_are_gos() -> None:
    for sig, text in (
        (syscall.SIGHUP, "hangup"),
        (syscall.SIGINT, "interrupt"),
        (syscall.SIGKILL, "killed"),
        (syscall.SIGPIPE, "broken pipe"),
        (syscall.SIGUSR1, "user defined signal 1"),
        (syscall.SIGTERM, "terminated"),
        (syscall.SIGSTOP, "stopped (signal)"),
        (syscall.Signal(77), "signal 77"),
        (syscall.Signal(-1), "signal -1"),
    ):
        assert str(sig) == sig.String() == f"{sig}" == text
    assert f"{syscall.SIGKILL:d}" == "9"
    assert repr(syscall.SIGINT) == "<Signal 2 interrupt>"


def test_a_signal_is_pythons_number() -> None:
    assert int(syscall.SIGINT) == int(signal.SIGINT)
    signal.getsignal(syscall.SIGINT)
    assert pickle.loads(pickle.dumps(syscall.SIGINT)) == syscall.SIGINT
    syscall.SIGINT.Signal()


def test_every_signal_of_go_has_a_name_here() -> None:
    for name in dir(syscall):
        if name.startswith("SIG") and name != "SIG":
            sig = getattr(syscall, name)
            assert sig == getattr(signal, name)
            assert not str(sig).startswith("signal ")


def test_wait_status() -> None:
    status = syscall.WaitStatus(3 << 8)
    assert (status.Exited(), status.ExitStatus(), status.Signaled()) == (True, 3, False)
    assert (status.Signal(), status.CoreDump()) == (-1, False)
    status = syscall.WaitStatus(11 | 0x80)
    assert (status.Exited(), status.ExitStatus(), status.Signaled()) == (
        False,
        -1,
        True,
    )
    assert (status.Signal(), status.CoreDump()) == (syscall.SIGSEGV, True)

"""Cmd: its context, Cancel and WaitDelay."""

from builtins import bytes as pybytes
from collections.abc import Callable
from typing import Any

import pytest

from goruntime import (
    Panic,
    bytes,
    chan,
    context,
    errors,
    io,
    os,
    time,
)
from goruntime.os import exec
from tests.os.exec.commands import LONG, raised, sh


@pytest.mark.from_go("os/exec/exec_test.go", "TestContext")
def test_a_context_that_is_never_done_does_nothing() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    with cancel:
        cmd = exec.CommandContext(ctx, "cat")
        to, out = cmd.StdinPipe(), cmd.StdoutPipe()
        cmd.Start()
        to.Write(b"O:hi\n")
        to.Close()
        assert io.ReadAll(out) == b"O:hi\n"
        cmd.Wait()


@pytest.mark.from_go("os/exec/exec_test.go", "TestContextCancel")
def test_a_context_that_is_done_kills() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    cmd = exec.CommandContext(ctx, "cat")
    cmd.StdinPipe()
    cmd.Start()
    cancel()
    assert raised(cmd.Wait) == "signal: killed"
    assert ctx.Err() == context.Canceled


def test_a_deadline_kills() -> None:
    ctx, cancel = context.WithTimeout(context.Background(), 10 * time.Millisecond)
    with cancel:
        cmd = exec.CommandContext(ctx, "sleep", str(LONG))
        assert raised(cmd.Run) == "signal: killed"


def test_a_context_that_is_done_before_starts_nothing() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    cancel()
    cmd = exec.CommandContext(ctx, "true")
    cmd.StdinPipe()
    with pytest.raises(context.Canceled):
        cmd.Run()
    assert cmd.Process is None


def test_a_context_is_not_none() -> None:
    with pytest.raises(Panic, match="nil Context"):
        exec.CommandContext(None, "true")  # type: ignore[arg-type]


def test_cancel_needs_a_context() -> None:
    cmd = exec.Command("true")
    cmd.Cancel = lambda: None
    text = "exec: command with a non-nil Cancel was not created with CommandContext"
    assert raised(cmd.Run) == text


@pytest.mark.from_go("os/exec/exec_test.go", "TestCancelErrors")
class TestCancel:
    """What Wait raises after Cancel was called."""

    def run(
        self, script: str, cancel: Callable[[exec.Cmd], object] | None, delay: float = 0
    ) -> exec.Cmd:
        """Run a script that says when it is ready, and cancel it then."""
        ctx, stop = context.WithCancel(context.Background())
        cmd = exec.CommandContext(ctx, "sh", "-c", script)
        self.to, out = cmd.StdinPipe(), cmd.StdoutPipe()
        cmd.Cancel = None if cancel is None else lambda: cancel(cmd)
        cmd.WaitDelay = delay
        cmd.Start()
        assert out.Read(bytearray(100)) == 6  # "ready\n"
        stop()
        try:
            cmd.Wait()
        finally:
            for f in (self.to, out):
                assert "already closed" in raised(f.Close)
        return cmd

    def test_success_after_it_returned_is_the_contexts_error(self) -> None:
        with pytest.raises(context.Canceled):
            self.run("echo ready; cat", lambda cmd: self.to.Close())

    def test_success_after_it_failed_is_its_error(self) -> None:
        def cancel(cmd: exec.Cmd) -> None:
            self.to.Close()
            raise errors.New("arbitrary error")

        text = "exec: canceling Cmd: arbitrary error"
        assert raised(lambda: self.run("echo ready; cat", cancel)) == text

    def test_success_after_it_found_the_process_done_is_success(self) -> None:
        def cancel(cmd: exec.Cmd) -> None:
            self.to.Close()
            raise os.ErrProcessDone

        self.run("echo ready; cat", cancel)

    def test_a_failure_is_the_failure(self) -> None:
        def cancel(cmd: exec.Cmd) -> None:
            self.to.Close()
            raise errors.New("arbitrary error")

        script = "echo ready; cat; exit 3"
        assert raised(lambda: self.run(script, cancel)) == "exit status 3"

    def test_a_signal_that_is_handled(self) -> None:
        def cancel(cmd: exec.Cmd) -> None:
            assert cmd.Process is not None
            cmd.Process.Signal(os.Interrupt)

        script = "trap 'exit 5' INT; echo ready; while :; do sleep 0.01; done"
        assert raised(lambda: self.run(script, cancel)) == "exit status 5"

    def test_one_that_does_not_end_is_killed_after_the_delay(self) -> None:
        script = "trap '' INT; echo ready; exec sleep 20"
        text = raised(lambda: self.run(script, lambda cmd: None, 0.02))
        assert text == "signal: killed"

    def test_without_cancel_it_is_killed_after_the_delay(self) -> None:
        text = raised(lambda: self.run("echo ready; exec sleep 20", None, 0.02))
        assert text == "signal: killed"


@pytest.mark.from_go("os/exec/exec_test.go", "TestWaitInterrupt")
def test_pipes_that_stay_open_are_closed_after_the_delay() -> None:
    cmd = sh("sleep 20 >&1 & echo $!")
    out = cmd.Stdout = bytes.Buffer()
    cmd.WaitDelay = 20 * time.Millisecond
    with pytest.raises(exec.ErrWaitDelay) as caught:
        cmd.Run()
    assert str(caught.value) == "exec: WaitDelay expired before I/O complete"
    os.FindProcess(int(out.Bytes())).Kill()


def test_pipes_that_are_closed_in_time_are_waited_for() -> None:
    cmd = sh("(sleep 0.05; echo late) &")
    out = cmd.Stdout = bytes.Buffer()
    cmd.WaitDelay = LONG
    cmd.Run()
    assert out.Bytes() == b"late\n"


def test_after_a_kill_the_pipes_of_who_is_left_are_closed() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    cmd = exec.CommandContext(ctx, "sh", "-c", "trap '' TERM; sleep 20 & echo $!; wait")
    said = chan[int](1)

    class Writer:
        def Write(self, p: Any) -> int:
            said.send(int(pybytes(p)))
            return len(p)

    cmd.Stdout = Writer()
    cmd.WaitDelay = 30 * time.Millisecond
    cmd.Start()
    left = said.recv()
    cancel()
    assert raised(cmd.Wait) == "signal: killed"
    os.FindProcess(left).Kill()

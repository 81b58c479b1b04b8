"""Cmd: how it ends, what cannot be run, many at once."""

import os as pyos
import pickle
import sys
from pathlib import Path

import pytest

from goruntime import (
    Gosched,
    chan,
    context,
    errors,
    go,
    io,
    os,
    strings,
    sync,
    syscall,
)
from goruntime.os import exec, signal
from goruntime.x.sync import errgroup
from tests.os.exec.commands import raised, sh


@pytest.mark.from_go("os/exec/exec_test.go", "TestEcho")
def test_output() -> None:
    assert exec.Command("echo", "foo bar", "baz").Output() == b"foo bar baz\n"


@pytest.mark.from_go("os/exec/exec_test.go", "TestExitStatus")
def test_a_status_other_than_0_is_an_error() -> None:
    cmd = sh("exit 42")
    with pytest.raises(exec.ExitError) as caught:
        cmd.Run()
    err = caught.value
    assert str(err) == err.String() == str(cmd.ProcessState) == "exit status 42"
    assert err.ProcessState is cmd.ProcessState
    assert (err.ExitCode(), err.Exited(), err.Success()) == (42, True, False)
    assert err.Sys().ExitStatus() == 42
    assert cmd.Process is not None
    assert err.Pid() == cmd.Process.Pid
    assert err.UserTime() >= 0
    assert err.SystemTime() >= 0
    assert err.SysUsage().ru_maxrss > 0


@pytest.mark.from_go("os/exec/exec_test.go", "TestExitCode")
def test_a_signal_has_no_status() -> None:
    cmd = sh("kill -9 $$")
    with pytest.raises(exec.ExitError) as caught:
        cmd.Run()
    assert str(caught.value) == "signal: killed"
    state = cmd.ProcessState
    assert state is not None
    assert state.ExitCode() == -1
    assert not state.Exited()
    assert state.Sys().Signaled()
    assert state.Sys().Signal() == syscall.SIGKILL


def test_success_has_a_state_too() -> None:
    cmd = exec.Command("true")
    cmd.Run()
    assert cmd.ProcessState is not None
    assert str(cmd.ProcessState) == "exit status 0"
    assert cmd.ProcessState.Success()


@pytest.mark.from_go("os/exec/exec_test.go", "TestOutputStderrCapture")
def test_output_keeps_what_standard_error_said() -> None:
    with pytest.raises(exec.ExitError) as caught:
        sh("echo out; echo some stderr text >&2; exit 1").Output()
    assert caught.value.Stderr == b"some stderr text\n"
    assert caught.value.partial == b"out\n"


@pytest.mark.from_go("os/exec/exec_test.go", "TestCatGoodAndBadFile")
def test_combined_output_is_in_order_and_comes_with_the_error() -> None:
    with pytest.raises(exec.ExitError) as caught:
        sh("echo 1; echo 2 >&2; echo 3; exit 1").CombinedOutput()
    assert caught.value.partial == b"1\n2\n3\n"


@pytest.mark.from_go("os/exec/exec_test.go", "TestNoExistExecutable")
def test_what_is_not_there() -> None:
    cmd = exec.Command("no-such-program-x")
    text = 'exec: "no-such-program-x": executable file not found in $PATH'
    with pytest.raises(exec.Error) as caught:
        cmd.Run()
    assert str(caught.value) == str(cmd.Err) == text
    assert errors.Is(caught.value, exec.ErrNotFound)
    assert isinstance(caught.value, FileNotFoundError)
    assert caught.value.Name == "no-such-program-x"
    with pytest.raises(os.PathError) as path:
        exec.Command("/no/such/program").Run()
    assert str(path.value) == "fork/exec /no/such/program: no such file or directory"


def test_what_may_not_be_run(tmp_path: Path) -> None:
    name = str(tmp_path / "file")
    os.WriteFile(name, b"#!/bin/sh\n", 0o644)
    text = f"fork/exec {name}: permission denied"
    assert raised(exec.Command(name).Run) == text
    os.Chmod(name, 0o755)
    os.WriteFile(name, b"neither", 0o755)
    text = f"fork/exec {name}: exec format error"
    assert raised(exec.Command(name).Run) == text


@pytest.mark.from_go("os/exec/exec_test.go", "TestAbsPathExec")
def test_what_is_run_is_the_path_whatever_it_was_found_for() -> None:
    path = exec.LookPath("true")
    assert exec.Command(path).Path == path
    exec.Command(path).Run()
    exec.Cmd(Path=path).Run()
    nowhere = exec.Cmd(Path="true", Dir="/")  # not looked for
    assert raised(nowhere.Run) == "fork/exec true: no such file or directory"
    cmd = exec.Command("false")
    cmd.Path, cmd.Args = path, [path]
    cmd.Run()


@pytest.mark.from_go("os/exec/exec_test.go", "TestNoPath")
def test_a_command_needs_a_path() -> None:
    assert raised(exec.Cmd().Run) == "exec: no command"


def test_a_directory_that_is_not_there() -> None:
    cmd = exec.Command("true")
    cmd.Dir = "/no/such/dir"
    assert raised(cmd.Run) == "chdir /no/such/dir: no such file or directory"


def test_a_nul_in_an_argument() -> None:
    cmd = exec.Command("true", "a\0b")
    assert raised(cmd.Run) == f"fork/exec {cmd.Path}: invalid argument"


@pytest.mark.from_go("os/exec/exec_test.go", "TestStart_twice")
def test_a_command_is_run_once() -> None:
    cmd = exec.Command("true")
    assert raised(cmd.Wait) == "exec: not started"
    cmd.Run()
    assert raised(cmd.Start) == raised(cmd.Run) == "exec: already started"
    assert raised(cmd.Wait) == "exec: Wait was already called"
    failed = exec.Command("no-such-program-x")
    raised(failed.Start)
    assert raised(failed.Start) == "exec: already started"


@pytest.mark.from_go("os/exec/exec_test.go", "TestDoubleStartLeavesPipesOpen")
def test_a_second_start_leaves_the_pipes_of_the_first() -> None:
    cmd = exec.Command("cat")
    to, out = cmd.StdinPipe(), cmd.StdoutPipe()
    cmd.Start()
    raised(cmd.Start)
    to.Write(b"hello")
    to.Close()
    assert io.ReadAll(out) == b"hello"
    cmd.Wait()


def test_what_is_set_already() -> None:
    cmd = exec.Command("true")
    cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
    assert raised(cmd.Output) == raised(cmd.StdoutPipe) == "exec: Stdout already set"
    assert raised(cmd.CombinedOutput) == "exec: Stdout already set"
    assert raised(cmd.StdinPipe) == "exec: Stdin already set"
    assert raised(cmd.StderrPipe) == "exec: Stderr already set"
    cmd.Stdout = None
    assert raised(cmd.CombinedOutput) == "exec: Stderr already set"


def test_pipes_are_asked_for_before_the_start() -> None:
    cmd = exec.Command("true")
    cmd.Start()
    for name in ("StdinPipe", "StdoutPipe", "StderrPipe"):
        assert raised(getattr(cmd, name)) == f"exec: {name} after process started"
    cmd.Wait()


@pytest.mark.from_go("os/exec/exec_test.go", "TestConcurrentExec")
def test_many_commands_that_are_killed_at_once() -> None:
    ctx, cancel = context.WithCancel(context.Background())
    started, done = sync.WaitGroup(), sync.WaitGroup()
    failed: list[str] = []

    def one() -> None:
        cmd = exec.CommandContext(ctx, "cat")
        cmd.Stdin = os.Stdin
        r, w = os.Pipe()
        cmd.Stdin = r
        with r, w:
            cmd.Start()
            started.Done()
            failed.append(raised(cmd.Wait))

    started.Add(10)
    for _ in range(10):
        done.Go(one)
    started.Wait()
    cancel()
    done.Wait()
    assert failed == ["signal: killed"] * 10


def test_others_go_on_while_one_waits() -> None:
    cmd = exec.Command("cat")
    to = cmd.StdinPipe()
    cmd.Start()
    ended = chan[None](1)

    def wait() -> None:
        cmd.Wait()
        ended.send(None)

    go(wait)
    for _ in range(100):
        Gosched()
    assert len(ended) == 0
    to.Close()
    ended.recv()


@pytest.mark.from_go("os/exec/exec_posix_test.go", "TestSIGCHLD")
def test_a_command_sends_sigchld_once() -> None:
    c = chan[os.Signal](10)
    signal.Notify(c, syscall.SIGCHLD)
    cmd = exec.Command("cat")
    to = cmd.StdinPipe()
    cmd.Start()
    assert len(c) == 0
    to.Close()
    cmd.Wait()
    assert c.recv() == syscall.SIGCHLD
    signal.Stop(c)
    assert len(c) == 0


def test_ctrl_c_ends_the_wait_and_one_can_wait_again() -> None:
    body = """
from goruntime import os, run
from goruntime.os import exec, signal
def main():
    cmd = exec.Command("sleep", "20")
    cmd.Start()
    os.Stdout.WriteString("ready\\n")
    try:
        cmd.Wait()
    except KeyboardInterrupt:
        cmd.Process.Kill()
        try:
            cmd.Wait()
        except exec.ExitError as err:
            os.Stdout.WriteString(str(err))
run(main)
"""
    cmd = exec.Command(sys.executable, "-c", body)
    out = cmd.StdoutPipe()
    cmd.Start()
    io.ReadFull(out, bytearray(6))
    assert cmd.Process is not None
    cmd.Process.Signal(os.Interrupt)
    assert io.ReadAll(out) == b"signal: killed"
    cmd.Wait()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_its_error_can_be_pickled(protocol: int) -> None:
    with pytest.raises(exec.ExitError) as caught:
        sh("echo x >&2; exit 3").Output()
    err = caught.value
    again = pickle.loads(pickle.dumps(err, protocol))
    assert str(again) == "exit status 3"
    assert again.Stderr == b"x\n"
    assert (again.Pid(), again.SysUsage()) == (err.Pid(), err.SysUsage())


@pytest.mark.slow
def test_a_thousand_commands_leave_nothing() -> None:
    g = errgroup.Group()
    g.SetLimit(8)
    fds = len(pyos.listdir("/proc/self/fd"))
    most = 0

    def one(i: int) -> None:
        nonlocal most
        cmd = exec.Command("cat")
        cmd.Stdin = strings.NewReader(f"{i}")
        assert cmd.Output() == f"{i}".encode()
        most = max(most, len(pyos.listdir("/proc/self/fd")))

    for i in range(1000):
        g.Go(lambda i=i: one(i))  # type: ignore[misc]
    g.Wait()
    assert most < fds + 100
    with pytest.raises(ChildProcessError):
        pyos.waitpid(-1, pyos.WNOHANG)  # no zombie either

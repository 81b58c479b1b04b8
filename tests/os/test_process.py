"""Processes without package exec: started, found, waited for, sent signals."""

import gc
import os as pyos
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from goruntime import blocking, chan, errors, go, io, os, sync, syscall
from goruntime.os import process
from tests.waiting import until


def raised(f: Callable[[], object]) -> str:
    with pytest.raises(errors.error) as caught:
        f()
    return str(caught.value)


def start(*argv: str, attr: os.ProcAttr | None = None) -> os.Process:
    return os.StartProcess(f"/bin/{argv[0]}", argv, attr or os.ProcAttr())


@pytest.fixture(params=["pidfd", "thread"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Wait in the poller, and as where there are no pidfds."""
    if request.param == "thread":
        monkeypatch.delattr(pyos, "pidfd_open")
    return str(request.param)


@pytest.mark.from_go("os/os_test.go", "TestStartProcess")
def test_its_files_arguments_environment_and_directory(how: str) -> None:
    r, w = os.Pipe()
    attr = os.ProcAttr(Dir="/usr", Env=["X=y"], Files=[None, w, os.Stderr])
    p = start("sh", "-c", "read x; echo $0 $X; pwd", attr=attr)
    w.Close()
    assert io.ReadAll(r) == b"sh y\n/usr\n"
    r.Close()
    state = p.Wait()
    assert str(state) == "exit status 0"
    assert state.Pid() == p.Pid


def test_what_cannot_be_started() -> None:
    attr = os.ProcAttr()
    text = "fork/exec /no/such: no such file or directory"
    assert raised(lambda: os.StartProcess("/no/such", ["x"], attr)) == text
    text = "chdir /no/such: no such file or directory"
    attr.Dir = "/no/such"
    assert raised(lambda: os.StartProcess("/bin/true", ["x"], attr)) == text
    r, w = os.Pipe()
    r.Close()
    w.Close()
    attr = os.ProcAttr(Files=[r])
    assert "invalid argument" in raised(lambda: start("true", attr=attr))
    extra = [None] * 4
    attr = os.ProcAttr(Files=extra, Sys=syscall.SysProcAttr(Credential=me()))
    with pytest.raises(errors.ErrUnsupported):
        start("true", attr=attr)


def me() -> syscall.Credential:
    return syscall.Credential(pyos.getuid(), pyos.getgid(), ())


@pytest.mark.skipif(pyos.getuid() != 0, reason="needs the right to change the user")
def test_for_another_user(tmp_path: Path) -> None:
    r, w = os.Pipe()
    sys = syscall.SysProcAttr(Credential=syscall.Credential(65534, 65534, [1, 2]))
    p = start("id", attr=os.ProcAttr(Files=[None, w], Sys=sys))
    w.Close()
    out = io.ReadAll(r)
    r.Close()
    p.Wait()
    assert b"uid=65534" in out
    assert b"gid=65534" in out


@pytest.mark.from_go("os/exec/exec_posix_test.go", "TestCredentialNoSetGroups")
def test_for_oneself_with_the_groups_as_they_are() -> None:
    r, w = os.Pipe()
    who = me()
    who.NoSetGroups = True  # else one needs the right to
    attr = os.ProcAttr(Files=[None, w], Sys=syscall.SysProcAttr(Credential=who))
    p = start("id", "-G", attr=attr)
    w.Close()
    groups = {int(gid) for gid in io.ReadAll(r).split()}
    r.Close()
    assert p.Wait().Success()
    assert groups == {pyos.getgid(), *pyos.getgroups()}


@pytest.mark.from_go("os/exec/exec_posix_test.go", "TestWaitid")
def test_one_that_is_stopped_is_waited_for_and_goes_on(how: str) -> None:
    r, w = os.Pipe()
    p = start("cat", attr=os.ProcAttr(Files=[r]))
    r.Close()
    p.Signal(syscall.SIGSTOP)
    states = chan[os.ProcessState]()
    go(lambda: states.send(p.Wait()))
    w.Close()
    until(lambda: stopped(p.Pid))
    p.Signal(syscall.SIGCONT)
    assert states.recv().Success()


def stopped(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat").read_text()
    return stat.rpartition(")")[2].split()[0] == "T"


@pytest.mark.from_go("os/exec_unix_test.go", "TestErrProcessDone")
def test_waited_for_once(how: str) -> None:
    p = start("true")
    p.Wait()
    assert raised(p.Wait) == "wait: no child processes"
    for f in (p.Kill, lambda: p.Signal(os.Interrupt)):
        with pytest.raises(os.ErrProcessDone) as caught:
            f()
        assert str(caught.value) == "os: process already finished"
    p.Release()
    assert repr(p) == f"<Process {p.Pid} done>"


@pytest.mark.from_go("os/os_test.go", "TestKillStartProcess")
def test_kill(how: str) -> None:
    p = start("sleep", "20")
    p.Kill()
    p.Kill()  # it is there until it was waited for
    state = p.Wait()
    assert str(state) == "signal: killed"
    assert state.Sys().Signal() == os.Kill


def test_a_signal_while_another_waits(how: str) -> None:
    p = start("sleep", "20")
    states = chan[os.ProcessState]()
    go(lambda: states.send(p.Wait()))
    p.Signal(syscall.SIGTERM)
    assert str(states.recv()) == "signal: terminated"


def test_of_two_that_wait_one_gets_it(how: str) -> None:
    p = start("sleep", "20")
    outcomes = chan[object](2)

    def wait() -> None:
        try:
            outcomes.send(str(p.Wait()))
        except os.SyscallError as err:
            outcomes.send(type(err.Err))

    go(wait)
    go(wait)
    p.Kill()
    got = [outcomes.recv(), outcomes.recv()]
    assert syscall.ECHILD in got
    assert "signal: killed" in got


def test_from_another_thread(how: str) -> None:
    p = start("sleep", "20")
    states: list[os.ProcessState] = []
    t = threading.Thread(target=lambda: states.append(p.Wait()))
    t.start()
    p.Kill()
    blocking(t.join)
    assert str(states[0]) == "signal: killed"


@pytest.mark.from_go("os/exec_test.go", "TestProcessReleaseTwice")
def test_released(how: str) -> None:
    p = start("sleep", "20")
    pid = p.Pid
    p.Release()
    assert p.Pid == -1
    assert raised(p.Kill) == "os: process already released"
    assert raised(p.Wait) == "invalid argument"
    p.Release()
    found = os.FindProcess(pid)
    found.Kill()
    assert str(found.Wait()) == "signal: killed"


@pytest.mark.from_go("os/os_test.go", "TestKillFindProcess")
def test_one_that_is_found_can_be_waited_for_if_it_is_ours(how: str) -> None:
    p = start("sleep", "20")
    found = os.FindProcess(p.Pid)
    found.Kill()
    assert str(found.Wait()) == "signal: killed"
    assert raised(p.Wait) in ("wait: no child processes", "waitid: no child processes")


@pytest.mark.from_go("os/exec_unix_test.go", "TestUNIXProcessAlive")
def test_one_that_is_not_ours(how: str) -> None:
    p = os.FindProcess(pyos.getpid())
    p.Signal(syscall.Signal(0))
    assert raised(p.Wait) == "waitid: no child processes"
    assert raised(lambda: p.Signal(syscall.Signal(9999))) == "invalid argument"
    assert raised(lambda: p.Signal("TERM")) == "os: unsupported signal type"
    p.Release()


@pytest.mark.from_go("os/exec_unix_test.go", "TestProcessAlreadyDone")
@pytest.mark.from_go("os/exec_unix_test.go", "TestProcessBadPID")
def test_one_that_is_not_there(how: str) -> None:
    p = os.FindProcess(99_999_999)
    assert raised(p.Kill) == "os: process already finished"
    assert raised(p.Wait) == "waitid: no child processes"
    p.Release()
    for pid, text in ((-1, "already released"), (0, "not initialized")):
        p = os.FindProcess(pid)
        assert raised(p.Kill) == f"os: process {text}"
        assert raised(p.Wait) == "waitid: invalid argument"


def test_a_group_is_found_by_its_number_below_zero(how: str) -> None:
    attr = os.ProcAttr(Sys=syscall.SysProcAttr(Setpgid=True))
    p = start("sleep", "20", attr=attr)
    os.FindProcess(-p.Pid).Signal(syscall.SIGTERM)
    assert str(p.Wait()) == "signal: terminated"
    gone = os.FindProcess(-p.Pid)
    assert raised(gone.Kill) == "os: process already finished"
    assert raised(gone.Wait) == "waitid: invalid argument"


def test_signals_are_what_can_be_sent() -> None:
    assert isinstance(os.Interrupt, os.Signal)
    assert (str(os.Interrupt), str(os.Kill)) == ("interrupt", "killed")


def test_one_that_is_dropped_closes_its_pidfd_and_warns() -> None:
    p = start("true")
    pid = p.Pid
    with pytest.warns(ResourceWarning, match=f"process {pid} was neither waited for"):
        del p
    pyos.waitpid(pid, 0)


def test_python_does_not_wait_for_it_behind_our_back() -> None:
    p = start("true")
    gc.collect()
    start("true").Wait()  # what has subprocess look after its own
    assert str(p.Wait()) == "exit status 0"


def test_many_at_once(how: str) -> None:
    wg = sync.WaitGroup()
    codes: list[int] = []

    def one(i: int) -> None:
        codes.append(start("sh", "-c", f"exit {i}").Wait().ExitCode())

    for i in range(20):
        wg.Go(one, i)
    wg.Wait()
    assert sorted(codes) == list(range(20))


def test_nobody_is_left_when_the_starter_is_interrupted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Interrupted(BaseException):
        pass

    pids: list[int] = []

    def away(f: Callable[[], tuple[int, int]], lost: Callable[[object], None]) -> None:
        got = f()
        pids.append(got[0])
        lost(got)
        raise Interrupted

    monkeypatch.setattr(process, "away", away)
    with pytest.raises(Interrupted):
        start("sleep", "20")
    with pytest.raises(ProcessLookupError):
        pyos.kill(pids[0], 0)

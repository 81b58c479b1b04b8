"""Cmd: its files, its environment, its directory."""

import os as pyos
import sys
from pathlib import Path
from typing import Any

import pytest

import net
from goruntime import (
    Gosched,
    NumGoroutine,
    bytes,
    chan,
    errors,
    go,
    io,
    os,
    strings,
    syscall,
)
from goruntime.os import exec
from tests.os.exec.commands import LONG, raised, sh


@pytest.mark.from_go("os/exec/exec_test.go", "TestCatStdin")
def test_input_from_a_reader() -> None:
    cmd = exec.Command("cat")
    cmd.Stdin = strings.NewReader("Input string\nLine 2")
    assert cmd.Output() == b"Input string\nLine 2"


def test_much_input_and_output() -> None:
    data = pyos.urandom(3_000_000)
    cmd = exec.Command("cat")
    cmd.Stdin = bytes.NewReader(data)
    assert cmd.Output() == data


def test_files_are_the_commands_own(tmp_path: Path) -> None:
    name = str(tmp_path / "file")
    os.WriteFile(name, b"in the file", 0o600)
    with os.Open(name) as src, os.Create(name + "2") as dst:
        cmd = exec.Command("cat")
        cmd.Stdin, cmd.Stdout = src, dst
        before = NumGoroutine()
        cmd.Start()
        assert NumGoroutine() == before
        cmd.Wait()
    assert os.ReadFile(name + "2") == b"in the file"


def test_nothing_set_is_nothing_there() -> None:
    cmd = sh('read x; test -z "$x" && echo out && echo err >&2')
    cmd.Run()


@pytest.mark.from_go("os/exec/exec_test.go", "TestPipes")
def test_pipes_to_a_program_that_answers() -> None:
    cmd = sh("while read x; do echo O:$x; echo E:$x >&2; done")
    to, out, err = cmd.StdinPipe(), cmd.StdoutPipe(), cmd.StderrPipe()
    cmd.Start()
    for word in ("I am output", "I am output2"):
        to.WriteString(word + "\n")
        for pipe, letter in ((out, "O"), (err, "E")):
            buf = bytearray(len(word) + 3)
            io.ReadFull(pipe, buf)
            assert buf.decode() == f"{letter}:{word}\n"
    to.Close()
    cmd.Wait()
    for pipe in (to, out, err):
        assert "file already closed" in raised(pipe.Close)


@pytest.mark.from_go("os/exec/exec_test.go", "TestStdinClose")
def test_wait_closes_the_pipe_to_a_command_that_has_ended() -> None:
    cmd = exec.Command("true")
    to = cmd.StdinPipe()
    cmd.Run()
    with pytest.raises(os.ErrClosed):
        to.Write(b"x")


@pytest.mark.from_go("os/exec/exec_test.go", "TestEchoFileRace")
def test_input_may_be_written_while_one_waits() -> None:
    cmd = exec.Command("head", "-n", "1")
    to = cmd.StdinPipe()
    cmd.Start()
    go(to.WriteString, "echo\n")
    cmd.Wait()


@pytest.mark.from_go("os/exec/exec_test.go", "TestStdinCloseRace")
def test_input_may_be_closed_while_the_command_is_killed() -> None:
    for _ in range(10):
        cmd = exec.Command("cat")
        to = cmd.StdinPipe()
        cmd.Start()
        assert cmd.Process is not None
        go(cmd.Process.Kill)

        def write(to: os.File = to) -> None:
            try:
                io.Copy(to, strings.NewReader("x" * 100_000))
                to.Close()
            except (os.ErrClosed, BrokenPipeError):
                pass

        go(write)
        with pytest.raises(exec.ExitError):
            cmd.Wait()


@pytest.mark.from_go("os/exec/exec_test.go", "TestIgnorePipeErrorOnSuccess")
def test_a_command_need_not_read_its_input() -> None:
    cmd = exec.Command("echo", "foo")
    cmd.Stdin = strings.NewReader("x" * 10_000_000)
    assert cmd.Output() == b"foo\n"


@pytest.mark.from_go("os/exec/exec_test.go", "TestClosePipeOnCopyError")
def test_a_writer_that_fails_ends_the_command() -> None:
    class Bad:
        def Write(self, p: Any) -> int:
            raise errors.New("bad writer")

    cmd = exec.Command("yes")
    cmd.Stdout = Bad()
    # What it dies of, by SIGPIPE, is more than what it was.
    assert raised(cmd.Run) == "signal: broken pipe"


def test_a_writer_that_fails_is_told_of_if_the_command_succeeds() -> None:
    class Bad:
        def Write(self, p: Any) -> int:
            raise errors.New("bad writer")

    cmd = exec.Command("echo")
    cmd.Stdout = Bad()
    assert raised(cmd.Run) == "bad writer"


def test_a_reader_that_fails_is_told_of() -> None:
    class Bad:
        def Read(self, p: Any) -> int:
            raise errors.New("bad reader")

    cmd = exec.Command("cat")
    cmd.Stdin = Bad()
    assert raised(cmd.Run) == "bad reader"


def test_one_writer_for_both_is_written_to_by_one_goroutine() -> None:
    class Writer:
        inside = 0

        def Write(self, p: Any) -> int:
            self.inside += 1
            assert self.inside == 1
            Gosched()
            self.inside -= 1
            return len(p)

    cmd = sh("for i in 1 2 3 4 5; do echo $i; echo $i >&2; done")
    cmd.Stdout = cmd.Stderr = Writer()
    cmd.Run()


@pytest.mark.from_go("os/exec/exec_test.go", "TestExtraFiles")
@pytest.mark.parametrize("dir", ["", "/"])
def test_extra_files_are_numbered_from_3(dir: str) -> None:
    ends = [os.Pipe() for _ in range(3)]
    for i, (_, w) in enumerate(ends):
        w.WriteString(f"file {i}\n")
        w.Close()
    cmd = sh('cat <&3 <&4 <&5; cat <&4; cat <&3; echo "$1"; pwd', "arg $1")
    cmd.ExtraFiles = [r for r, _ in ends]
    cmd.Dir = dir
    want = f"file 2\nfile 1\nfile 0\narg $1\n{dir or pyos.getcwd()}\n"
    assert cmd.Output().decode() == want
    for r, _ in ends:
        r.Close()


def test_extra_files_of_numbers_that_cross() -> None:
    r, w = os.Pipe()
    w.WriteString("hello")
    w.Close()
    cmd = sh("cat <&5; echo from 3 >&3")
    r2, w2 = os.Pipe()
    cmd.ExtraFiles = [w2, w2, r]
    cmd.Run()
    w2.Close()
    assert io.ReadAll(r2) == b"from 3\n"
    r.Close()
    r2.Close()


@pytest.mark.from_go("os/exec/exec_test.go", "TestExtraFilesRace")
def test_a_command_gets_its_own_extra_file_while_another_starts() -> None:
    def seen(f: os.File, out: chan[str]) -> None:
        cmd = exec.Command("find", "/proc/self/fd/", "-printf", "%f %l\\n")
        cmd.ExtraFiles = [f]
        out.send(cmd.Output().decode())

    with net.Listen("tcp", "127.0.0.1:0") as a, net.Listen("tcp", "127.0.0.1:0") as b:
        assert isinstance(a, net.TCPListener)
        assert isinstance(b, net.TCPListener)
        for _ in range(5):
            with a.File() as fa, b.File() as fb:
                outs = [(f, chan[str]()) for f in (fa, fb)]
                for f, out in outs:
                    go(seen, f, out)
                for f, out in outs:
                    of_sockets = [s for s in out.recv().splitlines() if "socket" in s]
                    assert of_sockets == [
                        f"3 {pyos.readlink(f'/proc/self/fd/{f.Fd()}')}"
                    ]


def test_extra_files_of_a_program_that_is_not_there() -> None:
    r, w = os.Pipe()
    with r, w:
        for dir in ("", "/"):
            cmd = exec.Command("/no/such/program")
            cmd.ExtraFiles = [r]
            cmd.Dir = dir
            text = "fork/exec /no/such/program: no such file or directory"
            assert raised(cmd.Run) == text


@pytest.mark.from_go("os/exec/exec_test.go", "TestPipeLookPathLeak")
def test_a_command_that_does_not_start_leaves_no_pipe() -> None:
    for name in ("no-such-program-x", "/no/such/program"):
        cmd = exec.Command(name)
        cmd.StdinPipe()
        cmd.StdoutPipe()
        cmd.Stderr = bytes.Buffer()
        raised(cmd.Start)


def test_no_other_descriptor_of_ours_is_the_commands() -> None:
    r, w = os.Pipe()
    with r, w:
        out = exec.Command("ls", "/proc/self/fd").Output()
    assert out == b"0\n1\n2\n3\n"  # 3 is the directory


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_signals_are_the_systems_again_in_the_command() -> None:
    out = exec.Command("grep", "SigIgn", "/proc/self/status").Output()
    for sig in (syscall.SIGPIPE, syscall.SIGXFSZ):  # which Python ignores
        assert not int(out.split()[1], 16) & (1 << (sig - 1))


@pytest.mark.from_go("os/exec/exec_test.go", "TestDedupEnvEcho")
def test_the_last_of_a_variable_counts() -> None:
    cmd = sh("echo $FOO")
    cmd.Env = [*os.Environ(), "FOO=bad", "FOO=good"]
    assert cmd.Output() == b"good\n"
    assert cmd.Environ()[-1] == "FOO=good"


@pytest.mark.from_go("os/exec/exec_test.go", "TestEnvNULCharacter")
def test_a_variable_with_a_nul_is_refused() -> None:
    cmd = exec.Command("true")
    cmd.Env = ["FOO=foo\0BAR=bar"]
    assert raised(cmd.Run) == "exec: environment variable contains NUL"


def test_an_empty_environment_is_empty() -> None:
    cmd = exec.Command("env")
    cmd.Env = []
    assert cmd.Output() == b""


@pytest.mark.from_go("os/exec/exec_posix_test.go", "TestImplicitPWD")
@pytest.mark.parametrize(
    ("dir", "want"), [(".", "link"), ("..", ""), ("{}/a/../b", "b")]
)
def test_the_environment_has_the_directory(
    dir: str, want: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    here = tmp_path / "link"
    here.symlink_to(tmp_path / "a")
    monkeypatch.chdir(here)
    monkeypatch.setenv("PWD", str(here))
    cmd = sh("pwd")
    cmd.Dir = dir.format(tmp_path)
    assert [kv for kv in cmd.Environ() if kv.startswith("PWD=")] == [
        f"PWD={tmp_path / want}"
    ]
    assert cmd.Output().decode() == f"{tmp_path / want}\n"


@pytest.mark.from_go("os/exec/exec_posix_test.go", "TestExplicitPWD")
@pytest.mark.parametrize("pwd", ["real", "link"])
@pytest.mark.parametrize("dir", ["real", "link"])
def test_the_directory_has_the_name_that_it_was_given(
    dir: str, pwd: str, tmp_path: Path
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    cmd = sh("pwd")
    cmd.Env = [*cmd.Environ(), f"PWD={tmp_path / pwd}"]
    cmd.Dir = str(tmp_path / dir)
    assert [kv for kv in cmd.Environ() if kv.startswith("PWD=")] == cmd.Env[-1:]
    assert cmd.Output().decode() == f"{tmp_path / pwd}\n"


@pytest.mark.from_go("os/exec/exec_test.go", "TestCommandRelativeName")
def test_a_relative_path_is_relative_to_the_directory(tmp_path: Path) -> None:
    os.WriteFile(str(tmp_path / "prog"), b"#!/bin/sh\necho it is me $0\n", 0o755)
    cmd = exec.Command("./prog")
    cmd.Dir = str(tmp_path)
    assert cmd.Output() == b"it is me ./prog\n"
    cmd = exec.Cmd(Path="prog", Dir=str(tmp_path))
    assert cmd.Output() == b"it is me ./prog\n"


def test_the_name_it_is_called_by_can_be_another() -> None:
    cmd = exec.Command("sh", "-c", "cat /proc/$$/cmdline")
    assert cmd.Args is not None
    cmd.Args = ["other", *cmd.Args[1:]]
    assert cmd.Output().startswith(b"other\0-c\0")


@pytest.mark.from_go("os/exec/exec_test.go", "TestString")
@pytest.mark.from_go("os/exec/exec_test.go", "TestStringPathNotResolved")
@pytest.mark.from_go("os/exec/exec_test.go", "TestNoStringPanic")
@pytest.mark.from_go("os/exec/exec_test.go", "TestPathRace")
def test_as_text() -> None:
    cmd = exec.Command("sh", "-c", "exit 0")
    assert str(cmd) == cmd.String() == f"{exec.LookPath('sh')} -c exit 0"
    assert str(exec.Command("no-such-x", "a", "b")) == "no-such-x a b"
    assert str(exec.Cmd(Path="/bin/x")) == "/bin/x"
    assert str(exec.Cmd()) == ""
    cmd.Start()
    assert str(cmd) == cmd.String()  # while it runs, too
    cmd.Wait()


def test_a_session_and_a_group_of_its_own() -> None:
    for attr in (
        syscall.SysProcAttr(Setsid=True),
        syscall.SysProcAttr(Setpgid=True),
    ):
        cmd = exec.Command("sleep", str(LONG))
        cmd.SysProcAttr = attr
        cmd.Start()
        assert cmd.Process is not None
        assert pyos.getpgid(cmd.Process.Pid) == cmd.Process.Pid
        cmd.Process.Kill()
        assert raised(cmd.Wait) == "signal: killed"

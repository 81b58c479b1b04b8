"""The examples of Go's package documentation, and what they print."""

import json

import pytest

from goruntime import bytes as go_bytes
from goruntime import context, go, io, os, strings, time
from goruntime.os import exec
from tests.os.exec.commands import LONG, sh


@pytest.mark.from_go("os/exec/example_test.go", "ExampleLookPath")
@pytest.mark.from_go("os/exec/example_test.go", "ExampleCmd_Output")
@pytest.mark.from_go("os/exec/example_test.go", "ExampleCmd_Run")
@pytest.mark.from_go("os/exec/example_test.go", "ExampleCmd_Start")
def test_a_command_is_found_and_run() -> None:
    assert exec.LookPath("date") == exec.Command("date").Path
    assert exec.Command("date").Output().endswith(b"\n")
    exec.Command("sleep", "0").Run()
    cmd = exec.Command("sleep", "0")
    cmd.Start()
    cmd.Wait()


@pytest.mark.from_go("os/exec/example_test.go", "ExampleCommand")
def test_what_is_read_and_written_may_be_in_memory() -> None:
    cmd = exec.Command("tr", "a-z", "A-Z")
    cmd.Stdin = strings.NewReader("some input")
    out = strings.Builder()
    cmd.Stdout = out
    cmd.Run()
    assert out.String() == "SOME INPUT"


@pytest.mark.from_go("os/exec/example_test.go", "ExampleCommand_environment")
def test_the_last_value_of_a_variable_is_the_one_that_counts() -> None:
    cmd = sh("echo $FOO")
    cmd.Env = [*os.Environ(), "FOO=duplicate_value", "FOO=actual_value"]
    assert cmd.Output() == b"actual_value\n"


@pytest.mark.from_go("os/exec/example_test.go", "ExampleCmd_StdoutPipe")
def test_what_a_command_writes_is_decoded_while_it_comes() -> None:
    cmd = exec.Command("printf", '{"Name": "Bob", "Age": 32}')
    stdout = cmd.StdoutPipe()
    cmd.Start()
    person = json.load(io.to_pyfile(stdout))
    cmd.Wait()
    assert person == {"Name": "Bob", "Age": 32}


@pytest.mark.from_go("os/exec/example_test.go", "ExampleCmd_StdinPipe")
def test_what_is_written_to_a_pipe_is_a_commands_input() -> None:
    cmd = exec.Command("cat")
    stdin = cmd.StdinPipe()

    def write() -> None:
        with stdin:
            io.WriteString(stdin, "values written to stdin")

    go(write)
    assert cmd.CombinedOutput() == b"values written to stdin"


@pytest.mark.from_go("os/exec/example_test.go", "ExampleCmd_StderrPipe")
@pytest.mark.from_go("os/exec/example_test.go", "ExampleCmd_CombinedOutput")
def test_standard_error_alone_and_both() -> None:
    script = "echo stdout; echo 1>&2 stderr"
    cmd = sh(script)
    stderr = cmd.StderrPipe()
    cmd.Start()
    assert io.ReadAll(stderr) == b"stderr\n"
    cmd.Wait()
    assert sh(script).CombinedOutput() == b"stdout\nstderr\n"


@pytest.mark.from_go("os/exec/example_test.go", "ExampleCmd_Environ")
def test_the_environment_can_be_added_to_when_the_directory_is_set() -> None:
    cmd = sh("echo $POSIXLY_CORRECT; pwd")
    cmd.Dir = "/usr/.."
    cmd.Env = [*cmd.Environ(), "POSIXLY_CORRECT=1"]
    assert cmd.Output() == b"1\n/\n"


@pytest.mark.from_go("os/exec/example_test.go", "ExampleCommandContext")
def test_a_command_that_takes_too_long_is_killed() -> None:
    ctx, cancel = context.WithTimeout(context.Background(), 10 * time.Millisecond)
    with cancel:
        cmd = exec.CommandContext(ctx, "sleep", str(LONG))
        cmd.Stdout = go_bytes.Buffer()
        with pytest.raises(exec.ExitError, match=r"^signal: killed$"):
            cmd.Run()
    assert str(ctx.Err()) == "context deadline exceeded"

"""LookPath: what is found, and what is wrong with what is not."""

import os as pyos
import shutil
import subprocess
from pathlib import Path

import pytest

from goruntime import errors, os
from goruntime.errors.quote import quote
from goruntime.os import exec
from tests import subprogram


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Directories a and b with programs; b/only, and both/prog."""
    for name in ("a/prog", "b/prog", "b/only"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    (tmp_path / "a" / "only").write_text("not to be run")
    monkeypatch.setenv("PATH", f"{tmp_path}/a:{tmp_path}/none:{tmp_path}/b")
    return tmp_path


def test_the_first_that_can_be_run(programs: Path) -> None:
    assert exec.LookPath("prog") == f"{programs}/a/prog"
    assert exec.LookPath("only") == f"{programs}/b/only"


def test_a_path_is_not_looked_for(programs: Path) -> None:
    assert exec.LookPath(f"{programs}/b/prog") == f"{programs}/b/prog"


@pytest.mark.from_go("os/exec/lp_test.go", "TestLookPathNotFound")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("/etc/passwd", "permission denied"),
        ("/etc", "is a directory"),
        ("/no/such", "stat /no/such: no such file or directory"),
        ("/etc/passwd/x", "stat /etc/passwd/x: not a directory"),
        ("a/\0", "invalid argument"),
        ("no-such-x", "executable file not found in $PATH"),
        ("", "executable file not found in $PATH"),
        (".", "executable file not found in $PATH"),
        ("..", "executable file not found in $PATH"),
    ],
)
def test_what_cannot_be_run(name: str, text: str) -> None:
    with pytest.raises(exec.Error) as caught:
        exec.LookPath(name)
    assert str(caught.value) == f"exec: {quote(name)}: {text}"
    assert caught.value.Name == name


@pytest.mark.from_go("os/exec/lp_unix_test.go", "TestLookPathUnixEmptyPath")
def test_no_path_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(exec.ErrNotFound):
        exec.LookPath("sh")


@pytest.mark.from_go("os/exec/dot_test.go", "TestLookPath")
@pytest.mark.parametrize("path", [".", ":/none", "a:.", "./b/.."])
def test_what_is_found_here_is_refused(
    programs: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pyos.getcwd()
    (programs / "here").write_text("#!/bin/sh\necho run\n")
    (programs / "here").chmod(0o755)
    monkeypatch.setenv("PATH", path)
    pyos.chdir(programs)
    try:
        with pytest.raises(exec.Error) as caught:
            exec.LookPath("here")
        assert errors.Is(caught.value, exec.ErrDot)
        text = "cannot run executable found relative to current directory"
        assert str(caught.value) == f'exec: "here": {text}'
        assert caught.value.partial == "here"
        cmd = exec.Command("here")
        assert cmd.Path == "here"
        with pytest.raises(exec.ErrDot):
            cmd.Run()
        cmd = exec.Command("here")  # who means it says so
        cmd.Err = None
        assert cmd.Output() == b"run\n"
    finally:
        pyos.chdir(before)


def test_the_null_device_is_no_program() -> None:
    with pytest.raises(exec.Error, match="permission denied"):
        exec.LookPath(os.DevNull)


def mounts() -> bool:
    """Tell whether we may mount something that only a child of ours sees."""
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return (
        shutil.which("unshare") is not None
        and subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0
    )


@pytest.mark.plain
@pytest.mark.from_go("os/exec/lp_linux_test.go", "TestFindExecutableVsNoexec")
def test_a_program_that_lies_where_nothing_may_be_run(tmp_path: Path) -> None:
    if not mounts():
        pytest.skip("may not mount anything")
    noexec = f'mount -t tmpfs -o noexec none {tmp_path} && exec "$@"'
    name = f"{tmp_path}/program"
    program = """
        from goruntime import os, run
        from goruntime.os import exec

        def main():
            os.WriteFile(name, b"#!/bin/sh\\n", 0o755)
            for f in (lambda: exec.LookPath(name), exec.Command(name).Run):
                try:
                    f()
                except PermissionError as err:
                    print(err)

        run(main)
        """
    wrapper = ("unshare", "-rm", "sh", "-c", noexec, "sh")
    assert subprogram.result(f"name = {name!r}\n", program, *wrapper) == (
        0,
        f'exec: "{name}": permission denied\nfork/exec {name}: permission denied\n',
        "",
    )

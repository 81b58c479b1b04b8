"""The environment, and what else is known of the process."""

import os as pyos
import sys

import pytest

from goruntime import os


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyos, "environ", {})


@pytest.mark.from_go("os/env_test.go", "TestLookupEnv")
@pytest.mark.from_go("os/env_test.go", "TestUnsetenv")
@pytest.mark.from_go("os/env_test.go", "TestClearenv")
@pytest.mark.from_go("os/env_test.go", "TestConsistentEnviron")
def test_set_and_unset() -> None:
    assert os.LookupEnv("X") == ("", False)
    os.Setenv("X", "")
    assert os.LookupEnv("X") == ("", True)
    os.Setenv("X", "a=b")
    assert os.Getenv("X") == "a=b"
    assert "X=a=b" in os.Environ()
    assert os.Environ() == os.Environ()
    os.Unsetenv("X")
    os.Unsetenv("X")
    os.Unsetenv("")
    assert os.Getenv("X") == ""
    before = dict(pyos.environ)  # pytest's own among them
    os.Setenv("Y", "1")
    os.Clearenv()
    assert os.Environ() == []
    pyos.environ.update(before)


@pytest.mark.from_go("os/env_unix_test.go", "TestSetenvUnixEinval")
@pytest.mark.parametrize(("key", "value"), [("", "x"), ("a=b", "x"), ("a", "x\0")])
def test_what_cannot_be_set(key: str, value: str) -> None:
    with pytest.raises(os.SyscallError) as caught:
        os.Setenv(key, value)
    assert str(caught.value) == "setenv: invalid argument"


@pytest.mark.from_go("os/env_test.go", "TestExpand")
@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("", ""),
        ("$*", "all the args"),
        ("$$", "PID"),
        ("${*}", "all the args"),
        ("$1", "ARGUMENT1"),
        ("${1}", "ARGUMENT1"),
        ("now is the time", "now is the time"),
        ("$HOME", "/usr/gopher"),
        ("$home_1", "/usr/foo"),
        ("${HOME}", "/usr/gopher"),
        ("${H}OME", "(Value of H)OME"),
        ("A$$$#$1$H$home_1*B", "APIDNARGSARGUMENT1(Value of H)/usr/foo*B"),
        ("start$+middle$^end$", "start$+middle$^end$"),
        ("mixed$|bag$$$", "mixed$|bagPID$"),
        ("$", "$"),
        ("$}", "$}"),
        ("${", ""),
        ("${}", ""),
    ],
)
def test_expand(text: str, expanded: str) -> None:
    names = {
        "*": "all the args",
        "#": "NARGS",
        "$": "PID",
        "1": "ARGUMENT1",
        "HOME": "/usr/gopher",
        "H": "(Value of H)",
        "home_1": "/usr/foo",
    }
    assert os.Expand(text, lambda name: names.get(name, "")) == expanded


def test_expand_by_the_environment() -> None:
    os.Setenv("X", "y")
    assert os.ExpandEnv("a${X}b$Z") == "ayb"


@pytest.mark.from_go("os/os_test.go", "TestUserHomeDir")
def test_home() -> None:
    with pytest.raises(Exception, match=r"^\$HOME is not defined$"):
        os.UserHomeDir()
    os.Setenv("HOME", "/home/x")
    assert os.UserHomeDir() == "/home/x"


@pytest.mark.from_go("os/os_test.go", "TestHostname")
@pytest.mark.from_go("os/os_test.go", "TestGetppid")
def test_the_process() -> None:
    assert os.Getpid() == pyos.getpid()
    assert os.Getppid() == pyos.getppid()
    assert (os.Getuid(), os.Geteuid()) == (pyos.getuid(), pyos.geteuid())
    assert (os.Getgid(), os.Getegid()) == (pyos.getgid(), pyos.getegid())
    assert os.Getgroups() == pyos.getgroups()
    assert os.Getpagesize() % 4096 == 0
    assert os.Hostname() == pyos.uname().nodename
    assert os.Args is sys.argv
    assert os.IsPathSeparator("/")
    assert not os.IsPathSeparator(":")


def test_the_working_directory_by_the_name_it_has_in_pwd() -> None:
    assert os.Getwd() == pyos.getcwd()
    os.Setenv("PWD", pyos.getcwd() + "/.")
    assert os.Getwd() == pyos.getcwd() + "/."
    for wrong in ("/", "/no/such", "."):
        os.Setenv("PWD", wrong)
        assert os.Getwd() == pyos.getcwd()

"""The examples of Go's package documentation, and what they print."""

from pathlib import Path

import pytest

from goruntime import errors, os, time


@pytest.fixture
def dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return str(tmp_path)


@pytest.mark.from_go("os/example_test.go", "ExampleOpenFile")
@pytest.mark.from_go("os/example_test.go", "ExampleOpenFile_append")
@pytest.mark.from_go("os/example_test.go", "ExampleReadFile")
@pytest.mark.from_go("os/example_test.go", "ExampleWriteFile")
@pytest.mark.usefixtures("dir")
def test_a_log_that_grows() -> None:
    os.OpenFile("notes.txt", os.O_RDWR | os.O_CREATE, 0o755).Close()
    os.WriteFile("access.log", b"Hello, Gophers!\n", 0o666)
    flag = os.O_APPEND | os.O_CREATE | os.O_WRONLY
    with os.OpenFile("access.log", flag, 0o644) as f:
        f.Write(b"appended some data\n")
    assert os.ReadFile("access.log") == b"Hello, Gophers!\nappended some data\n"
    assert os.ReadFile("notes.txt") == b""


@pytest.mark.from_go("os/example_test.go", "ExampleChmod")
@pytest.mark.from_go("os/example_test.go", "ExampleChtimes")
@pytest.mark.from_go("os/example_test.go", "ExampleFileMode")
@pytest.mark.from_go("os/os_test.go", "TestOpenFileKeepsPermissions")
@pytest.mark.usefixtures("dir")
def test_permissions_and_times_are_as_they_were_set() -> None:
    when = time.Date(2007, time.March, 2, 4, 5, 6, 0, time.UTC)
    os.WriteFile("some-filename", b"", 0o666)
    os.Chmod("some-filename", 0o644)
    os.Chtimes("some-filename", when, when)
    flag = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
    with os.OpenFile("some-filename", flag, 0) as f:
        assert f.Stat().Mode().Perm() == 0o644
    fi = os.Lstat("some-filename")
    assert f"{fi.Mode().Perm():#o}" == "0o644"
    assert fi.Mode().IsRegular()
    assert fi.ModTime() >= when


@pytest.mark.from_go("os/example_test.go", "ExampleErrNotExist")
@pytest.mark.usefixtures("dir")
def test_what_is_not_there_is_found_out() -> None:
    with pytest.raises(os.PathError) as caught:
        os.Stat("a-nonexistent-file")
    assert errors.Is(caught.value, os.ErrNotExist)


@pytest.mark.from_go("os/example_test.go", "ExampleExpand")
@pytest.mark.from_go("os/example_test.go", "ExampleExpandEnv")
@pytest.mark.from_go("os/example_test.go", "ExampleLookupEnv")
@pytest.mark.from_go("os/example_test.go", "ExampleGetenv")
@pytest.mark.from_go("os/example_test.go", "ExampleUnsetenv")
def test_the_environment_is_asked_for_and_expanded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for key in ("NAME", "BURROW", "EMPTY"):
        monkeypatch.setenv(key, "")  # and back to what it was at the end
    os.Setenv("NAME", "gopher")
    os.Setenv("BURROW", "/usr/gopher")
    text = "Good ${DAY_PART}, $NAME!"
    names = {"DAY_PART": "morning", "NAME": "Gopher"}
    assert os.Expand(text, lambda name: names[name]) == "Good morning, Gopher!"
    text = "$NAME lives in ${BURROW}."
    assert os.ExpandEnv(text) == "gopher lives in /usr/gopher."
    assert os.LookupEnv("EMPTY") == ("", True)
    os.Unsetenv("EMPTY")
    assert os.LookupEnv("EMPTY") == ("", False)
    assert os.Getenv("NAME") == "gopher"


@pytest.mark.from_go("os/env_unix_test.go", "TestExpandEnvShellSpecialVar")
@pytest.mark.parametrize("name", "*#$@!?-")
def test_the_shells_special_names_may_have_braces(name: str) -> None:
    for text in (f"${name}", f"${{{name}}}"):
        assert os.Expand(f"<{text}>", lambda name: f"value of {name}") == (
            f"<value of {name}>"
        )


@pytest.mark.from_go("os/example_test.go", "ExampleMkdir")
@pytest.mark.from_go("os/example_test.go", "ExampleMkdirAll")
@pytest.mark.from_go("os/example_test.go", "ExampleReadDir")
@pytest.mark.from_go("os/example_test.go", "ExampleReadlink")
def test_directories_and_links(dir: str) -> None:
    with pytest.raises(os.ErrExist):
        os.Mkdir(dir, 0o750)
    os.MkdirAll("test/subdir", 0o750)
    os.WriteFile("test/hello.txt", b"Hello, Gophers!", 0o644)
    os.Symlink("hello.txt", "test/hello.link")
    names = [entry.Name() for entry in os.ReadDir("test")]
    assert names == ["hello.link", "hello.txt", "subdir"]
    to = os.Readlink("test/hello.link")
    assert to == "hello.txt"
    assert os.SameFile(os.Stat(f"test/{to}"), os.Stat("test/hello.link"))


@pytest.mark.from_go("os/example_test.go", "ExampleMkdirTemp")
@pytest.mark.from_go("os/example_test.go", "ExampleMkdirTemp_suffix")
@pytest.mark.from_go("os/example_test.go", "ExampleCreateTemp")
@pytest.mark.from_go("os/example_test.go", "ExampleCreateTemp_suffix")
def test_what_is_temporary_has_a_name_of_its_own(dir: str) -> None:
    logs = os.MkdirTemp(dir, "*-logs")
    os.WriteFile(f"{logs}/tmpfile", b"content", 0o666)
    with os.CreateTemp(dir, "example.*.txt") as f:
        f.Write(b"content")
    assert logs.startswith(dir)
    assert logs.endswith("-logs")
    assert f.Name().startswith(f"{dir}/example.")
    assert f.Name().endswith(".txt")
    os.RemoveAll(logs)
    os.Remove(f.Name())
    assert os.ReadDir(dir) == []

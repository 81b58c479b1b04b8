"""Files by their paths: made, removed, renamed, linked, described."""

import os as pyos
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goruntime import blocking, chan, errors, go, os, time
from goruntime.os.types import basename, gomode, sysmode


@pytest.fixture
def dir(tmp_path: Path) -> str:
    return str(tmp_path)


def raised(f: Callable[[], object]) -> str:
    with pytest.raises(errors.error) as caught:
        f()
    return str(caught.value)


@pytest.mark.from_go("os/os_test.go", "TestStatError")
@pytest.mark.from_go("os/os_test.go", "TestRenameFailed")
@pytest.mark.from_go("os/os_test.go", "TestTruncateNonexistentFile")
@pytest.mark.from_go("os/os_test.go", "TestOpenNoName")
@pytest.mark.from_go("os/stat_test.go", "TestStatNotExist")
def test_what_is_not_there_is_said_by_name() -> None:
    no, when = "/no/such", time.Now()
    for f, text in (
        (lambda: os.Open(no), "open /no/such"),
        (lambda: os.Create(no), "open /no/such"),
        (lambda: os.ReadFile(no), "open /no/such"),
        (lambda: os.WriteFile(no, b"", 0o600), "open /no/such"),
        (lambda: os.ReadDir(no), "open /no/such"),
        (lambda: os.Stat(no), "stat /no/such"),
        (lambda: os.Lstat(no), "lstat /no/such"),
        (lambda: os.Stat(""), "stat "),
        (lambda: os.Open(""), "open "),
        (lambda: os.Remove(no), "remove /no/such"),
        (lambda: os.Rename(no, "/x"), "rename /no/such /x"),
        (lambda: os.Link(no, "x"), "link /no/such x"),
        (lambda: os.Mkdir("/no/such", 0o700), "mkdir /no/such"),
        (lambda: os.Chmod(no, 0), "chmod /no/such"),
        (lambda: os.Chown(no, -1, -1), "chown /no/such"),
        (lambda: os.Lchown(no, -1, -1), "lchown /no/such"),
        (lambda: os.Truncate(no, 0), "truncate /no/such"),
        (lambda: os.Chtimes(no, when, when), "chtimes /no/such"),
        (lambda: os.Chdir(no), "chdir /no/such"),
        (lambda: os.Readlink(no), "readlink /no/such"),
        (lambda: os.MkdirTemp(no, "x"), "stat /no/such"),
    ):
        with pytest.raises(os.ErrNotExist) as caught:
            f()
        assert str(caught.value) == f"{text}: no such file or directory"
        assert isinstance(caught.value, FileNotFoundError)
        assert os.IsNotExist(caught.value)


@pytest.mark.from_go("os/error_test.go", "TestErrPathNUL")
def test_a_nul_in_a_name_is_invalid() -> None:
    for f in (os.Open, os.ReadFile, os.Stat, os.Remove, os.ReadDir, os.Chdir):
        with pytest.raises(os.PathError, match="a\0b: invalid argument"):
            f("a\0b")


def test_a_name_is_a_str_or_a_path(dir: str) -> None:
    os.WriteFile(Path(dir) / "x", b"data", 0o600)
    assert os.ReadFile(Path(dir) / "x") == b"data"
    for name in (b"x", 5, None):
        with pytest.raises(TypeError):
            os.Open(name)  # type: ignore[arg-type]


def test_a_name_that_is_not_utf8(dir: str) -> None:
    name = dir + "/\udcff"
    os.WriteFile(name, b"data", 0o600)
    assert pyos.listdir(pyos.fsencode(dir)) == [b"\xff"]
    assert [e.Name() for e in os.ReadDir(dir)] == ["\udcff"]


@pytest.mark.from_go("os/read_test.go", "TestWriteFile")
def test_write_file_and_read_file(dir: str) -> None:
    name = dir + "/file"
    for data in (b"The quick brown fox", b"shorter", b"", pyos.urandom(3_000_000)):
        os.WriteFile(name, data, 0o644)
        assert os.ReadFile(name) == data


@pytest.mark.from_go("os/read_test.go", "TestReadOnlyWriteFile")
def test_write_file_keeps_the_permissions_that_are_there(dir: str) -> None:
    name = dir + "/file"
    os.WriteFile(name, b"x", 0o600)
    os.WriteFile(name, b"y", 0o644)
    assert os.Stat(name).Mode() == 0o600


@pytest.mark.from_go("os/os_test.go", "TestReadFileProc")
def test_read_file_of_unknown_length() -> None:
    assert b"\n" in os.ReadFile("/proc/self/maps")


def test_read_file_of_a_directory(dir: str) -> None:
    assert raised(lambda: os.ReadFile(dir)) == f"read {dir}: is a directory"


@pytest.mark.from_go("os/os_test.go", "TestAppendDoesntOverwrite")
@pytest.mark.from_go("os/error_test.go", "TestErrIsExist")
def test_create_exclusively(dir: str) -> None:
    name = dir + "/file"
    flag = os.O_CREATE | os.O_EXCL | os.O_WRONLY
    os.OpenFile(name, flag, 0o600).Close()
    with pytest.raises(os.ErrExist) as caught:
        os.OpenFile(name, flag, 0o600)
    assert str(caught.value) == f"open {name}: file exists"
    assert os.IsExist(caught.value)


@pytest.mark.from_go("os/os_test.go", "TestStat")
def test_what_stat_says(dir: str) -> None:
    name = dir + "/file"
    os.WriteFile(name, b"12345", 0o640)
    when = time.Unix(1_000_000_000, 123_456_789)
    os.Chtimes(name, when, when)
    fi = os.Stat(name)
    assert isinstance(fi, os.FileInfo)
    assert (fi.Name(), fi.Size(), fi.IsDir()) == ("file", 5, False)
    assert fi.ModTime().Equal(when)
    assert fi.Sys().st_size == 5
    assert str(fi.Mode()) == "-rw-r-----"
    assert os.Stat(dir).IsDir()
    assert os.Stat(dir).Mode().IsDir()


@pytest.mark.from_go("os/os_test.go", "TestSymlink")
def test_links(dir: str) -> None:
    a, b, c = dir + "/a", dir + "/b", dir + "/c"
    os.WriteFile(a, b"x", 0o600)
    os.Symlink("a", b)
    os.Link(a, c)
    assert os.Readlink(b) == "a"
    assert os.Lstat(b).Mode().Type() == os.ModeSymlink
    assert os.Stat(b).Mode().IsRegular()
    assert os.SameFile(os.Stat(a), os.Stat(b))
    assert os.SameFile(os.Stat(a), os.Stat(c))
    assert not os.SameFile(os.Stat(a), os.Lstat(b))
    assert raised(lambda: os.Symlink("a", b)) == f"symlink a {b}: file exists"
    assert raised(lambda: os.Readlink(a)) == f"readlink {a}: invalid argument"


@pytest.mark.from_go("os/os_test.go", "TestStatSymlinkLoop")
def test_a_link_to_itself(dir: str) -> None:
    os.Symlink("x", dir + "/x")
    text = f"stat {dir}/x: too many levels of symbolic links"
    assert raised(lambda: os.Stat(dir + "/x")) == text


@pytest.mark.from_go("os/os_test.go", "TestRenameOverwriteDest")
def test_rename(dir: str) -> None:
    a, b = dir + "/a", dir + "/b"
    os.WriteFile(a, b"x", 0o600)
    os.WriteFile(b, b"y", 0o600)
    os.Rename(a, b)
    assert os.ReadFile(b) == b"x"
    assert raised(lambda: os.Stat(a)).startswith("stat")


@pytest.mark.from_go("os/os_test.go", "TestRenameToDirFailed")
def test_rename_to_a_directory(dir: str) -> None:
    a, b = dir + "/a", dir + "/b"
    os.Mkdir(a, 0o700)
    os.Mkdir(b, 0o700)
    with pytest.raises(os.LinkError) as caught:
        os.Rename(a, b)
    assert str(caught.value) == f"rename {a} {b}: file exists"
    with pytest.raises(os.ErrNotExist):
        os.Rename(dir + "/c", b)


def test_remove(dir: str) -> None:
    name = dir + "/x"
    os.WriteFile(name, b"", 0o600)
    os.Remove(name)
    os.Mkdir(name, 0o700)
    os.WriteFile(name + "/y", b"", 0o600)
    assert raised(lambda: os.Remove(name)) == f"remove {name}: directory not empty"
    text = f"remove {name}/y/z: not a directory"
    assert raised(lambda: os.Remove(name + "/y/z")) == text
    os.Remove(name + "/y")
    os.Remove(name)


@pytest.mark.from_go("os/path_test.go", "TestMkdirAll")
def test_mkdir_all(dir: str) -> None:
    path = dir + "/a/b//c/"
    os.MkdirAll(path, 0o777)
    os.MkdirAll(path, 0o777)
    os.MkdirAll(dir + "/a/d/.", 0o777)
    assert os.Stat(dir + "/a/d").IsDir()
    file = dir + "/a/file"
    os.WriteFile(file, b"", 0o600)
    for path in (file, file + "/sub"):
        with pytest.raises(os.PathError) as caught:
            os.MkdirAll(path, 0o777)
        assert str(caught.value) == f"mkdir {file}: not a directory"


@pytest.mark.from_go("os/os_unix_test.go", "TestMkdirStickyUmask")
def test_mkdir_takes_the_umask_into_account(dir: str) -> None:
    old = pyos.umask(0o077)
    try:
        os.Mkdir(dir + "/x", os.ModeSticky | 0o755)
    finally:
        pyos.umask(old)
    assert os.Stat(dir + "/x").Mode() == os.ModeDir | os.ModeSticky | 0o700


@pytest.mark.from_go("os/os_test.go", "TestTruncate")
def test_truncate(dir: str) -> None:
    name = dir + "/x"
    with os.Create(name) as f:
        f.Write(b"12345")
        os.Truncate(name, 3)
        assert os.ReadFile(name) == b"123"
        os.Truncate(name, 0)
        f.Write(b"67")  # where it was
    assert os.ReadFile(name) == bytes(5) + b"67"


@pytest.mark.from_go("os/os_test.go", "TestChtimes")
@pytest.mark.from_go("os/os_test.go", "TestChtimesDir")
@pytest.mark.from_go("os/os_test.go", "TestChtimesToUnixZero")
@pytest.mark.from_go("os/os_test.go", "TestChtimesOmit")
@pytest.mark.parametrize("atime", [0, 10**9, None])
@pytest.mark.parametrize("mtime", [0, 10**9, None])
@pytest.mark.parametrize("kind", ["file", "directory"])
def test_chtimes_leaves_what_is_the_zero_time(
    atime: int | None, mtime: int | None, kind: str, dir: str
) -> None:
    name = dir + "/x"
    if kind == "file":
        os.WriteFile(name, b"hi", 0o600)
    else:
        os.Mkdir(name, 0o700)
    pyos.utime(name, (5, 6))
    given = [time.Time() if t is None else time.Unix(t, 0) for t in (atime, mtime)]
    os.Chtimes(name, *given)
    st = pyos.stat(name)
    assert st.st_atime == (5 if atime is None else atime)
    assert st.st_mtime == (6 if mtime is None else mtime)
    os.Chtimes("/no/such", time.Time(), time.Time())  # nothing to do


@pytest.mark.from_go("os/os_unix_test.go", "TestChown")
@pytest.mark.from_go("os/os_unix_test.go", "TestFileChown")
@pytest.mark.from_go("os/os_unix_test.go", "TestLchown")
def test_chown_to_the_groups_that_one_is_in(dir: str) -> None:
    name, link = dir + "/x", dir + "/link"
    os.Symlink("x", link)
    with os.Create(name) as f:
        for gid in {os.Getgid(), *os.Getgroups()}:
            os.Chown(link, -1, gid)
            assert os.Stat(name).Sys().st_gid == gid
            f.Chown(-1, gid)
            assert f.Stat().Sys().st_gid == gid
            os.Lchown(link, -1, gid)
            assert os.Lstat(link).Sys().st_gid == gid
            assert os.Stat(name).Sys().st_uid == os.Getuid()


@pytest.mark.from_go("os/os_test.go", "TestOpenFileCreateExclDanglingSymlink")
def test_a_link_that_leads_nowhere_is_in_the_way(dir: str) -> None:
    link = dir + "/link"
    os.Symlink("does_not_exist", link)
    with pytest.raises(os.ErrExist):
        os.OpenFile(link, os.O_WRONLY | os.O_CREATE | os.O_EXCL, 0o444)
    with pytest.raises(os.ErrNotExist):
        os.Stat(link)


@pytest.mark.from_go("os/stat_test.go", "TestDirAndSymlinkStats")
@pytest.mark.from_go("os/stat_test.go", "TestFileAndSymlinkStats")
@pytest.mark.from_go("os/stat_test.go", "TestSymlinkWithTrailingSlash")
@pytest.mark.from_go("os/os_test.go", "TestStatDirWithTrailingSlash")
@pytest.mark.from_go("os/os_test.go", "TestStatRelativeSymlink")
@pytest.mark.parametrize("kind", ["file", "directory"])
def test_a_link_to_a_link_is_what_that_leads_to(kind: str, dir: str) -> None:
    name, link, linklink = dir + "/x", dir + "/link", dir + "/linklink"
    if kind == "file":
        os.WriteFile(name, b"", 0o644)
    else:
        os.Mkdir(name, 0o777)
    os.Symlink(name, link)
    os.Symlink("link", linklink)
    fi = os.Stat(name)
    assert fi.IsDir() == (kind == "directory")
    assert fi.Mode().IsRegular() == (kind == "file")
    paths = [link, linklink]
    if kind == "directory":
        paths += [name + "/", link + "/"]
        assert os.Lstat(link + "/").IsDir()
    for path in paths:
        assert os.SameFile(fi, os.Stat(path))
        with os.Open(path) as f:
            assert os.SameFile(fi, f.Stat())
    for path in (link, linklink):
        assert os.Lstat(path).Mode().Type() == os.ModeSymlink
        assert not os.Lstat(path).IsDir()


@pytest.mark.from_go("os/os_test.go", "TestLongSymlink")
@pytest.mark.from_go("os/os_test.go", "TestLongPath")
def test_names_that_are_long(dir: str) -> None:
    to = "0123456789abcdef" * 15
    os.Symlink(to, dir + "/link")
    assert os.Readlink(dir + "/link") == to
    deep = dir + "/dir3456789" * 40
    os.MkdirAll(deep, 0o755)
    os.MkdirAll(deep + "/a" * 1500, 0o755)  # as many as there can be, nearly
    os.RemoveAll(deep + "/a")
    os.WriteFile(deep + "/foo", b"hello", 0o644)
    os.Rename(deep + "/foo", deep + "/bar")
    os.Symlink(deep + "/bar", deep + "/link")
    assert os.Stat(deep + "/link").Size() == 5


@pytest.mark.from_go("os/os_test.go", "TestProgWideChdir")
def test_the_working_directory_is_that_of_all_threads(
    dir: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    os.Chdir(dir)
    seen = chan[str](10)
    for _ in range(5):
        go(lambda: seen.send(os.Getwd()))
        go(blocking, lambda: seen.send(os.Getwd()))
    assert {seen.recv() for _ in range(10)} == {pyos.path.realpath(dir)}


@pytest.mark.from_go("os/path_test.go", "TestMkdirAllWithSymlink")
def test_mkdir_all_goes_through_links(dir: str) -> None:
    os.Mkdir(dir + "/dir", 0o755)
    os.Symlink("dir", dir + "/link")
    os.MkdirAll(dir + "/link/foo", 0o755)
    assert os.Stat(dir + "/dir/foo").IsDir()


@pytest.mark.from_go("os/os_test.go", "TestChdirAndGetwd")
@pytest.mark.from_go("os/os_test.go", "TestFileChdir")
def test_chdir_and_getwd(dir: str) -> None:
    before = os.Getwd()
    real = pyos.path.realpath(dir)
    try:
        os.Chdir(real)
        assert os.Getwd() == real
        with os.Open("/") as d:
            d.Chdir()
        assert os.Getwd() == "/"
    finally:
        os.Chdir(before)


def test_modes_as_text() -> None:
    for mode, text in (
        (0, "----------"),
        (0o644, "-rw-r--r--"),
        (os.ModeDir | 0o755, "drwxr-xr-x"),
        (os.ModeNamedPipe | 0o600, "prw-------"),
        (os.ModeDevice | os.ModeCharDevice | 0o666, "Dcrw-rw-rw-"),
        (os.ModeDir | os.ModeSymlink | os.ModeSetuid | 0o644, "dLurw-r--r--"),
        (os.ModeType, "dLDpSc?---------"),
    ):
        assert str(os.FileMode(mode)) == os.FileMode(mode).String() == text
        assert f"{os.FileMode(mode)}" == text
        assert f"{os.FileMode(mode):o}" == f"{mode:o}"
    assert repr(os.ModePerm) == "<FileMode -rwxrwxrwx>"
    assert (os.ModeDir | 0o1).Perm() == 0o1


def test_modes_of_the_system() -> None:
    for theirs, text in (
        (stat.S_IFDIR | stat.S_ISVTX | 0o777, "dtrwxrwxrwx"),
        (stat.S_IFBLK | 0o660, "Drw-rw----"),
        (stat.S_IFSOCK | 0o700, "Srwx------"),
        (stat.S_IFREG | stat.S_ISUID | stat.S_ISGID | 0o755, "ugrwxr-xr-x"),
    ):
        assert str(gomode(theirs)) == text
        assert sysmode(gomode(theirs)) == stat.S_IMODE(theirs)
    assert os.Stat("/dev/null").Mode().Type() == os.ModeDevice | os.ModeCharDevice


@pytest.mark.parametrize(
    ("path", "name"),
    [("/a/b", "b"), ("a", "a"), ("/a/b//", "b"), ("/", "/"), ("//", "/"), ("", "")],
)
def test_the_last_element_of_a_path(path: str, name: str) -> None:
    assert basename(path) == name


def test_what_is_the_same_file_is_seen_in_results_of_stat_alone() -> None:
    class Mine:
        def Sys(self) -> Any:
            return None

    mine: Any = Mine()
    assert not os.SameFile(mine, mine)

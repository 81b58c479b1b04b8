"""RemoveAll, and what it must not remove."""

import os as pyos
import sys
from pathlib import Path

import pytest

from goruntime import chan, go, os
from tests.waiting import outcome


@pytest.mark.from_go("os/removeall_test.go", "TestRemoveAll")
def test_a_tree(tmp_path: Path) -> None:
    for sub in ("a/b/c", "a/d", "e"):
        (tmp_path / "t" / sub).mkdir(parents=True)
        for i in range(5):
            (tmp_path / "t" / sub / f"{i}").write_bytes(b"x")
    os.RemoveAll(tmp_path / "t")
    assert not (tmp_path / "t").exists()


def test_a_file_or_nothing(tmp_path: Path) -> None:
    name = tmp_path / "x"
    name.write_bytes(b"")
    for path, said in (("y", "unlinkat {}/y"), ("y/z", "open {}/y")):
        with pytest.raises(os.PathError) as caught:
            os.RemoveAll(name / path)
        assert str(caught.value) == said.format(name) + ": not a directory"
    os.RemoveAll(name)
    os.RemoveAll(name)
    os.RemoveAll(name / "y" / "z")
    os.RemoveAll("")


@pytest.mark.from_go("os/removeall_test.go", "TestRemoveAllTrailingSlash")
def test_a_slash_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    os.RemoveAll(f"{tmp_path}/a/")
    assert not (tmp_path / "a").exists()


@pytest.mark.from_go("os/removeall_test.go", "TestRemoveAllDot")
def test_not_by_a_dot(tmp_path: Path) -> None:
    for path in (".", f"{tmp_path}/."):
        with pytest.raises(os.PathError) as caught:
            os.RemoveAll(path)
        assert str(caught.value) == f"RemoveAll {path}: invalid argument"


def test_what_a_link_leads_to_stays(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_bytes(b"x")
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "link").symlink_to("../kept")
    os.RemoveAll(tmp_path / "t")
    assert (tmp_path / "kept" / "file").exists()
    (tmp_path / "link").symlink_to("kept")
    os.RemoveAll(tmp_path / "link")
    assert (tmp_path / "kept" / "file").exists()


@pytest.mark.from_go("os/removeall_test.go", "TestRemoveAllLarge")
def test_many_files(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    for i in range(3000):
        (tmp_path / "t" / f"{i}").touch()
    os.RemoveAll(tmp_path / "t")
    assert not (tmp_path / "t").exists()


@pytest.mark.from_go("os/removeall_test.go", "TestRemoveAllLongPath")
def test_a_tree_deeper_than_paths_and_than_calls(tmp_path: Path) -> None:
    depth = sys.getrecursionlimit() // 2  # far more than a path may be long
    fd = pyos.open(tmp_path, pyos.O_RDONLY)
    try:
        for _ in range(depth):
            pyos.mkdir("0123456789", dir_fd=fd)
            inner = pyos.open("0123456789", pyos.O_RDONLY, dir_fd=fd)
            pyos.close(fd)
            fd = inner
    finally:
        pyos.close(fd)
    os.RemoveAll(tmp_path / "0123456789")
    assert pyos.listdir(tmp_path) == []


@pytest.mark.from_go("os/os_test.go", "TestRemoveAllRace")
def test_many_remove_one_tree(tmp_path: Path) -> None:
    for i in range(200):
        (tmp_path / "t" / f"{i % 5}" / f"{i}").mkdir(parents=True)
    failed = chan[object](4)
    for _ in range(4):
        go(lambda: failed.send(outcome(lambda: os.RemoveAll(tmp_path / "t"))))
    assert [failed.recv() for _ in range(4)] == [None] * 4
    assert not (tmp_path / "t").exists()


@pytest.mark.from_go("os/removeall_test.go", "TestRemoveReadOnlyDir")
@pytest.mark.from_go("os/removeall_test.go", "TestRemoveUnreadableDir")
@pytest.mark.parametrize("mode", [0, 0o300])
def test_an_empty_directory_that_cannot_be_read(tmp_path: Path, mode: int) -> None:
    (tmp_path / "d0" / "d1").mkdir(parents=True)
    (tmp_path / "d0" / "d1").chmod(mode)
    os.RemoveAll(tmp_path / "d0")
    assert not (tmp_path / "d0").exists()


@pytest.mark.from_go("os/removeall_test.go", "TestRemoveAllButReadOnlyAndPathError")
@pytest.mark.from_go("os/removeall_test.go", "TestRemoveAllSymlinkRemovalFailure")
def test_what_can_be_is_removed_and_the_first_error_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sub in ("a", "b", "c"):
        (tmp_path / "t" / sub).mkdir(parents=True)
        (tmp_path / "t" / sub / "file").touch()
    real = pyos.unlink

    def unlink(path: str, *, dir_fd: int | None = None) -> None:
        # As a file system does whose directory b is read-only, to root as well.
        if dir_fd is not None and pyos.readlink(f"/proc/self/fd/{dir_fd}")[-2:] == "/b":
            raise PermissionError(13, "")
        real(path, dir_fd=dir_fd)

    monkeypatch.setattr(pyos, "unlink", unlink)
    with pytest.raises(os.PathError) as caught:
        os.RemoveAll(tmp_path / "t")
    assert str(caught.value) == f"unlinkat {tmp_path}/t/b/file: permission denied"
    assert pyos.listdir(tmp_path / "t") == ["b"]

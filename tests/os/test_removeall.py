"""RemoveAll, and what it must not remove."""

import os as pyos
from pathlib import Path

import pytest

from goruntime import os


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


@pytest.mark.from_go("os/removeall_test.go", "TestRemoveAllButReadOnlyAndPathError")
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

"""What the system copies by itself between files, and what it must not."""

import os as pyos
import sys
from pathlib import Path
from typing import Any

import pytest

from goruntime import io, os

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux has it")

DATA = bytes(range(256)) * 400


@pytest.fixture
def name(tmp_path: Path) -> str:
    path = tmp_path / "file"
    path.write_bytes(DATA)
    return str(path)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note what the kernel is asked to copy."""
    seen: list[int] = []
    real = pyos.copy_file_range

    def copy(src: int, dst: int, n: int) -> int:
        seen.append(n)
        return real(src, dst, n)

    monkeypatch.setattr(pyos, "copy_file_range", copy)
    return seen


@pytest.mark.from_go("os/readfrom_linux_test.go", "TestCopyFileRange")
@pytest.mark.parametrize(
    ("limit", "copied"),
    [(0, 0), (-1, 0), (10, 10), (len(DATA), len(DATA)), (1 << 20, len(DATA))],
)
def test_a_limited_file(name: str, limit: int, copied: int, calls: list[int]) -> None:
    with os.Open(name) as src, os.Create(name + "2") as dst:
        lr = io.LimitedReader(src, limit)
        assert io.Copy(dst, lr) == copied
        assert limit - lr.N == copied
        assert src.Seek(0, io.SeekCurrent) == copied
    assert os.ReadFile(name + "2") == DATA[:copied]
    assert bool(calls) == (limit > 0)


@pytest.mark.from_go("os/readfrom_linux_test.go", "TestCopyFileRange")
def test_copy_n(name: str, calls: list[int]) -> None:
    with os.Open(name) as src, os.Create(name + "2") as dst:
        assert io.CopyN(dst, src, 100) == 100
        with pytest.raises(io.EOF) as caught:
            io.CopyN(dst, src, len(DATA))
        assert caught.value.n == len(DATA) - 100
    assert os.ReadFile(name + "2") == DATA
    assert calls


def test_what_is_appended_to_is_written(name: str, calls: list[int]) -> None:
    flag = os.O_APPEND | os.O_CREATE | os.O_WRONLY
    with os.Open(name) as src, os.OpenFile(name + "2", flag, 0o600) as dst:
        assert io.Copy(dst, src) == len(DATA)
    assert os.ReadFile(name + "2") == DATA
    assert not calls


def test_a_failed_copy_leaves_the_limit_of_what_was_not_copied(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pyos.copy_file_range
    left = [10]

    def full(src: int, dst: int, n: int) -> int:
        if not left:
            raise OSError(28, "")
        return real(src, dst, left.pop())

    monkeypatch.setattr(pyos, "copy_file_range", full)
    with os.Open(name) as src, os.Create(name + "2") as dst:
        lr = io.LimitedReader(src, 100)
        with pytest.raises(os.PathError) as caught:
            io.Copy(dst, lr)
    text = f"write {name}2: copy_file_range: no space left on device"
    assert str(caught.value) == text
    assert (caught.value.n, lr.N) == (10, 90)


def test_a_subclass_sees_its_data(name: str, calls: list[int]) -> None:
    class Counted(os.File):
        __slots__ = ("count",)

        def Read(self, p: Any) -> int:
            n = super().Read(p)
            self.count = getattr(self, "count", 0) + n
            return n

    fd = pyos.open(name, pyos.O_RDONLY)
    with Counted(fd, name) as src, os.Create(name + "2") as dst:
        assert io.Copy(dst, src) == len(DATA)
        assert src.count == len(DATA)
    assert not calls

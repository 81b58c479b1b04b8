"""Disk usage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.examples.conftest import Start

pytestmark = pytest.mark.plain


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Make 1,250 files of 1 to 5 bytes in 50 directories, and a link to above."""
    for i in range(50):
        directory = tmp_path / f"{i % 7}" / f"{i}"
        directory.mkdir(parents=True)
        for j in range(25):
            (directory / f"{j}").write_bytes(b"x" * (j % 5 + 1))
    (tmp_path / "3" / "above").symlink_to(tmp_path)
    return tmp_path


def test_du_adds_up_all_files(start: Start, tree: Path) -> None:
    assert start("du.py", str(tree)).end() == ("1,250 files, 3,750 bytes\n", "", 0)
    both = start("du.py", str(tree / "0"), str(tree / "1")).end()
    assert both == ("375 files, 1,125 bytes\n", "", 0)


def test_du_shows_progress(start: Start, tree: Path) -> None:
    out, err, status = start("du.py", "-v", "--every", "0.001", str(tree)).end()
    assert (err, status) == ("", 0)
    shown = [int(n.replace(",", "")) for n in re.findall(r"^([\d,]+) f", out, re.M)]
    assert len(shown) > 1
    assert shown == sorted(shown)
    assert shown[-1] == 1250


def test_du_says_what_it_cannot_read_and_goes_on(start: Start, tree: Path) -> None:
    missing = str(tree / "missing")
    out, err, status = start("du.py", missing, str(tree / "0")).end()
    assert (out, status) == ("200 files, 600 bytes\n", 0)
    assert err == f"du: [Errno 2] No such file or directory: {missing!r}\n"

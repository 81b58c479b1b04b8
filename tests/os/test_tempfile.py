"""CreateTemp and MkdirTemp."""

import os as pyos
import random
import re
from pathlib import Path

import pytest

from goruntime import os
from goruntime.os import tempfile


@pytest.mark.from_go("os/tempfile_test.go", "TestCreateTempPattern")
@pytest.mark.from_go("os/tempfile_test.go", "TestMkdirTemp")
@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("", r"\d+"),
        ("x", r"x\d+"),
        ("x*y", r"x\d+y"),
        ("*.txt", r"\d+\.txt"),
        ("a*b*c", r"a\*b\d+c"),
    ],
)
def test_the_last_star_is_a_number(tmp_path: Path, pattern: str, name: str) -> None:
    with os.CreateTemp(str(tmp_path), pattern) as f:
        assert re.fullmatch(name, pyos.path.basename(f.Name()))
        assert f.Stat().Mode() == 0o600
        assert f.Write(b"x") == 1
    path = os.MkdirTemp(str(tmp_path), pattern)
    assert re.fullmatch(name, pyos.path.basename(path))
    assert os.Stat(path).Mode() == os.ModeDir | 0o700


@pytest.mark.from_go("os/tempfile_test.go", "TestCreateTemp")
@pytest.mark.from_go("os/tempfile_test.go", "TestMkdirTempBadDir")
def test_where_files_are_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/somewhere")
    assert os.TempDir() == "/somewhere"
    with pytest.raises(os.PathError, match=r"^stat /somewhere: no such file"):
        os.MkdirTemp("", "x")
    with pytest.raises(os.PathError, match=r"^open /somewhere/x\d+: no such file"):
        os.CreateTemp("", "x")
    monkeypatch.delenv("TMPDIR")
    assert os.TempDir() == "/tmp"


@pytest.mark.from_go("os/tempfile_test.go", "TestCreateTempBadPattern")
@pytest.mark.from_go("os/tempfile_test.go", "TestMkdirTempBadPattern")
def test_a_pattern_is_no_path() -> None:
    with pytest.raises(os.PathError) as caught:
        os.CreateTemp("", "a/b")
    assert str(caught.value) == "createtemp a/b: pattern contains path separator"
    with pytest.raises(os.PathError) as caught:
        os.MkdirTemp("", "a/b")
    assert str(caught.value) == "mkdirtemp a/b: pattern contains path separator"


def test_it_gives_up_when_all_names_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(random, "getrandbits", lambda bits: 5)
    monkeypatch.setattr(tempfile, "TRIES", 3)
    os.MkdirTemp(str(tmp_path), "x*y")
    with pytest.raises(os.ErrExist) as caught:
        os.MkdirTemp(str(tmp_path), "x*y")
    assert str(caught.value) == f"mkdirtemp {tmp_path}/x*y: file already exists"

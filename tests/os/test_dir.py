"""What a directory holds: all at once, some at a time, sorted or not."""

import os as pyos
from pathlib import Path

import pytest

from goruntime import io, os, sync

NAMES = sorted(f"{i:03}" for i in range(105))


@pytest.fixture
def dir(tmp_path: Path) -> str:
    for name in NAMES:
        (tmp_path / name).write_bytes(b"x" * int(name))
    return str(tmp_path)


@pytest.fixture
def mixed(tmp_path: Path) -> str:
    (tmp_path / "dir").mkdir()
    (tmp_path / "file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("nowhere")
    pyos.mkfifo(tmp_path / "fifo")
    return str(tmp_path)


@pytest.mark.from_go("os/read_test.go", "TestReadDir")
def test_read_dir_is_sorted_and_knows_kinds(mixed: str) -> None:
    entries = os.ReadDir(mixed)
    assert all(isinstance(e, os.DirEntry) for e in entries)
    assert [str(e) for e in entries] == ["d dir/", "p fifo", "- file", "L link"]
    assert [e.Name() for e in entries] == ["dir", "fifo", "file", "link"]
    assert [e.IsDir() for e in entries] == [True, False, False, False]
    assert entries[1].Type() == os.ModeNamedPipe
    assert entries[2].Info().Size() == 5
    assert entries[3].Info().Mode().Type() == os.ModeSymlink
    assert repr(entries[0]) == "<DirEntry d dir/>"


@pytest.mark.from_go("os/read_test.go", "TestReadDirFD")
def test_a_directory_that_changes_while_it_is_read() -> None:
    assert {"0", "1", "2"} <= {e.Name() for e in os.ReadDir("/dev/fd")}


def test_info_of_what_is_gone(mixed: str) -> None:
    entry = os.ReadDir(mixed)[2]
    os.Remove(mixed + "/file")
    with pytest.raises(os.ErrNotExist):
        entry.Info()


def test_read_dir_of_a_file(mixed: str) -> None:
    with pytest.raises(NotADirectoryError) as caught:
        os.ReadDir(mixed + "/file")
    assert str(caught.value) == f"open {mixed}/file: not a directory"


@pytest.mark.from_go("os/os_test.go", "TestFileReaddirnames")
def test_all_of_it(dir: str) -> None:
    with os.Open(dir) as d:
        assert sorted(d.Readdirnames()) == NAMES
        assert not d.Readdirnames()
        assert not d.ReadDir(-1)
        assert not d.Readdir(0)
        with pytest.raises(io.EOF):
            d.ReadDir(1)


@pytest.mark.from_go("os/os_test.go", "TestReaddirNValues")
@pytest.mark.from_go("os/os_test.go", "TestReaddirnamesOneAtATime")
@pytest.mark.from_go("os/os_test.go", "TestFileReadDir")
@pytest.mark.parametrize("n", [1, 2, 10, 105, 106])
def test_some_at_a_time(dir: str, n: int) -> None:
    with os.Open(dir) as d:
        names: list[str] = []
        while True:
            try:
                more = d.ReadDir(n)
            except io.EOF:
                break
            assert 0 < len(more) <= n
            names += [e.Name() for e in more]
        assert sorted(names) == NAMES


@pytest.mark.from_go("os/os_test.go", "TestDirSeek")
@pytest.mark.from_go("os/os_test.go", "TestReaddirSmallSeek")
def test_again_from_the_start(dir: str) -> None:
    with os.Open(dir) as d:
        first = d.Readdirnames(10)
        assert d.Seek(0, io.SeekStart) == 0
        assert d.Readdirnames(10) == first
        d.Seek(0, 0)
        assert sorted(d.Readdirnames()) == NAMES
        d.Seek(0, 0)
        assert sorted(d.Readdirnames()) == NAMES


@pytest.mark.from_go("os/os_test.go", "TestFileReaddir")
def test_readdir_describes(dir: str) -> None:
    with os.Open(dir) as d:
        infos = {fi.Name(): fi.Size() for fi in d.Readdir()}
    assert infos == {name: int(name) for name in NAMES}


@pytest.mark.from_go("os/os_unix_test.go", "TestReaddirRemoveRace")
@pytest.mark.from_go("os/os_test.go", "TestReaddirStatFailures")
def test_readdir_leaves_out_what_is_removed_meanwhile(dir: str) -> None:
    with os.Open(dir) as d:
        first, second = d.Readdirnames(2)
        d.Seek(0, 0)
        assert d.Readdirnames(1) == [first]  # the rest is read ahead
        os.Remove(f"{dir}/{second}")
        assert len(d.Readdir()) == len(NAMES) - 2


@pytest.mark.from_go("os/os_test.go", "TestReaddirOfFile")
def test_a_file_is_no_directory(mixed: str) -> None:
    with os.Open(mixed + "/file") as f, pytest.raises(NotADirectoryError) as caught:
        f.ReadDir()
    assert str(caught.value) == f"readdirent {mixed}/file: not a directory"


def test_a_directory_is_not_read_as_a_file(dir: str) -> None:
    with os.Open(dir) as d:
        with pytest.raises(IsADirectoryError) as caught:
            d.Read(bytearray(1))
        assert str(caught.value) == f"read {dir}: is a directory"


def test_many_read_one_directory(dir: str) -> None:
    names: list[str] = []
    with os.Open(dir) as d:

        def read() -> None:
            try:
                while True:
                    names.extend(d.Readdirnames(7))
            except io.EOF:
                pass

        wg = sync.WaitGroup()
        for _ in range(5):
            wg.Go(read)
        wg.Wait()
    assert sorted(names) == NAMES


def test_closed_halfway_it_leaves_nothing_open(dir: str) -> None:
    before = len(pyos.listdir("/proc/self/fd"))
    d = os.Open(dir)
    d.ReadDir(3)
    d.Close()
    assert len(pyos.listdir("/proc/self/fd")) == before

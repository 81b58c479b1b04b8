"""The bridge to Python's files."""

import csv
import gzip
import io as pyio
import json
import os
import pickle
import sys
import sysconfig
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from goruntime import bytes as gobytes
from goruntime import chan, errors, go, io, strings

# On it no goroutine may wait within a buffer of io (see pyfile.py).
FREE_THREADED_313 = bool(
    sysconfig.get_config_var("Py_GIL_DISABLED")
) and sys.version_info < (3, 14)

buffers = pytest.mark.parametrize(
    "pyio",
    [
        pytest.param(
            pyio,
            id="io",
            marks=pytest.mark.skipif(FREE_THREADED_313, reason="greenlet cannot"),
        ),
        pytest.param(import_module("_pyio"), id="_pyio"),
    ],
)


class boom(errors.error, OSError):
    text = "boom"


@buffers
def test_csv_reads_from_a_pipe(pyio: Any) -> None:
    r, w = io.Pipe()

    def write() -> None:
        for piece in (b"a,b\n1", b",2\n3", b",4\n"):
            w.Write(piece)
        w.Close()

    go(write)
    lines = pyio.TextIOWrapper(pyio.BufferedReader(io.to_pyfile(r)))
    rows = [list(row.values()) for row in csv.DictReader(lines)]
    assert rows == [["1", "2"], ["3", "4"]]


@buffers
def test_json_and_pickle_go_through_a_pipe(pyio: Any) -> None:
    r, w = io.Pipe()

    def write() -> None:
        raw = io.to_pyfile(w, close=True)
        with pyio.TextIOWrapper(pyio.BufferedWriter(raw)) as f:
            f.write("hello\n")
            json.dump({"x": list(range(5000))}, f)

    go(write)
    with pyio.TextIOWrapper(pyio.BufferedReader(io.to_pyfile(r))) as f:
        assert f.readline() == "hello\n"
        assert json.load(f) == {"x": list(range(5000))}

    r, w = io.Pipe()

    def dump() -> None:
        with pyio.BufferedWriter(io.to_pyfile(w)) as f:
            pickle.dump(list(range(10_000)), f)

    go(dump)
    with pyio.BufferedReader(io.to_pyfile(r)) as f:
        assert pickle.load(f) == list(range(10_000))


def test_gzip_works_on_a_buffer() -> None:
    buf = gobytes.Buffer()
    with gzip.open(pyio.BufferedWriter(io.to_pyfile(buf)), "wb") as f:
        f.write(b"hello" * 10_000)
    assert buf.Len() < 1000
    with gzip.open(pyio.BufferedReader(io.to_pyfile(buf)), "rb") as f:
        assert f.read() == b"hello" * 10_000


def test_a_file_can_do_what_is_under_it() -> None:
    reader = io.to_pyfile(strings.NewReader("0123456789"))
    assert (reader.readable(), reader.writable(), reader.seekable()) == (
        True,
        False,
        True,
    )
    assert reader.seek(-3, os.SEEK_END) == 7
    assert reader.tell() == 7
    assert reader.read() == b"789"
    assert reader.read(5) == b""
    with pytest.raises(pyio.UnsupportedOperation):
        reader.write(b"x")
    sink = io.to_pyfile(io.Discard)
    assert (sink.readable(), sink.writable(), sink.seekable()) == (False, True, False)
    with pytest.raises(pyio.UnsupportedOperation):
        sink.read(1)
    sink.close()
    with pytest.raises(ValueError, match="closed file"):
        sink.write(b"x")


def test_closing_the_file_closes_what_is_under_it_if_told_to() -> None:
    r, w = io.Pipe()
    io.to_pyfile(r).close()
    go(lambda: w.Write(b"x"))
    assert r.Read(bytearray(1)) == 1
    io.to_pyfile(r, close=True).close()
    with pytest.raises(io.ErrClosedPipe):
        w.Write(b"x")


def test_an_error_goes_through_the_buffers() -> None:
    class Fails:
        def Read(self, p: Any) -> int:
            raise boom

    with pytest.raises(boom):
        pyio.BufferedReader(io.to_pyfile(Fails())).read(1)


@pytest.mark.parametrize("blocking", [False, True])
def test_a_file_is_a_reader_and_a_writer(tmp_path: Path, blocking: bool) -> None:
    path = tmp_path / "x"
    data = os.urandom(100_000)
    with io.from_pyfile(path.open("wb"), blocking=blocking) as w:
        assert io.Copy(w, gobytes.NewReader(data)) == len(data)
    with io.from_pyfile(path.open("rb", buffering=0), blocking=blocking) as r:
        assert io.ReadAll(r) == data
        assert r.Read(bytearray()) == 0
        with pytest.raises(io.EOF):
            r.Read(bytearray(1))
        assert r.Seek(-1, io.SeekEnd) == len(data) - 1
        assert io.ReadAll(r) == data[-1:]


def test_a_pipe_read_on_a_spare_thread_stops_nobody() -> None:
    rfd, wfd = os.pipe()
    r = io.from_pyfile(os.fdopen(rfd, "rb"), blocking=True)
    w = io.from_pyfile(os.fdopen(wfd, "wb"))
    got = chan[bytes]()
    go(lambda: got.send(io.ReadAll(r)))
    w.Write(b"hello")
    w.Flush()
    w.Close()
    assert got.recv() == b"hello"
    r.Close()


def test_readinto_is_not_needed() -> None:
    class Minimal:
        def __init__(self, f: Any) -> None:
            self.read = f.read

    assert io.ReadAll(io.from_pyfile(Minimal(pyio.BytesIO(b"x" * 5000)))) == b"x" * 5000
    with pytest.raises(TypeError, match="a text file: use its buffer"):
        io.from_pyfile(Minimal(pyio.StringIO("x"))).Read(bytearray(1))


def test_a_raw_write_that_is_short_is_gone_on_with() -> None:
    class Slow(pyio.RawIOBase):
        got = b""

        def write(self, b: Any) -> int:
            if len(self.got) >= 6:
                raise boom
            self.got += bytes(b[:2])
            return len(bytes(b[:2]))

    slow = Slow()
    assert io.from_pyfile(slow).Write(b"abcd") == 4
    with pytest.raises(boom) as raised:
        io.from_pyfile(slow).Write(b"efgh")
    assert vars(raised.value)["n"] == 2
    assert slow.got == b"abcdef"

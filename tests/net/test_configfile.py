"""The lines of the system's text files."""

from pathlib import Path

import pytest

from goruntime import bufio, io, os
from net.configfile import encode, readLines


@pytest.mark.from_go("net/parse_test.go", "TestReadLine")
@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"one",
        b"one\ntwo\n",
        b"one\n\n\nlast without an end",
        b"carriage\r\nreturn\rform\x0cfeed\n",
        b"\xff no UTF-8 \xc3\n\xe2\x80\xa8 a separator of Unicode's\n",
        b"x" * 70_000 + b"\n" + b"y" * 4096,
    ],
)
def test_lines_are_those_that_a_bufio_reader_reads(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(text)
    want = []
    with os.Open(str(path)) as file:
        reader = bufio.NewReader(file)
        while line := next_line(reader):
            want.append(line.removesuffix(b"\n"))
    assert [encode(line) for line in readLines(str(path))] == want


def next_line(reader: bufio.Reader) -> bytes:
    """Return the next line with its end; at the end of all what is left, or nothing."""
    try:
        return reader.ReadBytes(b"\n")
    except io.EOF as err:
        return bytes(err.partial)

"""ReadFull, ReadAll and readers of readers.  Go: io/io_test.go"""

from array import array
from typing import Any

import pytest

from goruntime import bytes as gobytes
from goruntime import errors, io, strings
from goruntime.io.read import FIRST
from tests.io.fakes import Steps, boom


@pytest.mark.from_go("io/io_test.go", "TestReadAtLeast")
def test_readatleast_stops_once_there_is_enough() -> None:
    buf = bytearray(4)
    rb = Steps(b"01", b"23", b"45")
    assert io.ReadAtLeast(rb, buf, 2) == 2
    assert buf[:2] == b"01"
    assert io.ReadAtLeast(rb, buf, 4) == 4
    assert buf == b"2345"
    with pytest.raises(io.EOF) as eof:
        io.ReadAtLeast(rb, buf, 1)
    assert vars(eof.value)["n"] == 0


@pytest.mark.from_go("io/io_test.go", "TestReadAtLeast")
def test_readatleast_needs_a_buffer_large_enough() -> None:
    rb = Steps(b"0123")
    with pytest.raises(io.ErrShortBuffer) as short:
        io.ReadAtLeast(rb, bytearray(2), 4)
    assert vars(short.value)["n"] == 0
    assert io.ReadAtLeast(rb, bytearray(1), 0) == 0


@pytest.mark.from_go("io/io_test.go", "TestReadAtLeastWithDataAndError")
@pytest.mark.parametrize("err", [boom, io.ErrUnexpectedEOF, ValueError("x")])
def test_an_error_halfway_says_how_much_was_read(err: Any) -> None:
    buf = bytearray(8)
    with pytest.raises(Exception) as raised:  # noqa: PT011
        io.ReadFull(Steps(b"abc", 0, b"d", err), buf)
    assert errors.Is(raised.value, err)
    assert getattr(raised.value, "n", None) == 4
    assert not hasattr(raised.value, "partial")
    assert buf[:4] == b"abcd"


@pytest.mark.from_go("io/io_test.go", "TestReadAtLeastWithDataAndEOF")
def test_an_end_halfway_is_unexpected() -> None:
    with pytest.raises(io.ErrUnexpectedEOF) as short:
        io.ReadFull(strings.NewReader("ab"), bytearray(4))
    assert vars(short.value)["n"] == 2
    assert short.value.__cause__ is None


def test_buffers_count_in_bytes_whatever_their_items() -> None:
    ints = array("I", [0, 0, 0])
    assert io.ReadFull(Steps(b"\1\0", b"\0\0\2\0\0\0", b"\3\0\0\0"), ints) == 12
    assert ints.tobytes() == b"\1\0\0\0\2\0\0\0\3\0\0\0"
    assert io.ReadFull(Steps(), array("I")) == 0


@pytest.mark.parametrize("buf", [b"abc", memoryview(b"abc"), "abc"])
def test_what_cannot_be_written_to_is_no_buffer(buf: Any) -> None:
    with pytest.raises(TypeError, match="cannot be written to: use a bytearray"):
        io.ReadFull(Steps(b"x"), buf)


@pytest.mark.parametrize("size", [0, 1, FIRST - 1, FIRST, FIRST + 1, 5000, 3_000_000])
def test_readall_reads_everything(size: int) -> None:
    data = bytes(i % 251 for i in range(min(size, 1000))) * max(1, size // 1000)
    assert io.ReadAll(gobytes.NewReader(data)) == data
    assert io.ReadAll(Steps(data, 0, b"!")) == data + b"!"


def test_readall_that_fails_gives_what_it_got() -> None:
    data = b"0123456789" * 300
    with pytest.raises(boom) as raised:
        io.ReadAll(Steps(data, boom))
    assert vars(raised.value)["partial"] == data
    assert vars(raised.value)["n"] == len(data)


def test_what_an_error_said_before_is_forgotten() -> None:
    err = errors.New("again")
    with pytest.raises(errors.error):
        io.ReadAll(Steps(b"abc", err))
    with pytest.raises(errors.error) as raised:
        io.ReadFull(Steps(err), bytearray(1))
    assert raised.value is err
    assert vars(raised.value)["n"] == 0
    assert not hasattr(err, "partial")


def test_an_error_that_wraps_eof_is_not_the_end() -> None:
    class wrapped(io.EOF):
        text = "read x: EOF"

    with pytest.raises(wrapped) as raised:
        io.ReadAll(Steps(b"abc", wrapped))
    assert vars(raised.value)["partial"] == b"abc"
    with pytest.raises(wrapped):
        io.Copy(io.Discard, Steps(b"abc", wrapped))
    with pytest.raises(wrapped):
        io.ReadAll(io.MultiReader(Steps(wrapped), Steps(b"abc")))


def test_limitreader_ends_after_n_bytes() -> None:
    r = io.LimitReader(strings.NewReader("0123456789"), 4)
    assert (r.N, r.Read(bytearray(3)), r.N) == (4, 3, 1)
    assert io.ReadAll(r) == b"3"
    with pytest.raises(io.EOF):
        r.Read(bytearray(1))
    with pytest.raises(io.EOF):
        io.LimitedReader(R=strings.NewReader("abc"), N=-1).Read(bytearray(1))


@pytest.mark.from_go("io/io_test.go", "TestTeeReader")
def test_teereader_writes_what_it_reads() -> None:
    wb = gobytes.Buffer()
    r = io.TeeReader(strings.NewReader("hello, world"), wb)
    dst = bytearray(12)
    assert io.ReadFull(r, dst) == 12
    assert dst == b"hello, world"
    assert wb.Bytes() == b"hello, world"
    with pytest.raises(io.EOF):
        r.Read(dst)


@pytest.mark.from_go("io/io_test.go", "TestTeeReader")
def test_teereader_fails_when_the_write_fails() -> None:
    pr, pw = io.Pipe()
    pr.Close()
    r = io.TeeReader(strings.NewReader("hello"), pw)
    with pytest.raises(io.ErrClosedPipe) as raised:
        io.ReadFull(r, bytearray(5))
    assert vars(raised.value)["n"] == 0

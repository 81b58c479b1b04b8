"""Writer.  Go: bufio/bufio_test.go"""

from array import array
from typing import Any

import pytest

from goruntime import Panic, bufio, errors, io, strings
from goruntime import bytes as gobytes
from goruntime.io.partial import partial
from tests.io.fakes import Limited, Steps, boom


class Pieces:
    """A Writer that keeps what it is given, piece by piece."""

    def __init__(self) -> None:
        self.got: list[bytes] = []

    def Write(self, p: Any) -> int:
        self.got.append(bytes(p))
        return len(p)


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriteErrors")
@pytest.mark.parametrize(
    ("size", "count", "n"), [(4, 0, 4), (4, 2, 4), (9, 5, 5)], ids=str
)
def test_a_failed_write_says_how_much_was_taken(size: int, count: int, n: int) -> None:
    w = bufio.NewWriterSize(Limited(count), size)
    if size == 4:
        w.WriteByte(ord("-"))
        n -= 1  # what had room in the buffer
    with pytest.raises(boom) as raised:
        w.Write(b"0123456789")
    assert vars(raised.value)["n"] == n
    with pytest.raises(boom) as raised:
        w.Write(b"x")
    assert vars(raised.value)["n"] == 0


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriteErrors")
def test_a_short_write_is_an_error() -> None:
    class Short:
        def Write(self, p: Any) -> int:
            return len(p) - 1

    w = bufio.NewWriter(Short())
    w.Write(b"abc")
    with pytest.raises(io.ErrShortWrite):
        w.Flush()
    assert w.Buffered() == 1
    with pytest.raises(io.ErrShortWrite):
        w.WriteString("x")


def test_an_error_that_is_kept_is_the_same_but_a_sentinel_is_new() -> None:
    class Fails:
        def __init__(self, err: Any) -> None:
            self.err = err

        def Write(self, p: Any) -> int:
            raise self.err

    def failures(err: Any) -> list[BaseException]:
        w = bufio.NewWriter(Fails(err))
        w.WriteByte(1)
        raised: list[BaseException] = []
        for _ in range(3):
            with pytest.raises(Exception) as info:  # noqa: PT011
                w.Flush()
            raised.append(info.value)
        return raised

    own = errors.New("own")
    assert failures(own) == [own] * 3
    assert len(set(map(id, failures(boom)))) == 3


def test_a_panic_of_the_writer_is_not_kept() -> None:
    class Fails:
        def Write(self, p: Any) -> int:
            raise Panic("ouch")

    w = bufio.NewWriter(Fails())
    w.WriteByte(1)
    for _ in range(2):
        with pytest.raises(Panic):
            w.Flush()
    w.WriteByte(2)


def test_what_is_written_counts_in_bytes() -> None:
    sink = gobytes.Buffer()
    w = bufio.NewWriterSize(sink, 16)
    assert w.Write(array("H", [1, 2])) == 4
    assert w.Write(memoryview(b"ace")) == 3
    assert w.Write(array("Q", [3] * 4)) == 32
    w.Flush()
    assert sink.Bytes() == array("H", [1, 2]).tobytes() + b"ace" + bytes(
        array("Q", [3] * 4)
    )
    with pytest.raises(TypeError, match="str is not bytes: encode it"):
        w.Write("x")


@pytest.mark.from_go("bufio/bufio_test.go", "TestNewWriterSizeIdempotent")
@pytest.mark.from_go("bufio/bufio_test.go", "TestWriterSize")
def test_a_writer_with_a_buffer_needs_no_other() -> None:
    b = bufio.NewWriterSize(io.Discard, 1000)
    assert bufio.NewWriterSize(b, 1000) is b
    assert bufio.NewWriterSize(b, 2000) is not b
    assert bufio.NewWriterSize(io.Discard, 0).Size() == 4096
    assert bufio.NewWriter(None).Size() == 4096  # as in a pool, for Reset


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriterAppend")
@pytest.mark.from_go("bufio/example_test.go", "ExampleWriter_AvailableBuffer")
def test_availablebuffer_is_to_append_to() -> None:
    sink = strings.Builder()
    w = bufio.NewWriterSize(sink, 16)
    for i in range(100):
        b = w.AvailableBuffer()
        b += b"%d " % i
        w.Write(b)
    w.Flush()
    assert sink.String().split() == [str(i) for i in range(100)]


def test_before_a_rune_there_is_room_for_any() -> None:
    sink = Pieces()
    w = bufio.NewWriterSize(sink, 8)
    w.WriteString("12345")
    assert w.WriteRune("é") == 2
    assert (sink.got, w.Buffered()) == ([b"12345"], 2)
    w = bufio.NewWriterSize(Limited(3), 8)
    w.WriteString("12345")
    with pytest.raises(boom) as raised:
        w.WriteRune("é")
    assert vars(raised.value)["n"] == 0  # of the rune


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriteInvalidRune")
def test_what_is_no_rune_is_written_as_the_one_for_errors() -> None:
    for r in (-1, 0xD800, 0x110000):
        sink = strings.Builder()
        w = bufio.NewWriter(sink)
        assert w.WriteRune(r) == 3
        w.Flush()
        assert sink.String() == "\ufffd"


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriteString")
@pytest.mark.from_go("bufio/bufio_test.go", "TestWriteStringStringWriter")
def test_strings_go_on_in_pieces_of_the_buffers_size_or_whole() -> None:
    sink = Pieces()
    w = bufio.NewWriterSize(sink, 8)
    for s in ("0", "123456", "7890", "abcdefghijklmnopqrstuvwxy", "z"):
        w.WriteString(s)
    w.Flush()
    assert sink.got == [b"01234567", b"890abcde", b"fghijklmnopqrstuvwxy", b"z"]


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriterReadFromCounts")
def test_what_is_read_is_written_when_the_buffer_is_full_and_not_before() -> None:
    sink = Pieces()
    w = bufio.NewWriterSize(sink, 1234)
    w.WriteString("x" * 1000)
    w.WriteString("x" * 200)
    assert w.ReadFrom(Steps(b"x" * 30)) == 30
    assert sink.got == []
    assert w.ReadFrom(Steps(b"x" * 9)) == 9
    assert [len(b) for b in sink.got] == [1234]
    w.Flush()
    assert [len(b) for b in sink.got] == [1234, 5]


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriterReadFromWhileFull")
@pytest.mark.from_go("bufio/bufio_test.go", "TestWriterReadFromUntilEOF")
@pytest.mark.parametrize("before", [b"", b"0123", b"0123456789"])
@pytest.mark.parametrize("empties", [0, 3])
def test_all_is_read_whatever_is_in_the_buffer(before: bytes, empties: int) -> None:
    sink = Pieces()
    w = bufio.NewWriterSize(sink, 10)
    w.Write(before)
    assert w.ReadFrom(Steps(*[0] * empties, b"abcdef", *[0] * empties, b"gh")) == 8
    w.Flush()
    assert b"".join(sink.got) == before + b"abcdefgh"


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriterReadFromWithBufferedData")
def test_the_buffer_is_filled_and_the_rest_read_by_the_writer_below() -> None:
    class Below(Pieces):
        def __init__(self) -> None:
            super().__init__()
            self.read: list[bytes] = []

        def ReadFrom(self, r: io.Reader) -> int:
            self.read.append(io.ReadAll(r))
            return len(self.read[-1])

    below = Below()
    w = bufio.NewWriterSize(below, 16)
    data = bytes(range(64))
    w.Write(data[:8])
    assert w.ReadFrom(gobytes.NewReader(data[8:])) == 56
    w.Flush()
    assert (below.got, below.read) == ([data[:16]], [data[16:]])


@pytest.mark.from_go(
    "bufio/bufio_test.go", "TestWriterReadFromMustReturnUnderlyingError"
)
def test_after_an_error_nothing_is_read_and_what_is_there_stays() -> None:
    w = bufio.NewWriter(Limited(0))
    w.WriteString("test1")
    with pytest.raises(boom):
        w.Flush()
    more = strings.NewReader("test2")
    with pytest.raises(boom):
        w.ReadFrom(more)
    assert w.Buffered() == 5
    assert io.ReadAll(more) == b"test2"


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriterReadFromErrors")
def test_a_failed_readfrom_says_how_much_was_read() -> None:
    class Fails:
        left = 2

        def Read(self, p: Any) -> int:
            if not self.left:
                raise boom
            self.left -= 1
            p[:3] = b"abc"
            return 3

    w = bufio.NewWriter(Limited(100))
    with pytest.raises(boom) as raised:
        w.ReadFrom(Fails())
    assert vars(raised.value)["n"] == 6
    w.Flush()  # it was the reader that failed
    w = bufio.NewWriterSize(Limited(5), 4)
    with pytest.raises(boom) as raised:
        w.ReadFrom(strings.NewReader("0123456789"))
    assert vars(raised.value)["n"] == 8


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriterReadFromMustSetUnderlyingError")
def test_an_error_of_the_readfrom_below_is_kept() -> None:
    class Below:
        def Write(self, p: Any) -> int:
            return len(p)

        def ReadFrom(self, r: Any) -> int:
            raise partial(boom(), 5)

    w = bufio.NewWriter(Below())
    with pytest.raises(boom) as raised:
        w.ReadFrom(strings.NewReader("hello"))
    assert vars(raised.value)["n"] == 5
    with pytest.raises(boom):
        w.Write(b"x")


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriterReadFromErrNoProgress")
def test_a_reader_that_makes_no_progress_is_given_up() -> None:
    class Nothing:
        def Read(self, p: Any) -> int:
            return 0

    with pytest.raises(io.ErrNoProgress) as raised:
        bufio.NewWriter(Limited(9)).ReadFrom(Nothing())
    assert vars(raised.value)["n"] == 0


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriterReset")
def test_reset_forgets_what_was() -> None:
    first, second = Limited(0), strings.Builder()
    w = bufio.NewWriter(first)
    w.WriteString("foo")
    with pytest.raises(boom):
        w.Flush()
    w.Reset(second)
    w.WriteString("bar")
    w.Flush()
    assert second.String() == "bar"


def test_a_readwriter_is_both() -> None:
    sink = strings.Builder()
    rw = bufio.NewReadWriter(
        bufio.NewReader(strings.NewReader("one\ntwo\r\nü x\nrest")),
        bufio.NewWriter(sink),
    )
    assert rw.Peek(3) == b"one"
    assert rw.ReadString("\n") == "one\n"
    assert rw.ReadLine() == (b"two", False)
    assert rw.ReadRune() == ("ü", 2)
    rw.UnreadRune()
    assert rw.Discard(2) == 2
    assert rw.ReadByte() == ord(" ")
    rw.UnreadByte()
    assert rw.ReadSlice("x") == b" x"
    assert rw.ReadBytes("\n") == b"\n"
    assert rw.Read(bytearray(2)) == 2
    assert rw.Write(b"a") + rw.WriteString("b") + rw.WriteRune("c") == 3
    rw.WriteByte("d")
    assert rw.WriteTo(rw.Writer) == 2
    assert rw.Available() == 4096 - 6
    assert rw.AvailableBuffer() == b""
    rw.Flush()
    assert rw.ReadFrom(strings.NewReader("!")) == 1
    rw.Flush()
    assert sink.String() == "abcdst!"
    assert isinstance(rw, io.ReadWriter)
    assert rw.Reader.Size() == rw.Writer.Size()

"""Reader.  Go: bufio/bufio_test.go"""

import codecs
from typing import Any

import pytest

from goruntime import Panic, bufio, errors, io, strings
from goruntime import bytes as gobytes
from goruntime.bufio.errors import errNegativeRead
from goruntime.bufio.reader import MAX_EMPTY_READS, MIN_BUFSIZE
from tests.io.fakes import Steps, boom, pieces


def reader(text: str, size: int = MIN_BUFSIZE) -> bufio.Reader:
    return bufio.NewReaderSize(strings.NewReader(text), size)


@pytest.mark.from_go("bufio/bufio_test.go", "TestReaderSimple")
def test_a_reader_on_a_reader_that_changes_what_it_reads() -> None:
    class Rot13:
        def __init__(self, r: io.Reader) -> None:
            self.r = r

        def Read(self, p: Any) -> int:
            n = self.r.Read(p)
            text = bytes(p[:n]).decode()
            p[:n] = codecs.encode(text, "rot13").encode()
            return n

    hello = strings.NewReader("hello world")
    assert io.ReadAll(bufio.NewReader(Rot13(hello))) == b"uryyb jbeyq"


@pytest.mark.from_go("bufio/bufio_test.go", "TestZeroReader")
def test_a_reader_that_makes_no_progress_is_given_up() -> None:
    r = bufio.NewReader(Steps(*[0] * MAX_EMPTY_READS, b"x"))
    with pytest.raises(io.ErrNoProgress):
        r.ReadByte()
    assert r.ReadByte() == ord("x")


@pytest.mark.from_go("bufio/bufio_test.go", "TestReadRune")
def test_runes_over_the_edges_of_reads() -> None:
    data = "日本語 grüß 😀".encode() + b"\xe2\x82"
    for step in range(1, 5):
        r = bufio.NewReader(pieces(data, [step]))
        got = ""
        try:
            while True:
                got += r.ReadRune()[0]
        except io.EOF:
            pass
        assert got == "日本語 grüß 😀\ufffd\ufffd"


@pytest.mark.from_go("bufio/bufio_test.go", "TestUnreadRune")
@pytest.mark.from_go("bufio/bufio_test.go", "TestUnreadByte")
def test_what_is_unread_is_read_again() -> None:
    segments = [b"Hello, world:", "日本語".encode()]
    r = bufio.NewReader(Steps(*segments))
    got = ""
    for _ in "Hello, world:日本語":
        rune = r.ReadRune()
        r.UnreadRune()
        assert r.ReadRune() == rune
        got += rune[0]
    assert got == "Hello, world:日本語"
    with pytest.raises(io.EOF):
        r.ReadRune()
    r = bufio.NewReader(Steps(*segments))
    data = bytearray()
    for _ in b"".join(segments):
        c = r.ReadByte()
        r.UnreadByte()
        assert r.ReadByte() == c
        data.append(c)
    assert data == b"".join(segments)
    with pytest.raises(io.EOF):
        r.ReadByte()


@pytest.mark.from_go("bufio/bufio_test.go", "TestUnreadByteMultiple")
@pytest.mark.parametrize("n", range(1, 13))
def test_one_byte_is_unread_and_no_more(n: int) -> None:
    r = bufio.NewReader(Steps(b"Hello, ", b"world"))
    with pytest.raises(bufio.ErrInvalidUnreadByte):
        r.UnreadByte()
    assert [r.ReadByte() for _ in range(n)] == list(b"Hello, world"[:n])
    r.UnreadByte()
    with pytest.raises(bufio.ErrInvalidUnreadByte):
        r.UnreadByte()


@pytest.mark.from_go("bufio/bufio_test.go", "TestReadWriteRune")
def test_runes_that_are_written_are_read_again() -> None:
    runes = [*map(chr, range(1000)), "\uffff", "\U00010000", "\U0010ffff"]
    buf = gobytes.Buffer()
    w = bufio.NewWriterSize(buf, 16)
    sizes = [w.WriteRune(r) for r in runes]
    assert sizes == [len(r.encode()) for r in runes]
    w.Flush()
    r = bufio.NewReaderSize(buf, 16)
    assert [r.ReadRune() for _ in runes] == list(zip(runes, sizes, strict=True))


@pytest.mark.from_go("bufio/bufio_test.go", "TestNoUnreadByteAfterPeek")
@pytest.mark.from_go("bufio/bufio_test.go", "TestNoUnreadRuneAfterPeek")
@pytest.mark.from_go("bufio/bufio_test.go", "TestNoUnreadByteAfterDiscard")
@pytest.mark.from_go("bufio/bufio_test.go", "TestNoUnreadRuneAfterDiscard")
@pytest.mark.from_go("bufio/bufio_test.go", "TestNoUnreadByteAfterWriteTo")
@pytest.mark.from_go("bufio/bufio_test.go", "TestNoUnreadRuneAfterWriteTo")
@pytest.mark.from_go("bufio/bufio_test.go", "TestPeekThenUnreadRune")
@pytest.mark.parametrize(
    "between",
    [
        lambda r: r.Peek(1),
        lambda r: r.Discard(1),
        lambda r: r.WriteTo(io.Discard),
        lambda r: r.Reset(strings.NewReader("x")),
        lambda r: r.UnreadByte(),
    ],
)
def test_nothing_is_unread_after_what_reads_otherwise(between: Any) -> None:
    r = reader("example")
    r.ReadRune()
    between(r)
    with pytest.raises(bufio.ErrInvalidUnreadByte):
        r.UnreadByte()
    with pytest.raises(bufio.ErrInvalidUnreadRune):
        r.UnreadRune()


@pytest.mark.from_go("bufio/bufio_test.go", "TestUnreadByteOthers")
@pytest.mark.parametrize(
    "read",
    [
        lambda r: r.ReadBytes(b"a"),
        lambda r: r.ReadSlice("a"),
        lambda r: r.ReadString(ord("a")),
    ],
)
def test_unreadbyte_takes_back_the_last_byte_of_any_read(read: Any) -> None:
    r = reader("abcdefg" * 10)
    for _ in range(10):
        assert len(read(r)) in (1, 7)
        r.UnreadByte()
        with pytest.raises(bufio.ErrInvalidUnreadByte):
            r.UnreadByte()
        assert r.ReadByte() == ord("a")
    large = reader("0123456789" * 3)
    assert large.Read(bytearray(20)) == 20  # past the buffer
    large.UnreadByte()
    assert io.ReadAll(large) == b"90123456789"


@pytest.mark.from_go("bufio/bufio_test.go", "TestUnreadRuneError")
def test_unreadrune_takes_back_what_readrune_read_last() -> None:
    r = reader("日本語日本語日本語")
    with pytest.raises(bufio.ErrInvalidUnreadRune):
        r.UnreadRune()
    for _ in range(2):
        assert r.ReadRune() == ("日", 3)
        r.UnreadRune()
    r.ReadRune()
    r.ReadByte()
    with pytest.raises(bufio.ErrInvalidUnreadRune):
        r.UnreadRune()
    r.UnreadByte()
    assert r.ReadRune() == ("本", 3)


@pytest.mark.from_go("bufio/bufio_test.go", "TestUnreadRuneAtEOF")
def test_no_rune_is_unread_after_the_end() -> None:
    r = reader("x")
    r.ReadRune()
    with pytest.raises(io.EOF):
        r.ReadRune()
    with pytest.raises(bufio.ErrInvalidUnreadRune):
        r.UnreadRune()
    r = reader("x")
    r.ReadRune()
    with pytest.raises(io.EOF):
        r.Read(bytearray(1))
    with pytest.raises(bufio.ErrInvalidUnreadRune):
        r.UnreadRune()
    r.UnreadByte()
    assert r.ReadByte() == ord("x")


@pytest.mark.from_go("bufio/bufio_test.go", "TestNewReaderSizeIdempotent")
@pytest.mark.from_go("bufio/bufio_test.go", "TestReaderSize")
def test_a_reader_with_a_buffer_needs_no_other() -> None:
    b = bufio.NewReaderSize(strings.NewReader("hello"), 1000)
    assert bufio.NewReaderSize(b, 1000) is b
    larger = bufio.NewReaderSize(b, 2000)
    assert larger is not b
    assert (b.Size(), larger.Size(), reader("", 1).Size()) == (1000, 2000, 16)
    assert io.ReadAll(larger) == b"hello"
    assert bufio.NewReader(None).Size() == 4096  # as in a pool, for Reset


@pytest.mark.from_go("bufio/bufio_test.go", "TestBufferFull")
@pytest.mark.from_go("bufio/bufio_test.go", "TestLineTooLong")
def test_a_line_longer_than_the_buffer() -> None:
    r = reader("And now, hello, world!")
    with pytest.raises(bufio.ErrBufferFull) as full:
        r.ReadSlice("!")
    assert vars(full.value)["partial"] == b"And now, hello, "
    assert vars(full.value)["n"] == 16
    assert r.ReadSlice("!") == b"world!"
    assert reader("And now, hello, world!").ReadBytes("!") == b"And now, hello, world!"
    r = reader("0123456789" * 4)
    lines = [r.ReadLine() for _ in range(3)]
    assert [(len(line), more) for line, more in lines] == [
        *((16, True), (16, True), (8, False)),
    ]


@pytest.mark.from_go("bufio/bufio_test.go", "TestPeek")
def test_peek() -> None:
    r = reader("abcdefghijklmnop")
    assert r.Peek(1) == b"a"
    assert r.Peek(4) == b"abcd"
    with pytest.raises(bufio.ErrNegativeCount):
        r.Peek(-1)
    with pytest.raises(bufio.ErrBufferFull) as full:
        r.Peek(32)
    assert vars(full.value)["partial"] == b"abcdefghijklmnop"
    assert r.Read(bytearray(12)) == 12
    assert r.Peek(4) == b"mnop"
    with pytest.raises(io.EOF) as short:
        r.Peek(5)
    assert vars(short.value)["partial"] == b"mnop"
    assert r.Discard(4) == 4
    assert r.Peek(0) == b""
    with pytest.raises(io.EOF):
        r.Peek(1)


@pytest.mark.from_go("bufio/bufio_test.go", "TestReadLineNewlines")
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("012345678901234\r\n012345678901234\r\n",
         [(15, True), (0, False), (15, True), (0, False)]),
        ("0123456789012345\r012345678901234\r",
         [(16, True), (16, True), (1, False)]),
        ("abc\r\n\r\ndef\rx\n", [(3, False), (0, False), (5, False)]),
        ("a\n\nb", [(1, False), (0, False), (1, False)]),
    ],
)  # fmt: skip
def test_readline(text: str, lines: list[tuple[int, bool]]) -> None:
    r = reader(text)
    got = [r.ReadLine() for _ in lines]
    assert [(len(line), more) for line, more in got] == lines
    with pytest.raises(io.EOF):
        r.ReadLine()


def test_readline_keeps_the_error_that_ends_a_line() -> None:
    r = bufio.NewReader(Steps(b"abc", boom, b"def\n"))
    assert r.ReadLine() == (b"abc", False)
    with pytest.raises(boom):
        r.ReadLine()
    assert r.ReadLine() == (b"def", False)


@pytest.mark.from_go("bufio/bufio_test.go", "TestReadLine")
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("step", [1, 2, 3, 7, 100])
def test_lines_come_without_their_ends_however_they_are_read(
    end: bytes, step: int
) -> None:
    lines = [b"012", b"345", b"", b"abcdefgh", b"x"]
    data = end.join(lines)
    r = bufio.NewReaderSize(pieces(data, [step]), len(data) + 1)
    assert [r.ReadLine() for _ in lines] == [(line, False) for line in lines]
    with pytest.raises(io.EOF):
        r.ReadLine()


@pytest.mark.from_go("bufio/bufio_test.go", "TestReadAfterLines")
def test_what_is_behind_a_line_can_be_copied() -> None:
    rest = "this is line2\nthis is line 3\n"
    r = reader(f"this is line1\n{rest}", 28)
    assert r.ReadLine() == (b"this is line1", False)
    out = strings.Builder()
    assert io.Copy(out, r) == len(rest)
    assert out.String() == rest


@pytest.mark.from_go("bufio/bufio_test.go", "TestReadEmptyBuffer")
@pytest.mark.from_go("bufio/bufio_test.go", "TestLinesAfterRead")
@pytest.mark.from_go("bufio/bufio_test.go", "TestReadLineNonNilLineOrError")
@pytest.mark.parametrize("text", ["", "foo", "line 1\n"])
def test_there_is_no_line_after_the_end(text: str) -> None:
    r = reader(text)
    assert io.ReadAll(r) == text.encode()
    for _ in range(2):
        with pytest.raises(io.EOF):
            r.ReadLine()


@pytest.mark.parametrize("err", [io.EOF, boom, ValueError("x")])
def test_what_comes_before_an_error_is_not_lost(err: Any) -> None:
    data = b"gr\xc3\xbc\xff"
    for name, want in (
        ("ReadString", "grü\udcff"),
        ("ReadBytes", data),
        ("ReadSlice", data),
    ):
        r = bufio.NewReader(Steps(b"first\ngr", b"\xc3\xbc\xff", err, b"later\n"))
        read = getattr(r, name)
        assert len(read("\n")) == 6
        with pytest.raises(Exception) as raised:  # noqa: PT011
            read("\n")
        assert errors.Is(raised.value, err)
        assert vars(raised.value) | {"n": 5, "partial": want} == vars(raised.value)
        assert r.ReadLine() == (b"later", False)  # and it has gone


@pytest.mark.parametrize("delim", ["", "ab", b"", "ü", -1, 256, None, 1.5])
def test_a_delimiter_is_a_byte(delim: Any) -> None:
    r = reader("abc")
    for read in (r.ReadBytes, r.ReadString, r.ReadSlice):
        with pytest.raises(ValueError, match="byte"):
            read(delim)
    assert r.ReadBytes(bytearray(b"b")) == b"ab"


@pytest.mark.from_go("bufio/bufio_test.go", "TestReaderDiscard")
@pytest.mark.parametrize(
    ("peek", "n", "want", "err", "left"),
    [(16, 6, 6, None, 10), (0, 6, 6, None, 10), (0, 26, 26, None, 0),
     (0, 27, 26, io.EOF, 0), (0, 0, 0, None, 0), (0, -1, 0, bufio.ErrNegativeCount, 0)],
)  # fmt: skip
def test_discard(peek: int, n: int, want: int, err: Any, left: int) -> None:
    r = reader("abcdefghijklmnopqrstuvwxyz")
    r.Peek(peek)
    if err is None:
        assert r.Discard(n) == want
    else:
        with pytest.raises(err) as raised:
            r.Discard(n)
        assert vars(raised.value).get("n", 0) == want
    assert r.Buffered() == left


@pytest.mark.from_go("bufio/bufio_test.go", "TestReaderWriteToErrors")
def test_a_failed_writeto_says_how_much_it_wrote() -> None:
    class Fails:
        def Write(self, p: Any) -> int:
            err = boom()
            vars(err)["n"] = 3
            raise err

    r = bufio.NewReader(Steps(b"hello", boom))
    with pytest.raises(boom) as raised:
        r.WriteTo(Fails())
    assert vars(raised.value)["n"] == 3
    with pytest.raises(boom) as raised:
        r.WriteTo(gobytes.Buffer())  # the rest, and the reader's error
    assert vars(raised.value)["n"] == 2


@pytest.mark.from_go("bufio/bufio_test.go", "TestNegativeRead")
def test_a_negative_count_is_a_panic() -> None:
    class Negative:
        def Read(self, p: Any) -> int:
            return -1

    for read in (bufio.Reader.ReadByte, lambda r: r.Read(bytearray(9))):
        with pytest.raises(Panic, match="reader returned negative count") as info:
            read(bufio.NewReader(Negative()))
        assert isinstance(info.value.value, errNegativeRead)


def test_a_panic_of_the_reader_goes_through() -> None:
    with pytest.raises(Panic, match="ouch"):
        bufio.NewReader(Steps(b"abc", Panic("ouch"))).ReadBytes("\n")


@pytest.mark.from_go("bufio/bufio_test.go", "TestReaderClearError")
def test_an_error_is_raised_once() -> None:
    r = bufio.NewReader(Steps(boom, b"x"))
    with pytest.raises(boom):
        r.ReadByte()
    assert r.ReadByte() == ord("x")


@pytest.mark.from_go("bufio/bufio_test.go", "TestReadZero")
def test_an_empty_read() -> None:
    r = bufio.NewReaderSize(Steps(b"abc", 0, b"def"), 16)
    buf = bytearray(3)
    assert [r.Read(bytearray()), r.Read(buf), r.Read(buf), r.Read(buf)] == [0, 3, 0, 3]
    assert buf == b"def"


@pytest.mark.from_go("bufio/bufio_test.go", "TestPartialReadEOF")
def test_an_empty_read_is_no_end_while_there_is_data() -> None:
    r = bufio.NewReader(Steps(bytes(10), io.EOF))
    assert r.Read(bytearray(5)) == 5
    assert r.Buffered() == 5
    assert r.Read(bytearray()) == 0
    assert r.Buffered() == 5


@pytest.mark.from_go("bufio/bufio_test.go", "TestReaderReset")
def test_reset_forgets_what_was() -> None:
    r = bufio.NewReader(strings.NewReader("foo foo"))
    io.ReadFull(r, bytearray(3))
    r.Reset(strings.NewReader("bar bar"))
    assert io.ReadAll(r) == b"bar bar"
    r.Reset(r)  # nothing
    zero = bufio.Reader()
    zero.Reset(strings.NewReader("x"))
    assert zero.ReadByte() == ord("x")


def test_a_mistake_of_the_readers_comes_out_at_once_and_loses_nothing() -> None:
    r = bufio.NewReader(Steps(b"on", TypeError("no such thing"), b"e\n"))
    with pytest.raises(TypeError, match="no such thing"):
        r.ReadString("\n")
    assert r.ReadString("\n") == "one\n"

"""Scanner and its split functions.  Go: bufio/scan_test.go"""

from typing import Any

import pytest

from goruntime import Panic, bufio, io, strings
from goruntime.io.utf8 import INVALID
from tests.bufio.scanners import scanner, tokens
from tests.io.fakes import Steps, boom


@pytest.mark.from_go("bufio/scan_test.go", "TestSpace")
def test_white_space_is_what_it_is_in_unicode() -> None:
    for c in map(chr, [*range(0xD800), *range(0xE000, 0x11000)]):
        space = c.isspace() and c not in "\x1c\x1d\x1e\x1f"
        advance, token = bufio.ScanWords(c.encode(), True)
        assert (token is None) == space, hex(ord(c))
        assert advance == len(c.encode())


TEXTS = [
    b"",
    b"a",
    "☺".encode(),
    "abc¼☹\x81\uffff日本語\x82abc".encode(),
    b"abc\x81\xef\xbf\xff\xe6\x97\xa5\x82abc",
]


@pytest.mark.from_go("bufio/scan_test.go", "TestScanByte")
@pytest.mark.parametrize("text", TEXTS, ids=repr)
def test_bytes_come_one_by_one(text: bytes) -> None:
    s = scanner(text, bufio.ScanBytes)
    assert tokens(s) == [bytes([c]) for c in text]
    assert s.Err() is None


@pytest.mark.from_go("bufio/scan_test.go", "TestScanRune")
@pytest.mark.parametrize("text", TEXTS, ids=repr)
@pytest.mark.parametrize("most", [1, 2, 100])
def test_runes_come_one_by_one_and_what_is_none_byte_by_byte(
    text: bytes, most: int
) -> None:
    runes = text.decode(errors="surrogateescape")
    s = scanner(text, bufio.ScanRunes, most)
    assert tokens(s) == [
        r.encode(errors="replace").replace(b"?", INVALID) for r in runes
    ]
    assert s.Err() is None


@pytest.mark.from_go("bufio/scan_test.go", "TestScanLineNoNewline")
@pytest.mark.from_go("bufio/scan_test.go", "TestScanLineReturnButNoNewline")
@pytest.mark.from_go("bufio/scan_test.go", "TestScanLineEmptyFinalLine")
@pytest.mark.from_go("bufio/scan_test.go", "TestScanLineEmptyFinalLineWithCR")
@pytest.mark.parametrize(
    ("end", "lines"),
    [(b"", []), (b"\r", []), (b"\n", []), (b"\n\n", [b""]), (b"\n\r", [b""])],
)
def test_the_last_line_may_have_no_end(end: bytes, lines: list[bytes]) -> None:
    s = scanner(b"abcdefghijklmn\nopqrstuvwxyz" + end, most=7)
    assert tokens(s) == [b"abcdefghijklmn", b"opqrstuvwxyz", *lines]
    assert s.Err() is None


@pytest.mark.from_go("bufio/scan_test.go", "TestScanLineTooLong")
def test_a_line_that_is_too_long() -> None:
    s = scanner(b"ok\n" + b"x" * 256 + b"\nlater\n", most=3)
    s.Buffer(bytearray(), 256)
    assert tokens(s) == [b"ok"]
    assert s.Err() == bufio.ErrTooLong
    assert str(s.Err()) == "bufio.Scanner: token too long"
    assert tokens(scanner(b"x" * (bufio.MaxScanTokenSize - 1))) != []
    assert tokens(scanner(b"x" * bufio.MaxScanTokenSize)) == []
    s = scanner(b"x" * 5000)
    s.Buffer(None, 0)
    assert tokens(s) == []
    assert s.Err() == bufio.ErrTooLong


@pytest.mark.from_go("bufio/scan_test.go", "TestHugeBuffer")
def test_a_line_of_any_length_with_a_buffer_for_it() -> None:
    s = scanner(b"x" * 1_000_000 + b"\n")
    s.Buffer(bytearray(100), 3_000_000)
    assert len(tokens(s)[0]) == 1_000_000


@pytest.mark.from_go("bufio/scan_test.go", "TestScanWordsExcessiveWhiteSpace")
def test_white_space_needs_no_buffer() -> None:
    s = scanner(b" " * 4096 + b"ipsum", bufio.ScanWords)
    s.Buffer(None, 256)
    assert tokens(s) == [b"ipsum"]


@pytest.mark.from_go("bufio/scan_test.go", "TestSplitError")
def test_what_a_split_function_raises_ends_the_scan() -> None:
    seen: list[bytes] = []

    def split(data: bytes, atEOF: bool) -> tuple[int, bytes | None]:
        if len(seen) == 7:
            raise boom
        seen.append(data)
        return 1, data[:1]

    s = scanner(b"abcdefghijklmnop", split, 1)
    assert tokens(s) == [b"a", b"b", b"c", b"d", b"e", b"f", b"g"]
    assert s.Err() == boom


@pytest.mark.from_go("bufio/scan_test.go", "TestErrAtEOF")
def test_an_error_at_the_end_counts_more_than_the_end() -> None:
    def split(data: bytes, atEOF: bool) -> tuple[int, bytes | None]:
        advance, token = bufio.ScanWords(data, atEOF)
        if token is not None and len(token) > 1:
            assert atEOF
            raise boom
        return advance, token

    s = scanner(b"1 2 33", split)
    assert tokens(s) == [b"1", b"2"]
    assert s.Err() == boom


@pytest.mark.from_go("bufio/scan_test.go", "TestNonEOFWithEmptyRead")
def test_an_error_of_the_reader_ends_the_scan_after_the_data() -> None:
    class Fails:
        left = 1

        def Read(self, p: Any) -> int:
            if not self.left:
                raise io.ErrUnexpectedEOF
            self.left = 0
            p[:5] = b"ab\ncd"
            return 5

    s = bufio.NewScanner(Fails())
    assert tokens(s) == [b"ab", b"cd"]
    assert s.Err() == io.ErrUnexpectedEOF
    got: list[str] = []
    with pytest.raises(io.ErrUnexpectedEOF):
        got.extend(bufio.NewScanner(Fails()))


@pytest.mark.from_go("bufio/scan_test.go", "TestBadReader")
@pytest.mark.from_go("bufio/scan_test.go", "TestNegativeEOFReader")
@pytest.mark.from_go("bufio/scan_test.go", "TestLargeReader")
@pytest.mark.parametrize(
    ("count", "err"),
    [
        (0, io.ErrNoProgress),
        (-1, bufio.ErrBadReadCount),
        (1 << 20, bufio.ErrBadReadCount),
    ],
)
def test_a_reader_that_does_not_read(count: int, err: Any) -> None:
    class Bad:
        def Read(self, p: Any) -> int:
            return count

    s = bufio.NewScanner(Bad())
    assert not s.Scan()
    assert s.Err() == err


@pytest.mark.parametrize(
    ("advance", "err"), [(-1, bufio.ErrNegativeAdvance), (9, bufio.ErrAdvanceTooFar)]
)
def test_a_split_function_stays_within_its_data(advance: int, err: Any) -> None:
    s = scanner(b"abc", lambda data, atEOF: (advance, data))
    assert not s.Scan()
    assert s.Err() == err
    assert s.Bytes() == b""


def comma(data: bytes, atEOF: bool) -> tuple[int, bytes | None]:
    i = data.find(b",")
    if i >= 0:
        return i + 1, data[:i]
    raise bufio.ErrFinalToken(data)


@pytest.mark.from_go("bufio/scan_test.go", "TestEmptyTokens")
@pytest.mark.from_go("bufio/scan_test.go", "TestWithNoEmptyTokens")
@pytest.mark.from_go("bufio/example_test.go", "ExampleScanner_emptyFinalToken")
@pytest.mark.parametrize(
    ("data", "want"),
    [(b"1,2,3,", [b"1", b"2", b"3", b""]), (b"1,2,3", [b"1", b"2", b"3"])],
)
def test_the_final_token_may_be_empty(data: bytes, want: list[bytes]) -> None:
    s = scanner(data, comma)
    assert tokens(s) == want
    assert s.Err() is None


@pytest.mark.from_go("bufio/example_test.go", "ExampleScanner_earlyStop")
def test_a_scan_can_end_early_without_a_token() -> None:
    def split(data: bytes, atEOF: bool) -> tuple[int, bytes | None]:
        advance, token = bufio.ScanWords(data, atEOF)
        if token == b"STOP":
            raise bufio.ErrFinalToken
        return advance, token

    s = scanner(b"1 2 STOP 4", split)
    assert list(s) == ["1", "2"]
    assert s.Err() is None


@pytest.mark.from_go("bufio/scan_test.go", "TestDontLoopForever")
def test_a_split_function_that_stands_still_at_the_end() -> None:
    def split(data: bytes, atEOF: bool) -> tuple[int, bytes | None]:
        return (1, data[:1]) if data else (0, data)

    with pytest.raises(Panic, match="too many empty tokens without progressing"):
        tokens(scanner(b"abc", split))


@pytest.mark.from_go("bufio/scan_test.go", "TestBlankLines")
@pytest.mark.from_go("bufio/scan_test.go", "TestEmptyLinesOK")
def test_many_empty_lines_are_no_standstill() -> None:
    assert tokens(scanner(b"\n" * 1000)) == [b""] * 1000


def test_a_scanner_is_set_up_before_it_scans() -> None:
    s = bufio.NewScanner(strings.NewReader("a\n"))
    assert s.Scan()
    with pytest.raises(Panic, match=r"^Buffer called after Scan$"):
        s.Buffer(None, 10)
    with pytest.raises(Panic, match=r"^Split called after Scan$"):
        s.Split(bufio.ScanWords)


def test_a_for_loop_gives_text() -> None:
    s = scanner(b"gr\xc3\xbcn\r\nb\xff\n\nlast")
    assert list(s) == ["grün", "b\udcff", "", "last"]
    assert s.Text() == ""


@pytest.mark.parametrize("mistake", [TypeError, AttributeError, NameError, IndexError])
def test_a_mistake_of_the_readers_is_no_error_of_the_input(
    mistake: type[Exception],
) -> None:
    s = bufio.NewScanner(Steps(b"one\ntw", mistake()))
    assert s.Scan()
    with pytest.raises(mistake):
        s.Scan()
    assert s.Err() is None
    assert s.Scan()  # the mistake is over, and so is the input
    assert s.Text() == "tw"


def test_a_mistake_of_the_split_function_is_no_error_of_the_input() -> None:
    s = bufio.NewScanner(Steps(b"one"))
    s.Split(lambda data, at_eof: data.nothing)  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        s.Scan()
    assert s.Err() is None

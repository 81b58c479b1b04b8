"""Reader, of package bytes and of package strings.  Go: bytes/reader_test.go"""

from array import array
from typing import Any

import pytest

from goruntime import bytes, errors, io, strings
from goruntime.io.partial import partial


class boom(errors.error):
    text = "boom"


@pytest.mark.from_go("bytes/reader_test.go", "TestReader")
@pytest.mark.parametrize("kind", [bytes.NewReader, strings.NewReader])
def test_seek_and_read(kind: Any) -> None:
    r = kind("0123456789" if kind is strings.NewReader else b"0123456789")
    for offset, whence, n, want in (
        (0, io.SeekStart, 20, b"0123456789"),
        (1, io.SeekStart, 1, b"1"),
        (1, io.SeekCurrent, 2, b"34"),
        (-1, io.SeekEnd, 1, b"9"),
        (-2, io.SeekEnd, 5, b"89"),
        (-3, io.SeekCurrent, 1, b"7"),
    ):
        r.Seek(offset, whence)
        buf = bytearray(n)
        assert buf[: r.Read(buf)] == want
    assert (r.Len(), r.Size()) == (2, 10)
    assert r.Seek(1 << 33, io.SeekStart) == 1 << 33
    assert r.Len() == 0
    with pytest.raises(io.EOF):
        r.Read(bytearray(1))


def test_errors_have_the_words_of_go() -> None:
    for r, name, kind in (
        (bytes.NewReader(b"abc"), "bytes.Reader", "slice"),
        (strings.NewReader("abc"), "strings.Reader", "string"),
    ):
        for call, text in (
            (lambda r: r.ReadAt(bytearray(1), -1), "ReadAt: negative offset"),
            (lambda r: r.Seek(-1, io.SeekStart), "Seek: negative position"),
            (lambda r: r.Seek(0, 5), "Seek: invalid whence"),
            (lambda r: r.UnreadByte(), f"UnreadByte: at beginning of {kind}"),
            (lambda r: r.UnreadRune(), f"UnreadRune: at beginning of {kind}"),
        ):
            with pytest.raises(errors.error) as raised:
                call(r)  # type: ignore[no-untyped-call]
            assert str(raised.value) == f"{name}.{text}"
        r.ReadByte()
        with pytest.raises(errors.error, match="previous operation was not ReadRune"):
            r.UnreadRune()


@pytest.mark.from_go("bytes/reader_test.go", "TestReaderWriteTo")
def test_writeto_goes_on_where_it_failed() -> None:
    class Fails:
        def Write(self, p: Any) -> int:
            raise partial(boom(), 2)

    r = strings.NewReader("0123456789")
    r.ReadByte()
    with pytest.raises(boom) as raised:
        io.Copy(Fails(), r)
    assert vars(raised.value)["n"] == 2
    sink = strings.Builder()
    assert r.WriteTo(sink) == 7
    assert sink.String() == "3456789"
    assert r.WriteTo(sink) == 0


@pytest.mark.from_go("bytes/reader_test.go", "TestUnreadRuneError")
def test_bytes_and_runes_can_be_taken_back() -> None:
    r = strings.NewReader("日x\udcff")
    assert r.ReadRune() == ("日", 3)
    r.UnreadRune()
    assert r.ReadRune() == ("日", 3)
    assert r.ReadByte() == ord("x")
    r.UnreadByte()
    assert r.ReadRune() == ("x", 1)
    assert r.ReadRune() == ("\ufffd", 1)
    with pytest.raises(io.EOF):
        r.ReadRune()
    with pytest.raises(io.EOF):
        r.ReadByte()


@pytest.mark.from_go("bytes/reader_test.go", "TestReaderReset")
def test_reset_reads_something_else() -> None:
    r = strings.NewReader("abc")
    r.ReadByte()
    r.Reset("ü")
    assert io.ReadAll(r) == b"\xc3\xbc"
    b = bytes.Reader()
    b.Reset(array("H", [1]))
    assert io.ReadAll(b) == array("H", [1]).tobytes()


def test_a_reader_does_not_see_later_changes() -> None:
    data = bytearray(b"abc")
    r = bytes.NewReader(data)
    data[:] = b"xyz!"
    assert io.ReadAll(r) == b"abc"

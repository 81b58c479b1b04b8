"""Buffer.  Go: bytes/buffer_test.go"""

from array import array
from typing import Any

import pytest

from goruntime import Panic, bytes, errors, io, strings
from goruntime.bytes.buffer import errNegativeRead, errUnreadRune
from goruntime.io.partial import partial


class boom(errors.error):
    text = "boom"


@pytest.mark.from_go("bytes/buffer_test.go", "TestBasicOperations")
def test_a_buffer_holds_what_is_written() -> None:
    b = bytes.NewBufferString("grüß")
    assert (b.Len(), b.String(), str(b)) == (6, "grüß", "grüß")
    assert b.WriteString("e") + b.WriteRune("ß") + b.WriteRune(-1) == 6
    b.WriteByte(0xFF)
    b.WriteByte(b"!")
    assert b.Write(array("H", [0x6161])) == 2
    assert b.String() == "grüßeß\ufffd\udcff!aa"
    assert bytes.NewBuffer(None).Bytes() == b""
    assert bytes.NewBuffer(bytearray(b"abc")).Bytes() == b"abc"
    with pytest.raises(TypeError, match="str is not bytes: encode it"):
        b.Write("x")
    with pytest.raises(ValueError, match="byte"):
        b.WriteByte(256)


@pytest.mark.from_go("bytes/buffer_test.go", "TestReadFrom")
def test_readfrom_and_writeto_take_all() -> None:
    data = b"0123456789" * 50_000
    b = bytes.NewBufferString("<")
    assert b.ReadFrom(bytes.NewReader(data)) == len(data)
    sink = strings.Builder()
    assert b.WriteTo(sink) == len(data) + 1
    assert sink.String() == "<" + data.decode()
    assert b.Len() == 0
    assert b.WriteTo(sink) == 0


def test_a_failed_readfrom_keeps_what_it_got() -> None:
    class Fails:
        left = 3

        def Read(self, p: Any) -> int:
            self.left -= 1
            if self.left < 0:
                raise boom
            p[0:2] = b"ab"
            return 2

    b = bytes.Buffer()
    with pytest.raises(boom) as raised:
        b.ReadFrom(Fails())
    assert vars(raised.value)["n"] == 6
    assert b.Bytes() == b"ababab"


@pytest.mark.from_go("bytes/buffer_test.go", "TestReadFromNegativeReader")
def test_a_negative_count_is_a_panic() -> None:
    class Negative:
        def Read(self, p: Any) -> int:
            return -1

    text = r"^bytes\.Buffer: reader returned negative count from Read$"
    with pytest.raises(Panic, match=text) as info:
        bytes.Buffer().ReadFrom(Negative())
    assert isinstance(info.value.value, errNegativeRead)


def test_a_failed_writeto_keeps_the_rest() -> None:
    class Fails:
        def Write(self, p: Any) -> int:
            raise partial(boom(), 2)

    class Odd(Fails):
        def __init__(self, n: int) -> None:
            self.n = n

        def Write(self, p: Any) -> int:
            return self.n

    b = bytes.NewBufferString("abcdef")
    with pytest.raises(boom) as raised:
        b.WriteTo(Fails())
    assert vars(raised.value)["n"] == 2
    assert b.String() == "cdef"
    with pytest.raises(io.ErrShortWrite):
        b.WriteTo(Odd(1))
    assert b.String() == "def"
    with pytest.raises(Panic, match="invalid Write count"):
        b.WriteTo(Odd(4))


def test_a_writer_may_hold_on_to_what_it_was_given() -> None:
    class Keeps:
        def Write(self, p: Any) -> int:
            self.kept = memoryview(p)
            return len(p)

    b, keeps = bytes.NewBufferString("abc"), Keeps()
    b.WriteTo(keeps)
    b.WriteString("def" * 1000)
    assert keeps.kept.tobytes() == b"abc"


@pytest.mark.from_go("bytes/buffer_test.go", "TestRuneIO")
def test_runes_are_read_as_they_were_written() -> None:
    runes = "a\x7f\x80\u07ff\u0800\uffff\U00010000\U0010ffff"
    b = bytes.Buffer()
    for r in runes:
        b.WriteRune(r)
    for r in runes:
        for again in (True, False):
            assert b.ReadRune() == (r, len(r.encode()))
            if again:
                b.UnreadRune()
    with pytest.raises(io.EOF):
        b.ReadRune()
    b.Write(b"\xe2\x82")
    assert b.ReadRune() == ("\ufffd", 1)
    b.ReadByte()
    with pytest.raises(errUnreadRune):
        b.UnreadRune()


@pytest.mark.from_go("bytes/buffer_test.go", "TestReadString")
def test_reading_up_to_a_delimiter() -> None:
    b = bytes.NewBufferString("abbb\nü\udcffrest")
    assert b.ReadString("b") == "ab"
    assert b.ReadBytes(b"\n") == b"bb\n"
    with pytest.raises(io.EOF) as end:
        b.ReadString(0)
    assert vars(end.value) == {"n": 7, "partial": "ü\udcffrest"}
    with pytest.raises(ValueError, match="byte"):
        b.ReadBytes("ab")


@pytest.mark.from_go("bytes/buffer_test.go", "TestPeek")
def test_peek_takes_nothing() -> None:
    b = bytes.NewBufferString("abcd")
    assert (b.Peek(0), b.Peek(4), b.Len()) == (b"", b"abcd", 4)
    with pytest.raises(io.EOF) as end:
        b.Peek(5)
    assert vars(end.value)["partial"] == b"abcd"


@pytest.mark.from_go("bytes/buffer_test.go", "TestReadEmptyAtEOF")
def test_an_empty_read_is_no_end() -> None:
    b = bytes.Buffer()
    assert b.Read(bytearray()) == 0
    with pytest.raises(io.EOF):
        b.Read(bytearray(1))


def test_mistakes_are_panics() -> None:
    b = bytes.NewBufferString("abc")
    for n in (-1, 4):
        with pytest.raises(Panic, match=r"^bytes\.Buffer: truncation out of range$"):
            b.Truncate(n)
    with pytest.raises(Panic, match=r"^bytes\.Buffer\.Grow: negative count$"):
        b.Grow(-1)
    b.Grow(100)
    assert b.String() == "abc"


def test_errors_have_the_words_of_go() -> None:
    b = bytes.NewBufferString("abc")
    before = "previous operation was not a successful"
    with pytest.raises(errors.error) as byte:
        b.UnreadByte()
    assert str(byte.value) == f"bytes.Buffer: UnreadByte: {before} read"
    b.ReadByte()
    with pytest.raises(errors.error) as rune:
        b.UnreadRune()
    assert str(rune.value) == f"bytes.Buffer: UnreadRune: {before} ReadRune"

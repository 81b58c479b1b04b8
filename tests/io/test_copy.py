"""Copy and where to copy to.  Go: io/io_test.go"""

from array import array
from typing import Any

import pytest

from goruntime import Panic, errors, io, strings
from goruntime import bytes as gobytes
from goruntime.io.copy import errInvalidWrite


class boom(errors.error):
    text = "boom"


class Only:
    """A Reader and Writer without WriteTo and ReadFrom."""

    def __init__(self, rw: Any) -> None:
        self.rw = rw
        self.sizes: list[int] = []

    def Read(self, p: Any) -> int:
        self.sizes.append(len(p))
        return self.rw.Read(p)  # type: ignore[no-any-return]

    def Write(self, p: Any) -> int:
        return self.rw.Write(p)  # type: ignore[no-any-return]


class Failing:
    """Takes so many bytes, then fails."""

    def __init__(self, room: int, err: Any = boom) -> None:
        self.room = room
        self.err = err

    def Write(self, p: Any) -> int:
        if len(p) <= self.room:
            self.room -= len(p)
            return len(p)
        err = self.err() if isinstance(self.err, type) else self.err
        err.n, self.room = self.room, 0
        raise err


class ThenFails:
    """A Reader that fails after its data."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def Read(self, p: Any) -> int:
        if not self.data:
            raise boom
        n = min(len(p), len(self.data))
        p[:n], self.data = self.data[:n], self.data[n:]
        return n


@pytest.mark.from_go("io/io_test.go", "TestCopy")
@pytest.mark.from_go("io/io_test.go", "TestCopyReadFrom")
@pytest.mark.from_go("io/io_test.go", "TestCopyWriteTo")
@pytest.mark.parametrize("r", [Only, lambda x: x])
@pytest.mark.parametrize("w", [Only, lambda x: x])
def test_copy_copies_to_the_end(r: Any, w: Any) -> None:
    data = bytes(range(256)) * 300
    dst = gobytes.Buffer()
    assert io.Copy(w(dst), r(gobytes.NewReader(data))) == len(data)
    assert dst.Bytes() == data
    assert io.Copy(w(dst), r(gobytes.NewReader(b""))) == 0


@pytest.mark.from_go("io/io_test.go", "TestCopyNegative")
def test_copy_of_a_negative_number_copies_nothing() -> None:
    wb = gobytes.Buffer()
    assert io.Copy(wb, io.LimitReader(strings.NewReader("hello"), -1)) == 0
    assert io.CopyN(wb, strings.NewReader("hello"), -1) == 0
    assert wb.Len() == 0


@pytest.mark.from_go("io/io_test.go", "TestCopyBuffer")
@pytest.mark.from_go("io/io_test.go", "TestCopyBufferNil")
def test_copybuffer_uses_the_buffer() -> None:
    src = Only(strings.NewReader("hello, world."))
    dst = Only(gobytes.Buffer())
    assert io.CopyBuffer(dst, src, array("H", [0, 0])) == 13
    assert dst.rw.String() == "hello, world."
    assert set(src.sizes) == {4}
    assert io.CopyBuffer(io.Discard, strings.NewReader("abc"), None) == 3
    assert io.CopyBuffer(dst, Only(strings.NewReader(" Again.")), None) == 7
    assert dst.rw.String() == "hello, world. Again."
    with pytest.raises(Panic, match=r"^empty buffer in CopyBuffer$"):
        io.CopyBuffer(dst, src, bytearray())


def test_the_buffer_is_no_larger_than_what_is_to_be_copied() -> None:
    src = Only(strings.NewReader("hello"))
    assert io.Copy(Only(gobytes.Buffer()), src) == 5
    assert set(src.sizes) == {32 * 1024}
    # LimitedReader itself shows a Read no more than is left.
    src = Only(strings.NewReader("hello"))
    assert io.CopyN(Only(gobytes.Buffer()), src, 3) == 3
    assert src.sizes == [3]


@pytest.mark.from_go("io/io_test.go", "TestCopyPriority")
def test_writeto_comes_before_readfrom() -> None:
    called = []

    class Both:
        def Read(self, p: Any) -> int:
            raise io.EOF

        def Write(self, p: Any) -> int:
            return len(p)

        def ReadFrom(self, r: Any) -> int:
            called.append("ReadFrom")
            return 0

        def WriteTo(self, w: Any) -> int:
            called.append("WriteTo")
            return 0

    io.Copy(Both(), Both())
    io.Copy(Both(), Only(strings.NewReader("")))
    assert called == ["WriteTo", "ReadFrom"]


def test_a_packetconn_has_other_methods_of_these_names() -> None:
    class PacketConn(Only):
        def ReadFrom(self, p: Any) -> tuple[int, Any]:
            raise AssertionError("a buffer was expected")

        def WriteTo(self, p: Any, addr: Any) -> int:
            raise AssertionError("an address was expected")

    dst = PacketConn(gobytes.Buffer())
    assert io.Copy(dst, PacketConn(strings.NewReader("ping"))) == 4
    assert dst.rw.String() == "ping"


@pytest.mark.from_go("io/io_test.go", "TestCopyReadErrWriteErr")
def test_a_failing_copy_says_how_much_it_copied() -> None:
    data = bytes(100_000)
    with pytest.raises(boom) as raised:
        io.Copy(Failing(70_000), Only(gobytes.NewReader(data)))
    assert vars(raised.value)["n"] == 70_000
    with pytest.raises(boom) as raised:
        io.Copy(Only(gobytes.Buffer()), ThenFails(data))
    assert vars(raised.value)["n"] == 100_000
    with pytest.raises(boom) as raised:
        io.Copy(gobytes.Buffer(), ThenFails(data))
    assert vars(raised.value)["n"] == 100_000
    with pytest.raises(boom) as raised:
        io.Copy(io.Discard, ThenFails(data))
    assert vars(raised.value)["n"] == 100_000


def test_eof_of_a_writer_is_a_failure() -> None:
    with pytest.raises(io.EOF) as raised:
        io.Copy(Failing(2, io.EOF), Only(strings.NewReader("abc")))
    assert vars(raised.value)["n"] == 2


@pytest.mark.from_go("io/io_test.go", "TestCopyLargeWriter")
@pytest.mark.parametrize(
    ("count", "err", "n"),
    [(4, errInvalidWrite, 0), (-1, errInvalidWrite, 0), (2, io.ErrShortWrite, 2)],
)
def test_a_writer_with_a_wrong_count_is_found_out(count: int, err: Any, n: int) -> None:
    class Odd:
        def Write(self, p: Any) -> int:
            return count

    with pytest.raises(err) as raised:
        io.Copy(Odd(), Only(strings.NewReader("abc")))
    assert vars(raised.value)["n"] == n


def test_a_write_that_returns_nothing_is_a_mistake() -> None:
    class Forgot:
        def Write(self, p: Any) -> Any:
            pass

    with pytest.raises(TypeError, match="Write returned None"):
        io.Copy(Forgot(), Only(strings.NewReader("abc")))


@pytest.mark.from_go("io/io_test.go", "TestCopyNEOF")
@pytest.mark.from_go("io/io_test.go", "TestCopyN")
@pytest.mark.from_go("io/io_test.go", "TestCopyNReadFrom")
@pytest.mark.from_go("io/io_test.go", "TestCopyNWriteTo")
@pytest.mark.parametrize("r", [Only, lambda x: x])
@pytest.mark.parametrize("w", [Only, lambda x: x])
def test_copyn_wants_all_of_n(r: Any, w: Any) -> None:
    dst = gobytes.Buffer()
    assert io.CopyN(w(dst), r(strings.NewReader("hello, world")), 5) == 5
    assert dst.String() == "hello"
    with pytest.raises(io.EOF) as raised:
        io.CopyN(w(gobytes.Buffer()), r(strings.NewReader("foo")), 4)
    assert vars(raised.value)["n"] == 3
    # It fails, but after what was asked for.
    assert io.CopyN(w(gobytes.Buffer()), ThenFails(b"12345"), 5) == 5
    with pytest.raises(boom) as fails:
        io.CopyN(w(gobytes.Buffer()), ThenFails(b"12345"), 6)
    assert vars(fails.value)["n"] == 5


def test_writestring_writes_utf_8() -> None:
    for w in (gobytes.Buffer(), Only(gobytes.Buffer())):
        assert io.WriteString(w, "grüß\udcff") == 7
    assert io.WriteString(io.Discard, "ü") == 2
    assert isinstance(w, Only)
    assert w.rw.Bytes() == b"gr\xc3\xbc\xc3\x9f\xff"


def test_discard_takes_bytes_only() -> None:
    assert io.Discard.Write(b"abc") == 3
    assert io.Discard.Write(array("I", [1, 2])) == 8
    with pytest.raises(TypeError, match="str is not bytes: encode it"):
        io.Discard.Write("abc")


@pytest.mark.from_go("io/io_test.go", "TestNopCloserWriterToForwarding")
def test_nopcloser_keeps_writeto() -> None:
    plain, direct = Only(strings.NewReader("a")), strings.NewReader("b")
    with io.NopCloser(plain) as c:  # type: ignore[attr-defined]
        assert not isinstance(c, io.WriterTo)
        assert io.ReadAll(c) == b"a"
    wt = io.NopCloser(direct)
    wt.Close()
    assert isinstance(wt, io.WriterTo)
    assert wt.WriteTo(io.Discard) == 1


def test_the_interfaces_can_be_asked_for() -> None:
    buf = gobytes.Buffer()
    for interface in (
        io.Reader, io.Writer, io.ReadWriter, io.ReaderFrom, io.WriterTo,
        io.ByteScanner, io.ByteWriter, io.RuneScanner, io.StringWriter,
    ):  # fmt: skip
        assert isinstance(buf, interface)
    for other in (io.Closer, io.Seeker, io.ReaderAt, io.ReadSeekCloser):
        assert not isinstance(buf, other)
    assert isinstance(strings.NewReader(""), io.ReadSeeker)

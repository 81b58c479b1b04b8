"""SectionReader and OffsetWriter.  Go: io/io_test.go"""

from typing import Any

import pytest

from goruntime import bytes as gobytes
from goruntime import errors, io, strings
from goruntime.io.partial import partial
from goruntime.io.section import errOffset, errWhence

DAT = "a long sample data, 1234567890"
LEN = len(DAT)


class Memory:
    """A WriterAt of so many bytes."""

    def __init__(self, size: int) -> None:
        self.data = bytearray(size)

    def WriteAt(self, p: Any, off: int) -> int:
        n = min(len(p), len(self.data) - off)
        self.data[off : off + n] = p[:n]
        if n < len(p):
            raise partial(io.ErrShortWrite(), n)
        return n


@pytest.mark.from_go("io/io_test.go", "TestSectionReader_ReadAt")
@pytest.mark.parametrize(
    ("data", "off", "n", "size", "at", "want", "eof"),
    [
        ("", 0, 10, 2, 0, "", True),
        (DAT, 0, LEN, 0, 0, "", False),
        (DAT, LEN, 1, 1, 0, "", True),
        (DAT, 0, LEN + 2, LEN, 0, DAT, False),
        (DAT, 0, LEN, LEN // 2, 0, DAT[: LEN // 2], False),
        (DAT, 0, LEN, LEN, 0, DAT, False),
        (DAT, 0, LEN, LEN // 2, 2, DAT[2 : 2 + LEN // 2], False),
        (DAT, 3, LEN, LEN // 2, 2, DAT[5 : 5 + LEN // 2], False),
        (DAT, 3, LEN // 2, LEN // 2 - 2, 2, DAT[5 : 5 + LEN // 2 - 2], False),
        (DAT, 3, LEN // 2, LEN // 2 + 2, 2, DAT[5 : 5 + LEN // 2 - 2], True),
        (DAT, 0, 0, 0, -1, "", True),
        (DAT, 0, 0, 0, 1, "", True),
    ],
)
def test_readat_of_a_section(
    data: str, off: int, n: int, size: int, at: int, want: str, eof: bool
) -> None:
    r = strings.NewReader(data)
    s = io.NewSectionReader(r, off, n)
    buf = bytearray(size)
    try:
        got = s.ReadAt(buf, at)
    except io.EOF as err:
        assert eof
        got = vars(err)["n"]
    else:
        assert not eof
    assert buf[:got].decode() == want
    assert s.Outer() == (r, off, n)


@pytest.mark.from_go("io/io_test.go", "TestSectionReader_Seek")
def test_seek_works_as_that_of_a_reader_of_bytes() -> None:
    br = gobytes.NewReader(b"foo")
    sr = io.NewSectionReader(br, 0, 3)

    def seek(r: io.Seeker, offset: int, whence: int) -> int | None:
        try:
            return r.Seek(offset, whence)
        except errors.error:
            return None

    for whence in (io.SeekStart, io.SeekCurrent, io.SeekEnd):
        for offset in range(-3, 5):
            assert seek(br, offset, whence) == seek(sr, offset, whence)
    assert sr.Seek(100, io.SeekStart) == 100
    with pytest.raises(io.EOF):
        sr.Read(bytearray(10))
    with pytest.raises(errWhence, match=r"^Seek: invalid whence$"):
        sr.Seek(0, 3)
    with pytest.raises(errOffset, match=r"^Seek: invalid offset$"):
        sr.Seek(-1, io.SeekStart)


@pytest.mark.from_go("io/io_test.go", "TestSectionReader_Max")
@pytest.mark.from_go("io/io_test.go", "TestSectionReader_Size")
def test_a_section_may_be_larger_than_what_there_is() -> None:
    sr = io.NewSectionReader(strings.NewReader("abcdef"), 3, (1 << 63) - 1)
    assert sr.Read(bytearray(4)) == 3
    with pytest.raises(io.EOF):
        sr.Read(bytearray(3))
    assert io.NewSectionReader(strings.NewReader("ab"), 0, 2).Size() == 2


@pytest.mark.from_go("io/io_test.go", "TestOffsetWriter_Seek")
def test_offsetwriter_seeks_from_its_base() -> None:
    w = io.NewOffsetWriter(Memory(0), 7)
    for whence in (-3, -1, 2, 3, 4):
        with pytest.raises(errWhence):
            w.Seek(0, whence)
    for whence in (io.SeekStart, io.SeekCurrent):
        with pytest.raises(errOffset):
            w.Seek(-1, whence)
    moves = [(i, io.SeekStart) for i in (1, 2, 3)] + [
        (i, io.SeekCurrent) for i in (1, 2)
    ]
    assert [w.Seek(*move) for move in moves] == [1, 2, 3, 4, 6]


@pytest.mark.from_go("io/io_test.go", "TestOffsetWriter_Write")
@pytest.mark.from_go("io/io_test.go", "TestOffsetWriter_WriteAt")
def test_offsetwriter_writes_behind_its_base() -> None:
    memory = Memory(8)
    w = io.NewOffsetWriter(memory, 2)
    assert w.Write(b"ab") == 2
    assert w.WriteAt(b"z", 3) == 1
    assert w.Write(b"c") == 1
    assert memory.data == b"\0\0abcz\0\0"
    with pytest.raises(io.ErrShortWrite) as raised:
        w.Write(b"12345")
    assert vars(raised.value)["n"] == 3
    assert w.Seek(0, io.SeekCurrent) == 6


@pytest.mark.from_go("io/io_test.go", "TestWriteAt_PositionPriorToBase")
def test_offsetwriter_writes_nothing_before_its_base() -> None:
    with pytest.raises(errOffset):
        io.NewOffsetWriter(Memory(20), 10).WriteAt(b"hello", -1)

"""The examples of Go's package documentation, and what they print."""

import pytest

from goruntime import bytes as go_bytes
from goruntime import go, io, strings

TEXT = "some io.Reader stream to be read\n"


@pytest.fixture
def r() -> io.Reader:
    return strings.NewReader(TEXT)


@pytest.fixture
def out() -> strings.Builder:
    return strings.Builder()


@pytest.mark.from_go("io/example_test.go", "ExampleCopy")
@pytest.mark.from_go("io/example_test.go", "ExampleCopyBuffer")
@pytest.mark.from_go("io/example_test.go", "ExampleCopyN")
def test_copies_whole_with_a_buffer_and_in_part(out: strings.Builder) -> None:
    buf = bytearray(8)
    io.CopyBuffer(out, strings.NewReader("first reader\n"), buf)
    io.CopyBuffer(out, strings.NewReader("second reader\n"), buf)
    io.CopyN(out, strings.NewReader(TEXT), 4)
    io.Copy(out, strings.NewReader("!"))
    assert out.String() == "first reader\nsecond reader\nsome!"


@pytest.mark.from_go("io/example_test.go", "ExampleReadAtLeast")
@pytest.mark.from_go("io/example_test.go", "ExampleReadFull")
@pytest.mark.from_go("io/example_test.go", "ExampleReadAll")
def test_reads_of_no_less_than_that(r: io.Reader) -> None:
    buf = bytearray(14)
    assert io.ReadAtLeast(r, buf, 4) == 14
    assert buf == b"some io.Reader"
    with pytest.raises(io.ErrShortBuffer, match=r"^short buffer$"):
        io.ReadAtLeast(r, bytearray(3), 4)
    assert io.ReadFull(r, bytearray(4)) == 4
    with pytest.raises(io.ErrUnexpectedEOF, match=r"^unexpected EOF$"):
        io.ReadFull(r, bytearray(64))
    assert io.ReadAll(strings.NewReader(TEXT)) == TEXT.encode()


@pytest.mark.from_go("io/example_test.go", "ExampleWriteString")
@pytest.mark.from_go("io/example_test.go", "ExampleMultiWriter")
@pytest.mark.from_go("io/example_test.go", "ExampleTeeReader")
def test_what_is_written_and_read_goes_to_several(
    r: io.Reader, out: strings.Builder
) -> None:
    one, two = go_bytes.Buffer(), go_bytes.Buffer()
    io.WriteString(out, "Hello World: ")
    io.Copy(io.MultiWriter(one, two), io.TeeReader(r, out))
    assert one.String() == two.String() == TEXT
    assert out.String() == f"Hello World: {TEXT}"


@pytest.mark.from_go("io/example_test.go", "ExampleLimitReader")
@pytest.mark.from_go("io/example_test.go", "ExampleMultiReader")
def test_readers_in_part_and_one_after_the_other(r: io.Reader) -> None:
    both = io.MultiReader(io.LimitReader(r, 4), strings.NewReader(" and more"))
    assert io.ReadAll(both) == b"some and more"


@pytest.mark.from_go("io/example_test.go", "ExampleSectionReader")
@pytest.mark.from_go("io/example_test.go", "ExampleSectionReader_Read")
@pytest.mark.from_go("io/example_test.go", "ExampleSectionReader_ReadAt")
@pytest.mark.from_go("io/example_test.go", "ExampleSectionReader_Seek")
@pytest.mark.from_go("io/example_test.go", "ExampleSectionReader_Size")
@pytest.mark.from_go("io/example_test.go", "ExampleSeeker_Seek")
def test_a_part_from_the_middle() -> None:
    whole = strings.NewReader(TEXT)
    part = io.NewSectionReader(whole, 5, 17)
    assert part.Size() == 17
    assert io.ReadAll(part) == b"io.Reader stream "
    buf = bytearray(6)
    assert part.ReadAt(buf, 10) == 6
    assert buf == b"stream"
    assert part.Seek(10, io.SeekStart) == 10
    assert io.ReadAll(part) == b"stream "
    assert whole.Seek(-5, io.SeekEnd) == len(TEXT) - 5
    assert io.ReadAll(whole) == b"read\n"


@pytest.mark.from_go("io/example_test.go", "ExamplePipe")
def test_a_pipe_from_one_goroutine_to_another(out: strings.Builder) -> None:
    r, w = io.Pipe()

    def write() -> None:
        with w:
            io.WriteString(w, TEXT)

    go(write)
    io.Copy(out, r)
    assert out.String() == TEXT

"""MultiReader and MultiWriter.  Go: io/multi_test.go"""

import gc
import hashlib
import weakref
from typing import Any

import pytest

from goruntime import bytes as gobytes
from goruntime import io, strings
from goruntime.io.partial import partial
from tests.io.fakes import boom


class OneTime:
    """Gives its data, then fails, then goes on."""

    def __init__(self, *steps: Any) -> None:
        self.steps = list(steps)

    def Read(self, p: Any) -> int:
        if not self.steps:
            raise io.EOF
        step = self.steps.pop(0)
        if not isinstance(step, bytes):
            raise step
        p[: len(step)] = step
        return len(step)


@pytest.mark.from_go("io/multi_test.go", "TestMultiReader")
def test_multireader_reads_one_after_the_other() -> None:
    def parts() -> list[Any]:
        return [strings.NewReader(s) for s in ("foo ", "", "bar")]

    mr = io.MultiReader(*parts())
    buf = bytearray(20)
    assert [mr.Read(buf), mr.Read(buf)] == [4, 3]
    for _ in range(2):
        with pytest.raises(io.EOF):
            mr.Read(buf)
    mr = io.MultiReader(*parts())
    assert io.ReadFull(mr, bytearray(5)) == 5
    assert io.ReadAll(mr) == b"ar"
    with pytest.raises(io.EOF):
        io.MultiReader().Read(buf)


@pytest.mark.from_go("io/multi_test.go", "TestMultiReaderAsWriterTo")
def test_multireader_writes_itself() -> None:
    mr = io.MultiReader(
        strings.NewReader("foo "),
        io.MultiReader(strings.NewReader(""), strings.NewReader("bar")),
    )
    assert isinstance(mr, io.WriterTo)
    sink = strings.Builder()
    assert mr.WriteTo(sink) == 7
    assert sink.String() == "foo bar"
    assert mr.WriteTo(sink) == 0


def test_a_failed_writeto_can_be_tried_again() -> None:
    mr = io.MultiReader(OneTime(b"ab"), OneTime(b"cd", boom, b"ef"))
    sink = strings.Builder()
    with pytest.raises(boom) as raised:
        io.Copy(sink, mr)
    assert vars(raised.value)["n"] == 4
    assert io.Copy(sink, mr) == 2
    assert sink.String() == "abcdef"


@pytest.mark.from_go("io/multi_test.go", "TestMultiReaderFlatten")
def test_readers_of_readers_cost_no_depth() -> None:
    mr: io.Reader = strings.NewReader("hello")
    for _ in range(5000):
        mr = io.MultiReader(mr)
    assert io.ReadFull(mr, bytearray(3)) == 3


@pytest.mark.from_go("io/multi_test.go", "TestMultiReaderFreesExhaustedReaders")
def test_a_reader_that_is_used_up_is_let_go() -> None:
    class Weak(OneTime):
        pass

    first = Weak(b"foo")
    gone = weakref.ref(first)
    mr = io.MultiReader(first, OneTime(b"bar"))
    del first
    assert mr.Read(bytearray(9)) == 3
    assert mr.Read(bytearray(9)) == 3
    gc.collect()
    assert gone() is None


@pytest.mark.from_go("io/multi_test.go", "TestInterleavedMultiReader")
def test_two_multireaders_may_share_what_they_read() -> None:
    r1, r2 = strings.NewReader("123"), strings.NewReader("45678")
    mr1, mr2 = io.MultiReader(r1, r2), io.MultiReader(r1)
    buf = bytearray(4)
    assert io.ReadFull(mr1, buf) == 4
    assert buf == b"1234"
    assert io.ReadFull(io.MultiReader(mr1, mr2), buf) == 4
    assert buf == b"5678"


@pytest.mark.from_go("io/multi_test.go", "TestMultiWriter")
@pytest.mark.from_go("io/multi_test.go", "TestMultiWriter_String")
def test_multiwriter_writes_to_each() -> None:
    class Hash:
        def __init__(self) -> None:
            self.sum = hashlib.sha1()

        def Write(self, p: Any) -> int:
            self.sum.update(p)
            return len(p)

    sha, sink = Hash(), gobytes.Buffer()
    mw = io.MultiWriter(sha, sink)
    text = "My input text.\n"
    assert io.Copy(mw, strings.NewReader(text)) == len(text)
    assert sink.String() == text
    assert sha.sum.hexdigest() == hashlib.sha1(text.encode()).hexdigest()
    assert io.WriteString(mw, "ü") == 2
    assert sink.String() == text + "ü"


@pytest.mark.from_go("io/multi_test.go", "TestMultiWriter_StringCheckCall")
def test_multiwriter_writes_strings_where_that_can_be() -> None:
    class Strings:
        def __init__(self) -> None:
            self.got: list[str] = []

        def Write(self, p: Any) -> int:
            raise boom

        def WriteString(self, s: str) -> int:
            self.got.append(s)
            return len(s)

    w = Strings()
    assert io.WriteString(io.MultiWriter(w), "foo") == 3
    assert w.got == ["foo"]


@pytest.mark.from_go("io/multi_test.go", "TestMultiWriterError")
def test_multiwriter_stops_at_the_first_that_fails() -> None:
    class Short:
        def Write(self, p: Any) -> int:
            return len(p) // 2

    class Fails:
        def Write(self, p: Any) -> int:
            raise partial(boom(), 1)

    first, last = gobytes.Buffer(), gobytes.Buffer()
    with pytest.raises(io.ErrShortWrite) as short:
        io.MultiWriter(first, Short(), last).Write(b"hello, world")
    assert vars(short.value)["n"] == 6
    with pytest.raises(boom) as raised:
        io.MultiWriter(Fails(), last).Write(b"abc")
    assert vars(raised.value)["n"] == 1
    assert (first.Len(), last.Len()) == (12, 0)


@pytest.mark.from_go("io/multi_test.go", "TestMultiWriterSingleChainFlatten")
def test_writers_of_writers_cost_no_depth() -> None:
    sink = gobytes.Buffer()
    mw: io.Writer = sink
    for _ in range(5000):
        mw = io.MultiWriter(mw)
    assert mw.Write(b"x") == 1
    assert sink.Bytes() == b"x"


@pytest.mark.from_go("io/multi_test.go", "TestMultiReaderCopy")
def test_a_list_of_readers_is_copied() -> None:
    readers: list[io.Reader] = [strings.NewReader("hello world")]
    mr = io.MultiReader(*readers)
    readers.clear()
    assert io.ReadAll(mr) == b"hello world"

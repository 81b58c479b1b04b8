"""Writer against plain bytes.  Go: bufio/bufio_test.go"""

from typing import Any

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

from goruntime import bufio
from goruntime import bytes as gobytes
from tests.io.fakes import Limited, boom

OPS = st.lists(
    st.one_of(
        st.binary(max_size=60),
        st.text(max_size=30),
        st.integers(0, 255),
        st.tuples(st.characters(codec="utf-8")),
        st.none(),
    ),
    max_size=20,
)


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriter")
@given(OPS, st.integers(1, 32), st.integers(0, 300))
def test_what_is_written_arrives_once_and_in_order(
    ops: list[Any], size: int, room: int
) -> None:
    sink = Limited(room)
    w = bufio.NewWriterSize(sink, size)
    want = b""
    try:
        for op in ops:
            match op:
                case bytes():
                    data = op
                    assert w.Write(op) == len(op)
                case str():
                    data = op.encode()
                    assert w.WriteString(op) == len(data)
                case int():
                    data = bytes([op])
                    w.WriteByte(op)
                case (rune,):
                    data = rune.encode()
                    assert w.WriteRune(rune) == len(data)
                case _:
                    data = b""
                    w.Flush()
            want += data
            assert w.Buffered() + w.Available() == w.Size() == size
        w.Flush()
    except boom as err:
        if not isinstance(op, (int, tuple)):
            want += data[: vars(err)["n"]] if data not in want[-len(data) :] else b""
        assert (want + data).startswith(sink.got)
        assert len(sink.got) == room or sink.room == 0
        for again in (w.Flush, lambda: w.Write(b"x"), lambda: w.WriteByte(1)):
            with pytest.raises(boom):
                again()
    else:
        assert sink.got == want


@pytest.mark.from_go("bufio/bufio_test.go", "TestWriterReadFrom")
@given(st.binary(max_size=300), st.integers(0, 40), st.integers(1, 32), st.booleans())
def test_readfrom_reads_all(data: bytes, before: int, size: int, plain: bool) -> None:
    sink: Any = Limited(1000) if plain else gobytes.Buffer()
    w = bufio.NewWriterSize(sink, size)
    w.Write(bytes(before))
    assert w.ReadFrom(gobytes.NewReader(data)) == len(data)
    w.Flush()
    got = sink.got if plain else sink.Bytes()
    assert got == bytes(before) + data

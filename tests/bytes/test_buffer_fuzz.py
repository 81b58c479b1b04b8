"""Buffer against plain bytes.  Go: bytes/buffer_test.go"""

from array import array
from typing import Any

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

from goruntime import bytes, io
from goruntime.bytes.buffer import errUnreadByte

OPS = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.binary(min_size=3000, max_size=9000),
        st.tuples(st.sampled_from(["Read", "Next", "ReadBytes", "Truncate"]))
        .flatmap(lambda op: st.tuples(st.just(op[0]), st.integers(0, 6000))),
        st.tuples(st.sampled_from(["ReadByte", "UnreadByte", "Reset"]), st.just(0)),
    ),
    max_size=30,
)  # fmt: skip


@pytest.mark.from_go("bytes/buffer_test.go", "TestMixedReadsAndWrites")
@given(OPS)
def test_what_is_written_is_read_in_order(ops: list[Any]) -> None:
    buf = bytes.Buffer()
    model, last = b"", b""
    for op in ops:
        if not isinstance(op, tuple):
            assert buf.Write(op) == len(op)
            model += op
            last = b""
        else:
            name, n = op
            model, last = one(buf, name, n, model, last)
        assert buf.Len() == len(model)
    assert buf.Bytes() == model
    assert io.ReadAll(buf) == model


def one(buf: bytes.Buffer, name: str, n: int, model: Any, last: Any) -> tuple[Any, Any]:
    """Call a method; return what must be left, and what may be taken back."""
    match name:
        case "Read":
            p = bytearray(n)
            try:
                got: Any = p[: buf.Read(p)]
            except io.EOF:
                assert not model
                got = b""
        case "Next":
            got = buf.Next(n)
        case "ReadBytes":
            try:
                got = buf.ReadBytes(n % 256)
                assert got.find(n % 256) == len(got) - 1
            except io.EOF as err:
                got = vars(err)["partial"]
                assert got == model
                return b"", got
        case "ReadByte":
            if not model:
                with pytest.raises(io.EOF):
                    buf.ReadByte()
                return b"", b""
            got = array("B", [buf.ReadByte()]).tobytes()
        case "UnreadByte":
            try:
                buf.UnreadByte()
            except errUnreadByte:
                assert not last
                return model, b""
            return last[-1:] + model, b""
        case "Truncate":
            n = min(n, len(model))
            buf.Truncate(n)
            return model[:n], b""
        case _:
            buf.Reset()
            return b"", b""
    assert model.startswith(got)
    return model[len(got) :], got

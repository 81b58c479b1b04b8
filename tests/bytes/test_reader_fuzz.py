"""ReadAt against slices.  Go: bytes/reader_test.go"""

from typing import Any

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

from goruntime import bytes, io


@pytest.mark.from_go("bytes/reader_test.go", "TestReaderAt")
@given(st.binary(max_size=20), st.integers(0, 25), st.integers(0, 25))
def test_readat_fills_the_buffer_or_fails(data: Any, off: int, size: int) -> None:
    r = bytes.NewReader(data)
    buf = bytearray(size)
    want = data[off : off + size]
    try:
        n = r.ReadAt(buf, off)
        assert n == size
    except io.EOF as err:
        n = vars(err)["n"]
        assert n < size or off >= len(data)
    assert buf[:n] == want
    assert r.Len() == len(data)

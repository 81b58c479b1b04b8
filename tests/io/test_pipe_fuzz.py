"""Pipe, with writes and reads of any size."""

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

from goruntime import chan, go, io


@pytest.mark.from_go("io/pipe_test.go", "TestPipe3")
@given(st.binary(max_size=300), st.lists(st.integers(1, 50), min_size=1))
def test_a_large_write_is_read_in_pieces(data: bytes, sizes: list[int]) -> None:
    r, w = io.Pipe()
    wrote = chan[int](1)

    def write() -> None:
        wrote.send(w.Write(data))
        w.Close()

    go(write)
    got = b""
    try:
        while True:
            buf = bytearray(sizes[len(got) % len(sizes)])
            got += buf[: r.Read(buf)]
    except io.EOF:
        pass
    assert got == data
    assert wrote.recv() == len(data)

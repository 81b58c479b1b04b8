"""Runes, all of them."""

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

from goruntime.io.utf8 import decoderune, encoderune


@given(st.characters(codec="utf-8"), st.binary(max_size=3))
def test_a_rune_is_decoded_whatever_follows(rune: str, rest: bytes) -> None:
    data = rune.encode()
    assert encoderune(rune) == encoderune(ord(rune)) == data
    assert decoderune(data + rest) == (rune, len(data))
    for i in range(1, len(data)):
        assert decoderune(data[:i])[1] == 0

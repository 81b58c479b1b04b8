"""Runes.  Go: unicode/utf8/utf8_test.go"""

import pytest

from goruntime.io.utf8 import INVALID, RUNE_ERROR, decoderune, encoderune


@pytest.mark.from_go("unicode/utf8/utf8_test.go", "TestFullRune")
@pytest.mark.parametrize(
    "data",
    [b"\x80", b"\xbf", b"\xc0", b"\xc1\x80", b"\xe0\x80", b"\xed\xa0", b"\xf0\x80",
     b"\xf4\x90", b"\xf5", b"\xff", b"\xc3a", b"\xe2\x82a", b"\xf0\x90\x8da"],
)  # fmt: skip
def test_wrong_bytes_are_a_rune_of_one_byte(data: bytes) -> None:
    assert decoderune(data) == (RUNE_ERROR, 1)


@pytest.mark.parametrize("r", [-1, 0xD800, 0xDFFF, 0x110000, "\udc80"])
def test_what_is_no_rune_is_written_as_the_one_for_errors(r: int | str) -> None:
    assert encoderune(r) == INVALID == b"\xef\xbf\xbd"

"""Text in quotes, as the errors show it.  Go: strconv.Quote"""

from __future__ import annotations

import pytest

from goruntime.errors.quote import quote


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a b", '"a b"'),
        ('"\\', r'"\"\\"'),
        ("\a\b\f\n\r\t\v", r'"\a\b\f\n\r\t\v"'),
        ("\0\x7f", r'"\x00\x7f"'),
        ("ä日本", '"ä日本"'),
        ("\udcff", r'"\xff"'),
        ("\u200b\U000e0001", r'"\u200b\U000e0001"'),
    ],
)
def test_text_is_quoted_as_go_does(text: str, quoted: str) -> None:
    assert quote(text) == quoted

"""The split functions against what Python does.  Go: bufio/scan_test.go"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

from goruntime import bufio
from tests.bufio.scanners import scanner, tokens


def lines_of(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix(b"\r") for line in lines]


def words_of(data: bytes) -> list[bytes]:
    # What is no rune is no white space either.
    text = data.decode(errors="surrogateescape")
    for c in "\x1c\x1d\x1e\x1f":  # Python's white space, but not Unicode's
        text = text.replace(c, "\ue000" + hex(ord(c)) + "\ue001")
    words = " ".join(text.split())
    for c in "\x1c\x1d\x1e\x1f":
        words = words.replace("\ue000" + hex(ord(c)) + "\ue001", c)
    return words.encode(errors="surrogateescape").split(b" ") if words else []


def runes_of(data: bytes) -> list[bytes]:
    text = data.decode(errors="surrogateescape")
    return [
        "\ufffd".encode() if "\udc80" <= c <= "\udcff" else c.encode() for c in text
    ]


def bytes_of(data: bytes) -> list[bytes]:
    return [bytes([c]) for c in data]


SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"


TEXT = st.lists(
    st.one_of(
        st.sampled_from([*SPACES, "\r\n", "a", "bc", "ü", "日", "😀", "\u200b", "\x1c"])
        .map(str.encode),
        st.sampled_from([b"\xe2", b"\x80", b"\xc2", b"\xff", b"\xe2\x80", b"\xf0\x9f"]),
    )
).map(b"".join)  # fmt: skip


@pytest.mark.from_go("bufio/scan_test.go", "TestScanWords")
@pytest.mark.parametrize(
    ("split", "model"),
    [
        (bufio.ScanLines, lines_of),
        (bufio.ScanWords, words_of),
        (bufio.ScanRunes, runes_of),
        (bufio.ScanBytes, bytes_of),
    ],
)
@given(data=TEXT, most=st.integers(1, 9))
def test_the_split_functions_do_what_python_does(
    split: Any, model: Callable[[bytes], list[bytes]], data: bytes, most: int
) -> None:
    want = model(data)
    s = scanner(data, split, most)
    assert tokens(s) == want
    assert s.Err() is None

    # As a user's, of which a Scanner knows nothing.
    s = scanner(data, partial(split), most)
    s.Buffer(None, 1 << 16)
    assert tokens(s) == want


@pytest.mark.from_go("bufio/scan_test.go", "TestScanLongLines")
@given(st.lists(st.integers(0, 255), max_size=50), st.integers(1, 300))
def test_lines_as_long_as_the_buffer_may_become(sizes: list[int], most: int) -> None:
    lines = [b"x" * size for size in sizes]
    s = scanner(b"".join(line + b"\n" for line in lines), most=most)
    s.Buffer(bytearray(16), 256)
    assert tokens(s) == lines
    assert s.Err() is None

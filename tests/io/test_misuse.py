"""What is no Reader or Writer is told what makes one of it."""

import io as pyio
from collections.abc import Callable

import pytest

from goruntime import bufio, bytes, io, strings

CASES: list[tuple[Callable[[], object], str]] = [
    (lambda: io.Copy(bytes.Buffer(), b"abc"), "bytes is no Reader.*bytes.NewReader"),  # type: ignore[arg-type]
    (lambda: io.Copy(bytes.Buffer(), "abc"), "str is no Reader.*strings.NewReader"),  # type: ignore[arg-type]
    (lambda: io.ReadAll(pyio.BytesIO()), "BytesIO is no Reader.*io.from_pyfile"),  # type: ignore[arg-type]
    (lambda: io.ReadFull(5, bytearray(1)), "int is no Reader"),  # type: ignore[arg-type]
    (lambda: bufio.NewReader(b"abc"), "bytes is no Reader"),
    (lambda: bufio.NewScanner("abc"), "str is no Reader.*strings.NewReader"),
    (
        lambda: io.Copy(bytearray(), strings.NewReader("a")),  # type: ignore[arg-type]
        "bytearray is no Writer.*bytes.Buffer",
    ),
    (lambda: bufio.NewWriter(pyio.BytesIO()), "BytesIO is no Writer.*io.from_pyfile"),
]


@pytest.mark.parametrize(("mistake", "said"), CASES)
def test_a_mistake_is_answered_with_what_to_write(
    mistake: Callable[[], object], said: str
) -> None:
    with pytest.raises(TypeError, match=said):
        mistake()


def test_a_reader_without_a_source_is_made_as_in_go_and_given_one_later() -> None:
    r = bufio.NewReader(None)
    r.Reset(strings.NewReader("abc"))
    assert r.ReadByte() == ord("a")

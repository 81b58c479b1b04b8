"""The errors of package io."""

import pytest

from goruntime import errors, io


@pytest.mark.parametrize(
    ("err", "text"),
    [
        (io.EOF, "EOF"),
        (io.ErrUnexpectedEOF, "unexpected EOF"),
        (io.ErrClosedPipe, "io: read/write on closed pipe"),
        (io.ErrShortWrite, "short write"),
        (io.ErrShortBuffer, "short buffer"),
        (io.ErrNoProgress, "multiple Read calls return no data or error"),
    ],
)
def test_texts(err: type[errors.error], text: str) -> None:
    assert str(err) == str(err()) == err.Error() == text


def test_the_end_is_pythons_too() -> None:
    assert issubclass(io.EOF, EOFError)
    assert issubclass(io.ErrUnexpectedEOF, EOFError)
    assert not errors.Is(io.ErrUnexpectedEOF(), io.EOF)

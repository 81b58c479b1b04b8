"""What is said to who gives Read, Write or WriteString the wrong thing."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

import net
from goruntime import bufio, bytes, io, os, strings


@pytest.fixture
def ends() -> Iterator[dict[str, Any]]:
    """Something of each kind that can be read from and written to."""
    with ExitStack() as stack:
        a, b = map(stack.enter_context, net.Pipe())
        s = stack.enter_context(net.ListenPacket("udp", "127.0.0.1:0"))
        c = stack.enter_context(net.Dial("udp", str(s.LocalAddr())))
        r, w = map(stack.enter_context, os.Pipe())
        yield {
            "conn": (c, c),
            "pipe": (a, b),
            "file": (r, w),
            "io.Pipe": io.Pipe(),
            "bytes": (bytes.NewReader(b"abc"), bytes.NewBuffer(b"")),
            "bufio": (bufio.NewReader(a), bufio.NewWriter(b)),
        }


KINDS = ["conn", "pipe", "file", "io.Pipe", "bytes", "bufio"]


@pytest.mark.parametrize("kind", KINDS)
def test_read_is_given_a_buffer_and_no_size(kind: str, ends: dict[str, Any]) -> None:
    reader, _ = ends[kind]
    with pytest.raises(TypeError, match=r"int is no buffer .* bytearray\(size\)"):
        reader.Read(100)
    for p in (b"abc", "abc"):
        with pytest.raises(TypeError, match="cannot be written to: use a bytearray"):
            reader.Read(p)


@pytest.mark.parametrize("kind", KINDS)
def test_write_is_given_bytes(kind: str, ends: dict[str, Any]) -> None:
    _, writer = ends[kind]
    with pytest.raises(TypeError, match="Write: str is not bytes: encode it"):
        writer.Write("abc")
    with pytest.raises(TypeError, match="Write: int is no buffer: give it bytes"):
        writer.Write(5)


@pytest.mark.parametrize("kind", KINDS)
def test_writestring_is_given_str(kind: str, ends: dict[str, Any]) -> None:
    _, writer = ends[kind]
    with pytest.raises(TypeError, match=r"bytes is not str: Write .* take bytes"):
        io.WriteString(writer, b"abc")  # type: ignore[arg-type]


def test_a_strings_reader_is_given_str() -> None:
    with pytest.raises(TypeError, match=r"bytes is not str: .* package bytes"):
        strings.NewReader(b"abc")  # type: ignore[arg-type]

"""What Read and Write are given: any buffer, seen as bytes.

A buffer counts in bytes, an array of ints too.  And what is said to who gives a buffer,
or a file of Python's, where a Reader or Writer belongs.
"""

from __future__ import annotations

from typing import Any


def readable(p: Any) -> memoryview:
    """Return the bytes of p, not copied."""
    try:
        view = memoryview(p)
    except TypeError:
        if isinstance(p, str):
            raise TypeError("Write: str is not bytes: encode it") from None
        kind = type(p).__name__
        raise TypeError(f"Write: {kind} is no buffer: give it bytes") from None
    if view.format != "B" or view.ndim != 1 or not view.c_contiguous:
        # An empty view cannot be cast.
        return view.cast("B") if view.nbytes else memoryview(b"")
    return view


def writable(p: Any) -> memoryview:
    """Return the bytes of p, to write to."""
    try:
        view = memoryview(p)
    except TypeError:
        if isinstance(p, str):
            raise TypeError("Read: str cannot be written to: use a bytearray") from None
        kind = type(p).__name__
        raise TypeError(
            f"Read: {kind} is no buffer to read into: "
            "buf = bytearray(size), then n = Read(buf)"
        ) from None
    if view.readonly:
        kind = type(p).__name__
        raise TypeError(f"Read: {kind} cannot be written to: use a bytearray")
    if view.format != "B" or view.ndim != 1 or not view.c_contiguous:
        return view.cast("B") if view.nbytes else memoryview(bytearray())
    return view


def encode(s: str) -> bytes:
    """Return the bytes of a Go string: UTF-8, and any bytes that decode let pass."""
    try:
        return s.encode("utf-8", "surrogateescape")
    except AttributeError:
        kind = type(s).__name__
        raise TypeError(
            f"{kind} is not str: Write and package bytes take bytes"
        ) from None


def decode(b: bytes | bytearray) -> str:
    """Return bytes as a Go string; those that are not UTF-8 become lone surrogates."""
    return b.decode("utf-8", "surrogateescape")


def byte(c: Any) -> int:
    """Return c, an int, one byte or one ASCII character, as an int."""
    if isinstance(c, str) and len(c) == 1:
        c = ord(c) if c.isascii() else -1
    elif isinstance(c, (bytes, bytearray)) and len(c) == 1:
        c = c[0]
    if not isinstance(c, int) or not 0 <= c <= 255:
        raise ValueError("not a byte")
    return c


def checkreader(r: Any) -> None:
    """Raise TypeError if r is no Reader; None is Go's nil, and fails later."""
    if r is None or hasattr(r, "Read"):
        return
    if isinstance(r, str):
        hint = "of a str, strings.NewReader makes one"
    elif hasattr(r, "read"):
        hint = "of a file of Python's, io.from_pyfile makes one"
    else:
        hint = "of bytes, bytes.NewReader makes one"
    raise TypeError(f"{type(r).__name__} is no Reader, it has no Read: {hint}")


def checkwriter(w: Any) -> None:
    """Raise TypeError if w is no Writer; None is Go's nil, and fails later."""
    if w is None or hasattr(w, "Write"):
        return
    if hasattr(w, "write"):
        hint = "of a file of Python's, io.from_pyfile makes one"
    else:
        hint = "what collects bytes is a bytes.Buffer"
    raise TypeError(f"{type(w).__name__} is no Writer, it has no Write: {hint}")

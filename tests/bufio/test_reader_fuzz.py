"""Reader against plain bytes.  Go: bufio/bufio_test.go"""

from typing import Any

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

from goruntime import bufio, errors, io
from goruntime import bytes as gobytes
from tests.io.fakes import pieces


def outcome(f: Any, *args: Any) -> tuple[Any, Any]:
    """Return what f returns, or what its error has of it, and the error's class."""
    try:
        return f(*args), None
    except errors.error as err:
        said = vars(err)
        return said.get("partial", said.get("n")), type(err)


def step(r: bufio.Reader, op: str, n: int, rest: bytes, last: int) -> int:
    """Call op, compare with the rest of the bytes; return how far it went in them."""
    buf = bytearray(max(n, 0))
    args = [buf] if op == "Read" else [n] if n >= 0 else []
    got, err = outcome(getattr(r, op), *args)
    match op:
        case "Read" | "ReadByte" | "ReadRune" | "ReadLine" if err:
            assert (rest, err) == (b"", io.EOF)
            return 0
        case "Read":
            assert buf[:got] == rest[:got]
            return int(got)
        case "ReadByte":
            assert got == rest[0]
            return 1
        case "ReadRune":
            rune, size = got
            assert rest[:size].decode(errors="replace") == rune
            return int(size)
        case "ReadLine":
            line, more = got
            assert rest.startswith(line)
            assert b"\n" not in line
            for end in (b"",) if more else (b"\r\n", b"\n"):
                if rest[len(line) :].startswith(end):
                    return len(line + end)
            assert rest == line
            return len(line)
        case "ReadSlice" | "ReadBytes" | "ReadString":
            if isinstance(got, str):
                got = got.encode(errors="surrogateescape")
            assert rest.startswith(got)
            if err is None:
                assert got.find(n) == len(got) - 1
            else:
                assert n not in got
                assert got == rest if err is io.EOF else len(got) == r.Size()
            return len(got)
        case "Peek":
            assert rest[: len(got)] == got
            assert len(got) == n if err is None else got == rest or n > r.Size()
            return 0
        case "Discard":
            assert got == (n if err is None else len(rest))
            return int(got)
        case "UnreadByte":
            return 0 if err else -1
        case "UnreadRune":
            return 0 if err else -last
    assert 0 <= got <= len(rest)
    return 0


TAKE_N = ["Read", "ReadSlice", "ReadBytes", "ReadString", "Peek", "Discard"]


TAKE_NOTHING = [
    "ReadByte",
    "ReadRune",
    "ReadLine",
    "UnreadByte",
    "UnreadRune",
    "Buffered",
]


SIZES = st.lists(st.integers(0, 40), min_size=1, max_size=5).filter(any)


OPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(TAKE_N), st.integers(0, 40)),
        st.tuples(st.sampled_from(TAKE_NOTHING), st.just(-1)),
    ),
    max_size=30,
)


TEXT = st.one_of(
    st.binary(max_size=200), st.text("a\r\nü日", max_size=80).map(str.encode)
)


@pytest.mark.from_go("bufio/bufio_test.go", "TestReader")
@given(TEXT, SIZES, st.integers(1, 64), OPS)
def test_whatever_is_called_the_bytes_come_in_order(
    data: bytes, sizes: list[int], size: int, ops: list[tuple[str, int]]
) -> None:
    r = bufio.NewReaderSize(pieces(data, sizes), size)
    at = last = 0
    for op, n in ops:
        moved = step(r, op, n, data[at:], last)
        at += moved
        last = moved or last  # what reads nothing changes nothing
    assert io.ReadAll(r) == data[at:]


@pytest.mark.from_go("bufio/bufio_test.go", "TestReaderWriteTo")
@given(st.binary(max_size=300), SIZES, st.integers(0, 40))
def test_writeto_writes_all(data: bytes, sizes: list[int], before: int) -> None:
    class Plain:
        got = b""

        def Write(self, p: Any) -> int:
            self.got += p
            return len(p)

    before = min(before, len(data))
    for w in (Plain(), gobytes.Buffer()):
        r = bufio.NewReaderSize(pieces(data, sizes), 16)
        io.ReadFull(r, bytearray(before))
        assert r.WriteTo(w) == len(data) - before
        got = w.got if isinstance(w, Plain) else w.Bytes()
        assert got == data[before:]

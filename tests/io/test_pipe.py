"""Pipe.  Go: io/pipe_test.go"""

from typing import Any

import pytest

from goruntime import bytes as gobytes
from goruntime import chan, errors, go, io, sync
from tests.waiting import outcome


class boom(errors.error):
    text = "boom"


@pytest.mark.from_go("io/pipe_test.go", "TestPipe1")
def test_one_write_is_one_read_if_it_fits() -> None:
    c = chan[int]()
    r, w = io.Pipe()
    buf = bytearray(64)
    go(lambda: c.send(w.Write(b"hello, world")))
    assert r.Read(buf) == 12
    assert buf[:12] == b"hello, world"
    assert c.recv() == 12
    r.Close()
    w.Close()


@pytest.mark.from_go("io/pipe_test.go", "TestPipe2")
def test_writes_come_in_their_order() -> None:
    r, w = io.Pipe()

    def write() -> None:
        for i in range(5):
            w.Write(b"x" * (5 + 10 * i))
        w.Close()

    go(write)
    assert [r.Read(bytearray(64)) for _ in range(5)] == [5, 15, 25, 35, 45]
    with pytest.raises(io.EOF):
        r.Read(bytearray(64))


@pytest.mark.from_go("io/pipe_test.go", "TestPipeReadClose")
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("err", [None, boom, io.ErrShortWrite(), ValueError("x")])
def test_a_reader_gets_what_the_writer_closed_with(err: Any, late: bool) -> None:
    r, w = io.Pipe()

    def close() -> None:
        if err is None:
            w.Close()
        else:
            w.CloseWithError(err)

    if late:
        go(close)
    else:
        close()
    for _ in range(2):
        with pytest.raises(Exception) as raised:  # noqa: PT011
            r.Read(bytearray(64))
        assert errors.Is(raised.value, io.EOF if err is None else err)
    r.Close()
    with pytest.raises(io.ErrClosedPipe):
        r.Read(bytearray(64))


@pytest.mark.from_go("io/pipe_test.go", "TestPipeReadClose2")
def test_closing_ones_own_end_wakes_a_reader() -> None:
    r, _ = io.Pipe()
    go(r.Close)
    with pytest.raises(io.ErrClosedPipe, match=r"^io: read/write on closed pipe$"):
        r.Read(bytearray(64))


@pytest.mark.from_go("io/pipe_test.go", "TestPipeWriteClose")
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("err", [None, boom, errors.New("x")])
def test_a_writer_gets_what_the_reader_closed_with(err: Any, late: bool) -> None:
    r, w = io.Pipe()

    def close() -> None:
        r.CloseWithError(err)

    if late:
        go(close)
    else:
        close()
    with pytest.raises(errors.error) as raised:
        w.Write(b"hello")
    assert errors.Is(raised.value, io.ErrClosedPipe if err is None else err)
    assert vars(raised.value)["n"] == 0
    w.Close()
    with pytest.raises(io.ErrClosedPipe):
        w.Write(b"hello")


@pytest.mark.from_go("io/pipe_test.go", "TestPipeWriteClose2")
def test_closing_ones_own_end_wakes_a_writer() -> None:
    _, w = io.Pipe()
    go(w.Close)
    with pytest.raises(io.ErrClosedPipe) as raised:
        w.Write(bytes(64))
    assert vars(raised.value)["n"] == 0


@pytest.mark.from_go("io/pipe_test.go", "TestWriteAfterWriterClose")
def test_what_was_written_before_a_close_is_read_and_no_more_is_taken() -> None:
    r, w = io.Pipe()
    late = chan[object]()

    def write() -> None:
        w.Write(b"hello")
        w.Close()
        late.send(outcome(lambda: w.Write(b"world")))

    go(write)
    with pytest.raises(io.ErrUnexpectedEOF) as raised:
        io.ReadFull(r, bytearray(100))
    assert vars(raised.value)["n"] == 5
    assert errors.Is(late.recv(), io.ErrClosedPipe)
    r.Close()


def test_a_write_that_is_cut_short_says_how_much_was_read() -> None:
    r, w = io.Pipe()

    def read() -> None:
        r.Read(bytearray(2))
        r.Read(bytearray(1))
        r.Close()

    go(read)
    with pytest.raises(io.ErrClosedPipe) as raised:
        w.Write(b"hello")
    assert vars(raised.value)["n"] == 3


@pytest.mark.from_go("io/pipe_test.go", "TestWriteEmpty")
@pytest.mark.from_go("io/pipe_test.go", "TestWriteNil")
def test_an_empty_write_wakes_a_reader_with_nothing() -> None:
    r, w = io.Pipe()

    def write() -> None:
        w.Write(b"")
        w.Close()

    go(write)
    assert r.Read(bytearray(2)) == 0
    assert io.ReadAll(r) == b""


@pytest.mark.from_go("io/pipe_test.go", "TestPipeCloseError")
def test_the_first_error_stays() -> None:
    r, w = io.Pipe()
    r.CloseWithError(boom)
    r.CloseWithError(io.ErrNoProgress)
    with pytest.raises(boom):
        w.Write(b"x")
    r, w = io.Pipe()
    w.CloseWithError(boom)
    w.CloseWithError(io.ErrNoProgress)
    with pytest.raises(boom):
        r.Read(bytearray(1))


@pytest.mark.from_go("io/pipe_test.go", "TestPipeConcurrent")
def test_any_number_may_read_and_write_at_once() -> None:
    count, word = 8, b"0123456789abcdef"
    r, w = io.Pipe()
    wg = sync.WaitGroup()
    for _ in range(count):
        wg.Go(w.Write, word)
    got = gobytes.Buffer()
    buf = bytearray(len(word))
    for _ in range(count):
        io.ReadFull(r, buf)  # writes do not mix
        got.Write(buf)
    wg.Wait()
    assert got.Bytes() == word * count

    pieces = chan[bytes](100)

    def read() -> None:
        small = bytearray(4)
        for _ in range(len(word) // 4):
            pieces.send(bytes(small[: r.Read(small)]))

    for _ in range(count):
        wg.Go(read)
    for _ in range(count):
        w.Write(word)
    wg.Wait()
    pieces.close()
    assert sorted(pieces) == sorted([word[i : i + 4] for i in range(0, 16, 4)] * count)


def test_with_closes_an_end() -> None:
    r, w = io.Pipe()
    with r, w:
        pass
    with pytest.raises(io.ErrClosedPipe):
        r.Read(bytearray(1))


def test_what_cannot_be_read_into_loses_nothing() -> None:
    r, w = io.Pipe()
    go(lambda: w.Write(b"hello"))
    with pytest.raises(TypeError):
        r.Read(b"xxxxx")
    with pytest.raises(TypeError, match="str is not bytes"):
        w.Write("x")
    assert r.Read(bytearray(9)) == 5

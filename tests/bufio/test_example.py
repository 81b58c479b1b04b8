"""The examples of Go's package documentation, and a copy to a socket of packets."""

from pathlib import Path

import pytest

import net
from goruntime import bufio, chan, go, io, strings
from goruntime import bytes as go_bytes


@pytest.mark.from_go("bufio/example_test.go", "ExampleWriter")
def test_what_is_written_is_there_after_flush() -> None:
    out = strings.Builder()
    w = bufio.NewWriter(out)
    io.WriteString(w, "Hello, ")
    io.WriteString(w, "world!")
    assert out.String() == ""
    w.Flush()
    assert out.String() == "Hello, world!"


@pytest.mark.from_go("bufio/example_test.go", "ExampleWriter_ReadFrom")
def test_a_writer_takes_what_a_reader_has() -> None:
    out = go_bytes.Buffer()
    w = bufio.NewWriter(out)
    data = "Hello, world!\nThis is a ReadFrom example."
    assert w.ReadFrom(strings.NewReader(data)) == 41
    w.Flush()
    assert out.String() == data


@pytest.mark.from_go("bufio/example_test.go", "ExampleScanner_lines")
@pytest.mark.from_go("bufio/example_test.go", "ExampleScanner_Bytes")
def test_lines_as_text_and_as_bytes() -> None:
    assert list(bufio.NewScanner(strings.NewReader("a\nb\n"))) == ["a", "b"]
    s = bufio.NewScanner(strings.NewReader("gopher"))
    assert s.Scan()
    assert (s.Bytes(), s.Text()) == (b"gopher", "gopher")
    assert not s.Scan()
    assert s.Err() is None


@pytest.mark.from_go("bufio/example_test.go", "ExampleScanner_words")
def test_words_are_counted() -> None:
    text = (
        "Now is the winter of our discontent,\n"
        "Made glorious summer by this sun of York.\n"
    )
    s = bufio.NewScanner(strings.NewReader(text))
    s.Split(bufio.ScanWords)
    assert sum(1 for _ in s) == 15


@pytest.mark.from_go("bufio/example_test.go", "ExampleScanner_custom")
def test_a_split_function_that_checks_what_it_finds() -> None:
    def numbers(data: bytes, at_eof: bool) -> tuple[int, bytes | None]:
        advance, token = bufio.ScanWords(data, at_eof)
        if token is not None and int(token) >= 1 << 31:
            raise OverflowError(f"{token.decode()} is out of range")
        return advance, token

    s = bufio.NewScanner(strings.NewReader("1234 5678 1234567901234567890"))
    s.Split(numbers)
    got: list[str] = []
    with pytest.raises(OverflowError, match=r"^1234567901234567890 is out of range$"):
        got.extend(s)
    assert got == ["1234", "5678"]
    assert isinstance(s.Err(), OverflowError)


@pytest.mark.from_go("bufio/net_test.go", "TestCopyUnixpacket")
def test_a_copy_to_a_socket_of_packets_sends_no_empty_one(tmp_path: Path) -> None:
    addr = net.UnixAddr(str(tmp_path / "s"), "unixpacket")
    total = chan[int]()

    def serve(ln: net.UnixListener) -> None:
        n = 0
        with ln.Accept() as conn:
            try:
                while True:
                    n += conn.Read(bytearray(1024))
            except io.EOF:  # an empty packet looks the same
                total.send(n)

    with net.ListenUnix("unixpacket", addr) as ln:
        go(serve, ln)
        with net.DialUnix("unixpacket", None, addr) as conn:
            r = bufio.NewReader(strings.NewReader("data"))
            assert io.Copy(conn, r) == 4
        assert total.recv() == 4

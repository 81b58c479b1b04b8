"""The port of scanners.go."""

from goruntime import bufio, errors, run, strings
from tests.programs.fmt import Println, quote


def show(text: str | bytes, split: bufio.SplitFunc) -> None:
    if isinstance(text, bytes):
        text = text.decode(errors="surrogateescape")
    s = bufio.NewScanner(strings.NewReader(text))
    s.Split(split)
    n = 0
    while s.Scan():
        print(quote(s.Bytes()), end=" ")
        n += 1
    Println(n, s.Err() is None)


def commas(data: bytes, atEOF: bool) -> tuple[int, bytes | None]:
    if (i := data.find(b",")) >= 0:
        return i + 1, data[:i]
    if atEOF:
        raise bufio.ErrFinalToken(data)
    return 0, None


def main() -> None:
    show("one\ntwo\r\n\nlast", bufio.ScanLines)
    show("one\n\n", bufio.ScanLines)
    show("  the quick\tbrown\n fox ", bufio.ScanWords)
    show("añ日".encode() + b"\xff", bufio.ScanRunes)
    show("abc", bufio.ScanBytes)
    show("", bufio.ScanLines)
    show("a,b,,c", commas)
    s = bufio.NewScanner(strings.NewReader("short\n" + 200 * "x"))
    s.Buffer(bytearray(16), 64)
    while s.Scan():
        Println(s.Text())
    Println(s.Err(), errors.Is(s.Err(), bufio.ErrTooLong))


if __name__ == "__main__":
    run(main)

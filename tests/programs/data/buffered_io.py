"""The port of buffered_io.go."""

from goruntime import bufio, bytes, errors, io, run, strings
from tests.programs.fmt import Println, quote


def main() -> None:
    r = bufio.NewReader(strings.NewReader("line one\nline two\nno end"))
    while True:
        try:
            Println(quote(r.ReadString("\n")))
        except io.EOF as err:
            Println(quote(err.partial))
            Println(err)
            break
    r = bufio.NewReaderSize(strings.NewReader("abcdefghijklmnopqrstuvwxyz"), 16)
    head = r.Peek(3)
    Println(head.decode(), True, r.Buffered(), r.Size())
    c = r.ReadByte()
    r.UnreadByte()
    try:
        r.UnreadByte()
    except errors.error as err:
        Println(c, True, err)
    try:
        r.Peek(17)
    except errors.error as err:
        Println(err)
    try:
        r.ReadSlice(b"!")
    except errors.error as err:
        Println(err)
    try:
        r.Discard(100)
    except io.EOF as err:
        Println(err.n, err)
    try:
        r.ReadByte()
    except io.EOF as err:
        Println(err)

    out = bytes.Buffer()
    w = bufio.NewWriterSize(out, 8)
    w.WriteString("12345")
    Println(out.Len(), w.Buffered(), w.Available())
    w.WriteString("6789")
    Println(out.Len(), w.Buffered())
    w.Flush()
    Println(out.String())

    b = bytes.NewBufferString("hello world")
    Println(b.Next(6).decode(), b.Len())
    b.WriteByte(ord("!"))
    b.WriteRune("日")
    word = b.ReadBytes(b"!")
    Println(word.decode(), True, b.String())
    b.Reset()
    try:
        b.Read(bytearray(1))
    except errors.error as err:
        Println(err, err == io.EOF)

    sb = strings.Builder()
    for i in range(3, 0, -1):
        sb.WriteString(f"{i}...")
    sb.WriteString("go")
    sb.WriteByte(ord("!"))
    sb.WriteRune("é")
    Println(sb.String(), sb.Len())


if __name__ == "__main__":
    run(main)

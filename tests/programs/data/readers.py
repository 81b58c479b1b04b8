"""The port of readers.go."""

from goruntime import bytes, errors, io, run, strings
from tests.programs.fmt import Print, Println, quote


def main() -> None:
    r = io.MultiReader(
        strings.NewReader("first "), strings.NewReader(""), strings.NewReader("second")
    )
    data = io.ReadAll(r)
    Println(quote(data), True)

    seen = bytes.Buffer()
    tee = io.TeeReader(io.LimitReader(strings.NewReader("0123456789"), 7), seen)
    buf = bytearray(4)
    n = io.ReadFull(tee, buf)
    Println(n, buf.decode(), True)
    try:
        io.ReadFull(tee, buf)
    except io.ErrUnexpectedEOF as err:
        Println(err.n, buf[: err.n].decode(), err)
    try:
        io.ReadFull(tee, buf)
    except io.EOF as err:
        Println(err.n, err)
    Println(seen.String())
    try:
        io.ReadAtLeast(strings.NewReader("abc"), buf, 5)
    except io.ErrShortBuffer as err:
        Println(err.n, err)

    out = strings.Builder()
    m = io.Copy(
        out, io.NewSectionReader(strings.NewReader("the quick brown fox"), 4, 5)
    )
    Println(m, out.String(), True)
    try:
        io.CopyN(out, strings.NewReader("xyz"), 5)
    except io.EOF as err:
        Println(err.n, out.String(), err)

    sr = strings.NewReader("héllo")
    while sr.Len() > 0:
        c, size = sr.ReadRune()
        Print(c, size, " ")
    Println()
    try:
        sr.Seek(-100, io.SeekEnd)
    except errors.error as err:
        Println(err)
    try:
        sr.ReadAt(buf, -1)
    except errors.error as err:
        Println(err)
    sr.UnreadByte()
    try:
        sr.UnreadRune()
    except errors.error as err:
        Println(True, err)

    w = io.MultiWriter(seen, out)
    io.WriteString(w, "!")
    Println(seen.String(), out.Len())


if __name__ == "__main__":
    run(main)

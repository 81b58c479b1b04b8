"""The port of pipes.go."""

from goruntime import chan, errors, go, io, run
from tests.programs.fmt import Println, Sprint, quote


def main() -> None:
    r, w = io.Pipe()
    wrote = chan[str]()

    def write() -> None:
        n = w.Write(b"hello, world")
        w.Close()
        wrote.send(Sprint("wrote ", n, " ", True))

    go(write)
    buf = bytearray(5)
    while True:
        try:
            n = r.Read(buf)
        except io.EOF as err:
            Println("read:", err)
            break
        Println(n, quote(buf[:n]))
    Println(wrote.recv())

    r, w = io.Pipe()
    failed = chan[bool]()

    def write_more() -> None:
        try:
            w.Write(b"abcdef")
        except errors.error as err:
            Println("wrote", err.n, err)
        try:
            w.Write(b"x")
        except errors.error as err:
            Println("wrote", err)
        failed.send(True)

    go(write_more)
    io.ReadFull(r, bytearray(4))
    r.CloseWithError(errors.New("enough"))
    failed.recv()
    try:
        r.Read(buf)
    except errors.error as err:
        Println(err, errors.Is(err, io.ErrClosedPipe))

    r, w = io.Pipe()
    w.CloseWithError(errors.New("broken"))
    try:
        io.ReadAll(r)
    except errors.error as err:
        Println(len(err.partial), err)
    try:
        w.Write(b"late")
    except errors.error as err:
        Println(err)
    r.Close()
    try:
        w.Write(b"")
    except errors.error as err:
        Println(err.n, err)


if __name__ == "__main__":
    run(main)

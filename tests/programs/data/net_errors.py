"""The port of net_errors.go."""

import errno

import net
from goruntime import errors, go, io, os, run, time
from tests.programs.fmt import Println


def main() -> None:
    try:
        net.Dial("tcp", "127.0.0.1:1")
    except OSError as err:
        Println(err, err.errno == errno.ECONNREFUSED)
        opErr = errors.As(err, net.OpError)
        assert opErr is not None
        Println(True, opErr.Op, opErr.Net, opErr.Addr)
    try:
        net.Dial("tcp", "127.0.0.1")
    except net.OpError as err:
        Println(err)
    try:
        net.Dial("carrier-pigeon", "127.0.0.1:80")
    except net.OpError as err:
        Println(err)
    try:
        net.Listen("tcp", "127.0.0.1:99999")
    except net.OpError as err:
        Println(err)
    try:
        net.SplitHostPort("[::1:80")
    except net.AddrError as err:
        Println(err)
    Println(
        net.ParseIP("192.168.1.300") is None,
        net.ParseIP("::ffff:1.2.3.4"),
        net.JoinHostPort("::1", "80"),
    )

    ln = net.Listen("tcp", "127.0.0.1:0")

    def serve() -> None:
        while True:
            try:
                c = ln.Accept()
            except net.OpError:
                return

            def echo(c: net.Conn = c) -> None:
                io.Copy(c, c)
                c.Close()

            go(echo)

    go(serve)
    c = net.Dial("tcp", str(ln.Addr()))
    c.Write(b"echo")
    buf = bytearray(4)
    io.ReadFull(c, buf)
    Println(buf.decode())
    c.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
    try:
        c.Read(buf)
    except net.OpError as err:
        Println(errors.Is(err, os.ErrDeadlineExceeded), err.Timeout())
        Println(err.Op, err.Err)
    c.SetReadDeadline(time.Time())
    assert isinstance(c, net.TCPConn)
    c.CloseWrite()
    try:
        c.Read(buf)
    except io.EOF as err:
        Println(err)
    c.Close()
    try:
        c.Read(buf)
    except net.OpError as err:
        Println(err.Op, err.Err, errors.Is(err, net.ErrClosed))
    ln.Close()
    try:
        ln.Accept()
    except net.OpError as err:
        Println(err.Op, err.Err)


if __name__ == "__main__":
    run(main)

"""Go's package net: connections that block a goroutine, over sockets that never do.

A server:

    from goruntime import go, run
    import net

    def main():
        ln = net.Listen("tcp", ":8080")
        for conn in ln:
            go(handle, conn)

A client:

    conn = net.Dial("tcp", "golang.org:80")

What goes wrong is raised, in Go's words: an OpError, which is an OSError, and
also an instance of what it wraps:

    try:
        n = conn.Read(buf)
    except io.EOF: ...              # the peer has closed
    except net.ErrClosed: ...       # we have
    except TimeoutError: ...        # the deadline
    except ConnectionResetError: ...

Go: https://pkg.go.dev/net
"""

from .addr import Addr, IPAddr, TCPAddr, UDPAddr, UnixAddr
from .dial import Dial, Dialer, DialTimeout
from .errors import (
    AddrError,
    DNSConfigError,
    DNSError,
    ErrClosed,
    Error,
    ErrWriteToConnected,
    InvalidAddrError,
    OpError,
    ParseError,
    UnknownNetworkError,
)
from .ip import *

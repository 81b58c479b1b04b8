"""The two ends of a connection, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager

import net


@contextmanager
def pair(network: str = "tcp") -> Iterator[tuple[net.TCPConn, net.TCPConn]]:
    """Two ends of one TCP connection: of the client, of the server."""
    host = "[::1]:0" if network == "tcp6" else "127.0.0.1:0"
    with net.ListenTCP(network, net.ResolveTCPAddr(network, host)) as ln:
        c = net.DialTCP(network, None, ln.Addr())
        s = ln.AcceptTCP()
    with c, s:
        yield c, s

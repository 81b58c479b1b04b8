"""Tests for networks: does a Conn behave as one?  Go: golang.org/x/net/nettest

    from net import nettest

    def test_my_conn() -> None:
        goruntime.run(nettest.TestConn, make_pipe)

``make_pipe`` returns the two ends of a new connection, and a function that ends both.
"""

from .conntest import ConnTests, MakePipe, TestConn
from .local import (
    LocalPath,
    LoopbackInterface,
    MulticastSource,
    NewLocalListener,
    NewLocalPacketListener,
    RoutedInterface,
    SupportsIPv4,
    SupportsIPv6,
    SupportsRawSocket,
    TestableAddress,
    TestableNetwork,
)

__all__ = [
    "ConnTests",
    "LocalPath",
    "LoopbackInterface",
    "MakePipe",
    "MulticastSource",
    "NewLocalListener",
    "NewLocalPacketListener",
    "RoutedInterface",
    "SupportsIPv4",
    "SupportsIPv6",
    "SupportsRawSocket",
    "TestConn",
    "TestableAddress",
    "TestableNetwork",
]

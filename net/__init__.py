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

from .addr import (
    Addr,
    IPAddr,
    TCPAddr,
    TCPAddrFromAddrPort,
    UDPAddr,
    UDPAddrFromAddrPort,
    UnixAddr,
)
from .buffers import Buffers
from .dial import Dial, Dialer, DialTimeout
from .dnsclient import MX, NS, SRV
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
from .file import FileConn, FileListener, FilePacketConn
from .interface import (
    FlagBroadcast,
    FlagLoopback,
    FlagMulticast,
    FlagPointToPoint,
    FlagRunning,
    Flags,
    FlagUp,
    Interface,
    InterfaceAddrs,
    InterfaceByIndex,
    InterfaceByName,
    Interfaces,
)
from .ip import (
    IP,
    CIDRMask,
    IPMask,
    IPNet,
    IPv4,
    IPv4allrouter,
    IPv4allsys,
    IPv4bcast,
    IPv4len,
    IPv4Mask,
    IPv4zero,
    IPv6interfacelocalallnodes,
    IPv6len,
    IPv6linklocalallnodes,
    IPv6linklocalallrouters,
    IPv6loopback,
    IPv6unspecified,
    IPv6zero,
    ParseCIDR,
    ParseIP,
)
from .iprawsock import DialIP, IPConn, ListenIP, ResolveIPAddr
from .ipsock import JoinHostPort, SplitHostPort
from .listen import Listen, ListenConfig, ListenPacket
from .lookup import (
    DefaultResolver,
    LookupAddr,
    LookupCNAME,
    LookupHost,
    LookupIP,
    LookupMX,
    LookupNS,
    LookupPort,
    LookupSRV,
    LookupTXT,
    Resolver,
)
from .mac import HardwareAddr, ParseMAC
from .net import Conn, Listener, PacketConn
from .pipe import Pipe
from .sockopt import KeepAliveConfig
from .tcpsock import DialTCP, ListenTCP, ResolveTCPAddr, TCPConn, TCPListener
from .udpsock import (
    DialUDP,
    ListenMulticastUDP,
    ListenUDP,
    ResolveUDPAddr,
    UDPConn,
)
from .unixsock import (
    DialUnix,
    ListenUnix,
    ListenUnixgram,
    ResolveUnixAddr,
    UnixConn,
    UnixListener,
)

__all__ = [
    "Addr",
    "AddrError",
    "Buffers",
    "CIDRMask",
    "Conn",
    "DNSConfigError",
    "DNSError",
    "DefaultResolver",
    "Dial",
    "DialIP",
    "DialTCP",
    "DialTimeout",
    "DialUDP",
    "DialUnix",
    "Dialer",
    "ErrClosed",
    "ErrWriteToConnected",
    "Error",
    "FileConn",
    "FileListener",
    "FilePacketConn",
    "FlagBroadcast",
    "FlagLoopback",
    "FlagMulticast",
    "FlagPointToPoint",
    "FlagRunning",
    "FlagUp",
    "Flags",
    "HardwareAddr",
    "IP",
    "IPAddr",
    "IPConn",
    "IPMask",
    "IPNet",
    "IPv4",
    "IPv4Mask",
    "IPv4allrouter",
    "IPv4allsys",
    "IPv4bcast",
    "IPv4len",
    "IPv4zero",
    "IPv6interfacelocalallnodes",
    "IPv6len",
    "IPv6linklocalallnodes",
    "IPv6linklocalallrouters",
    "IPv6loopback",
    "IPv6unspecified",
    "IPv6zero",
    "Interface",
    "InterfaceAddrs",
    "InterfaceByIndex",
    "InterfaceByName",
    "Interfaces",
    "InvalidAddrError",
    "JoinHostPort",
    "KeepAliveConfig",
    "Listen",
    "ListenConfig",
    "ListenIP",
    "ListenMulticastUDP",
    "ListenPacket",
    "ListenTCP",
    "ListenUDP",
    "ListenUnix",
    "ListenUnixgram",
    "Listener",
    "LookupAddr",
    "LookupCNAME",
    "LookupHost",
    "LookupIP",
    "LookupMX",
    "LookupNS",
    "LookupPort",
    "LookupSRV",
    "LookupTXT",
    "MX",
    "NS",
    "OpError",
    "PacketConn",
    "ParseCIDR",
    "ParseError",
    "ParseIP",
    "ParseMAC",
    "Pipe",
    "ResolveIPAddr",
    "ResolveTCPAddr",
    "ResolveUDPAddr",
    "ResolveUnixAddr",
    "Resolver",
    "SRV",
    "SplitHostPort",
    "TCPAddr",
    "TCPAddrFromAddrPort",
    "TCPConn",
    "TCPListener",
    "UDPAddr",
    "UDPAddrFromAddrPort",
    "UDPConn",
    "UnixAddr",
    "UnixConn",
    "UnixListener",
    "UnknownNetworkError",
]

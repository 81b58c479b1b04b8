"""What this machine has, and listeners for tests.  Go: x/net/nettest/nettest.go"""

from __future__ import annotations

import os
import tempfile
from functools import cache

import net
from goruntime import errors


@cache
def SupportsIPv4() -> bool:
    """Tell whether this machine can listen on IPv4's loopback.  Go: SupportsIPv4"""
    return canlisten("tcp4", "127.0.0.1:0")


@cache
def SupportsIPv6() -> bool:
    """Tell whether this machine can listen on IPv6's loopback.  Go: SupportsIPv6"""
    return canlisten("tcp6", "[::1]:0")


@cache
def SupportsRawSocket() -> bool:
    """Tell whether this process may open raw IP sockets.  Go: SupportsRawSocket"""
    for network, address in (("ip4:icmp", "127.0.0.1"), ("ip6:ipv6-icmp", "::1")):
        try:
            net.ListenPacket(network, address).Close()
        except errors.error:
            continue
        return True
    return False


def canlisten(network: str, address: str) -> bool:
    """Tell whether one can listen there."""
    try:
        net.Listen(network, address).Close()
    except errors.error:
        return False
    return True


def TestableNetwork(network: str) -> bool:
    """Tell whether network can be used on this machine.  Go: TestableNetwork"""
    name = network.partition(":")[0]
    if name in ("ip", "ip4", "ip6"):
        if not SupportsRawSocket():
            return False
    elif name in ("unix", "unixgram", "unixpacket"):
        return True
    elif name not in ("tcp", "tcp4", "tcp6", "udp", "udp4", "udp6"):
        return False
    if name.endswith("4"):
        return SupportsIPv4()
    if name.endswith("6"):
        return SupportsIPv6()
    return SupportsIPv4() or SupportsIPv6()


def TestableAddress(network: str, address: str) -> bool:
    """Tell whether address can be used with network here.  Go: TestableAddress

    Names of Unix sockets that begin with @ are in Linux' abstract name space.
    """
    if network.partition(":")[0] in ("unix", "unixgram", "unixpacket"):
        return not address.startswith("@") or os.uname().sysname == "Linux"
    return True


TestableNetwork.__test__ = False  # type: ignore[attr-defined]  # for pytest
TestableAddress.__test__ = False  # type: ignore[attr-defined]


def LocalPath() -> str:
    """Return a path for a Unix socket where there is none.  Go: LocalPath"""
    fd, path = tempfile.mkstemp(prefix="goruntime-nettest")
    os.close(fd)
    os.remove(path)
    return path


def NewLocalListener(network: str) -> net.Listener:
    """Listen on a loopback address, or a new path, of network.  Go: NewLocalListener

    Raises OpError, or ValueError for a network without connections.
    """
    if network in ("tcp", "tcp4") and SupportsIPv4():
        return net.Listen("tcp4", "127.0.0.1:0")
    if network in ("tcp", "tcp6") and SupportsIPv6():
        return net.Listen("tcp6", "[::1]:0")
    if network in ("unix", "unixpacket"):
        return net.Listen(network, LocalPath())
    raise ValueError(f"{network} is not supported on this machine")


def NewLocalPacketListener(network: str) -> net.PacketConn:
    """Listen for packets likewise.  Go: NewLocalPacketListener"""
    if network in ("udp", "udp4") and SupportsIPv4():
        return net.ListenPacket("udp4", "127.0.0.1:0")
    if network in ("udp", "udp6") and SupportsIPv6():
        return net.ListenPacket("udp6", "[::1]:0")
    if network == "unixgram":
        return net.ListenPacket(network, LocalPath())
    raise ValueError(f"{network} is not supported on this machine")


def LoopbackInterface() -> net.Interface:
    """Return a loopback interface that is up.  LookupError if there is none."""
    for ifi in net.Interfaces():
        if ifi.Flags & net.FlagLoopback and ifi.Flags & net.FlagUp:
            return ifi
    raise LookupError("no loopback interface")


def RoutedInterface(network: str, flags: net.Flags) -> net.Interface:
    """Return an interface that has these flags, and an address of network.

    network is ip, ip4 or ip6.  LookupError if there is none.  Go: RoutedInterface
    """
    for ifi in net.Interfaces():
        if ifi.Flags & flags == flags and routable(network, ifi) is not None:
            return ifi
    raise LookupError("no routed interface")


def MulticastSource(network: str, ifi: net.Interface | None) -> net.IP:
    """Return an address of ifi that multicast can come from.  Go: MulticastSource

    network is ip, ip4 or ip6.  LookupError if ifi has none, is None, or does not do
    multicast.
    """
    wanted = net.FlagUp | net.FlagMulticast
    if ifi is None or ifi.Flags & wanted != wanted:
        raise LookupError("not a multicast-enabled network interface")
    ip = routable(network, ifi)
    if ip is None:
        raise LookupError("no routed address")
    return ip


def routable(network: str, ifi: net.Interface) -> net.IP | None:
    """Return an address of ifi that leads somewhere, of network; None without.

    In IPv6 the loopback address does not count: where it leads is each system's own
    choice.  Go: hasRoutableIP
    """
    for addr in ifi.Addrs():
        ip = addr.IP if isinstance(addr, net.IPNet) else net.IP()
        if not (ip.IsLoopback() or ip.IsLinkLocalUnicast() or ip.IsGlobalUnicast()):
            continue
        is4 = ip.To4() is not None
        if network == "ip" or (network == "ip4" and is4):
            return ip
        if network == "ip6" and not is4 and not ip.IsLoopback():
            return ip
    return None

"""What this machine has, and listeners for tests."""

import os

import pytest

import net
from goruntime import go
from net import nettest


@pytest.mark.parametrize("network", ["tcp", "tcp4", "tcp6", "unix", "unixpacket"])
def test_a_local_listener_can_be_dialed(network: str) -> None:
    if not nettest.TestableNetwork(network):
        pytest.skip(f"{network} is not here")
    with nettest.NewLocalListener(network) as ln:
        go(lambda: net.Dial(network, ln.Addr().String()).Close())
        ln.Accept().Close()


@pytest.mark.parametrize("network", ["udp", "udp4", "udp6", "unixgram"])
def test_a_local_packet_listener_gets_packets(network: str) -> None:
    if not nettest.TestableNetwork(network):
        pytest.skip(f"{network} is not here")
    with nettest.NewLocalPacketListener(network) as pc:
        with net.Dial(network, pc.LocalAddr().String()) as c:
            c.Write(b"x")
        assert pc.ReadFrom(bytearray(9))[0] == 1
    if network == "unixgram":
        os.remove(pc.LocalAddr().String())  # as in Go, only stream sockets do that


def test_other_networks_have_no_local_listener() -> None:
    for new in (nettest.NewLocalListener, nettest.NewLocalPacketListener):
        with pytest.raises(ValueError, match="ip4 is not supported on this machine"):
            new("ip4")


def test_networks_and_addresses_that_can_be_used() -> None:
    assert nettest.TestableNetwork("unix")
    assert not nettest.TestableNetwork("carrier pigeon")
    assert nettest.TestableNetwork("tcp4") == nettest.SupportsIPv4()
    assert nettest.TestableNetwork("udp6") == nettest.SupportsIPv6()
    assert nettest.TestableNetwork("ip4:icmp") in (
        nettest.SupportsRawSocket() and nettest.SupportsIPv4(),
    )
    assert nettest.TestableAddress("unix", "/tmp/x")
    assert nettest.TestableAddress("tcp", "127.0.0.1:0")


def test_a_local_path_is_free() -> None:
    assert not os.path.exists(nettest.LocalPath())


def test_the_loopback_interface() -> None:
    ifi = nettest.LoopbackInterface()
    assert ifi.Flags & net.FlagLoopback
    assert nettest.RoutedInterface("ip", net.FlagLoopback).Name == ifi.Name
    with pytest.raises(LookupError):
        nettest.RoutedInterface("ip", net.Flags(1 << 20))


def test_loopback_without_multicast_is_no_source_of_it() -> None:
    ifi = nettest.LoopbackInterface()
    if ifi.Flags & net.FlagMulticast:
        assert nettest.MulticastSource("ip4", ifi).IsLoopback()
    else:
        with pytest.raises(LookupError, match="not a multicast-enabled"):
            nettest.MulticastSource("ip4", ifi)
    with pytest.raises(LookupError, match="not a multicast-enabled"):
        nettest.MulticastSource("ip", None)


class Wired(net.Interface):
    """An interface that has the addresses it is told to have."""

    def __init__(self, *addrs: str) -> None:
        super().__init__(Flags=net.FlagUp | net.FlagMulticast)
        self.addrs = [net.IPNet(net.ParseIP(addr), net.IPMask()) for addr in addrs]

    def Addrs(self) -> list[net.IPNet]:
        return self.addrs


@pytest.mark.parametrize(
    ("network", "addrs", "want"),
    [
        ("ip", ["::", "fe80::1", "192.0.2.1"], "fe80::1"),
        ("ip", ["::1"], "::1"),
        ("ip4", ["fe80::1", "192.0.2.1"], "192.0.2.1"),
        ("ip4", ["169.254.1.1"], "169.254.1.1"),
        ("ip6", ["192.0.2.1", "::1", "2001:db8::1"], "2001:db8::1"),
    ],
)
def test_multicast_comes_from_the_first_address_that_leads_somewhere(
    network: str, addrs: list[str], want: str
) -> None:
    assert str(nettest.MulticastSource(network, Wired(*addrs))) == want


@pytest.mark.parametrize("network", ["ip6", "tcp", ""])
def test_no_address_of_the_network_is_no_source_of_multicast(network: str) -> None:
    with pytest.raises(LookupError, match="no routed address"):
        nettest.MulticastSource(network, Wired("::1", "192.0.2.1"))

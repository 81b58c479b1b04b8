"""The interfaces of this machine."""

import copy
import os
import pickle
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import net
from goruntime.os import SyscallError
from goruntime.syscall import EPERM
from net import interface
from net.interface import Flags, Interface
from tests import subprogram

pytestmark = [
    pytest.mark.plain,
    pytest.mark.skipif(sys.platform != "linux", reason="by Linux's netlink"),
]


def loopback() -> Interface:
    for ifi in net.Interfaces():
        if net.FlagLoopback in ifi.Flags and net.FlagUp in ifi.Flags:
            return ifi
    pytest.skip("no loopback interface")


@pytest.mark.from_go("net/interface_test.go", "TestInterfaces")
def test_an_interface_is_found_by_its_index_and_by_its_name() -> None:
    interfaces = net.Interfaces()
    assert [(i.Index, i.Name) for i in interfaces] == socket.if_nameindex()
    for ifi in interfaces:
        assert net.InterfaceByIndex(ifi.Index) == ifi
        assert net.InterfaceByName(ifi.Name) == ifi


def test_an_interface_is_what_the_kernel_says_elsewhere() -> None:
    for ifi in net.Interfaces():
        folder = Path("/sys/class/net") / ifi.Name
        if not folder.exists():
            pytest.skip("no /sys")
        assert int((folder / "mtu").read_text()) == ifi.MTU
        address = (folder / "address").read_text().strip()
        assert str(ifi.HardwareAddr) == (address if address.strip("0:") else "")
        flags = int((folder / "flags").read_text(), 16)
        for bit, flag in {1: "up", 2: "broadcast", 8: "loopback"}.items():
            assert (Flags[flag] in ifi.Flags) is bool(flags & bit)


@pytest.mark.from_go("net/interface_test.go", "TestInterfaceAddrs")
@pytest.mark.from_go("net/interface_test.go", "TestInterfaceUnicastAddrs")
def test_the_addresses_are_those_of_each_interface() -> None:
    each = [str(a) for ifi in net.Interfaces() for a in ifi.Addrs()]
    assert sorted(map(str, net.InterfaceAddrs())) == sorted(each)
    for addr in net.InterfaceAddrs():
        assert type(addr) is net.IPNet
        assert addr.Network() == "ip+net"
        assert addr.Contains(addr.IP)
        assert not addr.IP.IsMulticast()
        assert len(addr.IP) == 16
        bits = 32 if addr.IP.To4() else 128
        assert addr.Mask.Size()[1] == bits


def test_the_loopback_has_a_loopback_address() -> None:
    assert any(addr.IP.IsLoopback() for addr in loopback().Addrs())


@pytest.mark.from_go("net/interface_unix_test.go", "TestPointToPointInterface")
def test_a_peer_is_no_address_of_ours() -> None:
    local, peer = "169.254.0.1", "169.254.0.254"
    # A network of its own, with nothing in it but what it is given here.
    alone = ["unshare", "--net", "sh", "-c"]
    line = f'ip address add {local} peer {peer} dev lo && exec "$@"'
    try:
        subprocess.run([*alone, "ip link"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as e:
        pytest.skip(f"no network of its own can be made here: {e}")
    program = """
        import net
        print(net.Interfaces()[0].Addrs(), net.InterfaceAddrs())
        """
    got = subprogram.result("", program, *alone, line, "sh")
    want = f"[<IPNet {local}/32>]"
    assert got == (0, f"{want} {want}\n", "")


@pytest.mark.from_go("net/interface_test.go", "TestInterfaceMulticastAddrs")
def test_a_group_that_is_joined_is_among_the_multicast_addresses() -> None:
    ifi = loopback()
    group = "224.0.0.254"
    assert group not in map(str, ifi.MulticastAddrs())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        ip = socket.inet_aton(group)
        member = struct.pack("=4s4si", ip, bytes(4), ifi.Index)
        s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
        addrs = ifi.MulticastAddrs()
    assert group in map(str, addrs)
    for addr in addrs:
        assert type(addr) is net.IPAddr
        assert addr.IP.IsMulticast()


@pytest.mark.parametrize(
    ("find", "by", "why"),
    [
        (net.InterfaceByName, "", "invalid network interface name"),
        (net.InterfaceByName, "nonesuch", "no such network interface"),
        (net.InterfaceByName, "\0", "no such network interface"),
        (net.InterfaceByIndex, 0, "invalid network interface index"),
        (net.InterfaceByIndex, -1, "invalid network interface index"),
        (net.InterfaceByIndex, (1 << 31) - 1, "no such network interface"),
        (net.InterfaceByIndex, 1 << 70, "no such network interface"),
    ],
)
def test_what_is_not_found_is_an_op_error(
    find: Callable[[Any], Interface], by: Any, why: str
) -> None:
    with pytest.raises(net.OpError) as info:
        find(by)
    assert str(info.value) == f"route ip+net: {why}"
    assert (info.value.Op, info.value.Net) == ("route", "ip+net")
    assert info.value.Err is info.value.__cause__


@pytest.mark.parametrize(
    "ask",
    [
        net.Interfaces,
        net.InterfaceAddrs,
        Interface(Index=1).Addrs,
        lambda: net.InterfaceByIndex(1),
        lambda: net.InterfaceByName("lo"),
    ],
)
def test_what_the_kernel_refuses_is_an_op_error(
    ask: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(index: int = 0) -> Any:
        raise SyscallError("netlinkrib", EPERM())

    monkeypatch.setattr(interface, "interfaceTable", refuse)
    monkeypatch.setattr(interface, "interfaceAddrTable", refuse)
    with pytest.raises(PermissionError) as info:
        ask()
    assert str(info.value) == "route ip+net: netlinkrib: operation not permitted"
    assert isinstance(info.value, net.OpError)


def test_asking_leaves_no_socket_open() -> None:
    before = os.listdir("/proc/self/fd")
    for _ in range(20):
        net.Interfaces()
        net.InterfaceAddrs()
    assert os.listdir("/proc/self/fd") == before


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        (0, "0"),
        (net.FlagUp, "up"),
        (net.FlagUp | net.FlagLoopback | net.FlagRunning, "up|loopback|running"),
        (
            63,
            "up|broadcast|loopback|pointtopoint|multicast|running",
        ),
        (64, "0"),
        (64 | 1, "up"),
    ],
)
def test_flags_print_as_in_go(flags: int, text: str) -> None:
    assert str(Flags(flags)) == Flags(flags).String() == f"{Flags(flags)}" == text


def test_an_interface_is_its_fields() -> None:
    ifi = Interface(3, 1500, "eth0", b"\2\0\0\0\0\1", net.FlagUp | net.FlagMulticast)
    assert repr(ifi) == "<Interface 3 eth0 up|multicast>"
    assert type(ifi.HardwareAddr) is net.HardwareAddr
    for same in (copy.copy(ifi), pickle.loads(pickle.dumps(ifi))):
        assert same == ifi
    assert ifi != Interface(3, 1500, "eth0")
    assert ifi != 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(ifi)


def test_a_zone_is_an_interface() -> None:
    ifi = loopback()
    ip = net.ParseIP("fe80::1")
    sa = net.TCPAddr(IP=ip, Port=80, Zone=ifi.Name).sockaddr(socket.AF_INET6)
    assert sa == ("fe80::1", 80, 0, ifi.Index)

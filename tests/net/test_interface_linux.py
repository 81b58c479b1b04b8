"""What the kernel's messages and files say of interfaces."""

import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from goruntime.os import SyscallError
from net.interface_linux import (
    IFA_ADDRESS,
    IFA_LOCAL,
    IFLA_ADDRESS,
    IFLA_IFNAME,
    IFLA_MTU,
    newAddr,
    newLink,
    parseProcNetIGMP,
    parseProcNetIGMP6,
)
from net.netlink import RTM_NEWADDR, RTM_NEWLINK, netlinkMessage

pytestmark = pytest.mark.plain

INET, INET6 = 2, 10
V6 = bytes.fromhex("fe80") + bytes(13) + b"\1"


def attributes(attrs: list[tuple[int, bytes]]) -> bytes:
    return b"".join(
        struct.pack("=HH", 4 + len(v), kind) + v + bytes(-len(v) % 4)
        for kind, v in attrs
    )


def new_link(
    *attrs: tuple[int, bytes], kind: int = 1, flags: int = 0
) -> netlinkMessage:
    header = struct.pack("=BxHiII", 0, kind, 3, flags, 0)
    return netlinkMessage(RTM_NEWLINK, 1, 7, header + attributes([*attrs]))


def new_addr(family: int, bits: int, *attrs: tuple[int, bytes]) -> netlinkMessage:
    header = struct.pack("=BBBBI", family, bits, 0, 0, 3)
    return netlinkMessage(RTM_NEWADDR, 1, 7, header + attributes([*attrs]))


def test_a_link_has_a_name_a_size_and_a_hardware_address() -> None:
    link = newLink(
        new_link(
            (IFLA_IFNAME, b"eth\xff\0"),
            (IFLA_MTU, (1500).to_bytes(4, sys.byteorder)),
            (IFLA_ADDRESS, b"\2\0\0\0\0\1"),
            (99, b"what is not known"),
            flags=0x1043,
        )
    )
    assert link == (3, 1500, "eth\udcff", b"\2\0\0\0\0\1", 0x1043)
    assert str(link.hardware) == "02:00:00:00:00:01"


@pytest.mark.parametrize(
    ("kind", "address", "is_hardware"),
    [
        (1, bytes(6), False),
        (1, b"\2\0\0\0\0\1", True),
        (768, b"\x0a\0\0\1", False),
        (776, b"\x0a\0\0\1", False),
        (778, b"\x0a\0\0\1", False),
        (769, b"\x0a\0\0\1", True),
        (769, V6, False),
        (823, V6, False),
        (768, V6, True),
    ],
)
def test_zeros_and_the_ip_of_a_tunnel_are_no_hardware_address(
    kind: int, address: bytes, is_hardware: bool
) -> None:
    link = newLink(new_link((IFLA_ADDRESS, address), kind=kind))
    assert link.hardware == (address if is_hardware else b"")


@pytest.mark.parametrize(
    ("family", "bits", "attrs", "want"),
    [
        (INET, 24, [(IFA_ADDRESS, b"\x0a\0\0\1")], "10.0.0.1/24"),
        (
            INET,
            32,
            [(IFA_ADDRESS, b"\x0a\0\0\2"), (IFA_LOCAL, b"\x0a\0\0\1")],
            "10.0.0.1/32",
        ),
        (INET6, 64, [(IFA_ADDRESS, V6)], "fe80::1/64"),
        (INET6, 64, [(IFA_ADDRESS, V6[:8])], "None"),
        (INET, 24, [(IFA_ADDRESS, b"\1\2\3")], "None"),
        (INET, 24, [], "None"),
        (17, 24, [(IFA_ADDRESS, b"\x0a\0\0\1")], "None"),
    ],
)
def test_an_address_is_the_local_one_of_a_line(
    family: int, bits: int, attrs: list[tuple[int, bytes]], want: str
) -> None:
    index, net = newAddr(new_addr(family, bits, *attrs))
    assert (index, str(net)) == (3, want)


@pytest.mark.parametrize(
    ("read", "message", "header"),
    [
        (newLink, new_link((1, b"abcdefgh")), 16),
        (newAddr, new_addr(INET, 8, (1, b"abcdefgh")), 8),
    ],
)
def test_a_message_cut_short_is_an_error(
    read: Callable[[netlinkMessage], object], message: netlinkMessage, header: int
) -> None:
    for size in (0, header - 1, header + 4, header + 11):
        short = message._replace(data=message.data[:size])
        with pytest.raises(SyscallError) as info:
            read(short)
        assert str(info.value) == "parsenetlinkrouteattr: invalid argument"


IGMP = """\
Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter
1\tlo        :     1      V3
\t\t\t\t010000E0     1 0:00000000\t\t0
2\tdevice1tap2:     1      V3
\t\t\t\tFB0000E0     1 0:00000000\t\t0
\t\t\t\t010000E0     1 0:00000000\t\t0
\t\t\t\tXX0000E0     1 0:00000000\t\t0
\t\t\t\t01
"""


@pytest.mark.from_go("net/interface_linux_test.go", "TestParseProcNet")
def test_the_groups_of_ipv4_are_below_their_interface(tmp_path: Path) -> None:
    path = tmp_path / "igmp"
    text = IGMP
    if sys.byteorder == "big":
        text = text.replace("010000E0", "E0000001").replace("FB0000E0", "E00000FB")
    path.write_text(text)
    groups = {
        name: [str(addr) for addr in parseProcNetIGMP(str(path), name)]
        for name in ("lo", "device1tap2", "eth0")
    }
    assert groups == {
        "lo": ["224.0.0.1"],
        "device1tap2": ["224.0.0.251", "224.0.0.1"],
        "eth0": [],
    }


@pytest.mark.from_go("net/interface_linux_test.go", "TestParseProcNet")
def test_the_groups_of_ipv6_say_their_interface(tmp_path: Path) -> None:
    path = tmp_path / "igmp6"
    path.write_text(
        "1    lo   ff020000000000000000000000000001     1 0000000C 0\n"
        "2    device1tap2 ff0200000000000000000001ff000002     1 00000004 0\n"
        "2    device1tap2 ff02000000000000000000000000001     1 0000000C 0\n"
        "2    device1tap2\n"
    )
    groups = parseProcNetIGMP6(str(path), "device1tap2")
    assert [str(addr) for addr in groups] == ["ff02::1:ff00:2"]


def test_where_there_is_no_list_there_are_no_groups(tmp_path: Path) -> None:
    path = str(tmp_path / "none")
    assert parseProcNetIGMP(path, "lo") == parseProcNetIGMP6(path, "lo") == []

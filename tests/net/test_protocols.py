"""Networks that name a protocol, and protocols by name."""

from pathlib import Path
from typing import Any

import pytest

import net
from net.protocols import lookupProtocol, parseNetwork, readProtocols

pytestmark = pytest.mark.plain


@pytest.mark.parametrize(
    ("network", "want"),
    [
        ("tcp", ("tcp", 0)),
        ("udp6", ("udp6", 0)),
        ("unixpacket", ("unixpacket", 0)),
        ("ip4:icmp", ("ip4", 1)),
        ("ip6:ipv6-icmp", ("ip6", 58)),
        ("ip:58", ("ip", 58)),
        ("ip4:ICMP", ("ip4", 1)),
        ("ip", net.UnknownNetworkError("ip")),
        ("tcp:6", net.UnknownNetworkError("tcp:6")),
        ("ip5:icmp", net.UnknownNetworkError("ip5:icmp")),
        (":", net.UnknownNetworkError(":")),
        ("", net.UnknownNetworkError("")),
        ("ip:", net.AddrError("unknown IP protocol specified", "")),
        ("ip4:x", net.AddrError("unknown IP protocol specified", "x")),
        (
            "ip:4294967296",
            net.AddrError("unknown IP protocol specified", "4294967296"),
        ),
        ("ip:1x", net.AddrError("unknown IP protocol specified", "1x")),
    ],
)
def test_a_network_is_split(network: str, want: Any) -> None:
    if isinstance(want, Exception):
        with pytest.raises(type(want)) as e:
            parseNetwork(network, True)
        assert e.value == want
    else:
        assert parseNetwork(network, True) == want


@pytest.mark.from_go("net/lookup_test.go", "TestLookupProtocol_Minimal")
@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("tcp", 6),
        ("TcP", 6),
        ("icmp", 1),
        ("igmp", 2),
        ("udp", 17),
        ("ipv6-icmp", 58),
    ],
)
def test_common_protocols_are_known_in_any_case(name: str, number: int) -> None:
    assert lookupProtocol(name) == number


def test_no_protocol_is_needed_to_resolve() -> None:
    assert parseNetwork("ip4", False) == ("ip4", 0)


def test_the_systems_file_is_read(tmp_path: Path) -> None:
    f = tmp_path / "protocols"
    f.write_bytes(
        b"# comment\nicmp 99 ICMP\ngre\t47 GRE alias # more\nbad x\nlonely\n\xff 3\n"
    )
    got = readProtocols(str(f))
    assert got["icmp"] == 1  # those built in stay
    assert got["gre"] == got["alias"] == 47
    assert got["\udcff"] == 3
    assert "bad" not in got
    assert "lonely" not in got
    assert readProtocols(str(tmp_path / "none")) == {
        "icmp": 1,
        "igmp": 2,
        "tcp": 6,
        "udp": 17,
        "ipv6-icmp": 58,
    }


@pytest.mark.parametrize("name", ["icmp\0", "\u0131cmp", "x" * 26, "\ud800"])
def test_what_is_no_name_is_not_found(name: str) -> None:
    with pytest.raises(net.AddrError):
        lookupProtocol(name)

"""Whatever the text: a parser returns, or raises the error it says it raises."""

from collections.abc import Callable
from typing import Any

import pytest

from net.errors import AddrError, DNSError, ParseError
from net.ip import IP, ParseCIDR, ParseIP, parseIPZone
from net.ipsock import JoinHostPort, SplitHostPort, splitHostZone
from net.mac import HardwareAddr, ParseMAC
from net.port import parsePort, resolvePort

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

# Hypothesis calls a test many times, on a stack of its own making.
pytestmark = pytest.mark.plain

# Texts of the letters that matter, and any text, lone surrogates included.
texts = st.text("0123456789abcdefAF:.%[]/-+ ", max_size=50) | st.text(
    st.characters(codec=None), max_size=50
)


def result(f: Callable[..., Any], *args: str) -> Any:
    """Return what f returns, or raises if that is an error of a parser."""
    try:
        return f(*args)
    except (AddrError, DNSError, ParseError) as err:
        return err


@given(texts)
def test_an_ip_is_none_or_comes_back(s: str) -> None:
    ip = ParseIP(s)
    zoned, zone = parseIPZone(s)
    assert (ip is not None) == (zoned is not None and zone == "")
    if zoned is not None:
        assert len(zoned) == 16
        assert ParseIP(str(zoned)) == zoned


@given(texts)
def test_a_network_contains_its_address_or_is_a_parse_error(s: str) -> None:
    got = result(ParseCIDR, s)
    if isinstance(got, Exception):
        assert got == ParseError("CIDR address", s)
        return
    ip, net = got
    assert net.Contains(ip)
    assert ParseCIDR(str(net))[1].Contains(ip)


@given(texts)
def test_a_hardware_address_comes_back_or_is_an_addr_error(s: str) -> None:
    got = result(ParseMAC, s)
    if isinstance(got, Exception):
        assert got == AddrError("invalid MAC address", s)
    else:
        assert ParseMAC(str(got)) == got


@given(st.sampled_from([6, 8, 20]).flatmap(lambda n: st.binary(min_size=n, max_size=n)))
def test_the_bytes_of_a_hardware_address_come_back(b: bytes) -> None:
    assert ParseMAC(str(HardwareAddr(b))) == ParseMAC(b.hex()) == b


@given(st.binary(min_size=16, max_size=16) | st.binary(min_size=4, max_size=4))
def test_the_bytes_of_an_ip_come_back(b: bytes) -> None:
    ip = IP(b)
    same = ParseIP(str(ip))
    assert same == ip.To16()
    assert ip.Equal(same)


@given(texts)
def test_host_and_port_join_again_or_are_an_addr_error(s: str) -> None:
    got = result(SplitHostPort, s)
    if isinstance(got, Exception):
        assert isinstance(got, AddrError)
        assert got.Addr == s
    else:
        assert SplitHostPort(JoinHostPort(*got)) == got
    host, zone = splitHostZone(s)
    assert s in (host, f"{host}%{zone}")


@given(st.sampled_from(["tcp", "udp6", "ip", "", "nonet"]), texts)
def test_a_port_is_a_number_or_an_error(network: str, s: str) -> None:
    number, needslookup = parsePort(s)
    assert abs(number) <= 1 << 30
    got = result(resolvePort, network, s)
    if isinstance(got, AddrError):
        assert got.Err == ("unknown network" if needslookup else "invalid port")
    elif isinstance(got, DNSError):
        assert got.IsNotFound
    else:
        assert 0 <= got <= 65535

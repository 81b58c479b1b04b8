"""Whatever the text: a parser returns, or raises the error it says it raises."""

import pytest

from net.errors import AddrError, DNSError, ParseError
from net.ip import IP, ParseCIDR, ParseIP, parseIPZone
from net.ipsock import JoinHostPort, SplitHostPort, splitHostZone
from net.mac import HardwareAddr, ParseMAC
from net.port import LookupPort, parsePort

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

# Hypothesis calls a test many times, on a stack of its own making.
pytestmark = pytest.mark.plain

# Texts of the letters that matter, and any text, lone surrogates included.
texts = st.text("0123456789abcdefAF:.%[]/-+ ", max_size=50) | st.text(
    st.characters(codec=None), max_size=50
)


@given(texts)
def test_parse_ip(s: str) -> None:
    ip = ParseIP(s)
    zoned, zone = parseIPZone(s)
    assert (ip is not None) == (zoned is not None and zone == "")
    if zoned is not None:
        assert len(zoned) == 16
        assert ParseIP(str(zoned)) == zoned


@given(texts)
def test_parse_cidr(s: str) -> None:
    try:
        ip, net = ParseCIDR(s)
    except ParseError as err:
        assert err == ParseError("CIDR address", s)
    else:
        assert net.Contains(ip)
        assert ParseCIDR(str(net))[1].Contains(ip)


@given(texts)
def test_parse_mac(s: str) -> None:
    try:
        addr = ParseMAC(s)
    except AddrError as err:
        assert err == AddrError("invalid MAC address", s)
    else:
        assert ParseMAC(str(addr)) == addr


@given(st.sampled_from([6, 8, 20]).flatmap(lambda n: st.binary(min_size=n, max_size=n)))
def test_a_mac_comes_back(b: bytes) -> None:
    assert ParseMAC(str(HardwareAddr(b))) == ParseMAC(b.hex()) == b


@given(st.binary(min_size=16, max_size=16) | st.binary(min_size=4, max_size=4))
def test_an_ip_comes_back(b: bytes) -> None:
    ip = IP(b)
    same = ParseIP(str(ip))
    assert same == ip.To16()
    assert ip.Equal(same)


@given(texts)
def test_split_host_port(s: str) -> None:
    try:
        host, port = SplitHostPort(s)
    except AddrError as err:
        assert err.Addr == s
    else:
        assert SplitHostPort(JoinHostPort(host, port)) == (host, port)
    host, zone = splitHostZone(s)
    assert s in (host, f"{host}%{zone}")


@given(st.sampled_from(["tcp", "udp6", "ip", "", "nonet"]), texts)
def test_lookup_port(network: str, s: str) -> None:
    number, needslookup = parsePort(s)
    assert abs(number) <= 1 << 30
    try:
        assert 0 <= LookupPort(network, s) <= 65535
    except AddrError as err:
        assert err.Err == ("unknown network" if needslookup else "invalid port")
    except DNSError as err:
        assert err.IsNotFound

"""Addresses and prefixes of any number: they come back, and Python's own agree."""

import ipaddress
import itertools

import pytest

from net import netip
from net.ip import IP, CIDRMask, IPNet
from net.netip import Addr, AddrFromSlice, AddrPort, AddrPortFrom, Prefix, PrefixFrom

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.plain

MAPPED = bytes(10) + b"\xff\xff"

packed = (
    st.binary(min_size=4, max_size=4)
    | st.binary(min_size=16, max_size=16)
    | st.binary(min_size=4, max_size=4).map(lambda b: MAPPED + b)
    # Zeros make the runs that "::" stands for.
    | st.lists(
        st.sampled_from([b"\0\0", b"\0\1", b"\1\0"]), min_size=8, max_size=8
    ).map(b"".join)
)
zones = st.text(min_size=1)


def made(b: bytes) -> Addr:
    ip, ok = AddrFromSlice(b)
    assert ok
    return ip


addrs = packed.map(made)
zoned = st.builds(Addr.WithZone, addrs, zones) | addrs
prefixes = st.builds(PrefixFrom, addrs, st.integers(-1, 129))


@given(zoned)
def test_an_address_comes_back(ip: Addr) -> None:
    assert netip.ParseAddr(str(ip)) == ip
    assert netip.ParseAddr(ip.StringExpanded()) == ip
    assert Addr.UnmarshalText(ip.MarshalText()) == ip
    assert Addr.UnmarshalBinary(ip.MarshalBinary()) == ip
    assert ip.Next() == Addr() or ip.Next().Prev() == ip
    assert ip.Prev() == Addr() or ip.Prev().Next() == ip


@given(zoned, st.integers(0, 65535))
def test_an_address_and_a_port_come_back(ip: Addr, port: int) -> None:
    p = AddrPortFrom(ip, port)
    assert netip.ParseAddrPort(str(p)) == p
    assert AddrPort.UnmarshalText(p.MarshalText()) == p
    assert AddrPort.UnmarshalBinary(p.MarshalBinary()) == p


@given(prefixes)
def test_a_prefix_comes_back(p: Prefix) -> None:
    assert Prefix.UnmarshalBinary(p.MarshalBinary()) == p
    if p.IsValid():
        assert netip.ParsePrefix(str(p)) == p
        assert Prefix.UnmarshalText(p.MarshalText()) == p
        assert p.Addr() in p
        assert p.Masked().Masked() == p.Masked()


@given(packed)
def test_an_address_prints_as_pythons_does(b: bytes) -> None:
    ours, theirs = made(b), ipaddress.ip_address(b)
    if ours.Is4In6():  # each version of Python prints it in its own way
        assert str(ours) == f"::ffff:{ipaddress.ip_address(b[12:])}"
        assert ours.StringExpanded() == b.hex(":", 2)
        return
    assert str(ours) == str(IP(b)) == str(theirs)
    assert ours.StringExpanded() == theirs.exploded


def pythons(p: Prefix) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return ipaddress.ip_network((p.Addr().AsSlice(), p.Bits()), strict=False)


@given(prefixes.filter(Prefix.IsValid), addrs)
def test_the_addresses_of_a_prefix_are_those_of_pythons_network(
    p: Prefix, ip: Addr
) -> None:
    assert (ip in p) is (ipaddress.ip_address(ip.AsSlice()) in pythons(p))
    if p.Addr().Is4In6() or ip.Is4In6():
        return  # net.IP has one address where there are two here
    network = IPNet(p.Addr().AsSlice(), CIDRMask(p.Bits(), p.Addr().BitLen()))
    assert network.Contains(ip.AsSlice()) is (ip in p)


@given(prefixes.filter(Prefix.IsValid), prefixes.filter(Prefix.IsValid))
def test_prefixes_overlap_as_pythons_networks_do(p: Prefix, q: Prefix) -> None:
    same = p.Addr().BitLen() == q.Addr().BitLen()
    assert p.Overlaps(q) is q.Overlaps(p)
    assert p.Overlaps(q) is (same and pythons(p).overlaps(pythons(q)))


@given(st.lists(zoned, max_size=9), st.lists(prefixes, max_size=9))
def test_sorting_is_by_compare(ips: list[Addr], ps: list[Prefix]) -> None:
    ips.sort()
    ps.sort()
    assert all(a.Compare(b) <= 0 for a, b in itertools.pairwise(ips))
    assert all(a.Compare(b) <= 0 for a, b in itertools.pairwise(ps))


@given(st.binary(max_size=40))
def test_any_bytes_are_taken_or_a_value_error(b: bytes) -> None:
    for cls in (Addr, AddrPort, Prefix):
        for unmarshal in (cls.UnmarshalBinary, cls.UnmarshalText):
            try:
                value = unmarshal(b)
            except ValueError:
                continue
            assert unmarshal(b) == value

"""netip.AddrPort: an address and a port."""

import copy
import itertools
import pickle

import pytest

from goruntime import Panic
from net.netip import (
    Addr,
    AddrPort,
    AddrPortFrom,
    MustParseAddrPort,
    ParseAddr,
    ParseAddrPort,
)

pytestmark = pytest.mark.plain


@pytest.mark.from_go("net/netip/netip_pkg_test.go", "TestParseAddrPort")
@pytest.mark.parametrize(
    ("text", "ip", "port"),
    [
        ("1.2.3.4:1234", "1.2.3.4", 1234),
        ("1.2.3.4:0", "1.2.3.4", 0),
        ("1.2.3.4:00065535", "1.2.3.4", 65535),
        ("[::]:80", "::", 80),
        ("[fe80::1%eth0]:80", "fe80::1%eth0", 80),
        ("[::ffff:1.2.3.4]:80", "::ffff:1.2.3.4", 80),
    ],
)
def test_an_address_and_a_port_are_parsed(text: str, ip: str, port: int) -> None:
    p = ParseAddrPort(text)
    assert p.IsValid()
    assert (p.Addr(), p.Port()) == (ParseAddr(ip), port)
    assert p == AddrPortFrom(ParseAddr(ip), port) == MustParseAddrPort(text)
    assert ParseAddrPort(str(p)) == p
    assert repr(p) == f"<AddrPort {p}>"


BRACKETS = "square brackets can only be used with IPv6 addresses"
NO_BRACKETS = "IPv6 addresses must be surrounded by square brackets"


@pytest.mark.from_go("net/netip/netip_pkg_test.go", "TestParseAddrPort")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.2.3.4", "not an ip:port"),
        ("", "not an ip:port"),
        (":80", "no IP"),
        ("1.2.3.4:", "no port"),
        ("[::1:80", "missing ]"),
        ("[:80", "missing ]"),
        ("1.2.3.4:foo", 'invalid port "foo" parsing "1.2.3.4:foo"'),
        ("x:-1", 'invalid port "-1" parsing "x:-1"'),
        ("1.2.3.4:65536", 'invalid port "65536" parsing "1.2.3.4:65536"'),
        ("1.2.3.4:1_0", 'invalid port "1_0" parsing "1.2.3.4:1_0"'),
        ("1.2.3.4:\u0661", 'invalid port "\u0661" parsing "1.2.3.4:\u0661"'),
        ("1.2.3.4:" + "9" * 5000, None),
        ("localhost:80", 'ParseAddr("localhost"): unable to parse IP'),
        ("[]:80", 'ParseAddr(""): unable to parse IP'),
        ("[1.2.3.4]:80", f'invalid ip:port "[1.2.3.4]:80", {BRACKETS}'),
        ("::1:80", f'invalid ip:port "::1:80", {NO_BRACKETS}'),
    ],
)
def test_what_is_none_is_an_error_in_gos_words(text: str, why: str | None) -> None:
    with pytest.raises(ValueError, match=r".") as info:
        ParseAddrPort(text)
    assert str(info.value) == (why or f'invalid port "{text[8:]}" parsing "{text}"')
    with pytest.raises(Panic) as panicked:
        MustParseAddrPort(text)
    assert panicked.value.value == info.value


@pytest.mark.from_go("net/netip/netip_test.go", "TestAddrPortMarshalTextString")
@pytest.mark.from_go("net/netip/netip_test.go", "TestAddrPortMarshalUnmarshalBinary")
@pytest.mark.parametrize(
    ("text", "binary"),
    [
        ("1.2.3.4:80", "010203045000"),
        ("[::]:258", "00" * 16 + "0201"),
        ("[fe80::1%e]:65535", "fe80" + "00" * 13 + "0165ffff"),
        ("[::ffff:1.2.3.4%e]:0", "00" * 10 + "ffff01020304650000"),
    ],
)
def test_it_comes_back_from_its_text_and_bytes(text: str, binary: str) -> None:
    p = ParseAddrPort(text)
    assert p.MarshalText() == p.String().encode() == text.encode()
    assert p.AppendTo(b"ab") == p.AppendText(b"ab") == b"ab" + text.encode()
    assert AddrPort.UnmarshalText(text.encode()) == p
    assert p.MarshalBinary() == bytes.fromhex(binary)
    assert p.AppendBinary(b"ab") == b"ab" + p.MarshalBinary()
    assert AddrPort.UnmarshalBinary(p.MarshalBinary()) == p
    for same in (copy.deepcopy(p), pickle.loads(pickle.dumps(p))):
        assert same == p


def test_the_zero_value_is_not_valid() -> None:
    zero = AddrPort()
    assert not zero.IsValid()
    assert str(zero) == "invalid AddrPort"
    assert zero.MarshalText() == b""
    assert zero == AddrPort.UnmarshalText(b"") == AddrPortFrom(Addr(), 0)
    assert zero.MarshalBinary() == b"\0\0"
    assert AddrPort.UnmarshalBinary(b"\0\0") == zero
    withport = AddrPortFrom(Addr(), 80)
    assert not withport.IsValid()
    assert withport != zero
    assert (str(withport), withport.MarshalText()) == ("invalid AddrPort", b"")


@pytest.mark.parametrize("size", [0, 1, 3, 7])
def test_bytes_of_another_size_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match=r"^unexpected slice size$"):
        AddrPort.UnmarshalBinary(bytes(size))


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_has_16_bits(port: int) -> None:
    with pytest.raises(ValueError, match=f"given {port}"):
        AddrPortFrom(Addr(), port)


@pytest.mark.from_go("net/netip/netip_test.go", "TestAddrPortCompare")
def test_they_are_in_order() -> None:
    texts = "1.2.3.4:443 8.8.8.8:8080 255.255.255.255:3 [::1]:80 [::1]:81 [::2]:8"
    ordered = [AddrPort(), *map(ParseAddrPort, texts.split())]
    assert sorted(set(ordered)) == ordered
    for (i, a), (j, b) in itertools.product(enumerate(ordered), repeat=2):
        assert a.Compare(b) == (i > j) - (i < j)
        assert (a <= b) is (b >= a) is (i <= j)
        assert (hash(a) == hash(b)) is (a == b) is (i == j)
    assert ordered[1] != "1.2.3.4:443"
    with pytest.raises(TypeError):
        sorted([ordered[1], 1])  # type: ignore[type-var]

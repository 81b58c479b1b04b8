"""netip.Prefix: networks."""

import copy
import ipaddress
import itertools
import pickle

import pytest

from goruntime import Panic
from net.netip import (
    Addr,
    MustParseAddr,
    MustParsePrefix,
    ParsePrefix,
    Prefix,
    PrefixFrom,
)

pytestmark = pytest.mark.plain


@pytest.mark.from_go("net/netip/netip_test.go", "TestPrefixString")
@pytest.mark.parametrize(
    ("text", "ip", "bits"),
    [
        ("1.2.3.4/24", "1.2.3.4", 24),
        ("0.0.0.0/0", "0.0.0.0", 0),
        ("fd7a:115c:a1e0:ab12:4843:cd96:626b:430b/118", None, 118),
        ("::ffff:1.2.3.4/128", "::ffff:1.2.3.4", 128),
        ("::/0", "::", 0),
    ],
)
def test_a_prefix_is_parsed_and_prints(text: str, ip: str | None, bits: int) -> None:
    p = ParsePrefix(text)
    assert p.IsValid()
    assert p.Addr() == MustParseAddr(ip or text.partition("/")[0])
    assert p.Bits() == bits
    assert str(p) == p.String() == text
    assert repr(p) == f"<Prefix {text}>"
    assert p == PrefixFrom(p.Addr(), bits) == MustParsePrefix(text)


@pytest.mark.from_go("net/netip/netip_test.go", "TestParsePrefixError")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("192.168.0.0", "no '/'"),
        ("1.257.1.1/24", 'ParseAddr("1.257.1.1"): IPv4 field has value >255'),
        ("1.1.1.0/q", 'bad bits after slash: "q"'),
        ("1.1.1.0/", 'bad bits after slash: ""'),
        ("1.1.1.0/-1", 'bad bits after slash: "-1"'),
        ("1.1.1.0/+1", 'bad bits after slash: "+1"'),
        ("1.1.1.0/01", 'bad bits after slash: "01"'),
        ("1.1.1.0/1_0", 'bad bits after slash: "1_0"'),
        ("1.1.1.0/\u0661", 'bad bits after slash: "\u0661"'),
        ("1.1.1.0/33", "prefix length out of range"),
        ("1.1.1.0/9223372036854775807", "prefix length out of range"),
        (
            "1.1.1.0/9223372036854775808",
            'bad bits after slash: "9223372036854775808"',
        ),
        ("2001::/129", "prefix length out of range"),
        ("::1%a/32", "IPv6 zones cannot be present in a prefix"),
        ("1.1.1.0/24/24", 'ParseAddr("1.1.1.0/24"): unexpected character (at "/24")'),
    ],
)
def test_what_is_no_prefix_is_an_error_in_gos_words(text: str, why: str) -> None:
    with pytest.raises(ValueError, match="ParsePrefix") as info:
        ParsePrefix(text)
    assert str(info.value) == f'netip.ParsePrefix("{text}"): {why}'
    assert pickle.loads(pickle.dumps(info.value)) == info.value
    with pytest.raises(Panic) as panicked:
        MustParsePrefix(text)
    assert panicked.value.value == info.value


def test_a_number_too_long_for_python_is_bad_too() -> None:
    with pytest.raises(ValueError, match="bad bits after slash"):
        ParsePrefix("1.1.1.0/" + "9" * 5000)


@pytest.mark.from_go("net/netip/netip_test.go", "TestPrefixMasking")
@pytest.mark.parametrize(
    ("ip", "bits", "want"),
    [
        ("192.0.2.255", 16, "192.0.0.0/16"),
        ("192.0.2.255", 32, "192.0.2.255/32"),
        ("192.0.2.255", 0, "0.0.0.0/0"),
        ("2001:db8::1", 32, "2001:db8::/32"),
        ("fe80::dead:beef%eth0", 96, "fe80::/96"),
        ("aaaa::", 4, "a000::/4"),
        ("::ffff:255.0.0.0", 100, "::ffff:240.0.0.0/100"),
    ],
)
def test_an_address_is_of_a_prefix(ip: str, bits: int, want: str) -> None:
    p = MustParseAddr(ip).Prefix(bits)
    assert str(p) == want
    assert p == PrefixFrom(MustParseAddr(ip), bits).Masked() == p.Masked()


@pytest.mark.parametrize(
    ("ip", "bits", "why"),
    [
        ("1.2.3.4", -1, "negative Prefix bits"),
        ("1.2.3.4", 33, "prefix length 33 too large for IPv4"),
        ("::1", 129, "prefix length 129 too large for IPv6"),
    ],
)
def test_an_address_has_only_so_many_bits(ip: str, bits: int, why: str) -> None:
    addr = MustParseAddr(ip)
    with pytest.raises(ValueError, match=f"^{why}$"):
        addr.Prefix(bits)
    p = PrefixFrom(addr, bits)
    assert not p.IsValid()
    assert p.Bits() == -1
    assert str(p) == "invalid Prefix"
    assert p.Masked() == Prefix()


@pytest.mark.from_go("net/netip/netip_test.go", "TestPrefixFromInvalidBits")
def test_the_zero_value_is_not_valid() -> None:
    zero = Prefix()
    assert zero == Addr().Prefix(5) == PrefixFrom(Addr(), 0) == zero.Masked()
    assert not zero.IsValid()
    assert not zero.IsSingleIP()
    assert zero.Bits() == -1
    assert str(zero) == "invalid Prefix"
    assert zero.MarshalText() == b""
    assert Prefix.UnmarshalText(b"") == zero
    with pytest.raises(ValueError, match="negative Prefix bits"):
        Addr().Prefix(-1)


@pytest.mark.from_go("net/netip/netip_pkg_test.go", "TestPrefixContains")
@pytest.mark.parametrize(
    ("prefix", "ip", "want"),
    [
        ("9.8.7.6/0", "9.8.7.6", True),
        ("9.8.7.6/16", "9.8.7.6", True),
        ("9.8.7.6/16", "9.8.6.4", True),
        ("9.8.7.6/16", "9.9.7.6", False),
        ("9.8.7.6/32", "9.8.7.6", True),
        ("9.8.7.6/32", "9.8.7.7", False),
        ("::1/0", "::1", True),
        ("::1/0", "::2", True),
        ("::1/127", "::1", True),
        ("::1/127", "::2", False),
        ("::1/128", "::1", True),
        ("::1/128", "::2", False),
        ("::1/128", "::1%eth0", False),
        ("::1.2.3.0/120", "1.2.3.4", False),
        ("1.2.3.0/24", "::ffff:1.2.3.4", False),
        ("::ffff:1.2.3.0/120", "::ffff:1.2.3.4", True),
        ("::/0", "0.0.0.0", False),
        ("0.0.0.0/0", "::", False),
    ],
)
def test_a_prefix_knows_its_addresses(prefix: str, ip: str, want: bool) -> None:
    p, addr = MustParsePrefix(prefix), MustParseAddr(ip)
    assert p.Contains(addr) is want
    assert (addr in p) is want


def test_nothing_is_in_what_is_not_valid() -> None:
    ip = MustParseAddr("1.2.3.4")
    for p in (Prefix(), PrefixFrom(ip, 33)):
        assert ip not in p
        assert Addr() not in p
        assert not p.Overlaps(p)
    assert Addr() not in MustParsePrefix("0.0.0.0/0")


def test_only_an_address_can_be_in_a_prefix() -> None:
    with pytest.raises(TypeError, match="in a Prefix there are Addrs, not str"):
        assert "1.2.3.4" in MustParsePrefix("1.2.3.0/24")


@pytest.mark.from_go("net/netip/netip_test.go", "TestPrefixOverlaps")
@pytest.mark.parametrize(
    ("a", "b", "want"),
    [
        ("1.2.0.0/16", "1.2.0.0/16", True),
        ("1.2.3.4/0", "1.2.3.4/0", True),
        ("1.2.0.0/16", "1.2.3.0/24", True),
        ("1.2.0.0/16", "2.0.0.0/8", False),
        ("1.2.3.0/24", "1.2.4.0/24", False),
        ("0.0.0.0/0", "255.255.255.255/32", True),
        ("5::1/128", "5::8/128", False),
        ("5::8/128", "5::/64", True),
        ("2001::/16", "2001:db8::/32", True),
        ("::ffff:1.2.3.4/128", "1.2.3.4/32", False),
        ("::/0", "0.0.0.0/0", False),
    ],
)
def test_prefixes_overlap(a: str, b: str, want: bool) -> None:
    p, q = MustParsePrefix(a), MustParsePrefix(b)
    assert p.Overlaps(q) is q.Overlaps(p) is want
    assert ipaddress_overlap(a, b) is want


def ipaddress_overlap(a: str, b: str) -> bool:
    """Return what Python's own networks say."""
    p, q = (ipaddress.ip_network(s, strict=False) for s in (a, b))
    return type(p) is type(q) and p.overlaps(q)


@pytest.mark.from_go("net/netip/netip_test.go", "TestPrefixIsSingleIP")
def test_a_prefix_of_all_bits_is_a_single_address() -> None:
    texts = ["127.0.0.1/32", "127.0.0.1/31", "::1/128", "::1/127", "::1/32"]
    single = [text for text in texts if MustParsePrefix(text).IsSingleIP()]
    assert single == ["127.0.0.1/32", "::1/128"]


@pytest.mark.from_go("net/netip/netip_test.go", "TestPrefixMarshalUnmarshalBinary")
@pytest.mark.parametrize(
    ("text", "binary"),
    [
        ("1.2.3.4/24", "0102030418"),
        ("::/0", "00" * 16 + "00"),
        ("::ffff:1.2.3.4/128", "00" * 10 + "ffff0102030480"),
    ],
)
def test_it_comes_back_from_its_text_and_bytes(text: str, binary: str) -> None:
    p = MustParsePrefix(text)
    assert p.MarshalText() == text.encode()
    assert p.AppendTo(b"ab") == p.AppendText(b"ab") == b"ab" + text.encode()
    assert Prefix.UnmarshalText(text.encode()) == p
    assert p.MarshalBinary() == bytes.fromhex(binary)
    assert p.AppendBinary(b"ab") == b"ab" + p.MarshalBinary()
    assert Prefix.UnmarshalBinary(p.MarshalBinary()) == p
    for same in (copy.deepcopy(p), pickle.loads(pickle.dumps(p))):
        assert same == p


def test_bytes_that_are_none() -> None:
    for size in (0, 2, 4, 16):
        with pytest.raises(ValueError, match=r"^unexpected slice size$"):
            Prefix.UnmarshalBinary(bytes(size))
    assert Prefix.UnmarshalBinary(b"\0") == Prefix()
    assert Prefix().MarshalBinary() == b"\xff"
    invalid = PrefixFrom(MustParseAddr("1.2.3.4"), 33)
    assert invalid.MarshalText() == b"invalid Prefix"
    assert Prefix.UnmarshalBinary(invalid.MarshalBinary()) == invalid


@pytest.mark.from_go("net/netip/netip_test.go", "TestPrefixCompare")
def test_prefixes_are_in_order() -> None:
    texts = (
        "1.2.3.0/24 8.0.0.0/8 8.1.0.0/8 8.0.0.0/9 8.1.0.0/9 8.128.0.0/9 "
        "fe80::/48 fe80:1::/48 fe90::/64"
    )
    ordered = [Prefix(), *map(MustParsePrefix, texts.split())]
    assert sorted(set(ordered)) == ordered
    for (i, a), (j, b) in itertools.product(enumerate(ordered), repeat=2):
        assert a.Compare(b) == (i > j) - (i < j)
        assert (a <= b) is (b >= a) is (i <= j)
        assert (hash(a) == hash(b)) is (a == b) is (i == j)
    assert ordered[1] != "1.2.3.0/24"
    with pytest.raises(TypeError):
        sorted([ordered[1], 1])  # type: ignore[type-var]

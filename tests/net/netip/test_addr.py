"""netip.Addr: parsing, scopes, order, bytes and text."""

import copy
import ipaddress
import itertools
import pickle
from collections.abc import Callable

import pytest

from goruntime import Panic
from net import netip
from net.netip import Addr, MustParseAddr, ParseAddr

pytestmark = pytest.mark.plain

ZERO = Addr()


@pytest.mark.from_go("net/netip/netip_test.go", "TestParseAddr")
@pytest.mark.parametrize(
    ("text", "bits", "number", "zone", "printed"),
    [
        ("0.0.0.0", 32, 0, "", None),
        ("192.140.255.0", 32, 0xC08CFF00, "", None),
        ("::", 128, 0, "", None),
        ("::1", 128, 1, "", None),
        ("fd7a:115c:a1e0:ab12:4843:cd96:626b:430b", 128, None, "", None),
        ("fd7a:115c:a1e0:ab12:4843:cd96:626b:0", 128, None, "", None),
        (
            "fd7a:115c:a1e0:ab12:4843:cd96:0:430b",
            128,
            None,
            "",
            "fd7a:115c:a1e0:ab12:4843:cd96:0:430b",
        ),
        ("FD9E:1A04:F01D::1", 128, None, "", "fd9e:1a04:f01d::1"),
        ("::ffff:192.168.140.255", 128, 0xFFFFC0A88CFF, "", None),
        ("::ffff:c0a8:8cff", 128, 0xFFFFC0A88CFF, "", "::ffff:192.168.140.255"),
        ("1:2:3:4:5:6:77.77.88.88", 128, None, "", "1:2:3:4:5:6:4d4d:5858"),
        ("::ffff:192.168.140.255%eth1", 128, 0xFFFFC0A88CFF, "eth1", None),
        ("fd7a:115c:a1e0:ab12:4843:cd96:626b:430b%eth0", 128, None, "eth0", None),
        ("::%a%b:c", 128, 0, "a%b:c", None),
        ("1:2:3:4:5:6:7::", 128, None, "", "1:2:3:4:5:6:7:0"),
    ],
)
def test_an_address_is_parsed_and_prints(
    text: str, bits: int, number: int | None, zone: str, printed: str | None
) -> None:
    ip = ParseAddr(text)
    assert ip.IsValid()
    assert (ip.BitLen(), ip.Zone()) == (bits, zone)
    assert (ip.Is4(), ip.Is6()) == (bits == 32, bits == 128)
    assert str(ip) == ip.String() == (printed or text)
    assert ParseAddr(str(ip)) == ip
    assert ParseAddr(ip.StringExpanded()) == ip
    assert number is None or int.from_bytes(ip.AsSlice()) == number
    assert repr(ip) == f"<Addr {ip}>"


@pytest.mark.from_go("net/netip/netip_pkg_test.go", "TestParseIPError")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("localhost", "unable to parse IP"),
        ("", "unable to parse IP"),
        ("500.0.0.1", "IPv4 field has value >255"),
        ("::gggg%eth0", "each colon-separated field must have at least one digit"
         ' (at "gggg")'),
        ("fe80::1cc0:3e8c:119f:c2e1%", "zone must be a non-empty string"),
        ("%eth0", "missing IPv6 address"),
        ("1.2.3", "IPv4 address too short"),
        ("1.2.3.4.5", "IPv4 address too long"),
        ("1.2..4", 'IPv4 field must have at least one digit (at ".4")'),
        (".1.2.3", 'IPv4 field must have at least one digit (at ".1.2.3")'),
        ("1.2.3.4.", 'IPv4 field must have at least one digit (at ".")'),
        ("01.2.3.4", "IPv4 field has octet with leading zero"),
        ("1.2.3.4%lo", 'unexpected character (at "%lo")'),
        ("1.2.3.\u0661", 'unexpected character (at "\u0661")'),
        ("fe80:0:0:0:0204:61ff:fe9d:f156:4",
         'trailing garbage after address (at "4")'),
        ("1::2::3", 'multiple :: in address (at ":3")'),
        ("12345::", 'each group must have 4 or less digits (at "12345::")'),
        ("1:2:3:4:5:6:7:", 'colon must be followed by more characters (at ":")'),
        (":1", 'each colon-separated field must have at least one digit (at ":1")'),
        ("1:2 ", 'unexpected character, want colon (at " ")'),
        ("1:2", "address string too short"),
        ("1:2:3:4:5:6:7:8::", "the :: must expand to at least one field of zeros"),
        ("1:2:3:4:5:1.2.3.4", "embedded IPv4 address must replace the final 2 fields "
         'of the address (at "1.2.3.4")'),
        ("::1:2:3:4:5:6:7:8.9.0.1", "too many hex fields to fit an embedded IPv4 at "
         'the end of the address (at "8.9.0.1")'),
        ("::1.2.3%lo", "IPv4 address too short"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_an_error_in_gos_words(text: str, why: str) -> None:
    with pytest.raises(ValueError, match="ParseAddr") as info:
        ParseAddr(text)
    assert str(info.value) == f'ParseAddr("{text}"): {why}'
    with pytest.raises(Panic) as panicked:
        MustParseAddr(text)
    assert panicked.value.value == info.value
    assert str(panicked.value) == str(info.value)


def test_an_error_shows_what_does_not_print() -> None:
    with pytest.raises(ValueError, match="unable") as info:
        ParseAddr(
            '"\\\a\b\f\n\r\t\v\x00\x7f\u00a0\u0661\U0001f600\U000e0001\udcff\ud800'
        )
    assert str(info.value) == (
        r'ParseAddr("\"\\\a\b\f\n\r\t\v\x00\x7f\u00a0'
        "\u0661\U0001f600"
        r'\U000e0001\xff\xed\xa0\x80"): unable to parse IP'
    )


def test_an_error_copies_and_pickles() -> None:
    with pytest.raises(ValueError, match="IPv4") as info:
        ParseAddr("1.2..4")
    err = info.value
    for same in (copy.copy(err), pickle.loads(pickle.dumps(err))):
        assert type(same) is type(err)
        assert same == err
        assert hash(same) == hash(err)
        assert str(same) == str(err)
    assert err != ValueError("1.2..4")


def test_the_zero_value_is_no_address() -> None:
    assert not ZERO.IsValid()
    assert str(ZERO) == "invalid IP"
    assert Addr() == ZERO
    assert netip.IPv4Unspecified() != ZERO
    assert (ZERO.BitLen(), ZERO.Zone(), ZERO.AsSlice()) == (0, "", b"")
    assert ZERO.As16() == bytes(16)
    assert ZERO.StringExpanded() == "invalid IP"
    assert ZERO.MarshalText() == ZERO.MarshalBinary() == b""
    for same in (ZERO.Unmap(), ZERO.WithZone("lo"), ZERO.Next(), ZERO.Prev()):
        assert same == ZERO


@pytest.mark.from_go("net/netip/netip_test.go", "TestAddrWellKnown")
@pytest.mark.parametrize(
    ("make", "text"),
    [
        (netip.IPv4Unspecified, "0.0.0.0"),
        (netip.IPv6Unspecified, "::"),
        (netip.IPv6Loopback, "::1"),
        (netip.IPv6LinkLocalAllNodes, "ff02::1"),
        (netip.IPv6LinkLocalAllRouters, "ff02::2"),
    ],
)
def test_some_addresses_are_well_known(make: Callable[[], Addr], text: str) -> None:
    assert make() == ParseAddr(text)


@pytest.mark.from_go("net/netip/netip_test.go", "TestAddrFromSlice")
def test_an_address_is_made_of_its_bytes() -> None:
    assert netip.AddrFromSlice(bytes([10, 0, 0, 1])) == (ParseAddr("10.0.0.1"), True)
    v6 = bytes.fromhex("fe80") + bytes(13) + b"\1"
    assert netip.AddrFromSlice(v6) == (ParseAddr("fe80::1"), True)
    for size in (0, 3, 5, 15, 17):
        assert netip.AddrFromSlice(bytes(size)) == (ZERO, False)
    assert netip.AddrFrom4(b"\1\2\3\4") == ParseAddr("1.2.3.4")
    assert netip.AddrFrom16(v6) == ParseAddr("fe80::1")
    with pytest.raises(ValueError, match="4 bytes, given 5"):
        netip.AddrFrom4(bytes(5))
    with pytest.raises(ValueError, match="16 bytes, given 4"):
        netip.AddrFrom16(bytes(4))


@pytest.mark.from_go("net/netip/netip_test.go", "TestAs4")
def test_four_bytes_are_had_of_ipv4_alone() -> None:
    assert ParseAddr("1.2.3.4").As4() == b"\1\2\3\4"
    assert ParseAddr("::ffff:1.2.3.4").As4() == b"\1\2\3\4"
    assert ParseAddr("::ffff:0.0.0.0%lo").As4() == bytes(4)
    with pytest.raises(Panic, match=r"^As4 called on IP zero value$"):
        ZERO.As4()
    with pytest.raises(Panic, match=r"^As4 called on IPv6 address$"):
        ParseAddr("::1").As4()


def test_sixteen_bytes_are_had_of_all() -> None:
    assert ParseAddr("1.2.3.4").As16() == ParseAddr("::ffff:1.2.3.4").As16()
    assert ParseAddr("::1%lo").As16() == bytes(15) + b"\1"


SCOPES: dict[str, Callable[[Addr], bool]] = {
    "unspecified": Addr.IsUnspecified,
    "loopback": Addr.IsLoopback,
    "private": Addr.IsPrivate,
    "multicast": Addr.IsMulticast,
    "interface-local multicast": Addr.IsInterfaceLocalMulticast,
    "link-local multicast": Addr.IsLinkLocalMulticast,
    "link-local unicast": Addr.IsLinkLocalUnicast,
    "global unicast": Addr.IsGlobalUnicast,
}


@pytest.mark.from_go("net/netip/netip_test.go", "TestIPProperties")
@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("192.168.1.1", "global unicast, private"),
        ("10.255.0.1", "global unicast, private"),
        ("172.31.0.0", "global unicast, private"),
        ("172.32.0.0", "global unicast"),
        ("11.0.0.1", "global unicast"),
        ("224.0.0.1", "link-local multicast, multicast"),
        ("239.0.0.1", "multicast"),
        ("169.254.0.1", "link-local unicast"),
        ("127.255.255.254", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("255.255.255.255", ""),
        ("::ffff:255.255.255.255", ""),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:10.0.0.1", "global unicast, private"),
        ("::ffff:169.254.0.1", "link-local unicast"),
        ("::ffff:224.0.0.1", "link-local multicast, multicast"),
        ("::ffff:0.0.0.0", ""),
        ("::", "unspecified"),
        ("::%lo", "global unicast"),
        ("::1", "loopback"),
        ("::1%lo", "loopback"),
        ("2001:db8::1", "global unicast"),
        ("fc00::1", "global unicast, private"),
        ("fdff::1%eth0", "global unicast, private"),
        ("fe00::1", "global unicast"),
        ("fe80::1%eth0", "link-local unicast"),
        ("febf::", "link-local unicast"),
        ("fec0::", "global unicast"),
        ("ff01::1", "interface-local multicast, multicast"),
        ("ff01::1%eth0", "interface-local multicast, multicast"),
        ("ff02::1", "link-local multicast, multicast"),
        ("ff05::1", "multicast"),
    ],
)
def test_an_address_knows_its_scope(text: str, want: str) -> None:
    ip = ParseAddr(text)
    assert ", ".join(sorted(name for name, f in SCOPES.items() if f(ip))) == want


def test_the_zero_value_has_no_scope() -> None:
    assert not any(f(ZERO) for f in SCOPES.values())


@pytest.mark.from_go("net/netip/netip_pkg_test.go", "TestIPNextPrev")
@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("10.0.0.1", "10.0.0.2", "10.0.0.0"),
        ("10.0.0.255", "10.0.1.0", "10.0.0.254"),
        ("127.0.0.1", "127.0.0.2", "127.0.0.0"),
        ("0.0.0.0", "0.0.0.1", None),
        ("255.255.255.255", None, "255.255.255.254"),
        ("::", "::1", None),
        ("::%x", "::1%x", None),
        ("::1", "::2", "::"),
        ("::1%x", "::2%x", "::%x"),
        ("::ffff:255.255.255.255", "::1:0:0:0", "::ffff:255.255.255.254"),
        (
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff%x",
            None,
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe%x",
        ),
    ],
)
def test_an_address_has_neighbours(
    text: str, after: str | None, before: str | None
) -> None:
    ip = ParseAddr(text)
    assert ip.Next() == (ParseAddr(after) if after else ZERO)
    assert ip.Prev() == (ParseAddr(before) if before else ZERO)


@pytest.mark.from_go("net/netip/netip_test.go", "TestIs4In6")
@pytest.mark.parametrize(
    ("text", "want", "unmapped"),
    [
        ("::ffff:c000:280", True, "192.0.2.128"),
        ("::ffff:127.1.2.3%eth0", True, "127.1.2.3"),
        ("::fffe:127.1.2.3", False, "::fffe:7f01:203"),
        ("127.1.2.3", False, "127.1.2.3"),
        ("::1%lo", False, "::1%lo"),
    ],
)
def test_a_mapped_address_is_unmapped(text: str, want: bool, unmapped: str) -> None:
    ip = ParseAddr(text)
    assert ip.Is4In6() is want
    assert ip.Unmap() == ParseAddr(unmapped)


def test_only_ipv6_takes_a_zone() -> None:
    assert str(ParseAddr("fe80::1").WithZone("eth0")) == "fe80::1%eth0"
    assert ParseAddr("fe80::1%eth0").WithZone("") == ParseAddr("fe80::1")
    assert ParseAddr("1.2.3.4").WithZone("eth0") == ParseAddr("1.2.3.4")


@pytest.mark.from_go("net/netip/netip_test.go", "TestAddrLessCompare")
def test_addresses_are_in_order() -> None:
    texts = (
        "1.2.3.4 8.8.8.8 255.255.255.255 :: ::1 ::1%a ::1%b ::1%\u00e9 ::2 "
        "::ffff:1.2.3.4 fe80::48"
    )
    ordered = [ZERO, *map(ParseAddr, texts.split())]
    assert sorted(set(ordered)) == ordered
    for (i, a), (j, b) in itertools.product(enumerate(ordered), repeat=2):
        assert a.Compare(b) == (i > j) - (i < j)
        assert a.Less(b) is (a < b) is (b > a) is (i < j)
        assert (a <= b) is (b >= a) is (i <= j)
        assert (a == b) is (i == j)
        assert (hash(a) == hash(b)) is (i == j)


def test_an_address_is_not_compared_with_what_is_none() -> None:
    ip = ParseAddr("1.2.3.4")
    assert ip != "1.2.3.4"
    assert ip != b"\1\2\3\4"
    for compare in (Addr.__lt__, Addr.__le__, Addr.__gt__, Addr.__ge__):
        assert compare(ip, "1.2.3.4") is NotImplemented  # type: ignore[type-var]
    with pytest.raises(TypeError):
        sorted([ip, "1.2.3.4"])  # type: ignore[type-var]


@pytest.mark.from_go("net/netip/netip_test.go", "TestAddrMarshalUnmarshal")
@pytest.mark.from_go("net/netip/netip_test.go", "TestAddrAppendText")
@pytest.mark.parametrize(
    "text", ["", "0.0.0.0", "1.2.3.4", "::", "fe80::1%eth0", "::ffff:1.2.3.4%\udcff"]
)
def test_an_address_comes_back_from_its_text_and_bytes(text: str) -> None:
    ip = ParseAddr(text) if text else ZERO
    b = text.encode("utf-8", "surrogateescape")
    assert ip.MarshalText() == b
    assert ip.AppendText(b"ab") == ip.AppendTo(b"ab") == b"ab" + b
    assert Addr.UnmarshalText(b) == ip
    assert Addr.UnmarshalBinary(ip.MarshalBinary()) == ip
    assert ip.AppendBinary(b"ab") == b"ab" + ip.MarshalBinary()
    for same in (copy.copy(ip), copy.deepcopy(ip), pickle.loads(pickle.dumps(ip))):
        assert same == ip


@pytest.mark.from_go("net/netip/netip_test.go", "TestAddrMarshalUnmarshalBinary")
def test_the_bytes_are_those_of_the_address_and_the_zone() -> None:
    assert ParseAddr("1.2.3.4").MarshalBinary() == b"\1\2\3\4"
    assert ParseAddr("::1%eth0").MarshalBinary() == bytes(15) + b"\1eth0"
    for size in (1, 3, 5, 15):
        with pytest.raises(ValueError, match=r"^unexpected slice size$"):
            Addr.UnmarshalBinary(bytes(size))
    with pytest.raises(ValueError, match="unable to parse IP"):
        Addr.UnmarshalText(b"!")


def test_an_address_does_not_change() -> None:
    ip = ParseAddr("1.2.3.4")
    with pytest.raises(AttributeError):
        ip.zone = "lo"  # type: ignore[attr-defined]
    assert {ip: 1}[ParseAddr("1.2.3.4")] == 1


@pytest.mark.parametrize(
    "text", ["1.2.3.4", "255.255.255.255", "::", "2001:db8:0:1::", "fe80::1%eth0"]
)
def test_pythons_own_addresses_say_the_same(text: str) -> None:
    ours, theirs = ParseAddr(text), ipaddress.ip_address(text)
    assert str(ours) == str(theirs)
    assert ours.AsSlice() == theirs.packed
    if not ours.Zone():
        assert ours.StringExpanded() == theirs.exploded
    assert netip.AddrFromSlice(theirs.packed)[0] == ours.WithZone("")

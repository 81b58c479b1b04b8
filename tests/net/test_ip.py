"""IP, IPMask, IPNet: parsing, printing, scopes and masks."""

import copy
import ipaddress
import pickle
from collections.abc import Callable

import pytest

from net.errors import AddrError, ParseError
from net.ip import (
    IP,
    CIDRMask,
    IPMask,
    IPNet,
    IPv4,
    IPv4allrouter,
    IPv4allsys,
    IPv4bcast,
    IPv4Mask,
    IPv4zero,
    IPv6interfacelocalallnodes,
    IPv6linklocalallnodes,
    IPv6linklocalallrouters,
    IPv6loopback,
    IPv6unspecified,
    IPv6zero,
    ParseCIDR,
    ParseIP,
    networkNumberAndMask,
    parseIPZone,
)


def ip6(*groups: int) -> IP:
    return IP(b"".join(g.to_bytes(2) for g in groups))


def parsed(s: str) -> IP:
    ip = ParseIP(s)
    assert ip is not None
    return ip


@pytest.mark.from_go("net/ip_test.go", "TestParseIP")
@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("127.0.1.2", IPv4(127, 0, 1, 2)),
        ("127.0.0.1", IPv4(127, 0, 0, 1)),
        ("::ffff:127.1.2.3", IPv4(127, 1, 2, 3)),
        ("::ffff:7f01:0203", IPv4(127, 1, 2, 3)),
        ("0:0:0:0:0000:ffff:127.1.2.3", IPv4(127, 1, 2, 3)),
        ("0:0:0:0::ffff:127.1.2.3", IPv4(127, 1, 2, 3)),
        ("2001:4860:0:2001::68", ip6(0x2001, 0x4860, 0, 0x2001, 0, 0, 0, 0x68)),
        (
            "2001:4860:0000:2001:0000:0000:0000:0068",
            ip6(0x2001, 0x4860, 0, 0x2001, 0, 0, 0, 0x68),
        ),
        ("-0.0.0.0", None),
        ("0.-1.0.0", None),
        ("0.0.-2.0", None),
        ("0.0.0.-3", None),
        ("127.0.0.256", None),
        ("abc", None),
        ("123:", None),
        ("fe80::1%lo0", None),
        ("fe80::1%911", None),
        ("0:0:0:0:000000:ffff:127.1.2.3", None),
        ("0:0:0:0:00000:ffff:127.1.2.3", None),
        ("a1:a2:a3:a4::b1:b2:b3:b4", None),
        ("127.001.002.003", None),
        ("::ffff:127.001.002.003", None),
        ("123.000.000.000", None),
        ("1.2..4", None),
        ("0123.0.0.1", None),
    ],
)
def test_an_address_is_parsed_as_go_parses_it(text: str, want: IP | None) -> None:
    assert ParseIP(text) == want
    if want is None:
        with pytest.raises(ParseError) as info:
            IP.UnmarshalText(text.encode())
        assert info.value == ParseError("IP address", text)
    else:
        assert IP.UnmarshalText(text.encode()) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("fe80::1%eth0", ("fe80::1", "eth0")),
        ("::%lo", ("::", "lo")),
        ("fe80::1%a%b", ("fe80::1", "a%b")),
        ("::ffff:1.2.3.4%lo", ("1.2.3.4", "lo")),
        ("1.2.3.4", ("1.2.3.4", "")),
        ("fe80::1%", ("None", "")),
        ("1.2.3.4%lo", ("None", "")),
        ("%lo", ("None", "")),
        ("%:::1", ("None", "")),
    ],
)
def test_a_zone_is_all_after_the_first_percent_sign_of_ipv6(
    text: str, want: tuple[str, str]
) -> None:
    ip, zone = parseIPZone(text)
    assert (str(ip), zone) == want


def test_what_is_parsed_has_16_bytes() -> None:
    assert len(parsed("192.0.2.1")) == len(IPv4(192, 0, 2, 1)) == 16


@pytest.mark.from_go("net/ip_test.go", "TestMarshalEmptyIP")
def test_no_address_is_no_text_and_back() -> None:
    assert IP.UnmarshalText(b"") == IP() == b""
    assert IP().MarshalText() == b""
    assert IP().AppendText(b"abcd") == b"abcd"


@pytest.mark.from_go("net/ip_test.go", "TestIPString")
@pytest.mark.parametrize(
    ("ip", "text"),
    [
        (IP([192, 0, 2, 1]), "192.0.2.1"),
        (IP([0, 0, 0, 0]), "0.0.0.0"),
        (IPv4(192, 0, 2, 1), "192.0.2.1"),
        (IPv4(0, 0, 0, 0), "0.0.0.0"),
        (ip6(0x2001, 0xDB8, 0, 0, 0, 0x123, 0x12, 1), "2001:db8::123:12:1"),
        (ip6(0x2001, 0xDB8, 0, 0, 0, 0, 0, 1), "2001:db8::1"),
        (ip6(0x2001, 0xDB8, 0, 1, 0, 1, 0, 1), "2001:db8:0:1:0:1:0:1"),
        (ip6(0x2001, 0xDB8, 1, 0, 1, 0, 1, 0), "2001:db8:1:0:1:0:1:0"),
        (ip6(0x2001, 0, 0, 0, 1, 0, 0, 1), "2001::1:0:0:1"),
        (ip6(0x2001, 0xDB8, 0, 0, 1, 0, 0, 0), "2001:db8:0:0:1::"),
        (ip6(0x2001, 0xDB8, 0, 0, 1, 0, 0, 1), "2001:db8::1:0:0:1"),
        (ip6(0x2001, 0xDB8, 0, 0, 0xA, 0xB, 0xC, 0xD), "2001:db8::a:b:c:d"),
        (ip6(0, 0, 0, 0, 0, 0, 0x102, 0x304), "::102:304"),
        (IPv6unspecified, "::"),
        (IPv6loopback, "::1"),
    ],
)
def test_an_address_prints_as_in_go(ip: IP, text: str) -> None:
    assert str(ip) == ip.String() == f"{ip}" == text
    assert ip.MarshalText() == text.encode()
    assert ip.AppendText(b"abcd") == b"abcd" + text.encode()
    assert repr(ip) == f"<IP {text}>"
    assert ip.Equal(parsed(text))


@pytest.mark.from_go("net/ip_test.go", "TestIPString")
def test_what_is_no_address_prints_but_does_not_marshal() -> None:
    assert str(IP()) == "<nil>"
    bad = IP(b"\x01\x23\x45\x67\x89\xab\xcd\xef")
    assert str(bad) == "?0123456789abcdef"
    for marshal in (bad.MarshalText, lambda: bad.AppendText(b"")):
        with pytest.raises(AddrError) as info:
            marshal()
        assert info.value == AddrError("invalid IP address", "0123456789abcdef")


def test_an_address_is_made_of_whatever_holds_its_bytes() -> None:
    want = b"\x7f\0\0\1"
    for b in (
        want,
        bytearray(want),
        memoryview(want),
        [127, 0, 0, 1],
        IP(want),
        ipaddress.ip_address("127.0.0.1"),
    ):
        ip = IP(b)
        assert type(ip) is IP
        assert ip == want
    assert IP() == IP(None) == b""


@pytest.mark.parametrize("kind", [IP, IPMask])
def test_neither_a_text_nor_a_number_is_taken_for_bytes(kind: type[bytes]) -> None:
    for wrong in ("127.0.0.1", 16, True):
        with pytest.raises(TypeError, match=f"{kind.__name__}: not of"):
            kind(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"use net\.ParseIP"):
        IP("127.0.0.1")  # type: ignore[arg-type]


def test_addresses_masks_and_networks_copy_and_pickle() -> None:
    ip, net = ParseCIDR("192.0.2.1/24")
    for x in (ip, net.Mask, net):
        for y in (copy.copy(x), copy.deepcopy(x), pickle.loads(pickle.dumps(x))):
            assert type(y) is type(x)
            assert y == x
            assert hash(y) == hash(x)


def test_equal_knows_both_forms_of_ipv4() -> None:
    ip4, ip16 = IP([192, 0, 2, 1]), IPv4(192, 0, 2, 1)
    assert ip4 != ip16
    assert ip4.Equal(ip16)
    assert ip16.Equal(ip4)
    assert ip4.To16() == ip16
    assert ip16.To4() == ip4
    assert not ip4.Equal(ip6(0, 0, 0, 0, 0, 0, 0xC000, 0x201))
    assert not ip4.Equal(IP())
    assert not ip4.Equal(None)
    assert IP().Equal(None)
    assert IP(b"abc").To4() is None
    assert IP(b"abc").To16() is None


@pytest.mark.from_go("net/ip_test.go", "TestIPMask")
@pytest.mark.parametrize(
    ("ip", "mask", "want"),
    [
        ("192.168.1.127", IPv4Mask(255, 255, 255, 128), "192.168.1.0"),
        ("192.168.1.127", parsed("255.255.255.192"), "192.168.1.64"),
        (
            "192.168.1.127",
            parsed("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffe0"),
            "192.168.1.96",
        ),
        ("192.168.1.127", IPv4Mask(255, 0, 255, 0), "192.0.1.0"),
        ("2001:db8::1", parsed("ffff:ff80::"), "2001:d80::"),
        ("2001:db8::1", parsed("f0f0:0f0f::"), "2000:d08::"),
    ],
)
def test_a_mask_leaves_its_bits(ip: str, mask: bytes, want: str) -> None:
    masked = parsed(ip).Mask(mask)
    assert masked is not None
    assert masked.Equal(parsed(want))


def test_a_16_byte_mask_fits_4_bytes_and_others_do_not() -> None:
    ip = IP([192, 168, 1, 127])
    assert ip.Mask(b"\xff" * 15 + b"\x80") == b"\xc0\xa8\1\0"
    for mask in (None, b"\xff\xff\xff", bytes(16)):
        assert ip.Mask(mask) is None


@pytest.mark.from_go("net/ip_test.go", "TestIPMaskString")
@pytest.mark.parametrize(
    ("mask", "text", "size"),
    [
        (IPv4Mask(255, 255, 255, 240), "fffffff0", (28, 32)),
        (IPv4Mask(255, 0, 128, 0), "ff008000", (0, 0)),
        (IPMask(parsed("ffff:ff80::")), "ffffff80" + "0" * 24, (25, 128)),
        (
            IPMask(parsed("ef00:ff80::cafe:0")),
            "ef00ff80" + "0" * 16 + "cafe0000",
            (0, 0),
        ),
        (IPMask(), "<nil>", (0, 0)),
        (IPv4Mask(0, 0, 0, 0), "00000000", (0, 32)),
        (IPv4Mask(255, 255, 255, 255), "ffffffff", (32, 32)),
    ],
)
def test_a_mask_prints_in_hex_and_knows_its_size(
    mask: IPMask, text: str, size: tuple[int, int]
) -> None:
    assert str(mask) == mask.String() == text
    assert mask.Size() == size


@pytest.mark.from_go("net/ip_test.go", "TestCIDRMask")
@pytest.mark.parametrize(
    ("ones", "bits", "want"),
    [
        (0, 32, IPv4Mask(0, 0, 0, 0)),
        (12, 32, IPv4Mask(255, 240, 0, 0)),
        (24, 32, IPv4Mask(255, 255, 255, 0)),
        (32, 32, IPv4Mask(255, 255, 255, 255)),
        (0, 128, IPMask(bytes(16))),
        (4, 128, IPMask(b"\xf0" + bytes(15))),
        (48, 128, IPMask(b"\xff" * 6 + bytes(10))),
        (128, 128, IPMask(b"\xff" * 16)),
        (33, 32, None),
        (32, 33, None),
        (-1, 128, None),
        (128, -1, None),
    ],
)
def test_a_mask_is_made_of_ones(ones: int, bits: int, want: IPMask | None) -> None:
    mask = CIDRMask(ones, bits)
    assert mask == want
    if mask is not None:
        assert mask.Size() == (ones, bits)


def test_the_class_of_an_ipv4_address_has_a_mask() -> None:
    for text, mask in (
        ("10.0.0.1", "ff000000"),
        ("127.0.0.1", "ff000000"),
        ("128.0.0.1", "ffff0000"),
        ("192.0.2.1", "ffffff00"),
        ("255.255.255.255", "ffffff00"),
        ("::1", "None"),
    ):
        assert str(parsed(text).DefaultMask()) == mask


@pytest.mark.from_go("net/ip_test.go", "TestParseCIDR")
@pytest.mark.parametrize(
    ("text", "ip", "number", "mask"),
    [
        ("135.104.0.0/32", "135.104.0.0", "135.104.0.0", "255.255.255.255"),
        ("0.0.0.0/24", "0.0.0.0", "0.0.0.0", "255.255.255.0"),
        ("135.104.0.0/24", "135.104.0.0", "135.104.0.0", "255.255.255.0"),
        ("135.104.0.1/32", "135.104.0.1", "135.104.0.1", "255.255.255.255"),
        ("135.104.0.1/24", "135.104.0.1", "135.104.0.0", "255.255.255.0"),
        ("::1/128", "::1", "::1", ":".join(["ffff"] * 8)),
        ("abcd:2345::/127", "abcd:2345::", "abcd:2345::", "ffff:" * 7 + "fffe"),
        ("abcd:2345::/65", "abcd:2345::", "abcd:2345::", "ffff:ffff:ffff:ffff:8000::"),
        ("abcd:2345::/64", "abcd:2345::", "abcd:2345::", "ffff:ffff:ffff:ffff::"),
        ("abcd:2345::/63", "abcd:2345::", "abcd:2345::", "ffff:ffff:ffff:fffe::"),
        ("abcd:2345::/33", "abcd:2345::", "abcd:2345::", "ffff:ffff:8000::"),
        ("abcd:2344::/31", "abcd:2344::", "abcd:2344::", "ffff:fffe::"),
        ("abcd:2345::/24", "abcd:2345::", "abcd:2300::", "ffff:ff00::"),
        ("2001:DB8::1/48", "2001:DB8::1", "2001:DB8::", "ffff:ffff:ffff::"),
        ("192.0.2.1/024", "192.0.2.1", "192.0.2.0", "255.255.255.0"),
        ("::ffff:1.2.3.4/112", "1.2.3.4", "1.2.0.0", "ffff:" * 7 + "0"),
    ],
)
def test_a_network_is_parsed_with_the_address_it_is_of(
    text: str, ip: str, number: str, mask: str
) -> None:
    address, net = ParseCIDR(text)
    assert address == parsed(ip)
    assert net.IP.Equal(parsed(number))
    want = parsed(mask)
    assert bytes(net.Mask) == (want if ":" in mask else want.To4())


@pytest.mark.from_go("net/ip_test.go", "TestParseCIDR")
@pytest.mark.parametrize(
    "text",
    [
        "192.168.1.1/255.255.255.0",
        "192.168.1.1/35",
        "2001:db8::1/-1",
        "2001:db8::1/-0",
        "-0.0.0.0/32",
        "0.-1.0.0/32",
        "0.0.-2.0/32",
        "0.0.0.-3/32",
        "0.0.0.0/-0",
        "127.000.000.001/32",
        "fe80::1%lo/64",
        "::1",
        "::1/",
        "/8",
        "",
        "1.2.3.4/" + "9" * 5000,
    ],
)
def test_what_is_no_network_is_a_parse_error(text: str) -> None:
    with pytest.raises(ParseError) as info:
        ParseCIDR(text)
    assert info.value == ParseError("CIDR address", text)
    assert str(info.value) == f"invalid CIDR address: {text}"


@pytest.mark.from_go("net/ip_test.go", "TestIPNetContains")
@pytest.mark.parametrize(
    ("ip", "number", "mask", "want"),
    [
        ("172.16.1.1", "172.16.0.0", CIDRMask(12, 32), True),
        ("172.24.0.1", "172.16.0.0", CIDRMask(13, 32), False),
        ("192.168.0.3", "192.168.0.0", IPv4Mask(0, 0, 255, 252), True),
        ("192.168.0.4", "192.168.0.0", IPv4Mask(0, 255, 0, 252), False),
        ("2001:db8:1:2::1", "2001:db8:1::", CIDRMask(47, 128), True),
        ("2001:db8:1:2::1", "2001:db8:2::", CIDRMask(47, 128), False),
        ("2001:db8:1:2::1", "2001:db8:1::", parsed("ffff:0:ffff::"), True),
        ("2001:db8:1:2::1", "2001:db8:1::", parsed("0:0:0:ffff::"), False),
        ("::1", "172.16.0.0", CIDRMask(12, 32), False),
    ],
)
def test_a_network_knows_its_addresses(
    ip: str, number: str, mask: bytes, want: bool
) -> None:
    net = IPNet(IP=parsed(number), Mask=mask)
    address = parsed(ip)
    assert net.Contains(address) is want
    assert net.Contains(address.To4() or address) is want
    assert not net.Contains(None)


@pytest.mark.from_go("net/ip_test.go", "TestIPNetString")
@pytest.mark.parametrize(
    ("number", "mask", "text"),
    [
        ("192.168.1.0", CIDRMask(26, 32), "192.168.1.0/26"),
        ("192.168.1.0", IPv4Mask(255, 0, 255, 0), "192.168.1.0/ff00ff00"),
        ("2001:db8::", CIDRMask(55, 128), "2001:db8::/55"),
        (
            "2001:db8::",
            parsed("8000:f123:0:cafe::"),
            "2001:db8::/8000f1230000cafe0000000000000000",
        ),
        ("2001:db8::", CIDRMask(8, 32), "<nil>"),
        ("1.2.3.4", None, "<nil>"),
    ],
)
def test_a_network_prints_as_in_go(number: str, mask: bytes | None, text: str) -> None:
    net = IPNet(IP=parsed(number), Mask=mask)
    assert str(net) == net.String() == text
    assert repr(net) == f"<IPNet {text}>"
    assert net.Network() == "ip+net"


def test_networks_are_equal_whatever_the_form_of_their_number() -> None:
    net = IPNet(IP=IPv4(10, 0, 0, 0), Mask=CIDRMask(8, 32))
    same = ParseCIDR("10.1.2.3/8")[1]
    assert net == same
    assert {net: 1}[same] == 1
    assert net != ParseCIDR("10.1.2.3/9")[1]
    assert net != "10.0.0.0/8"


V4 = IP([192, 168, 0, 1])
V4_IN_V6 = IPv4(192, 168, 0, 1)
V6 = ip6(0x2001, 0xDB8, 0, 0, 0, 0x123, 0x12, 1)
V4_MASK = IPMask([255, 255, 255, 0])
V4_IN_V6_MASK = IPMask(b"\xff" * 15 + b"\0")
V6_MASK = IPMask(b"\xff" * 8 + bytes(8))
BAD = IP([192, 168, 0])
BAD_MASK = IPMask([255, 255, 0])
NONE = (IP(), IPMask())


@pytest.mark.from_go("net/ip_test.go", "TestNetworkNumberAndMask")
@pytest.mark.parametrize(
    ("ip", "mask", "want"),
    [
        (V4, V4_MASK, (V4, V4_MASK)),
        (V4, V4_IN_V6_MASK, (V4, V4_MASK)),
        (V4_IN_V6, V4_IN_V6_MASK, (V4, V4_MASK)),
        (V4_IN_V6, V6_MASK, (V4, IPMask(bytes(4)))),
        (V4, V6_MASK, (V4, IPMask(bytes(4)))),
        (V6, V6_MASK, (V6, V6_MASK)),
        (V6, V4_IN_V6_MASK, (V6, V4_IN_V6_MASK)),
        (V6, V4_MASK, NONE),
        (V4, BAD_MASK, NONE),
        (V4_IN_V6, BAD_MASK, NONE),
        (V6, BAD_MASK, NONE),
        (BAD, V4_MASK, NONE),
        (BAD, V4_IN_V6_MASK, NONE),
        (BAD, V6_MASK, NONE),
        (BAD, BAD_MASK, NONE),
    ],
)
def test_number_and_mask_are_brought_to_one_size(
    ip: IP, mask: IPMask, want: tuple[IP, IPMask]
) -> None:
    assert networkNumberAndMask(IPNet(IP=ip, Mask=mask)) == want


@pytest.mark.from_go("net/ip_test.go", "TestIPAddrFamily")
def test_an_address_is_of_one_family() -> None:
    for ip in (IPv4bcast, IPv4allsys, IPv4allrouter, IPv4zero, IPv4(240, 0, 0, 1)):
        assert ip.To4() is not None
    for ip in (
        IPv6zero,
        IPv6unspecified,
        IPv6loopback,
        IPv6interfacelocalallnodes,
        IPv6linklocalallnodes,
        IPv6linklocalallrouters,
        parsed("ff05::a:b:c:d"),
        parsed("fe80::1:2:3:4"),
    ):
        assert ip.To4() is None
        assert ip.To16() == ip


@pytest.mark.from_go("net/ip_test.go", "TestIPAddrScope")
@pytest.mark.parametrize(
    ("scope", "yes", "no"),
    [
        (IP.IsUnspecified, "0.0.0.0 ::", "127.0.0.1 ff01::1"),
        (IP.IsLoopback, "127.0.0.1 127.255.255.254 ::1", "128.1.2.3 ff02::2"),
        (IP.IsMulticast, "224.0.0.0 239.0.0.0 ff02::1 ff05::", "240.0.0.0 fe80::"),
        (IP.IsInterfaceLocalMulticast, "ff01::1", "224.0.0.0 255.1.0.0"),
        (
            IP.IsLinkLocalMulticast,
            "224.0.0.0 ff02::2",
            "239.0.0.0 255.2.0.0 ff05:: 224.0.1.0",
        ),
        (
            IP.IsLinkLocalUnicast,
            "169.254.0.0 fe80:: febf::1",
            "169.255.0.0 254.128.0.0 fec0::",
        ),
        (
            IP.IsGlobalUnicast,
            "240.0.0.0 10.0.0.1 2001:db8::123:12:1 fc00::1",
            "232.0.0.0 169.254.0.0 255.255.255.255 fe80:: ff05:: 0.0.0.0 :: ::1",
        ),
        (
            IP.IsPrivate,
            "10.0.0.0 10.255.255.255 172.16.0.0 172.23.18.255 172.31.255.255 "
            "192.168.0.0 192.168.255.255 fc00:: fcff:1200:44:: fdff:ffff::ffff",
            "1.1.1.1 9.255.255.255 11.0.0.0 172.15.255.255 172.32.0.0 "
            "192.167.255.255 192.169.0.0 fbff::1 fe00::",
        ),
    ],
)
def test_an_address_knows_its_scope(
    scope: Callable[[IP], bool], yes: str, no: str
) -> None:
    for texts, want in ((yes, True), (no, False)):
        for text in texts.split():
            ip = parsed(text)
            assert scope(ip) is want, text
            assert scope(ip.To4() or ip) is want, text
    assert scope(IP()) is False
    assert scope(IP(b"abc")) is False

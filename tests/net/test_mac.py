"""HardwareAddr and ParseMAC."""

import copy
import pickle

import pytest

from net.errors import AddrError
from net.mac import HardwareAddr, ParseMAC

INFINIBAND = "00000000fe8000000000000002005e1000000001"


@pytest.mark.from_go("net/mac_test.go", "TestParseMAC")
@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("00:00:5e:00:53:01", "00005e005301"),
        ("00-00-5e-00-53-01", "00005e005301"),
        ("0000.5e00.5301", "00005e005301"),
        ("00005e005301", "00005e005301"),
        ("02:00:5e:10:00:00:00:01", "02005e1000000001"),
        ("02-00-5e-10-00-00-00-01", "02005e1000000001"),
        ("0200.5e10.0000.0001", "02005e1000000001"),
        ("02005e1000000001", "02005e1000000001"),
        ("00:00:00:00:fe:80:00:00:00:00:00:00:02:00:5e:10:00:00:00:01", INFINIBAND),
        ("00-00-00-00-fe-80-00-00-00-00-00-00-02-00-5e-10-00-00-00-01", INFINIBAND),
        ("0000.0000.fe80.0000.0000.0000.0200.5e10.0000.0001", INFINIBAND),
        (INFINIBAND, INFINIBAND),
        ("ab:cd:ef:AB:CD:EF", "abcdefabcdef"),
        ("ab:cd:ef:AB:CD:EF:ab:cd", "abcdefabcdefabcd"),
        ("abcd.efAB.CDEF", "abcdefabcdef"),
    ],
)
def test_an_address_is_parsed_and_prints_with_colons(text: str, want: str) -> None:
    addr = ParseMAC(text)
    assert type(addr) is HardwareAddr
    assert addr.hex() == want
    assert str(addr) == addr.String() == bytes.fromhex(want).hex(":")
    assert ParseMAC(str(addr)) == addr


@pytest.mark.from_go("net/mac_test.go", "TestParseMAC")
@pytest.mark.parametrize(
    "text",
    [
        "01.02.03.04.05.06",
        "01:02:03:04:05:06:",
        "x1:02:03:04:05:06",
        "01002:03:04:05:06",
        "01:02003:04:05:06",
        "01:02:03004:05:06",
        "01:02:03:04005:06",
        "01:02:03:04:05006",
        "01-02:03:04:05:06",
        "01:02-03-04-05-06",
        "0123:4567:89AF",
        "0123-4567-89AF",
        "0123456789AF0",
        "",
        "01:02:03:04:05:06:07",
        "01 02 03 04 05 06",
        "01:02:03:04:05:06\n",
        "\u0661\u0661:02:03:04:05:06",
    ],
)
def test_what_is_no_address_is_an_addr_error(text: str) -> None:
    with pytest.raises(AddrError) as info:
        ParseMAC(text)
    assert info.value == AddrError("invalid MAC address", text)


def test_an_address_is_its_bytes() -> None:
    addr = HardwareAddr([1, 2, 0xAB])
    assert addr == b"\x01\x02\xab"
    assert str(addr) == "01:02:ab"
    assert str(HardwareAddr()) == ""
    with pytest.raises(TypeError, match=r"use net\.ParseMAC"):
        HardwareAddr("01:02:ab")  # type: ignore[arg-type]
    for same in (copy.copy(addr), pickle.loads(pickle.dumps(addr))):
        assert type(same) is HardwareAddr
        assert same == addr

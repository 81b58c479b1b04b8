"""Ports by number, by name, and from a file of services."""

from pathlib import Path

import pytest

from net import port
from net.errors import AddrError, DNSError
from net.lookup import LookupPort
from net.port import SERVICES, parsePort, readServices, resolvePort


@pytest.mark.from_go("net/port_test.go", "TestParsePort")
@pytest.mark.parametrize(
    ("service", "number"),
    [
        ("", 0),
        ("-1073741825", -(1 << 30)),
        ("-1073741824", -(1 << 30)),
        ("-1073741823", -((1 << 30) - 1)),
        ("-123456789", -123456789),
        ("-1", -1),
        ("-0", 0),
        ("0", 0),
        ("+0", 0),
        ("+1", 1),
        ("+80", 80),
        ("080", 80),
        ("65535", 65535),
        ("65536", 65536),
        ("123456789", 123456789),
        ("1073741822", (1 << 30) - 2),
        ("1073741823", (1 << 30) - 1),
        ("1073741824", (1 << 30) - 1),
        ("1073741825", (1 << 30) - 1),
        ("9" * 5000, (1 << 30) - 1),
        ("+", 0),
        ("-", 0),
    ],
)
def test_a_number_is_parsed(service: str, number: int) -> None:
    assert parsePort(service) == (number, False)


@pytest.mark.from_go("net/port_test.go", "TestParsePort")
@pytest.mark.parametrize(
    "service",
    [
        "abc",
        "9pfs",
        "123badport",
        "bad123port",
        "badport123",
        "123456789badport",
        "-2147483649badport",
        "2147483649badport",
        " 80",
        "8_0",
        "--1",
        "\u0668\u0660",
    ],
)
def test_a_name_needs_a_lookup(service: str) -> None:
    assert parsePort(service) == (0, True)


@pytest.fixture
def only_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "services", lambda: SERVICES)


@pytest.mark.from_go("net/lookup_test.go", "TestLookupPort_Minimal")
@pytest.mark.usefixtures("only_built_in")
@pytest.mark.parametrize(
    ("network", "service", "number"),
    [
        ("tcp", "http", 80),
        ("tcp4", "https", 443),
        ("tcp6", "ssh", 22),
        ("udp", "domain", 53),
        ("udp4", "domain", 53),
        ("udp6", "domain", 53),
        ("ip", "telnet", 23),
        ("ip", "domain", 53),
        ("", "http", 80),
        ("tcp", "HTTP", 80),
        ("tcp", "https", 443),
        ("tcp", "gopher", 70),
        ("tcp4", "http", 80),
        ("tcp", "65535", 65535),
        ("tcp", "", 0),
        ("--badnet--", "80", 80),
    ],
)
def test_common_services_are_known_without_a_file(
    network: str, service: str, number: int
) -> None:
    assert LookupPort(network, service) == number


@pytest.mark.usefixtures("only_built_in")
@pytest.mark.parametrize(
    ("network", "service", "name"),
    [
        ("tcp", "nosuchservice", "tcp/nosuchservice"),
        ("tcp4", "nosuchservice", "tcp/nosuchservice"),
        ("udp6", "http", "udp/http"),
        ("ip", "nosuchservice", "ip/nosuchservice"),
        ("", "nosuchservice", "ip/nosuchservice"),
        ("tcp", "x" * 26, "tcp/" + "x" * 26),
        ("tcp", "\u212a", "tcp/\u212a"),  # a Kelvin sign is no k
        ("tcp", "\ud800", "tcp/\ud800"),
    ],
)
def test_an_unknown_service_is_not_found(network: str, service: str, name: str) -> None:
    for lookup in (LookupPort, resolvePort):
        with pytest.raises(DNSError) as info:
            lookup(network, service)
        assert str(info.value) == f"lookup {name}: unknown port"
        assert info.value.IsNotFound
        assert not info.value.Timeout()


def test_an_unknown_network_has_no_services() -> None:
    for lookup in (LookupPort, resolvePort):
        with pytest.raises(AddrError) as info:
            lookup("--badnet--", "zzz")
        assert info.value == AddrError("unknown network", "--badnet--")


@pytest.mark.parametrize("service", ["65536", "-1", "123456789", "9" * 5000])
def test_not_every_number_is_a_port(service: str) -> None:
    with pytest.raises(AddrError) as info:
        LookupPort("tcp", service)
    assert info.value == AddrError("invalid port", service)


def test_services_are_read_from_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "services"
    path.write_bytes(
        b"# a comment\n"
        b"\n"
        b"alpha\t\t1001/tcp\tbeta gamma # delta\r\n"
        b"alpha 1002/udp\n"
        b"Epsilon 1003/tcp\n"
        b"zeta 1004/sctp\n"
        b"http 8080/tcp\n"
        b"nothing\n"
        b"zero 0/tcp\n"
        b"nonet 1005\n"
        b"negative -1/tcp\n"
        b"huge 16777215/tcp\n"
        b"caf\xe9 1006/tcp\n"
        b"last 1007/tcp"
    )
    found = readServices(str(path))
    tcp = {k: v for k, v in found["tcp"].items() if v > 1000}
    assert tcp == {
        "alpha": 1001,
        "beta": 1001,
        "gamma": 1001,
        "Epsilon": 1003,
        "http": 8080,
        "caf\udce9": 1006,
        "last": 1007,
    }
    assert found["udp"]["alpha"] == 1002
    assert found["sctp"] == {"zeta": 1004}
    assert found["tcp"]["https"] == 443  # still known
    assert SERVICES["tcp"]["http"] == 80  # not changed

    monkeypatch.setattr(port, "services", lambda: found)
    assert LookupPort("tcp", "BETA") == 1001
    assert LookupPort("udp", "alpha") == 1002
    with pytest.raises(DNSError):  # as in Go: a capital in the file hides a name
        LookupPort("tcp", "Epsilon")


def test_without_the_file_there_is_what_is_built_in(tmp_path: Path) -> None:
    assert readServices(str(tmp_path / "nosuch")) == SERVICES
    assert port.services() is port.services()

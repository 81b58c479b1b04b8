"""resolv.conf: what is read of it, and the names it makes of a name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goruntime import time
from net import hook
from net.dnsconfig import (
    DEFAULT_NS,
    DNSConfig,
    avoidDNS,
    dnsDefaultSearch,
    dnsReadConfig,
    ensureRooted,
    resolv_conf,
)

DEFAULTS: dict[str, Any] = {
    "servers": DEFAULT_NS,
    "search": ["domain.local."],
    "ndots": 1,
    "timeout": 5 * time.Second,
    "attempts": 2,
    "rotate": False,
    "singleRequest": False,
    "useTCP": False,
    "trustAD": False,
    "noReload": False,
    "unknownOpt": False,
    "lookup": [],
    "err": None,
}


@pytest.fixture(autouse=True)
def hostname() -> Iterator[None]:
    before, hook.getHostname = hook.getHostname, lambda: "host.domain.local"
    yield
    hook.getHostname = before


def read(tmp_path: Path, text: str) -> dict[str, Any]:
    """Return what the file says, where it is not the default."""
    path = tmp_path / "resolv.conf"
    path.write_bytes(text.encode("latin-1"))
    conf = dnsReadConfig(str(path))
    assert conf.mtime == path.stat().st_mtime_ns
    every = {name: getattr(conf, name) for name in DEFAULTS}
    return {name: v for name, v in every.items() if v != DEFAULTS[name]}


@pytest.mark.from_go("net/dnsconfig_unix_test.go", "TestDNSReadConfig")
@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("", {}),
        ("# a comment\n; another\n\n \t\n", {}),
        (
            "domain localdomain\nnameserver 8.8.8.8\n"
            "nameserver 2001:4860:4860::8888\nnameserver fe80::1%lo0\n"
            "options ndots:5 timeout:10 attempts:3 rotate\noptions attempts 3\n",
            {
                "servers": [
                    "8.8.8.8:53",
                    "[2001:4860:4860::8888]:53",
                    "[fe80::1%lo0]:53",
                ],
                "search": ["localdomain."],
                "ndots": 5,
                "timeout": 10 * time.Second,
                "attempts": 3,
                "rotate": True,
                "unknownOpt": True,  # "attempts 3"
            },
        ),
        ("domain localdomain", {"search": ["localdomain."]}),
        ("search test invalid", {"search": ["test.", "invalid."]}),
        ("search .", {}),
        ("search a . b.", {"search": ["a.", "b."]}),
        ("search a\nsearch b", {"search": ["b."]}),
        ("search a\nsearch", {}),
        ("domain a\ndomain", {"search": ["a."]}),
        ("options ndots:invalid", {"ndots": 0}),
        ("options ndots:16", {"ndots": 15}),
        ("options ndots:-1", {"ndots": 0}),
        ("options ndots:4x", {"ndots": 4}),
        ("options timeout:0 attempts:0", {"timeout": time.Second, "attempts": 1}),
        ("options timeout:x attempts:x", {"timeout": time.Second, "attempts": 1}),
        ("options single-request", {"singleRequest": True}),
        ("options single-request-reopen", {"singleRequest": True}),
        ("options use-vc", {"useTCP": True}),
        ("options usevc", {"useTCP": True}),
        ("options tcp", {"useTCP": True}),
        ("options trust-ad edns0", {"trustAD": True}),
        ("options no-reload", {"noReload": True}),
        ("options no-reload:", {"unknownOpt": True}),
        ("options ndots", {"unknownOpt": True}),
        ("options debug", {"unknownOpt": True}),
        ("sortlist 130.155.160.0", {"unknownOpt": True}),
        (" ; no comment", {"unknownOpt": True}),
        ("lookup file bind", {"lookup": ["file", "bind"]}),
        ("nameserver", {}),
        ("nameserver localhost\nnameserver 1.2.3.4:53\nnameserver 1.2.3.04", {}),
        (
            "nameserver 1.1.1.1\nnameserver 2.2.2.2\nnameserver x\n"
            "nameserver 3.3.3.3\nnameserver 4.4.4.4",
            {"servers": ["1.1.1.1:53", "2.2.2.2:53", "3.3.3.3:53"]},
        ),
        ("\tnameserver\t1.1.1.1\r\n", {"servers": ["1.1.1.1:53"]}),
        ("search \xff\xfe", {"search": ["\udcff\udcfe."]}),
    ],
)
def test_what_the_file_says(tmp_path: Path, text: str, want: dict[str, Any]) -> None:
    assert read(tmp_path, text) == want


@pytest.mark.from_go("net/dnsconfig_unix_test.go", "TestDNSReadMissingFile")
def test_without_a_file_this_machine_is_asked() -> None:
    conf = dnsReadConfig("/nonexistent/resolv.conf")
    assert isinstance(conf.err, FileNotFoundError)
    assert conf.isDefaultNS()
    assert conf.search == ["domain.local."]
    assert conf.mtime == 0


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    conf = dnsReadConfig(str(tmp_path))
    assert isinstance(conf.err, IsADirectoryError)
    assert conf.servers == DEFAULT_NS
    assert conf.mtime == 0


@pytest.mark.from_go("net/dnsconfig_unix_test.go", "TestDNSDefaultSearch")
@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("host.long.domain.local", ["long.domain.local."]),
        ("host.local", ["local."]),
        ("host", []),
        ("host.", []),
        ("", []),
        ("foo.", []),
    ],
)
def test_the_domain_of_this_machine_is_searched(name: str, want: list[str]) -> None:
    hook.getHostname = lambda: name
    assert dnsDefaultSearch() == want


@pytest.mark.from_go("net/dnsconfig_unix_test.go", "TestDNSDefaultSearch")
def test_a_machine_without_a_name_searches_nothing() -> None:
    def fail() -> str:
        raise OSError

    hook.getHostname = fail
    assert dnsDefaultSearch() == []


@pytest.mark.from_go("net/dnsconfig_unix_test.go", "TestDNSNameLength")
@pytest.mark.parametrize("ndots", [1, 2])
@pytest.mark.parametrize("rooted", [False, True])
def test_names_that_are_too_long_are_not_tried(ndots: int, rooted: bool) -> None:
    conf = DNSConfig()
    conf.ndots = ndots
    suffix = ".example."
    conf.search = [suffix[1:], "b."]
    for length in range(220, 260):
        name = ("a" * 59 + ".") * 3 + "." * 0 + "b" * (length - 180)
        if rooted:
            name = name[:-1] + "."
        names = conf.nameList(name)
        assert all(len(n) <= 254 and n.endswith(".") for n in names)
        if rooted:
            assert names == ([name] if len(name) <= 254 else [])
        elif len(name) >= 254:
            assert names == []
        else:
            assert name + "." in names
            assert (name + suffix in names) == (len(name + suffix) <= 254)


@pytest.mark.parametrize(
    ("name", "ndots", "want"),
    [
        ("x", 1, ["x.a.", "x.b.c.", "x."]),
        ("x.y", 1, ["x.y.", "x.y.a.", "x.y.b.c."]),
        ("x.y", 2, ["x.y.a.", "x.y.b.c.", "x.y."]),
        ("x", 0, ["x.", "x.a.", "x.b.c."]),
        ("x.", 15, ["x."]),
        (".", 1, ["."]),
        ("x.onion", 1, ["x.onion.a.", "x.onion.b.c."]),
        ("x.onion.", 1, []),
        ("x.ONION.", 1, []),
    ],
)
def test_what_is_tried_for_a_name(name: str, ndots: int, want: list[str]) -> None:
    conf = DNSConfig()
    conf.ndots = ndots
    conf.search = ["a.", "b.c."]
    assert conf.nameList(name) == want


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestNameListAvoidDNS")
def test_no_suffix_makes_an_onion() -> None:
    conf = DNSConfig()
    conf.search = ["go.dev.", "onion."]
    assert conf.nameList("www") == ["www.go.dev.", "www."]
    assert conf.nameList("www.onion") == ["www.onion.go.dev."]


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestAvoidDNSName")
@pytest.mark.parametrize(
    ("name", "avoid"),
    [
        ("foo.com", False),
        ("foo.com.", False),
        ("foo.onion.", True),
        ("foo.onion", True),
        ("foo.ONION", True),
        ("foo.ONION.", True),
        ("onion", False),
        ("onion.", False),
        ("foo.local.", False),
        ("foo.local", False),
        ("foo.LOCAL", False),
        ("local", False),
        ("local.", False),
        ("", True),
    ],
)
def test_onions_are_for_no_server(name: str, avoid: bool) -> None:
    assert avoidDNS(name) == avoid


def test_rooted_names_stay() -> None:
    assert ensureRooted("a") == ensureRooted("a.") == "a."
    assert ensureRooted("") == "."


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestRotate")
def test_rotate_begins_with_another_server_each_time() -> None:
    conf = DNSConfig()
    assert [conf.serverOffset() for _ in range(3)] == [0, 0, 0]
    conf.rotate = True
    assert [conf.serverOffset() for _ in range(3)] == [0, 1, 2]
    conf.soffset.Store(0xFFFFFFFF)
    assert conf.serverOffset() in (0xFFFFFFFE, 0xFFFFFFFF)


@pytest.fixture
def resolvconf(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "resolv.conf"
    path.write_text("nameserver 192.0.2.1\n")
    before, hook.resolvConfPath = hook.resolvConfPath, str(path)
    yield path
    hook.resolvConfPath = before
    resolv_conf.forget()


def servers() -> list[str]:
    return resolv_conf.get(hook.resolvConfPath).servers


def pass_time(seconds: int) -> None:
    resolv_conf.checked = resolv_conf.checked.Add(-seconds * time.Second)


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestUpdateResolvConf")
def test_a_changed_file_is_read_after_five_seconds(resolvconf: Path) -> None:
    assert servers() == ["192.0.2.1:53"]
    resolvconf.write_text("nameserver 192.0.2.2\nnameserver 192.0.2.3\n")
    assert servers() == ["192.0.2.1:53"]
    pass_time(6)
    assert servers() == ["192.0.2.2:53", "192.0.2.3:53"]
    resolvconf.unlink()
    pass_time(6)
    assert servers() == DEFAULT_NS


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestDNSConfigNoReload")
def test_no_reload_means_never(resolvconf: Path) -> None:
    resolvconf.write_text("nameserver 192.0.2.1\noptions no-reload\n")
    assert servers() == ["192.0.2.1:53"]
    resolvconf.write_text("nameserver 192.0.2.2\n")
    pass_time(3600)
    assert servers() == ["192.0.2.1:53"]


@pytest.mark.from_go(
    "net/dnsclient_unix_test.go", "TestEmptyResolvConfReplacedWithConfHaingNameservers"
)
def test_a_file_without_servers_is_read_as_soon_as_it_has_some(
    resolvconf: Path,
) -> None:
    resolvconf.write_text("")
    assert servers() == DEFAULT_NS
    resolvconf.write_text("nameserver 192.0.2.2\n")
    assert servers() == ["192.0.2.2:53"]


def test_another_path_is_another_file(resolvconf: Path, tmp_path: Path) -> None:
    assert servers() == ["192.0.2.1:53"]
    other = tmp_path / "other"
    other.write_text("nameserver 192.0.2.9\n")
    hook.resolvConfPath = str(other)
    assert servers() == ["192.0.2.9:53"]

"""Which engine a name is looked up by, and where."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import net
from net import hook
from net.conf import (
    CGO,
    DNS,
    DNS_FILES,
    FILES,
    FILES_DNS,
    Conf,
    goDebugNetDNS,
    hostLookupOrder,
    systemConf,
)
from net.dnsconfig import resolv_conf
from net.nss import nss_config

Configure = Callable[..., None]


@pytest.fixture
def configure(tmp_path: Path) -> Iterator[Configure]:
    """Put a resolv.conf and a nsswitch.conf in place of the system's."""
    before = hook.resolvConfPath, hook.nsswitchPath, hook.getHostname, hook.mdnsAllow
    files = tmp_path / "resolv.conf", tmp_path / "nsswitch.conf"
    hook.resolvConfPath, hook.nsswitchPath = map(str, files)
    hook.getHostname = lambda: "myhostname"
    hook.mdnsAllow = lambda: False

    def configure(nss: str | None, resolv: str | None = "nameserver 1.1.1.1") -> None:
        for path, text in zip(files, (resolv, nss), strict=True):
            path.unlink(missing_ok=True)
            if text is not None:
                path.write_text(text)
        resolv_conf.forget()
        nss_config.forget()

    yield configure
    hook.resolvConfPath, hook.nsswitchPath, hook.getHostname, hook.mdnsAllow = before
    resolv_conf.forget()
    nss_config.forget()


def order(host: str, conf: Conf | None = None) -> hostLookupOrder:
    return (conf or Conf()).hostLookupOrder(None, host)[0]


SQUEEZE = """hosts: dns [success=return notfound=continue unavail=continue
 tryagain=continue] files [notfound=return]""".replace("\n", "")
TRUSTY = "hosts: files mdns4_minimal [NOTFOUND=return] dns mdns4"
MYHOSTNAME = "hosts: files dns myhostname"


@pytest.mark.from_go("net/conf_test.go", "TestConfHostLookupOrder")
@pytest.mark.parametrize(
    ("nss", "host", "want"),
    [
        (None, "x.com", FILES_DNS),
        ("", "x.com", FILES_DNS),
        ("foo: bar", "x.com", FILES_DNS),
        ("hosts: files dns", "x.com", FILES_DNS),
        ("hosts: files dns", "x", FILES_DNS),
        ("hosts: files dns", "x.local", FILES_DNS),
        ("hosts: dns files", "x.local", DNS_FILES),
        ("hosts: dns", "x.com", DNS),
        ("hosts: dns", "x\\.com", CGO),
        ("hosts: dns", "foo.com%en0", CGO),
        ("hosts: files", "x.com", FILES),
        ("hosts: files mdns4", "x.com", FILES),
        ("hosts: mdns4", "x.com", CGO),
        ("hosts: dns files something_custom", "x.com", CGO),
        ("no colon", "x.com", CGO),
        (TRUSTY, "foo.local", CGO),
        (TRUSTY, "foo.local.", CGO),
        (TRUSTY, "foo.LOCAL.", CGO),
        (TRUSTY, "google.com", FILES_DNS),
        (SQUEEZE, "x.com", DNS_FILES),
        (SQUEEZE, "somehostname", DNS_FILES),
        ("hosts: files [success=continue] dns", "x.com", CGO),
        (MYHOSTNAME, "x.com", FILES_DNS),
        (MYHOSTNAME, "somehostname", FILES_DNS),
        (MYHOSTNAME, "myhostname", CGO),
        (MYHOSTNAME, "myHostname.", CGO),
        (MYHOSTNAME, "_gateway", CGO),
        (MYHOSTNAME, "_Outbound", CGO),
        (MYHOSTNAME, "localhost", CGO),
        (MYHOSTNAME, "Anything.localhost", CGO),
        (MYHOSTNAME, "Localhost.Localdomain", CGO),
        (MYHOSTNAME, "Anything.Localhost.Localdomain", CGO),
        (MYHOSTNAME, "notlocalhost", FILES_DNS),
    ],
)
def test_the_order_that_nsswitch_asks_for(
    configure: Configure, nss: str | None, host: str, want: hostLookupOrder
) -> None:
    configure(nss)
    assert order(host) is want


@pytest.mark.from_go("net/conf_test.go", "TestConfHostLookupOrder")
@pytest.mark.parametrize(
    ("nss", "want"),
    [
        ("no colon", FILES_DNS),
        ("hosts: something", DNS),
        ("hosts: files something", FILES_DNS),
        ("hosts: something files", DNS_FILES),
        ("hosts: files something dns", FILES_DNS),
        ("hosts: something files dns", FILES_DNS),
        ("hosts: dns files something", DNS_FILES),
        ("hosts: dns [!success=return] files", DNS_FILES),
        (MYHOSTNAME, FILES_DNS),
    ],
)
def test_the_pure_engine_makes_do_with_what_it_knows(
    configure: Configure, nss: str, want: hostLookupOrder
) -> None:
    configure(nss)
    assert order("myhostname", Conf(netGo=True)) is want
    prefer = net.Resolver(PreferGo=True)
    assert Conf(netCgo=True).hostLookupOrder(prefer, "myhostname")[0] is want


@pytest.mark.from_go("net/conf_test.go", "TestConfHostLookupOrder")
def test_who_asks_for_the_system_gets_it(configure: Configure) -> None:
    configure("hosts: files dns")
    assert order("x.com", Conf(netCgo=True)) is CGO
    assert order("x.com", Conf(preferCgo=True)) is CGO
    assert order("x.com", Conf(preferCgo=True, netGo=True)) is FILES_DNS


@pytest.mark.from_go("net/main_conf_test.go", "TestForceGoDNS")
def test_who_forces_the_pure_engine_gets_it(configure: Configure) -> None:
    configure(MYHOSTNAME)
    conf = Conf(netGo=True)
    assert order("myhostname", conf) is FILES_DNS
    assert conf.addrLookupOrder(None, "192.0.2.1")[0] is FILES_DNS
    assert conf.mustUseGoResolver(None)


def test_only_the_system_knows_what_we_do_not(
    configure: Configure, tmp_path: Path
) -> None:
    configure("hosts: files dns", "options inet6")
    assert order("x.com") is CGO
    assert order("x.com", Conf(netGo=True)) is FILES_DNS
    configure("hosts: files dns", None)
    assert order("x.com") is FILES_DNS
    (tmp_path / "resolv.conf").mkdir()
    resolv_conf.forget()
    assert order("x.com") is CGO
    (tmp_path / "resolv.conf").rmdir()


def test_a_file_of_multicast_domains_is_for_the_system(configure: Configure) -> None:
    configure("hosts: files mdns dns")
    assert order("x.com") is FILES_DNS
    hook.mdnsAllow = lambda: True
    assert order("x.com") is CGO


def test_a_machine_that_does_not_know_its_name_asks_the_system(
    configure: Configure,
) -> None:
    def fail() -> str:
        raise OSError

    configure(MYHOSTNAME)
    hook.getHostname = fail
    assert order("x.com") is CGO


@pytest.mark.from_go("net/conf_test.go", "TestAddrLookupOrder")
def test_addresses_have_no_host_names_to_judge_by(configure: Configure) -> None:
    configure("hosts: files dns")
    assert Conf().addrLookupOrder(None, "192.0.2.1")[0] is FILES_DNS
    for nss in ("hosts: files myhostname dns", "hosts: files mdns4 dns"):
        configure(nss)
        assert Conf().addrLookupOrder(None, "192.0.2.1")[0] is CGO


@pytest.mark.from_go("net/conf_test.go", "TestSystemConf")
@pytest.mark.parametrize(
    ("value", "mode", "level"),
    [
        ("", "", 0),
        ("netdns=go", "go", 0),
        ("netdns=cgo", "cgo", 0),
        ("netdns=1", "", 1),
        ("netdns=go+1", "go", 1),
        ("netdns=2+cgo", "cgo", 2),
        ("netdns=cgo+2,other=1", "cgo", 2),
        ("netdns=go,netdns=cgo", "cgo", 0),
        ("netdns=+", "", 0),
        ("netdns=win+x", "x", 0),
        ("xnetdns=go", "", 0),
    ],
)
def test_godebug_names_the_engine(
    monkeypatch: pytest.MonkeyPatch, value: str, mode: str, level: int
) -> None:
    monkeypatch.setenv("GODEBUG", value)
    assert goDebugNetDNS() == (mode, level)


@contextmanager
def fresh() -> Iterator[Conf]:
    systemConf.cache_clear()
    try:
        yield systemConf()
    finally:
        systemConf.cache_clear()


@pytest.mark.parametrize(
    ("name", "value", "prefer"),
    [
        ("LOCALDOMAIN", "", True),
        ("LOCALDOMAIN", "x", True),
        ("RES_OPTIONS", "", False),
        ("RES_OPTIONS", "ndots:3", True),
        ("HOSTALIASES", "/x", True),
        ("OTHER", "x", False),
    ],
)
def test_the_environment_can_be_for_the_system(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, prefer: bool
) -> None:
    for other in ("LOCALDOMAIN", "RES_OPTIONS", "HOSTALIASES", "GODEBUG"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, value)
    with fresh() as conf:
        assert conf.preferCgo is prefer
        assert not conf.netGo
        assert not conf.netCgo


def test_it_says_what_it_chooses(
    configure: Configure,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure("hosts: files dns")
    monkeypatch.setenv("GODEBUG", "netdns=go+2")
    with fresh() as conf:
        conf.hostLookupOrder(None, "x.com")
        conf.addrLookupOrder(None, "192.0.2.1")
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "go package net: confVal.netCgo = false  netGo = true",
        "go package net: GODEBUG setting forcing use of the Go resolver",
        "go package net: hostLookupOrder(x.com) = files,dns",
        "go package net: addrLookupOrder(192.0.2.1) = files,dns",
    ]


def test_a_mode_that_there_is_not_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GODEBUG", "netdns=win+1")
    with fresh():
        pass
    assert capsys.readouterr().err.splitlines() == [
        "go package net: GODEBUG=netdns contains an invalid dns mode, ignoring it",
        "go package net: dynamic selection of DNS resolver",
    ]

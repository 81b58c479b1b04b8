"""Resolver and the functions of the default one: records, names, sharing, engines."""

import gc
import socket
import sys
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import net
from goruntime import NumGoroutine, chan, context, errors, go, sync, time
from net import hook, netip
from net.conf import Conf, systemConf
from net.dnsclient import absDomainName
from net.dnsmessage import dnspython
from net.errors import AddrError, DNSError, UnknownNetworkError
from tests.net.dnsserver import asked, configured, forget, reply, serving, zone
from tests.waiting import until

BG = context.Background()
ENGINES = [Conf(), Conf(netGo=True), Conf(netCgo=True)]
HOSTS = """127.0.0.1 localhost v4only
::1 localhost
127.0.0.2 multi multi.test alias.test
127.0.0.3 multi
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    with configured(tmp_path, hosts_=HOSTS):
        yield tmp_path


def failure(call: Callable[[], Any]) -> DNSError:
    with pytest.raises(DNSError) as info:
        call()
    return info.value


# --- records ------------------------------------------------------------------


def test_mx_records_come_by_preference() -> None:
    records = [f"a.test. 60 IN MX {i} mx{i}.test." for i in (30, 10, 20)]
    with serving(zone(*records)) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        want = [net.MX(f"mx{i}.test.", i) for i in (10, 20, 30)]
        assert r.LookupMX(BG, "a.test") == want
        assert server.asked == [("udp", "a.test.", "MX")]


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestNullMX")
def test_a_domain_that_takes_no_mail_says_so() -> None:
    with serving(zone("a.test. 60 IN MX 0 .")) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        assert r.LookupMX(BG, "a.test") == [net.MX(".", 0)]


def test_ns_records() -> None:
    records = [f"a.test. 60 IN NS ns{i}.test." for i in (1, 2)]
    with serving(zone(*records)) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        found = r.LookupNS(BG, "a.test")
        assert sorted(ns.Host for ns in found) == ["ns1.test.", "ns2.test."]


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestTXTRecordTwoStrings")
def test_the_strings_of_a_txt_record_are_one() -> None:
    texts = 'a.test. 60 IN TXT "string1 " "string2"', "a.test. 60 IN TXT onestring"
    with serving(zone(*texts, 'b.test. 60 IN TXT "\\255\\195\\164"')) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        found = r.LookupTXT(BG, "a.test")
        assert sorted(found) == ["onestring", "string1 string2"]
        assert r.LookupTXT(BG, "b.test") == ["\udcff\u00e4"]


@pytest.mark.from_go("net/resolverdialfunc_test.go", "TestResolverDialFunc")
@pytest.mark.parametrize(
    ("service", "proto", "name", "question"),
    [
        ("xmpp-server", "tcp", "test", "_xmpp-server._tcp.test."),
        ("", "", "_x._udp.test", "_x._udp.test."),
    ],
)
def test_srv_records_say_where_a_service_is(
    service: str, proto: str, name: str, question: str
) -> None:
    records = [f"{question} 60 IN SRV {p} 5 443 t{p}.test." for p in (2, 1)]
    with serving(zone(*records)) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        want = [net.SRV(f"t{p}.test.", 443, p, 5) for p in (1, 2)]
        assert r.LookupSRV(BG, service, proto, name) == (question, want)


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestPTRandNonPTR")
def test_only_ptr_records_name_an_address() -> None:
    def answer(query: Any, network: str) -> Any:
        name = asked(query)[0]
        ptr, txt = f"{name} 60 IN PTR golang.org.", f"{name} 60 IN TXT PTR"
        return reply(query, ptr, txt)

    with serving(answer) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        assert r.LookupAddr(BG, "192.0.2.123") == ["golang.org."]
        assert server.asked[0][1] == "123.2.0.192.in-addr.arpa."


BAD = "bad\\032name.test."
MALFORMED = "DNS response contained records which contain invalid names"


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestCVE202133195")
def test_names_that_are_none_are_kept_apart() -> None:
    table = {
        "MX": [f"a.test. 60 IN MX 1 {BAD}", "a.test. 60 IN MX 2 good.test."],
        "NS": [f"a.test. 60 IN NS {BAD}", "a.test. 60 IN NS good.test."],
        "SRV": [f"a.test. 60 IN SRV 1 1 1 {BAD}", "a.test. 60 IN SRV 1 1 1 good.test."],
        "PTR": [
            f"1.2.0.192.in-addr.arpa. 60 IN PTR {BAD}",
            "1.2.0.192.in-addr.arpa. 60 IN PTR good.test.",
        ],
    }
    with serving(lambda q, network: reply(q, *table[asked(q)[1]])) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        for call, name, partial in (
            (lambda: r.LookupMX(BG, "a.test"), "a.test", [net.MX("good.test.", 2)]),
            (lambda: r.LookupNS(BG, "a.test"), "a.test", [net.NS("good.test.")]),
            (lambda: r.LookupAddr(BG, "192.0.2.1"), "192.0.2.1", ["good.test."]),
            (
                lambda: r.LookupSRV(BG, "", "", "a.test"),
                "a.test",
                ("a.test.", [net.SRV("good.test.", 1, 1, 1)]),
            ),
        ):
            err = failure(call)
            assert err == DNSError(Err=MALFORMED, Name=name)
            assert err.partial == partial


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestCVE202133195")
def test_an_owner_or_a_canonical_name_that_is_none_is_an_error() -> None:
    bad = {
        "A": f"{BAD} 60 IN A 192.0.2.1",
        "SRV": f"{BAD} 60 IN SRV 1 1 1 good.test.",
    }

    def answer(query: Any, network: str) -> Any:
        record = bad.get(asked(query)[1])
        return reply(query, record) if record else reply(query)

    with serving(answer) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        err = failure(lambda: r.LookupCNAME(BG, "a.test"))
        assert err == DNSError(Err=MALFORMED, Name="a.test")
        err = failure(lambda: r.LookupSRV(BG, "hdr", "tcp", "a.test"))
        assert err == DNSError(Err="SRV header name is invalid", Name="a.test")


def test_a_mail_host_may_be_an_address() -> None:
    with serving(zone("a.test. 60 IN MX 1 192.0.2.1.")) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        assert r.LookupMX(BG, "a.test") == [net.MX("192.0.2.1.", 1)]


def test_a_record_that_cannot_be_read_is_an_error() -> None:
    def answer(query: Any, network: str) -> Any:
        wire = bytearray(reply(query, "a.test. 60 IN MX 1 b.test.").to_wire())
        at = wire.index(b"\1b\xc0")
        wire[at] = 0x7F
        return bytes(wire)

    with serving(answer) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        err = failure(lambda: r.LookupMX(BG, "a.test"))
        text = "lookup a.test on 127.0.0.1:53: cannot unmarshal DNS message"
        assert str(err) == text


METHODS = ["LookupMX", "LookupNS", "LookupTXT"]


@pytest.mark.parametrize("method", METHODS)
def test_without_dnspython_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    with serving(zone("a.test. 60 IN A 192.0.2.1")) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        dnspython.cache_clear()
        monkeypatch.setitem(sys.modules, "dns.rdata", None)
        err = failure(lambda: getattr(r, method)(BG, "a.test"))
        assert err.Err == (
            "reading this record needs dnspython: pip install 'goruntime[dns]'"
        )
        assert errors.Is(err, ImportError)
        assert server.asked == []
        assert r.LookupHost(BG, "a.test") == ["192.0.2.1"]
    dnspython.cache_clear()


# --- names that nobody is asked for -------------------------------------------

CALLS: dict[str, Callable[[net.Resolver, str], Any]] = {
    "LookupHost": lambda r, name: r.LookupHost(BG, name),
    "LookupIP": lambda r, name: r.LookupIP(BG, "ip", name),
    "LookupIPAddr": lambda r, name: r.LookupIPAddr(BG, name),
    "LookupCNAME": lambda r, name: r.LookupCNAME(BG, name),
    "LookupMX": lambda r, name: r.LookupMX(BG, name),
    "LookupNS": lambda r, name: r.LookupNS(BG, name),
    "LookupTXT": lambda r, name: r.LookupTXT(BG, name),
    "LookupSRV": lambda r, name: r.LookupSRV(BG, "", "", name),
}


@pytest.mark.from_go("net/lookup_test.go", "TestLookupNonLDH")
@pytest.mark.from_go("net/lookup_test.go", "TestLookupNullByte")
@pytest.mark.from_go("net/lookup_test.go", "TestResolverLookupIPWithEmptyHost")
@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestLongDNSNames")
@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize(
    "name",
    ["", "!!!.###.bogus..domain.", "foo\0bar", "a..b", "1.2.3", ("a" * 62 + ".") * 5],
)
def test_what_is_no_name_is_no_host(method: str, name: str) -> None:
    with serving(zone()) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        err = failure(lambda: CALLS[method](r, name))
        assert err == DNSError(Err="no such host", Name=name, IsNotFound=True)
        assert server.asked == []


LONGEST = ("a" * 59 + ".") * 4 + "a" * 13  # 253


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestLongDNSNames")
@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize("name", [LONGEST, LONGEST + "."])
def test_the_longest_name_is_asked_for(method: str, name: str) -> None:
    with serving(zone()) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        err = failure(lambda: CALLS[method](r, name))
        assert err.Server == "127.0.0.1:53"
        assert {n for _, n, _ in server.asked} == {LONGEST + "."}


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestLookupTorOnion")
def test_no_server_hears_of_onions() -> None:
    with serving(zone()) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        assert r.LookupIPAddr(BG, "foo.onion.") == []
        assert r.LookupHost(BG, "foo.onion") == []
        err = failure(lambda: r.LookupMX(BG, "foo.onion"))
        assert err == DNSError(Err="cannot unmarshal DNS message", Name="foo.onion")
        assert server.asked == []


@pytest.mark.from_go("net/lookup_test.go", "TestLookupWithIP")
@pytest.mark.parametrize("host", ["192.0.2.1", "::1", "fe80::1%1", "::ffff:1.2.3.4"])
def test_an_address_is_its_own_address(host: str) -> None:
    assert net.LookupHost(host) == [host]
    addr = net.DefaultResolver.LookupIPAddr(BG, host)[0]
    assert addr.Zone == ("1" if "%" in host else "")
    assert net.LookupIP(host) == [addr.IP]


def test_addresses_as_values() -> None:
    with serving(zone("a.test. 60 IN A 192.0.2.1")) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        want = [netip.MustParseAddr("192.0.2.1")]
        assert r.LookupNetIP(BG, "ip4", "a.test") == want
        # As Go has it: the file's addresses are of 16 bytes.
        mapped = r.LookupNetIP(BG, "ip", "v4only")
        assert mapped == [netip.MustParseAddr("::ffff:127.0.0.1")]
        with pytest.raises(UnknownNetworkError):
            r.LookupNetIP(BG, "tcp", "a.test")


@pytest.mark.parametrize("network", ["tcp", "udp", "ip5", "udp:1", "unix"])
def test_addresses_are_of_ip(network: str) -> None:
    with pytest.raises(UnknownNetworkError) as info:
        net.DefaultResolver.LookupIP(BG, network, "localhost")
    assert info.value.Net == network


def test_there_may_be_none_of_that_kind() -> None:
    with pytest.raises(AddrError) as info:
        net.DefaultResolver.LookupIP(BG, "ip6", "v4only")
    assert str(info.value) == "address v4only: no suitable address found"


# --- files --------------------------------------------------------------------


def test_the_hosts_file_comes_first() -> None:
    assert net.LookupHost("multi") == ["127.0.0.2", "127.0.0.3"]
    assert sorted(map(str, net.LookupIP("localhost"))) == ["127.0.0.1", "::1"]
    assert net.LookupCNAME("alias.test") == "multi"
    assert net.LookupAddr("127.0.0.1") == ["localhost", "v4only"]


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestLookupOrderFilesNoSuchHost")
def test_files_alone_know_what_they_know(files: Path) -> None:
    files.joinpath("nsswitch.conf").write_text("hosts: files\n")
    forget()
    for call in (net.LookupHost, net.LookupIP, net.LookupCNAME):
        err = failure(lambda call=call: call("nosuchhost"))  # type: ignore[misc]
        assert err == DNSError(Err="no such host", Name="nosuchhost", IsNotFound=True)
    err = failure(lambda: net.LookupAddr("192.0.2.1"))
    assert str(err) == "lookup 192.0.2.1: no such host"
    assert net.LookupHost("localhost") == ["127.0.0.1", "::1"]


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestGoLookupIPOrderFallbackToFile")
def test_files_may_come_last(files: Path) -> None:
    files.joinpath("nsswitch.conf").write_text("hosts: dns files\n")
    forget()
    with serving(zone("multi.test. 60 IN A 192.0.2.1")) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        assert r.LookupHost(BG, "multi.test") == ["192.0.2.1"]
        assert r.LookupHost(BG, "v4only") == ["127.0.0.1"]
        assert r.LookupAddr(BG, "127.0.0.3") == ["multi"]
        assert failure(lambda: r.LookupHost(BG, "nowhere")).IsNotFound
        assert failure(lambda: r.LookupAddr(BG, "127.0.0.9")).IsNotFound


ALIASES = """127.0.0.1 test
127.0.0.2 test2.example.com 2.test
127.0.0.3 3.test test3.example.com
"""


@pytest.mark.from_go(
    "net/dnsclient_unix_test.go",
    "TestGoLookupIPCNAMEOrderHostsAliasesFilesOnlyMode",
)
@pytest.mark.from_go(
    "net/dnsclient_unix_test.go",
    "TestGoLookupIPCNAMEOrderHostsAliasesFilesDNSMode",
)
@pytest.mark.from_go(
    "net/dnsclient_unix_test.go",
    "TestGoLookupIPCNAMEOrderHostsAliasesDNSFilesMode",
)
@pytest.mark.parametrize("order", ["files", "files dns", "dns files"])
@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("test", "test"),
        ("test2.example.com", "test2.example.com."),
        ("2.test", "test2.example.com."),
        ("test3.example.com", "3.test."),
    ],
)
def test_a_canonical_name_may_come_from_the_hosts_file(
    files: Path, order: str, name: str, canonical: str
) -> None:
    files.joinpath("hosts").write_text(ALIASES)
    files.joinpath("nsswitch.conf").write_text(f"hosts: {order}\n")
    forget()
    with serving(lambda query, network: reply(query, AA=True)) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        for given in (name, absDomainName(name), name.upper()):
            assert r.LookupCNAME(BG, given) == canonical
        assert bool(server.asked) is order.startswith("dns")


# --- the system's engine ------------------------------------------------------


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the system be asked."""
    systemConf.cache_clear()
    monkeypatch.setattr("net.lookup.systemConf", lambda: Conf(netCgo=True))


@pytest.mark.usefixtures("system")
def test_the_system_knows_localhost() -> None:
    assert "127.0.0.1" in net.LookupHost("localhost")
    assert net.IP((127, 0, 0, 1)) in net.LookupIP("localhost")
    assert net.LookupCNAME("localhost").startswith("localhost")
    found = net.DefaultResolver.LookupIP(BG, "ip4", "localhost")
    assert found == [net.IP((127, 0, 0, 1))]
    assert [name.split(".")[0] for name in net.LookupAddr("127.0.0.1")] == ["localhost"]


@pytest.mark.from_go("net/lookup_test.go", "TestLookupDotsWithLocalSource")
@pytest.mark.parametrize("engine", [Conf(netGo=True), Conf(netCgo=True)])
def test_only_a_name_with_a_domain_ends_with_a_dot(
    files: Path, monkeypatch: pytest.MonkeyPatch, engine: Conf
) -> None:
    monkeypatch.setattr("net.lookup.systemConf", lambda: engine)
    files.joinpath("hosts").write_text("127.0.0.1 localhost localhost.localdomain\n")
    names = net.LookupAddr("127.0.0.1")
    assert "localhost" in names or "localhost.localdomain." in names
    assert [n for n in names if n.endswith(".") is not ("." in n)] == []


def no_name(*args: Any) -> Any:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def again(*args: Any) -> Any:
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def no_files(*args: Any) -> Any:
    raise OSError(24, "Too many open files")


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize(
    ("call", "text", "temporary", "notfound"),
    [
        (no_name, "no such host", False, True),
        (again, "Temporary failure in name resolution", True, False),
        (no_files, "Too many open files", False, False),
    ],
)
def test_what_the_system_says_no_with(
    monkeypatch: pytest.MonkeyPatch,
    call: Any,
    text: str,
    temporary: bool,
    notfound: bool,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", call)
    monkeypatch.setattr(socket, "getnameinfo", call)
    want = DNSError(Err=text, Name="x", IsTemporary=temporary, IsNotFound=notfound)
    assert failure(lambda: net.LookupHost("x")) == want
    assert failure(lambda: net.LookupIP("x")) == want
    want.Name = "127.0.0.1"
    assert failure(lambda: net.LookupAddr("127.0.0.1")) == want


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize(
    "name",
    [b"\xff".decode(errors="surrogateescape"), "\ud800", "a" * 64 + ".test", "."],
)
def test_what_the_system_cannot_be_asked_is_no_host(name: str) -> None:
    assert failure(lambda: net.LookupHost(name)).IsNotFound


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("name", ["localhost\0.test", "\0", "locälhost\0"])
def test_the_system_is_not_asked_for_what_ends_before_a_nul(name: str) -> None:
    invalid = DNSError(Err="invalid argument", Name=name)
    assert failure(lambda: net.LookupHost(name)) == invalid
    assert failure(lambda: net.LookupIP(name)) == invalid
    err = failure(lambda: net.LookupCNAME(name))
    assert err == DNSError(Err="no such host", Name=name, IsNotFound=True)


@pytest.mark.usefixtures("system")
def test_no_service_ends_before_a_nul() -> None:
    err = failure(lambda: net.LookupPort("tcp", "http\0s"))
    assert err == DNSError(Err="invalid argument", Name="tcp/http\0s")
    err = failure(lambda: net.Resolver(PreferGo=True).LookupPort(BG, "tcp", "http\0s"))
    assert err == DNSError(Err="unknown port", Name="tcp/http\0s", IsNotFound=True)


@pytest.mark.usefixtures("system")
def test_the_system_gets_a_name_byte_by_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def getaddrinfo(host: bytes, *args: Any) -> Any:
        asked.append(host)
        return no_name()

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert failure(lambda: net.LookupHost("Bücher.test")).IsNotFound
    assert asked == ["Bücher.test".encode()]


@pytest.mark.usefixtures("system")
def test_the_system_names_only_addresses() -> None:
    err = failure(lambda: net.LookupAddr("not-an-ip"))
    assert str(err) == "lookup not-an-ip: invalid address"


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("method", ["LookupHost", "LookupIPAddr", "LookupCNAME"])
def test_who_waits_for_the_system_can_give_up(
    monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    entered, leave = sync.WaitGroup(), sync.WaitGroup()
    entered.Add(1)
    leave.Add(1)

    def slow(*args: Any) -> Any:
        entered.Done()
        leave.Wait()
        return no_name()

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    ctx, cancel = context.WithCancel(BG)

    def stop() -> None:
        entered.Wait()
        cancel()

    go(stop)
    monkeypatch.setattr("net.lookup.goLookupCNAME", gone)
    err = failure(lambda: getattr(net.DefaultResolver, method)(ctx, "x"))
    assert err.Err == "operation was canceled"
    assert errors.Is(err, context.Canceled)
    leave.Done()
    until(lambda: NumGoroutine() == 1)


def gone(r: Any, ctx: context.Context, host: str, *args: Any) -> str:
    raise DNSError(Err="operation was canceled", Name=host, UnwrapErr=ctx.Err())


def test_a_service_may_be_known_to_the_system_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ask(host: Any, service: bytes, *args: Any) -> Any:
        assert (host, service) == (None, b"gopher-x")
        return [(0, 0, 0, "", ("0.0.0.0", 7070))]

    monkeypatch.setattr("net.lookup.systemConf", Conf)
    monkeypatch.setattr(socket, "getaddrinfo", ask)
    assert net.LookupPort("tcp", "Gopher-X") == 7070
    err = failure(lambda: net.Resolver(PreferGo=True).LookupPort(BG, "tcp", "gopher-x"))
    assert str(err) == "lookup tcp/gopher-x: unknown port"


@pytest.mark.from_go("net/lookup_test.go", "TestLookupPort")
@pytest.mark.from_go("net/lookup_test.go", "TestLookupPortEmptyNetworkString")
@pytest.mark.from_go("net/lookup_test.go", "TestLookupPortIPNetworkString")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("network", "service", "port"),
    [
        ("tcp", "0", 0),
        ("udp", "0", 0),
        ("tcp", "http", 80),
        ("udp", "domain", 53),
        ("", "submissions", 465),
        ("ip", "submissions", 465),
        *((network + suffix, "", 0) for network in ("tcp", "udp") for suffix in "46"),
        ("tcp", "", 0),
        ("udp", "", 0),
    ],
)
def test_every_engine_knows_common_ports(
    monkeypatch: pytest.MonkeyPatch,
    engine: Conf,
    network: str,
    service: str,
    port: int,
) -> None:
    monkeypatch.setattr("net.lookup.systemConf", lambda: engine)
    assert net.LookupPort(network, service) == port


@pytest.mark.from_go("net/lookup_test.go", "TestLookupPort")
@pytest.mark.from_go("net/lookup_test.go", "TestLookupPortNotFound")
@pytest.mark.from_go("net/lookup_test.go", "TestLookupPortDifferentNetwork")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("network", "service"),
    [
        ("udp", "_-unknown-service-"),
        ("tcp", "--badport--"),
        ("udp", "submissions"),  # is one of tcp alone
    ],
)
def test_no_engine_knows_what_is_no_service_there(
    monkeypatch: pytest.MonkeyPatch, engine: Conf, network: str, service: str
) -> None:
    monkeypatch.setattr("net.lookup.systemConf", lambda: engine)
    err = failure(lambda: net.LookupPort(network, service))
    assert err.IsNotFound
    assert err.Name == f"{network}/{service}"


# --- look-ups that are shared -------------------------------------------------


class Slow:
    """A look-up that waits to be let go on."""

    def __init__(self) -> None:
        self.calls = 0
        self.networks: list[str] = []
        self.entered = chan[context.Context](10)
        self.leave = chan[None]()

    def __call__(
        self, lookup: Any, ctx: context.Context, network: str, host: str
    ) -> list[net.IPAddr]:
        self.calls += 1
        self.networks.append(network)
        self.entered.send(ctx)
        self.leave.recv()
        ip = net.ParseIP("192.0.2.1")
        assert ip is not None
        return [net.IPAddr(IP=ip)]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    slow = Slow()
    monkeypatch.setattr(hook, "testHookLookupIP", slow)
    return slow


def waiting(r: net.Resolver, ctx: context.Context, host: str) -> "chan[Any]":
    """Look host up in a goroutine; its result, or error, comes by the channel."""
    results = chan[Any](1)

    def ask() -> None:
        try:
            results.send(r.LookupIPAddr(ctx, host))
        except DNSError as err:
            results.send(err)

    go(ask)
    return results


def shared(r: net.Resolver, host: str, dups: int) -> None:
    """Wait until so many more wait for the same."""
    until(lambda: r.group._m["ip", host].dups >= dups)


@pytest.mark.from_go("net/lookup_test.go", "TestLookupIPAddrPreservesContextValues")
def test_look_ups_of_one_host_are_one(slow: Slow) -> None:
    r = net.Resolver()
    ctx = context.WithValue(BG, "key", "value")
    lanes = [waiting(r, ctx, "a.test")]
    inner = slow.entered.recv()
    assert inner.Value("key") == "value"
    lanes += [waiting(r, BG, "a.test") for _ in range(9)]
    shared(r, "a.test", 9)
    slow.leave.close()
    lists = [lane.recv() for lane in lanes]
    assert slow.calls == 1
    assert len({id(found) for found in lists}) == 10  # each may be changed
    assert all(str(found[0]) == "192.0.2.1" for found in lists)


def test_each_resolver_looks_up_for_itself(slow: Slow) -> None:
    lanes = [waiting(net.Resolver(), BG, "a.test") for _ in range(2)]
    slow.entered.recv()
    slow.entered.recv()
    slow.leave.close()
    for lane in lanes:
        lane.recv()
    assert slow.calls == 2


@pytest.mark.from_go("net/lookup_test.go", "TestLookupContextCancel")
def test_who_gives_up_leaves_the_others_their_look_up(slow: Slow) -> None:
    r = net.Resolver()
    ctx, cancel = context.WithCancel(BG)
    first = waiting(r, ctx, "a.test")
    inner = slow.entered.recv()
    second = waiting(r, BG, "a.test")
    shared(r, "a.test", 1)
    cancel()
    assert str(first.recv()) == "lookup a.test: operation was canceled"
    assert inner.Err() is None
    slow.leave.close()
    assert str(second.recv()[0]) == "192.0.2.1"
    assert slow.calls == 1


def test_a_look_up_loses_the_values_of_who_gave_up(slow: Slow) -> None:
    r = net.Resolver()
    ctx, cancel = context.WithCancel(context.WithValue(BG, "key", "value"))
    first = waiting(r, ctx, "a.test")
    inner = slow.entered.recv()
    second = waiting(r, BG, "a.test")
    shared(r, "a.test", 1)
    assert inner.Value("key") == "value"
    cancel()
    first.recv()
    assert inner.Value("key") is None
    slow.leave.close()
    second.recv()


@pytest.mark.from_go("net/lookup_test.go", "TestLookupIPAddrConcurrentCallsForNetworks")
def test_look_ups_for_other_networks_are_others(slow: Slow) -> None:
    r = net.Resolver()
    wg = sync.WaitGroup()
    for network in ("udp", "udp4", "udp6", "udp", "udp"):
        wg.Go(r.lookupIPAddr, BG, network, "a.test")
    for _ in range(3):
        slow.entered.recv()
    until(lambda: r.group._m["udp", "a.test"].dups == 2)
    slow.leave.close()
    wg.Wait()
    assert sorted(slow.networks) == ["udp", "udp4", "udp6"]


@pytest.mark.from_go("net/lookup_test.go", "TestDNSTimeout")
@pytest.mark.parametrize("together", [1, 2])
def test_a_look_up_that_took_too_long_is_a_timeout_for_all_who_wait(
    monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    r = net.Resolver()
    leave = chan[None]()

    def late(*args: Any) -> Any:
        leave.recv()
        raise context.DeadlineExceeded

    monkeypatch.setattr(hook, "testHookLookupIP", late)
    lanes = [waiting(r, BG, "a.test") for _ in range(together)]
    until(lambda: ("ip", "a.test") in r.group._m)
    shared(r, "a.test", together - 1)
    leave.close()
    for lane in lanes:
        err = lane.recv()
        assert isinstance(err, DNSError)
        assert err.IsTimeout
        assert err.Timeout()


def test_the_last_who_gives_up_ends_it(slow: Slow) -> None:
    r = net.Resolver()
    ctx, cancel = context.WithTimeout(BG, time.Millisecond)
    first = waiting(r, ctx, "a.test")
    inner = slow.entered.recv()
    err = first.recv()
    assert str(err) == "lookup a.test: i/o timeout"
    assert err.IsTimeout
    assert inner.Err() == context.Canceled
    again = waiting(r, BG, "a.test")  # does not wait for what was given up
    slow.entered.recv()
    slow.leave.close()
    assert str(again.recv()[0]) == "192.0.2.1"
    assert slow.calls == 2
    cancel()
    until(lambda: NumGoroutine() == 1)


def test_a_thousand_look_ups_at_once_ask_once_for_each_name() -> None:
    names = [f"h{i}.test." for i in range(20)]
    records = [f"{name} 60 IN A 192.0.2.{i}" for i, name in enumerate(names)]
    with serving(zone(*records)) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        wg = sync.WaitGroup()
        found: list[str] = []

        def ask(name: str) -> None:
            found.append(str(r.LookupIPAddr(BG, name)[0]))

        for i in range(1000):
            wg.Go(ask, names[i % 20])
        wg.Wait()
        assert len(found) == 1000
        assert sorted(set(server.asked)) == sorted(server.asked)
        assert len(server.asked) == 40


@pytest.mark.parametrize("method", ["LookupHost", "LookupIPAddr", "LookupMX"])
@pytest.mark.parametrize("rcode", ["NXDOMAIN", "SERVFAIL"])
def test_an_error_is_gone_when_nobody_has_it(method: str, rcode: str) -> None:
    with serving(lambda query, network: reply(query, rcode=rcode)) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        gc.disable()
        try:
            getattr(r, method)(BG, "a.test")
        except DNSError as err:
            ref = weakref.ref(err)
        until(lambda: NumGoroutine() <= 3 + len(server.dialled))
        gone = ref() is None
        gc.enable()
        assert gone


def test_an_error_does_not_lead_round_in_a_ring() -> None:
    ctx, cancel = context.WithTimeout(BG, 5 * time.Millisecond)
    with serving(lambda query, network: None) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        err: BaseException | None = failure(lambda: r.LookupHost(ctx, "a.test"))
        seen = []
        while err is not None:
            assert err not in seen
            seen.append(err)
            err = err.__cause__
        cancel()


@pytest.mark.from_go("net/lookup_test.go", "TestConcurrentPreferGoResolversDial")
def test_resolvers_that_ask_for_one_name_at_once_each_dial() -> None:
    record = "a.test. 60 IN A 192.0.2.1"
    with serving(zone(record)) as one, serving(zone(record)) as two:
        wg = sync.WaitGroup()
        for server in (one, two):
            r = net.Resolver(PreferGo=True, Dial=server.Dial)
            wg.Go(r.LookupIPAddr, BG, "a.test")
        wg.Wait()
        assert len(one.asked) == len(two.asked) == 2


# --- from Dial ----------------------------------------------------------------


def test_a_dialer_uses_its_resolver() -> None:
    ln: Any = net.Listen("tcp", "127.0.0.1:0")
    with serving(zone("srv.test. 60 IN A 127.0.0.1")) as server, ln:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        d = net.Dialer(Resolver=r)
        with d.Dial("tcp", f"srv.test:{ln.Addr().Port}") as conn:
            assert conn.RemoteAddr() == ln.Addr()
        with pytest.raises(net.OpError) as info:
            d.Dial("tcp", "nowhere.test:80")
        text = "dial tcp: lookup nowhere.test on 127.0.0.1:53: no such host"
        assert str(info.value) == text
        assert isinstance(info.value, DNSError)


def test_a_dial_that_takes_too_long_at_its_names_says_so() -> None:
    with serving(lambda query, network: None) as server:
        before = NumGoroutine()
        r = net.Resolver(PreferGo=True, Dial=server.Dial)
        d = net.Dialer(Resolver=r, Timeout=20 * time.Millisecond)
        with pytest.raises(net.OpError) as info:
            d.Dial("tcp", "slow.test:80")
        assert str(info.value) == "dial tcp: lookup slow.test: i/o timeout"
        assert info.value.Timeout()
        until(lambda: NumGoroutine() <= before)


def test_a_resolver_shows_its_options() -> None:
    assert repr(net.Resolver()) == "Resolver()"
    assert repr(net.Resolver(PreferGo=True)) == "Resolver(PreferGo=True)"

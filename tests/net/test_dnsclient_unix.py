"""The pure resolver against servers that answer, fail, lie, or do not answer at all."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import net
from goruntime import NumGoroutine, chan, context, errors, go, time
from net import hook
from net.dnsconfig import resolv_conf
from net.errors import DNSError, OpError
from tests.net.dnsserver import (
    Server,
    asked,
    configured,
    dns,
    forget,
    reply,
    serving,
    zone,
)
from tests.waiting import until

BG = context.Background()
NAME = "www.example.test."
A = f"{NAME} 60 IN A 192.0.2.7"
AAAA = f"{NAME} 60 IN AAAA 2001:db8::7"
NS1, NS2 = "192.0.2.53:53", "192.0.2.54:53"
TWO = "nameserver 192.0.2.53\nnameserver 192.0.2.54\n"


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    with configured(tmp_path):
        yield tmp_path


def resolv(files: Path, text: str, timeout: float = 5) -> None:
    """Let resolv.conf say this, and servers have so many seconds."""
    files.joinpath("resolv.conf").write_text(text)
    forget()
    resolv_conf.get(hook.resolvConfPath).timeout = time.Duration(timeout * time.Second)


def resolver(server: Server, *, strict: bool = False) -> net.Resolver:
    return net.Resolver(PreferGo=True, StrictErrors=strict, Dial=server.Dial)


def lookup(server: Server, name: str = NAME, ctx: context.Context = BG) -> list[str]:
    return resolver(server).LookupHost(ctx, name)


def failure(call: Callable[[], Any]) -> DNSError:
    """Return the DNSError that call raises."""
    with pytest.raises(DNSError) as info:
        call()
    return info.value


def by_server(**servers: Server) -> Callable[..., Any]:
    """Dial ns1, ns2 by what resolv.conf calls them."""
    table = {NS1: servers.get("ns1"), NS2: servers.get("ns2")}

    def dial(ctx: context.Context, network: str, address: str) -> Any:
        server = table[address]
        if server is None:
            raise OpError("dial", network, None, None, errors.New("no route"))
        return server.Dial(ctx, network, address)

    return dial


# --- answers ------------------------------------------------------------------


def test_both_families_are_asked_for_and_found() -> None:
    with serving(zone(A, AAAA)) as server:
        assert sorted(lookup(server)) == ["192.0.2.7", "2001:db8::7"]
        assert sorted(server.asked) == [("udp", NAME, "A"), ("udp", NAME, "AAAA")]
        assert set(server.dialled) == {("udp", "127.0.0.1:53")}
        query = server.queries[0]
        assert query.payload == 1232
        assert query.flags == dns.flags.RD


@pytest.mark.parametrize(
    ("network", "want", "kinds"),
    [
        ("ip4", ["192.0.2.7"], ["A"]),
        ("ip6", ["2001:db8::7"], ["AAAA"]),
        ("ip", ["192.0.2.7", "2001:db8::7"], ["A", "AAAA"]),
    ],
)
def test_only_what_is_wanted_is_asked_for(
    network: str, want: list[str], kinds: list[str]
) -> None:
    with serving(zone(A, AAAA)) as server:
        found = resolver(server).LookupIP(BG, network, NAME)
        assert sorted(map(str, found)) == want
        assert sorted(kind for _, _, kind in server.asked) == kinds


def test_aliases_lead_to_addresses() -> None:
    alias = f"{NAME} 60 IN CNAME a.test."
    with serving(zone(alias, "a.test. 60 IN A 192.0.2.1")) as server:
        assert lookup(server) == ["192.0.2.1"]
        assert resolver(server).LookupCNAME(BG, NAME) == "a.test."


@pytest.mark.from_go("net/lookup_test.go", "TestLookupCNAME")
def test_an_alias_to_nothing_is_canonical() -> None:
    with serving(zone(f"{NAME} 60 IN CNAME nowhere.test.")) as server:
        assert resolver(server).LookupCNAME(BG, NAME) == "nowhere.test."
        err = failure(lambda: lookup(server))
        assert (err.Err, err.IsNotFound) == ("no such host", True)


def test_a_ring_of_aliases_is_no_host() -> None:
    def ring(query: Any, network: str) -> Any:
        return reply(
            query, f"{NAME} 60 IN CNAME b.test.", f"b.test. 60 IN CNAME {NAME}"
        )

    with serving(ring) as server:
        assert failure(lambda: lookup(server)).IsNotFound
        assert len(server.asked) == 2


def test_case_does_not_matter() -> None:
    def shout(query: Any, network: str) -> Any:
        r = reply(query, A)
        wire = bytearray(r.to_wire())
        wire[13:16] = b"WWW"
        return bytes(wire)

    with serving(shout) as server:
        assert lookup(server) == ["192.0.2.7"]


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestRootNS")
def test_the_root_can_be_asked_for() -> None:
    with serving(zone(". 60 IN NS a.root.")) as server:
        assert resolver(server).LookupNS(BG, ".") == [net.NS("a.root.")]


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestDNSTrustAD")
@pytest.mark.parametrize(("option", "ad"), [("", False), ("options trust-ad", True)])
def test_trust_ad_asks_for_the_flag(files: Path, option: str, ad: bool) -> None:
    resolv(files, f"nameserver 127.0.0.1\n{option}\n")
    with serving(zone(A)) as server:
        lookup(server)
        assert {bool(q.flags & dns.flags.AD) for q in server.queries} == {ad}


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestSingleRequestLookup")
@pytest.mark.parametrize("option", ["single-request", "single-request-reopen"])
def test_single_request_asks_one_after_the_other(files: Path, option: str) -> None:
    resolv(files, f"nameserver 127.0.0.1\noptions {option}\n")
    under_way = [0, 0]

    def answer(query: Any, network: str) -> Any:
        under_way[0] += 1
        under_way[1] = max(under_way)
        time.Sleep(time.Millisecond)
        under_way[0] -= 1
        return zone(A, AAAA)(query, network)

    with serving(answer) as server:
        assert len(lookup(server)) == 2
        assert [kind for _, _, kind in server.asked] == ["A", "AAAA"]
        assert under_way == [0, 1]


@pytest.mark.from_go("net/lookup_test.go", "TestIPVersion")
@pytest.mark.parametrize(
    ("network", "kinds"),
    [
        ("tcp", ["A", "AAAA"]),
        ("tcp4", ["A"]),
        ("tcp6", ["AAAA"]),
        ("udp", ["A", "AAAA"]),
        ("udp4", ["A"]),
        ("udp6", ["AAAA"]),
        ("ip7", ["A", "AAAA"]),
        ("", ["A", "AAAA"]),
    ],
)
def test_the_last_letter_of_a_network_is_its_family(
    network: str, kinds: list[str]
) -> None:
    with serving(zone(A, AAAA)) as server:
        resolver(server).lookupIPAddr(BG, network, NAME)
        assert sorted(kind for _, _, kind in server.asked) == kinds


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestSpecialDomainName")
@pytest.mark.parametrize("name", ["test.", "example.com.", "localhost.", "invalid."])
def test_names_that_rfc_6761_reserves_are_asked_for(name: str) -> None:
    known = zone("example.com. 60 IN A 192.0.2.1")
    with serving(known) as server:
        if name == "example.com.":
            assert lookup(server, name) == ["192.0.2.1"]
        else:
            assert failure(lambda: lookup(server, name)).IsNotFound
        assert {asked for _, asked, _ in server.asked} == {name}


# --- resolv.conf ----------------------------------------------------------------

V4, V6 = "nameserver 192.0.2.53\n", "nameserver 2001:db8::53\n"
FOUND = zone(
    "v4.test. 60 IN A 192.0.2.1",
    "v6.test. 60 IN AAAA 2001:db8::1",
    "both.test. 60 IN A 192.0.2.1",
    "both.test. 60 IN AAAA 2001:db8::1",
)


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestGoLookupIPWithResolverConfig")
@pytest.mark.parametrize(
    ("text", "name", "first"),
    [
        (V4 + V6, "v4.test.", "192.0.2.53:53"),
        ("domain x.test\n" + V6 + V4, "v4.test", "[2001:db8::53]:53"),
        ("search x.test y.test\n" + V6 + V4, "v4.test", "[2001:db8::53]:53"),
        (V6 + V4, "v6.test.", "[2001:db8::53]:53"),
        ("domain x.test\n" + V4 + V6, "v6.test", "192.0.2.53:53"),
        ("search x.test y.test\n" + V4 + V6, "v6.test", "192.0.2.53:53"),
        ("domain x.test\n" + V6 + V4, "both.test", "[2001:db8::53]:53"),
        ("search x.test y.test\n" + V6 + V4, "both.test", "[2001:db8::53]:53"),
    ],
)
def test_what_a_name_has_is_found_by_way_of_the_first_server(
    files: Path, text: str, name: str, first: str
) -> None:
    resolv(files, text)
    addrs = {"v4": ["192.0.2.1"], "v6": ["2001:db8::1"]}
    addrs["both"] = addrs["v4"] + addrs["v6"]
    with serving(FOUND) as server:
        assert sorted(lookup(server, name)) == addrs[name.split(".")[0]]
        assert set(server.dialled) == {("udp", first)}


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestGoLookupIPWithResolverConfig")
@pytest.mark.parametrize("timeout", [True, False])
def test_the_error_names_who_did_not_know(files: Path, timeout: bool) -> None:
    resolv(files, "options attempts:1\n" + V4, timeout=0.02 if timeout else 5)
    with serving(lambda q, network: None if timeout else FOUND(q, network)) as server:
        err = failure(lambda: lookup(server, "nosuchname"))
    assert (err.Name, err.Server) == ("nosuchname", "192.0.2.53:53")
    assert (err.IsTimeout, err.IsNotFound) == (timeout, not timeout)


# --- the search list ----------------------------------------------------------


def test_suffixes_are_tried_in_order(files: Path) -> None:
    resolv(files, "nameserver 127.0.0.1\nsearch x.test y.test\n")
    with serving(zone("www.y.test. 60 IN A 192.0.2.9")) as server:
        assert lookup(server, "www") == ["192.0.2.9"]
        names = [name for _, name, kind in server.asked if kind == "A"]
        assert names == ["www.x.test.", "www.y.test."]


@pytest.mark.from_go(
    "net/dnsclient_unix_test.go", "TestErrorForOriginalNameWhenSearching"
)
@pytest.mark.parametrize(
    ("strict", "text", "temporary"),
    [(True, "server misbehaving", True), (False, "no such host", False)],
)
def test_the_error_is_about_the_name_as_it_was_given(
    files: Path, strict: bool, text: str, temporary: bool
) -> None:
    resolv(files, "nameserver 127.0.0.1\nsearch servfail\n")

    def answer(query: Any, network: str) -> Any:
        bad = asked(query)[0].endswith(".servfail.")
        return reply(query, rcode="SERVFAIL" if bad else "NXDOMAIN")

    with serving(answer) as server:
        r = resolver(server, strict=strict)
        err = failure(lambda: r.LookupIPAddr(BG, "doesnotexist.domain"))
    assert (err.Name, err.Err) == ("doesnotexist.domain", text)
    assert err.IsTemporary is temporary


X, Y = "test.x.test.", "test.y.test."


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestStrictErrorsLookupIP")
@pytest.mark.parametrize(
    ("bad", "how", "strict", "lax"),
    [
        ([], "", None, "both"),
        ([(X, "A"), (X, "AAAA")], "timeout", "timeout", "both"),
        ([(X, "A")], "timeout", "timeout", "both"),
        ([(X, "AAAA")], "SERVFAIL", "SERVFAIL", "both"),
        ([(Y, "A"), (Y, "AAAA")], "timeout", "timeout", "NXDOMAIN"),
        ([(Y, "A")], "SERVFAIL", "SERVFAIL", "2001:db8::1"),
        ([(Y, "AAAA")], "timeout", "timeout", "192.0.2.1"),
    ],
)
def test_strict_errors_leave_no_half_answers(
    files: Path,
    bad: list[tuple[str, str]],
    how: str,
    strict: str | None,
    lax: str,
) -> None:
    resolv(files, "nameserver 127.0.0.1\nsearch x.test y.test\n", timeout=0.02)
    good = zone(f"{Y} 60 IN A 192.0.2.1", f"{Y} 60 IN AAAA 2001:db8::1")
    both = ["192.0.2.1", "2001:db8::1"]

    def answer(query: Any, network: str) -> Any:
        if asked(query) not in bad:
            return good(query, network)
        return None if how == "timeout" else reply(query, rcode=how)

    def told(err: DNSError) -> str:
        assert err.Name == "test"
        assert err.Server == "127.0.0.1:53"
        assert err.IsTemporary is not err.IsNotFound
        if err.IsTimeout:
            assert err.Timeout()
            return "timeout"
        return {"server misbehaving": "SERVFAIL", "no such host": "NXDOMAIN"}[err.Err]

    with serving(answer) as server:
        for r, want in ((True, strict), (False, lax)):
            try:
                addrs = resolver(server, strict=r).LookupIPAddr(BG, "test")
                got = "both" if (t := sorted(map(str, addrs))) == both else t[0]
            except DNSError as err:
                got = told(err)
            assert got == (want or "both")


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestStrictErrorsLookupTXT")
@pytest.mark.parametrize("strict", [True, False])
def test_strict_errors_end_the_search(files: Path, strict: bool) -> None:
    resolv(files, "nameserver 127.0.0.1\nsearch x.test y.test\n")
    good = zone(f"{Y} 60 IN TXT found")

    def answer(query: Any, network: str) -> Any:
        if asked(query)[0] == X:
            return reply(query, rcode="SERVFAIL")
        return good(query, network)

    with serving(answer) as server:
        r = resolver(server, strict=strict)
        if not strict:
            assert r.LookupTXT(BG, "test") == ["found"]
            return
        err = failure(lambda: r.LookupTXT(BG, "test"))
        assert err.IsTemporary
        assert [name for _, name, _ in server.asked] == [X, X]


# --- servers that say no ------------------------------------------------------


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestIssue8434")
@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestIssueNoSuchHostExists")
@pytest.mark.parametrize(
    ("rcode", "text", "temporary", "notfound", "queries"),
    [
        ("NXDOMAIN", "no such host", False, True, 2),
        ("NOERROR", "no such host", False, True, 2),
        ("SERVFAIL", "server misbehaving", True, False, 4),
        ("REFUSED", "server misbehaving", False, False, 4),
        ("FORMERR", "server misbehaving", False, False, 4),
        ("NOTIMP", "server misbehaving", False, False, 4),
    ],
)
def test_what_a_server_says_no_with(
    rcode: str, text: str, temporary: bool, notfound: bool, queries: int
) -> None:
    with serving(lambda query, network: reply(query, rcode=rcode)) as server:
        err = failure(lambda: lookup(server))
        assert str(err) == f"lookup {NAME} on 127.0.0.1:53: {text}"
        assert (err.IsTemporary, err.IsNotFound) == (temporary, notfound)
        assert err.Temporary() is temporary
        assert not err.Timeout()
        assert len(server.asked) == queries


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestNoSuchHost")
@pytest.mark.parametrize(("rcode", "aa"), [("NXDOMAIN", False), ("NOERROR", True)])
def test_who_says_that_there_is_none_is_asked_once(rcode: str, aa: bool) -> None:
    def answer(query: Any, network: str) -> Any:
        return reply(query, rcode=rcode, RA=False, AA=aa)

    with serving(answer) as server:
        err = failure(lambda: resolver(server).LookupTXT(BG, "."))
        assert (err.Err, err.IsNotFound) == ("no such host", True)
        assert server.asked == [("udp", ".", "TXT")]


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestExtendedRCode")
def test_an_extended_rcode_is_no_answer() -> None:
    def answer(query: Any, network: str) -> Any:
        r = reply(query)
        r.set_rcode(dns.rcode.BADVERS)
        return r

    with serving(answer) as server:
        assert failure(lambda: lookup(server)).Err == "server misbehaving"


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestIgnoreLameReferrals")
def test_a_lame_referral_makes_the_next_be_asked(files: Path) -> None:
    resolv(files, TWO)

    def lame(query: Any, network: str) -> Any:
        r = dns.message.make_response(query)
        r.use_edns(False)
        return r

    with serving(lame) as one, serving(zone(A)) as two:
        r = net.Resolver(PreferGo=True, Dial=by_server(ns1=one, ns2=two))
        assert r.LookupHost(BG, NAME) == ["192.0.2.7"]
        assert failure(lambda: lookup(one)).Err == "lame referral"


def test_an_answer_of_another_type_is_no_answer() -> None:
    with serving(lambda query, network: reply(query, f"{NAME} 60 IN TXT a")) as server:
        assert failure(lambda: lookup(server)).IsNotFound


# --- servers that lie ---------------------------------------------------------


def lies(query: Any) -> dict[str, bytes]:
    """Return answers that are none."""
    good = reply(query, A, AAAA).to_wire()
    other = dns.message.make_query("other.test.", asked(query)[1])
    wrong = reply(other, A)
    wrong.id = query.id
    return {
        "id": bytes((good[0] ^ 1,)) + good[1:],
        "question": wrong.to_wire(),
        "type": good[:31] + bytes((good[31] ^ 1,)) + good[32:],
        "query": good[:2] + bytes((good[2] & 0x7F,)) + good[3:],
        "garbage": b"This is no DNS message.",
        "empty": b"",
        "header": good[:12],
        "half": good[:20],
        "no question": good[:4] + b"\0\0" + good[6:],
    }


LIES = list(lies(dns.message.make_query(NAME, "A")))


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestIgnoreDNSForgeries")
@pytest.mark.parametrize("lie", LIES)
def test_packets_that_lie_are_as_if_they_had_not_come(lie: str) -> None:
    def answer(query: Any, network: str) -> Any:
        return [lies(query)[lie]] * 3 + [zone(A)(query, network)]

    with serving(answer) as server:
        assert lookup(server) == ["192.0.2.7"]
        assert len(server.asked) == 2


@pytest.mark.parametrize("lie", LIES)
def test_only_lies_are_no_answer(files: Path, lie: str) -> None:
    resolv(files, "nameserver 127.0.0.1\noptions attempts:1\n", timeout=0.02)
    with serving(lambda query, network: lies(query)[lie]) as server:
        err = failure(lambda: lookup(server))
        assert err.Err.endswith("i/o timeout")
        assert err.IsTimeout


STREAM_LIES = {
    "id": "invalid DNS response",
    "question": "invalid DNS response",
    "type": "invalid DNS response",
    "query": "invalid DNS response",
    "garbage": "cannot unmarshal DNS message",
    "empty": "cannot unmarshal DNS message",
    "header": "cannot unmarshal DNS message",
    "half": "cannot unmarshal DNS message",
    "no question": "cannot unmarshal DNS message",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_stream_that_lies_has_failed(files: Path, lie: str) -> None:
    resolv(files, "nameserver 127.0.0.1\noptions use-vc\n")
    with serving(lambda query, network: lies(query)[lie]) as server:
        assert failure(lambda: lookup(server)).Err == STREAM_LIES[lie]
        assert {network for network, _, _ in server.asked} == {"tcp"}


def test_two_questions_are_not_ours() -> None:
    def answer(query: Any, network: str) -> Any:
        wire = reply(query, A).to_wire()
        end = 12 + len(NAME) + 1 + 4
        return wire[:5] + b"\2" + wire[6:end] + wire[12:end] + wire[end:]

    with serving(answer) as server:
        assert failure(lambda: lookup(server)).Err == "invalid DNS response"


@pytest.mark.parametrize(
    ("cut", "text"),
    [
        (lambda b: b[:-1], "unexpected EOF"),
        (lambda b: b[:1], "unexpected EOF"),
        (lambda b: b[:2], "EOF"),
        (lambda b: b"", "EOF"),
        (lambda b: b"\xff\xff" + b, "unexpected EOF"),
        (lambda b: b"\0\0", "cannot unmarshal DNS message"),
    ],
)
def test_half_a_message_of_a_stream(
    files: Path, cut: Callable[[bytes], bytes], text: str
) -> None:
    resolv(files, "nameserver 127.0.0.1\noptions use-vc attempts:1\n")

    class Hangup(Exception):
        pass

    ln = net.Listen("tcp", "127.0.0.1:0")

    def serve() -> None:
        for _ in range(2):
            conn = ln.Accept()
            b = bytearray(600)
            query = dns.message.from_wire(bytes(b[2 : conn.Read(b)]))
            wire = reply(query, A).to_wire()
            conn.Write(cut(len(wire).to_bytes(2) + wire))
            conn.Close()

    go(serve)

    def dial(ctx: context.Context, network: str, address: str) -> Any:
        return net.Dialer().DialContext(ctx, network, str(ln.Addr()))

    err = failure(lambda: net.Resolver(PreferGo=True, Dial=dial).LookupHost(BG, NAME))
    assert err.Err == text
    ln.Close()


def bad_rdata(query: Any, network: str) -> bytes:
    """Answer with an A record of three bytes."""
    wire = bytearray(reply(query, A).to_wire())
    at = wire.index(b"\0\4\xc0\0\2\7")
    wire[at : at + 6] = b"\0\3\xc0\0\2"
    return bytes(wire)


def test_an_address_of_three_bytes_cannot_be_read() -> None:
    with serving(bad_rdata) as server:
        err = failure(lambda: resolver(server).LookupIP(BG, "ip4", NAME))
        assert str(err) == (
            f"lookup {NAME} on 127.0.0.1:53: cannot unmarshal DNS message"
        )


def test_what_comes_before_a_broken_record_counts() -> None:
    def answer(query: Any, network: str) -> Any:
        return reply(query, A, A.replace(".7", ".8")).to_wire()[:-12]

    with serving(answer) as server:
        found = resolver(server).LookupIP(BG, "ip4", NAME)
        assert list(map(str, found)) == ["192.0.2.7"]


# --- truncation ---------------------------------------------------------------


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestDNSTransportFallback")
def test_what_is_cut_short_is_asked_for_again_by_tcp() -> None:
    many = [f"{NAME} 60 IN A 192.0.2.{i}" for i in range(1, 200)]

    def answer(query: Any, network: str) -> Any:
        if network == "udp":
            return reply(query, TC=True)
        return zone(*many)(query, network)

    with serving(answer) as server:
        assert len(resolver(server).LookupIP(BG, "ip4", NAME)) == 199
        assert [network for network, _, _ in server.asked] == ["udp", "tcp"]


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestDNSUseTCPTruncated")
@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestDNSTransportNoFallbackOnTCP")
def test_what_is_cut_short_by_tcp_is_taken(files: Path) -> None:
    resolv(files, "nameserver 127.0.0.1\noptions use-vc\n")
    with serving(lambda query, network: reply(query, A, TC=True)) as server:
        assert lookup(server) == ["192.0.2.7"]
        assert {network for network, _, _ in server.asked} == {"tcp"}


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestDNSUseTCP")
@pytest.mark.parametrize("option", ["use-vc", "usevc", "tcp"])
def test_udp_need_not_be_used(files: Path, option: str) -> None:
    resolv(files, f"nameserver 127.0.0.1\noptions {option}\n")
    with serving(zone(A)) as server:
        assert lookup(server) == ["192.0.2.7"]
        assert {network for network, _ in server.dialled} == {"tcp"}


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestDNSDialTCP")
def test_a_dialer_may_give_a_stream_for_udp() -> None:
    with serving(zone(A)) as server:

        def dial(ctx: context.Context, network: str, address: str) -> Any:
            return server.Dial(ctx, "tcp", address)

        r = net.Resolver(PreferGo=True, Dial=dial)
        assert r.LookupHost(BG, NAME) == ["192.0.2.7"]


# --- several servers, dead ones -----------------------------------------------


def test_a_dead_server_makes_the_next_be_asked(files: Path) -> None:
    resolv(files, TWO)
    with serving(zone(A)) as alive:
        r = net.Resolver(PreferGo=True, Dial=by_server(ns2=alive))
        assert r.LookupHost(BG, NAME) == ["192.0.2.7"]
        assert len(alive.asked) == 2


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestRetryTimeout")
def test_a_silent_server_makes_the_next_be_asked_with_a_limit_of_its_own(
    files: Path,
) -> None:
    resolv(files, TWO, timeout=0.05)
    limits = []
    with serving(lambda query, network: None) as silent, serving(zone(A)) as alive:
        dial = by_server(ns1=silent, ns2=alive)

        def dialled(ctx: context.Context, network: str, address: str) -> Any:
            limits.append(ctx.Deadline()[0])
            return dial(ctx, network, address)

        r = net.Resolver(PreferGo=True, Dial=dialled)
        assert r.LookupIP(BG, "ip4", NAME)[0] == net.IP((192, 0, 2, 7))
    first, second = limits
    assert first is not None
    assert second is not None
    assert second.Sub(first) >= 50 * time.Millisecond


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestRotate")
@pytest.mark.parametrize(
    ("option", "want"), [("", [NS1, NS1, NS1]), ("options rotate", [NS1, NS2, NS1])]
)
def test_rotate_asks_another_first(files: Path, option: str, want: list[str]) -> None:
    resolv(files, TWO + option)
    with serving(zone(A)) as server:
        for _ in range(3):
            resolver(server).LookupIP(BG, "ip4", NAME)
        assert [address for _, address in server.dialled] == want


def test_attempts_are_made_with_all_servers(files: Path) -> None:
    resolv(files, TWO + "options attempts:3")
    with serving(lambda query, network: reply(query, rcode="SERVFAIL")) as server:
        failure(lambda: resolver(server).LookupIP(BG, "ip4", NAME))
        assert [address for _, address in server.dialled] == [NS1, NS2] * 3


def test_nobody_listening_is_told(files: Path) -> None:
    ln: Any = net.Listen("tcp", "127.0.0.1:0")
    address = str(ln.Addr())
    ln.Close()

    def dial(ctx: context.Context, network: str, server: str) -> Any:
        return net.Dialer().DialContext(ctx, network, address)

    err = failure(lambda: net.Resolver(PreferGo=True, Dial=dial).LookupHost(BG, NAME))
    assert err.Err.endswith(f"->{address}: read: connection refused")
    assert err.Err.startswith("read udp 127.0.0.1:")
    assert (err.IsTemporary, err.IsTimeout, err.IsNotFound) == (True, False, False)


# --- without a dialer of one's own --------------------------------------------


@pytest.fixture
def port53() -> str:
    """Return an address that a server of resolv.conf can have."""
    address = "127.0.53.1:53"
    try:
        net.Listen("tcp", address).Close()
    except (PermissionError, net.OpError) as err:
        pytest.skip(f"nobody may serve port 53 here: {err}")
    return address


def test_the_servers_of_resolv_conf_are_asked(files: Path, port53: str) -> None:
    resolv(files, "nameserver 127.0.53.1\n")
    many = [f"many.test. 60 IN A 192.0.2.{i}" for i in range(1, 200)]

    def answer(query: Any, network: str) -> Any:
        if asked(query)[0] == "many.test." and network == "udp":
            return reply(query, TC=True)
        return zone(A, AAAA, *many)(query, network)

    with serving(answer, port53) as server:
        assert sorted(net.LookupHost(NAME)) == ["192.0.2.7", "2001:db8::7"]
        assert len(net.LookupIP("many.test")) == 199
        assert {network for network, _, _ in server.asked} == {"udp", "tcp"}
        err = failure(lambda: net.LookupHost("nowhere.test"))
        assert str(err) == f"lookup nowhere.test on {port53}: no such host"
        server.answer = lambda query, network: None
        ctx, cancel = context.WithTimeout(BG, 20 * time.Millisecond)
        err = failure(lambda: net.DefaultResolver.LookupHost(ctx, NAME))
        assert errors.Is(err, context.DeadlineExceeded)
        assert err.Err == f"dial udp {port53}: i/o timeout"
        cancel()
        err = failure(lambda: net.DefaultResolver.LookupHost(ctx, NAME))
        assert err.IsTimeout


def test_a_server_of_resolv_conf_that_is_not_there_is_told(files: Path) -> None:
    resolv(files, "nameserver 127.0.53.2\n")
    err = failure(lambda: net.LookupHost(NAME))
    assert err.Err.startswith("read udp 127.0.0.1:")
    assert err.Err.endswith("->127.0.53.2:53: read: connection refused")
    assert err.IsTemporary


# --- limits of time -----------------------------------------------------------


def gone() -> None:
    """Wait until only this goroutine is left."""
    until(lambda: NumGoroutine() == 1)


def test_a_deadline_ends_it_and_leaves_nothing_behind() -> None:
    with serving(lambda query, network: None) as server:
        before = NumGoroutine()
        ctx, cancel = context.WithTimeout(BG, 30 * time.Millisecond)
        start = time.Now()
        err = failure(lambda: lookup(server, ctx=ctx))
        assert time.Since(start) < time.Second
        assert (err.IsTimeout, err.IsTemporary) == (True, True)
        assert errors.Is(err, context.DeadlineExceeded)
        assert isinstance(err, TimeoutError)
        assert str(err).startswith(
            f"lookup {NAME} on 127.0.0.1:53: dial udp 127.0.0.1:"
        )
        assert str(err).endswith(": i/o timeout")
        cancel()
        until(lambda: NumGoroutine() <= before)


@pytest.mark.parametrize("method", ["LookupHost", "LookupIPAddr", "LookupMX"])
@pytest.mark.parametrize("option", ["", "options use-vc"])
def test_a_cancellation_ends_it_and_leaves_nothing_behind(
    files: Path, method: str, option: str
) -> None:
    resolv(files, f"nameserver 127.0.0.1\n{option}\n")
    came = chan[None](10)

    def silent(query: Any, network: str) -> None:
        came.send(None)

    with serving(silent) as server:
        before = NumGoroutine()
        ctx, cancel = context.WithCancel(BG)

        def stop() -> None:
            came.recv()
            cancel()

        go(stop)
        start = time.Now()
        err = failure(lambda: getattr(resolver(server), method)(ctx, NAME))
        assert time.Since(start) < time.Second
        assert err.Err.endswith("operation was canceled")
        assert errors.Is(err, context.Canceled)
        assert not err.IsTimeout
        until(lambda: NumGoroutine() <= before + len(server.dialled))


def test_a_context_that_is_done_asks_nobody() -> None:
    with serving(zone(A)) as server:
        ctx, cancel = context.WithCancel(BG)
        cancel()
        err = failure(lambda: resolver(server).LookupIPAddr(ctx, NAME))
        assert str(err) == f"lookup {NAME}: operation was canceled"
        assert server.asked == []
        err = failure(lambda: lookup(server, ctx=ctx))
        assert str(err).endswith(": operation was canceled")
        assert errors.Is(err, context.Canceled)
        assert server.asked == []


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestDNSGoroutineRace")
def test_a_limit_of_two_microseconds_does_no_harm() -> None:
    with serving(zone(A)) as server:
        for _ in range(50):
            ctx, cancel = context.WithTimeout(BG, 2 * time.Microsecond)
            err = failure(partial(resolver(server).LookupIPAddr, ctx, NAME))
            assert err.Timeout()
            cancel()


@pytest.mark.from_go("net/lookup_test.go", "TestDNSErrorUnwrap")
@pytest.mark.parametrize(
    ("raised", "text"),
    [
        (context.DeadlineExceeded, "i/o timeout"),
        (context.Canceled, "operation was canceled"),
    ],
)
def test_what_a_dialer_raises_is_in_the_error(
    raised: type[Exception], text: str
) -> None:
    def dial(ctx: context.Context, network: str, address: str) -> Any:
        raise raised

    err = failure(lambda: net.Resolver(PreferGo=True, Dial=dial).LookupHost(BG, NAME))
    assert str(err) == f"lookup {NAME} on 127.0.0.1:53: {text}"
    assert errors.Is(err, raised)


def test_what_is_no_error_of_the_world_is_not_hidden() -> None:
    def dial(ctx: context.Context, network: str, address: str) -> Any:
        raise ZeroDivisionError

    r = net.Resolver(PreferGo=True, Dial=dial)
    for method in (r.LookupHost, r.LookupIPAddr, r.LookupTXT):
        with pytest.raises(ZeroDivisionError):
            method(BG, NAME)
    gone()


def test_a_server_that_goes_on_lying_is_given_up_in_time(files: Path) -> None:
    resolv(files, "nameserver 127.0.0.1\noptions attempts:1\n", timeout=0.1)

    def flood(query: Any, network: str) -> Any:
        return [b"no"] * 200

    with serving(flood) as server:
        start = time.Now()
        assert failure(lambda: lookup(server)).IsTimeout
        assert time.Since(start) < 5 * time.Second

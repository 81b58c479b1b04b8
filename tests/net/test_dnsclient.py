"""Names of hosts, reverse names, and the order of MX and SRV records."""

import random
from collections import Counter

import pytest

from net.dnsclient import (
    MX,
    SRV,
    absDomainName,
    isDomainName,
    reverseaddr,
    shuffleByWeight,
    sortMX,
    sortSRV,
)
from net.errors import DNSError

LABEL = "a" * 63
LONG = (LABEL + ".") * 5 + "example"


@pytest.mark.from_go("net/dnsname_test.go", "TestDNSName")
@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("_xmpp-server._tcp.google.com", True),
        ("foo.com", True),
        ("1foo.com", True),
        ("26.0.0.73.com", True),
        ("10-0-0-1", True),
        ("fo-o.com", True),
        ("fo1o.com", True),
        ("foo1.com", True),
        ("b.com.", True),
        ("x_", True),
        (".", True),
        ("a.b..com", False),
        ("a.b-.com", False),
        ("a.b.com-", False),
        ("a.b.com-.", False),
        ("-a.com", False),
        ("a.b..", False),
        ("..", False),
        (".a", False),
        ("", False),
        ("1.2.3.4", False),
        ("123", False),
        ("a b", False),
        ("a\\.b", False),
        ("a%b", False),
        ("\u00e4.com", False),
        ("a.com\n", False),
        ("a\0", False),
        (LABEL + ".com", True),
        (LABEL + "a.com", False),
        (LONG[-253:], True),
        (LONG[-253:] + ".", True),
        (LONG[-254:], False),
        (LONG[-254:] + ".", False),
    ],
)
def test_what_a_host_can_be_called(name: str, good: bool) -> None:
    assert isDomainName(name) is good


@pytest.mark.parametrize(
    ("name", "want"),
    [("localhost", "localhost"), ("a.b", "a.b."), ("a.b.", "a.b."), ("", "")],
)
def test_only_names_with_dots_become_absolute(name: str, want: str) -> None:
    assert absDomainName(name) == want


@pytest.mark.from_go("net/lookup_test.go", "TestReverseAddress")
@pytest.mark.parametrize(
    ("addr", "want"),
    [
        ("1.2.3.4", "4.3.2.1.in-addr.arpa."),
        ("245.110.36.114", "114.36.110.245.in-addr.arpa."),
        ("::ffff:12.34.56.78", "78.56.34.12.in-addr.arpa."),
        ("::1", "1.0" + ".0" * 30 + ".ip6.arpa."),
        ("1::", "0." * 28 + "1.0.0.0.ip6.arpa."),
        (
            "1234:567::89a:bcde",
            "e.d.c.b.a.9.8.0" + ".0" * 16 + ".7.6.5.0.4.3.2.1.ip6.arpa.",
        ),
    ],
)
def test_the_name_that_an_address_is_asked_for_by(addr: str, want: str) -> None:
    assert reverseaddr(addr) == want


@pytest.mark.from_go("net/lookup_test.go", "TestReverseAddress")
@pytest.mark.parametrize("addr", ["1.2.3", "1.2.3.4.5", "1234:567:bcbca::89a:bcde", ""])
def test_what_is_no_address_has_no_such_name(addr: str) -> None:
    with pytest.raises(DNSError) as info:
        reverseaddr(addr)
    assert info.value == DNSError(Err="unrecognized address", Name=addr)


@pytest.mark.from_go("net/dnsclient_test.go", "TestDNSSRVUniformity")
@pytest.mark.parametrize("size", [1, 2, 3, 10])
def test_equal_weights_come_first_equally_often(size: int) -> None:
    random.seed(1)
    counts: Counter[str] = Counter()
    for _ in range(2000):
        srvs = [SRV(Target=str(i), Weight=1) for i in range(size)]
        sortSRV(srvs)
        assert sorted(srv.Target for srv in srvs) == sorted(map(str, range(size)))
        counts[srvs[0].Target] += 1
    mean = 2000 / size
    assert all(0.75 * mean < n < 1.25 * mean for n in counts.values())
    assert len(counts) == size


@pytest.mark.from_go("net/dnsclient_test.go", "TestWeighting")
@pytest.mark.parametrize("weights", [(60, 30, 10), (1, 1, 98), (5, 0, 5), (0, 0, 1)])
def test_twice_the_weight_comes_first_twice_as_often(weights: tuple[int, ...]) -> None:
    random.seed(1)
    counts: Counter[int] = Counter()
    for _ in range(2000):
        srvs = [SRV(Target=str(i), Weight=w) for i, w in enumerate(weights)]
        counts[int(shuffleByWeight(srvs)[0].Target)] += 1
    for i, weight in enumerate(weights):
        assert abs(counts[i] / 2000 - weight / sum(weights)) < 0.05


def test_srv_records_are_ordered_by_priority() -> None:
    srvs = [SRV(Priority=p, Weight=w) for p in (2, 0, 1) for w in (0, 0, 7)]
    sortSRV(srvs)
    assert [srv.Priority for srv in srvs] == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert [srv.Weight for srv in srvs[::3]] == [7, 7, 7]
    empty: list[SRV] = []
    sortSRV(empty)
    assert empty == []


def test_mx_records_are_ordered_by_preference_and_chance() -> None:
    random.seed(1)
    firsts = set()
    for _ in range(50):
        mxs = [MX("c", 20), MX("a", 10), MX("b", 10)]
        sortMX(mxs)
        assert [mx.Pref for mx in mxs] == [10, 10, 20]
        firsts.add(mxs[0].Host)
    assert firsts == {"a", "b"}

"""Files and DNS answers of any kind: a parser returns, or says that it cannot."""

import struct

import pytest

from net.configfile import getFields
from net.dnsconfig import DNSConfig
from net.dnsmessage import (
    Message,
    errCannotUnmarshalDNSMessage,
    skipName,
    unpackName,
)
from net.hosts import parseHosts
from net.nss import parseNSSConf
from tests.net.test_dns_corpus import lines, message

pytest.importorskip("hypothesis", reason="hypothesis is not installed")

from hypothesis import given
from hypothesis import strategies as st

# Hypothesis calls a test many times, on a stack of its own making.
pytestmark = pytest.mark.plain


def words(*given: str) -> st.SearchStrategy[bytes]:
    """Make texts of the words that matter, and of any bytes."""
    some = [w.encode() for w in given] + [b" ", b"\t", b"\n", b"\r", b"#", b";", b"."]
    return st.lists(st.sampled_from(some) | st.binary(max_size=4)).map(b"".join)


CONF = words("nameserver", "search", "options", "ndots:", "timeout:9", "1.2.3.4", "::1")
NSS = words("hosts:", "files", "dns", "[", "]", "!", "NOTFOUND=return", "=")
HOSTS = words("127.0.0.1", "::1", "fe80::1%lo0", "localhost", "A.b")


@given(CONF)
def test_a_resolv_conf_of_any_kind_is_read(data: bytes) -> None:

    conf = DNSConfig()
    for line in lines(data):
        fields = getFields(line)
        if fields:
            conf.directive(fields[0], fields[1:])
    assert len(conf.servers) <= 3
    assert 0 <= conf.ndots <= 15
    assert conf.timeout >= 1_000_000_000
    assert conf.attempts >= 1
    assert all(s.endswith(".") for s in conf.search)
    assert all(n.endswith(".") for n in conf.nameList("a.b"))


@given(NSS)
def test_a_nsswitch_conf_of_any_kind_is_read(data: bytes) -> None:
    conf = parseNSSConf(lines(data))
    assert all(conf.sources.values())
    for sources in conf.sources.values():
        assert all(s.source for s in sources)
        assert [s.standardCriteria() for s in sources]


@given(HOSTS)
def test_a_hosts_file_of_any_kind_is_read(data: bytes) -> None:
    table = parseHosts(lines(data))
    pairs = [(a, n) for a, names in table.addrs.items() for n in names]
    assert sum(len(e.addrs) for e in table.names.values()) == len(pairs)


ADDRESS = struct.pack("!2HIH", 1, 1, 60, 4) + b"abcd"
PIECES = [b"\xc0\x0c", b"\0", b"\1a\xc0\x10", b"\xc0\x14", ADDRESS, b"\0\1", b"\0\4"]


@given(
    st.integers(0, 0xFFFF),
    st.lists(st.integers(0, 4), min_size=4, max_size=4),
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=12)).map(b"".join),
)
def test_an_answer_of_any_kind_has_a_verdict(
    bits: int, counts: list[int], rest: bytes
) -> None:
    wire = struct.pack("!6H", 7, bits, *counts) + b"\3www\4test\0\0\1\0\1" + rest
    verdict = message(wire)
    if isinstance(verdict, list) and len(verdict) == 4:
        assert verdict[1] or verdict[3]


@given(st.binary(max_size=80))
def test_bytes_are_no_answer_or_have_a_verdict(wire: bytes) -> None:
    message(wire)
    message(b"\0\7\x81\x80\0\1" + wire)


@given(st.binary(max_size=300), st.integers(0, 300))
def test_a_name_ends_where_it_is_skipped_to(wire: bytes, offset: int) -> None:
    try:
        name, end = unpackName(wire, offset)
    except errCannotUnmarshalDNSMessage:
        return
    assert len(name) <= 254
    assert name.endswith(b".")
    assert skipName(wire, offset) == end


@given(st.sampled_from([2, 12, 15, 16, 33, 99]), st.binary(max_size=40))
def test_data_of_any_kind_is_read_or_is_an_error(kind: int, data: bytes) -> None:
    pytest.importorskip("dns", reason="dnspython is not installed")
    record = b"\xc0\x0c" + struct.pack("!2HIH", kind, 1, 60, len(data)) + data
    head = struct.pack("!6H", 7, 0x8180, 1, 1, 0, 0) + b"\3www\4test\0\0\1\0\1"
    answer = Message(head + record, len(head))
    try:
        answer.data(answer.answers[0])
    except errCannotUnmarshalDNSMessage:
        pass

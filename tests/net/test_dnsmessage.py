"""DNS messages: what is sent, and what is made of what comes."""

import struct
import sys

import pytest

from net import dnsmessage
from net.dnsmessage import (
    TYPE_A,
    TYPE_AAAA,
    TYPE_CNAME,
    TYPE_MX,
    Message,
    Record,
    checkResponse,
    dnspython,
    errCannotMarshalDNSMessage,
    errCannotUnmarshalDNSMessage,
    errNoDNSPython,
    newRequest,
    packName,
    question,
    skipName,
    unpackName,
)

QUESTION = b"\3www\4test\0\0\1\0\1"
OPT = b"\0\0\x29\4\xd0\0\0\0\0\0\0"


def message(
    *records: bytes,
    bits: int = 0x8180,
    answers: int | None = None,
    authorities: int = 0,
    additionals: int = 0,
) -> bytes:
    """Make an answer with id 7."""
    if answers is None:
        answers = len(records) - authorities - additionals
    head = struct.pack("!6H", 7, bits, 1, answers, authorities, additionals)
    return head + QUESTION + b"".join(records)


def record(kind: int, data: bytes, name: bytes = b"\xc0\x0c", ttl: int = 60) -> bytes:
    return name + struct.pack("!2HIH", kind, 1, ttl, len(data)) + data


def read(wire: bytes) -> Message:
    offset = checkResponse(b"\0\7" + newRequest("www.test.", TYPE_A)[2:], wire)
    assert offset is not None
    return Message(wire, offset)


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestDNSPacketSize")
def test_a_query_is_a_question_and_the_size_we_take() -> None:
    b = newRequest("www.test.", TYPE_A)
    assert b[2:] == b"\1\0\0\1\0\0\0\0\0\1" + QUESTION + OPT


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestDNSPacketSize")
def test_edns_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GODEBUG", "netedns0=0")
    request = newRequest("www.test.", TYPE_A)
    assert request[2:] == b"\1\0\0\1\0\0\0\0\0\0" + QUESTION
    answer = request[:2] + message()[2:]
    assert checkResponse(request, answer) == len(answer)


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestDNSTrustAD")
def test_the_ad_flag_is_asked_for() -> None:
    assert newRequest("www.test.", TYPE_A, True)[2:4] == b"\1\x20"


def test_ids_differ() -> None:
    assert len({newRequest("a.", TYPE_A)[:2] for _ in range(50)}) > 40


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        (".", b"\0"),
        ("a.", b"\1a\0"),
        ("\udcff\udcfe.test.", b"\2\xff\xfe\4test\0"),
        ("a" * 63 + ".", b"\x3f" + b"a" * 63 + b"\0"),
        ("a." * 127, b"\1a" * 127 + b"\0"),
    ],
)
def test_a_name_is_labels(name: str, wire: bytes) -> None:
    assert packName(name) == wire
    assert unpackName(wire, 0)[1] == skipName(wire, 0) == len(wire)


@pytest.mark.parametrize(
    "name", ["", "a", "a..", "..", ".a.", "a" * 64 + ".", "a." * 127 + "b."]
)
def test_a_name_that_cannot_be_sent(name: str) -> None:
    with pytest.raises(errCannotMarshalDNSMessage):
        packName(name)


@pytest.mark.parametrize(
    ("wire", "offset", "want"),
    [
        (b"\1a\0", 0, (b"a.", 3)),
        (b"\0", 0, (b".", 1)),
        (b"\1a\0\1b\xc0\0", 3, (b"b.a.", 7)),
        (b"\1a\0\xc0\0", 3, (b"a.", 5)),
        (b"\xc0\2\1a\0", 0, (b"a.", 2)),  # forwards, which Go takes, too
        (b"\1" + b"a\1" * 126 + b"a\0", 0, (b"a." * 127, 255)),
    ],
)
def test_a_name_can_end_elsewhere(
    wire: bytes, offset: int, want: tuple[bytes, int]
) -> None:
    assert unpackName(wire, offset) == want
    assert skipName(wire, offset) == want[1]


@pytest.mark.parametrize(
    "wire",
    [
        b"",
        b"\1",
        b"\1a",
        b"\2a\0",
        b"\xc0",
        b"\xc0\0",  # itself
        b"\xc0\2\xc0\0",
        b"\xc0\x10",
        b"\x40\0",
        b"\x80\0",
        b"\1.\0",
        b"\1a" * 128 + b"\0",
        b"".join(b"\xc0" + bytes((2 * i + 2,)) for i in range(11)) + b"\0",
    ],
)
def test_a_name_that_leads_nowhere(wire: bytes) -> None:
    with pytest.raises(errCannotUnmarshalDNSMessage):
        unpackName(wire, 0)


def test_ten_pointers_are_followed() -> None:
    wire = b"".join(b"\xc0" + bytes((2 * i + 2,)) for i in range(10)) + b"\0"
    assert unpackName(wire, 0) == (b".", 2)


@pytest.mark.parametrize(
    ("change", "want"),
    [
        (lambda b: b, True),
        (lambda b: b.replace(b"www", b"WwW"), True),
        (lambda b: b"\0\6" + b[2:], False),  # another id
        (lambda b: b[:2] + b"\1" + b[3:], False),  # a query
        (lambda b: b.replace(b"www", b"xxx"), False),
        (lambda b: b.replace(b"test\0\0\1", b"test\0\0\2"), False),  # another type
        (lambda b: b.replace(b"\0\1\0\1", b"\0\1\0\3"), False),  # another class
        (lambda b: b[:5] + b"\2" + b[6:] + QUESTION, True),  # told by questions()
    ],
)
def test_an_answer_is_to_our_question(change: object, want: bool) -> None:
    assert callable(change)
    request = b"\0\7" + newRequest("www.test.", TYPE_A)[2:]
    assert (checkResponse(request, change(message())) is not None) is want


@pytest.mark.parametrize(
    "wire",
    [
        b"",
        b"\0\7\x81\x80",
        b"\0\7\x81\x80" + bytes(8),
        message()[:12],
        message()[:20],
        message()[:-1],
    ],
)
def test_half_an_answer_is_none(wire: bytes) -> None:
    request = b"\0\7" + newRequest("www.test.", TYPE_A)[2:]
    with pytest.raises(errCannotUnmarshalDNSMessage):
        checkResponse(request, wire)


def test_the_question_is_read() -> None:
    assert question(message())[:3] == (b"www.test.", 1, 1)


def test_records_are_read() -> None:
    alias = record(TYPE_CNAME, b"\1a\xc0\x10")
    a = record(TYPE_A, b"\xc0\0\2\1", name=b"\1a\xc0\x10")
    aaaa = record(TYPE_AAAA, b"\x20\1" + bytes(13) + b"\1")
    m = read(message(alias, a, aaaa))
    assert not m.broken
    assert [r.type for r in m.answers] == [TYPE_CNAME, TYPE_A, TYPE_AAAA]
    assert [m.owner(r) for r in m.answers] == ["www.test.", "a.test.", "www.test."]
    assert m.alias(m.answers[0]) == "a.test."
    assert m.address(m.answers[1]) == b"\xc0\0\2\1"
    assert m.address(m.answers[2])[-1] == 1
    assert m.rcode == 0
    assert m.recursion
    assert not m.authoritative
    assert not m.truncated


@pytest.mark.parametrize(
    ("wire", "answers"),
    [
        (message(answers=1), 0),
        (message(record(TYPE_A, b"abcd"), answers=2), 1),
        (message(record(TYPE_A, b"abcd")[:-5]), 0),
        (message(record(TYPE_A, b"abcd")[:-1]), 1),
        (message(record(TYPE_A, b"abcd"), record(TYPE_A, b"", name=b"\xff")), 1),
    ],
)
def test_a_broken_answer_keeps_what_came_before(wire: bytes, answers: int) -> None:
    m = read(wire)
    assert m.broken
    assert len(m.answers) == answers


@pytest.mark.parametrize("data", [b"", b"abc", b"abcde"])
def test_an_address_has_its_size(data: bytes) -> None:
    m = read(message(record(TYPE_A, data)))
    with pytest.raises(errCannotUnmarshalDNSMessage):
        m.address(m.answers[0])


def test_an_address_beyond_the_end_is_none() -> None:
    m = read(message(record(TYPE_A, b"abcd")[:-1]))
    with pytest.raises(errCannotUnmarshalDNSMessage):
        m.address(m.answers[0])


def test_an_alias_fills_its_record() -> None:
    m = read(message(record(TYPE_CNAME, b"\1a\0x")))
    with pytest.raises(errCannotUnmarshalDNSMessage):
        m.alias(m.answers[0])


def opt(ttl: int) -> bytes:
    return record(41, b"", name=b"\0", ttl=ttl)


SOA = record(6, b"x")


@pytest.mark.from_go("net/dnsclient_unix_test.go", "TestExtendedRCode")
@pytest.mark.parametrize(
    ("wire", "rcode", "extra"),
    [
        (message(bits=0x8183), 3, False),
        (message(opt(0), additionals=1), 0, True),
        (message(opt(0x01000000), additionals=1), 16, True),
        (message(opt(0x01000000), bits=0x8182, additionals=1), 18, True),
        (message(opt(0x01010000), additionals=1), 0, True),  # of a later version
        (message(record(1, b"abcd"), opt(1 << 24), additionals=2), 16, True),
        (message(SOA, opt(1 << 24), authorities=1, additionals=1), 16, True),
        (message(SOA[:-1], answers=0, authorities=1, additionals=1), 0, False),
        (message(opt(1 << 24)[:-1], additionals=1), 0, False),
        (message(answers=0, additionals=1), 0, False),
        # Behind broken answers nothing can be found.
        (message(opt(1 << 24), answers=2, additionals=1), 0, False),
    ],
)
def test_the_rest_of_the_rcode_is_in_opt(wire: bytes, rcode: int, extra: bool) -> None:
    m = read(wire)
    assert (m.rcode, m.extra) == (rcode, extra)


def test_other_records_are_read_by_dnspython() -> None:
    pytest.importorskip("dns", reason="dnspython is not installed")
    m = read(message(record(TYPE_MX, b"\0\x0a\1m\xc0\x10")))
    data = m.data(m.answers[0])
    assert data.preference == 10
    assert dnsmessage.nameText(data.exchange) == "m.test."
    for bad in (b"", b"\0", b"\0\x0a\1m", b"\0\x0a\1m\0x", b"\0\x0a\xc0\xff"):
        m = read(message(record(TYPE_MX, bad)))
        with pytest.raises(errCannotUnmarshalDNSMessage):
            m.data(m.answers[0])
    dotted = read(message(record(TYPE_MX, b"\0\x0a\3m.n\0")))
    with pytest.raises(errCannotUnmarshalDNSMessage):
        dnsmessage.nameText(dotted.data(dotted.answers[0]).exchange)


def test_without_dnspython_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dnspython.cache_clear()
    monkeypatch.setitem(sys.modules, "dns.rdata", None)
    m = read(message(record(TYPE_MX, b"\0\x0a\1m\xc0\x10")))
    with pytest.raises(errNoDNSPython, match=r"pip install 'goruntime\[dns\]'") as info:
        m.data(m.answers[0])
    assert isinstance(info.value, ImportError)
    assert m.answers == [Record(m.answers[0].owner, TYPE_MX, 38, 6)]
    dnspython.cache_clear()

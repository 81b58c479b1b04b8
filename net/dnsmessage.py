"""What is said to a DNS server and what it answers, in bytes.  Go: x/net/dns/dnsmessage

Addresses and aliases are most of what is asked for, and dnspython takes longer to
parse a message than a server to answer it.  So queries are built here, and answers
read here strictly, but for the data of the other kinds of records: that is read by
dnspython, the extra ``goruntime[dns]``.

    header     id, bits, how many questions, answers, authorities, additionals
    question   name, type, class
    record     name, type, class, ttl, length, data

A name is labels, each after its length, to an empty one; two bytes of which the upper
two bits are set stand for the rest of it, which is elsewhere in the message.
"""

from __future__ import annotations

import os
import struct
from functools import cache
from typing import Any, Final, NamedTuple

from goruntime import errors

from .configfile import decode, encode

TYPE_A: Final = 1
TYPE_NS: Final = 2
TYPE_CNAME: Final = 5
TYPE_PTR: Final = 12
TYPE_MX: Final = 15
TYPE_TXT: Final = 16
TYPE_AAAA: Final = 28
TYPE_SRV: Final = 33
TYPE_OPT: Final = 41
_CLASS_IN: Final = 1

RCODE_SUCCESS: Final = 0
RCODE_SERVER_FAILURE: Final = 2
RCODE_NAME_ERROR: Final = 3

_RESPONSE: Final = 0x8000
_AUTHORITATIVE: Final = 0x0400
_TRUNCATED: Final = 0x0200
_RECURSION_DESIRED: Final = 0x0100
_RECURSION_AVAILABLE: Final = 0x0080
_AUTHENTIC_DATA: Final = 0x0020

MAX_PACKET: Final = 1232  # bytes, that cross every network whole: dnsflagday.net/2020
HEADER: Final = 12  # bytes
MAX_NAME: Final = 254  # bytes of text, dots included
MAX_POINTERS: Final = 10  # in one name; more lead round in a ring

_HEADER: Final = struct.Struct("!6H")
_QUESTION: Final = struct.Struct("!2H")
_RECORD: Final = struct.Struct("!2HIH")  # what comes after the name

# The root's name, OPT, the size of packets we take, no flags, no options.  RFC 6891
_EDNS0: Final = b"\0" + _RECORD.pack(TYPE_OPT, MAX_PACKET, 0, 0)


class errCannotUnmarshalDNSMessage(errors.error):
    """These bytes are no message."""

    text = "cannot unmarshal DNS message"


class errCannotMarshalDNSMessage(errors.error):
    """This name cannot be asked for."""

    text = "cannot marshal DNS message"


class errNoDNSPython(errors.error, ImportError):
    """Records other than addresses and aliases are read by dnspython."""

    text = "reading this record needs dnspython: pip install 'goruntime[dns]'"


def godebug(key: str) -> str:
    """Return what the environment's GODEBUG="key=value,..." says, the last of it."""
    found = ""
    for pair in os.environ.get("GODEBUG", "").split(","):
        name, _, value = pair.partition("=")
        if name == key:
            found = value
    return found


def packName(name: str) -> bytes:
    """Return an absolute name as it is sent.  Raises errCannotMarshalDNSMessage."""
    b = encode(name)
    if b == b".":
        return b"\0"
    labels = b.split(b".")
    if labels.pop() or not labels or len(b) > MAX_NAME:
        raise errCannotMarshalDNSMessage
    if not all(0 < len(label) < 64 for label in labels):
        raise errCannotMarshalDNSMessage
    return b"".join([bytes((len(label),)) + label for label in labels]) + b"\0"


def newRequest(name: str, qtype: int, ad: bool = False) -> bytes:
    """Return a query for records of a type, with an id that nobody can foresee.

    ad asks for the AD flag.  Raises errCannotMarshalDNSMessage.
    """
    edns = b"" if godebug("netedns0") == "0" else _EDNS0
    bits = _RECURSION_DESIRED | (_AUTHENTIC_DATA if ad else 0)
    header = os.urandom(2) + _HEADER.pack(0, bits, 1, 0, 0, 1 if edns else 0)[2:]
    question = packName(name) + _QUESTION.pack(qtype, _CLASS_IN)
    return header + question + edns


class Record(NamedTuple):
    """An answer: whose name is at owner, and where its data is."""

    owner: int
    type: int
    start: int
    length: int


class Message:
    """An answer, once it was found to be one to our question.

    answers are its records.  broken tells that there should be more, or that they
    are not what they should be from there on.
    """

    __slots__ = (
        "answers",
        "authoritative",
        "broken",
        "extra",
        "rcode",
        "recursion",
        "truncated",
        "wire",
    )

    def __init__(self, wire: bytes, offset: int) -> None:
        """Read the records, which begin at offset."""
        self.wire = wire
        _, bits, _, answers, authorities, additionals = _HEADER.unpack_from(wire)
        self.rcode = bits & 0xF
        self.authoritative = bool(bits & _AUTHORITATIVE)
        self.recursion = bool(bits & _RECURSION_AVAILABLE)
        self.truncated = bool(bits & _TRUNCATED)
        self.answers: list[Record] = []
        self.extra = False  # whether there are additional records
        self.broken = False
        rest = offset
        try:
            for _ in range(answers):
                rest = self._answer(rest)
        except (errCannotUnmarshalDNSMessage, struct.error):
            self.broken = True
            # Names that are skipped are not read: an OPT may still be found.
            rest, authorities = offset, authorities + answers
        try:
            for _ in range(authorities):
                rest = self._skip(rest)
            for _ in range(additionals):
                if self._opt(rest):
                    break
                rest = self._skip(rest)
        except (errCannotUnmarshalDNSMessage, struct.error):
            pass  # what is behind the answers may be anything

    def _answer(self, offset: int) -> int:
        """Read one answer; return where the next one is."""
        wire = self.wire
        if wire[offset : offset + 2] == b"\xc0\x0c":
            end = offset + 2  # the name in the question, which was read already
        else:
            _, end = unpackName(wire, offset)
        kind, _, _, length = _RECORD.unpack_from(wire, end)
        start = end + _RECORD.size
        self.answers.append(Record(offset, kind, start, length))
        if start + length > len(wire):
            raise errCannotUnmarshalDNSMessage
        return int(start + length)

    def _skip(self, offset: int) -> int:
        offset = skipName(self.wire, offset)
        _, _, _, length = _RECORD.unpack_from(self.wire, offset)
        offset += _RECORD.size + int(length)
        if offset > len(self.wire):
            raise errCannotUnmarshalDNSMessage
        return offset

    def _opt(self, offset: int) -> bool:
        """Take the rest of rcode from an additional record, if that is OPT."""
        _, end = unpackName(self.wire, offset)
        kind, _, ttl, _ = _RECORD.unpack_from(self.wire, end)
        self.extra = True
        if kind == TYPE_OPT and ttl & 0x00FF0000 == 0:  # version 0
            self.rcode |= ttl >> 24 << 4
        return bool(kind == TYPE_OPT)

    def owner(self, record: Record) -> str:
        """Return the name that a record is of."""
        return decode(unpackName(self.wire, record.owner)[0])

    def address(self, record: Record) -> bytes:
        """Return the address that an A or AAAA record is about."""
        size = 4 if record.type == TYPE_A else 16
        data = self.wire[record.start : record.start + record.length]
        if record.length != size or len(data) != size:
            raise errCannotUnmarshalDNSMessage
        return data

    def alias(self, record: Record) -> str:
        """Return the name that a CNAME record is about."""
        name, end = unpackName(self.wire, record.start)
        if end != record.start + record.length:
            raise errCannotUnmarshalDNSMessage
        return decode(name)

    def data(self, record: Record) -> Any:
        """Return dnspython's object for any other record.

        Raises errCannotUnmarshalDNSMessage, errNoDNSPython.
        """
        read, failed = dnspython()
        try:
            return read(_CLASS_IN, record.type, self.wire, record.start, record.length)
        except (failed, ValueError, IndexError) as err:
            raise errCannotUnmarshalDNSMessage from err


@cache
def dnspython() -> tuple[Any, type[Exception]]:
    """Return what reads a record's data, and what it raises.  Raises errNoDNSPython.

    It is imported when it is needed: it is an extra, and not small.
    """
    try:
        from dns.exception import DNSException
        from dns.rdata import from_wire
    except ImportError as err:
        raise errNoDNSPython from err
    return from_wire, DNSException


def nameText(name: Any) -> str:
    """Return dnspython's name as Go has it: bytes with dots between.

    Raises errCannotUnmarshalDNSMessage, if there are dots in a label.
    """
    if any(b"." in label for label in name.labels):
        raise errCannotUnmarshalDNSMessage
    return decode(b".".join(name.labels)) or "."


def question(wire: bytes) -> tuple[bytes, int, int, int]:
    """Return the first question's name in lower case, type, class, and where it ends.

    Raises errCannotUnmarshalDNSMessage.
    """
    if len(wire) < HEADER or wire[4:6] == b"\0\0":
        raise errCannotUnmarshalDNSMessage
    name, end = unpackName(wire, HEADER)
    if end + _QUESTION.size > len(wire):
        raise errCannotUnmarshalDNSMessage
    qtype, qclass = _QUESTION.unpack_from(wire, end)
    return name.lower(), qtype, qclass, end + _QUESTION.size


def checkResponse(request: bytes, response: bytes) -> int | None:
    """Return where the records of response begin; None if it answers something else.

    Raises errCannotUnmarshalDNSMessage.
    """
    end = len(request) - (len(_EDNS0) if request[11] else 0)
    mine = response[:2] == request[:2] and len(response) > 2 and response[2] & 0x80
    if mine and response[4:6] == b"\0\1" and response[12:end] == request[12:end]:
        return end  # fast path
    asked, got = question(request), question(response)
    return got[3] if mine and asked[:3] == got[:3] else None


def questions(wire: bytes) -> int:
    """Return how many questions a message has."""
    return wire[4] << 8 | wire[5]


def unpackName(wire: bytes, offset: int) -> tuple[bytes, int]:
    """Return the name that begins at offset, and where it ends.

    Raises errCannotUnmarshalDNSMessage: it goes beyond the message, round in a ring,
    is too long, or has a dot inside a label.
    """
    labels = []
    end = -1
    size = pointers = 0
    while True:
        if offset >= len(wire):
            raise errCannotUnmarshalDNSMessage
        n = wire[offset]
        offset += 1
        if n == 0:
            break
        if n < 64:
            label = wire[offset : offset + n]
            size += n + 1
            if len(label) != n or size > MAX_NAME or b"." in label:
                raise errCannotUnmarshalDNSMessage
            labels.append(label)
            offset += n
        elif n >= 0xC0 and offset < len(wire) and pointers < MAX_POINTERS:
            pointers += 1
            if end < 0:
                end = offset + 1
            offset = (n & 0x3F) << 8 | wire[offset]
        else:
            raise errCannotUnmarshalDNSMessage
    labels.append(b"")
    return b".".join(labels) or b".", offset if end < 0 else end


def skipName(wire: bytes, offset: int) -> int:
    """Return where the name that begins at offset ends."""
    while offset < len(wire):
        n = wire[offset]
        offset += 1 + n
        if n == 0:
            return offset
        if n >= 0xC0:
            return offset - n + 1
        if n >= 64:
            break
    raise errCannotUnmarshalDNSMessage

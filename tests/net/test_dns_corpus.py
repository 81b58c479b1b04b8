"""Files, names and DNS answers as strange as they come: Go's verdict on each.

data/dns.jsonl has what Go 1.27 made of inputs, by the functions that are named here.
"""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from goruntime import errors
from net import hook
from net.configfile import decode, encode
from net.dnsclient import isDomainName
from net.dnsclient_unix import checkHeader, skipToAnswer
from net.dnsconfig import dnsReadConfig
from net.dnsmessage import (
    HEADER,
    TYPE_A,
    Message,
    checkResponse,
    errCannotUnmarshalDNSMessage,
    newRequest,
    questions,
)
from net.golookup import Asked
from net.hosts import parseHosts
from net.nss import parseNSSConf

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data/dns.jsonl").read_text().splitlines()
]
REQUEST = b"\0\7" + newRequest("www.test.", TYPE_A)[2:]


@pytest.fixture(autouse=True)
def hostname() -> Iterator[None]:
    before, hook.getHostname = hook.getHostname, lambda: "host.domain.local"
    yield
    hook.getHostname = before


def b64(s: str | bytes) -> str:
    return base64.b64encode(encode(s) if isinstance(s, str) else s).decode()


def b64s(texts: list[str]) -> list[str]:
    return [b64(text) for text in texts]


def lines(data: bytes) -> list[str]:
    found = decode(data).split("\n")
    if not found[-1]:
        found.pop()
    return found


def resolv(data: bytes, tmp_path: Path) -> Any:
    path = tmp_path / "resolv.conf"
    path.write_bytes(data)
    c = dnsReadConfig(str(path))
    flags = [c.rotate, c.singleRequest, c.useTCP, c.trustAD, c.noReload, c.unknownOpt]
    numbers = [c.ndots, int(c.timeout), c.attempts]
    return [b64s(c.servers), b64s(c.search), *numbers, *flags, b64s(c.lookup)]


def nss(data: bytes, _: Path) -> Any:
    conf = parseNSSConf(lines(data))
    found = {}
    for db, sources in conf.sources.items():
        found[b64(db)] = [
            [
                b64(s.source),
                [[c.negate, b64(c.status), b64(c.action)] for c in s.criteria],
                s.standardCriteria(),
            ]
            for s in sources
        ]
    return [found, "" if conf.err is None else b64(str(conf.err))]


def hosts(data: bytes, _: Path) -> Any:
    table = parseHosts(lines(data))
    names = {b64(n): [b64s(e.addrs), b64(e.canonical)] for n, e in table.names.items()}
    return [names, {b64(addr): b64s(names) for addr, names in table.addrs.items()}]


def message(wire: bytes, _: Path | None = None) -> Any:
    """Say what a look-up of the A records of www.test makes of an answer."""
    if len(wire) < HEADER:
        return "start"
    try:
        offset = checkResponse(REQUEST, wire)
    except errCannotUnmarshalDNSMessage:
        return "question"
    if offset is None:
        return "other"
    if questions(wire) != 1:
        return "invalid"
    answer = Message(wire, offset)
    try:
        checkHeader(answer)
        skipToAnswer(answer, TYPE_A)
    except errors.error as err:
        return [answer.truncated, str(err)]
    asked = Asked("ip", "www.test")
    asked.take(answer, "server")
    ips = [a.IP for a in asked.addrs]
    texts = [str(ip) if len(ip) == 4 else b64(bytes(ip)) for ip in ips]
    return [answer.truncated, texts, b64(asked.cname), asked.last is not None]


KINDS: dict[str, Callable[[bytes, Path], Any]] = {
    "name": lambda data, _: isDomainName(decode(data)),
    "resolv": resolv,
    "nss": nss,
    "hosts": hosts,
    "msg": message,
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_what_go_makes_of_it(kind: str, tmp_path: Path) -> None:
    rows = [row for row in ROWS if row["kind"] == kind]
    assert len(rows) > 15
    for row in rows:
        data = base64.b64decode(row["in"])
        assert KINDS[kind](data, tmp_path) == row["want"], data

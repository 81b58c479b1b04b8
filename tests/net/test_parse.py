"""All parsers of addresses against what Go made of the same texts.

data/parse.jsonl and resolve.jsonl: what Go returned or said, in words.
data/corpus.jsonl: (parser, text, what Go made of it), a few of each kind out of
800,000 generated texts.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from net import port
from net.errors import AddrError, DNSError, ParseError
from net.ip import IP, ParseCIDR, ParseIP, parseIPZone
from net.ipsock import JoinHostPort, SplitHostPort
from net.mac import ParseMAC
from net.parse import BIG, dtoi, formatIPv6, parseIPv6
from net.port import SERVICES, parsePort, resolvePort

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[Any]:
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


def parseip(s: str) -> str:
    ip = ParseIP(s)
    if ip is None:
        return "<nil> len=0 nil=true"
    return f"{ip} len={len(ip)} nil=false"


def quoted(s: str) -> str:
    return json.dumps(s)


# What was called, and how its result was written down.
CALLS: dict[str, Callable[..., str]] = {
    "net.SplitHostPort": lambda s: "host={} port={}".format(
        *map(quoted, SplitHostPort(s))
    ),
    "net.JoinHostPort": lambda h, p: quoted(JoinHostPort(h, p)),
    "net.ParseCIDR": lambda s: "ip={} net={}".format(*ParseCIDR(s)),
    "net.ParseIP": parseip,
    "IP.UnmarshalText": lambda s: str(IP.UnmarshalText(s.encode())),
    "net.ParseMAC": lambda s: str(ParseMAC(s)),
    "net.LookupPort": lambda n, s: str(resolvePort(n, s)),
}
CALL = re.compile(r'([\w.]+)\((".*")\)')
TOLD = [
    pytest.param(call[1], json.loads(f"[{call[2]}]"), row, id=row["what"])
    for row in rows("parse.jsonl") + rows("resolve.jsonl")
    if (call := CALL.fullmatch(row["what"])) and call[1] in CALLS
]


@pytest.mark.parametrize(("name", "args", "row"), TOLD)
def test_a_parser_says_what_go_says(
    name: str, args: list[str], row: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(port, "services", lambda: SERVICES)
    if "err" not in row:
        assert CALLS[name](*args) == row["result"]
        return
    with pytest.raises((AddrError, DNSError, ParseError)) as info:
        CALLS[name](*args)
    err = info.value
    (told,) = row["chain"]
    assert str(err) == row["err"] == told["text"]
    assert type(err).__name__ == told["type"].removeprefix("*net.")
    fields = {name: getattr(err, name) for name in told["fields"]}
    assert {k: go(v) for k, v in fields.items()} == told["fields"]
    assert (err.Timeout(), err.Temporary()) == (row["timeout"], row["temporary"])


def go(v: object) -> str:
    return {None: "<nil>", True: "true", False: "false"}.get(v, str(v))  # type: ignore[call-overload, no-any-return]


def test_the_told_rows_were_found() -> None:
    assert {param.values[0] for param in TOLD} == CALLS.keys()


# --- the corpus ---


def made_of_ip(s: str) -> list[Any]:
    ip = ParseIP(s)
    zoned, zone = parseIPZone(s)
    return [
        None if ip is None else ip.hex(),
        str(ip or IP()),
        zoned is not None,
        zone,
        "" if zoned is None else str(zoned),
    ]


def made_of_cidr(s: str) -> list[Any]:
    try:
        ip, net = ParseCIDR(s)
    except ParseError as err:
        return [str(err)]
    return [None, ip.hex(), net.IP.hex(), net.Mask.hex(), str(net)]


def made_of_mac(s: str) -> list[Any]:
    try:
        return [None, str(ParseMAC(s))]
    except AddrError as err:
        return [str(err), ""]


def made_of_hostport(s: str) -> list[Any]:
    try:
        return [None, *SplitHostPort(s)]
    except AddrError as err:
        return [str(err), "", ""]


PARSERS: dict[str, Callable[[str], list[Any]]] = {
    "ip": made_of_ip,
    "cidr": made_of_cidr,
    "mac": made_of_mac,
    "hostport": made_of_hostport,
    "port": lambda s: list(parsePort(s)),
}


@pytest.mark.parametrize("parser", PARSERS)
def test_the_corpus_is_parsed_as_go_parses_it(parser: str) -> None:
    corpus = {text: want for name, text, want in rows("corpus.jsonl") if name == parser}
    assert corpus
    assert {text: PARSERS[parser](text) for text in corpus} == corpus


# --- the parts ---


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("", (0, 0, False)),
        ("0", (0, 1, True)),
        ("65536", (65536, 5, True)),
        ("80/tcp", (80, 2, True)),
        ("-1", (0, 0, False)),
        ("16777214", (BIG - 1, 8, True)),
        ("16777215", (BIG, 7, False)),
        ("9" * 5000, (BIG, 7, False)),
        ("0" * 5000 + "8", (8, 5001, True)),
        ("\u0661", (0, 0, False)),
    ],
)
@pytest.mark.from_go("net/parse_test.go", "TestDtoi")
def test_a_number_is_read_from_the_front(
    text: str, want: tuple[int, int, bool]
) -> None:
    assert dtoi(text) == want


def test_every_pattern_of_zeros_prints_and_parses_back() -> None:
    for pattern in range(1 << 8):
        b = b"".join(b"\0\1" if pattern >> i & 1 else b"\0\0" for i in range(8))
        text = formatIPv6(b)
        assert parseIPv6(text) == b
        assert text.count("::") <= 1
        longest = max(map(len, re.findall("(?:00)+", b.replace(b"\1", b"\xff").hex())))
        assert ("::" in text) is (longest // 4 > 1 or pattern == 0)

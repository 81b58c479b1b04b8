"""Every parser of addresses, given 2000 texts of which Go's answers are on record."""

import ipaddress
import itertools
import json
from pathlib import Path

import pytest

from net import port
from net.netip import ParsePrefix
from tests.net.addresses import PARSERS, Texts, answer, python_says, we_say

pytestmark = pytest.mark.plain

RECORD = Path(__file__).parent / "data/addresses.jsonl"
ROWS = [tuple(json.loads(line)) for line in RECORD.read_text().splitlines()]


@pytest.fixture(autouse=True)
def known_services(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this machine's /etc/services says."""
    monkeypatch.setattr(port, "services", lambda: port.SERVICES)


@pytest.mark.parametrize("parser", PARSERS)
def test_the_answer_is_gos(parser: str) -> None:
    told = {text: want for name, text, want in ROWS if name == parser}
    assert len(told) > 50
    assert {text: answer(parser, text) for text in told} == told


def test_the_same_seed_makes_the_same_texts() -> None:
    first, second = (list(itertools.islice(Texts(3), 100)) for _ in range(2))
    assert first == second
    assert {name for name, _ in first} == PARSERS.keys()


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    "part",
    ["1", "0", "9", "a", ":", "::", ".", "1.", "[", "]", "%", "/", "-", "\u0661"],
)
def test_a_text_of_any_length_is_answered_at_once(parser: str, part: str) -> None:
    for text in (part * 20_000, f"::1%{part * 20_000}", f"1.2.3.4:{part * 20_000}"):
        assert isinstance(answer(parser, text), str)


def test_python_finds_the_same_texts_to_be_addresses() -> None:
    """But for zones: Python's have no "%" in them."""
    texts = [text for name, text, _ in ROWS if name in ("addr", "ip")]
    texts = [s for s in texts if "%" not in s]
    assert {s: we_say(s) for s in texts} == {s: python_says(s) for s in texts}
    assert sum(we_say(s) is not None for s in texts) > 100


def test_python_finds_the_same_networks() -> None:
    for name, text, told in ROWS:
        if name == "prefix" and not told.startswith("!"):
            network = ipaddress.ip_network(text, strict=False)
            masked = ParsePrefix(text).Masked()
            assert masked.Addr().AsSlice() == network.network_address.packed
            assert masked.Bits() == network.prefixlen

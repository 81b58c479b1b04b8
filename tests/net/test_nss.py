"""nsswitch.conf: the sources of each database, and what is standard."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from goruntime import time
from net import hook
from net.nss import (
    Criterion,
    NSSConf,
    Source,
    getSystemNSS,
    nss_config,
    parseCriteria,
    parseNSSConf,
    parseNSSConfFile,
)

AVAHI = """# /etc/nsswitch.conf
passwd:         compat

hosts:          files mdns4_minimal [NOTFOUND=return] dns mdns4
protocols:      db files
"""


def parse(text: str) -> NSSConf:
    return parseNSSConf(text.split("\n"))


@pytest.mark.from_go("net/nss_test.go", "TestParseNSSConf")
@pytest.mark.parametrize(
    "text",
    [
        "foo: a b",
        "foo: a b\n",
        "   foo:a    b    \n",
        "   foo:a    b#c\n",
        "   foo:a    b #c \n",
        "foo: a\nfoo: b",
        "# foo: c\n\t foo : a b \r\n",
    ],
)
def test_sources_are_read(text: str) -> None:
    assert parse(text) == NSSConf({"foo": [Source("a"), Source("b")]})


@pytest.mark.from_go("net/nss_test.go", "TestParseNSSConf")
def test_criteria_are_read() -> None:
    criteria = [Criterion(True, "a", "b"), Criterion(False, "x", "y")]
    sources = [Source("a"), Source("b", criteria), Source("c")]
    assert parse("   foo:a    b [!a=b    X=Y ] c#d \n") == NSSConf({"foo": sources})


@pytest.mark.from_go("net/nss_test.go", "TestParseNSSConf")
def test_a_file_as_it_is_found() -> None:
    minimal = Source("mdns4_minimal", [Criterion(False, "notfound", "return")])
    hosts = [Source("files"), minimal, Source("dns"), Source("mdns4")]
    assert parse(AVAHI) == NSSConf(
        {
            "passwd": [Source("compat")],
            "hosts": hosts,
            "protocols": [Source("db"), Source("files")],
        }
    )


@pytest.mark.parametrize(
    ("text", "error", "sources"),
    [
        ("hosts: files\nfoo", "no colon on line", {"hosts": [Source("files")]}),
        ("hosts: a [x=y", "unclosed criterion bracket", {}),
        ("hosts: b a [x=y", "unclosed criterion bracket", {"hosts": [Source("b")]}),
        ("hosts: a [xy]", "invalid criteria: xy", {}),
        ("hosts: a [xyz]", "invalid criteria: xyz", {}),
        ("hosts: a [!=]\nfoo: b", "invalid criteria: !=", {}),
    ],
)
def test_a_wrong_line_ends_it(
    text: str, error: str, sources: dict[str, list[Source]]
) -> None:
    conf = parse(text)
    assert str(conf.err) == error
    assert conf.sources == sources


def test_a_database_without_sources_is_not_there() -> None:
    assert parse("hosts:\nfoo: #a").sources == {}


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("", True),
        ("success=return", True),
        ("success=return notfound=continue unavail=continue tryagain=continue", True),
        ("notfound=return", True),  # as the last it changes nothing
        ("notfound=return success=return", False),
        ("success=continue", False),
        ("!success=return", False),
        ("success=merge", False),
        ("other=return", False),
    ],
)
def test_what_is_done_anyway_is_standard(text: str, standard: bool) -> None:
    assert Source("dns", parseCriteria(text)).standardCriteria() is standard


def test_without_a_file_it_says_why(tmp_path: Path) -> None:
    assert isinstance(parseNSSConfFile("/nonexistent").err, FileNotFoundError)
    assert isinstance(parseNSSConfFile(str(tmp_path)).err, IsADirectoryError)


@pytest.fixture
def nsswitch(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "nsswitch.conf"
    before, hook.nsswitchPath = hook.nsswitchPath, str(path)
    yield path
    hook.nsswitchPath = before
    nss_config.forget()


def test_it_is_read_again_when_it_has_changed(nsswitch: Path) -> None:
    nsswitch.write_text("hosts: files")
    assert getSystemNSS().sources == {"hosts": [Source("files")]}
    nsswitch.write_text("hosts: dns files")
    assert getSystemNSS().sources == {"hosts": [Source("files")]}
    nss_config.checked = nss_config.checked.Add(-6 * time.Second)
    assert getSystemNSS().sources == {"hosts": [Source("dns"), Source("files")]}

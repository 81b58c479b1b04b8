"""/etc/hosts: names to addresses, addresses to names, canonical names."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from goruntime import time
from net import hook
from net.dnsclient import absDomainName
from net.hosts import hosts, lookupStaticAddr, lookupStaticHost, parseLiteralIP

HOSTS = """255.255.255.255\tbroadcasthost
127.0.0.2\todin
127.0.0.3\todin  # inline comment
::2             odin
127.1.1.1\tthor
# aliases
127.1.1.2\tullr ullrhost
fe80::1%lo0\tlocalhost
# Bogus entries that must be ignored.
123.123.123\tloki
321.321.321.321
"""
IPV4 = """127.0.0.1 localhost\t# tab
127.0.0.2\tlocalhost   # blank
127.0.0.3\tlocalhost\tlocalhost.localdomain
"""
IPV6 = """::1\t\tlocalhost
fe80:0000:0000:0000:0000:0000:0000:0001\tlocalhost
fe80:0000:0000:0000:0000:0000:0000:0002%lo0\tlocalhost
fe80::3%lo0 localhost localhost.localdomain
"""
CASE = "127.0.0.1 PreserveMe PreserveMe.local\n::1 PreserveMe PreserveMe.local\n"
ALIASES = """127.0.0.1 test
127.0.0.2 test2.example.com 2.test
127.0.0.3 3.test test3.example.com
127.0.0.4 example.com
127.0.0.5 test4.example.com 4.test 5.test test5.example.com
"""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "hosts"
    before, hook.hostsFilePath = hook.hostsFilePath, str(path)
    yield path
    hook.hostsFilePath = before


@pytest.mark.from_go("net/hosts_test.go", "TestLookupStaticHost")
@pytest.mark.parametrize(
    ("text", "name", "addrs"),
    [
        (HOSTS, "odin", ["127.0.0.2", "127.0.0.3", "::2"]),
        (HOSTS, "thor", ["127.1.1.1"]),
        (HOSTS, "ullr", ["127.1.1.2"]),
        (HOSTS, "ullrhost", ["127.1.1.2"]),
        (HOSTS, "localhost", ["fe80::1%lo0"]),
        ("127.0.0.2\todin", "odin", ["127.0.0.2"]),
        (IPV4, "localhost", ["127.0.0.1", "127.0.0.2", "127.0.0.3"]),
        (IPV4, "localhost.localdomain", ["127.0.0.3"]),
        (IPV6, "localhost", ["::1", "fe80::1", "fe80::2%lo0", "fe80::3%lo0"]),
        (IPV6, "localhost.localdomain", ["fe80::3%lo0"]),
        (CASE, "PreserveMe", ["127.0.0.1", "::1"]),
        (CASE, "PreserveMe.local", ["127.0.0.1", "::1"]),
    ],
)
def test_a_name_has_the_addresses_of_its_lines(
    file: Path, text: str, name: str, addrs: list[str]
) -> None:
    file.write_text(text)
    for given in (name, name.upper(), absDomainName(name)):
        assert lookupStaticHost(given)[0] == addrs
    assert lookupStaticHost(name + "x") == ([], "")


@pytest.mark.from_go("net/hosts_test.go", "TestLookupStaticAddr")
@pytest.mark.parametrize(
    ("text", "addr", "names"),
    [
        (HOSTS, "255.255.255.255", ["broadcasthost"]),
        (HOSTS, "127.0.0.2", ["odin"]),
        (HOSTS, "0:0:0:0:0:0:0:2", ["odin"]),
        (HOSTS, "127.1.1.2", ["ullr", "ullrhost"]),
        (HOSTS, "fe80::1%lo0", ["localhost"]),
        (HOSTS, "fe80::1", []),
        (HOSTS, "odin", []),
        (IPV4, "127.0.0.3", ["localhost", "localhost.localdomain."]),
        (CASE, "127.0.0.1", ["PreserveMe", "PreserveMe.local."]),
    ],
)
def test_an_address_has_the_names_of_its_lines(
    file: Path, text: str, addr: str, names: list[str]
) -> None:
    file.write_text(text)
    assert lookupStaticAddr(addr) == names


@pytest.mark.from_go("net/hosts_test.go", "TestLookupStaticHostAliases")
@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("test", "test"),
        ("test2.example.com", "test2.example.com."),
        ("2.test", "test2.example.com."),
        ("3.test", "3.test."),
        ("test3.example.com", "3.test."),
        ("example.com", "example.com."),
        ("test5.example.com", "test4.example.com."),
        ("5.TEST.", "test4.example.com."),
    ],
)
def test_the_first_name_of_a_line_is_canonical(
    file: Path, name: str, canonical: str
) -> None:
    file.write_text(ALIASES)
    assert lookupStaticHost(name)[1] == canonical


@pytest.mark.from_go("net/hosts_test.go", "TestHostCacheModification")
def test_who_asks_may_change_what_he_gets(file: Path) -> None:
    file.write_text(IPV4)
    lookupStaticHost("localhost")[0].clear()
    assert len(lookupStaticHost("localhost")[0]) == 3
    lookupStaticAddr("127.0.0.3").clear()
    assert len(lookupStaticAddr("127.0.0.3")) == 2


def pass_time() -> None:
    hosts.expire = time.Time()


def test_it_is_read_again_after_five_seconds_if_it_has_changed(file: Path) -> None:
    file.write_text("127.0.0.1 a\n")
    assert lookupStaticHost("a")[0] == ["127.0.0.1"]
    file.write_text("127.0.0.22 a\n")
    assert lookupStaticHost("a")[0] == ["127.0.0.1"]
    pass_time()
    assert lookupStaticHost("a")[0] == ["127.0.0.22"]
    table = hosts.table
    pass_time()
    assert hosts.read() is table
    os.utime(file, ns=(1, 1))
    pass_time()
    assert hosts.read() is not table


def test_a_file_that_appears_is_seen_at_once(file: Path) -> None:
    assert lookupStaticHost("a") == ([], "")
    file.write_text("127.0.0.1 a\n")
    assert lookupStaticHost("a")[0] == ["127.0.0.1"]
    file.unlink()
    pass_time()
    assert lookupStaticHost("a") == ([], "")


def test_a_file_that_cannot_be_read_now_says_what_it_said(file: Path) -> None:
    file.write_text("127.0.0.1 a\n")
    lookupStaticHost("a")
    file.unlink()
    file.mkdir()
    pass_time()
    assert lookupStaticHost("a")[0] == ["127.0.0.1"]


def test_bytes_that_are_no_text_do_no_harm(file: Path) -> None:
    file.write_bytes(b"127.0.0.1 \xff\xfe \xc3\xa4\n127.0.0.2\0 b\n127.0.0.3 b")
    assert lookupStaticHost("\udcff\udcfe")[0] == ["127.0.0.1"]
    assert lookupStaticHost("\u00e4")[0] == ["127.0.0.1"]
    assert lookupStaticHost("b")[0] == ["127.0.0.3"]


@pytest.mark.parametrize(
    ("addr", "literal"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::FFFF:192.0.2.1", "::ffff:192.0.2.1"),
        ("2001:DB8:0:0::1%eth0", "2001:db8::1%eth0"),
        ("192.0.2.01", ""),
        ("192.0.2.1%eth0", ""),
        ("fe80::1%", ""),
        ("", ""),
    ],
)
def test_a_literal_address_has_one_form(addr: str, literal: str) -> None:
    assert parseLiteralIP(addr) == literal

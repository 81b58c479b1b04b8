"""The cache of interfaces that zones are looked up in."""

import socket

import pytest

from goruntime import time
from net.zone import ipv6ZoneCache

pytestmark = pytest.mark.plain


class Kernel:
    """Says which interfaces there are, and counts how often it is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.links = [(1, "lo"), (2, "eth0")]
        self.asked = 0
        self.fails = False
        monkeypatch.setattr(socket, "if_nameindex", self.if_nameindex)

    def if_nameindex(self) -> list[tuple[int, str]]:
        self.asked += 1
        if self.fails:
            raise OSError("no interfaces")
        return self.links


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    return Kernel(monkeypatch)


def test_what_is_known_is_asked_once(kernel: Kernel) -> None:
    cache = ipv6ZoneCache()
    for _ in range(3):
        assert (cache.index("eth0"), cache.name(1)) == (2, "lo")
    assert kernel.asked == 1


def test_no_zone_is_nothing_to_ask_about(kernel: Kernel) -> None:
    assert (ipv6ZoneCache().index(""), ipv6ZoneCache().name(0)) == (0, "")
    assert kernel.asked == 0


def test_what_is_new_is_found_at_once(kernel: Kernel) -> None:
    cache = ipv6ZoneCache()
    assert cache.index("eth1") == 0
    kernel.links = [*kernel.links, (3, "eth1")]
    assert cache.index("eth1") == 3
    assert cache.name(3) == "eth1"
    assert kernel.asked == 2


def test_an_index_stands_for_itself(kernel: Kernel) -> None:
    cache = ipv6ZoneCache()
    assert (cache.index("4711"), cache.name(4711)) == (4711, "4711")
    assert [cache.index(zone) for zone in ("none", "\0", "\udcff", "-1")] == [0] * 4


def test_what_is_known_is_stale_after_a_minute(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ipv6ZoneCache()
    assert cache.index("lo") == 1
    kernel.links = [(7, "lo")]
    since = time.Since
    monkeypatch.setattr(time, "Since", lambda t: since(t) + 59 * time.Second)
    assert cache.index("lo") == 1
    monkeypatch.setattr(time, "Since", lambda t: since(t) + 60 * time.Second)
    assert cache.index("lo") == 7


def test_a_list_that_was_fetched_is_taken_unless_what_is_known_is_fresh(
    kernel: Kernel,
) -> None:
    cache = ipv6ZoneCache()
    assert cache.update([(5, "a")])
    assert not cache.update([(6, "a")])
    assert cache.index("a") == 5
    assert cache.update([(6, "a")], force=True)
    assert cache.index("a") == 6
    assert kernel.asked == 0


def test_of_several_names_of_an_interface_the_first_counts(kernel: Kernel) -> None:
    kernel.links = [(1, ""), (1, "a"), (1, "b")]
    cache = ipv6ZoneCache()
    assert cache.name(1) == "a"
    assert cache.index("b") == 1


def test_without_an_answer_indexes_still_serve(kernel: Kernel) -> None:
    kernel.fails = True
    cache = ipv6ZoneCache()
    assert (cache.index("lo"), cache.index("3"), cache.name(3)) == (0, 3, "3")
    kernel.fails = False
    assert cache.index("lo") == 1

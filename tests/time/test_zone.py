"""Locations: what time it is where."""

import copy
import pickle
import threading
from collections.abc import Callable
from typing import Any

import pytest

from goruntime import time
from goruntime.time import zone

Zones = dict[str, time.Location]
Fields = Callable[[time.Time], list[Any]]


@pytest.mark.from_go("time/zoneinfo_test.go", "TestFirstZone")
@pytest.mark.from_go("time/time_test.go", "TestZoneBounds")
@pytest.mark.from_go("time/zoneinfo_test.go", "TestEarlyLocation")
def test_instants_are_shown_as_go_shows_them(
    oracle: Callable[..., list[Any]], zones: Zones, fields: Fields
) -> None:
    for place, sec, want in oracle("date", "in"):
        assert fields(time.Unix(sec, 0).In(zones[place])) == want, place


@pytest.mark.from_go("time/time_test.go", "TestLocationRace")
def test_many_threads_may_look_up_one_place(zones: Zones) -> None:
    loc = zones["New_York"]
    times = [time.Unix(sec, 0).In(loc) for sec in range(0, 2 * 10**9, 10**7)]
    want = [t.Zone() for t in times]
    wrong: list[object] = []

    def look() -> None:
        for _ in range(10):
            wrong.extend(1 for t, z in zip(times, want, strict=True) if t.Zone() != z)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong


def test_a_zone_that_never_changes_has_no_bounds() -> None:
    t = time.Now().In(time.FixedZone("X", 60))
    assert t.ZoneBounds() == (time.Time(), time.Time())
    assert t.Zone() == ("X", 60)


@pytest.mark.from_go("time/zoneinfo_test.go", "TestLocationNames")
def test_locations_print_their_name() -> None:
    assert str(time.UTC) == "UTC"
    assert time.FixedZone("CET", 3600).String() == "CET"
    assert repr(time.UTC) == "<Location UTC>"


def test_a_fixed_zone_without_name_is_made_once() -> None:
    assert time.FixedZone("", 3600) is time.FixedZone("", 3600)
    assert time.FixedZone("", 15 * 3600) is not time.FixedZone("", 15 * 3600)


def test_a_name_stands_for_the_offset_in_use_then(zones: Zones) -> None:
    dublin = zones["Dublin"]
    summer = calendar_sec(2020, 7)
    assert dublin.lookupname("IST", summer) == 3600
    assert dublin.lookupname("GMT", summer) == 0
    assert dublin.lookupname("IST", calendar_sec(1920, 7)) == 2079
    assert dublin.lookupname("XYZ", summer) is None


def calendar_sec(year: int, month: int) -> int:
    return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC).Unix()


def test_before_the_first_change_standard_time_is_assumed() -> None:
    cet = zone.zone("CET", 3600, False)
    cest = zone.zone("CEST", 7200, True)
    t = time.Unix(-1, 0)
    summer_first = zone.Location("x", [cest, cet], [0, 100], [0, 1])
    assert t.In(summer_first).Zone() == ("CET", 3600)
    only_summer = zone.Location("x", [cest], [0], [0])
    assert t.In(only_summer).Zone() == ("CEST", 7200)
    unused_first = zone.Location("x", [cest, cet], [0], [1])
    assert t.In(unused_first).Zone() == ("CEST", 7200)


def test_locations_pickle_and_copy(zones: Zones) -> None:
    for loc in (time.UTC, time.Local):
        assert pickle.loads(pickle.dumps(loc)) is loc
    york = zones["New_York"]
    assert copy.deepcopy(york) is copy.copy(york) is york
    clone = pickle.loads(pickle.dumps(york))
    t = time.Unix(10**9, 0)
    assert str(t.In(clone)) == str(t.In(york)) == "2001-09-08 21:46:40 -0400 EDT"

"""TZ strings, against what Go makes of them."""

import struct
from collections.abc import Callable
from typing import Any

import pytest

from goruntime import time
from goruntime.time import tzset


def tzfile(tz: str) -> bytes:
    """Return a time zone file that has nothing but a TZ string and a zone XXX."""
    header = b"TZif2" + bytes(15) + struct.pack(">6I", 0, 0, 0, 1, 1, 4)
    zone = b"\0\0\0\0\0\0XXX\0"
    return header + bytes(5) + zone + header + bytes(9) + zone + f"\n{tz}\n".encode()


@pytest.mark.from_go("time/zoneinfo_test.go", "TestTzset")
@pytest.mark.from_go("time/zoneinfo_test.go", "TestTzsetName")
@pytest.mark.from_go("time/zoneinfo_test.go", "TestTzsetOffset")
@pytest.mark.from_go("time/zoneinfo_test.go", "TestTzsetRule")
def test_a_tz_string_means_what_it_means_in_go(
    oracle: Callable[..., list[Any]],
) -> None:
    for tz, sec, *want in oracle("tzset"):
        loc = time.LoadLocationFromTZData("x", tzfile(tz))
        t = time.Unix(sec, 0).In(loc)
        bounds = [None if b.IsZero() else b.Unix() for b in t.ZoneBounds()]
        assert [*t.Zone(), t.IsDST(), *bounds] == want, (tz, sec)


@pytest.mark.parametrize("tz", ["", "E5", "EST", "EST5,foo,bar,J", "EST5EDT,M3.2.0"])
def test_what_is_no_summer_time_is_none(tz: str) -> None:
    rule = tzset.parse(tz)
    assert rule is None or rule.begin is None

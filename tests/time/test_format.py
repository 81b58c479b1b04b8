"""Format, against what Go writes."""

from collections.abc import Callable
from typing import Any

import pytest

from goruntime import time
from goruntime.time import layout

Zones = dict[str, time.Location]


@pytest.mark.from_go("time/format_test.go", "TestFormat")
@pytest.mark.from_go("time/format_test.go", "TestFormatFractionalSecondSeparators")
def test_formats_as_go_does(oracle: Callable[..., list[Any]], zones: Zones) -> None:
    for place, sec, nsec, shown, want in oracle("format"):
        t = time.Unix(sec, nsec).In(zones[place])
        assert t.Format(shown) == want, (place, shown)


@pytest.mark.from_go("time/format_test.go", "TestFormatSingleDigits")
def test_single_digits_stay_single() -> None:
    t = time.Date(2001, 2, 3, 4, 5, 6, 700000000, time.UTC)
    assert t.Format("3:4:5") == "4:5:6"


@pytest.mark.from_go("time/format_test.go", "TestFormatShortYear")
@pytest.mark.parametrize(
    ("year", "text"),
    [
        (-100001, "-100001.1.02"),
        (-10001, "-10001.1.02"),
        (-99, "-0099.1.02"),
        (-1, "-0001.1.02"),
        (0, "0000.1.02"),
        (99, "0099.1.02"),
        (10000, "10000.1.02"),
    ],
)
def test_a_year_has_four_digits_at_least(year: int, text: str) -> None:
    t = time.Date(year, 1, 2, 0, 0, 0, 0, time.UTC)
    assert t.Format("2006.1.02") == text


def test_a_layout_is_taken_apart_once() -> None:
    chunks, suffix = layout.split("on Jan _2_2006 at 15:04.x")
    assert chunks == (
        ("on ", "Jan"),
        (" ", "_2"),
        ("_", "2006"),
        (" at ", "15"),
        (":", "04"),
    )
    assert suffix == ".x"

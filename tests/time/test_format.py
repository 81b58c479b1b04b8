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


@pytest.mark.from_go("time/format_test.go", "TestRFC3339Conversion")
@pytest.mark.parametrize(
    ("offset", "text"),
    [(0, "Z"), (-18000, "-05:00"), (15600, "+04:20")],
)
def test_rfc_3339_there_and_back(offset: int, text: str) -> None:
    t = time.Date(2008, 9, 17, 20, 4, 26, 0, time.FixedZone("EST", offset))
    assert t.Format(time.RFC3339) == f"2008-09-17T20:04:26{text}"
    assert time.Parse(time.RFC3339, t.Format(time.RFC3339)) == t


@pytest.mark.from_go("time/format_test.go", "TestNextStdChunk")
@pytest.mark.parametrize(
    "marked",
    [
        "(2006)-(01)-(02)T(15):(04):(05)(Z07:00)",
        "(2006)-(01)-(02) (002) (15):(04):(05)",
        "(2006)-(01) (002) (15):(04):(05)",
        "(2006)-(002) (15):(04):(05)",
        "(2006)(002)(01) (15):(04):(05)",
        "(2006)(002)(04) (15):(04):(05)",
    ],
)
def test_where_the_elements_of_a_layout_end(marked: str) -> None:
    chunks, suffix = layout.split(marked.replace("(", "").replace(")", ""))
    got = "".join(f"{prefix}({elem})" for prefix, elem in chunks) + suffix
    assert got == marked


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

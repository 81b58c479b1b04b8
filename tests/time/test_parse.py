"""Parse, against what Go reads and how it refuses."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from goruntime import time

Zones = dict[str, time.Location]


def parse(place: str, layout: str, value: str, zones: Zones) -> time.Time:
    if place != "-":
        return time.ParseInLocation(layout, value, zones[place])
    return time.Parse(layout, value)


@pytest.mark.from_go("time/format_test.go", "TestParse")
@pytest.mark.from_go("time/format_test.go", "TestParseErrors")
@pytest.mark.from_go("time/format_test.go", "TestParseInLocation")
@pytest.mark.from_go("time/format_test.go", "TestParseYday")
@pytest.mark.from_go("time/format_test.go", "TestParseTimeZone")
@pytest.mark.from_go("time/format_test.go", "TestQuote")
def test_parses_and_refuses_what_go_does(
    oracle: Callable[..., list[Any]], zones: Zones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goruntime.time.parse.Local", time.UTC)  # as the oracle had it
    for place, layout, value, want in oracle("parse"):
        if isinstance(want[0], str):
            with pytest.raises(time.ParseError) as caught:
                parse(place, layout, value, zones)
            err = caught.value
            assert [err.Error(), err.LayoutElem, err.Message] == want
            assert (err.Layout, err.Value) == (layout, value)
            assert str(err) == want[0]
        else:
            t = parse(place, layout, value, zones)
            got = [t.Unix(), t.Nanosecond(), *t.Zone(), str(t.Location())]
            assert got == want, (place, layout, value)


def test_a_parse_error_says_what_was_left() -> None:
    with pytest.raises(time.ParseError) as caught:
        time.Parse("2006-Jan", "2010-Fex")
    assert caught.value.ValueElem == "Fex"
    assert caught.value.LayoutElem == "Jan"
    assert isinstance(caught.value, ValueError)


def test_a_value_is_cut_between_bytes_as_in_go() -> None:
    with pytest.raises(time.ParseError) as caught:
        time.Parse("2006é", "2010è")  # they differ in the second byte
    assert caught.value.LayoutElem == "é"
    assert caught.value.ValueElem == b"\xa8".decode("utf-8", "surrogateescape")
    assert str(caught.value).endswith(r'cannot parse "\xa8" as "\xc3\xa9"')


def test_a_parse_error_pickles_and_copies() -> None:
    err = time.ParseError("l", "v", "le", "ve", ": m")
    for clone in (pickle.loads(pickle.dumps(err)), copy.copy(err)):
        assert vars(clone) == vars(err)
        assert str(clone) == 'parsing time "v": m'


@pytest.mark.from_go("time/format_test.go", "TestParseInLocation")
def test_an_offset_or_name_that_a_place_has_then_means_the_place(
    zones: Zones,
) -> None:
    york = zones["New_York"]

    def location(layout: str, value: str) -> time.Location:
        return time.ParseInLocation(layout, value, york).Location()

    assert location("2006-01-02 -07", "2020-07-01 -04") is york
    assert location("2006-01-02 -07", "2020-07-01 -05") is not york
    assert location("2006-01-02 MST", "2020-07-01 EST") is york
    assert location("2006-01-02 MST", "2020-07-01 CET") is not york
    assert location("2006-01-02", "2020-07-01") is york
    assert location("2006-01-02 Z07", "2020-07-01 Z") is time.UTC


def test_wita_is_a_zone_only_where_no_capital_letter_follows() -> None:
    assert time.Parse("15MST", "08WITA").Zone() == ("WITA", 0)
    assert time.Parse("15MST,", "08WITA,").Zone() == ("WITA", 0)
    with pytest.raises(time.ParseError, match='cannot parse "WITAZ" as "MST"'):
        time.Parse("15MSTZ", "08WITAZ")


@pytest.mark.from_go("time/format_test.go", "TestParseDayOutOfRange")
@pytest.mark.from_go("time/format_test.go", "TestParseMonthOutOfRange")
def test_days_and_months_that_the_calendar_does_not_have() -> None:
    for month, last in enumerate(LAST_DAYS, 1):
        for day in (1, last):
            t = time.Parse("2006-01-02", f"2010-{month:02d}-{day:02d}")
            assert t.Date() == (2010, month, day)
        for day in (0, last + 1, 99):
            with pytest.raises(time.ParseError, match=r": day out of range$"):
                time.Parse("2006-01-02", f"2010-{month:02d}-{day:02d}")
    assert time.Parse("2006-01-02", "2012-02-29").Day() == 29
    for value in ("00-01", "13-01"):
        with pytest.raises(time.ParseError, match=r": month out of range$"):
            time.Parse("01-02", value)


LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


@pytest.mark.from_go("time/format_test.go", "Test12PMIsNoon")
@pytest.mark.from_go("time/format_test.go", "Test12AMIsMidnight")
@pytest.mark.from_go("time/format_test.go", "TestNoonIs12PM")
@pytest.mark.from_go("time/format_test.go", "TestMidnightIs12AM")
@pytest.mark.parametrize(("text", "hour"), [("12:00PM", 12), ("12:00AM", 0)])
@pytest.mark.parametrize("layout", ["3:04PM", "03:04PM"])
def test_noon_is_12_pm_and_midnight_12_am(layout: str, text: str, hour: int) -> None:
    assert time.Parse(layout, text).Hour() == hour
    assert time.Date(0, 1, 1, hour, 0, 0, 0, time.UTC).Format(layout) == text


@pytest.mark.from_go("time/format_test.go", "TestRubyParse")
@pytest.mark.from_go("time/format_test.go", "TestMinutesInTimeZone")
@pytest.mark.from_go("time/format_test.go", "TestMissingZone")
@pytest.mark.parametrize(
    ("zone", "offset"),
    [("-0800", -28800), ("-0000", 0), ("+0000", 0), ("+1130", 41400), ("+0123", 4980)],
)
def test_an_offset_without_a_name_is_shown_as_the_offset(
    zone: str, offset: int
) -> None:
    t = time.Parse(time.RubyDate, f"Thu Feb 04 21:00:57 {zone} 2010")
    assert t.Date() == (2010, time.February, 4)
    assert t.Clock() == (21, 0, 57)
    assert t.Zone()[1] == offset
    if offset:
        assert t.Format(time.UnixDate) == f"Thu Feb  4 21:00:57 {zone} 2010"


@pytest.mark.from_go("time/format_test.go", "TestParseSecondsInTimeZone")
@pytest.mark.from_go("time/format_test.go", "TestFormatSecondsInTimeZone")
@pytest.mark.parametrize(
    ("zone", "text", "offset"),
    [
        ("-070000", "-003408", -2048),
        ("-07:00:00", "-00:34:08", -2048),
        ("-070000", "+003408", 2048),
        ("Z07:00:00", "+00:34:08", 2048),
        ("Z070000", "-003408", -2048),
        ("-07", "+01", 3600),
        ("Z07", "-02", -7200),
    ],
)
def test_an_offset_may_have_seconds(zone: str, text: str, offset: int) -> None:
    layout, value = f"2006-01-02T15:04:05{zone}", f"1871-01-01T05:33:02{text}"
    assert time.Parse(layout, value).Zone()[1] == offset
    there = time.FixedZone("LMT", offset)
    assert time.Date(1871, 1, 1, 5, 33, 2, 0, there).Format(layout) == value


@pytest.mark.from_go("time/format_test.go", "TestUnderscoreTwoThousand")
def test_an_underscore_before_the_year_is_no_day() -> None:
    t = time.Parse("15:04_20060102", "14:38_20150618")
    assert t.Date() == (2015, time.June, 18)
    assert t.Clock() == (14, 38, 0)


@pytest.mark.from_go("time/format_test.go", "TestStd0xParseError")
@pytest.mark.parametrize(
    ("layout", "value", "left"),
    [
        ("01 MST", "0 MST", "0 MST"),
        ("01 MST", "1 MST", "1 MST"),
        (time.RFC850, "Thursday, 04-Feb-1 21:00:57 PST", "1 21:00:57 PST"),
    ],
)
def test_two_digits_are_two_digits(layout: str, value: str, left: str) -> None:
    with pytest.raises(time.ParseError, match="cannot parse") as caught:
        time.Parse(layout, value)
    assert caught.value.ValueElem == left


@pytest.mark.from_go(
    "time/format_test.go", "TestParseFractionalSecondsLongerThanNineDigits"
)
@pytest.mark.parametrize("layout", [time.RFC3339, time.RFC3339Nano])
@pytest.mark.parametrize(
    ("digits", "nsec"),
    [
        ("000000001", 1),
        ("999999999", 999999999),
        ("0000000001", 0),
        ("1000000009", 100000000),
        ("9999999999", 999999999),
        ("00123456789", 1234567),
        ("9999999999999999", 999999999),
    ],
)
def test_digits_beyond_nanoseconds_are_cut_off(
    layout: str, digits: str, nsec: int
) -> None:
    t = time.Parse(layout, f"2021-09-29T16:04:33.{digits}Z")
    assert t.Nanosecond() == nsec

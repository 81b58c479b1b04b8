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

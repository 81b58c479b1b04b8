"""Whatever is written comes back, and whatever the text, only a parser's error."""

import datetime
from typing import Any

import pytest

from goruntime import time
from goruntime.time import Duration, format

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

# Hypothesis calls a test many times, on a stack of its own making.
pytestmark = pytest.mark.plain

YEAR_0 = time.Date(0, 1, 2, 0, 0, 0, 0, time.UTC).UnixNano()
YEAR_9999 = time.Date(9999, 12, 30, 0, 0, 0, 0, time.UTC).UnixNano()

texts = st.text(st.characters(codec=None), max_size=40)
elements = [*format.ELEMENTS, "-07", "-0700", "-07:00:00", "Z07:00", ".000", ",999"]
layouts = st.lists(
    st.sampled_from(elements) | st.text(" :-/T.,é0x", max_size=3), max_size=12
).map("".join)


@pytest.mark.from_go("time/time_test.go", "TestParseDurationRoundTrip")
@given(st.integers(-(2**63), 2**63 - 1))
def test_a_duration_comes_back(n: int) -> None:
    assert time.ParseDuration(str(Duration(n))) == n


@given(texts | st.text("-+.0123456789nuµmsh", max_size=30))
def test_a_text_is_a_duration_or_a_value_error(s: str) -> None:
    try:
        time.ParseDuration(s)
    except ValueError as err:
        assert str(err).startswith("time: ")  # noqa: PT017


@pytest.mark.from_go("time/format_test.go", "TestFormatAndParse")
@pytest.mark.parametrize(
    "layout",
    [
        time.RFC3339Nano,
        "2006-01-02 15:04:05.999999999 -07:00:00",
        "Monday, _2 January 2006 3:4:5.000000000pm -070000",
        "002 2006,15 04 05,999999999 Z07:00:00",
    ],
)
@given(ns=st.integers(YEAR_0, YEAR_9999), offset=st.integers(-23 * 60, 23 * 60))
def test_a_time_comes_back(layout: str, ns: int, offset: int) -> None:
    t = time.Unix(0, ns).In(time.FixedZone("", offset * 60))
    u = time.Parse(layout, t.Format(layout))
    assert u == t
    assert u.Zone()[1] == offset * 60


@given(layouts | texts, texts, st.integers(YEAR_0, YEAR_9999))
def test_a_text_is_a_time_or_a_parse_error(layout: str, value: str, ns: int) -> None:
    for v in (value, time.Unix(0, ns).UTC().Format(layout)):
        try:
            time.Parse(layout, v)
        except time.ParseError as err:
            assert str(err).startswith("parsing time ")  # noqa: PT017


@given(st.datetimes(timezones=st.just(datetime.UTC)))
def test_a_datetime_comes_back(dt: datetime.datetime) -> None:
    assert time.from_datetime(dt).datetime() == dt


@given(st.integers(YEAR_0, YEAR_9999), st.integers(YEAR_0, YEAR_9999))
def test_sub_is_the_inverse_of_add(a: int, b: int) -> None:
    t, u = time.Unix(0, a), time.Unix(0, b)
    d: Any = t.Sub(u)
    if abs(d) < 2**63 - 1:
        assert u.Add(d) == t
    assert (t < u) == (d < 0)

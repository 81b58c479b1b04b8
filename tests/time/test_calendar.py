"""Months, weekdays, days: against Python's calendar."""

import copy
import datetime
import pickle

import pytest

from goruntime import time
from goruntime.time import calendar


def test_days_are_those_of_pythons_calendar() -> None:
    epoch = datetime.date(1970, 1, 1)
    for ordinal in range(1, datetime.date.max.toordinal(), 317):
        d = datetime.date.fromordinal(ordinal)
        day = (d - epoch).days
        assert calendar.days(d.year, d.month, d.day) == day
        assert calendar.date(day) == (d.year, d.month, d.day)
        assert calendar.weekday(day) == d.isoweekday() % 7
        assert calendar.isoweek(day) == tuple(d.isocalendar())[:2]
        assert calendar.yearday(d.year, d.month, d.day) == d.timetuple().tm_yday


def test_days_and_dates_agree_over_four_hundred_years_before_year_zero() -> None:
    first = calendar.days(-400, 1, 1)
    for day in range(first, first + 1000):
        assert calendar.days(*calendar.date(day)) == day
    assert calendar.days(0, 1, 1) - first == calendar.DAYS_400Y


@pytest.mark.from_go("time/time_test.go", "TestDaysIn")
@pytest.mark.parametrize(
    ("year", "month", "want"),
    [(2011, 1, 31), (2011, 2, 28), (2012, 2, 29), (1900, 2, 28), (2000, 2, 29)],
)
def test_february_has_a_day_more_in_leap_years(
    year: int, month: int, want: int
) -> None:
    assert calendar.daysin(month, year) == want


@pytest.mark.from_go("time/time_test.go", "TestZeroMonthString")
@pytest.mark.from_go("time/time_test.go", "TestWeekdayString")
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (time.January, "January"),
        (time.December, "December"),
        (time.Month(0), "%!Month(0)"),
        (time.Month(13), "%!Month(13)"),
        (time.Month(-1), "%!Month(18446744073709551615)"),
        (time.Sunday, "Sunday"),
        (time.Saturday, "Saturday"),
        (time.Weekday(14), "%!Weekday(14)"),
        (time.May + 1, "June"),
        (time.May - 1, "April"),
        ((time.Saturday + 1) % 7, "Sunday"),
    ],
)
def test_months_and_weekdays_print_their_names(
    value: time.Month | time.Weekday, text: str
) -> None:
    assert str(value) == value.String() == f"{value}" == text
    assert repr(value) == f"time.{text}"


def test_a_month_is_a_number_too() -> None:
    assert time.March == 3
    assert f"{time.March:02d}" == "03"
    match time.Date(2009, 11, 10, 0, 0, 0, 0, time.UTC).Month():
        case time.November:
            pass
        case other:
            pytest.fail(str(other))


def test_months_pickle_and_copy() -> None:
    for clone in (pickle.loads(pickle.dumps(time.May)), copy.copy(time.May)):
        assert repr(clone) == "time.May"

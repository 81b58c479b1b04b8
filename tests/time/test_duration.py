"""Duration: its text, its units, and what operators make of it."""

import copy
import datetime
import operator
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from goruntime import time
from goruntime.time import Duration, Hour, Microsecond, Millisecond, Minute, Second


@pytest.mark.from_go("time/time_test.go", "TestDurationString")
def test_prints_as_go_prints_it(oracle: Callable[..., list[Any]]) -> None:
    for n, text, *_ in oracle("duration", "string"):
        assert str(Duration(n)) == text
        assert Duration(n).String() == repr(Duration(n)) == f"{Duration(n)}" == text


@pytest.mark.from_go("time/time_test.go", "TestDurationSeconds")
@pytest.mark.from_go("time/time_test.go", "TestDurationMilliseconds")
@pytest.mark.from_go("time/time_test.go", "TestDurationAbs")
@pytest.mark.from_go("time/time_test.go", "TestDurationNanoseconds")
@pytest.mark.from_go("time/time_test.go", "TestDurationMicroseconds")
@pytest.mark.from_go("time/time_test.go", "TestDurationMinutes")
@pytest.mark.from_go("time/time_test.go", "TestDurationHours")
def test_counts_units_as_go_does(oracle: Callable[..., list[Any]]) -> None:
    for n, _, *want in oracle("duration", "string"):
        d = Duration(n)
        assert want == [
            d.Seconds(),
            d.Minutes(),
            d.Hours(),
            d.Milliseconds(),
            d.Microseconds(),
            d.Abs(),
        ]
        assert d.Nanoseconds() == n


@pytest.mark.from_go("time/time_test.go", "TestDurationTruncate")
@pytest.mark.from_go("time/time_test.go", "TestDurationRound")
def test_rounds_and_truncates_as_go_does(oracle: Callable[..., list[Any]]) -> None:
    for n, m, rounded, truncated in oracle("duration", "round"):
        assert Duration(n).Round(Duration(m)) == rounded
        assert Duration(n).Truncate(Duration(m)) == truncated


@pytest.mark.parametrize(
    ("value", "want"),
    [
        (Second + Millisecond, 1_001_000_000),
        (Second + 5, 1_000_000_005),
        (5 + Second, 1_000_000_005),
        (Second - Millisecond, 999_000_000),
        (5 - Second, -999_999_995),
        (2 * Second, 2_000_000_000),
        (Second * 1.5, 1_500_000_000),
        (Second * 0.29, 290_000_000),
        (Duration(2**62 + 1) * 1.0, 2**62 + 1),
        (Duration(10) * Second, 10_000_000_000),
        (Second / 3, 333_333_333),
        (-Second / 3, -333_333_333),
        (Second / 1.5, 666_666_667),
        (Duration(2**62 + 1) / 1.0, 2**62 + 1),
        (Second // 3, 333_333_333),
        (Second % 7, 6),
        (Hour % Duration(7 * Minute), 4 * 60 * 10**9),
        (Second << 2, 4_000_000_000),
        (Second >> 1, 500_000_000),
        (-Second, -1_000_000_000),
        (+Second, 1_000_000_000),
        (abs(-Second), 1_000_000_000),
        (round(Duration(1234), -2), 1200),
        (round(Second), 1_000_000_000),
        (sum([Second, Minute]), 61_000_000_000),
        (min(Second, Minute), 1_000_000_000),
        (max(Second, Minute), 60_000_000_000),
        (divmod(Second, 3)[0], 333_333_333),
        (divmod(Hour, 7 * Minute)[1], 4 * 60 * 10**9),
        (sum([Second], Duration()), 1_000_000_000),
    ],
)
def test_what_stays_a_duration(value: object, want: int) -> None:
    assert type(value) is Duration
    assert value == want


def test_duration_by_duration_is_a_plain_number() -> None:
    quotient = Minute / (8 * Second)
    assert type(quotient) is float
    assert quotient == 7.5
    count = Minute // (8 * Second)
    assert type(count) is int
    assert count == 7
    assert divmod(Minute, 8 * Second) == (7, 4 * Second)


@pytest.mark.parametrize("other", [True, "1s", None, [], 1.5])
def test_sums_with_what_is_no_duration_are_refused(other: Any) -> None:
    for operate in (operator.add, operator.sub, operator.floordiv, operator.mod):
        with pytest.raises(TypeError):
            operate(Second, other)


def test_a_bool_is_no_factor() -> None:
    with pytest.raises(TypeError, match="bool"):
        Second * True
    with pytest.raises(TypeError, match="bool"):
        Second / True


def test_division_by_zero_is_an_error() -> None:
    for zero in (0, 0.0, Duration()):
        with pytest.raises(ZeroDivisionError):
            Second / zero


def test_compares_and_hashes_as_its_nanoseconds() -> None:
    assert Second == 1_000_000_000
    assert Second < 1_000_000_001
    assert {Second: 1}[Duration(1_000_000_000)] == 1


def test_is_formatted_as_text_or_with_d_as_nanoseconds() -> None:
    assert f"{1500 * Microsecond:>8}" == "   1.5ms"
    assert f"{Second:_d}" == "1_000_000_000"


def test_pickles_and_copies() -> None:
    for clone in (pickle.loads(pickle.dumps(Second)), copy.deepcopy(Second)):
        assert type(clone) is Duration
        assert clone == Second


def test_timedelta_there_and_back() -> None:
    d = datetime.timedelta(days=-3, seconds=2, microseconds=1)
    assert time.asduration(d).timedelta() == d
    assert Duration(-1999).timedelta() == datetime.timedelta(microseconds=-1)


@pytest.mark.parametrize(
    ("given", "want"),
    [
        (Second, 1_000_000_000),
        (2, 2_000_000_000),
        (0, 0),
        (0.1, 100_000_000),
        (-1.5, -1_500_000_000),
        (1e-9, 1),
        (datetime.timedelta(days=400, microseconds=1), 34_560_000_000_001_000),
        (100 * 365 * 24 * Hour, 3_153_600_000_000_000_000),
        (315_360_000, 315_360_000_000_000_000),
    ],
)
def test_a_plain_number_given_as_a_duration_is_seconds(given: Any, want: int) -> None:
    d = time.asduration(given)
    assert type(d) is Duration
    assert d == want


def test_a_subclass_of_duration_is_taken_as_one() -> None:
    class Timeout(Duration):
        __slots__ = ()

    assert type(time.asduration(Timeout(5))) is Duration


@pytest.mark.parametrize("given", [5_000_000_000, 5e9, -5e9, 10**400])
def test_more_than_ten_years_of_seconds_were_nanoseconds(given: float) -> None:
    with pytest.raises(ValueError, match="if it was nanoseconds, write "):
        time.asduration(given)


@pytest.mark.parametrize("given", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_finite_is_no_duration(given: float) -> None:
    with pytest.raises(ValueError, match="seconds are no duration"):
        time.asduration(given)


@pytest.mark.parametrize("given", [True, "1s", None, 1j])
def test_what_is_no_number_is_no_duration(given: Any) -> None:
    with pytest.raises(TypeError, match="duration"):
        time.asduration(given)

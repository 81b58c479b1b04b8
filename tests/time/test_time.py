"""Time: dates, reckoning and the two clocks."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from goruntime import clock, time
from goruntime.gopanic import Panic
from goruntime.time import Duration, Hour, Minute, Second

Zones = dict[str, time.Location]
Fields = Callable[[time.Time], list[Any]]

MAX = Duration(2**63 - 1)
MIN = Duration(-(2**63))


def utc(sec: int, nsec: int = 0) -> time.Time:
    return time.Unix(sec, nsec).UTC()


@pytest.mark.from_go("time/time_test.go", "TestDate")
@pytest.mark.from_go("time/time_test.go", "TestYearDay")
@pytest.mark.from_go("time/time_test.go", "TestISOWeek")
@pytest.mark.from_go("time/time_test.go", "TestTimeIsDST")
def test_date_is_what_it_is_in_go(
    oracle: Callable[..., list[Any]], zones: Zones, fields: Fields
) -> None:
    for place, given, want in oracle("date", "date"):
        y, month, d, h, m, s, ns = given
        t = time.Date(y, month, d, h, m, s, ns, zones[place])
        assert fields(t) == want, (place, given)
        assert [t.Year(), t.Month(), t.Day()] == want[2:5]
        assert [t.Hour(), t.Minute(), t.Second()] == want[5:8]


@pytest.mark.from_go("time/time_test.go", "TestAddDate")
def test_add_date_is_what_it_is_in_go(
    oracle: Callable[..., list[Any]], zones: Zones, fields: Fields
) -> None:
    for place, sec, nsec, given, want in oracle("date", "adddate"):
        t = time.Unix(sec, nsec).In(zones[place])
        assert fields(t.AddDate(*given)) == want, (place, given)


@pytest.mark.from_go("time/time_test.go", "TestTruncateRound")
def test_rounds_and_truncates_as_go_does(oracle: Callable[..., list[Any]]) -> None:
    for sec, nsec, n, truncated, rounded in oracle("date", "round"):
        t, d = utc(sec, nsec), Duration(n)
        assert t.Truncate(d) == utc(*truncated)
        assert t.Round(d) == utc(*rounded)


@pytest.mark.from_go("time/time_test.go", "TestSub")
def test_sub_is_what_it_is_in_go(oracle: Callable[..., list[Any]]) -> None:
    for sec, nsec, usec, unsec, want in oracle("date", "sub"):
        d = utc(sec, nsec).Sub(utc(usec, unsec))
        assert type(d) is Duration
        assert d == want
    old, new = utc(-(2**40)), utc(2**40)
    assert (old.Sub(new), new - old) == (MIN, MAX)


@pytest.mark.from_go("time/time_test.go", "TestZeroTime")
def test_the_zero_time_is_year_one() -> None:
    zero = time.Time()
    assert zero.IsZero()
    assert str(zero) == "0001-01-01 00:00:00 +0000 UTC"
    assert zero.Date() == (1, time.January, 1)
    assert zero.Weekday() == time.Monday
    assert zero == time.Date(1, 1, 1, 0, 0, 0, 0, time.FixedZone("", 0))
    assert zero.Unix() == -62135596800
    assert not zero.Add(Duration(1)).IsZero()
    assert not time.Now().IsZero()


@pytest.mark.from_go("time/time_test.go", "TestUnixUTC")
@pytest.mark.from_go("time/time_test.go", "TestUnixMilli")
@pytest.mark.from_go("time/time_test.go", "TestUnixMicro")
@pytest.mark.from_go("time/time_test.go", "TestUnixUTCAndBack")
@pytest.mark.from_go("time/time_test.go", "TestUnixNanoUTCAndBack")
@pytest.mark.from_go("time/time_test.go", "TestUnixNanoUTC")
@pytest.mark.parametrize(
    "n", [0, 1, -1, 1221681866_123456789, -(10**18) + 1, 2**63 - 1, -(2**63)]
)
def test_unix_numbers_there_and_back(n: int) -> None:
    t = time.Unix(0, n)
    assert t.UnixNano() == n
    assert (t.Unix(), t.Nanosecond()) == divmod(n, 10**9)
    assert time.UnixMilli(t.UnixMilli()) == t.Truncate(Duration(10**6))
    assert time.UnixMicro(t.UnixMicro()) == t.Truncate(Duration(10**3))
    assert t.Location() is time.Local


@pytest.mark.from_go("time/time_test.go", "TestUnix")
@pytest.mark.from_go("time/time_test.go", "TestUnixNano")
@pytest.mark.parametrize(
    ("sec", "clock", "zone"),
    [
        (0, (19, 0, 0), ("EST", -18000)),
        (1221681866, (16, 4, 26), ("EDT", -14400)),
        (2152162799, (1, 59, 59), ("EST", -18000)),  # into the summer of 2038
        (2152162800, (3, 0, 0), ("EDT", -14400)),
        (2172722399, (1, 59, 59), ("EDT", -14400)),  # and out of it
        (2172722400, (1, 0, 0), ("EST", -18000)),
    ],
)
def test_the_clock_of_a_place_jumps(
    sec: int, clock: tuple[int, int, int], zone: tuple[str, int], zones: Zones
) -> None:
    t = time.Unix(sec, 10**8).In(zones["New_York"])
    assert (t.Clock(), t.Zone(), t.Nanosecond()) == (clock, zone, 10**8)
    assert t.Unix() == sec


@pytest.mark.from_go("time/time_test.go", "TestTimeWithZoneTransition")
@pytest.mark.parametrize(
    ("month", "day", "hour", "unix"),
    [
        (3, 14, 1, 2152162800 - 3600),  # the last hour of the winter
        (3, 14, 3, 2152162800),
        (11, 7, 0, 2172722400 - 7200),
        (11, 7, 2, 2172722400 + 3600),
    ],
)
def test_a_date_beside_a_jump_of_the_clock(
    month: int, day: int, hour: int, unix: int, zones: Zones
) -> None:
    t = time.Date(2038, month, day, hour, 0, 0, 0, zones["New_York"])
    assert t.Unix() == unix


@pytest.mark.from_go("time/time_test.go", "TestDefaultLoc")
def test_the_zero_time_is_in_utc() -> None:
    zero = time.Time()
    assert zero.Location() is time.UTC
    assert zero == zero.UTC()
    assert str(zero) == str(zero.UTC())
    assert zero.ZoneBounds() == zero.UTC().ZoneBounds()


@pytest.mark.from_go("time/time_test.go", "TestAddToExactSecond")
def test_nanoseconds_are_carried_to_the_second() -> None:
    t = time.Now()
    u = t.Add(Second - Duration(t.Nanosecond()))
    assert (u.Second(), u.Nanosecond()) == ((t.Second() + 1) % 60, 0)


@pytest.mark.from_go("time/time_test.go", "TestTimeAddSecOverflow")
def test_there_is_no_last_second() -> None:
    for sec in (2**63 - 1, -(2**63)):
        t = time.Unix(sec, 0)
        for i in (-100, -1, 1, 100):
            assert t.Add(i * Second).Unix() == sec + i


def test_instants_are_equal_wherever_they_are() -> None:
    t = utc(10**9)
    u = t.In(time.FixedZone("", 3600))
    assert t.Equal(u)
    assert t == u
    assert hash(t) == hash(u)
    assert t != u.Add(Duration(1))
    assert t != 10**9
    assert len({t, u}) == 1


def test_before_after_and_the_operators_agree() -> None:
    t, u = utc(1), utc(2)
    assert t.Before(u)
    assert u.After(t)
    assert [t.Compare(u), t.Compare(t), u.Compare(t)] == [-1, 0, 1]
    assert t < u
    assert u > t
    assert t <= u
    assert t <= utc(1)
    assert u >= t
    assert not t < utc(1)
    assert sorted([u, t]) == [t, u]
    with pytest.raises(TypeError):
        t < 5  # type: ignore[operator]  # noqa: B015


def test_operators_are_add_and_sub() -> None:
    t = utc(100)
    assert t + 2 * Second == 2 * Second + t == t.Add(2 * Second) == utc(102)
    assert t + 2 == utc(102)  # a plain number is seconds
    assert t - 2 * Second == utc(98)
    assert t - utc(90) == 10 * Second
    assert type(t - utc(90)) is Duration
    with pytest.raises(TypeError):
        5 - t  # type: ignore[operator]
    with pytest.raises(TypeError):
        t + t  # type: ignore[operator]


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Set the wall clock and the monotonic one, for Now, Since and Until."""
    from goruntime.time import time as module

    def set_clocks(wall: int, mono: int) -> None:
        monkeypatch.setattr(module, "walltime", lambda: wall)
        monkeypatch.setattr(module, "nanotime", lambda: mono)

    return set_clocks


@pytest.mark.from_go("time/mono_test.go", "TestMonotonicSub")
def test_setting_the_clock_does_not_disturb_differences(
    clocks: Callable[[int, int], None],
) -> None:
    clocks(10**18, 1000)
    t = time.Now()
    clocks(10**18 - 5 * 10**9, 2000)  # set back by five seconds
    u = time.Now()
    assert u.Sub(t) == 1000
    assert u.After(t)
    assert t < u
    assert time.Since(t) == 1000
    assert time.Until(t) == -1000
    assert u.Round(0).Sub(t) < -4 * Second
    assert time.Since(t.Round(0)) == time.Until(t.Round(0)) * -1 == -5 * Second


@pytest.mark.from_go("time/mono_test.go", "TestMonotonicOverflow")
def test_what_is_added_and_taken_away_leaves_now() -> None:
    t = time.Now()
    assert t.Add(MAX).Add(-MAX) == t
    assert 0 <= time.Since(t.Add(MAX).Add(-MAX)) < Minute
    assert -31 * Second < time.Until(t.Add(-30 * Second)) <= -30 * Second
    assert t.Add(Hour).Compare(time.Now().Add(-5 * Second)) == 1


@pytest.mark.from_go("time/mono_test.go", "TestMonotonicAdd")
@pytest.mark.from_go("time/mono_test.go", "TestHasMonotonicClock")
def test_what_keeps_the_monotonic_reading() -> None:
    t = time.Now()
    assert " m=" in str(t)
    assert " m=" in str(t.Add(Hour))
    for dropped in (
        t.UTC(),
        t.Local(),
        t.In(time.UTC),
        t.Round(0),
        t.Truncate(1),
        t.AddDate(0, 0, 0),
        time.Unix(5, 0),
        pickle.loads(pickle.dumps(t)),
    ):
        assert " m=" not in str(dropped)


@pytest.mark.from_go("time/mono_test.go", "TestMonotonicString")
@pytest.mark.parametrize(
    ("mono", "text"),
    [
        (0, " m=+0.000000000"),
        (123456789, " m=+0.123456789"),
        (-123456789, " m=-0.123456789"),
        (123456789000, " m=+123.456789000"),
        (-123456789000, " m=-123.456789000"),
        (9 * 10**18, " m=+9000000000.000000000"),
        (-9 * 10**18, " m=-9000000000.000000000"),
    ],
)
def test_string_ends_with_the_monotonic_reading(
    mono: int, text: str, clocks: Callable[[int, int], None]
) -> None:
    from goruntime.time import time as module

    clocks(0, module.START + mono)
    assert str(time.Now().Add(0)).endswith(text)


def test_now_is_now() -> None:
    before, t, after = clock.walltime(), time.Now(), clock.walltime()
    assert before <= t.UnixNano() <= after
    assert t.Location() is time.Local
    assert 0 <= time.Since(t) < Minute
    assert -Minute < time.Until(t) <= 0


def test_no_location_is_a_panic() -> None:
    nowhere: Any = None
    with pytest.raises(Panic, match="missing Location in call to Date"):
        time.Date(2000, 1, 1, 0, 0, 0, 0, nowhere)
    with pytest.raises(Panic, match=r"missing Location in call to Time\.In"):
        time.Now().In(nowhere)


def test_pickles_and_copies(zones: Zones) -> None:
    t = utc(10**9, 5).In(zones["XST"])
    clone = pickle.loads(pickle.dumps(t))
    assert clone == t
    assert str(clone) == str(t)
    now = time.Now()
    assert copy.copy(now) is copy.deepcopy(now) is now
    assert pickle.loads(pickle.dumps(utc(0))).Location() is time.UTC


def test_an_f_string_takes_a_layout() -> None:
    t = time.Date(2009, time.November, 10, 23, 0, 0, 0, time.UTC)
    assert f"{t:2 Jan 2006, 15:04}" == "10 Nov 2009, 23:00"
    assert f"{t}" == str(t) == "2009-11-10 23:00:00 +0000 UTC"
    assert repr(t) == "<Time 2009-11-10 23:00:00 +0000 UTC>"

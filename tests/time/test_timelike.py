"""What may be given for an instant or a deadline."""

import datetime
from collections.abc import Callable

import pytest

from goruntime import clock, time
from goruntime.time import Hour, Second
from goruntime.time import timelike as module

CET = datetime.timezone(datetime.timedelta(hours=1), "CET")


@pytest.mark.parametrize(
    "dt",
    [
        datetime.datetime(2009, 11, 10, 23, 0, 0, 123456, datetime.UTC),
        datetime.datetime(1, 1, 1, tzinfo=datetime.UTC),
        datetime.datetime(9999, 12, 31, 23, 59, 59, 999999, datetime.UTC),
        datetime.datetime(1900, 1, 1, 12, tzinfo=CET),
        datetime.datetime(
            1900, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(minutes=-150))
        ),
    ],
)
def test_datetime_there_and_back(dt: datetime.datetime) -> None:
    t = time.from_datetime(dt)
    back = t.datetime()
    assert back == dt
    assert back.utcoffset() == dt.utcoffset()
    assert back.tzname() == dt.tzname()
    assert t.Zone()[1] == (dt.utcoffset() or datetime.timedelta()).total_seconds()


def test_a_datetime_keeps_its_place() -> None:
    dt = datetime.datetime(2009, 11, 10, 23, 0, 0, 0, CET)
    assert str(time.from_datetime(dt)) == "2009-11-10 23:00:00 +0100 CET"
    utc = time.from_datetime(dt.astimezone(datetime.UTC))
    assert utc.Location() is time.UTC


def test_a_naive_datetime_is_local_time() -> None:
    dt = datetime.datetime(2009, 11, 10, 23, 0, 0)
    t = time.from_datetime(dt)
    assert t.Location() is time.Local
    assert t.Unix() == dt.timestamp()


def test_nanoseconds_are_cut_off_for_datetime() -> None:
    assert time.Unix(0, -1).UTC().datetime().microsecond == 999999
    with pytest.raises(OverflowError):
        time.Time().Add(-Second).datetime()


def test_astime_takes_what_may_be_an_instant() -> None:
    now = time.Now()
    assert time.astime(now) is now
    assert time.astime(None).IsZero()
    dt = datetime.datetime(2009, 11, 10, tzinfo=datetime.UTC)
    assert time.astime(dt).Unix() == dt.timestamp()
    for wrong in (5, "now", 5 * Second):
        with pytest.raises(TypeError, match="a datetime or None"):
            time.astime(wrong)  # type: ignore[arg-type]


def test_none_and_the_zero_time_are_no_deadline() -> None:
    assert time.asdeadline(None) == 0
    assert time.asdeadline(time.Time()) == 0
    assert time.asdeadline(time.Time().In(time.FixedZone("X", 3600))) == 0


def test_a_deadline_uses_the_monotonic_reading() -> None:
    t = time.Now()
    when = time.asdeadline(t.Add(Hour))
    assert 0 <= clock.nanotime() + Hour - when < 30 * Second
    for passed in (t, t.Add(-Hour), t.Add(-1000 * 24 * Hour)):
        assert time.asdeadline(passed) <= clock.nanotime()
        assert time.asdeadline(passed) != 0


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Set the clocks that asdeadline reads."""

    def set_clocks(wall: int, mono: int) -> None:
        monkeypatch.setattr(module, "walltime", lambda: wall)
        monkeypatch.setattr(module, "nanotime", lambda: mono)

    return set_clocks


def test_a_deadline_without_one_is_as_far_as_the_wall_clock_says(
    clocks: Callable[[int, int], None],
) -> None:
    clocks(10**18, 5000)
    assert time.asdeadline(time.Unix(10**9, 7)) == 5007
    assert time.asdeadline(time.Unix(10**9, 0)) == 5000  # now is too late
    assert time.asdeadline(time.Unix(10**9, -1)) == 4999
    assert time.asdeadline(time.Unix(10**9, -5000)) < 0  # 0 would be none at all
    dt = datetime.datetime.fromtimestamp(10**9, CET)
    assert time.asdeadline(dt + datetime.timedelta(hours=1)) == 5000 + Hour

"""The examples of Go's package documentation, and what they print."""

import math

import pytest

from goruntime import chan, go, recv, select, time

Zones = dict[str, time.Location]

UNITS = [
    *(time.Nanosecond, time.Microsecond, time.Millisecond, time.Second),
    *(2 * time.Second, time.Minute, 10 * time.Minute, time.Hour),
]
GO_DAY = time.Date(2009, time.November, 10, 23, 0, 0, 0, time.UTC)


@pytest.mark.from_go("time/example_test.go", "ExampleDuration_Round")
@pytest.mark.from_go("time/example_test.go", "ExampleDuration_Truncate")
def test_a_duration_rounded_and_cut_off() -> None:
    d = time.ParseDuration("1h15m30.918273645s")
    assert [f"{unit:>6} {d.Round(unit)} {d.Truncate(unit)}" for unit in UNITS] == [
        "   1ns 1h15m30.918273645s 1h15m30.918273645s",
        "   1µs 1h15m30.918274s 1h15m30.918273s",
        "   1ms 1h15m30.918s 1h15m30.918s",
        "    1s 1h15m31s 1h15m30s",
        "    2s 1h15m30s 1h15m30s",
        "  1m0s 1h16m0s 1h15m0s",
        " 10m0s 1h20m0s 1h10m0s",
        "1h0m0s 1h0m0s 1h0m0s",
    ]


@pytest.mark.from_go("time/example_test.go", "ExampleDuration_String")
@pytest.mark.from_go("time/example_test.go", "ExampleDuration_Abs")
@pytest.mark.from_go("time/example_test.go", "ExampleDuration_Hours")
@pytest.mark.from_go("time/example_test.go", "ExampleDuration_Microseconds")
@pytest.mark.from_go("time/example_test.go", "ExampleDuration_Milliseconds")
@pytest.mark.from_go("time/example_test.go", "ExampleDuration_Minutes")
@pytest.mark.from_go("time/example_test.go", "ExampleDuration_Nanoseconds")
@pytest.mark.from_go("time/example_test.go", "ExampleDuration_Seconds")
@pytest.mark.from_go("time/example_test.go", "ExampleParseDuration")
def test_durations_as_text_and_in_units() -> None:
    parse = time.ParseDuration
    assert str(time.Hour + 2 * time.Minute + 300 * time.Millisecond) == "1h2m0.3s"
    assert str((-3 * time.Second).Abs()) == "3s"
    assert time.Duration(-1 << 63).Abs() == (1 << 63) - 1
    assert str(parse("10h")) == "10h0m0s"
    assert f"{parse('1h10m10s').Seconds():.0f} seconds" == "4210 seconds"
    assert f"{parse('1us').Seconds():6.2e} seconds in {parse('1us')}" == (
        "1.00e-06 seconds in 1µs"
    )
    assert parse("4h30m").Hours() == 4.5
    assert parse("1h30m").Minutes() == 90
    assert parse("1s").Milliseconds() == 1000
    assert parse("1s").Microseconds() == 1_000_000
    assert parse("1µs").Nanoseconds() == 1000


@pytest.mark.from_go("time/example_test.go", "ExampleDuration")
@pytest.mark.from_go("time/example_test.go", "ExampleSince")
@pytest.mark.from_go("time/example_test.go", "ExampleUntil")
def test_how_long_ago_and_how_long_until() -> None:
    t = time.Now()
    assert 0 <= time.Now().Sub(t) <= time.Since(t)
    assert math.ceil(time.Until(t.Add(5 * time.Second)).Seconds()) == 5


@pytest.mark.from_go("time/example_test.go", "ExampleAfter")
@pytest.mark.from_go("time/example_test.go", "ExampleSleep")
@pytest.mark.from_go("time/example_test.go", "ExampleTick")
@pytest.mark.from_go("time/example_test.go", "ExampleNewTicker")
def test_a_ticker_until_something_is_done() -> None:
    done = chan[bool]()

    def work() -> None:
        time.Sleep(5 * time.Millisecond)
        done.send(True)

    go(work)
    ticks = 0
    with time.NewTicker(time.Millisecond) as ticker:
        while select(recv(done), recv(ticker.C))[0] == 1:
            ticks += 1
    assert ticks > 0
    never = chan[int]()
    assert select(recv(never), recv(time.After(time.Millisecond)))[0] == 1
    assert select(recv(never), recv(time.Tick(time.Millisecond)))[0] == 1


@pytest.mark.from_go("time/example_test.go", "ExampleTime_Format")
@pytest.mark.parametrize(
    ("layout", "text"),
    [
        (time.UnixDate, "Wed Feb 25 11:06:39 EST 2015"),
        ("2006-01-02T15:04:05 -070000", "2015-02-25T11:06:39 -050000"),
        ("2006-01-02T15:04:05 -07:00:00", "2015-02-25T11:06:39 -05:00:00"),
        ("2006/01/02", "2015/02/25"),
        ("3PM==3pm==15h", "11AM==11am==11h"),
        ("15:04:05.00000", "11:06:39.12340"),
        ("15:04:05.99999999", "11:06:39.1234"),
    ],
)
def test_a_layout_shows_how(layout: str, text: str, zones: Zones) -> None:
    # The fraction is read although the layout has none.
    value = "Wed Feb 25 11:06:39.1234 EST 2015"
    t = time.ParseInLocation(time.UnixDate, value, zones["New_York"])
    assert t.Format(layout) == text
    assert t.UTC().Format(time.UnixDate) == "Wed Feb 25 16:06:39 UTC 2015"
    assert str(t) == "2015-02-25 11:06:39.1234 -0500 EST"


@pytest.mark.from_go("time/example_test.go", "ExampleTime_Format_pad")
def test_how_a_layout_pads() -> None:
    t = time.Parse(time.UnixDate, "Sat Mar 7 11:06:39 PST 2015")
    layouts = (time.UnixDate, "<2>", "<_2>", "<02>", "04:05")
    assert [t.Format(layout) for layout in layouts] == [
        *("Sat Mar  7 11:06:39 PST 2015", "<7>", "< 7>", "<07>", "06:39")
    ]


@pytest.mark.from_go("time/example_test.go", "ExampleParse")
@pytest.mark.from_go("time/example_test.go", "ExampleParseInLocation")
def test_what_is_parsed_without_a_zone_is_in_utc_or_at_the_place(zones: Zones) -> None:
    long, short = "Jan 2, 2006 at 3:04pm (MST)", "2006-Jan-02"
    york = zones["New_York"]
    t = time.ParseInLocation(long, "Jul 9, 2012 at 5:02am (EDT)", york)
    assert str(t) == "2012-07-09 05:02:00 -0400 EDT"
    t = time.ParseInLocation(short, "2012-Jul-09", york)
    assert str(t) == "2012-07-09 00:00:00 -0400 EDT"
    assert str(time.Parse(short, "2013-Feb-03")) == "2013-02-03 00:00:00 +0000 UTC"
    t = time.Parse(time.RFC3339, "2006-01-02T15:04:05+07:00")
    assert str(t) == "2006-01-02 15:04:05 +0700 +0700"
    with pytest.raises(time.ParseError) as caught:
        time.Parse(time.RFC3339, time.RFC3339)
    assert str(caught.value) == (
        'parsing time "2006-01-02T15:04:05Z07:00": extra text: "07:00"'
    )


@pytest.mark.from_go("time/example_test.go", "ExampleUnix")
@pytest.mark.from_go("time/example_test.go", "ExampleUnixMicro")
@pytest.mark.from_go("time/example_test.go", "ExampleUnixMilli")
@pytest.mark.from_go("time/example_test.go", "ExampleTime_Unix")
def test_seconds_since_1970() -> None:
    assert GO_DAY.Unix() == 1257894000
    assert GO_DAY.UnixMilli() == 1257894000_000
    assert GO_DAY.UnixMicro() == 1257894000_000_000
    for t in (
        time.Unix(1257894000, 0),
        time.UnixMilli(1257894000_000),
        time.UnixMicro(1257894000_000_000),
    ):
        assert str(t.UTC()) == "2009-11-10 23:00:00 +0000 UTC"
    for sec, nsec in ((10**9, 0), (0, 10**18), (2 * 10**9, -(10**18))):
        t = time.Unix(sec, nsec).UTC()
        assert str(t) == "2001-09-09 01:46:40 +0000 UTC"


@pytest.mark.from_go("time/example_test.go", "ExampleTime_Round")
@pytest.mark.from_go("time/example_test.go", "ExampleTime_Truncate")
def test_a_time_rounded_and_cut_off() -> None:
    t = time.Date(0, 0, 0, 12, 15, 30, 918273645, time.UTC)
    layout = "15:04:05.999999999"
    assert [f"{t.Round(d):{layout}} {t.Truncate(d):{layout}}" for d in UNITS] == [
        "12:15:30.918273645 12:15:30.918273645",
        "12:15:30.918274 12:15:30.918273",
        "12:15:30.918 12:15:30.918",
        "12:15:31 12:15:30",
        "12:15:30 12:15:30",
        "12:16:00 12:15:00",
        "12:20:00 12:10:00",
        "12:00:00 12:00:00",
    ]


@pytest.mark.from_go("time/example_test.go", "ExampleLocation")
@pytest.mark.from_go("time/example_test.go", "ExampleTime_Equal")
@pytest.mark.from_go("time/example_test.go", "ExampleFixedZone")
@pytest.mark.from_go("time/example_test.go", "ExampleLoadLocation")
@pytest.mark.from_go("time/example_test.go", "ExampleDate")
def test_one_instant_at_several_places(zones: Zones) -> None:
    east = int((8 * time.Hour).Seconds())
    beijing = time.FixedZone("Beijing Time", east)
    t = time.Date(2009, 1, 1, 12, 0, 0, 0, time.UTC)
    assert t.Equal(time.Date(2009, 1, 1, 20, 0, 0, 0, beijing))
    west = time.FixedZone("UTC-8", -east)
    t = time.Date(2009, time.November, 10, 23, 0, 0, 0, west)
    assert t.Format(time.RFC822) == "10 Nov 09 23:00 UTC-8"
    assert str(GO_DAY.In(zones["New_York"])) == "2009-11-10 18:00:00 -0500 EST"


@pytest.mark.from_go("time/example_test.go", "ExampleTime_Add")
@pytest.mark.from_go("time/example_test.go", "ExampleTime_Sub")
@pytest.mark.from_go("time/example_test.go", "ExampleTime_AddDate")
def test_a_day_is_not_always_24_hours(zones: Zones) -> None:
    start = time.Date(2009, 1, 1, 12, 0, 0, 0, time.UTC)
    assert str(start.Add(time.Second * 10)) == "2009-01-01 12:00:10 +0000 UTC"
    assert str(start.Add(time.Hour * 24 * 10)) == "2009-01-11 12:00:00 +0000 UTC"
    assert str(start.AddDate(0, 1, 0)) == "2009-02-01 12:00:00 +0000 UTC"
    assert str(start.AddDate(1, 0, 0)) == "2010-01-01 12:00:00 +0000 UTC"
    assert str(start.AddDate(0, 0, 1).Sub(start)) == "24h0m0s"
    # In New York the summer of 2023 began on the 12th of March.
    start = time.Date(2023, 3, 11, 12, 0, 0, 0, zones["New_York"])
    later = start.AddDate(0, 0, 1)
    assert str(later) == "2023-03-12 12:00:00 -0400 EDT"
    assert str(later.Sub(start)) == "23h0m0s"


@pytest.mark.from_go("time/example_test.go", "ExampleTime_After")
@pytest.mark.from_go("time/example_test.go", "ExampleTime_Before")
@pytest.mark.from_go("time/example_test.go", "ExampleTime_Date")
@pytest.mark.from_go("time/example_test.go", "ExampleTime_Day")
@pytest.mark.from_go("time/example_test.go", "ExampleTime_String")
@pytest.mark.from_go("time/example_test.go", "ExampleMonth")
def test_the_parts_of_a_date() -> None:
    year, month, day = GO_DAY.Date()
    assert (year, str(month), day) == (2009, "November", 10)
    assert month == time.November
    assert GO_DAY.Day() == 10
    assert str(GO_DAY) == "2009-11-10 23:00:00 +0000 UTC"
    later = GO_DAY.Add(time.Duration(15))
    assert str(later) == "2009-11-10 23:00:00.000000015 +0000 UTC"
    assert later.After(GO_DAY)
    assert not later.Before(GO_DAY)

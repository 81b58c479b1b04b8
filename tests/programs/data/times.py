"""The port of times.go."""

from goruntime import run, time
from tests.programs.fmt import Println


def main() -> None:
    t = time.Date(2009, time.November, 10, 23, 4, 5, 678901234, time.UTC)
    Println(t)
    for layout in [
        time.Layout,
        time.ANSIC,
        time.UnixDate,
        time.RubyDate,
        time.RFC822,
        time.RFC822Z,
        time.RFC850,
        time.RFC1123,
        time.RFC1123Z,
        time.RFC3339,
        time.RFC3339Nano,
        time.Kitchen,
        time.Stamp,
        time.StampMilli,
        time.StampMicro,
        time.StampNano,
        time.DateTime,
        time.DateOnly,
        time.TimeOnly,
        "Monday 2 Jan 06 3:4:5pm .000 002 __2 Z07:00",
    ]:
        Println(t.Format(layout))
    east = time.FixedZone("East", 2 * 60 * 60 + 30 * 60)
    Println(t.In(east), t.In(east).Equal(t))
    y, w = t.ISOWeek()
    Println(t.Weekday(), t.Month(), t.YearDay(), y, w, t.Unix(), t.UnixMilli())
    Println(t.AddDate(0, 3, 25), t.Add(36 * time.Hour).Sub(t))
    Println(t.Truncate(time.Hour), t.Round(time.Second))
    Println(time.Date(2023, 14, -3, 25, 61, 0, 0, east))
    zero = time.Time()
    Println(zero, zero.IsZero(), zero.Unix(), zero.Weekday())
    Println(
        t.Before(zero),
        t.After(zero),
        t.Compare(zero),
        time.Month(13),
        time.Weekday(8),
    )

    for layout, value in [
        (time.RFC3339, "2020-02-29T12:00:00+01:00"),
        (time.RFC3339, "2021-02-29T12:00:00Z"),
        (time.RFC3339, "2021-02-28 12:00:00Z"),
        (time.DateOnly, "2021-13-01"),
        (time.Kitchen, "3:04AM trailing"),
        (time.RFC1123, "Tue, 10 Nov 2009 23:00:00 MST"),
        ("2006-01-02 15:04:05.000", "2009-11-10 23:00:00.12"),
    ]:
        try:
            t = time.Parse(layout, value)
        except time.ParseError as err:
            Println(err)
            continue
        Println(t)


if __name__ == "__main__":
    run(main)

package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.Date(2009, time.November, 10, 23, 4, 5, 678901234, time.UTC)
	fmt.Println(t)
	for _, layout := range []string{
		time.Layout, time.ANSIC, time.UnixDate, time.RubyDate, time.RFC822, time.RFC822Z,
		time.RFC850, time.RFC1123, time.RFC1123Z, time.RFC3339, time.RFC3339Nano,
		time.Kitchen, time.Stamp, time.StampMilli, time.StampMicro, time.StampNano,
		time.DateTime, time.DateOnly, time.TimeOnly, "Monday 2 Jan 06 3:4:5pm .000 002 __2 Z07:00",
	} {
		fmt.Println(t.Format(layout))
	}
	east := time.FixedZone("East", 2*60*60+30*60)
	fmt.Println(t.In(east), t.In(east).Equal(t))
	y, w := t.ISOWeek()
	fmt.Println(t.Weekday(), t.Month(), t.YearDay(), y, w, t.Unix(), t.UnixMilli())
	fmt.Println(t.AddDate(0, 3, 25), t.Add(36*time.Hour).Sub(t))
	fmt.Println(t.Truncate(time.Hour), t.Round(time.Second))
	fmt.Println(time.Date(2023, 14, -3, 25, 61, 0, 0, east))
	var zero time.Time
	fmt.Println(zero, zero.IsZero(), zero.Unix(), zero.Weekday())
	fmt.Println(t.Before(zero), t.After(zero), t.Compare(zero), time.Month(13), time.Weekday(8))

	for _, in := range [][2]string{
		{time.RFC3339, "2020-02-29T12:00:00+01:00"},
		{time.RFC3339, "2021-02-29T12:00:00Z"},
		{time.RFC3339, "2021-02-28 12:00:00Z"},
		{time.DateOnly, "2021-13-01"},
		{time.Kitchen, "3:04AM trailing"},
		{time.RFC1123, "Tue, 10 Nov 2009 23:00:00 MST"},
		{"2006-01-02 15:04:05.000", "2009-11-10 23:00:00.12"},
	} {
		t, err := time.Parse(in[0], in[1])
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(t)
	}
}

package main

import (
	"fmt"
	"time"
)

func main() {
	for _, d := range []time.Duration{
		0, 1, 999, 1000, 1500, time.Millisecond, 1100 * time.Microsecond,
		time.Second, 1500 * time.Millisecond, time.Minute, 90 * time.Second,
		time.Hour, 36*time.Hour + 15*time.Minute + 30*time.Second + 918273645,
		-time.Second, -1, 1<<63 - 1, -1 << 63,
	} {
		fmt.Println(d, d.Nanoseconds(), d.Microseconds(), d.Milliseconds())
	}
	d := 3*time.Hour + 25*time.Minute + 45*time.Second + 500*time.Millisecond
	fmt.Println(d.Hours(), d.Minutes(), d.Seconds())
	fmt.Println(d.Round(time.Hour), d.Round(time.Minute), d.Truncate(time.Hour), d.Truncate(7*time.Second))
	fmt.Println(d*2, d/2, d%time.Minute, -d, (-d).Abs(), d/time.Minute)
	fmt.Printf("%v %s %d %q\n", d, d, d, d)
	for _, s := range []string{"1h15m30.918273645s", "1.5h", "-2m3.4s", "0", "+5us", "3µs", ".5s", "1e3s", "", "3", "1x", "-", "9223372036854775808ns", "1h 2m"} {
		d, err := time.ParseDuration(s)
		fmt.Println(d, err == nil)
		if err != nil {
			fmt.Println(err)
		}
	}
}

// Fuzz prints what Go makes of layouts, texts and durations made at random: fuzz.jsonl,
// as of Go 1.27.3, is what it prints by itself.
//
//	TZ=UTC go run fuzz.go [-seed N] [-n LINES] > fuzz.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"math"
	"math/rand"
	"os"
	"strings"
	"time"
)

var rnd *rand.Rand

func pick[T any](l []T) T { return l[rnd.Intn(len(l))] }

var elements = []string{
	"2006", "06", "January", "Jan", "01", "1", "Monday", "Mon", "02", "_2", "2", "002",
	"__2", "15", "03", "3", "PM", "pm", "04", "4", "05", "5", "MST", "-07", "-0700",
	"-07:00", "-070000", "-07:00:00", "Z07", "Z0700", "Z07:00", "Z070000", "Z07:00:00",
	".0", ".00", ".000", ".000000", ".000000000", ".9", ".99", ".999", ".999999999",
	",000", ",999", ",9", ",000000",
}

var standard = []string{
	time.Layout, time.ANSIC, time.UnixDate, time.RubyDate, time.RFC822, time.RFC822Z,
	time.RFC850, time.RFC1123, time.RFC1123Z, time.RFC3339, time.RFC3339Nano,
	time.Kitchen, time.Stamp, time.StampMilli, time.StampMicro, time.StampNano,
	time.DateTime, time.DateOnly, time.TimeOnly,
}

// What separates elements, and what looks like a part of one.
var between = []string{
	"", "", " ", " ", "-", "/", ":", ", ", ".", "T", "Z", "_", "  ", "+", "0", "1", "9",
	"J", "M", "P", "p", "é", "at", "'", "\"", "\t", "日", "__", "00", ".1", "-1", "07",
}

func layout() string {
	if rnd.Intn(4) == 0 {
		return pick(standard)
	}
	var b strings.Builder
	for range 1 + rnd.Intn(6) {
		b.WriteString(pick(between))
		b.WriteString(pick(elements))
	}
	if rnd.Intn(3) == 0 {
		b.WriteString(pick(between))
	}
	if rnd.Intn(4) == 0 {
		return mutate(b.String(), "JanuryMondyTeSPp0123456789_.,:-+Z MT")
	}
	return b.String()
}

// mutate leaves out, puts in, doubles, swaps or cuts, once or twice.
func mutate(s, alphabet string) string {
	for range 1 + rnd.Intn(2) {
		b := []rune(s)
		c := pick([]rune(alphabet))
		if len(b) == 0 {
			return string(c)
		}
		i := rnd.Intn(len(b))
		switch rnd.Intn(6) {
		case 0:
			b = append(b[:i], b[i+1:]...)
		case 1:
			b = append(b[:i], append([]rune{c}, b[i:]...)...)
		case 2:
			b = append(b[:i], append([]rune{b[i]}, b[i:]...)...)
		case 3:
			j := rnd.Intn(len(b))
			b[i], b[j] = b[j], b[i]
		case 4:
			b = b[:i]
		case 5:
			b[i] = c
		}
		s = string(b)
	}
	return s
}

func zone() (string, int) {
	switch rnd.Intn(4) {
	case 0:
		return "UTC", 0
	case 1:
		return pick([]string{"CET", "EST", "ChST", "WITA", "+03", "-0130", "x"}), (rnd.Intn(97) - 48) * 1800
	case 2:
		return "", (rnd.Intn(193) - 96) * 900
	}
	return pick([]string{"", "LMT", "FAR"}), rnd.Intn(400000) - 200000
}

func instant() (int64, int64) {
	sec := rnd.Int63n(4e9) - 1e9
	switch rnd.Intn(6) {
	case 0:
		sec = rnd.Int63n(8e11) - 4e11 // years of one to five digits, and before Christ
	case 1:
		sec = -62135596800 + rnd.Int63n(1e8) - 5e7
	}
	ns := rnd.Int63n(1e9)
	switch rnd.Intn(4) {
	case 0:
		ns = 0
	case 1:
		ns = ns / 1e6 * 1e6
	case 2:
		ns = ns % 1000
	}
	return sec, ns
}

func format() []any {
	sec, ns := instant()
	name, offset := zone()
	l := layout()
	t := time.Unix(sec, ns).In(time.FixedZone(name, offset))
	if rnd.Intn(10) == 0 {
		return []any{"string", sec, ns, name, offset, t.String()}
	}
	return []any{"format", sec, ns, name, offset, l, t.Format(l)}
}

func parse() []any {
	sec, ns := instant()
	name, offset := zone()
	l := layout()
	v := time.Unix(sec, ns).In(time.FixedZone(name, offset)).Format(l)
	if rnd.Intn(5) < 3 {
		v = mutate(v, "0123456789 :-+Z.,/JanPMpmTé_\"x")
	}
	t, err := time.Parse(l, v)
	if err != nil {
		return []any{"parse", l, v, err.Error()}
	}
	zone, off := t.Zone()
	return []any{"parse", l, v, []any{t.Unix(), t.Nanosecond(), zone, off}}
}

func duration() []any {
	d := time.Duration(rnd.Uint64()) >> rnd.Intn(64)
	switch rnd.Intn(4) {
	case 0:
		d = time.Duration(rnd.Intn(200)-100) * pick([]time.Duration{1, 1e3, 1e6, 1e9, 60e9, 3600e9})
	case 1:
		d = pick([]time.Duration{0, math.MaxInt64, math.MinInt64, 1e9 - 1, 1e9 + 1, 3600e9 - 1})
		d += time.Duration(rnd.Intn(3) - 1)
	}
	if rnd.Intn(3) == 0 {
		unit := pick([]time.Duration{1, 1e3, 1e6, 1e9, 60e9, 3600e9, 7, 1 << 40})
		return []any{"round", d, unit, d.Round(unit), d.Truncate(unit)}
	}
	s := d.String()
	if rnd.Intn(4) == 0 {
		return []any{"duration", d, s, d.Hours(), d.Minutes(), d.Seconds()}
	}
	s = mutate(s, "0123456789.-+ hmnsuµμ")
	d, err := time.ParseDuration(s)
	if err != nil {
		return []any{"parseduration", s, err.Error()}
	}
	return []any{"parseduration", s, d}
}

func main() {
	seed := flag.Int64("seed", 1, "what the choices begin with")
	lines := flag.Int("n", 2600, "how many lines")
	flag.Parse()
	rnd = rand.New(rand.NewSource(*seed))
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for range *lines {
		if err := out.Encode(pick([]func() []any{format, format, parse, parse, duration})()); err != nil {
			panic(err)
		}
	}
}

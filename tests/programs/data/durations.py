"""The port of durations.go."""

from goruntime import run, time
from tests.programs.fmt import Println, quote


def main() -> None:
    for d in [
        time.Duration(0),
        time.Duration(1),
        time.Duration(999),
        time.Duration(1000),
        time.Duration(1500),
        time.Millisecond,
        1100 * time.Microsecond,
        time.Second,
        1500 * time.Millisecond,
        time.Minute,
        90 * time.Second,
        time.Hour,
        36 * time.Hour + 15 * time.Minute + 30 * time.Second + 918273645,
        -time.Second,
        time.Duration(-1),
        time.Duration((1 << 63) - 1),
        time.Duration(-1 << 63),
    ]:
        Println(d, d.Nanoseconds(), d.Microseconds(), d.Milliseconds())
    d = 3 * time.Hour + 25 * time.Minute + 45 * time.Second + 500 * time.Millisecond
    Println(d.Hours(), d.Minutes(), d.Seconds())
    Println(
        d.Round(time.Hour),
        d.Round(time.Minute),
        d.Truncate(time.Hour),
        d.Truncate(7 * time.Second),
    )
    Println(
        d * 2,
        d / 2,
        d % time.Minute,
        -d,
        (-d).Abs(),
        time.Duration(d // time.Minute),
    )
    print(f"{d} {d!s} {d:d} {quote(str(d))}")
    for s in [
        "1h15m30.918273645s",
        "1.5h",
        "-2m3.4s",
        "0",
        "+5us",
        "3µs",
        ".5s",
        "1e3s",
        "",
        "3",
        "1x",
        "-",
        "9223372036854775808ns",
        "1h 2m",
    ]:
        err = None
        d = time.Duration(0)
        try:
            d = time.ParseDuration(s)
        except ValueError as e:
            err = e
        Println(d, err is None)
        if err is not None:
            Println(err)


if __name__ == "__main__":
    run(main)

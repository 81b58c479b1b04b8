"""Layouts, texts and durations made at random: what Go made of them is what we make.

data/fuzz.go printed data/fuzz.jsonl.  Where Go is installed (GO or PATH says where) it
makes some more, with a seed that differs each day; GORUNTIME_STEPS says how many.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goruntime import time
from tests.programs.record import NO_GO, go_tool

pytestmark = pytest.mark.plain

DATA = Path(__file__).parent / "data"
STEPS = os.environ.get("GORUNTIME_STEPS", "20000")


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the place be where fuzz.go was: an offset that it has means that place."""
    monkeypatch.setattr("goruntime.time.parse.Local", time.UTC)


def at(sec: int, nsec: int, name: str, offset: int) -> time.Time:
    """Return an instant in a zone."""
    return time.Unix(sec, nsec).In(time.FixedZone(name, offset))


def string(sec: int, nsec: int, name: str, offset: int) -> list[object]:
    return [at(sec, nsec, name, offset).String()]


def format(sec: int, nsec: int, name: str, offset: int, layout: str) -> list[object]:
    return [at(sec, nsec, name, offset).Format(layout)]


def parse(layout: str, value: str) -> list[object]:
    try:
        t = time.Parse(layout, value)
    except time.ParseError as err:
        return [str(err)]
    return [[t.Unix(), t.Nanosecond(), *t.Zone()]]


def duration(n: int) -> list[object]:
    d = time.Duration(n)
    return [str(d), d.Hours(), d.Minutes(), d.Seconds()]


def rounded(n: int, unit: int) -> list[object]:
    d, m = time.Duration(n), time.Duration(unit)
    return [int(d.Round(m)), int(d.Truncate(m))]


def parse_duration(s: str) -> list[object]:
    try:
        return [int(time.ParseDuration(s))]
    except ValueError as err:
        return [str(err)]


# What each kind of line is about, and how many of its values are given.
KINDS: dict[str, tuple[Callable[..., list[object]], int]] = {
    "string": (string, 4),
    "format": (format, 5),
    "parse": (parse, 2),
    "duration": (duration, 1),
    "round": (rounded, 2),
    "parseduration": (parse_duration, 1),
}


def differences(lines: Iterable[str]) -> list[tuple[Any, object]]:
    """Return the lines of which we make something else, and what."""
    found: list[tuple[Any, object]] = []
    for line in lines:
        kind, *values = json.loads(line)
        f, given = KINDS[kind]
        got = f(*values[:given])
        if got != values[given:]:
            found.append((json.loads(line), got))
    return found


def test_we_make_of_each_line_what_go_made_of_it() -> None:
    lines = (DATA / "fuzz.jsonl").read_text().splitlines()
    assert len(lines) > 2000
    assert differences(lines) == []


def fuzz(*flags: str) -> list[str]:
    """Run fuzz.go; return what it prints."""
    go = go_tool()
    assert go is not None
    done = subprocess.run(
        [go, "run", "fuzz.go", *flags],
        cwd=DATA,
        capture_output=True,
        check=True,
        env={**os.environ, "TZ": "UTC", "GO111MODULE": "off"},
        text=True,
    )
    return done.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.skipif(go_tool() is None, reason=NO_GO)
def test_go_still_says_what_is_recorded() -> None:
    assert fuzz() == (DATA / "fuzz.jsonl").read_text().splitlines()


@pytest.mark.slow
@pytest.mark.skipif(go_tool() is None, reason=NO_GO)
def test_of_new_lines_too_we_make_what_go_makes() -> None:
    seed = date.today().toordinal()
    assert differences(fuzz("-seed", str(seed), "-n", STEPS)) == []

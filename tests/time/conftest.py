"""What Go 1.27.3 said: data/oracle.go printed the .jsonl files beside it.

data/zones/ has files of the IANA database (public domain), so that the tests do not
depend on which database is installed.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goruntime import time

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def zones() -> dict[str, time.Location]:
    """The places that the oracle knows."""
    zones = {
        path.name: time.LoadLocationFromTZData(path.name, path.read_bytes())
        for path in (DATA / "zones").iterdir()
    }
    zones["UTC"] = time.UTC
    zones[""] = time.FixedZone("", -3 * 3600 - 1800)
    zones["XST"] = time.FixedZone("XST", 5 * 3600 + 20 * 60 + 10)
    zones["west"] = time.FixedZone("", -30)
    return zones


@pytest.fixture(scope="session")
def oracle() -> Callable[..., list[Any]]:
    """``oracle("date", "in")``: the rest of the lines of date.jsonl that begin so."""

    def lines(file: str, kind: str | None = None) -> list[Any]:
        text = (DATA / f"{file}.jsonl").read_text()
        rows = [json.loads(line) for line in text.splitlines()]
        if kind is not None:
            rows = [row[1:] for row in rows if row[0] == kind]
        assert len(rows) > 50
        return rows

    return lines


@pytest.fixture(scope="session")
def fields() -> Callable[[time.Time], list[Any]]:
    """The function that puts a time into the oracle's form."""

    def all_of(t: time.Time) -> list[Any]:
        """Return all that the oracle prints of a time."""
        bounds = [None if b.IsZero() else b.Unix() for b in t.ZoneBounds()]
        numbers = [*t.Date(), *t.Clock(), t.Weekday(), t.YearDay(), *t.ISOWeek()]
        return [
            t.Unix(),
            t.Nanosecond(),
            *map(int, numbers),
            *t.Zone(),
            t.IsDST(),
            *bounds,
        ]

    return all_of

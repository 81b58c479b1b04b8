"""What is measured: one measure, its contestants, their samples.

A Measure names a quantity and knows for each contestant how to take one sample of it,
in a process of its own.  collect() takes the samples in rounds: in each round every
contestant has its turn, so a noisy minute of the machine meets all of them.
"""

import statistics
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

US = "goruntime"


class Unavailable(Exception):
    """A contestant cannot run here: not installed, no toolchain."""


class Failed(Exception):
    """A contestant ran and did not get to its end."""


@dataclass(frozen=True, slots=True)
class Options:
    """How long and how often to measure."""

    quick: bool = False
    rounds: int = 5
    seconds: float = 1.0  # under load, for one sample of a server
    micro_seconds: float = 0.3  # for one sample of a small operation


@dataclass(frozen=True, slots=True)
class Sample:
    """One number, and what else was seen while it was taken."""

    value: float
    extra: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    name: str
    unit: str
    contestants: Mapping[str, Callable[[], Sample]]
    higher_is_better: bool = False


@dataclass(slots=True)
class Result:
    """The samples of one measure, by contestant in the order they were run."""

    measure: Measure
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)  # contestant: why

    def values(self, who: str) -> list[float]:
        return [s.value for s in self.samples.get(who, [])]

    def median(self, who: str) -> float | None:
        values = self.values(who)
        return statistics.median(values) if values else None

    def extra(self, who: str, key: str) -> float | None:
        """Return the median of an accompanying number."""
        found = [s.extra[key] for s in self.samples.get(who, []) if key in s.extra]
        return statistics.median(found) if found else None

    def advantage(self, rival: str, us: str = US) -> float | None:
        """How many times better we are than the rival: above 1 is good for us."""
        ours, theirs = self.median(us), self.median(rival)
        if not ours or not theirs:
            return None
        return ours / theirs if self.measure.higher_is_better else theirs / ours


def collect(measure: Measure, rounds: int) -> Result:
    """Take the samples, round by round; a contestant that fails once is out."""
    result = Result(measure)
    for number in range(rounds):
        for who, sample in measure.contestants.items():
            if who in result.missing:
                continue
            note(f"{measure.name}: round {number + 1} of {rounds}, {who}")
            try:
                result.samples.setdefault(who, []).append(sample())
            except (Unavailable, Failed) as err:
                result.missing[who] = str(err)
                result.samples.pop(who, None)
    note("")
    for who, why in result.missing.items():
        print(f"{measure.name}: {who} left out: {why}")
    return result


def note(text: str) -> None:
    """Say on the terminal what is going on, on one line."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

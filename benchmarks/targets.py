"""What the project asks of itself, each as a figure out of the results and a limit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks import bench_idle
from benchmarks.bench_echo import MANY, name
from benchmarks.measure import US, Result
from benchmarks.servers import DEADLINE

Results = Mapping[str, Result]
Figure = Callable[[Results], float | None]


@dataclass(frozen=True, slots=True)
class Target:
    text: str
    figure: Figure
    limit: float
    at_most: bool = False
    unit: str = "x"

    def met(self, value: float) -> bool:
        return value <= self.limit if self.at_most else value >= self.limit


def beats(measure: str, rival: str) -> Figure:
    """How many times better than the rival we are."""

    def figure(results: Results) -> float | None:
        return results[measure].advantage(rival) if measure in results else None

    return figure


def value(measure: str, who: str = US) -> Figure:
    """Return the median itself."""

    def figure(results: Results) -> float | None:
        return results[measure].median(who) if measure in results else None

    return figure


def extra(measure: str, key: str) -> Figure:
    """Return the median of what was seen along the way."""

    def figure(results: Results) -> float | None:
        return results[measure].extra(US, key) if measure in results else None

    return figure


def quotient(above: Figure, below: Figure) -> Figure:
    def figure(results: Results) -> float | None:
        a, b = above(results), below(results)
        return a / b if a is not None and b else None

    return figure


def constant(number: float) -> Figure:
    return lambda _results: number


def loss(now: Figure, before: Figure) -> Figure:
    """How many percent are lost of what there was before."""
    left = quotient(now, before)

    def figure(results: Results) -> float | None:
        part = left(results)
        return None if part is None else 100 * (1 - part)

    return figure


def per_case(results: Results) -> float | None:
    """Microseconds that each further case of a waiting select costs."""
    hundred = value("SelectWait100")(results)
    two = value("SelectWait2")(results)
    return (hundred - two) / 98 / 1000 if hundred and two else None


PLAIN: Final = name(100, 64)
CROWD: Final = name(MANY, 64)

TARGETS: Final = (
    Target("Echo, 100 connections, 64 B, against gevent", beats(PLAIN, "gevent"), 1.35),
    Target("the same against uvloop streams", beats(PLAIN, "uvloop streams"), 0.9),
    Target("the same against asyncio streams", beats(PLAIN, "asyncio streams"), 2.2),
    Target("Spawn and run, against gevent.spawn", beats("Spawn", "gevent"), 12),
    Target("Gosched, against gevent.sleep(0)", beats("Gosched", "gevent"), 2.5),
    Target(
        "Resident memory of a parked goroutine, 100,000 of them",
        value("ParkedMemory"),
        6500,
        at_most=True,
        unit=" B",
    ),
    Target(
        "the same as a share of gevent's",
        quotient(value("ParkedMemory"), value("ParkedMemory", "gevent")),
        0.9,
        at_most=True,
    ),
    Target(
        "What 10,000 idle connections cost 100 busy ones",
        loss(value("Idle10000"), value("Idle10000", US + bench_idle.ALONE)),
        10,
        at_most=True,
        unit=" %",
    ),
    Target(
        f"CPU time a message, {MANY:,} connections against 100",
        quotient(extra(CROWD, "cpu_us"), extra(PLAIN, "cpu_us")),
        1.25,
        at_most=True,
    ),
    Target(
        "the same, user time alone",
        quotient(extra(CROWD, "user_us"), extra(PLAIN, "user_us")),
        1.25,
        at_most=True,
    ),
    Target(
        "20,000 goroutines that start each other, each in",
        quotient(value("Chain"), constant(1000)),
        100,
        at_most=True,
        unit=" µs",
    ),
    Target("ChanSync, against gevent's Channel", beats("ChanSync", "gevent"), 1.8),
    Target("ChanSync, against asyncio's Queue", beats("ChanSync", "asyncio"), 4),
    Target("ChanSync, against trio's memory channel", beats("ChanSync", "trio"), 4),
    Target(
        "ChanProdCons100, against gevent's Queue", beats("ChanProdCons100", "gevent"), 4
    ),
    Target(
        "A select of two ready cases, in plain receives",
        quotient(value("SelectReady2"), value("RecvReady")),
        3,
        at_most=True,
    ),
    Target(
        "A select of 1,000 waiting cases, in selects of 100 (linear: 10)",
        quotient(value("SelectWait1000"), value("SelectWait100")),
        12,
        at_most=True,
    ),
    Target(
        "What each further waiting case costs", per_case, 20, at_most=True, unit=" µs"
    ),
    Target(
        "Mutex, against gevent's BoundedSemaphore",
        beats("MutexUncontended", "gevent"),
        1,
    ),
    Target("Mutex, against asyncio.Lock", beats("MutexUncontended", "asyncio"), 1),
    Target(
        "WaitGroup of 10,000, against gevent.joinall",
        beats("WaitGroup10000", "gevent"),
        8,
    ),
    Target(
        "100,000 timers set and stopped, against asyncio's call_later",
        beats("TimerStartStop", "asyncio"),
        1,
    ),
    Target(
        "100,000 timers that fire, against asyncio's call_later",
        beats("TimerFire", "asyncio"),
        1,
    ),
    Target(
        "What pushing the read deadline before every read costs an echo",
        loss(value(PLAIN, DEADLINE), value(PLAIN)),
        10,
        at_most=True,
        unit=" %",
    ),
    Target("CPU time of a proxied GiB, against gevent", beats("ProxyCPU", "gevent"), 3),
    Target("the same, against Go", beats("ProxyCPU", "Go"), 0.8),
    Target("Proxy, against Go", beats("Proxy", "Go"), 0.8),
    Target("Sendfile of 1 GiB, against Go", beats("Sendfile", "Go"), 0.9),
    Target(
        "Dial and close, 200 at once, against gevent", beats("DialClose", "gevent"), 1.3
    ),
)

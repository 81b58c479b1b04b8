"""Small measures: one operation, repeated.

A bench_*.py holds CASES.  A case has one function for each contestant.  It is called as
f(n), does n operations, and returns how many seconds they took (setting up is not in
it), or how many bytes.  Each sample is taken in a fresh process on one core:

    python -m benchmarks.micro bench_chan ChanSync gevent SECONDS SHRINK

Where a case does not fix n, n is chosen so that SECONDS are filled; where it does, n is
divided by SHRINK (for --quick).  The same is done in rivals/micro.go for Go.
"""

import importlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks import toolchain
from benchmarks.measure import Failed, Measure, Options, Sample

BATCH = 100  # operations between two looks at the clock or the queue, where it matters


def empty() -> None:
    """Do nothing: what is spawned where spawning is measured."""


@dataclass(frozen=True, slots=True)
class Case:
    functions: Mapping[str, Callable[[int], float]]
    n: int = 0  # 0: as many as fill the time
    unit: str = "ns"


def measures(module: str, options: Options) -> list[Measure]:
    """Return the measures of a bench module."""
    short = module.rpartition(".")[2]
    found = []
    for name, case in cases(short).items():
        contestants = {
            who: _python_sampler(short, name, who, options) for who in case.functions
        }
        contestants["Go"] = _go_sampler(name, options)
        found.append(Measure(name, case.unit, contestants))
    return found


def cases(short: str) -> dict[str, Case]:
    found: dict[str, Case] = importlib.import_module(f"benchmarks.{short}").CASES
    return found


def _tail(options: Options) -> list[str]:
    return [str(options.micro_seconds), "5" if options.quick else "1"]


def _python_sampler(
    short: str, name: str, who: str, options: Options
) -> Callable[[], Sample]:
    def sample() -> Sample:
        if who not in ("asyncio", "threads"):
            toolchain.require(who.split()[0])
        words = ["benchmarks.micro", short, name, who, *_tail(options)]
        return _sample([sys.executable, "-W", "ignore", "-m", *words])

    return sample


def _go_sampler(name: str, options: Options) -> Callable[[], Sample]:
    def sample() -> Sample:
        return _sample([toolchain.compiled("rivals/micro.go"), name, *_tail(options)])

    return sample


def _sample(command: list[str]) -> Sample:
    with toolchain.pinned(0):
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                timeout=120,
                env=toolchain.environment(),
                cwd=toolchain.HERE.parent,
            )
        except subprocess.TimeoutExpired:
            raise Failed("took over two minutes") from None
    if done.returncode:
        raise Failed(toolchain.last_line(done.stderr))
    return Sample(float(done.stdout.split()[-1]))


def main() -> None:
    short, name, who, seconds, shrink = sys.argv[1:]
    case = cases(short)[name]
    f = case.functions[who]
    n = case.n // int(shrink)
    if not n:
        n = fitting(f, float(seconds))
    scale = 1e9 if case.unit == "ns" else 1.0
    print(f(n) * scale / n)


def fitting(f: Callable[[int], float], seconds: float) -> int:
    """Return how many operations fill the time, in thousands; warms up on the way."""
    n = 1000
    took = f(n)
    while took < seconds / 10:
        n *= 4
        took = f(n)
    return max(1, round(n * seconds / took / 1000)) * 1000


if __name__ == "__main__":
    main()

"""python -m benchmarks: measure, compare, write the table and the picture.

A full run writes results.md and results.svg beside this file; one with names or
--quick writes them to benchmarks/out.  All samples go to benchmarks/out/results.json.
"""

import argparse
import importlib
import json
import resource
from pathlib import Path

from benchmarks import chart, report, toolchain
from benchmarks.measure import Measure, Options, Result, collect
from benchmarks.servers import generator

TOPICS = (
    "spawn",
    "switch",
    "memory",
    "chan",
    "select",
    "sync",
    "timer",
    "echo",
    "accept",
    "udp",
    "unix",
    "proxy",
    "sendfile",
    "dial",
    "idle",
    "lookup",
)


def main() -> None:
    args = arguments()
    options = Options(
        quick=args.quick,
        rounds=args.rounds or (3 if args.quick else 5),
        seconds=0.4 if args.quick else 1.0,
        micro_seconds=0.1 if args.quick else 0.3,
    )
    chosen = choose(args.names, options)
    if args.list:
        print("\n".join(f"{topic:8} {m.name}" for topic, m in chosen))
        return
    raise_limit()
    print(f"load generator: {' '.join(generator())}")
    results: dict[str, Result] = {}
    for _, measure in chosen:
        result = results[measure.name] = collect(measure, options.rounds)
        print(report.table([result]), end="\n\n", flush=True)
    whole = not args.names and not args.quick
    write(results, options, toolchain.HERE if whole else toolchain.OUT)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="topics, or parts of measures' names")
    parser.add_argument("--quick", action="store_true", help="fewer, shorter rounds")
    parser.add_argument("--rounds", type=int, help="5, or 3 when quick")
    parser.add_argument("--list", action="store_true", help="only say what there is")
    return parser.parse_args()


def choose(names: list[str], options: Options) -> list[tuple[str, Measure]]:
    """Return the measures that a name means: a topic, or a part of their own."""
    found = []
    for topic in TOPICS:
        module = importlib.import_module(f"benchmarks.bench_{topic}")
        for measure in module.measures(options):
            low = measure.name.lower()
            if not names or any(n == topic or n.lower() in low for n in names):
                found.append((topic, measure))
    if not found:
        raise SystemExit(f"no such benchmark; topics are: {', '.join(TOPICS)}")
    return found


def raise_limit() -> None:
    """Allow as many open files as the system lets us: servers inherit it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def write(results: dict[str, Result], options: Options, folder: Path) -> None:
    """Write table, picture and samples, and print the targets."""
    folder.mkdir(exist_ok=True)
    toolchain.OUT.mkdir(exist_ok=True)
    if picture := chart.picture(results):
        (folder / "results.svg").write_text(picture)
    page = report.page(results, options, "results.svg" if picture else "")
    (folder / "results.md").write_text(page)
    samples = {
        name: {
            who: [{"value": s.value, **s.extra} for s in taken]
            for who, taken in result.samples.items()
        }
        for name, result in results.items()
    }
    (toolchain.OUT / "results.json").write_text(json.dumps(samples, indent=1))
    if targets := report.targets(results):
        print(targets, end="\n\n")
    print(f"written: {folder / 'results.md'}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None

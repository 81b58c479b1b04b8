"""The results as Markdown: the targets, and one table of everything."""

import importlib.metadata
import os
import platform
import subprocess
import sys
from collections.abc import Iterable

from benchmarks import toolchain
from benchmarks.measure import US, Options, Result
from benchmarks.servers import CEILINGS, generator
from benchmarks.targets import TARGETS, Results

BUSY = 0.9  # a core used less than this was waiting for something


def page(results: Results, options: Options, picture: str) -> str:
    """Return the whole page."""
    parts = [
        "# Benchmarks",
        f"{machine()}\n\n{method(options)}",
        f"![Messages a second, by server]({picture})" if picture else "",
        targets(results),
        table(results.values()),
        left_out(results.values()),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def machine() -> str:
    lines = [
        f"{cpu_name()}, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.release()}, {platform.python_implementation()} "
        f"{platform.python_version()}"
    ]
    versions = []
    for package in ("greenlet", "gevent", "eventlet", "trio", "uvloop"):
        try:
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    if go := toolchain.find_go():
        done = subprocess.run([go, "version"], capture_output=True, text=True)
        versions.append(" ".join(done.stdout.split()[1:3]).replace("version go", "Go "))
    return "; ".join([*lines, ", ".join(versions)]) + "."


def cpu_name() -> str:
    try:
        with open("/proc/cpuinfo") as info:
            for line in info:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.machine()


def method(options: Options) -> str:
    load = "Python" if generator()[0] == sys.executable else "C"
    return (
        f"Medians of {options.rounds} rounds; in each round every contestant has its "
        f"turn, in a fresh process on one core. Servers: {options.seconds:g} s each, "
        f"load generator in {load} on the other core. Ratios above 1 are in favour of "
        f"goruntime."
    )


def targets(results: Results) -> str:
    """Return the table of targets that this run has figures for."""
    lines = ["| Target | Wanted | Found | |", "| --- | ---: | ---: | --- |"]
    for target in TARGETS:
        figure = target.figure(results)
        if figure is None:
            continue
        sign = "at most" if target.at_most else "at least"
        verdict = "met" if target.met(figure) else "**not met**"
        lines.append(
            f"| {target.text} | {sign} {target.limit:,.6g}{target.unit} "
            f"| {number(figure)}{target.unit} | {verdict} |"
        )
    return "\n".join(lines) if len(lines) > 2 else ""


def table(results: Iterable[Result]) -> str:
    lines = [
        f"| Measure | Contestant | Median | Min to max | {US} is | Seen on the way |",
        "| --- | --- | ---: | ---: | ---: | --- |",
    ]
    for result in results:
        title = f"**{result.measure.name}**"
        for who in ordered(result):
            lines.append(f"| {title} | {row(result, who)} |")
            title = ""
    return "\n".join(lines)


def ordered(result: Result) -> list[str]:
    """Return the contestants, best first."""
    return sorted(
        result.samples,
        key=lambda who: result.median(who) or 0.0,
        reverse=result.measure.higher_is_better,
    )


def row(result: Result, who: str) -> str:
    values, unit = result.values(who), result.measure.unit
    median = result.median(who)
    assert median is not None
    ratio = result.advantage(who)
    cells = [
        f"**{who}**" if who.startswith(US) else who,
        shown(median, unit),
        f"{shown(min(values), unit)} to {shown(max(values), unit)}",
        "" if ratio is None or who == US else f"{number(ratio)}x",
        seen(result, who),
    ]
    return " | ".join(cells)


def seen(result: Result, who: str) -> str:
    """What else is known of a server under load."""
    extras = {key: result.extra(who, key) for key in EXTRAS}
    user, cpu, p50, p99, server, load = extras.values()
    if None in (user, cpu, p50, p99, server, load):
        return ""
    assert server is not None
    assert load is not None
    text = (
        f"{user:.1f} µs user, {cpu:.1f} µs CPU each; p50 {(p50 or 0) / 1000:.2f} ms, "
        f"p99 {(p99 or 0) / 1000:.2f} ms; server {server:.0%} busy, load {load:.0%}"
    )
    if load > BUSY and load > server and who not in CEILINGS:
        text += " (the generator's limit: it could be more)"
    elif server < BUSY and load < BUSY and "/1x" not in result.measure.name:
        text += " (disturbed: something else had the cores)"
    return text


EXTRAS = ("user_us", "cpu_us", "p50_us", "p99_us", "server_busy", "load_busy")


def left_out(results: Iterable[Result]) -> str:
    """Return who could not take part, and why, once each."""
    why: dict[str, list[str]] = {}
    for result in results:
        for who, reason in result.missing.items():
            why.setdefault(f"{who}: {reason}", []).append(result.measure.name)
    lines = [f"- {reason} ({', '.join(names)})" for reason, names in why.items()]
    return "Left out:\n\n" + "\n".join(lines) if lines else ""


def shown(value: float, unit: str) -> str:
    """Return a value with its unit."""
    if unit == "ns":
        return f"{number(value / 1000)} µs"
    if unit == "bytes":
        return f"{value:,.0f} B"
    return f"{value:,.0f} {unit}"


def number(value: float) -> str:
    """Return the number with three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 1 else f"{value:.{2 if value < 10 else 1}f}"

"""Compilers and cores: what there is on this machine, and how it is used."""

import functools
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import Failed, Unavailable

HERE = Path(__file__).parent
OUT = HERE / "out"  # what is compiled and what partial runs write; not in git


def find_go() -> str | None:
    """Return the go command: from $GO, $GOROOT or PATH."""
    root = os.environ.get("GOROOT")
    for name in (os.environ.get("GO"), root and f"{root}/bin/go", "go"):
        if name and (found := shutil.which(name)):
            return found
    return None


def find_cc() -> str | None:
    """Return the C compiler: $CC, cc, gcc or clang."""
    for name in (os.environ.get("CC"), "cc", "gcc", "clang"):
        if name and (found := shutil.which(name)):
            return found
    return None


@functools.cache
def compiled(source: str) -> str:
    """Compile a .c or .go file of ours, if need be, and return the program's path."""
    path = HERE / source
    is_go = path.suffix == ".go"
    tool = find_go() if is_go else find_cc()
    if tool is None:
        raise Unavailable("no Go toolchain" if is_go else "no C compiler")
    program = OUT / path.stem
    if program.exists() and program.stat().st_mtime > path.stat().st_mtime:
        return str(program)
    OUT.mkdir(exist_ok=True)
    flags = ["build"] if is_go else ["-O2"]
    done = subprocess.run(
        [tool, *flags, "-o", str(program), str(path)], capture_output=True, text=True
    )
    if done.returncode:
        raise Failed(f"{source} does not compile: {last_line(done.stderr)}")
    return str(program)


def require(module: str) -> None:
    """Raise Unavailable if the module is not installed."""
    if importlib.util.find_spec(module) is None:
        raise Unavailable("not installed")


def last_line(text: str) -> str:
    """Return the last line that says something, cut to fit."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no message"


def cores() -> list[int]:
    """Return the cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return []


@contextmanager
def pinned(place: int) -> Iterator[None]:
    """Processes started inside run on one core: the place-th of ours.

    Server and load generator are kept apart this way; with one core, or where the
    system cannot pin, nothing is done.
    """
    ours = cores()
    if len(ours) < 2:
        yield
        return
    os.sched_setaffinity(0, {ours[place % len(ours)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, ours)


def environment() -> dict[str, str]:
    """Return the environment of what is measured: one core's worth of Go."""
    return {**os.environ, "GOMAXPROCS": "1", "PYTHONUNBUFFERED": "1"}

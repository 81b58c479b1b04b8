"""Run the tests on every Python of this machine that goruntime supports.

The Python that runs this script, make's .venv, runs all tests, in the open.  Each other
Python >= 3.11 that is found, one per minor version and one more for its free-threaded
build, gets an environment of its own (.venv-3.13, .venv-3.13t) and runs what is not
marked slow; its output is shown when it fails.  What is not there or cannot be
installed is named at the end.

GORUNTIME_PYTHONS, paths with colons between, names Pythons to look at first.
Arguments go to pytest.
"""

import glob
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOOR = (3, 11)
EXPECTED = ("3.11", "3.12", "3.13", "free-threaded")  # missing ones are named
PYTEST = ("-m", "pytest")
TIME_LIMIT = 600.0  # seconds for one Python's tests

# Free-threaded 3.13 has no wheels of greenlet; this is the newest that compiles there.
OLDER_GREENLET = "greenlet == 3.3.2"

PROBE = """
import json, platform, sys, sysconfig
import ensurepip, venv
print(json.dumps({
    "executable": sys._base_executable,
    "version": list(sys.version_info[:3]),
    "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "cpython": platform.python_implementation() == "CPython",
}))
"""


@dataclass(frozen=True)
class Python:
    """A Python that was found."""

    executable: str
    version: tuple[int, ...]
    free_threaded: bool

    @property
    def name(self) -> str:
        """The minor version, as Python's own file names have it: 3.13, 3.13t."""
        return f"{self.version[0]}.{self.version[1]}" + "t" * self.free_threaded

    def __str__(self) -> str:
        kind = " free-threaded" if self.free_threaded else ""
        return ".".join(map(str, self.version)) + kind


@dataclass(frozen=True)
class Result:
    """How the tests went on one Python."""

    python: str
    summary: str  # pytest's last line, or why there is none
    passed: bool = True
    output: str = ""  # shown when they failed


def probe(executable: str) -> Python | None:
    """Ask an executable what it is; None for what we cannot use."""
    try:
        done = subprocess.run(
            [executable, "-c", PROBE], capture_output=True, text=True, timeout=30
        )
        facts = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None  # not there, a shim of pyenv's for another version, no venv
    if not facts["cpython"] or tuple(facts["version"]) < FLOOR:
        return None
    return Python(
        facts["executable"], tuple(facts["version"]), bool(facts["free_threaded"])
    )


def candidates() -> Iterator[str]:
    """Yield paths where a Python may be: told, on PATH, and where tools put them."""
    yield from filter(None, os.environ.get("GORUNTIME_PYTHONS", "").split(":"))
    for folder in os.get_exec_path():
        for path in sorted(glob.glob(os.path.join(glob.escape(folder), "python3*"))):
            if re.fullmatch(r"python3(\.\d+t?)?", os.path.basename(path)):
                yield path
    home = Path.home()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    for parent, pattern in (
        (
            Path(os.environ.get("PYENV_ROOT") or home / ".pyenv"),
            "versions/*/bin/python3",
        ),
        (home / ".local/share/uv/python", "*/bin/python3"),
        (cache, "*/venv/bin/python"),
    ):
        yield from map(str, sorted(parent.glob(pattern), reverse=True))


def find_pythons(own: Python) -> list[Python]:
    """Return the Pythons to test besides our own, oldest first."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(probe, dict.fromkeys(candidates())))
    by_name = {own.name: own}
    for python in found:
        if python is not None:
            by_name.setdefault(python.name, python)
    del by_name[own.name]
    return sorted(by_name.values(), key=lambda p: (p.version, p.free_threaded))


def missing(names: list[str]) -> list[str]:
    """Return which of the expected Pythons are not among these."""
    kinds = {"free-threaded" if name.endswith("t") else name for name in names}
    return [name for name in EXPECTED if name not in kinds]


def install(python: Python) -> tuple[Path, str]:
    """Make python's environment, or refresh it; return its python and what failed."""
    venv = ROOT / f".venv-{python.name}"
    bin_python = venv / "bin" / "python"
    stamp = venv / "installed"
    made_from = f"{python.executable} {python}"
    fresh = (
        stamp.exists()
        and stamp.read_text() == made_from
        and stamp.stat().st_mtime > (ROOT / "pyproject.toml").stat().st_mtime
        and probe(str(bin_python)) is not None
    )
    if fresh:
        return bin_python, ""
    pip = [str(bin_python), "-m", "pip", "-qq", "--disable-pip-version-check"]
    package = [*pip, "install", "--editable", f"{ROOT}[test]"]
    make = [python.executable, "-m", "venv", "--clear", str(venv)]
    made = subprocess.run(make, capture_output=True, text=True)
    if made.returncode:
        return bin_python, made.stderr or made.stdout
    done = subprocess.run(package, capture_output=True, text=True)
    if done.returncode and python.free_threaded:
        done = subprocess.run(
            [*package, OLDER_GREENLET], capture_output=True, text=True
        )
    if done.returncode:
        return bin_python, done.stderr
    stamp.write_text(made_from)
    return bin_python, ""


def summary_line(output: str) -> str:
    """Return what pytest said in its last line, without the ==== around it."""
    lines = re.sub(r"\x1b\[[\d;]*m", "", output).strip().splitlines()
    return lines[-1].strip("= ") if lines else "no output"


def last_line(text: str) -> str:
    """Return the line in which pip says what is wrong, or the last one."""
    lines = text.strip().splitlines() or ["no reason given"]
    return next((line for line in lines if line.startswith("ERROR")), lines[-1])


def test_here(own: Python, args: list[str]) -> Result:
    """Run all tests on our own Python, showing the output as it comes."""
    command = [sys.executable, *PYTEST, *args]
    if sys.stdout.isatty():
        command.append("--color=yes")
    output = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        alarm = threading.Timer(TIME_LIMIT, run.kill)
        alarm.start()
        for line in run.stdout:
            print(line, end="", flush=True)
            output.append(line)
        alarm.cancel()
    return Result(str(own), summary_line("".join(output)), passed=run.returncode == 0)


def test_on(python: Python, args: list[str], installing: threading.Lock) -> Result:
    """Run what is not slow on another Python."""
    with installing:  # pip builds in the source tree
        executable, failure = install(python)
    if failure:
        return Result(str(python), f"SKIPPED: cannot install: {last_line(failure)}")
    gil = {"PYTHON_GIL": "0"} if python.free_threaded else {}
    try:
        run = subprocess.run(
            # No cache: several runs share the tree.
            [
                str(executable),
                *PYTEST,
                "-p",
                "no:cacheprovider",
                "-m",
                "not slow",
                *args,
            ],
            cwd=ROOT,
            env={**os.environ, **gil},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIME_LIMIT,
        )
    except subprocess.TimeoutExpired as err:
        output = (err.stdout or b"").decode(errors="replace")
        return Result(str(python), f"not done after {TIME_LIMIT:.0f} s", False, output)
    passed = run.returncode == 0
    return Result(str(python), summary_line(run.stdout), passed, run.stdout)


def main(args: list[str]) -> int:
    """Test on our own Python, then on the others; return the exit status."""
    own = probe(sys.executable)
    if own is None:
        sys.exit("this Python is none that goruntime supports")
    here = test_here(own, args)
    if not here.passed:
        return 1
    others = find_pythons(own)
    print("\nAlso on:", ", ".join(map(str, others)) or "no other Python", flush=True)
    installing = threading.Lock()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda p: test_on(p, args, installing), others))
    for result in results:
        if not result.passed:
            print(f"\n{result.python}:\n{result.output}")
    print()
    for result in results:
        print(f"{result.python:24} {result.summary}")
    for name in missing([own.name, *(p.name for p in others)]):
        print(f"{name:24} SKIPPED: none found on this machine (GORUNTIME_PYTHONS)")
    print(f" {here.python}: {here.summary} ".center(80, "="))
    failed = [result.python for result in results if not result.passed]
    if failed:
        print("FAILED on", ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Record what Go prints: run every program in data/, and note it beside it.

    GO=/usr/local/go/bin/go python -m tests.programs.record [name ...]

The record of NAME.go is NAME.out: what it wrote to stdout, what it wrote to stderr,
its exit status.  Of a report of a panic or a deadlock the words are kept, and of each
goroutine its first line; frames, numbers of goroutines and addresses are not, since
they depend on the compiler and the machine.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
ROOT = DATA.parent.parent.parent
GO_VERSION = "1.27"  # whose records these are
NO_GO = f"no Go {GO_VERSION} on PATH nor in the variable GO"
TIME_LIMIT = 50.0  # seconds for one program

GOROUTINE = re.compile(r"goroutine (\d+)( gp=\S+ m=\S+( mp=\S+)?)? (\[.*?\])(.*):$")
MINUTES = re.compile(r", \d+ minutes?(?=\])")


def transcript(stdout: str, stderr: str, status: int) -> str:
    """Return the record of one run."""
    return f"{stdout}--- stderr\n{normal(stderr)}--- exit status {status}\n"


def normal(stderr: str) -> str:
    """Return of what went to stderr that which every Go would write."""
    kept, goroutines, in_stack = [], [], False
    for line in stderr.splitlines():
        found = GOROUTINE.match(line)
        if found:
            in_stack = True
            number = "1" if found[1] == "1" else "N"
            goroutines.append(f"goroutine {number} {MINUTES.sub('', found[4])}:")
        elif not in_stack:
            kept.append(line)
        elif not line:
            in_stack = False
    while kept and not kept[-1]:
        kept.pop()
    first, rest = goroutines[:1], sorted(goroutines[1:])
    return "".join(f"{line}\n" for line in kept + first + rest)


@cache
def go_tool() -> str | None:
    """Return the go command: what GO says, or the one on PATH.

    None if there is none, or if it is not of the version that was recorded.
    """
    go = os.environ.get("GO") or shutil.which("go")
    if go is None:
        return None
    asked = subprocess.run(
        [go, "env", "GOVERSION"],
        capture_output=True,
        text=True,
        env={**os.environ, "GOTOOLCHAIN": "local"},
    )
    version = asked.stdout.strip() + "."
    return go if version.startswith(f"go{GO_VERSION}.") else None


def record(go: str, program: Path) -> str:
    """Build and run one program with Go; return its record."""
    with tempfile.TemporaryDirectory() as folder:
        # A module that asks for this Go, or it would do some things as older ones did.
        Path(folder, "go.mod").write_text(f"module main\n\ngo {GO_VERSION}\n")
        shutil.copy(program, folder)
        subprocess.run(
            [go, "build", "-o", "program"],
            cwd=folder,
            check=True,
            env={**os.environ, "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local"},
            timeout=4 * TIME_LIMIT,
        )
        return run([os.path.join(folder, "program")])


def run(command: list[str]) -> str:
    """Run a command; return its record."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GO", "TZ"))}
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
        env={**env, "TZ": "UTC"},
    )
    return transcript(done.stdout, done.stderr, done.returncode)


def main(names: list[str]) -> None:
    """Record the programs named, or all."""
    go = go_tool()
    if go is None:
        sys.exit(f"no Go {GO_VERSION} found: put it on PATH, or say GO=/path/to/go")
    for program in sorted(DATA.glob("*.go")):
        if not names or program.stem in names:
            program.with_suffix(".out").write_text(record(go, program))
            print(program.stem)


if __name__ == "__main__":
    main(sys.argv[1:])

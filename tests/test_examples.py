"""The examples do what they say.  Go: testing, Example functions

An example that ends in a comment `# Output:` is run, and what it prints is compared
with the lines below that; with `# Unordered output:` the lines may come in any order.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.plain

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
BLOCK = re.compile(r"^# (Output|Unordered output):\n((?:#.*\n?)*)\Z", re.MULTILINE)
ROW = re.compile(r"^\| \[(.*?)\]\((.*?)\) \|", re.MULTILINE)


def promised(example: Path) -> tuple[list[str], bool] | None:
    """Return the lines an example says it prints, and whether in that order."""
    block = BLOCK.search(example.read_text())
    if block is None:
        return None
    lines = [line[1:].removeprefix(" ") for line in block[2].splitlines()]
    return lines, block[1] == "Output"


@pytest.mark.parametrize(
    "example", [path for path in EXAMPLES if promised(path)], ids=lambda path: path.stem
)
def test_example_prints_what_it_says(example: Path, tmp_path: Path) -> None:
    want, ordered = promised(example) or ([], True)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    del env["GOMAXPROCS"]  # as a user runs it: on all cores where there is no GIL
    done = subprocess.run(
        [sys.executable, example],
        cwd=tmp_path,  # wherever it is called
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=50,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    got = [line.rstrip() for line in done.stdout.splitlines()]
    if not ordered:
        got, want = sorted(got), sorted(want)
    assert got == want


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_example_says_how_to_run_it(example: Path) -> None:
    assert f"\n    python examples/{example.name}" in example.read_text()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_what_looks_like_an_output_block_is_one(example: Path) -> None:
    meant = re.search(r"^# *(unordered )?output:?", example.read_text(), re.I | re.M)
    assert not meant or promised(example), "it is not at the end, or misspelt"


def test_readme_lists_every_example_once() -> None:
    rows = ROW.findall((ROOT / "examples/README.md").read_text())
    assert sorted(link for _, link in rows) == [path.name for path in EXAMPLES]
    assert all(text == Path(link).stem for text, link in rows)

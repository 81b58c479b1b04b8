"""The examples do what they say.  Go: testing, Example functions

An example that ends in a comment `# Output:` is run, and what it prints is compared
with the lines below that; with `# Unordered output:` the lines may come in any order.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.plain

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
BLOCK = re.compile(r"^# (Output|Unordered output):\n((?:#.*\n?)*)\Z", re.MULTILINE)


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
def test_example_prints_what_it_says(example: Path) -> None:
    want, ordered = promised(example) or ([], True)
    done = subprocess.run(
        [sys.executable, example], cwd=ROOT, capture_output=True, text=True, timeout=50
    )
    assert done.returncode == 0, done.stderr
    got = [line.rstrip() for line in done.stdout.splitlines()]
    if not ordered:
        got, want = sorted(got), sorted(want)
    assert got == want

"""The source's own order: formatted, linted, typed."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.plain

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    ["ruff format --check .", "ruff check --output-format concise .", "mypy"],
    ids=str,
)
def test_source_passes(command: str) -> None:
    tool, *args = command.split()
    if importlib.util.find_spec(tool) is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run(
        [sys.executable, "-m", tool, *args], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        pytest.fail(f"{command}\n{done.stdout}{done.stderr}", pytrace=False)

"""Go programs and their ports print the same.  Go: test/, cmd/go's runs of it

data/ has small Go programs, what each of them did when real Go ran it (record.py made
NAME.out of NAME.go), and beside each its port to Python, line by line.
"""

import sys
from pathlib import Path

import pytest

from tests.programs.record import DATA, NO_GO, ROOT, go_tool, record, run

pytestmark = pytest.mark.plain

PROGRAMS = sorted(DATA.glob("*.go"))


def stem(path: Path) -> str:
    """Return the name of a program."""
    return path.stem


@pytest.mark.parametrize("program", PROGRAMS, ids=stem)
def test_the_port_of_a_go_program_does_what_go_did(program: Path) -> None:
    port = program.with_suffix(".py").relative_to(ROOT)
    module = ".".join(port.with_suffix("").parts)
    assert (
        run([sys.executable, "-m", module]) == program.with_suffix(".out").read_text()
    )


@pytest.mark.slow
@pytest.mark.skipif(go_tool() is None, reason=NO_GO)
@pytest.mark.parametrize("program", PROGRAMS, ids=stem)
def test_go_still_does_what_is_recorded(program: Path) -> None:
    go = go_tool()
    assert go is not None
    assert record(go, program) == program.with_suffix(".out").read_text()


def test_every_program_has_a_port_and_a_record() -> None:
    assert len(PROGRAMS) > 25
    for kind in (".py", ".out"):
        assert {path.stem for path in DATA.glob(f"*{kind}")} == set(map(stem, PROGRAMS))

"""Ask Go and us what texts are as addresses, and show where we differ.

    python scripts/fuzz_addresses.py --count 1000000
    python scripts/fuzz_addresses.py --record tests/net/data/addresses.jsonl

The texts are those of tests/net/addresses.py, the same for the same seed; Go answers
by tests/net/data/addresses.go.  It needs the go command: $GO, or on PATH.
"""

import argparse
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.net.addresses import Texts, answer, encoded  # noqa: E402

ORACLE = ROOT / "tests/net/data/addresses.go"
BATCH = 50_000
SHOWN = 20  # differences
BYTES = 290_000  # of the record

QUOTED = re.compile(r'"(\\.|[^"\\])*"')

Row = tuple[str, str, str]


def build(folder: str) -> str:
    """Compile the Go program; return its path."""
    go = shutil.which(os.environ.get("GO", "go"))
    if go is None:
        sys.exit("no go command: set $GO")
    program = f"{folder}/addresses"
    subprocess.run([go, "build", "-o", program, str(ORACLE)], check=True)
    return program


def ask(program: str, texts: list[tuple[str, str]]) -> list[Row]:
    """Return what Go makes of the texts."""
    asked = "".join(f"{name} {encoded(text).hex()}\n" for name, text in texts)
    done = subprocess.run([program], input=asked, text=True, capture_output=True)
    if done.returncode:
        sys.exit(done.stderr)
    answers = [bytes.fromhex(line) for line in done.stdout.splitlines()]
    return [
        (name, text, told.decode("utf-8", "surrogateescape"))
        for (name, text), told in zip(texts, answers, strict=True)
    ]


def kind(row: Row) -> str:
    """Return what a row is an example of: a parser, and an error or a length."""
    name, text, told = row
    if not told.startswith("!"):
        return f"{name} {len(text) // 4}"
    return name + QUOTED.sub("", told.replace(text, ""))


def record(rows: list[Row], path: Path) -> None:
    """Write as many rows as fit, all kinds alike, none twice."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in dict.fromkeys(rows):
        kinds[kind(row)].append(row)
    size = 0
    kept: list[str] = []
    for layer in itertools.zip_longest(*kinds.values()):
        for row in filter(None, layer):
            line = json.dumps(row) + "\n"
            if size + len(line) <= BYTES:
                size += len(line)
                kept.append(line)
    path.write_text("".join(sorted(kept)))
    print(f"{len(kept)} rows of {len(kinds)} kinds in {path}")


def main() -> None:
    """Ask both; exit with status 1 if they differ."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--count", type=int, default=100_000)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--record", type=Path)
    given = args.parse_args()
    rows: list[Row] = []
    asked = differ = valid = 0
    texts = itertools.islice(Texts(given.seed), given.count)
    with tempfile.TemporaryDirectory() as folder:
        program = build(folder)
        while batch := list(itertools.islice(texts, BATCH)):
            told = ask(program, batch)
            asked += len(told)
            valid += sum(not row[2].startswith(("!", "<nil>")) for row in told)
            for name, text, want in told:
                if (got := answer(name, text)) != want:
                    differ += 1
                    if differ <= SHOWN:
                        print(f"{name}({text!r})\n  Go:   {want!r}\n  ours: {got!r}")
            if given.record:
                rows += told[:: max(1, given.count // 100_000)]
    print(f"{asked} texts, {valid} of them addresses: {differ} differences")
    if given.record:
        record(rows, given.record)
    sys.exit(differ != 0)


if __name__ == "__main__":
    main()

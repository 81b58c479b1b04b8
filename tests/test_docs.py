"""The documents keep up with the source: links lead somewhere, programs compile."""

import ast
import importlib
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.plain

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(ROOT.glob("*.md"))
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
MAPPING = re.compile(r"^\| Go \| here \|\n\|[-| ]+\n((?:\|.*\n)+)", re.MULTILINE)
PIECE = re.compile(r"`([^`]+)`")
PACKAGES = ("bufio", "context", "errors", "io", "net", "os", "sync", "syscall", "time")

# What may stand around a piece of Python that is no whole statement.
AROUND = (
    "{}",
    "{} ...",
    "{} ...\nfinally: ...",
    "try: ...\n{}",
    "try: ...\n{} ...",
    "{}\n case _: ...",
    "match _:\n {} ...",
    "{}\nclass _: ...",
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(document: Path) -> None:
    links = LINK.findall(CODE.sub("", document.read_text()))
    dead = [link for link in links if not (ROOT / link).exists()]
    assert not dead, f"dead links in {document.name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_programs_compile_and_import_what_exists(document: Path) -> None:
    for program in PROGRAM.findall(document.read_text()):
        if program.startswith(">>>"):
            continue  # pytest runs these
        for stmt in ast.walk(ast.parse(program, document.name)):
            if isinstance(stmt, ast.Import):
                for alias in stmt.names:
                    importlib.import_module(alias.name)
            elif isinstance(stmt, ast.ImportFrom) and stmt.module:
                module = importlib.import_module(stmt.module)
                for alias in stmt.names:
                    if not hasattr(module, alias.name):
                        importlib.import_module(f"{stmt.module}.{alias.name}")


def parse(piece: str) -> ast.AST:
    """Parse a piece of Python as the mapping shows it."""
    for around in AROUND:
        try:
            return ast.parse(around.format(piece.removesuffix(" ...")))
        except SyntaxError:
            pass
    raise AssertionError(f"the mapping in README.md: not Python: {piece}")


def test_what_go_is_mapped_to_is_python_and_exists() -> None:
    tables = MAPPING.findall((ROOT / "README.md").read_text())
    cells = [row.rpartition(" | ")[2] for t in tables for row in t.splitlines()]
    pieces = [piece for cell in cells for piece in PIECE.findall(cell)]
    assert len(pieces) > 20
    for piece in pieces:
        for node in ast.walk(parse(piece)):
            match node:
                case ast.Attribute(ast.Name(name), attr) if name in PACKAGES:
                    path = name if name == "net" else f"goruntime.{name}"
                    assert hasattr(importlib.import_module(path), attr), piece

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

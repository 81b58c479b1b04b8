"""The public names are Go's, all of them are exported, and nothing else is.

Go's names are in data/go_exports.json.  "also" there are names of Go's that a package
may export but that are not counted as missing (file system calls in os, say).

    pytest -rP tests/test_exports.py    prints what Go has and we do not have yet
"""

import ast
import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.plain

ROOT = Path(__file__).parent.parent
GO: dict[str, Any] = json.loads((ROOT / "tests/data/go_exports.json").read_text())

# Our packages, and where Go has what they export.
PACKAGES = {
    "goruntime": ["runtime", "runtime/debug"],
    "goruntime.aio": [],  # the bridge to asyncio
    "goruntime.bufio": ["bufio"],
    "goruntime.bytes": [],  # what programs read from and write to in memory
    "goruntime.context": ["context"],
    "goruntime.errors": ["errors"],
    "goruntime.io": ["io"],
    "goruntime.os": ["os"],
    "goruntime.os.exec": ["os/exec"],
    "goruntime.os.signal": ["os/signal"],
    "goruntime.poll": [],  # internal/poll
    "goruntime.strings": [],
    "goruntime.sync": ["sync"],
    "goruntime.syscall": ["syscall"],
    "goruntime.time": ["time"],
    "net": ["net"],
    "net.netip": ["net/netip"],
    "net.nettest": [],  # golang.org/x/net/nettest
}

# Packages in which some of Go's names may still be missing.  A package that is not
# named here is complete, and stays so.
INCOMPLETE = {
    "goruntime",
    "goruntime.syscall",
    "goruntime.time",
}

# Exported with a capital letter although Go has no such name.
OURS_ALONE = {
    "goruntime": "DeadlockError FatalError Panic SendChan RecvChan",
    "goruntime.errors": "ErrorType",
    "goruntime.syscall": """
        GetsockoptInt SetsockoptInt
        CmsgLen CmsgSpace Cmsghdr ParseSocketControlMessage ParseUnixRights
        SocketControlMessage UnixRights
    """,  # Go has them, not in our list
    "goruntime.time": "DurationLike TimeLike",
    "net": "",
}

# Spelled small in Go (netFD), in capitals here as Python spells classes, and not
# exported.
UNEXPORTED = {
    "goruntime.aio": "Arrivals Loop Received Selector ThreadState Waiter",
    "goruntime.os": "Failed PathLike",
    "goruntime.poll": "AcceptFunc CloseFunc Descriptor DirReader ErrUnsupportedWait "
    "Errand FDMutex FileFD PollDesc Socket TestHookDidSendFile TestHookDidWritev "
    "TestHookSplice",
    "goruntime.syscall": "ErrClosed ErrExist ErrInvalid ErrNotExist ErrPermission",
    "goruntime.time": "BadError Fields Parser TimeChan",
    "net.nettest": "End Failures",
    "net": """
        Closing Control NetFD Socket
        Asked Asker Attributes Candidate Conf Criterion DNSConfig Entry Hosts Message
        NSSConf Parsed Policy Record Source Table Watched
    """,
}

EXISTING = [
    name for name in PACKAGES if ROOT.joinpath(*name.split("."), "__init__.py").exists()
]


def names_of_go(package: str, *, also: bool) -> set[str]:
    """Return what Go exports in the packages that ours stands for."""
    names: set[str] = set()
    for path in PACKAGES[package]:
        names.update(GO[path]["names"], GO[path].get("also", []) if also else [])
    return names


def listed(table: dict[str, str], package: str) -> set[str]:
    return set(table.get(package, "").split())


def exported(module: ModuleType) -> set[str]:
    """Return the capital-letter names of __all__."""
    return {name for name in module.__all__ if name[0].isupper()}


def defined_names(stmt: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement at the top of a module defines."""
    match stmt:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(
            value=ast.Call(func=ast.Name("TypeVar" | "TypeVarTuple" | "ParamSpec"))
        ):
            pass
        case ast.Assign(targets=targets):
            for target in targets:
                for node in ast.walk(target):
                    if isinstance(node, ast.Name):
                        yield node.id
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.If() | ast.Try():
            for inner in (*stmt.body, *stmt.orelse):
                yield from defined_names(inner)


def definitions(package: str) -> Iterator[tuple[str, str]]:
    """Yield (where, name) for what a package's modules define in capitals."""
    folder = ROOT.joinpath(*package.split("."))
    for path in sorted(folder.glob("*.py")):
        for stmt in ast.parse(path.read_text(), path).body:
            for name in defined_names(stmt):
                if name[0].isupper():
                    yield f"{path.relative_to(ROOT)}:{stmt.lineno}", name


@pytest.mark.parametrize("package", EXISTING)
def test_all_names_what_is_there(package: str) -> None:
    module = importlib.import_module(package)
    assert len(module.__all__) == len(set(module.__all__)), "a name twice in __all__"
    absent = [name for name in module.__all__ if not hasattr(module, name)]
    assert not absent, f"in {package}.__all__ but not in {package}"


@pytest.mark.parametrize("package", [name for name in EXISTING if name != "goruntime"])
def test_what_a_package_spells_with_a_capital_it_exports(package: str) -> None:
    module = importlib.import_module(package)
    go = names_of_go(package, also=True)
    hidden = [
        f"{where}: {name}: export it, or name it in UNEXPORTED"
        for where, name in definitions(package)
        if name not in exported(module)
        and name not in listed(UNEXPORTED, package)
        # A constant of ours is in capitals because Python's are.
        and not (name.isupper() and name not in go)
    ]
    assert not hidden, "\n".join(hidden)


@pytest.mark.parametrize("package", [name for name in EXISTING if PACKAGES[name]])
def test_what_a_package_exports_is_in_go(package: str) -> None:
    ours = exported(importlib.import_module(package)) - listed(OURS_ALONE, package)
    invented = ours - names_of_go(package, also=True)
    assert not invented, f"{package} exports what Go does not have"


@pytest.mark.parametrize("package", [name for name in EXISTING if PACKAGES[name]])
def test_what_go_exports_is_here(package: str) -> None:
    module = importlib.import_module(package)
    missing = sorted(names_of_go(package, also=False) - exported(module))
    methods = [f"{cls}.{name}" for cls, name in missing_methods(module, package)]
    if package in INCOMPLETE:
        print(f"{package} does not have: {' '.join([*missing, *methods]) or '-'}")
    else:
        assert not missing + methods, f"{package} is not complete"


def members_of_go(package: str, kind: str) -> dict[str, list[str]]:
    """Return the methods or the fields of each type."""
    members: dict[str, list[str]] = {}
    for path in PACKAGES[package]:
        members.update(GO[path].get(kind, {}))
    return members


def missing_methods(module: ModuleType, package: str) -> Iterator[tuple[str, str]]:
    """Yield the methods that Go has and a class of ours lacks."""
    for cls, methods in members_of_go(package, "methods").items():
        if cls in exported(module):
            for name in methods:
                if not hasattr(getattr(module, cls), name):
                    yield cls, name


@pytest.mark.parametrize("package", [name for name in EXISTING if PACKAGES[name]])
def test_the_methods_of_a_type_are_those_it_has_in_go(package: str) -> None:
    module = importlib.import_module(package)
    methods = members_of_go(package, "methods")
    fields = members_of_go(package, "fields")
    invented = [
        f"{package}.{cls}.{name}"
        for cls in sorted(exported(module) & (methods.keys() | fields.keys()))
        for name in dir(getattr(module, cls))
        if name[0].isupper()
        and name not in methods.get(cls, [])
        and name not in fields.get(cls, [])
    ]
    assert not invented, "Go has no such method"

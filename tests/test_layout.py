"""The import floors: who may import whom.  Go: go/build/deps_test.go

A file in goruntime/ is a part of the runtime and a node of its own; a folder in
goruntime/ is a Go package and one node, and so is net.  "goruntime" is the door,
goruntime/__init__.py.
"""

import ast
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.plain

ROOT = Path(__file__).parent.parent

# "a < b" reads "b may import a, and everything a may import"; "a =< b" reads "b may
# import a, but not for that what a may import".  Type-only imports count.
# This is policy: when it fails, move the code, not the line.
FLOORS = """
# Facts: they import nothing of ours.
NONE < clock, env, gopanic, tls, mutex, stack, sysio, osthread;
NONE < netpoll_epoll, netpoll_kqueue;
gopanic, mutex, stack < gmp < runq;

# The waist: gopark and goready.
runq, tls < park;

# What waits.
park, clock < timer, sema, hchan, handoff;
hchan < selectgo;
timer, netpoll_epoll, netpoll_kqueue < polldesc < netpoll;
mutex, osthread < signal_unix; signal_unix, netpoll < sigqueue;

# What runs it all.
env < numcpu; timer, numcpu < balance < sysmon, oslock;
signal_unix < sysmon;
env, clock, gmp < schedtrace;
gmp, tls, clock, env < traceback < crash;
netpoll, sysmon, crash < checkdead; sigqueue, handoff, checkdead, oslock < proc;
gmp, clock, osthread < exithook;
schedtrace, proc, exithook < program;
proc, selectgo < cancellable;
program, cancellable < goruntime;

# Go's packages: the door, and the one runtime file each stands on.
NONE < errors < syscall;
sema < sync; timer, hchan < time; netpoll, sysio < poll; sigqueue, crash < os;
goruntime =< sync, time, context, x;
errors, sync, gopanic < io < bufio;
io < bytes < strings;
errors, time < context;
context, sync, gopanic, stack < x;
context, netpoll, proc, selectgo < aio;
errors, syscall, io, time < poll;
syscall, context, poll, bytes < os;

# net stands on Go's packages and the door; what they stand on is not its business.
goruntime, errors, syscall, io, sync, time, context, poll, os, x =< net;

# For tests, from the outside.
goruntime =< pytest_plugin;
"""

# What of Python's library says or does what Go's runtime and syscall package do, and
# who may import it.  "net" is all of that package, "poll" the folder, "proc" the file.
BELOW = {
    "select": "netpoll_epoll netpoll_kqueue sysio",
    "signal": "signal_unix sigqueue syscall os aio",
    "socket": "sysio syscall poll net",
    "_socket": "sysio poll net",
    "threading": "tls handoff signal_unix sigqueue sysmon schedtrace exithook",
    "_thread": "gmp mutex clock tls handoff sigqueue balance sysmon schedtrace "
    "exithook program",
    "time": "clock time pytest_plugin",
    "greenlet": "stack",
    "asyncio": "aio",
    "concurrent": "",
    "multiprocessing": "",
    "queue": "",
    "selectors": "aio",
}


class Import(NamedTuple):
    """One name of one import statement."""

    where: str  # file:line
    importer: str  # a node
    imported: str  # a node, or one of Python's modules
    ours: bool


def parse_floors(text: str) -> dict[str, set[str]]:
    """Return what each node may import."""
    lines = (line.partition("#")[0] for line in text.splitlines())
    all_of: dict[str, set[str]] = {}  # a < b: b -> a
    just: dict[str, set[str]] = {}  # a =< b: b -> a
    for rule in filter(None, map(str.strip, " ".join(lines).split(";"))):
        table = just if "=<" in rule else all_of
        sides = [
            {name.strip() for name in side.split(",")}
            for side in rule.replace("=<", "<").split("<")
        ]
        for below, above in pairwise(sides):
            for name in above:
                all_of.setdefault(name, set())
                table.setdefault(name, set()).update(below - {"NONE"})

    def reach(name: str, path: tuple[str, ...]) -> set[str]:
        assert name not in path, "the floors go round: " + " < ".join((*path, name))
        assert name in all_of, f"{name} is above others and itself on no floor"
        below = all_of[name] | just.get(name, set())
        for other in all_of[name]:
            below |= reach(other, (*path, name))
        for other in just.get(name, set()):
            reach(other, (*path, name))
        return below

    return {name: reach(name, ()) for name in all_of}


def node_of(module: tuple[str, ...]) -> str | None:
    """Return the node a module of ours belongs to; None for one that is not ours."""
    if module[0] == "net":
        return "net"
    if module[0] != "goruntime":
        return None
    name = (*module, "__init__")[1]
    inside = ROOT / "goruntime" / name
    if name != "__init__" and (inside.is_dir() or inside.with_suffix(".py").exists()):
        return name
    return "goruntime"  # the door, or a name that it exports


def imported_modules(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each import of a file as line and absolute dotted name, split."""
    package = path.relative_to(ROOT).parent.parts
    for stmt in ast.walk(ast.parse(path.read_text(), path)):
        if isinstance(stmt, ast.Import):
            for alias in stmt.names:
                yield stmt.lineno, tuple(alias.name.split("."))
        elif isinstance(stmt, ast.ImportFrom):
            base = package[: len(package) + 1 - stmt.level] if stmt.level else ()
            base += tuple(stmt.module.split(".")) if stmt.module else ()
            for alias in stmt.names:
                yield stmt.lineno, (*base, alias.name)


def sources() -> list[Path]:
    """Return the modules of goruntime and net."""
    return sorted([*ROOT.glob("goruntime/**/*.py"), *ROOT.glob("net/**/*.py")])


def imports() -> Iterator[Import]:
    """Yield every import in goruntime and net that leaves its node."""
    for path in sources():
        relative = path.relative_to(ROOT)
        importer = node_of(relative.with_suffix("").parts)
        assert importer is not None
        for line, module in imported_modules(path):
            imported = node_of(module)
            if imported != importer:
                name, ours = imported or module[0], imported is not None
                yield Import(f"{relative}:{line}", importer, name, ours)


ALLOWED = parse_floors(FLOORS)


def test_floors_are_kept() -> None:
    wrong = {
        f"{where}: {importer} may not import {imported}"
        for where, importer, imported, ours in imports()
        if ours and imported not in ALLOWED.get(importer, set())
    }
    assert not wrong, "\n".join(["what the floors do not allow:", *sorted(wrong)])


def test_every_module_is_on_a_floor() -> None:
    modules = [path.relative_to(ROOT).with_suffix("").parts for path in sources()]
    homeless = {node_of(module) for module in modules} - ALLOWED.keys()
    assert not homeless, f"FLOORS does not name {homeless}"


def test_only_the_lowest_floors_ask_python_for_what_go_has_of_its_own() -> None:
    wrong = {
        f"{where}: {importer} may not import Python's {imported}"
        for where, importer, imported, ours in imports()
        if not ours and imported in BELOW and importer not in BELOW[imported].split()
    }
    assert not wrong, "\n".join(["what BELOW does not allow:", *sorted(wrong)])


def test_goruntime_needs_greenlet_and_nothing_else() -> None:
    foreign = {
        f"{where}: {imported}"
        for where, importer, imported, ours in imports()
        if not ours
        and imported not in sys.stdlib_module_names
        and imported != "greenlet"
        and (importer, imported) != ("pytest_plugin", "pytest")
        and (importer, imported) != ("net", "dns")  # an extra
    }
    assert not foreign, "\n".join(sorted(foreign))


def test_a_file_and_a_folder_have_different_names() -> None:
    files = {path.stem for path in ROOT.glob("goruntime/*.py")}
    folders = {path.parent.name for path in ROOT.glob("goruntime/*/__init__.py")}
    assert not files & folders


@pytest.mark.parametrize(
    ("floors", "allowed"),
    [
        ("NONE < a < b; b < c;", {"a": "", "b": "a", "c": "ab"}),
        ("NONE < a < b; b =< c;", {"a": "", "b": "a", "c": "b"}),
        ("NONE < a, b; a, b < c; # b < a", {"a": "", "b": "", "c": "ab"}),
    ],
)
def test_floors_are_read_as_they_are_written(
    floors: str, allowed: dict[str, str]
) -> None:
    assert parse_floors(floors) == {k: set(v) for k, v in allowed.items()}


@pytest.mark.parametrize("floors", ["a < b < a;", "NONE < a < b; b =< a;"])
def test_floors_that_go_round_are_refused(floors: str) -> None:
    with pytest.raises(AssertionError, match="the floors go round"):
        parse_floors(floors)

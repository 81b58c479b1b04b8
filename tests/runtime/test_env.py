"""What GOTRACEBACK and GODEBUG do: each program is run for real."""

import os
import re
import signal
import subprocess
import sys
import textwrap

import pytest

from goruntime.env import godebug, gotraceback

pytestmark = pytest.mark.plain

PRELUDE = """
import os, resource, sys
import signal as pysignal
from goruntime import *
from goruntime import chan, go, run, time
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
def other(): chan().recv()
def waiting():
    go(other)
    Gosched()
"""

PANIC = """
def main():
    waiting()
    raise Panic("boom")
run(main)
"""
GOPANIC = """
def fails(): raise Panic("boom")
def main():
    waiting()
    go(fails)
    chan().recv()
run(main)
"""
DEADLOCK = """
def main():
    waiting()
    chan().recv()
run(main)
"""
EXITED = """
def main():
    waiting()
    Goexit()
run(main)
"""
QUIT = """
def main():
    waiting()
    pysignal.raise_signal(pysignal.SIGQUIT)  # to this thread: others may take a kill
    time.Sleep(20)
run(main)
"""
FAULT = """
from goruntime.tls import getm
def main():
    waiting()
    getm().timers.append((1, 0, None))
    chan().recv()
run(main)
"""


def end(program: str, **env: str) -> tuple[int, str, str]:
    p = subprocess.run(
        [sys.executable, "-c", PRELUDE + textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=30,
        env={**os.environ, **env},
    )
    return p.returncode, p.stdout, p.stderr


def stacks(err: str) -> list[str]:
    """Return the heads of the stacks in a report."""
    return re.findall(r"^goroutine \d+ \[([^\]]+)\]:$", err, re.M)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("", (1, False, False)),
        ("single", (1, False, False)),
        ("none", (0, False, False)),
        ("all", (1, True, False)),
        ("system", (2, True, False)),
        ("crash", (2, True, True)),
        ("0", (0, True, False)),
        ("1", (1, True, False)),
        ("2", (2, True, False)),
        ("wer", (0, True, False)),
        ("nonsense", (0, True, False)),
        ("-1", (0, True, False)),
    ],
)
def test_gotraceback_is_read_as_in_go(text: str, level: tuple[int, bool, bool]) -> None:
    assert gotraceback(text) == level


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {}),
        ("schedtrace=100", {"schedtrace": 100}),
        ("a=1,schedtrace=100,schedtrace=300", {"a": 1, "schedtrace": 300}),
        ("schedtrace=100,schedtrace=x", {"schedtrace": 100}),
        ("schedtrace,=,schedtrace=", {}),
        ("schedtrace=-5", {"schedtrace": -5}),
    ],
)
def test_godebug_is_read_as_in_go(text: str, values: dict[str, int]) -> None:
    assert godebug(text) == values


# What Go 1.27 prints, but for the runtime's own goroutines with system and crash.
SHOWN = {
    "none": ([], [], [], []),
    "nonsense": ([], [], [], []),
    "single": (
        ["running"],
        ["running"],
        ["chan receive", "chan receive"],
        ["running", "chan receive"],
    ),
    "all": (
        ["running", "chan receive"],
        ["running", "chan receive", "chan receive"],
        ["chan receive", "chan receive"],
        ["running", "chan receive"],
    ),
}
SHOWN["system"] = SHOWN["crash"] = SHOWN["all"]


@pytest.mark.parametrize("level", SHOWN)
def test_gotraceback_says_how_much_is_printed(level: str) -> None:
    programs = (PANIC, GOPANIC, DEADLOCK, QUIT)
    for program, shown in zip(programs, SHOWN[level], strict=True):
        status, _, err = end(program, GOTRACEBACK=level)
        assert status == (-signal.SIGABRT if level == "crash" else 2)
        assert stacks(err) == shown, err
        assert ("goruntime/park.py" in err) == (level in ("system", "crash"))
        assert err.endswith("\n")
        assert not err.endswith("\n\n")
        assert "\n\n\n" not in err


def test_with_none_only_the_reason_is_printed() -> None:
    assert end(PANIC, GOTRACEBACK="none") == (2, "", "panic: boom\n")
    assert end(GOPANIC, GOTRACEBACK="none") == (2, "", "panic: boom\n")
    dead = "fatal error: all goroutines are asleep - deadlock!\n"
    assert end(DEADLOCK, GOTRACEBACK="none") == (2, "", dead)
    assert end(EXITED, GOTRACEBACK="none") == (2, "", dead)
    assert end(QUIT, GOTRACEBACK="none") == (2, "", "SIGQUIT: quit\n")
    nilfunc = "fatal error: go of nil func value\n"
    assert end("run(go, None)", GOTRACEBACK="none") == (2, "", nilfunc)


def test_all_shows_every_other_goroutine_below_the_one_that_failed() -> None:
    _, _, err = end(GOPANIC, GOTRACEBACK="all")
    blocks = err.rstrip("\n").split("\n\n")
    assert blocks[0] == "panic: boom"
    assert blocks[1].startswith("goroutine 3 [running]:\nTraceback (most recent")
    assert "created by main.main in goroutine 1" in blocks[1]
    assert blocks[2].startswith("goroutine 1 [chan receive]:\nmain.main(...)\n")
    assert blocks[3].startswith("goroutine 2 [chan receive]:\nmain.other(...)\n")


@pytest.mark.parametrize("level", ["", "none", "all", "crash"])
def test_a_fault_of_the_scheduler_is_fatal_and_always_shown(level: str) -> None:
    status, _, err = end(FAULT, GOTRACEBACK=level)
    assert status == (-signal.SIGABRT if level == "crash" else 2)
    assert err.startswith(
        "fatal error: AttributeError: 'NoneType' object has no attribute 'when'\n\n"
        "runtime stack:\nTraceback (most recent call last):\n"
    )
    assert "in runtimers\n" in err
    assert len(stacks(err)) == (0 if level == "none" else 2)


@pytest.mark.from_go("runtime/crash_test.go", "TestNoHelperGoroutines")
def test_what_the_runtime_does_beside_is_no_goroutine_of_a_report() -> None:
    _, _, err = end(
        """
        from goruntime.os import signal
        def main():
            time.AfterFunc(3600, print)
            signal.Notify(chan(1), pysignal.SIGUSR1)
            blocking(print)
            raise Panic("oops")
        run(main)
        """,
        GOTRACEBACK="system",
        GOMAXPROCS="4",
    )
    assert err.startswith("panic: oops\n\ngoroutine 1 [running]:\n")
    assert stacks(err) == ["running"]


LINE = re.compile(
    r"SCHED (\d+)ms: gomaxprocs=(\d+) idleprocs=(\d+) threads=(\d+) "
    r"spinningthreads=0 needspinning=0 idlethreads=(\d+) runqueue=0 \[ (\d+) \]"
)


def test_schedtrace_prints_a_line_each_time() -> None:
    program = """
        def main():
            time.Sleep(0.3)
        run(main)
    """
    status, _, err = end(program, GODEBUG="x=1,schedtrace=50")
    lines = [LINE.fullmatch(line) for line in err.splitlines()]
    assert status == 0
    assert all(lines), err
    times = [int(line[1]) for line in lines if line is not None]
    assert len(times) >= 3
    assert times[0] < times[1] < times[2]  # when it began is the system's to say
    assert times[1] >= 50
    assert all(line is not None and line[2] == "1" for line in lines)


def test_schedtrace_counts_what_can_run() -> None:
    _, _, err = end(
        """
        def spin():
            end = time.Now().Add(0.5)
            while time.Now().Before(end): Gosched()
        def main():
            for _ in range(4): go(spin)
            spin()
        run(main)
        """,
        GODEBUG="schedtrace=40",
    )
    busy = LINE.fullmatch(err.splitlines()[1])
    assert busy is not None
    # idleprocs, threads, idlethreads, and those beside the one that runs
    assert busy.group(3, 4, 5) == ("0", "1", "0")
    assert busy[6] in ("4", "5")


@pytest.mark.parametrize("value", ["", "schedtrace=0", "schedtrace=-1", "schedtrace=x"])
def test_without_schedtrace_nothing_is_printed(value: str) -> None:
    assert end("run(time.Sleep, 0.01)", GODEBUG=value) == (0, "", "")

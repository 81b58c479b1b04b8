"""The demo, with fewer clients and for a shorter time."""

from __future__ import annotations

import os
import pty
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.examples.conftest import Start

pytestmark = pytest.mark.plain

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_demo_says_what_it_did(start: Start) -> None:
    out, err, status = start("demo.py", "-n", "50", "--seconds", "1.5").end()
    assert (err, status) == ("", 0)
    assert "\r" not in out  # this is no terminal
    assert "\033" not in out
    lines = {
        name: float(value.replace(",", ""))
        for name, value in re.findall(r"^  (\S.*?)  +([\d,.]+)", out, re.MULTILINE)
    }
    assert lines["messages a second"] > 100
    assert 0 < lines["latency, p50"] <= lines["latency, p99"] < 1500
    assert lines["goroutines"] == 101  # two for each client, and who accepts
    assert 0 < lines["memory per goroutine"] < 100
    assert re.search(r" messages/s   102 goroutines\n", out)  # and main


def test_demo_shows_one_live_line_on_a_terminal() -> None:
    # Its own stderr: what goes wrong must not be lost in the terminal.
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, ROOT / "examples/demo.py", "-n", "20", "--seconds", "0.7"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
    ) as demo:
        os.close(theirs)
        shown = b""
        try:
            while data := os.read(ours, 4096):
                shown += data
        except OSError:
            pass  # the other side has closed it
        finally:
            os.close(ours)
        _, err = demo.communicate(timeout=20)
    assert (err, demo.returncode) == ("", 0)
    frames = shown.decode().split("\r")
    assert sum("messages/s" in frame for frame in frames) >= 2
    assert all(len(frame.split("\n")[0]) < 80 for frame in frames)
    assert "\033[1m" not in shown.decode()  # no colour


def test_demo_says_that_the_limit_of_open_files_is_too_low() -> None:
    # Root may raise its limits; not so without that capability.
    demo = [sys.executable, str(ROOT / "examples/demo.py"), "-n", "2000"]
    humble = [] if os.getuid() else ["setpriv", "--bounding-set", "-sys_resource"]
    shell = ["sh", "-c", 'ulimit -n 100 && exec "$@"', "sh"]
    done = subprocess.run(
        [*shell, *humble, *demo],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert (done.stdout, done.returncode) == ("", 1)
    assert done.stderr == (
        "demo: 2,000 clients need 4,032 open files, and this process may have 100 at "
        "most.\nTry -n 34, or raise the hard limit (ulimit -Hn).\n"
    )


def test_demo_raises_the_soft_limit_itself(start: Start) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
    try:
        demo = start("demo.py", "-n", "100", "--seconds", "0.2")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    out, err, status = demo.end()
    assert (err, status) == ("", 0)
    assert "100 clients" in out


@pytest.mark.slow
def test_demo_ends_quietly_by_ctrl_c(start: Start) -> None:
    demo = start("demo.py", "-n", "20", "--seconds", "50")
    assert demo.stdout.readline()
    assert b"messages/s" in demo.stdout.readline()
    _, err, status = demo.end(signal.SIGINT)
    assert (err, status) == ("", 130)


@pytest.mark.parametrize("args", [["-n", "0"], ["--seconds", "0"], ["-n", "many"]])
def test_demo_refuses_what_makes_no_sense(start: Start, args: list[str]) -> None:
    out, err, status = start("demo.py", *args).end()
    assert (out, status) == ("", 2)
    assert err.startswith("usage: ")

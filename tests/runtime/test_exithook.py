"""The interpreter's end, while threads of ours are about."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytestmark = pytest.mark.plain

ROOT = Path(__file__).parent.parent.parent
# It was one run in a hundred that crashed.  GORUNTIME_STEPS in the environment says how
# long the proof is: with 50000, that is a thousand runs of each kind.
RUNS = int(os.environ.get("GORUNTIME_STEPS", "300")) // 50

PROGRAM = """
import asyncio, logging, os, socket, sys, threading
from goruntime import aio, chan, go, time
sys.setswitchinterval(1e-6)

def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

def idle(ch):
    ch.send(None)

def computes(ch):
    ch.send(None)
    while True:
        fib(15)

def spins(ch):
    ch.send(None)
    while True:
        pass

def logs(ch):
    logging.basicConfig(stream=open(os.devnull, "w"))
    ch.send(None)
    while True:
        logging.error("gopher %d", 7)

def prints(ch):
    ch.send(None)
    while True:
        print(end="")

def switches(ch):
    ping = chan()
    def pong():
        while True:
            ping.recv()
    go(pong)
    ch.send(None)
    while True:
        ping.send(None)

def parks(ch):
    for _ in range(20):
        go(time.Sleep, time.Hour)
    ch.send(None)
    chan().recv()

def reads(ch):
    r, w = os.pipe()
    ch.send(None)
    os.read(r, 1)

def finds(ch):
    # What it reads from is closed by the end of the interpreter.
    a, sys.gopher = socket.socketpair()
    ch.send(None)
    a.recv(1)

def threads(ch):
    for f in (chan().recv, lambda: time.Sleep(time.Hour)):
        threading.Thread(target=f, daemon=True).start()
    ch.send(None)

def loops(ch):
    async def sleep():
        ch.send(None)
        await asyncio.sleep(3600)
    threading.Thread(target=lambda: aio.run(sleep()), daemon=True).start()

def never(f, ch):
    try:
        f(ch)
    finally:
        # The threads' and the one that returns get here; the others are still there.
        if f not in (idle, threads, loops):
            os.write(2, b"a finally block ran")

async def main(f):
    ch = chan()
    aio.go(never, f, ch)
    await aio.go(ch.recv)
    print("gopher")

asyncio.run(main(globals()[sys.argv[1]]))
"""


def run(kind: str, last: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + last, kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "kind",
    [
        "idle",
        "computes",
        "spins",
        "logs",
        "prints",
        "switches",
        "parks",
        "reads",
        "finds",
        "threads",
        "loops",
    ],
)
def test_a_program_ends_silently_whatever_its_goroutines_do(kind: str) -> None:
    # Several at once: what may go wrong takes a machine that is busy.
    with ThreadPoolExecutor(3) as pool:
        ends = set(pool.map(run, [kind] * RUNS))
    assert ends == {(0, "gopher\n", "")}


def test_the_status_stays_the_programs_own() -> None:
    assert run("spins", "sys.exit(3)") == (3, "gopher\n", "")

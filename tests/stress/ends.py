"""The end of a program on four Ms, as often as you like: python -m tests.stress.ends

Whatever its goroutines are at when main returns, a program ends at once, silently, with
its own status.  What once went wrong did so in one run of a hundred, on a machine that
was busy: so several run at a time.
"""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
TOGETHER = 3
HANG = 30.0  # seconds

PROGRAM = """
import logging, os, sys, threading
import time as pytime
from goruntime import blocking, chan, go, run

def parks(): chan().recv()
def computes():
    while True: pass
def logs():
    while True: logging.error("gopher %d", 7)
def reads(): os.read(os.pipe()[0], 1)
def reads_away(): blocking(os.read, os.pipe()[0], 1)
def sleeps(): pytime.sleep(3600)
def sleeps_away(): blocking(pytime.sleep, 3600)
def locks(): held().acquire()
def locks_away(): blocking(held().acquire)

def held():
    lock = threading.Lock()
    lock.acquire()
    return lock

def begin(f, begun):
    # Not on main's own M, which it would keep main from: another one takes it.
    if threading.current_thread() is threading.main_thread():
        go(begin, f, begun)
        return
    begun.append(None)
    try:
        f()
    finally:
        os.write(2, b"a finally block ran")

def main(fs):
    begun = []
    for f in fs:
        go(begin, f, begun)
    # Who is stuck keeps those that wait behind him: not all begin.
    end = pytime.monotonic() + 0.1
    while len(begun) < len(fs) and pytime.monotonic() < end:
        pytime.sleep(0.001)
    assert begun
    print("gopher", flush=True)

ALL = [parks, computes, logs, reads, reads_away, sleeps, sleeps_away, locks, locks_away]
sys.setswitchinterval(1e-6)
logging.basicConfig(stream=open(os.devnull, "w"))
kind = sys.argv[1]
run(main, ALL if kind == "all" else [globals()[kind]] * 6)
"""

KINDS = (
    "parks",
    "computes",
    "logs",
    "reads",
    "reads_away",
    "sleeps",
    "sleeps_away",
    "locks",
    "locks_away",
    "all",
)


class End(NamedTuple):
    """How a program has ended, and how long after its main had."""

    status: int | str
    out: str
    err: str
    seconds: float

    def good(self) -> bool:
        """Tell whether it is as it should be."""
        return self[:3] == (0, "gopher\n", "")


def one(kind: str) -> End:
    """Run a program to its end."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, kind],
        cwd=ROOT,
        env={**os.environ, "GOMAXPROCS": "4"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as p:
        assert p.stdout is not None
        line = p.stdout.readline()
        begin = time.monotonic()
        try:
            p.wait(HANG)
        except subprocess.TimeoutExpired:
            threads = " ".join(states(p.pid))
            p.kill()
            out, err = p.communicate()
            return End("hangs: " + threads, line + out, err, HANG)
        seconds = time.monotonic() - begin
        out, err = p.communicate()
        return End(p.returncode, line + out, err, seconds)


def states(pid: int) -> Iterator[str]:
    """Yield what each thread of a process is at, where the system says."""
    for task in Path(f"/proc/{pid}/task").glob("*"):
        state = (task / "stat").read_text().rpartition(") ")[2][0]
        yield f"{task.name}:{state}:{(task / 'wchan').read_text()}"


def main() -> None:
    p = argparse.ArgumentParser(prog="python -m tests.stress.ends")
    p.add_argument("--runs", type=int, default=1000, help="of each kind")
    p.add_argument("kinds", nargs="*", default=KINDS)
    args = p.parse_args()
    failed = False
    for kind in args.kinds:
        with ThreadPoolExecutor(TOGETHER) as pool:
            ends = list(pool.map(one, [kind] * args.runs))
        bad = Counter(end[:3] for end in ends if not end.good())
        worst = max(end.seconds for end in ends)
        print(f"{kind}: {len(ends)} runs, {worst:.3f} s at most", flush=True)
        for end, n in bad.items():
            print(f"    {n} times: {end}", flush=True)
        failed = failed or bool(bad)
    sys.exit(failed)


if __name__ == "__main__":
    main()

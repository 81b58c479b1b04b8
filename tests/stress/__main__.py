"""Random programs for as long as you like: python -m tests.stress --seconds 600

What fails is raised with its seed and number of Ms; what hangs is reported with all
stacks, and ends the process.
"""

import argparse
import faulthandler
import os
import random
import sys
import threading
import time

import goruntime
from goruntime.gmp import sched

from .programs import several

HANG = 60.0  # seconds that no program takes
FEW = 8  # descriptors that are kept for what comes next, as pipes for splice


def main() -> None:
    p = argparse.ArgumentParser(prog="python -m tests.stress")
    p.add_argument("--seconds", type=float, default=120)
    p.add_argument("--procs", type=int, nargs="+", default=[2, 4, 8])
    p.add_argument("--seed", type=int, help="one program alone, to see it again")
    p.add_argument("--switch", type=float, help="sys.setswitchinterval (with a GIL)")
    args = p.parse_args()
    if args.switch:
        sys.setswitchinterval(args.switch)
    begin = time.monotonic()
    first = (
        args.seed if args.seed is not None else random.SystemRandom().getrandbits(32)
    )
    n = 0
    fds = len(os.listdir("/proc/self/fd"))
    while True:
        seed, procs = first + n, args.procs[n % len(args.procs)]
        hang = threading.Timer(HANG, hangs, (seed, procs))
        hang.daemon = True
        hang.start()
        goruntime.GOMAXPROCS(procs)
        try:
            goruntime.run(one, seed)
        except BaseException:
            print(f"failed: --seed {seed} --procs {procs}", file=sys.stderr)
            raise
        hang.cancel()
        n += 1
        if args.seed is not None or time.monotonic() - begin > args.seconds:
            break
    for _ in range(1000):  # the last program's threads may still be on their way out
        left = len(os.listdir("/proc/self/fd")) - fds
        if left <= FEW:
            break
        time.sleep(0.01)
    print(f"{n} programs from seed {first}, {time.monotonic() - begin:.0f} s: no fault")
    assert left <= FEW, f"{left} descriptors were left"


def hangs(seed: int, procs: int) -> None:
    """Say all there is to say of a program that hangs, and end the process."""
    print(f"hangs: --seed {seed} --procs {procs}", file=sys.stderr)
    print(goruntime.Stack(all=True), file=sys.stderr)
    for m in sched.allm:
        print(m, "sleeps" if m.sleeping else "runs", file=sys.stderr)
    sys.stderr.flush()
    faulthandler.dump_traceback()
    os._exit(3)


def one(seed: int) -> None:
    """Run the program of one seed, and see that it leaves no goroutine."""
    several(random.Random(seed))
    for _ in range(10_000):
        if goruntime.NumGoroutine() == 1:
            return
        goruntime.time.Sleep(goruntime.time.Millisecond)
    raise AssertionError(f"left running:\n{goruntime.Stack(all=True)}")


if __name__ == "__main__":
    main()

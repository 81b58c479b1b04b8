"""DialClose: connect and close, 200 tasks at once, to a listener on the other core.

The listener (rivals/dial_listener.py) accepts and waits for the end.  All of 127.0.0.1
to 127.0.0.64 is dialed: one address runs short of ports.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks import toolchain
from benchmarks.measure import Failed, Measure, Options, Sample

AT_ONCE = 200
DIALS = 50 * AT_ONCE  # in one sample


@contextmanager
def listener() -> Iterator[int]:
    """Run the listener; give its port."""
    words = [sys.executable, "-m", "benchmarks.rivals.dial_listener"]
    with toolchain.pinned(1):
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=toolchain.HERE.parent,
        )
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def sample(who: str, dials: int) -> Sample:
    """Let a fresh process dial; the nanoseconds that each took."""
    if who == "Go":
        command = [toolchain.compiled("rivals/dial_go.go")]
    else:
        toolchain.require(who)
        module = f"benchmarks.rivals.dial_{who}"
        command = [sys.executable, "-W", "ignore", "-m", module]
    with listener() as port, toolchain.pinned(0):
        try:
            done = subprocess.run(
                [*command, str(port), str(AT_ONCE), str(dials)],
                capture_output=True,
                text=True,
                timeout=60,
                env=toolchain.environment(),
                cwd=toolchain.HERE.parent,
            )
        except subprocess.TimeoutExpired:
            raise Failed("took over a minute") from None
    if done.returncode:
        raise Failed(toolchain.last_line(done.stderr))
    return Sample(float(done.stdout) / dials)


def measures(options: Options) -> list[Measure]:
    dials = DIALS // 5 if options.quick else DIALS

    def sampler(who: str) -> Callable[[], Sample]:
        return lambda: sample(who, dials)

    who = {name: sampler(name) for name in ("goruntime", "gevent", "Go")}
    return [Measure("DialClose", "ns", who)]

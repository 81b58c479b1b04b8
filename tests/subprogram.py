"""Programs that run in a process of their own, for tests."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def started(
    prelude: str, program: str, *wrapper: str
) -> Iterator[subprocess.Popen[str]]:
    """Run a program, by a wrapper's command if any; it ends with the block.

    The program may be indented; the prelude, which comes first, is not.
    """
    with subprocess.Popen(
        [*wrapper, sys.executable, "-c", prelude + textwrap.dedent(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as p:
        try:
            yield p
        finally:
            p.kill()


def result(prelude: str, program: str, *wrapper: str) -> tuple[int, str, str]:
    """Run a program to its end; return its status, its output and its errors."""
    with started(prelude, program, *wrapper) as p:
        out, err = p.communicate(timeout=30)
        return p.returncode, out, err

"""An example as a process of its own, for a test to talk to."""

import os
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).parent.parent.parent
END_SECONDS = 10


class Process:
    """A running example."""

    def __init__(self, name: str, *args: str) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, ROOT / "examples" / name, *args],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    @property
    def stdout(self) -> IO[bytes]:
        assert self.popen.stdout is not None
        return self.popen.stdout

    def address(self) -> tuple[str, int]:
        """Return where a server says it listens."""
        line = self.stdout.readline().decode()
        assert line.startswith("listening on "), line + self.end()[1]
        host, _, port = line.split()[2].strip("htp:/").rpartition(":")
        return host, int(port)

    def end(self, signum: int | None = None) -> tuple[str, str, int]:
        """End it, by a signal or by itself; return stdout, stderr and the status."""
        if signum is not None:
            self.popen.send_signal(signum)
        out, err = self.popen.communicate(timeout=END_SECONDS)
        return out.decode(), err.decode(), self.popen.returncode

    def kill(self) -> None:
        """End it if it still runs, and close what leads to it."""
        if not self.stdout.closed:
            self.popen.kill()
            self.popen.communicate()


Start = Callable[..., Process]


@pytest.fixture
def start() -> Generator[Start, None, None]:
    """Give a function that starts an example, which ends with the test."""
    processes: list[Process] = []

    def start(name: str, *args: str) -> Process:
        processes.append(Process(name, *args))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()

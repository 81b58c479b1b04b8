"""What the system says of this process's threads.  Go: runtime/os_linux.go

Go has made or met all its threads; we have not: C may have some that Python has never
seen.
"""

from __future__ import annotations

import os

TASKS = "/proc/self/task"


def threads() -> set[int]:
    """Return the native ids of all threads.  OSError where the system doesn't say."""
    return set(map(int, os.listdir(TASKS)))


def sigblocked(tid: int) -> int:
    """Return the mask of signals that a thread has blocked; 0 if it has ended.

    OSError where the system doesn't say.
    """
    try:
        with open(f"{TASKS}/{tid}/status", "rb") as f:
            for line in f:
                if line.startswith(b"SigBlk:"):
                    return int(line[7:], 16)
    except (FileNotFoundError, ProcessLookupError):
        return 0
    raise OSError(f"{TASKS} says nothing of signals")

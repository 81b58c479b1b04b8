"""What the environment tells the runtime.  Go: runtime/runtime1.go, extern.go

GOTRACEBACK says how much is printed when a program fails:

    none      why it failed, no stack
    single    and the stack of the goroutine that failed; this is the default
    all       and those of all other goroutines
    system    and in all of them the frames of the runtime itself
    crash     and the process ends by SIGABRT, which may leave a core dump

A deadlock and SIGQUIT are about all goroutines, and print them unless it is none.

GODEBUG is a list, ``name=value,name=value``; what we do not know is passed over.
``schedtrace=1000`` prints the state of the scheduler every 1000 milliseconds.

GOMAXPROCS is how many threads run goroutines at once.

All are read once, when the runtime is imported.
"""

from __future__ import annotations

import os
from typing import Final


def gotraceback(text: str) -> tuple[int, bool, bool]:
    """Read GOTRACEBACK: the level, whether of all goroutines, whether to dump core.

    Level 0 is no stack, 1 is without the runtime's frames, 2 with them.
    """
    match text:
        case "none":
            return 0, False, False
        case "single" | "":
            return 1, False, False
        case "all":
            return 1, True, False
        case "system":
            return 2, True, False
        case "crash":
            return 2, True, True
    # Go takes a level by its number, and what it cannot read for level 0.
    return number(text), True, False


def godebug(text: str) -> dict[str, int]:
    """Read GODEBUG: its numbers, the last of each name."""
    values = {}
    for field in text.split(","):
        name, _, value = field.partition("=")
        if value.removeprefix("-").isdecimal():
            values[name] = int(value)
    return values


def number(text: str) -> int:
    """Read a number that is not negative; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() else 0


TRACE_LEVEL, TRACE_ALL, TRACE_CRASH = gotraceback(os.environ.get("GOTRACEBACK", ""))
SCHEDTRACE: Final = godebug(os.environ.get("GODEBUG", "")).get("schedtrace", 0)  # ms
MAXPROCS: Final = number(os.environ.get("GOMAXPROCS", ""))  # 0 leaves it to us

"""How many CPUs there are for us.  Go: runtime/os_linux.go, cgroup_linux.go"""

from __future__ import annotations

import os
import sys

from . import env


def NumCPU() -> int:
    """Return how many CPUs this process may use.  Go: runtime.NumCPU"""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1


def hasgil() -> bool:
    """Tell whether this Python runs one thread at a time."""
    return bool(getattr(sys, "_is_gil_enabled", lambda: True)())


def defaultprocs() -> int:
    """Return what GOMAXPROCS is at first.

    The environment's, else 1 where Python has a GIL, else the CPUs, but no more than
    the cgroup's quota of CPU time makes up; 2 at least, if there are two, as in Go.
    """
    if env.MAXPROCS > 0:
        return env.MAXPROCS
    if hasgil():
        return 1
    n = NumCPU()
    limit = cpulimit()
    if limit > 0:
        whole = int(limit) if limit == int(limit) else int(limit) + 1
        n = min(n, max(whole, 2))
    return n


def cpulimit(proc: str = "/proc/self", root: str = "/sys/fs/cgroup") -> float:
    """Return how many CPUs' time the cgroup of this process may use; 0: no limit.

    A group's limit holds for those within it, too.
    """
    limits = [0.0]
    try:
        with open(f"{proc}/cgroup", encoding="utf-8", errors="surrogateescape") as f:
            lines = [line.rstrip("\n").split(":", 2) for line in f]
    except OSError:
        return 0.0  # no Linux
    for fields in lines:
        if len(fields) != 3:
            continue
        number, names, path = fields
        if number == "0" and names == "":
            base, read = root, quota2
        elif "cpu" in names.split(","):
            base, read = f"{root}/{names}", quota1
        else:
            continue
        parts = [p for p in path.split("/") if p]
        limits += [read("/".join([base, *parts[:n]])) for n in range(len(parts) + 1)]
    return min((x for x in limits if x > 0), default=0.0)


def quota2(group: str) -> float:
    """Return the limit of one group of cgroup 2, 0 for none."""
    try:
        with open(f"{group}/cpu.max", "rb") as f:
            quota, period = f.read().split()
        return int(quota) / int(period)
    except (OSError, ValueError, ZeroDivisionError):  # no such file; "max"
        return 0.0


def quota1(group: str) -> float:
    """Return the limit of one group of cgroup 1, 0 for none."""
    try:
        with open(f"{group}/cpu.cfs_quota_us", "rb") as f:
            quota = int(f.read())
        with open(f"{group}/cpu.cfs_period_us", "rb") as f:
            return max(quota, 0) / int(f.read())
    except (OSError, ValueError, ZeroDivisionError):  # no such file; -1
        return 0.0

"""ProcessState: how a process ended.  Go: os/exec_posix.go"""

from __future__ import annotations

import resource
from typing import Any

from .. import time
from ..syscall import WaitStatus


class ProcessState:
    """What Wait says of a process that has ended.  Go: os.ProcessState"""

    __slots__ = ("_pid", "_status", "_usage")

    def __init__(self, pid: int, status: int, usage: resource.struct_rusage) -> None:
        self._pid = pid
        self._status = WaitStatus(status)
        self._usage = usage

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._pid, int(self._status), self._usage)

    def Pid(self) -> int:
        """Return the number that the process had."""
        return self._pid

    def Exited(self) -> bool:
        """Tell whether it ended by itself, and not by a signal."""
        return self._status.Exited()

    def ExitCode(self) -> int:
        """Return the status it ended with, -1 if a signal ended it."""
        return self._status.ExitStatus()

    def Success(self) -> bool:
        """Tell whether it ended with status 0."""
        return self._status == 0

    def Sys(self) -> WaitStatus:
        """Return what the system said."""
        return self._status

    def SysUsage(self) -> resource.struct_rusage:
        """Return what it and its children used, as Python's resource has it."""
        return self._usage

    def UserTime(self) -> time.Duration:
        """Return how long it and its children computed."""
        return time.Second * self._usage.ru_utime

    def SystemTime(self) -> time.Duration:
        """Return how long the system computed for them."""
        return time.Second * self._usage.ru_stime

    def String(self) -> str:
        """Return it in words: ``exit status 3``, ``signal: killed``."""
        status = self._status
        if status.Exited():
            return f"exit status {status.ExitStatus()}"
        dumped = " (core dumped)" if status.CoreDump() else ""
        return f"signal: {status.Signal()}{dumped}"

    __str__ = String

    def __repr__(self) -> str:
        return f"<ProcessState {self._pid} {self}>"

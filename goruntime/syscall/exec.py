"""What a new process is given, and how it ended.  Go: syscall/exec_linux.go"""

from __future__ import annotations

import os
from collections.abc import Sequence

from .signal import Signal


class Credential:
    """Who a process runs for.  Go: syscall.Credential"""

    __slots__ = ("Gid", "Groups", "NoSetGroups", "Uid")

    def __init__(
        self,
        Uid: int = 0,
        Gid: int = 0,
        Groups: Sequence[int] = (),
        NoSetGroups: bool = False,
    ) -> None:
        self.Uid = Uid
        self.Gid = Gid
        self.Groups = Groups  # all others; () leaves it none
        self.NoSetGroups = NoSetGroups  # it keeps ours, for which no right is needed


class SysProcAttr:
    """What else a new process can be given.  Go: syscall.SysProcAttr

    Those of Go's fields that can be had without running code in the child.
    """

    __slots__ = ("Credential", "Pgid", "Setpgid", "Setsid")

    def __init__(
        self,
        Setsid: bool = False,
        Setpgid: bool = False,
        Pgid: int = 0,
        Credential: Credential | None = None,
    ) -> None:
        self.Setsid = Setsid  # a session of its own
        self.Setpgid = Setpgid  # the process group Pgid, 0: one of its own
        self.Pgid = Pgid
        self.Credential = Credential


class WaitStatus(int):
    """What wait said of a process.  Go: syscall.WaitStatus"""

    __slots__ = ()

    def Exited(self) -> bool:
        """Tell whether it ended by itself."""
        return os.WIFEXITED(self)

    def Signaled(self) -> bool:
        """Tell whether a signal ended it."""
        return os.WIFSIGNALED(self)

    def CoreDump(self) -> bool:
        """Tell whether its memory was written to a file."""
        return self.Signaled() and os.WCOREDUMP(self)

    def ExitStatus(self) -> int:
        """Return the status it ended with, -1 if it did not end by itself."""
        return os.WEXITSTATUS(self) if self.Exited() else -1

    def Signal(self) -> Signal:
        """Return the signal that ended it, -1 if none did."""
        return Signal(os.WTERMSIG(self) if self.Signaled() else -1)

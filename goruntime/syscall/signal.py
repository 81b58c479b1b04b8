"""Signal: a signal's number, and its name.  Go: syscall.Signal"""

from __future__ import annotations

import signal
from typing import Final

# The texts are Go's; numbers differ among systems.
_TEXTS: Final = {
    "SIGHUP": "hangup",
    "SIGINT": "interrupt",
    "SIGQUIT": "quit",
    "SIGILL": "illegal instruction",
    "SIGTRAP": "trace/breakpoint trap",
    "SIGABRT": "aborted",
    "SIGBUS": "bus error",
    "SIGFPE": "floating point exception",
    "SIGKILL": "killed",
    "SIGUSR1": "user defined signal 1",
    "SIGSEGV": "segmentation fault",
    "SIGUSR2": "user defined signal 2",
    "SIGPIPE": "broken pipe",
    "SIGALRM": "alarm clock",
    "SIGTERM": "terminated",
    "SIGSTKFLT": "stack fault",
    "SIGCHLD": "child exited",
    "SIGCONT": "continued",
    "SIGSTOP": "stopped (signal)",
    "SIGTSTP": "stopped",
    "SIGTTIN": "stopped (tty input)",
    "SIGTTOU": "stopped (tty output)",
    "SIGURG": "urgent I/O condition",
    "SIGXCPU": "CPU time limit exceeded",
    "SIGXFSZ": "file size limit exceeded",
    "SIGVTALRM": "virtual timer expired",
    "SIGPROF": "profiling timer expired",
    "SIGWINCH": "window changed",
    "SIGIO": "I/O possible",
    "SIGPWR": "power failure",
    "SIGSYS": "bad system call",
}
_text: Final = {
    int(number): text
    for name, text in _TEXTS.items()
    if (number := getattr(signal, name, None)) is not None
}
if int(signal.SIGCHLD) == 17:  # Linux on most machines; SIGSTKFLT is new in Python
    _text.setdefault(16, _TEXTS["SIGSTKFLT"])


class Signal(int):
    """A signal; it is the int that Python's signal module knows."""

    __slots__ = ()

    def Signal(self) -> None:
        """Mark it as an os.Signal."""

    def String(self) -> str:
        """Return its name: ``interrupt``."""
        return _text.get(int(self)) or f"signal {int(self)}"

    __str__ = String

    def __repr__(self) -> str:
        return f"<Signal {int(self)} {self.String()}>"

    def __format__(self, spec: str) -> str:
        if spec and spec[-1] in "bcdoxXn":
            return format(int(self), spec)
        return format(self.String(), spec)


SIGABRT: Final = Signal(signal.SIGABRT)
SIGALRM: Final = Signal(signal.SIGALRM)
SIGBUS: Final = Signal(signal.SIGBUS)
SIGCHLD: Final = Signal(signal.SIGCHLD)
SIGCONT: Final = Signal(signal.SIGCONT)
SIGFPE: Final = Signal(signal.SIGFPE)
SIGHUP: Final = Signal(signal.SIGHUP)
SIGILL: Final = Signal(signal.SIGILL)
SIGINT: Final = Signal(signal.SIGINT)
SIGIO: Final = Signal(signal.SIGIO)
SIGKILL: Final = Signal(signal.SIGKILL)
SIGPIPE: Final = Signal(signal.SIGPIPE)
SIGPROF: Final = Signal(signal.SIGPROF)
SIGQUIT: Final = Signal(signal.SIGQUIT)
SIGSEGV: Final = Signal(signal.SIGSEGV)
SIGSTOP: Final = Signal(signal.SIGSTOP)
SIGSYS: Final = Signal(signal.SIGSYS)
SIGTERM: Final = Signal(signal.SIGTERM)
SIGTRAP: Final = Signal(signal.SIGTRAP)
SIGTSTP: Final = Signal(signal.SIGTSTP)
SIGTTIN: Final = Signal(signal.SIGTTIN)
SIGTTOU: Final = Signal(signal.SIGTTOU)
SIGURG: Final = Signal(signal.SIGURG)
SIGUSR1: Final = Signal(signal.SIGUSR1)
SIGUSR2: Final = Signal(signal.SIGUSR2)
SIGVTALRM: Final = Signal(signal.SIGVTALRM)
SIGWINCH: Final = Signal(signal.SIGWINCH)
SIGXCPU: Final = Signal(signal.SIGXCPU)
SIGXFSZ: Final = Signal(signal.SIGXFSZ)

"""What running a command fails with.  Go: os/exec/exec.go"""

from __future__ import annotations

import resource
from typing import Any

from ... import errors, time
from ...errors.joined import wrapError
from ...errors.quote import quote
from ...syscall import WaitStatus
from ..process_state import ProcessState


class ErrNotFound(errors.error, FileNotFoundError):
    """No program of that name is in ``$PATH``."""

    text = "executable file not found in $PATH"


class ErrDot(errors.error):
    """The program that was found is named relative to the working directory."""

    text = "cannot run executable found relative to current directory"


class ErrWaitDelay(errors.error):
    """The command has ended with status 0, but its pipes were not closed in time."""

    text = "exec: WaitDelay expired before I/O complete"


class Error(wrapError):
    """A program that cannot be run: ``exec: "x": permission denied``.

    Go: exec.Error
    """

    __match_args__ = ("Name", "Err")

    def __init__(self, Name: str = "", Err: Any = None) -> None:
        self.Name = Name
        self.wraps(Err)
        self.args = (Name, self.Err)

    def __str__(self) -> str:
        return f"exec: {quote(self.Name)}: {self.Err}"


class wrappedError(wrapError):
    """An error with words before it."""

    __match_args__ = ("prefix", "Err")

    def __init__(self, prefix: str = "", Err: Any = None) -> None:
        self.prefix = prefix
        self.wraps(Err)
        self.args = (prefix, self.Err)

    def __str__(self) -> str:
        return f"{self.prefix}: {self.Err}"


class ExitError(errors.error):
    """A command that did not succeed: ``exit status 1``, ``signal: killed``.

    Go: exec.ExitError
    """

    def __init__(self, ProcessState: ProcessState, Stderr: bytes = b"") -> None:
        super().__init__(ProcessState, Stderr)
        self.ProcessState = ProcessState
        self.Stderr = Stderr  # what Output has seen of it, the middle left out

    def __str__(self) -> str:
        return self.ProcessState.String()

    String = __str__

    def Pid(self) -> int:
        """Return the number that the process had."""
        return self.ProcessState.Pid()

    def Exited(self) -> bool:
        """Tell whether it ended by itself, and not by a signal."""
        return self.ProcessState.Exited()

    def ExitCode(self) -> int:
        """Return the status it ended with, -1 if a signal ended it."""
        return self.ProcessState.ExitCode()

    def Success(self) -> bool:
        """Tell whether it ended with status 0."""
        return self.ProcessState.Success()

    def Sys(self) -> WaitStatus:
        """Return what the system said."""
        return self.ProcessState.Sys()

    def SysUsage(self) -> resource.struct_rusage:
        """Return what it and its children used."""
        return self.ProcessState.SysUsage()

    def UserTime(self) -> time.Duration:
        """Return how long it and its children computed."""
        return self.ProcessState.UserTime()

    def SystemTime(self) -> time.Duration:
        """Return how long the system computed for them."""
        return self.ProcessState.SystemTime()


# The caller's mistakes.  Go has no names for them.


class errStarted(errors.error):
    """Start was called before."""

    text = "exec: already started"


class errNotStarted(errors.error):
    """Wait was called before Start."""

    text = "exec: not started"


class errWaited(errors.error):
    """Wait was called before."""

    text = "exec: Wait was already called"


class errNoCommand(errors.error):
    """There is no Path."""

    text = "exec: no command"


class errNoContext(errors.error):
    """There is a Cancel and nothing that would call it."""

    text = "exec: command with a non-nil Cancel was not created with CommandContext"


class errStdinSet(errors.error):
    """Stdin is in use already."""

    text = "exec: Stdin already set"


class errStdoutSet(errors.error):
    """Stdout is in use already."""

    text = "exec: Stdout already set"


class errStderrSet(errors.error):
    """Stderr is in use already."""

    text = "exec: Stderr already set"


class errStdinPipeLate(errors.error):
    """The process has its files already."""

    text = "exec: StdinPipe after process started"


class errStdoutPipeLate(errors.error):
    """The process has its files already."""

    text = "exec: StdoutPipe after process started"


class errStderrPipeLate(errors.error):
    """The process has its files already."""

    text = "exec: StderrPipe after process started"


class errEnvNUL(errors.error):
    """A variable would end at its NUL, and what follows be lost or be another."""

    text = "exec: environment variable contains NUL"

"""Running other programs.  Go: os/exec

    out = exec.Command("git", "status").Output()

    cmd = exec.CommandContext(ctx, "sort")
    cmd.Stdin = strings.NewReader("b\\na\\n")
    cmd.Stdout = os.Stdout
    cmd.Run()

Only the goroutine that waits for a command waits.
"""

from .errors import ErrDot, ErrNotFound, Error, ErrWaitDelay, ExitError
from .exec import Cmd, Command, CommandContext
from .lp_unix import LookPath

__all__ = [
    "Cmd",
    "Command",
    "CommandContext",
    "ErrDot",
    "ErrNotFound",
    "ErrWaitDelay",
    "Error",
    "ExitError",
    "LookPath",
]

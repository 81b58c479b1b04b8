"""What a broken pipe on standard output or standard error does.  Go: os/file_unix.go

Go lets a program that writes to a pipe nobody reads end as C's do: by SIGPIPE, if that
pipe is its standard output or standard error; anywhere else it is an error.  Python
ignores SIGPIPE from its start.  So an ignored SIGPIPE counts as untouched, and a
program that wants the error sets any handler for it, or uses package os.signal.
"""

from __future__ import annotations

import os
import signal

from .. import signal_unix

STDOUT_AND_STDERR = (1, 2)


def epipecheck(fd: int) -> None:
    """After an EPIPE on fd: end the process by SIGPIPE, where Go would."""
    if fd in STDOUT_AND_STDERR and unhandled():
        die()


def unhandled() -> bool:
    """Tell whether the program has neither a handler for SIGPIPE nor ignores it."""
    if signal_unix.ignored(signal.SIGPIPE):
        return False
    handler = signal.getsignal(signal.SIGPIPE)
    return handler is signal.SIG_IGN or handler is signal.SIG_DFL


def die() -> None:
    """End by SIGPIPE, at once."""
    try:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPIPE})
        os.kill(os.getpid(), signal.SIGPIPE)
    except ValueError:
        pass  # only the main thread may set handlers
    os._exit(128 + signal.SIGPIPE)  # as a shell would say it

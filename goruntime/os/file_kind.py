"""Which files goroutines wait for in the poller.  Go: os/file_unix.go, newFile"""

from __future__ import annotations

import fcntl
import os
import stat


def openflags(fd: int) -> int:
    """Return what a descriptor was opened with; 0 if there is none."""
    try:
        return fcntl.fcntl(fd, fcntl.F_GETFL)
    except OSError:
        return 0  # whoever uses it gets the error


def pollable(fd: int) -> bool:
    """Tell whether the poller takes a descriptor.

    Go tries and sees; this looks at the kind, since standard input is made before
    there is a poller.  Of the devices only terminals are known to be waited for.
    """
    try:
        mode = os.fstat(fd).st_mode
    except OSError:
        return False
    if stat.S_ISCHR(mode):
        return os.isatty(fd)
    return pollablemode(mode)


def pollablemode(mode: int) -> bool:
    """Tell whether st_mode is of a file that is waited for.

    A pipe, a socket, or one of Linux's that have no kind (eventfd, inotify, pidfd).
    """
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or not stat.S_IFMT(mode)

"""This process.  Go: os/proc.go, os/getwd.go, os/sys.go"""

from __future__ import annotations

import os
import sys
from typing import Final, NoReturn

from .. import errors
from ..crash import exit_now
from ..syscall import Errno
from .env import Getenv
from .error import PathError, SyscallError
from .stat import Stat
from .types import SameFile

Args: list[str] = sys.argv  # the program, and what it was called with

DevNull: Final = "/dev/null"
PathSeparator: Final = "/"
PathListSeparator: Final = ":"


class errNoHome(errors.error):
    """There is nothing to say where the user is at home."""

    text = "$HOME is not defined"


def Exit(code: int) -> NoReturn:
    """End the process with a status, from any goroutine or thread, at once.

    Nothing more runs: no other goroutine, no finally block, no atexit function.  What
    Python's print has in its buffers is written first.
    """
    exit_now(code & 0xFF)


def Getpid() -> int:
    """Return this process's number."""
    return os.getpid()


def Getppid() -> int:
    """Return the number of this process's parent."""
    return os.getppid()


def Getuid() -> int:
    """Return the number of the user this process runs for."""
    return os.getuid()


def Geteuid() -> int:
    """Return the number of the user whose rights it has."""
    return os.geteuid()


def Getgid() -> int:
    """Return the number of the group this process runs for."""
    return os.getgid()


def Getegid() -> int:
    """Return the number of the group whose rights it has."""
    return os.getegid()


def Getgroups() -> list[int]:
    """Return the numbers of all groups it is in."""
    return os.getgroups()


def Getpagesize() -> int:
    """Return the size of a page of memory."""
    return os.sysconf("SC_PAGESIZE")


def Getwd() -> str:
    """Return the working directory: ``$PWD`` if it is that.  Raises SyscallError."""
    pwd = Getenv("PWD")
    if pwd.startswith("/"):
        try:
            if SameFile(Stat("."), Stat(pwd)):
                return pwd
        except PathError:
            pass
    try:
        return os.getcwd()
    except OSError as e:
        err = Errno(e.errno or 0)
        raise SyscallError("getwd", err) from err


def Hostname() -> str:
    """Return the host's name, as the kernel has it."""
    return os.uname().nodename


def UserHomeDir() -> str:
    """Return ``$HOME``.  Raises an error if it is not set."""
    home = Getenv("HOME")
    if not home:
        raise errNoHome
    return home


def IsPathSeparator(c: str) -> bool:
    """Tell whether c separates the elements of a path."""
    return c == PathSeparator

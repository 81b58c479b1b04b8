"""LookPath: where a program is.  Go: os/exec/lp_unix.go"""

from __future__ import annotations

import os
import stat
from errno import EACCES, EISDIR
from functools import partial

from ...poll.errand import away
from ...syscall import Errno
from ..env import Getenv
from ..error import PathError
from ..path_call import errorof, forget
from .errors import ErrDot, ErrNotFound, Error


def LookPath(file: str) -> str:
    """Return the path of a program, looked for in ``$PATH`` if it has no slash.

    Raises Error.  Where ``$PATH`` leads to the working directory it wraps ErrDot, as
    what is found there may not be what was meant; ``partial`` has the path.
    """
    if file in ("", ".", ".."):
        raise Error(file, ErrNotFound())
    if "/" in file:
        got = away(partial(findexecutable, file), forget)
        err = errorof(got)
        if err is None:
            return file
        if isinstance(got, FileNotFoundError | NotADirectoryError):
            raise Error(file, PathError("stat", file, err)) from err
        raise Error(file, err) from err
    got = away(partial(lookpath, file, Getenv("PATH")), forget)
    if isinstance(got, BaseException):
        raise got
    path: str = got
    if not path:
        raise Error(file, ErrNotFound())
    if not path.startswith("/"):
        found = Error(file, ErrDot())
        found.partial = path
        raise found
    return path


def lookpath(file: str, path: str) -> str:
    """Return where in a list of directories a program is, "" if nowhere."""
    for dir in path.split(":") if path else ():
        # An empty name is the working directory, to the shells.
        candidate = os.path.normpath(os.path.join(dir or ".", file))
        try:
            findexecutable(candidate)
        except (OSError, ValueError):
            continue
        return candidate
    return ""


def findexecutable(file: str) -> None:
    """See that a file can be run.  Raises OSError, or ValueError for a NUL."""
    if stat.S_ISDIR(os.stat(file).st_mode):
        raise Errno(EISDIR)
    if not os.access(file, os.X_OK, effective_ids=EFFECTIVE):
        raise Errno(EACCES)


EFFECTIVE = os.access in os.supports_effective_ids

"""CreateTemp and MkdirTemp.  Go: os/tempfile.go"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any, TypeVar

from .. import errors
from .env import Getenv
from .error import ErrExist, ErrNotExist, PathError
from .file import File
from .file_open import O_CREATE, O_EXCL, O_RDWR, OpenFile
from .file_posix import Mkdir
from .stat import Stat

R = TypeVar("R")

TRIES = 10_000


class errPatternHasSeparator(errors.error):
    """The file shall be in dir, not below it."""

    text = "pattern contains path separator"


def TempDir() -> str:
    """Return the directory for temporary files: ``$TMPDIR``, or ``/tmp``."""
    return Getenv("TMPDIR") or "/tmp"


def CreateTemp(dir: str, pattern: str) -> File:
    """Make a new file in dir ("": TempDir) and open it; who calls removes it.

    The last ``*`` in pattern becomes a random number; without one it comes last.
    """

    def make(name: str) -> File:
        return OpenFile(name, O_RDWR | O_CREATE | O_EXCL, 0o600)

    return unused("createtemp", dir, pattern, make)


def MkdirTemp(dir: str, pattern: str) -> str:
    """Make a new directory in dir, named as CreateTemp names files; return its path."""

    def make(name: str) -> str:
        Mkdir(name, 0o700)
        return name

    try:
        return unused("mkdirtemp", dir, pattern, make)
    except ErrNotExist:
        Stat(dir or TempDir())  # says that this is what is not there
        raise


def unused(op: str, dir: str, pattern: str, make: Callable[[str], R]) -> R:
    """Return make(name) for a name that is not taken."""
    if "/" in pattern:
        raise PathError(op, pattern, errPatternHasSeparator())
    before, star, after = pattern.rpartition("*")
    if not star:
        before, after = after, ""
    prefix = os.path.join(dir or TempDir(), before)
    for _ in range(TRIES):
        number: Any = random.getrandbits(32)
        try:
            return make(f"{prefix}{number}{after}")
        except ErrExist:
            pass
    raise PathError(op, f"{prefix}*{after}", ErrExist())

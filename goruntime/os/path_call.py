"""Calls that take a path: off the M, their errors as PathErrors.  Go: os/file_posix.go

What a path names is looked up on a disk, so each such call goes to a spare thread.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from ..poll.errand import away
from ..syscall import EINVAL, Errno
from .error import LinkError, PathError

R = TypeVar("R")
PathLike = str | os.PathLike[str]


def pathname(name: PathLike) -> str:
    """Return the str of a path."""
    name = os.fspath(name)
    if not isinstance(name, str):
        raise TypeError("a file's name is a str: os.fsdecode makes one of bytes")
    return name


def pathcall(
    op: str, name: str, f: Callable[..., R], *args: Any, lost: Any = None, **kw: Any
) -> R:
    """Return f(*args, **kw), called off the M; PathError if it fails.

    lost takes what it returns after an interrupt (see poll/errand.py).
    """
    got = away(partial(f, *args, **kw), lost or forget)
    err = errorof(got)
    if err is not None:
        raise PathError(op, name, err) from err
    return got  # type: ignore[no-any-return]


def linkcall(op: str, old: str, new: str, f: Callable[[str, str], object]) -> None:
    """Call f(old, new) off the M; LinkError if it fails."""
    err = errorof(away(partial(f, old, new), forget))
    if err is not None:
        raise LinkError(op, old, new, err) from err


def forget(_: object) -> None:
    """Nothing is to be done with a result nobody waits for."""


def errorof(got: Any) -> Errno | None:
    """Return the Errno of what a call raised; None for what it returned."""
    if not isinstance(got, BaseException):
        return None
    if isinstance(got, OSError):
        return Errno(got.errno or 0)
    if isinstance(got, ValueError):
        return EINVAL()  # Python's word for a NUL in a name
    raise got

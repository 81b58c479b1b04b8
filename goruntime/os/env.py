"""The environment.  Go: os/env.go

It is Python's ``os.environ``: both see what either sets.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Final

from ..syscall import EINVAL
from .error import SyscallError

# $name, ${name}, $1 or one of the shell's special ones; the rest is bad, and dropped.
_VARIABLE: Final = re.compile(
    r"\$(?:\{(?P<special>[*#$@!?\-0-9])\}|\{(?P<braced>[^}]+)\}|(?P<bad>\{\}|\{)"
    r"|(?P<one>[*#$@!?\-0-9])|(?P<name>[A-Za-z0-9_]+))"
)


def Getenv(key: str) -> str:
    """Return a variable's value, "" if it is not set."""
    return os.environ.get(key, "")


def LookupEnv(key: str) -> tuple[str, bool]:
    """Return a variable's value, and whether it is set."""
    value = os.environ.get(key)
    return ("", False) if value is None else (value, True)


def Setenv(key: str, value: str) -> None:
    """Set a variable.  Raises SyscallError for a name that cannot be."""
    if not key or "=" in key or "\0" in key or "\0" in value:
        raise SyscallError("setenv", EINVAL())
    os.environ[key] = value


def Unsetenv(key: str) -> None:
    """Let a variable not be set."""
    os.environ.pop(key, None)


def Clearenv() -> None:
    """Let no variable be set."""
    os.environ.clear()


def Environ() -> list[str]:
    """Return all variables, as ``key=value``."""
    return [f"{key}={value}" for key, value in environ().items()]


def environ() -> dict[str, str]:
    """Return a copy of all variables."""
    while True:
        try:
            return os.environ.copy()
        except RuntimeError:
            continue  # another thread has set a new one meanwhile


def Expand(s: str, mapping: Callable[[str], str]) -> str:
    """Replace ``$name`` and ``${name}`` in s by what mapping says of name."""

    def value(found: re.Match[str]) -> str:
        if found["bad"] is not None:
            return ""
        return mapping(next(name for name in found.groups() if name is not None))

    return _VARIABLE.sub(value, s)


def ExpandEnv(s: str) -> str:
    """Replace ``$name`` and ``${name}`` in s by the environment's values."""
    return Expand(s, Getenv)

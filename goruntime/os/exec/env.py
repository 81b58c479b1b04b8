"""The environment of a command.  Go: os/exec/exec.go, dedupEnv"""

from __future__ import annotations

from collections.abc import Sequence

from .errors import errEnvNUL


def dedupenv(env: Sequence[str]) -> tuple[list[str], errEnvNUL | None]:
    """Return env with the last of each variable alone, and what is wrong with it.

    What has a NUL is left out; what is not ``key=value`` stays.
    """
    err = None
    out: list[str] = []
    seen: set[str] = set()
    for kv in reversed(env):
        if "\0" in kv:
            err = errEnvNUL()
            continue
        i = kv.find("=")
        if i == 0:
            i = kv.find("=", 1)  # "=C:=value", which Windows has
        if i < 0:
            if kv:
                out.append(kv)
            continue
        if kv[:i] not in seen:
            seen.add(kv[:i])
            out.append(kv)
    out.reverse()
    return out, err

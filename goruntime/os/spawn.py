"""How a process is started.  Go: syscall/exec_unix.go, forkExec

What runs between fork and exec cannot be Python: other threads of the parent may hold
any lock.  So subprocess does it, in C; and where a child is to have more than three
files, which subprocess cannot number, posix_spawn.  Both are called off the M.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
from collections.abc import Sequence
from typing import Any, Final

from .. import errors
from ..syscall import SysProcAttr
from .env import environ

STANDARD: Final = 3  # standard input, output, error
DEFAULTED: Final = (signal.SIGPIPE, signal.SIGXFSZ)  # what Python ignores
# cd in the child, which posix_spawn has no word for.
CHDIR: Final = 'cd -- "$0" && exec "$@"'


def spawn(
    path: str,
    argv: Sequence[str],
    env: Sequence[str] | None,
    dir: str,
    files: Sequence[int],
    attr: SysProcAttr,
) -> tuple[int, int]:
    """Start a process; return its number and its pidfd, -1 where there are none.

    Raises OSError, ValueError for a NUL, ErrUnsupported.
    """
    argv = list(argv) or [path]
    if env is None:
        vars = environ()
    else:
        vars = dict(kv.split("=", 1) for kv in env if kv.find("=") > 0)
    if len(files) > STANDARD:
        pid = posixspawn(path, argv, vars, dir, files, attr)
    else:
        pid = popen(path, argv, vars, dir, files, attr)
    return pid, openpidfd(pid)


def openpidfd(pid: int) -> int:
    """Return a descriptor that is readable when the process has ended, or -1."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return -1


def popen(
    path: str,
    argv: list[str],
    env: dict[str, str],
    dir: str,
    files: Sequence[int],
    attr: SysProcAttr,
) -> int:
    """Start a process by subprocess."""
    options: dict[str, Any] = {}
    if attr.Credential is not None:
        who = attr.Credential
        options.update(user=who.Uid, group=who.Gid)
        if not who.NoSetGroups:
            options["extra_groups"] = who.Groups
    if attr.Setpgid:
        options["process_group"] = attr.Pgid
    standard = [subprocess.DEVNULL if fd < 0 else fd for fd in files]
    standard += [subprocess.DEVNULL] * (STANDARD - len(files))
    stdin, stdout, stderr = standard
    p = subprocess.Popen(
        argv,
        # Without a slash it would be looked for in $PATH.
        executable=path if "/" in path else f"./{path}",
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        env=env,
        cwd=dir or None,
        start_new_session=attr.Setsid,
        **options,
    )
    # Only os.Process waits for it: this one thinks that somebody has.
    p.returncode = 0
    return p.pid


def posixspawn(
    path: str,
    argv: list[str],
    env: dict[str, str],
    dir: str,
    files: Sequence[int],
    attr: SysProcAttr,
) -> int:
    """Start a process by posix_spawn, with any number of files."""
    if attr.Credential is not None:
        raise errors.ErrUnsupported
    if dir:
        # As argv[0] has to be what is run, it is what the child sees there, too.
        check = path if path.startswith("/") else os.path.join(dir, path)
        os.close(os.open(check, os.O_PATH | os.O_CLOEXEC))
        run = path if "/" in path else f"./{path}"
        argv = ["sh", "-c", CHDIR, dir, run, *argv[1:]]
        path = "/bin/sh"
    options: dict[str, Any] = {}
    if attr.Setpgid:
        options["setpgroup"] = attr.Pgid
    if attr.Setsid:
        options["setsid"] = True
    copies: list[int] = []
    try:
        # Out of the way first, so that no dup2 hits what another has yet to copy.
        copies.extend(highcopy(fd, len(files)) for fd in files)
        actions = [(os.POSIX_SPAWN_DUP2, fd, i) for i, fd in enumerate(copies)]
        return os.posix_spawn(
            path, argv, env, file_actions=actions, setsigdef=DEFAULTED, **options
        )
    finally:
        for fd in copies:
            os.close(fd)


def highcopy(fd: int, least: int) -> int:
    """Return a copy of a descriptor, or one of /dev/null, not below a number."""
    if fd >= 0:
        return fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, least)
    null = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
    try:
        return fcntl.fcntl(null, fcntl.F_DUPFD_CLOEXEC, least)
    finally:
        os.close(null)

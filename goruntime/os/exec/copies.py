"""What copies a command's input and output.  Go: os/exec/exec.go"""

from __future__ import annotations

from collections.abc import Callable

from ... import chan, go, io
from ...sync import atomic
from ...syscall import EPIPE
from ..error import PathError
from ..file import File


def copystdin(w: File, stdin: io.Reader) -> None:
    """Copy to the command's input, for as long as it wants any."""
    try:
        io.Copy(w, stdin)
    except PathError as err:
        if (err.Op, err.Path) != ("write", w.Name()) or err.Err != EPIPE:
            closeall([w])
            raise
    except BaseException:
        closeall([w])
        raise
    w.Close()


def copyoutput(to: io.Writer, r: File) -> None:
    """Copy the command's output."""
    try:
        io.Copy(to, r)
    finally:
        closeall([r])


def startcopies(copies: list[Callable[[], object]]) -> chan[Exception | None]:
    """Start each; return what gets their first error when all have ended."""
    left = atomic.Int32(len(copies))
    errs: list[Exception] = []
    done = chan[Exception | None](1)

    def run(copy: Callable[[], object]) -> None:
        try:
            copy()
        except Exception as err:
            errs.append(err)
        if left.Add(-1) == 0:
            done.send(errs[0] if errs else None)

    for copy in copies:
        go(run, copy)
    return done


def closeall(files: list[File]) -> None:
    """Close those that are not closed yet, and forget them."""
    while files:
        try:
            files.pop().Close()
        except PathError:
            pass

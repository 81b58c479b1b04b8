"""splice: bytes from one stream to another, by way of a pipe in the kernel.
Go: internal/poll/splice_linux.go

A pipe is taken for as long as data is in it, not while its source is waited for as in
Go: ten thousand quiet connections share one pipe, whose pages stay in the cache.
"""

from __future__ import annotations

import fcntl
import os
from errno import EINVAL
from typing import Final

from ..io.errors import ErrUnexpectedEOF
from ..io.partial import partial
from ..park import Gosched
from ..syscall import Errno
from . import hook
from .fd import FD

NONBLOCK: Final[int] = getattr(os, "SPLICE_F_NONBLOCK", 0)
SPLICES: Final = hasattr(os, "splice")
SIZE: Final = 1 << 20  # of a pipe, and so of one call: what the kernel allows to all
TURN: Final = 4 << 20  # bytes after which others get theirs
LEAST: Final = TURN >> 7  # what a call counts for at least, however little it moves
MAX_IDLE: Final = 16  # pipes kept for later


class splicePipe:
    """A pipe, and how much is in it."""

    __slots__ = ("data", "r", "w")

    def __init__(self) -> None:
        self.data = 0
        self.r, self.w = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            fcntl.fcntl(self.w, fcntl.F_SETPIPE_SZ, SIZE)
        except OSError:
            pass  # a smaller one takes more calls, no more

    def close(self) -> None:
        os.close(self.r)
        os.close(self.w)


idle: list[splicePipe] = []  # empty ones


def getpipe() -> splicePipe:
    """Return an empty pipe.  OSError: there are too many open files."""
    try:
        return idle.pop()
    except IndexError:
        return splicePipe()


def putpipe(pipe: splicePipe) -> None:
    """Give a pipe back; one with something in it is of no use to others."""
    if pipe.data or len(idle) >= MAX_IDLE:
        pipe.close()
    else:
        idle.append(pipe)


def forkchild() -> None:
    """Let a fork's child have pipes of its own: these are its parent's, too."""
    while idle:
        idle.pop().close()


os.register_at_fork(after_in_child=forkchild)


class noPipe(Exception):
    """The process has too many open files."""


def splice(dst: FD, src: FD, limit: int) -> tuple[int, bool]:
    """Move up to limit bytes from src, a stream's socket, to dst.

    Returns how many, and whether that was all there is to do; if not, the rest has to
    be copied otherwise.  An error says by ``n`` how much was moved.  Go: poll.Splice
    """
    if not SPLICES:
        return 0, False
    done = 0
    turn = TURN
    hook.TestHookSplice(dst, src)
    try:
        while done < limit:
            try:
                pipe = drain(src, min(limit - done, SIZE))
            except noPipe:
                return done, False
            except Errno as err:
                # The kernel does not do it for this kind of socket.
                if done or err.number != EINVAL:
                    raise
                return 0, False
            if pipe is None:
                break
            n = pipe.data
            try:
                pump(dst, pipe)
            finally:
                n -= pipe.data
                done += n
                putpipe(pipe)
            turn -= n if n > LEAST else LEAST
            if turn <= 0:
                turn = TURN
                Gosched()
    except BaseException as exc:
        partial(exc, done)
        raise
    return done, True


def drain(src: FD, limit: int) -> splicePipe | None:
    """Wait for data and take up to limit bytes into a pipe; None at the end."""
    src.readlock()
    try:
        src.pd.prepareRead(src.isfile)
        while True:
            try:
                pipe = getpipe()
            except OSError:
                raise noPipe from None
            try:
                pipe.data = os.splice(src.sysfd, pipe.w, limit, flags=NONBLOCK)
            except BlockingIOError:
                putpipe(pipe)
            except OSError as e:
                putpipe(pipe)
                raise Errno(e.errno or EINVAL) from None
            else:
                if pipe.data:
                    return pipe
                putpipe(pipe)
                return None
            src.pd.waitRead(src.isfile)
    finally:
        src.rdrained = -1  # others have read what that was noted after
        src.readunlock()


def pump(dst: FD, pipe: splicePipe) -> None:
    """Write what is in a pipe; an error leaves the rest in it."""
    dst.writelock()
    try:
        dst.pd.prepareWrite(dst.isfile)
        while pipe.data:
            try:
                n = os.splice(pipe.r, dst.sysfd, pipe.data, flags=NONBLOCK)
            except BlockingIOError:
                dst.pd.waitWrite(dst.isfile)
                continue
            except OSError as e:
                raise Errno(e.errno or EINVAL) from None
            if n == 0:
                raise ErrUnexpectedEOF
            pipe.data -= n
    finally:
        dst.wfull = -1  # others have written what that was noted after
        dst.writeunlock()

"""sendfile: a file's bytes into a socket, by the kernel alone.
Go: internal/poll/sendfile_unix.go
"""

from __future__ import annotations

import os
import sys
from errno import EINVAL, ENOSYS, EOPNOTSUPP
from typing import Final

from .. import errors
from ..io.partial import partial
from ..park import Gosched
from ..syscall import Errno
from . import hook
from .fd import FD
from .fd_file import FileFD

# Other systems neither use nor move the file's own position.
SENDS: Final = sys.platform == "linux"
UNSUPPORTED: Final = (ENOSYS, EOPNOTSUPP, EINVAL)  # nothing was sent: copy otherwise
# Bytes of one call: to a peer that is as fast it never has to wait, and all the
# goroutines of this M wait for its end.
CHUNK: Final = 1 << 20


def sendfile(dst: FD, src: FileFD, limit: int) -> int:
    """Send up to limit bytes of src, from its position on, which moves with them.

    Returns how many, fewer at the end of src; -1 if nothing was done, and it has to be
    copied otherwise.  An error says by ``n`` how much was sent.  Go: poll.SendFile
    """
    if not SENDS:
        return -1
    try:
        src.readlock()
    except errors.error:
        return -1  # closed: the reader who comes next says so better
    done = 0
    try:
        # What somebody who was interrupted has read comes first.
        if src.leftover or not ready(dst, src):
            return -1
        try:
            done = send(dst, src, limit)
        finally:
            dst.wfull = -1  # others have written what that was noted after
            dst.writeunlock()
    except BaseException as exc:
        hook.TestHookDidSendFile(dst, src, exc)
        raise
    finally:
        src.readunlock()
    hook.TestHookDidSendFile(dst, src, done)
    return done


def ready(dst: FD, src: FileFD) -> bool:
    """Take the right to write, unless close or a deadline forbids the whole."""
    try:
        src.pd.prepareRead(True)
        dst.writelock()
    except errors.error:
        return False
    try:
        dst.pd.prepareWrite(dst.isfile)
    except errors.error:
        dst.writeunlock()
        return False
    return True


def send(dst: FD, src: FileFD, limit: int) -> int:
    """Send, with both rights taken; as sendfile."""
    done = 0
    try:
        while True:
            try:
                n = os.sendfile(dst.sysfd, src.sysfd, None, min(limit - done, CHUNK))
            except BlockingIOError:
                dst.pd.waitWrite(dst.isfile)
                continue
            except OSError as e:
                if not done and e.errno in UNSUPPORTED:
                    return -1
                raise Errno(e.errno or EINVAL) from None
            done += n
            if n == 0 or done == limit:
                return done
            if n == CHUNK:
                Gosched()
    except BaseException as exc:
        partial(exc, done)
        raise

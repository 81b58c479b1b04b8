"""What the kernel moves by itself, from and to a TCP connection.
Go: net/splice_linux.go, net/sendfile.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goruntime import io
from goruntime.io.partial import countof, partial
from goruntime.io.zerocopy import ALL, justRead, justWrite, limited, pollof
from goruntime.os import SyscallError
from goruntime.poll.sendfile_unix import sendfile
from goruntime.poll.splice_linux import splice
from goruntime.syscall import Errno

if TYPE_CHECKING:
    from goruntime.poll import FD, SocketFD

    from .tcpsock import TCPConn


def readFrom(c: TCPConn, r: Any) -> int:
    """Write r to c: by splice, by sendfile, else by copying.  Go: TCPConn.readFrom"""
    done = 0
    dst = c.pollstream()
    if dst is not None:
        lr, limit, inner = limited(r)
        if limit <= 0:
            return 0
        ended = False
        try:
            if (src := pollof(inner, "pollstream")) is not None:
                done, ended = spliced(dst, src, limit)
            elif (src := pollof(inner, "pollfile")) is not None:
                done, ended = sendFile(dst, src, limit)
        except BaseException as exc:
            done = countof(exc)
            raise
        finally:
            if lr is not None:
                lr.N -= done
        if ended:
            return done
    return done + generic(done, justWrite(c), r)


def writeTo(c: TCPConn, w: Any) -> int:
    """Write what comes from c to w: to a Unix stream by splice; else w may see to it.

    Go: TCPConn.writeTo
    """
    done = 0
    src = c.pollstream()
    # Of two TCP connections it is the writing one that splices, by its ReadFrom.
    if src is not None and isunix(w):
        dst = pollof(w, "pollstream")
        if dst is not None:
            done, ended = spliced(dst, src, ALL)
            if ended:
                return done
    return done + generic(done, w, justRead(c))


def isunix(w: Any) -> bool:
    """Tell whether w is a Unix socket."""
    fd = getattr(w, "_fd", None)
    return fd is not None and fd.net == "unix"


def generic(done: int, w: Any, r: Any) -> int:
    """Copy; an error counts what was done before, too.

    Go: genericReadFrom, genericWriteTo
    """
    try:
        return io.Copy(w, r)
    except Exception as err:
        partial(err, done + countof(err))
        raise


def spliced(dst: SocketFD, src: FD, limit: int) -> tuple[int, bool]:
    """Call splice, and name it in an error.  Go: spliceFrom, spliceTo"""
    try:
        return splice(dst, src, limit)
    except Errno as err:
        raise partial(SyscallError("splice", err), countof(err)) from err


def sendFile(dst: SocketFD, src: Any, limit: int) -> tuple[int, bool]:
    """Call sendfile, and name it in an error.  Go: sendFile"""
    try:
        n = sendfile(dst, src, limit)
    except Errno as err:
        raise partial(SyscallError("sendfile", err), countof(err)) from err
    return max(n, 0), n >= 0

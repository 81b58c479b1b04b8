"""What the system copies by itself, from and to a File.  Go: os/zero_copy_linux.go"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .. import errors
from ..io.partial import countof, partial
from ..io.zerocopy import ALL, limited, pollof
from ..poll.errors import ErrFileClosing
from ..poll.sendfile_unix import sendfile
from ..syscall import EINVAL, EIO, ENOSYS, EOPNOTSUPP, EPERM, EXDEV, Errno
from .error import SyscallError

if TYPE_CHECKING:
    from ..poll.fd_file import FileFD
    from .file import File

COPIED_AT_ONCE: Final = 64 << 20  # bytes from file to file; then Close gets a chance
# What copy_file_range says where it cannot, and where reading and writing can.
UNABLE: Final = (ENOSYS, EXDEV, EINVAL, EIO, EOPNOTSUPP, EPERM)


def readfrom(f: File, r: Any) -> tuple[int, bool]:
    """Let the system copy r into f: how much it has, and whether that was all.

    Go: File.readFrom
    """
    lr, limit, r = limited(r)
    if limit <= 0:
        return 0, True
    dst, src = f.pollfile(), pollof(r, "pollfile")
    # What is appended to it refuses.
    if dst is None or src is None or f.appends:
        return 0, False
    if dst.fdmu.closing:
        raise ErrFileClosing  # before what would be lost is read
    if not (src.isblocking and dst.isblocking):
        return 0, False
    done = 0
    try:
        done, ended = copyrange(dst, src, limit)
    except errors.error as err:
        done = countof(err)
        raise
    finally:
        if lr is not None:
            lr.N -= done
    return done, ended


def copyrange(dst: FileFD, src: FileFD, limit: int) -> tuple[int, bool]:
    """Copy up to limit bytes between disk files; as readfrom."""
    done = 0
    while done < limit:
        try:
            n = dst.copyfrom(src, min(limit - done, COPIED_AT_ONCE))
        except errors.error as err:
            if not done and err in UNABLE:
                return 0, False
            raise partial(syscallerror("copy_file_range", err), done) from err
        if n <= 0:
            # Some say that it is the end who cannot.
            return done, n == 0 and done > 0
        done += n
    return done, True


def writeto(f: File, w: Any) -> int:
    """Let the system send what is left of f to w: how much; -1: it does not.

    Go: File.writeTo
    """
    dst, src = pollof(w, "pollstream"), f.pollfile()
    if dst is None or src is None:
        return -1
    try:
        return sendfile(dst, src, ALL)
    except Errno as err:
        raise partial(SyscallError("sendfile", err), countof(err)) from err


def syscallerror(name: str, err: errors.error) -> errors.error:
    """Name the system call that met with a number.  Go: wrapSyscallError"""
    return SyscallError(name, err) if isinstance(err, Errno) else err

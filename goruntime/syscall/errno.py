"""Errno: the system's error numbers, as errors.  Go: syscall.Errno, zerrors_linux_*.go

``syscall.ECONNREFUSED`` is a class, as every sentinel is.  It is an OSError, of
Python's own class for the number where there is one: ConnectionRefusedError.
``Errno(n)`` makes an instance of the class for n.  The texts are Go's, the same in
every locale.
"""

from __future__ import annotations

import errno
from typing import Any

from .. import errors
from .oserror import ErrExist, ErrNotExist, ErrPermission

_classes: dict[int, type[Errno]] = {}

_IS: dict[Any, frozenset[int]] = {
    ErrPermission: frozenset({errno.EACCES, errno.EPERM}),
    ErrExist: frozenset({errno.EEXIST, errno.ENOTEMPTY}),
    ErrNotExist: frozenset({errno.ENOENT}),
    errors.ErrUnsupported: frozenset({errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}),
}
_TIMEOUT = frozenset({errno.EAGAIN, errno.ETIMEDOUT})
_TEMPORARY = frozenset({errno.EINTR, errno.EMFILE, errno.ENFILE, *_TIMEOUT})


class Errno(errors.error, OSError):
    """An error number of the system; ``Errno(n)`` is of the class for n."""

    number = 0  # of the class; 0: any

    def __new__(cls, n: int | None = None, *_: object) -> Errno:
        kind = cls
        if n is not None and cls is Errno:
            kind = _classes.get(n, Errno)
        self = OSError.__new__(kind)
        self.errno = kind.number if n is None else n
        self.strerror = str(self)
        return self

    def __init__(self, n: int | None = None, *_: object) -> None:
        self.args = (self.errno, self.strerror)

    def __str__(self) -> str:
        return f"errno {self.errno}" if self.text is None else self.text

    def __eq__(self, other: object) -> bool:
        if self.text is None:  # a number without a name
            return type(other) is type(self) and other.errno == self.errno
        return super().__eq__(other)

    def __hash__(self) -> int:
        return hash(self.errno) if self.text is None else super().__hash__()

    def __reduce__(self) -> tuple[Any, ...]:
        return Errno, (self.errno,), self.__dict__ or None

    def Is(self, target: object) -> bool:
        """Match the portable sentinels: os.ErrNotExist, os.ErrPermission and so on."""
        try:
            numbers = _IS.get(target)
        except TypeError:  # not hashable
            return False
        return numbers is not None and self.errno in numbers

    def Timeout(self) -> bool:
        return self.errno in _TIMEOUT

    def Temporary(self) -> bool:
        return self.errno in _TEMPORARY


def _errno(name: str, text: str) -> type[Errno]:
    """Make the class for one number, which is 0 on a system that does not have it."""
    number = getattr(errno, name, 0)
    builtin = type(OSError(number, ""))
    # ``except os.ErrNotExist`` catches what errors.Is says yes to.
    portable = [target for target, numbers in _IS.items() if number in numbers]
    bases = (Errno, *portable, *([] if builtin is OSError else [builtin]))
    names = {"__module__": __name__, "__doc__": text, "text": text, "number": number}
    meta: Any = errors.ErrorType
    cls: type[Errno] = meta(name, bases, names)
    if number:
        _classes.setdefault(number, cls)
    return cls


EPERM = _errno("EPERM", "operation not permitted")
ENOENT = _errno("ENOENT", "no such file or directory")
ESRCH = _errno("ESRCH", "no such process")
EINTR = _errno("EINTR", "interrupted system call")
EIO = _errno("EIO", "input/output error")
ENXIO = _errno("ENXIO", "no such device or address")
E2BIG = _errno("E2BIG", "argument list too long")
ENOEXEC = _errno("ENOEXEC", "exec format error")
EBADF = _errno("EBADF", "bad file descriptor")
ECHILD = _errno("ECHILD", "no child processes")
EAGAIN = _errno("EAGAIN", "resource temporarily unavailable")
ENOMEM = _errno("ENOMEM", "cannot allocate memory")
EACCES = _errno("EACCES", "permission denied")
EFAULT = _errno("EFAULT", "bad address")
ENOTBLK = _errno("ENOTBLK", "block device required")
EBUSY = _errno("EBUSY", "device or resource busy")
EEXIST = _errno("EEXIST", "file exists")
EXDEV = _errno("EXDEV", "invalid cross-device link")
ENODEV = _errno("ENODEV", "no such device")
ENOTDIR = _errno("ENOTDIR", "not a directory")
EISDIR = _errno("EISDIR", "is a directory")
EINVAL = _errno("EINVAL", "invalid argument")
ENFILE = _errno("ENFILE", "too many open files in system")
EMFILE = _errno("EMFILE", "too many open files")
ENOTTY = _errno("ENOTTY", "inappropriate ioctl for device")
ETXTBSY = _errno("ETXTBSY", "text file busy")
EFBIG = _errno("EFBIG", "file too large")
ENOSPC = _errno("ENOSPC", "no space left on device")
ESPIPE = _errno("ESPIPE", "illegal seek")
EROFS = _errno("EROFS", "read-only file system")
EMLINK = _errno("EMLINK", "too many links")
EPIPE = _errno("EPIPE", "broken pipe")
EDOM = _errno("EDOM", "numerical argument out of domain")
ERANGE = _errno("ERANGE", "numerical result out of range")
EDEADLK = _errno("EDEADLK", "resource deadlock avoided")
ENAMETOOLONG = _errno("ENAMETOOLONG", "file name too long")
ENOLCK = _errno("ENOLCK", "no locks available")
ENOSYS = _errno("ENOSYS", "function not implemented")
ENOTEMPTY = _errno("ENOTEMPTY", "directory not empty")
ELOOP = _errno("ELOOP", "too many levels of symbolic links")
ENOMSG = _errno("ENOMSG", "no message of desired type")
EIDRM = _errno("EIDRM", "identifier removed")
ECHRNG = _errno("ECHRNG", "channel number out of range")
EL2NSYNC = _errno("EL2NSYNC", "level 2 not synchronized")
EL3HLT = _errno("EL3HLT", "level 3 halted")
EL3RST = _errno("EL3RST", "level 3 reset")
ELNRNG = _errno("ELNRNG", "link number out of range")
EUNATCH = _errno("EUNATCH", "protocol driver not attached")
ENOCSI = _errno("ENOCSI", "no CSI structure available")
EL2HLT = _errno("EL2HLT", "level 2 halted")
EBADE = _errno("EBADE", "invalid exchange")
EBADR = _errno("EBADR", "invalid request descriptor")
EXFULL = _errno("EXFULL", "exchange full")
ENOANO = _errno("ENOANO", "no anode")
EBADRQC = _errno("EBADRQC", "invalid request code")
EBADSLT = _errno("EBADSLT", "invalid slot")
EBFONT = _errno("EBFONT", "bad font file format")
ENOSTR = _errno("ENOSTR", "device not a stream")
ENODATA = _errno("ENODATA", "no data available")
ETIME = _errno("ETIME", "timer expired")
ENOSR = _errno("ENOSR", "out of streams resources")
ENONET = _errno("ENONET", "machine is not on the network")
ENOPKG = _errno("ENOPKG", "package not installed")
EREMOTE = _errno("EREMOTE", "object is remote")
ENOLINK = _errno("ENOLINK", "link has been severed")
EADV = _errno("EADV", "advertise error")
ESRMNT = _errno("ESRMNT", "srmount error")
ECOMM = _errno("ECOMM", "communication error on send")
EPROTO = _errno("EPROTO", "protocol error")
EMULTIHOP = _errno("EMULTIHOP", "multihop attempted")
EDOTDOT = _errno("EDOTDOT", "RFS specific error")
EBADMSG = _errno("EBADMSG", "bad message")
EOVERFLOW = _errno("EOVERFLOW", "value too large for defined data type")
ENOTUNIQ = _errno("ENOTUNIQ", "name not unique on network")
EBADFD = _errno("EBADFD", "file descriptor in bad state")
EREMCHG = _errno("EREMCHG", "remote address changed")
ELIBACC = _errno("ELIBACC", "can not access a needed shared library")
ELIBBAD = _errno("ELIBBAD", "accessing a corrupted shared library")
ELIBSCN = _errno("ELIBSCN", ".lib section in a.out corrupted")
ELIBMAX = _errno("ELIBMAX", "attempting to link in too many shared libraries")
ELIBEXEC = _errno("ELIBEXEC", "cannot exec a shared library directly")
EILSEQ = _errno("EILSEQ", "invalid or incomplete multibyte or wide character")
ERESTART = _errno("ERESTART", "interrupted system call should be restarted")
ESTRPIPE = _errno("ESTRPIPE", "streams pipe error")
EUSERS = _errno("EUSERS", "too many users")
ENOTSOCK = _errno("ENOTSOCK", "socket operation on non-socket")
EDESTADDRREQ = _errno("EDESTADDRREQ", "destination address required")
EMSGSIZE = _errno("EMSGSIZE", "message too long")
EPROTOTYPE = _errno("EPROTOTYPE", "protocol wrong type for socket")
ENOPROTOOPT = _errno("ENOPROTOOPT", "protocol not available")
EPROTONOSUPPORT = _errno("EPROTONOSUPPORT", "protocol not supported")
ESOCKTNOSUPPORT = _errno("ESOCKTNOSUPPORT", "socket type not supported")
EOPNOTSUPP = _errno("EOPNOTSUPP", "operation not supported")
EPFNOSUPPORT = _errno("EPFNOSUPPORT", "protocol family not supported")
EAFNOSUPPORT = _errno("EAFNOSUPPORT", "address family not supported by protocol")
EADDRINUSE = _errno("EADDRINUSE", "address already in use")
EADDRNOTAVAIL = _errno("EADDRNOTAVAIL", "cannot assign requested address")
ENETDOWN = _errno("ENETDOWN", "network is down")
ENETUNREACH = _errno("ENETUNREACH", "network is unreachable")
ENETRESET = _errno("ENETRESET", "network dropped connection on reset")
ECONNABORTED = _errno("ECONNABORTED", "software caused connection abort")
ECONNRESET = _errno("ECONNRESET", "connection reset by peer")
ENOBUFS = _errno("ENOBUFS", "no buffer space available")
EISCONN = _errno("EISCONN", "transport endpoint is already connected")
ENOTCONN = _errno("ENOTCONN", "transport endpoint is not connected")
ESHUTDOWN = _errno("ESHUTDOWN", "cannot send after transport endpoint shutdown")
ETOOMANYREFS = _errno("ETOOMANYREFS", "too many references: cannot splice")
ETIMEDOUT = _errno("ETIMEDOUT", "connection timed out")
ECONNREFUSED = _errno("ECONNREFUSED", "connection refused")
EHOSTDOWN = _errno("EHOSTDOWN", "host is down")
EHOSTUNREACH = _errno("EHOSTUNREACH", "no route to host")
EALREADY = _errno("EALREADY", "operation already in progress")
EINPROGRESS = _errno("EINPROGRESS", "operation now in progress")
ESTALE = _errno("ESTALE", "stale file handle")
EUCLEAN = _errno("EUCLEAN", "structure needs cleaning")
ENOTNAM = _errno("ENOTNAM", "not a XENIX named type file")
ENAVAIL = _errno("ENAVAIL", "no XENIX semaphores available")
EISNAM = _errno("EISNAM", "is a named type file")
EREMOTEIO = _errno("EREMOTEIO", "remote I/O error")
EDQUOT = _errno("EDQUOT", "disk quota exceeded")
ENOMEDIUM = _errno("ENOMEDIUM", "no medium found")
EMEDIUMTYPE = _errno("EMEDIUMTYPE", "wrong medium type")
ECANCELED = _errno("ECANCELED", "operation canceled")
ENOKEY = _errno("ENOKEY", "required key not available")
EKEYEXPIRED = _errno("EKEYEXPIRED", "key has expired")
EKEYREVOKED = _errno("EKEYREVOKED", "key has been revoked")
EKEYREJECTED = _errno("EKEYREJECTED", "key was rejected by service")
EOWNERDEAD = _errno("EOWNERDEAD", "owner died")
ENOTRECOVERABLE = _errno("ENOTRECOVERABLE", "state not recoverable")
ERFKILL = _errno("ERFKILL", "operation not possible due to RF-kill")

# Two names for one number, but for ENOTSUP on a BSD.
_classes.setdefault(errno.ENOTSUP, EOPNOTSUPP)
EWOULDBLOCK = EAGAIN
ENOTSUP = EOPNOTSUPP
EDEADLOCK = EDEADLK

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

_IS: dict[Any, frozenset[str]] = {
    ErrPermission: frozenset({"EACCES", "EPERM"}),
    ErrExist: frozenset({"EEXIST", "ENOTEMPTY"}),
    ErrNotExist: frozenset({"ENOENT"}),
    errors.ErrUnsupported: frozenset({"ENOSYS", "EOPNOTSUPP"}),
}
_TIMEOUT = frozenset({"EAGAIN", "ETIMEDOUT"})
_TEMPORARY = frozenset({"EINTR", "EMFILE", "ENFILE", *_TIMEOUT})


class Errno(errors.error, OSError):
    """An error number of the system; ``Errno(n)`` is of the class for n."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        number = getattr(errno, cls.__name__, None)
        if number is not None and cls.__module__ == __name__:
            _classes.setdefault(number, cls)
            cls.number = number

    number = 0  # of the class

    def __new__(cls, n: int | None = None, *_: object) -> Errno:
        kind = cls
        if n is not None and cls is Errno:
            kind = _classes.get(n, Errno)
        self = OSError.__new__(kind)
        self.errno = kind.number if n is None else n
        self.strerror = self.Error()
        return self

    def __init__(self, n: int | None = None, *_: object) -> None:
        self.args = (self.errno, self.strerror)

    def __str__(self) -> str:
        return f"errno {self.errno}" if self.text is None else self.text

    def __reduce__(self) -> tuple[Any, ...]:
        return Errno, (self.errno,), self.__dict__ or None

    def Is(self, target: object) -> bool:
        """Match the portable sentinels: os.ErrNotExist, os.ErrPermission and so on."""
        try:
            names = _IS.get(target)
        except TypeError:  # not hashable
            return False
        return names is not None and type(self).__name__ in names

    def Timeout(self) -> bool:
        return type(self).__name__ in _TIMEOUT

    def Temporary(self) -> bool:
        return type(self).__name__ in _TEMPORARY


class EPERM(Errno, PermissionError):
    text = "operation not permitted"


class ENOENT(Errno, FileNotFoundError):
    text = "no such file or directory"


class ESRCH(Errno, ProcessLookupError):
    text = "no such process"


class EINTR(Errno, InterruptedError):
    text = "interrupted system call"


class EIO(Errno):
    text = "input/output error"


class ENXIO(Errno):
    text = "no such device or address"


class E2BIG(Errno):
    text = "argument list too long"


class ENOEXEC(Errno):
    text = "exec format error"


class EBADF(Errno):
    text = "bad file descriptor"


class ECHILD(Errno, ChildProcessError):
    text = "no child processes"


class EAGAIN(Errno, BlockingIOError):
    text = "resource temporarily unavailable"


class ENOMEM(Errno):
    text = "cannot allocate memory"


class EACCES(Errno, PermissionError):
    text = "permission denied"


class EFAULT(Errno):
    text = "bad address"


class ENOTBLK(Errno):
    text = "block device required"


class EBUSY(Errno):
    text = "device or resource busy"


class EEXIST(Errno, FileExistsError):
    text = "file exists"


class EXDEV(Errno):
    text = "invalid cross-device link"


class ENODEV(Errno):
    text = "no such device"


class ENOTDIR(Errno, NotADirectoryError):
    text = "not a directory"


class EISDIR(Errno, IsADirectoryError):
    text = "is a directory"


class EINVAL(Errno):
    text = "invalid argument"


class ENFILE(Errno):
    text = "too many open files in system"


class EMFILE(Errno):
    text = "too many open files"


class ENOTTY(Errno):
    text = "inappropriate ioctl for device"


class ETXTBSY(Errno):
    text = "text file busy"


class EFBIG(Errno):
    text = "file too large"


class ENOSPC(Errno):
    text = "no space left on device"


class ESPIPE(Errno):
    text = "illegal seek"


class EROFS(Errno):
    text = "read-only file system"


class EMLINK(Errno):
    text = "too many links"


class EPIPE(Errno, BrokenPipeError):
    text = "broken pipe"


class EDOM(Errno):
    text = "numerical argument out of domain"


class ERANGE(Errno):
    text = "numerical result out of range"


class EDEADLK(Errno):
    text = "resource deadlock avoided"


class ENAMETOOLONG(Errno):
    text = "file name too long"


class ENOLCK(Errno):
    text = "no locks available"


class ENOSYS(Errno):
    text = "function not implemented"


class ENOTEMPTY(Errno):
    text = "directory not empty"


class ELOOP(Errno):
    text = "too many levels of symbolic links"


class ENOMSG(Errno):
    text = "no message of desired type"


class EIDRM(Errno):
    text = "identifier removed"


class ECHRNG(Errno):
    text = "channel number out of range"


class EL2NSYNC(Errno):
    text = "level 2 not synchronized"


class EL3HLT(Errno):
    text = "level 3 halted"


class EL3RST(Errno):
    text = "level 3 reset"


class ELNRNG(Errno):
    text = "link number out of range"


class EUNATCH(Errno):
    text = "protocol driver not attached"


class ENOCSI(Errno):
    text = "no CSI structure available"


class EL2HLT(Errno):
    text = "level 2 halted"


class EBADE(Errno):
    text = "invalid exchange"


class EBADR(Errno):
    text = "invalid request descriptor"


class EXFULL(Errno):
    text = "exchange full"


class ENOANO(Errno):
    text = "no anode"


class EBADRQC(Errno):
    text = "invalid request code"


class EBADSLT(Errno):
    text = "invalid slot"


class EBFONT(Errno):
    text = "bad font file format"


class ENOSTR(Errno):
    text = "device not a stream"


class ENODATA(Errno):
    text = "no data available"


class ETIME(Errno):
    text = "timer expired"


class ENOSR(Errno):
    text = "out of streams resources"


class ENONET(Errno):
    text = "machine is not on the network"


class ENOPKG(Errno):
    text = "package not installed"


class EREMOTE(Errno):
    text = "object is remote"


class ENOLINK(Errno):
    text = "link has been severed"


class EADV(Errno):
    text = "advertise error"


class ESRMNT(Errno):
    text = "srmount error"


class ECOMM(Errno):
    text = "communication error on send"


class EPROTO(Errno):
    text = "protocol error"


class EMULTIHOP(Errno):
    text = "multihop attempted"


class EDOTDOT(Errno):
    text = "RFS specific error"


class EBADMSG(Errno):
    text = "bad message"


class EOVERFLOW(Errno):
    text = "value too large for defined data type"


class ENOTUNIQ(Errno):
    text = "name not unique on network"


class EBADFD(Errno):
    text = "file descriptor in bad state"


class EREMCHG(Errno):
    text = "remote address changed"


class ELIBACC(Errno):
    text = "can not access a needed shared library"


class ELIBBAD(Errno):
    text = "accessing a corrupted shared library"


class ELIBSCN(Errno):
    text = ".lib section in a.out corrupted"


class ELIBMAX(Errno):
    text = "attempting to link in too many shared libraries"


class ELIBEXEC(Errno):
    text = "cannot exec a shared library directly"


class EILSEQ(Errno):
    text = "invalid or incomplete multibyte or wide character"


class ERESTART(Errno):
    text = "interrupted system call should be restarted"


class ESTRPIPE(Errno):
    text = "streams pipe error"


class EUSERS(Errno):
    text = "too many users"


class ENOTSOCK(Errno):
    text = "socket operation on non-socket"


class EDESTADDRREQ(Errno):
    text = "destination address required"


class EMSGSIZE(Errno):
    text = "message too long"


class EPROTOTYPE(Errno):
    text = "protocol wrong type for socket"


class ENOPROTOOPT(Errno):
    text = "protocol not available"


class EPROTONOSUPPORT(Errno):
    text = "protocol not supported"


class ESOCKTNOSUPPORT(Errno):
    text = "socket type not supported"


class EOPNOTSUPP(Errno):
    text = "operation not supported"


class EPFNOSUPPORT(Errno):
    text = "protocol family not supported"


class EAFNOSUPPORT(Errno):
    text = "address family not supported by protocol"


class EADDRINUSE(Errno):
    text = "address already in use"


class EADDRNOTAVAIL(Errno):
    text = "cannot assign requested address"


class ENETDOWN(Errno):
    text = "network is down"


class ENETUNREACH(Errno):
    text = "network is unreachable"


class ENETRESET(Errno):
    text = "network dropped connection on reset"


class ECONNABORTED(Errno, ConnectionAbortedError):
    text = "software caused connection abort"


class ECONNRESET(Errno, ConnectionResetError):
    text = "connection reset by peer"


class ENOBUFS(Errno):
    text = "no buffer space available"


class EISCONN(Errno):
    text = "transport endpoint is already connected"


class ENOTCONN(Errno):
    text = "transport endpoint is not connected"


class ESHUTDOWN(Errno, BrokenPipeError):
    text = "cannot send after transport endpoint shutdown"


class ETOOMANYREFS(Errno):
    text = "too many references: cannot splice"


class ETIMEDOUT(Errno, TimeoutError):
    text = "connection timed out"


class ECONNREFUSED(Errno, ConnectionRefusedError):
    text = "connection refused"


class EHOSTDOWN(Errno):
    text = "host is down"


class EHOSTUNREACH(Errno):
    text = "no route to host"


class EALREADY(Errno, BlockingIOError):
    text = "operation already in progress"


class EINPROGRESS(Errno, BlockingIOError):
    text = "operation now in progress"


class ESTALE(Errno):
    text = "stale file handle"


class EUCLEAN(Errno):
    text = "structure needs cleaning"


class ENOTNAM(Errno):
    text = "not a XENIX named type file"


class ENAVAIL(Errno):
    text = "no XENIX semaphores available"


class EISNAM(Errno):
    text = "is a named type file"


class EREMOTEIO(Errno):
    text = "remote I/O error"


class EDQUOT(Errno):
    text = "disk quota exceeded"


class ENOMEDIUM(Errno):
    text = "no medium found"


class EMEDIUMTYPE(Errno):
    text = "wrong medium type"


class ECANCELED(Errno):
    text = "operation canceled"


class ENOKEY(Errno):
    text = "required key not available"


class EKEYEXPIRED(Errno):
    text = "key has expired"


class EKEYREVOKED(Errno):
    text = "key has been revoked"


class EKEYREJECTED(Errno):
    text = "key was rejected by service"


class EOWNERDEAD(Errno):
    text = "owner died"


class ENOTRECOVERABLE(Errno):
    text = "state not recoverable"


class ERFKILL(Errno):
    text = "operation not possible due to RF-kill"


EWOULDBLOCK = EAGAIN
ENOTSUP = EOPNOTSUPP
EDEADLOCK = EDEADLK

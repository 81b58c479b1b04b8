"""What goes wrong on a network, in Go's words.  Go: net/net.go

The layers of a failure: an OpError says which operation, on which network, between
which addresses; below it a SyscallError says which system call, and an Errno why.
``Err`` is the layer below, and the same object as ``__cause__``.
"""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from goruntime import context, errors
from goruntime import os as _os
from goruntime.errors.joined import joinedclass, timedout, wrapError
from goruntime.poll import ErrDeadlineExceeded, ErrNetClosing
from goruntime.syscall import ECONNABORTED, ECONNRESET

ErrClosed = ErrNetClosing


@runtime_checkable
class Error(Protocol):
    """Any error of the network.  Go: net.Error"""

    def Error(self) -> str: ...
    def Timeout(self) -> bool: ...
    def Temporary(self) -> bool: ...


class OpError(wrapError):
    """An operation failed.  Go: net.OpError

    Op, Net: what was done, on which network.  Source, Addr: the local and the
    remote address, None where it has none.  Err: why.

    It is also an instance of the class of what it wraps, so that ``except
    net.ErrClosed``, ``except TimeoutError`` and ``except ConnectionRefusedError``
    catch it; of that it has the other fields, too (``except net.DNSError as err``:
    ``err.IsNotFound``).
    """

    __match_args__ = ("Op", "Net", "Source", "Addr", "Err")

    def __init__(
        self,
        Op: str = "",
        Net: str = "",
        Source: Any = None,
        Addr: Any = None,
        Err: Any = None,
    ) -> None:
        self.Op = Op
        self.Net = Net
        self.Source = Source
        self.Addr = Addr
        self.wraps(Err)
        self.args = (Op, Net, Source, Addr, self.Err)

    def __str__(self) -> str:
        s = self.Op
        if self.Net:
            s += " " + self.Net
        if self.Source is not None:
            s += f" {self.Source}"
        if self.Addr is not None:
            s += f"{'->' if self.Source is not None else ' '}{self.Addr}"
        return f"{s}: {self.Err}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    def Timeout(self) -> bool:
        """Tell whether the time was up."""
        err = self.Err
        if isinstance(err, _os.SyscallError):
            err = err.Err
        return timedout(err)

    def Temporary(self) -> bool:
        """Tell whether trying again may help.  Go: deprecated, as ill-defined"""
        err = self.Err
        if isinstance(err, _os.SyscallError):
            err = err.Err
        elif self.Op == "accept" and isinstance(err, (ECONNRESET, ECONNABORTED)):
            return True
        temporary = getattr(err, "Temporary", None)
        return temporary is not None and bool(temporary())


class _Fields(errors.error):
    """An error that is its fields, given by position or by name."""

    _fields: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        cls = type(self)
        fields = tuple([getattr(self, name) for name in self._fields])
        rest = {k: v for k, v in self.__dict__.items() if k not in self._fields}
        return cls.__dict__.get("_plain", cls), fields, rest or None

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, f) == getattr(other, f) for f in self._fields)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, f) for f in self._fields))

    def __repr__(self) -> str:
        fields = ", ".join(f"{f}={getattr(self, f)!r}" for f in self._fields)
        return f"{type(self).__name__}({fields})"

    def Timeout(self) -> bool:
        return False

    def Temporary(self) -> bool:
        return False


class AddrError(_Fields, ValueError):
    """A text is no address.  Go: net.AddrError"""

    _fields = ("Err", "Addr")

    def __init__(self, Err: str = "", Addr: str = "") -> None:
        super().__init__(Err, Addr)
        self.Err = Err
        self.Addr = Addr

    def __str__(self) -> str:
        return f"address {self.Addr}: {self.Err}" if self.Addr else self.Err


class ParseError(_Fields, ValueError):
    """A text is not what its Type says: "IP address", "CIDR address".

    Go: net.ParseError
    """

    _fields = ("Type", "Text")

    def __init__(self, Type: str = "", Text: str = "") -> None:
        super().__init__(Type, Text)
        self.Type = Type
        self.Text = Text

    def __str__(self) -> str:
        return f"invalid {self.Type}: {self.Text}"


class UnknownNetworkError(_Fields, ValueError):
    """There is no network of that name.  Go: net.UnknownNetworkError"""

    _fields = ("Net",)

    def __init__(self, Net: str = "") -> None:
        super().__init__(Net)
        self.Net = Net

    def __str__(self) -> str:
        return f"unknown network {self.Net}"


class InvalidAddrError(_Fields, ValueError):
    """An address that cannot be used.  Go: net.InvalidAddrError"""

    _fields = ("Text",)

    def __init__(self, Text: str = "") -> None:
        super().__init__(Text)
        self.Text = Text

    def __str__(self) -> str:
        return self.Text


class DNSConfigError(_Fields):
    """The machine's DNS configuration could not be read.  Go: net.DNSConfigError"""

    _fields = ("Err",)

    def __init__(self, Err: Any = None) -> None:
        super().__init__(Err)
        self.Err = Err
        if isinstance(Err, BaseException):
            self.__cause__ = Err

    def __str__(self) -> str:
        return f"error reading DNS config: {self.Err}"

    def Unwrap(self) -> Any:
        return self.Err


class DNSError(_Fields):
    """A look-up failed.  Go: net.DNSError"""

    _fields = (
        "Err",
        "Name",
        "Server",
        "IsTimeout",
        "IsTemporary",
        "IsNotFound",
        "UnwrapErr",
    )

    def __init__(
        self,
        Err: str = "",
        Name: str = "",
        Server: str = "",
        IsTimeout: bool = False,
        IsTemporary: bool = False,
        IsNotFound: bool = False,
        UnwrapErr: Any = None,
    ) -> None:
        self.args = Err, Name, Server
        self.Err = Err
        self.Name = Name
        self.Server = Server
        self.IsTimeout = IsTimeout
        self.IsTemporary = IsTemporary
        self.IsNotFound = IsNotFound
        if isinstance(UnwrapErr, type):
            UnwrapErr = UnwrapErr()
        self.UnwrapErr = UnwrapErr
        if isinstance(UnwrapErr, BaseException):
            self.__cause__ = UnwrapErr

    def __new__(cls, *args: Any, **kwargs: Any) -> DNSError:
        # A look-up that timed out is a TimeoutError, too.
        given = dict(zip(cls._fields, args, strict=False), **kwargs)
        err = given.get("UnwrapErr")
        if err is None and given.get("IsTimeout"):
            err = TimeoutError
        while isinstance(err, OpError):  # that of a server, which is no matter of ours
            err = err.Err
        kind = joinedclass(cls, err)
        base: Any = OSError if issubclass(kind, OSError) else Exception
        self: DNSError = base.__new__(kind)
        return self

    def __str__(self) -> str:
        s = f"lookup {self.Name}"
        if self.Server:
            s += f" on {self.Server}"
        return f"{s}: {self.Err}"

    def Unwrap(self) -> Any:
        return self.UnwrapErr

    def Timeout(self) -> bool:
        return self.IsTimeout

    def Temporary(self) -> bool:
        return self.IsTimeout or self.IsTemporary


class ErrWriteToConnected(errors.error):
    """WriteTo on a connected socket, whose destination is fixed."""

    text = "use of WriteTo with pre-connected connection"


class errMissingAddress(errors.error):
    """There is no address."""

    text = "missing address"


class errNoSuchHost(errors.error):
    """No server knows the name."""

    text = "no such host"


class errUnknownPort(errors.error):
    """No service has that name."""

    text = "unknown port"


class errTimeout(ErrDeadlineExceeded, context.DeadlineExceeded):
    """A context's deadline passed, or a dialer's.  Go: net.timeoutError

    In Go it depends on luck which of the two a dial that takes too long gives.
    """

    text = "i/o timeout"


class errCanceled(context.Canceled):
    """A context was cancelled.  Go: net.canceledError"""

    text = "operation was canceled"


def mapErr(err: Any) -> Any:
    """Return net's own error for a context's.  Go: mapErr"""
    if err == context.Canceled:
        return errCanceled()
    if err == context.DeadlineExceeded:
        return errTimeout()
    return err


def newDNSError(err: Any, name: str, server: str) -> DNSError:
    """Make a DNSError of what a look-up met with.  Go: newDNSError"""
    temporary = getattr(err, "Temporary", None)
    cancelled = isinstance(err, (context.Canceled, context.DeadlineExceeded))
    return DNSError(
        Err=str(err),
        Name=name,
        Server=server,
        IsTimeout=timedout(err),
        IsTemporary=temporary is not None and bool(temporary()),
        IsNotFound=isinstance(err, (errNoSuchHost, errUnknownPort)),
        UnwrapErr=err if cancelled else None,
    )

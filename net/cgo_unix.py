"""The system's engine: getaddrinfo and getnameinfo.  Go: net/cgo_unix.go

They block, so each call runs on a spare thread (goruntime.blocking), of which there
are only so many.  A call cannot be stopped; who waits for it can.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any, Final, TypeVar

from goruntime import blocking, chan, context, errors, go, recv, select
from goruntime.syscall import EINVAL

from .addr import IPAddr
from .configfile import encode, lowerASCII
from .dnsclient import absDomainName
from .errors import (
    AddrError,
    DNSError,
    errNoSuchHost,
    errUnknownPort,
    mapErr,
    newDNSError,
)
from .ip import parseIPZone

T = TypeVar("T")

_FAMILY: Final = {"4": socket.AF_INET, "6": socket.AF_INET6}
_NOT_FOUND: Final = (
    socket.EAI_NONAME,
    getattr(socket, "EAI_NODATA", socket.EAI_NONAME),
)
_PROTOCOL: Final = {
    "tcp": (socket.SOCK_STREAM, socket.IPPROTO_TCP),
    "udp": (socket.SOCK_DGRAM, socket.IPPROTO_UDP),
}


class addrinfoErrno(errors.error):
    """What getaddrinfo says: a number, and the system's text for it."""

    def __init__(self, err: socket.gaierror) -> None:
        super().__init__(err.errno, err.strerror)
        self.errno = err.errno
        self.strerror = err.strerror

    def __str__(self) -> str:
        return str(self.strerror)

    def Temporary(self) -> bool:
        return self.errno == socket.EAI_AGAIN

    def Timeout(self) -> bool:
        return False


def doBlockingWithCtx(ctx: context.Context, name: str, call: Callable[[], T]) -> T:
    """Return what call returns, on a spare thread, unless ctx is done before.

    Raises DNSError about name.
    """
    done = ctx.Done()
    if done is None:
        return blocking(call)
    results = chan[Any](1)

    def work() -> None:
        try:
            results.send((blocking(call), None))
        except Exception as exc:
            results.send((None, exc))

    go(work)
    case, result, _ = select(recv(results), recv(done))
    if case == 1:
        raise newDNSError(mapErr(ctx.Err()), name, "")
    try:
        if result[1] is not None:
            raise result[1]
        found: T = result[0]
        return found
    finally:
        del result  # no cycle through the exception's own frame


def _gaierror(err: socket.gaierror, name: str, notfound: tuple[int, ...]) -> DNSError:
    """Make a DNSError of what the C library says."""
    if err.errno in notfound:
        return newDNSError(errNoSuchHost(), name, "")
    return newDNSError(addrinfoErrno(err), name, "")


def _bytes(text: str, name: str) -> bytes:
    """Return text as the C library takes it: it would stop at a NUL.

    Python would give text that is not ASCII to the library in the form of IDNA.
    """
    if "\0" in text:
        raise DNSError(Err=str(EINVAL()), Name=name)
    return encode(text)


def cgoLookupIP(ctx: context.Context, network: str, name: str) -> list[IPAddr]:
    """Return the addresses of a name.  Raises DNSError."""
    return doBlockingWithCtx(ctx, name, lambda: cgoLookupHostIP(network, name))


def cgoLookupHostIP(network: str, name: str) -> list[IPAddr]:
    """Ask getaddrinfo, here and now."""
    host, family = _bytes(name, name), _FAMILY.get(network[-1:], socket.AF_UNSPEC)
    try:
        found = socket.getaddrinfo(host, None, family, socket.SOCK_STREAM)
    except socket.gaierror as err:
        raise _gaierror(err, name, _NOT_FOUND) from err
    except OSError as err:
        raise DNSError(Err=err.strerror or str(err), Name=name) from err
    addrs = []
    for _, _, _, _, sa in found:
        ip, zone = parseIPZone(str(sa[0]))
        if ip is not None:
            addrs.append(IPAddr(IP=ip.To4() or ip, Zone=zone))
    return addrs


def cgoLookupPort(ctx: context.Context, network: str, service: str) -> int:
    """Return the port of a service's name.  Raises DNSError."""
    kind, protocol = _PROTOCOL.get(network[:3], (0, 0))
    family = _FAMILY.get(network[-1:], socket.AF_UNSPEC)
    name = f"{network}/{service}"

    def ask() -> int:
        port = _bytes(lowerASCII(service), name)
        try:
            found = socket.getaddrinfo(None, port, family, kind, protocol)
        except socket.gaierror as err:
            if err.errno in (socket.EAI_SERVICE, socket.EAI_NONAME):
                raise newDNSError(errUnknownPort(), name, "") from err
            raise _gaierror(err, name, ()) from err
        except OSError as err:
            raise DNSError(Err=err.strerror or str(err), Name=name) from err
        return int(found[0][4][1])

    return doBlockingWithCtx(ctx, name, ask)


def cgoLookupCNAME(ctx: context.Context, name: str) -> str:
    """Return the canonical name of a host.  Raises DNSError."""

    def ask() -> str:
        call = socket.getaddrinfo
        kind, flags = socket.SOCK_STREAM, socket.AI_CANONNAME
        try:
            found = call(_bytes(name, name), None, socket.AF_UNSPEC, kind, 0, flags)
        except socket.gaierror as err:
            raise _gaierror(err, name, _NOT_FOUND) from err
        except (OSError, DNSError) as err:  # whatever it is, as in Go
            raise newDNSError(errNoSuchHost(), name, "") from err
        return absDomainName(found[0][3])

    return doBlockingWithCtx(ctx, name, ask)


def cgoLookupPTR(ctx: context.Context, addr: str) -> list[str]:
    """Return the one name that the system has for an address.  Raises DNSError."""
    ip, zone = parseIPZone(addr)
    if ip is None:
        raise DNSError(Err="invalid address", Name=addr)
    ipaddr = IPAddr(IP=ip, Zone=zone)
    try:
        sa: Any = ipaddr.sockaddr(ipaddr.family())
    except AddrError as err:
        raise DNSError(Err=f"invalid address {addr}", Name=addr) from err

    def ask() -> list[str]:
        try:
            name, _ = socket.getnameinfo(sa, socket.NI_NAMEREQD)
        except socket.gaierror as err:
            raise _gaierror(err, addr, (socket.EAI_NONAME,)) from err
        except OSError as err:
            raise DNSError(Err=err.strerror or str(err), Name=addr) from err
        return [absDomainName(name)]

    return doBlockingWithCtx(ctx, addr, ask)

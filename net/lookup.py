"""From names to addresses.  Go: net/lookup.go, net/ipsock.go

A literal address or a number never touches a resolver.  Names go to the system's
getaddrinfo, on a spare thread, while only the asking goroutine waits.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from goruntime import blocking, chan, context, errors, go, recv, select

from . import hook
from .addr import IPAddr, TCPAddr, UDPAddr, UnixAddr
from .errors import (
    AddrError,
    DNSError,
    UnknownNetworkError,
    errMissingAddress,
    errNoSuchHost,
    mapErr,
    newDNSError,
)
from .ip import IPv4zero, IPv6unspecified, parseIPZone
from .ipsock import (
    SplitHostPort,
    addrList,
    filterAddrList,
    ipv4only,
    ipv6only,
    isIPv4,
)
from .port import LookupPort
from .protocols import IP_NETWORKS, parseNetwork

if TYPE_CHECKING:
    from collections.abc import Callable

    from .addr import Addr

STREAM_NETWORKS = ("tcp", "tcp4", "tcp6", "udp", "udp4", "udp6")
UNIX_NETWORKS = ("unix", "unixgram", "unixpacket")


class Resolver:
    """Looks up names.  Go: net.Resolver"""

    __slots__ = ("Dial", "PreferGo", "StrictErrors")

    def __init__(
        self,
        *,
        PreferGo: bool = False,
        StrictErrors: bool = False,
        Dial: Callable[[context.Context, str, str], Any] | None = None,
    ) -> None:
        self.PreferGo = PreferGo
        self.StrictErrors = StrictErrors
        self.Dial = Dial

    def LookupHost(self, ctx: context.Context, host: str) -> list[str]:
        """Return the addresses of host, as texts.  Raises DNSError."""
        if parseIPZone(host)[0] is not None:
            return [host]
        return [str(a) for a in self.LookupIPAddr(ctx, host)]

    def LookupIPAddr(self, ctx: context.Context, host: str) -> list[IPAddr]:
        """Return the addresses of host.  Raises DNSError."""
        return self.lookupIPAddr(ctx, "ip", host)

    def LookupPort(self, ctx: context.Context, network: str, service: str) -> int:
        """Return the port of a service.  Raises AddrError or DNSError."""
        return LookupPort(network, service)

    def lookupIPAddr(
        self, ctx: context.Context, network: str, host: str
    ) -> list[IPAddr]:
        """Look host up, unless it is an address itself, until ctx is done."""
        if host == "":
            raise newDNSError(errNoSuchHost(), host, "")
        ip, zone = parseIPZone(host)
        if ip is not None:
            return [IPAddr(IP=ip, Zone=zone)]
        done = ctx.Done()
        if done is None:
            return self.lookup(ctx, network, host)
        if ctx.Err() is not None:
            raise newDNSError(mapErr(ctx.Err()), host, "")
        # The look-up cannot be stopped; who waits for it can.  Its result then
        # goes into the buffer, and with it.
        results = chan[Any](1)

        def work() -> None:
            try:
                results.send((self.lookup(ctx, network, host), None))
            except Exception as exc:
                results.send((None, exc))

        go(work)
        case, result, _ = select(recv(done), recv(results))
        if case == 0:
            raise newDNSError(mapErr(ctx.Err()), host, "")
        addrs, err = result
        if err is not None:
            try:
                raise err
            finally:
                del err, result  # no cycle through the exception's own frame
        return addrs  # type: ignore[no-any-return]

    def lookup(self, ctx: context.Context, network: str, host: str) -> list[IPAddr]:
        """Look host up, and let a DNSError be whatever goes wrong."""
        try:
            return hook.testHookLookupIP(lookupIP, ctx, network, host)
        except DNSError:
            raise
        except errors.error as err:
            raise newDNSError(mapErr(err), host, "") from err

    def internetAddrList(
        self, ctx: context.Context, network: str, address: str
    ) -> addrList:
        """Return the addresses that "host:port", or a host alone, stands for.

        Go: Resolver.internetAddrList
        """
        host = service = ""
        port = 0
        if network in STREAM_NETWORKS:
            if address != "":
                host, service = SplitHostPort(address)
                port = self.LookupPort(ctx, network, service)
        elif network in IP_NETWORKS:
            host = address
        else:
            raise UnknownNetworkError(network)

        def inetaddr(ia: IPAddr) -> Addr:
            if network.startswith("tcp"):
                return TCPAddr(IP=ia.IP, Port=port, Zone=ia.Zone)
            if network.startswith("udp"):
                return UDPAddr(IP=ia.IP, Port=port, Zone=ia.Zone)
            return ia

        if host == "":
            return addrList([inetaddr(IPAddr())])
        ips = self.lookupIPAddr(ctx, network, host)
        if len(ips) == 1 and ips[0].IP.Equal(IPv6unspecified):
            # "::" stands for all addresses, of IPv4 as well.
            ips = [*ips, IPAddr(IP=IPv4zero)]
        keep = None
        if network[-1] == "4":
            keep = ipv4only
        elif network[-1] == "6":
            keep = ipv6only
        return filterAddrList(keep, ips, inetaddr, host)

    def resolveAddrList(
        self, ctx: context.Context, op: str, network: str, address: str, hint: Any
    ) -> addrList:
        """Return the addresses to dial or to listen on.

        hint is the local address of a dial: of another kind of network it is a
        mistake; of another family it leaves only addresses of its own.

        Go: Resolver.resolveAddrList
        """
        afnet, _ = parseNetwork(network, True)
        if op == "dial" and address == "":
            raise errMissingAddress
        if afnet in UNIX_NETWORKS:
            if op == "dial" and hint is not None and hint.Network() != afnet:
                raise AddrError("mismatched local address type", str(hint))
            return addrList([UnixAddr(Name=address, Net=afnet)])
        addrs = self.internetAddrList(ctx, afnet, address)
        if op != "dial" or hint is None:
            return addrs
        wildcard = hint.isWildcard() if hasattr(hint, "isWildcard") else False
        fitting = []
        for addr in addrs:
            if addr.Network() != hint.Network():
                raise AddrError("mismatched local address type", str(hint))
            a: Any = addr
            if wildcard or a.isWildcard() or isIPv4(a) == isIPv4(hint):
                fitting.append(addr)
        if not fitting:
            raise AddrError("no suitable address found", str(hint))
        return addrList(fitting)


DefaultResolver = Resolver()


# What getaddrinfo says when there is no such name, as opposed to no answer.
_NOT_FOUND = {
    getattr(socket, name)
    for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY", "EAI_SERVICE")
    if hasattr(socket, name)
}
_FAMILY = {"4": socket.AF_INET, "6": socket.AF_INET6}


def lookupIP(ctx: context.Context, network: str, host: str) -> list[IPAddr]:
    """Ask the system for host's addresses, on a spare thread.  Go: cgoLookupIP"""
    family = _FAMILY.get(network[-1], socket.AF_UNSPEC)
    try:
        found = blocking(
            socket.getaddrinfo, host, None, family, socket.SOCK_STREAM, 0, 0
        )
    except socket.gaierror as e:
        if e.errno in _NOT_FOUND:
            raise newDNSError(errNoSuchHost(), host, "") from None
        raise DNSError(
            Err=e.strerror or str(e),
            Name=host,
            IsTemporary=e.errno == socket.EAI_AGAIN,
        ) from None
    except (UnicodeError, ValueError):  # no name that DNS could have
        raise newDNSError(errNoSuchHost(), host, "") from None
    except OSError as e:
        raise DNSError(Err=e.strerror or str(e), Name=host, IsTemporary=True) from None
    addrs = []
    for _, _, _, _, sa in found:
        ip, zone = parseIPZone(str(sa[0]))
        if ip is not None:
            addrs.append(IPAddr(IP=ip, Zone=zone))
    return addrs


def resolveTCPAddr(network: str, address: str) -> TCPAddr:
    """ResolveTCPAddr; see tcpsock.py.  An empty network means tcp."""
    if network == "":
        network = "tcp"
    if network not in ("tcp", "tcp4", "tcp6"):
        raise UnknownNetworkError(network)
    addrs = DefaultResolver.internetAddrList(context.Background(), network, address)
    found = addrs.forResolve(network, address)
    assert isinstance(found, TCPAddr)
    return found


def LookupHost(host: str) -> list[str]:
    """Return the addresses of host, as texts.  Raises DNSError.  Go: net.LookupHost"""
    return DefaultResolver.LookupHost(context.Background(), host)


def LookupIP(host: str) -> list[Any]:
    """Return the addresses of host.  Raises DNSError.  Go: net.LookupIP"""
    return [a.IP for a in DefaultResolver.LookupIPAddr(context.Background(), host)]

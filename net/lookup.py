"""From names to addresses and records: Resolver, and the functions of the default one.
Go: net/lookup.go, net/lookup_unix.go, net/ipsock.go

A literal address or a number never touches a resolver.  For a name conf.py chooses an
engine: the pure one (golookup.py), or the system's (cgo_unix.py).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from goruntime import context, errors, recv, select
from goruntime.x.sync import singleflight

from . import hook, netip
from .addr import IPAddr, TCPAddr, UDPAddr, UnixAddr
from .cgo_unix import cgoLookupCNAME, cgoLookupIP, cgoLookupPort, cgoLookupPTR
from .conf import CGO, systemConf
from .dnsclient import BAD_NAMES, MX, NS, SRV, filtered, isDomainName, isMailHost
from .errors import (
    AddrError,
    DNSError,
    OpError,
    UnknownNetworkError,
    errMissingAddress,
    errNoSuchHost,
    mapErr,
    newDNSError,
)
from .golookup import (
    goLookupCNAME,
    goLookupHostOrder,
    goLookupIPCNAMEOrder,
    goLookupMX,
    goLookupNS,
    goLookupPTR,
    goLookupSRV,
    goLookupTXT,
)
from .ip import IP, IPv4zero, IPv6unspecified, parseIPZone
from .ipsock import (
    SplitHostPort,
    addrList,
    filterAddrList,
    ipv4only,
    ipv6only,
    isIPv4,
    literal,
)
from .port import goLookupPort, resolvePort
from .protocols import IP_NETWORKS, parseNetwork
from .unexpired import withUnexpiredValuesPreserved

if TYPE_CHECKING:
    from .addr import Addr
    from .net import Conn

STREAM_NETWORKS = ("tcp", "tcp4", "tcp6", "udp", "udp4", "udp6")
UNIX_NETWORKS = ("unix", "unixgram", "unixpacket")


@lru_cache(64)
def serverAddr(server: str) -> UDPAddr:
    """Return the address of a server of resolv.conf: "[fe80::1%eth0]:53"."""
    host, port = SplitHostPort(server)
    ip, zone = parseIPZone(host)
    return UDPAddr(IP=ip, Port=int(port), Zone=zone)


class Resolver:
    """Looks up names.  Go: net.Resolver

    PreferGo      the pure engine is to be used, whatever the system's settings
    StrictErrors  with the pure engine an error that may pass makes all of a look-up
                  fail; otherwise what the rest of its queries have found will do
    Dial          called as f(context, network, address) to connect to a server; a
                  connection of packets is spoken to as by UDP, any other as by TCP

    Each method gives up when its context is done.  What fails is a DNSError: ask
    for IsNotFound, IsTimeout, IsTemporary.
    """

    __slots__ = ("Dial", "PreferGo", "StrictErrors", "__weakref__", "group")

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
        # Look-ups of one host at one time are one.
        self.group: singleflight.Group[tuple[str, str], list[IPAddr]]
        self.group = singleflight.Group()

    def __repr__(self) -> str:
        names = ("PreferGo", "StrictErrors", "Dial")
        given = [f"{n}={getattr(self, n)!r}" for n in names if getattr(self, n)]
        return f"Resolver({', '.join(given)})"

    # --- hosts ---

    def LookupHost(self, ctx: context.Context, host: str) -> list[str]:
        """Return the addresses of host, as texts.  Raises DNSError."""
        if host == "":
            raise newDNSError(errNoSuchHost(), host, "")
        if parseIPZone(host)[0] is not None:
            return [host]
        order, conf = systemConf().hostLookupOrder(self, host)
        if order is CGO:
            return [str(addr) for addr in cgoLookupIP(ctx, "ip", host)]
        return goLookupHostOrder(self, ctx, host, order, conf)

    def LookupIP(self, ctx: context.Context, network: str, host: str) -> list[IP]:
        """Return the addresses of host; network is ip, ip4 or ip6.

        Raises UnknownNetworkError, AddrError (none of that kind), DNSError.
        """
        afnet, _ = parseNetwork(network, False)
        if afnet not in IP_NETWORKS:
            raise UnknownNetworkError(network)
        if host == "":
            raise newDNSError(errNoSuchHost(), host, "")
        return [addr.IP for addr in self.internetAddrList(ctx, afnet, host)]

    def LookupNetIP(
        self, ctx: context.Context, network: str, host: str
    ) -> list[netip.Addr]:
        """Do what LookupIP does, for addresses as values.

        As in Go they have no zones, and an IPv4 address of /etc/hosts is one mapped
        into IPv6: see Unmap.
        """
        return [netip.AddrFromSlice(ip)[0] for ip in self.LookupIP(ctx, network, host)]

    def LookupIPAddr(self, ctx: context.Context, host: str) -> list[IPAddr]:
        """Return the addresses of host, with their zones.  Raises DNSError."""
        return self.lookupIPAddr(ctx, "ip", host)

    def LookupCNAME(self, ctx: context.Context, host: str) -> str:
        """Return the canonical name of host: after all aliases, and its own if it
        has none.  Raises DNSError.
        """
        order, conf = systemConf().hostLookupOrder(self, host)
        cname = ""
        if order is CGO:
            try:
                cname = cgoLookupCNAME(ctx, host)
            except DNSError:
                pass  # the servers may know more of why
        cname = cname or goLookupCNAME(self, ctx, host, order, conf)
        if not isDomainName(cname):
            raise DNSError(Err=BAD_NAMES, Name=host)
        return cname

    def LookupAddr(self, ctx: context.Context, addr: str) -> list[str]:
        """Return the names of an address; one at most, if the system is asked.

        Raises DNSError; if only some of the names are names of hosts, its
        ``partial`` has these.
        """
        order, conf = systemConf().addrLookupOrder(self, addr)
        if order is CGO:
            names = cgoLookupPTR(ctx, addr)
        else:
            names = goLookupPTR(self, ctx, addr, order, conf)
        return filtered(addr, names, isDomainName)

    # --- ports ---

    def LookupPort(self, ctx: context.Context, network: str, service: str) -> int:
        """Return the port that service is, by number or by name, on network.

        Raises AddrError or DNSError.
        """

        def lookup(network: str, service: str) -> int:
            try:
                return goLookupPort(network, service)
            except DNSError:
                # The system may know it from elsewhere than its file.
                # It would take " 80" for a number.
                if service[0].isspace() or systemConf().mustUseGoResolver(self):
                    raise
                try:
                    return cgoLookupPort(ctx, network, service)
                except DNSError as err:
                    if not err.IsNotFound:
                        raise
                raise

        return resolvePort(network, service, lookup)

    # --- records: the pure engine's alone ---

    def LookupMX(self, ctx: context.Context, name: str) -> list[MX]:
        """Return who takes mail for name, by preference.

        Raises DNSError; if some of the hosts' names are none, its ``partial`` has
        the others.  This, NS, SRV and TXT need dnspython: goruntime[dns].
        """
        return filtered(name, goLookupMX(self, ctx, name), isMailHost)

    def LookupNS(self, ctx: context.Context, name: str) -> list[NS]:
        """Return the name servers of name.  Raises DNSError, as LookupMX does."""
        found = goLookupNS(self, ctx, name)
        return filtered(name, found, lambda ns: isDomainName(ns.Host))

    def LookupTXT(self, ctx: context.Context, name: str) -> list[str]:
        """Return the texts of name; the strings of one record are joined.

        Raises DNSError.  Bytes that are no UTF-8 are lone surrogates.
        """
        return goLookupTXT(self, ctx, name)

    def LookupSRV(
        self, ctx: context.Context, service: str, proto: str, name: str
    ) -> tuple[str, list[SRV]]:
        """Return where a service is found: the name that says so, and its records.

        Asked is _service._proto.name, as "_xmpp-server._tcp.example.com"; name alone
        if service and proto are empty.  The records are ordered by priority, and by
        chance with their weights.  Raises DNSError; if some of the targets are no
        names, its ``partial`` is the same with the others.
        """
        cname, srvs = goLookupSRV(self, ctx, service, proto, name)
        if cname and not isDomainName(cname):
            raise DNSError(Err="SRV header name is invalid", Name=name)
        try:
            return cname, filtered(name, srvs, lambda srv: isDomainName(srv.Target))
        except DNSError as err:
            err.partial = cname, err.partial
            raise

    # --- for net itself ---

    def dial(self, ctx: context.Context, network: str, server: str) -> Conn:
        """Connect to a server, whose address is figures: no look-up comes of it."""
        # These look names up.
        from .dial import Dialer
        from .udpsock import dialUDP

        if self.Dial is None and network == "udp":
            try:
                # Which never waits.
                return dialUDP(ctx, network, None, serverAddr(server), None)
            except errors.error as err:
                ra = serverAddr.__wrapped__(server)  # who gets it may change it
                raise OpError("dial", network, None, ra, err) from err
        try:
            if self.Dial is None:
                return Dialer().DialContext(ctx, network, server)
            c: Conn = self.Dial(ctx, network, server)
            return c
        except errors.error as err:
            if mapErr(err) is err:  # by no name: that would make a cycle of it
                raise
            raise mapErr(err) from err

    def lookupIP(self, ctx: context.Context, network: str, host: str) -> list[IPAddr]:
        """Ask whom the system's configuration says to ask."""
        order, conf = systemConf().hostLookupOrder(self, host)
        if order is CGO:
            return cgoLookupIP(ctx, network, host)
        return goLookupIPCNAMEOrder(self, ctx, network, host, order, conf)[0]

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
        if done is not None and ctx.Err() is not None:
            raise newDNSError(mapErr(ctx.Err()), host, "")
        # Others may share the look-up: only who waits is bound to ctx.
        shared, cancel = context.WithCancel(withUnexpiredValuesPreserved(ctx))
        key = network, host
        results = self.group.DoChan(
            key, lambda: hook.testHookLookupIP(self.lookupIP, shared, network, host)
        )
        case, result, _ = select(recv(results), recv(done))
        if case == 1:
            if self.group.ForgetUnshared(key):
                cancel()
            raise newDNSError(mapErr(ctx.Err()), host, "")
        try:
            err = result.Err
            if err is None:
                return list(result.Val) if result.Shared else result.Val
            if isinstance(err, errors.error) and not isinstance(err, DNSError):
                raise newDNSError(mapErr(err), host, "") from err
            raise err
        finally:
            del result, err  # no cycle through the exception's own frame

    def internetAddrList(
        self, ctx: context.Context, network: str, address: str
    ) -> addrList:
        """Return the addresses that "host:port", or a host alone, stands for.

        Go: Resolver.internetAddrList
        """
        plain = literal(address) if network == "tcp" and type(address) is str else None
        if plain is not None:  # fast path: nothing to look up
            return addrList([TCPAddr(*plain)])
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


# --- the functions of the default resolver ------------------------------------


def LookupHost(host: str) -> list[str]:
    """Return the addresses of host, as texts.  Raises DNSError.  Go: net.LookupHost"""
    return DefaultResolver.LookupHost(context.Background(), host)


def LookupIP(host: str) -> list[IP]:
    """Return the addresses of host.  Raises DNSError.  Go: net.LookupIP"""
    return [a.IP for a in DefaultResolver.LookupIPAddr(context.Background(), host)]


def LookupPort(network: str, service: str) -> int:
    """Return the port that service is, by number or by name, on network.

    Raises AddrError or DNSError.  Go: net.LookupPort
    """
    return DefaultResolver.LookupPort(context.Background(), network, service)


def LookupCNAME(host: str) -> str:
    """Return the canonical name of host.  Raises DNSError.  Go: net.LookupCNAME"""
    return DefaultResolver.LookupCNAME(context.Background(), host)


def LookupAddr(addr: str) -> list[str]:
    """Return the names of an address.  See Resolver.LookupAddr.  Go: net.LookupAddr"""
    return DefaultResolver.LookupAddr(context.Background(), addr)


def LookupMX(name: str) -> list[MX]:
    """Return who takes mail for name.  See Resolver.LookupMX.  Go: net.LookupMX"""
    return DefaultResolver.LookupMX(context.Background(), name)


def LookupNS(name: str) -> list[NS]:
    """Return the name servers of name.  See Resolver.LookupNS.  Go: net.LookupNS"""
    return DefaultResolver.LookupNS(context.Background(), name)


def LookupSRV(service: str, proto: str, name: str) -> tuple[str, list[SRV]]:
    """Return where a service is found.  See Resolver.LookupSRV.  Go: net.LookupSRV"""
    return DefaultResolver.LookupSRV(context.Background(), service, proto, name)


def LookupTXT(name: str) -> list[str]:
    """Return the texts of name.  See Resolver.LookupTXT.  Go: net.LookupTXT"""
    return DefaultResolver.LookupTXT(context.Background(), name)

"""What the pure engine makes of answers: addresses, names, records.
Go: net/dnsclient_unix.go, net/lookup.go
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from goruntime import chan, context, go

from .addr import IPAddr
from .addrselect import sortByRFC6724
from .conf import DNS_FILES, FILES, FILES_DNS, hostLookupOrder
from .configfile import decode
from .dnsclient import MX, NS, SRV, isDomainName, reverseaddr, sortMX, sortSRV
from .dnsclient_unix import Asker, lookup, tryOneName
from .dnsconfig import DNSConfig, getSystemDNSConfig
from .dnsmessage import (
    TYPE_A,
    TYPE_AAAA,
    TYPE_CNAME,
    TYPE_MX,
    TYPE_NS,
    TYPE_PTR,
    TYPE_SRV,
    TYPE_TXT,
    Message,
    dnspython,
    errCannotUnmarshalDNSMessage,
    errNoDNSPython,
    nameText,
)
from .errors import DNSError, errNoSuchHost, newDNSError
from .hosts import lookupStaticAddr, lookupStaticHost
from .ip import IP, parseIPZone

T = TypeVar("T")

_QTYPES: Final = {
    "4": (TYPE_A,),
    "6": (TYPE_AAAA,),
    "CNAME": (TYPE_A, TYPE_AAAA, TYPE_CNAME),
}

# --- addresses ----------------------------------------------------------------


def goLookupIPFiles(name: str) -> tuple[list[IPAddr], str]:
    """Return what /etc/hosts has for a name: addresses, and the canonical name."""
    texts, canonical = lookupStaticHost(name)
    addrs = []
    for text in texts:
        ip, zone = parseIPZone(text)
        assert ip is not None
        addrs.append(IPAddr(IP=ip, Zone=zone))
    sortByRFC6724(addrs)
    return addrs, canonical


def goLookupHostOrder(
    r: Asker, ctx: context.Context, name: str, order: hostLookupOrder, conf: Any
) -> list[str]:
    """Return the addresses of a name as texts; from a file as they are there."""
    if order in (FILES_DNS, FILES):
        texts, _ = lookupStaticHost(name)
        if texts:
            return texts
        if order is FILES:
            raise newDNSError(errNoSuchHost(), name, "")
    addrs, _ = goLookupIPCNAMEOrder(r, ctx, "ip", name, order, conf)
    return [str(addr) for addr in addrs]


def goLookupIPCNAMEOrder(
    r: Asker,
    ctx: context.Context,
    network: str,
    name: str,
    order: hostLookupOrder,
    conf: DNSConfig | None,
) -> tuple[list[IPAddr], str]:
    """Return the addresses of a name, and its canonical name.

    network is ip, ip4, ip6, or CNAME, for which an alias to nothing will do.
    Raises DNSError.
    """
    if order in (FILES_DNS, FILES):
        addrs, canonical = goLookupIPFiles(name)
        if addrs:
            return addrs, canonical
    if order is FILES or not isDomainName(name):
        raise newDNSError(errNoSuchHost(), name, "")
    if conf is None:
        conf = getSystemDNSConfig()
    asked = Asked(network, name)
    try:
        for fqdn in conf.nameList(name):
            asked.ask(r, ctx, conf, fqdn)
            if asked.found():
                break
        sortByRFC6724(asked.addrs)
        if not asked.addrs and not (network == "CNAME" and asked.cname):
            if order is DNS_FILES:
                addrs, canonical = goLookupIPFiles(name)
                if addrs:
                    return addrs, canonical
            asked.fail()
        return asked.addrs, asked.cname
    finally:
        asked.last = None  # no cycle through the exception's own frame


class Asked:
    """What the answers for one name have given so far."""

    __slots__ = ("addrs", "cname", "ended", "last", "name", "network", "qtypes")

    def __init__(self, network: str, name: str) -> None:
        self.network = network
        self.name = name
        last = "CNAME" if network == "CNAME" else network[-1:]
        self.qtypes = _QTYPES.get(last, (TYPE_A, TYPE_AAAA))
        self.addrs: list[IPAddr] = []
        self.cname = ""
        self.last: DNSError | None = None  # what has gone wrong
        self.ended = False  # by an error with which a part is as good as nothing

    def found(self) -> bool:
        """Tell whether no other name of the search list is to be tried."""
        alias = self.network == "CNAME" and self.cname != ""
        return self.ended or alias or bool(self.addrs)

    def fail(self) -> None:
        """Raise what has gone wrong, if anything has."""
        if self.last is not None:
            self.last.Name = self.name
            raise self.last

    def ask(self, r: Asker, ctx: context.Context, conf: DNSConfig, fqdn: str) -> None:
        """Ask for the addresses of one name, all kinds at the same time."""
        lanes = []
        if not conf.singleRequest:
            for qtype in self.qtypes[:-1]:
                lane = chan[Any](1)
                go(send, lane, r, ctx, conf, fqdn, qtype)
                lanes.append(lane)
        # This goroutine asks, too.
        answers = [answer(r, ctx, conf, fqdn, t) for t in self.qtypes[len(lanes) :]]
        answers = [lane.recv() for lane in lanes] + answers
        try:
            while answers:
                got = answers.pop(0)
                if isinstance(got, DNSError):
                    self.failed(got, fqdn, r.StrictErrors)
                elif isinstance(got, Exception):
                    raise got
                else:
                    self.take(*got)
        finally:
            del got, answers  # no cycle through an exception's own frame
        if self.ended:
            # An IPv6 address alone would make of a bad network a different host.
            self.addrs = []

    def failed(self, err: DNSError, fqdn: str, strict: bool) -> None:
        """Keep the error that is to be raised: the one for the name as it was given."""
        if strict and err.Temporary():
            self.ended = True
            self.last = err
        elif self.last is None or fqdn == self.name + ".":
            self.last = err

    def take(self, message: Message, server: str) -> None:
        """Take in the records of an answer.

        Who answers has followed the aliases, so all addresses are of this host.
        """
        try:
            for record in message.answers:
                if record.type in (TYPE_A, TYPE_AAAA):
                    self.addrs.append(IPAddr(IP=IP(message.address(record))))
                    self.cname = self.cname or message.owner(record)
                elif record.type == TYPE_CNAME:
                    alias = message.alias(record)
                    self.cname = self.cname or alias
            if message.broken:
                raise errCannotUnmarshalDNSMessage
        except errCannotUnmarshalDNSMessage as err:
            self.last = DNSError(Err=str(err), Name=self.name, Server=server)


def answer(
    r: Asker, ctx: context.Context, conf: DNSConfig, fqdn: str, qtype: int
) -> tuple[Message, str] | Exception:
    """Return the answer to one question, or the exception that came instead."""
    try:
        return tryOneName(r, ctx, conf, fqdn, qtype)
    except Exception as exc:
        return exc


def send(lane: chan[Any], *question: Any) -> None:
    """Send what answer returns."""
    lane.send(answer(*question))


def goLookupCNAME(
    r: Asker, ctx: context.Context, host: str, order: hostLookupOrder, conf: Any
) -> str:
    """Return the canonical name of a host.  Raises DNSError."""
    return goLookupIPCNAMEOrder(r, ctx, "CNAME", host, order, conf)[1]


# --- records ------------------------------------------------------------------


def records(
    r: Asker,
    ctx: context.Context,
    name: str,
    qtype: int,
    about: str,
    read: Callable[[Any], T],
    conf: DNSConfig | None = None,
) -> list[tuple[str, T]]:
    """Return the records of a type that name has: whose each is, and its data.

    read takes the data from dnspython's object.  Raises DNSError about ``about``.
    """
    try:
        dnspython()
    except errNoDNSPython as err:
        failed = DNSError(Err=str(err), Name=about)
        failed.UnwrapErr = err
        raise failed from err
    message, server = lookup(r, ctx, name, qtype, conf)
    try:
        found = [
            (message.owner(record), read(message.data(record)))
            for record in message.answers
            if record.type == qtype
        ]
        if message.broken:
            raise errCannotUnmarshalDNSMessage
    except errCannotUnmarshalDNSMessage as err:
        raise DNSError(Err=str(err), Name=about, Server=server) from err
    return found


def goLookupPTR(
    r: Asker,
    ctx: context.Context,
    addr: str,
    order: hostLookupOrder,
    conf: DNSConfig | None,
) -> list[str]:
    """Return the names of an address.  Raises DNSError."""
    if order in (FILES_DNS, FILES):
        names = lookupStaticAddr(addr)
        if names:
            return names
        if order is FILES:
            raise newDNSError(errNoSuchHost(), addr, "")
    arpa = reverseaddr(addr)
    try:
        found = records(r, ctx, arpa, TYPE_PTR, addr, target, conf)
    except DNSError as err:
        if order is DNS_FILES and err.IsNotFound:
            names = lookupStaticAddr(addr)
            if names:
                return names
        raise
    return [name for _, name in found]


def target(data: Any) -> str:
    """Return the name that a record is about."""
    return nameText(data.target)


def goLookupSRV(
    r: Asker, ctx: context.Context, service: str, proto: str, name: str
) -> tuple[str, list[SRV]]:
    """Return the name that has the records, and these.  Raises DNSError."""

    def read(data: Any) -> SRV:
        return SRV(target(data), data.port, data.priority, data.weight)

    asked = f"_{service}._{proto}.{name}" if service or proto else name
    found = records(r, ctx, asked, TYPE_SRV, name, read)
    srvs = [srv for _, srv in found]
    sortSRV(srvs)
    return found[0][0] if found else "", srvs


def goLookupMX(r: Asker, ctx: context.Context, name: str) -> list[MX]:
    """Return who takes mail for name.  Raises DNSError."""

    def read(data: Any) -> MX:
        return MX(nameText(data.exchange), data.preference)

    mxs = [mx for _, mx in records(r, ctx, name, TYPE_MX, name, read)]
    sortMX(mxs)
    return mxs


def goLookupNS(r: Asker, ctx: context.Context, name: str) -> list[NS]:
    """Return the name servers of name.  Raises DNSError."""
    return [NS(host) for _, host in records(r, ctx, name, TYPE_NS, name, target)]


def goLookupTXT(r: Asker, ctx: context.Context, name: str) -> list[str]:
    """Return the texts of name, the strings of each joined.  Raises DNSError."""

    def read(data: Any) -> str:
        return decode(b"".join(data.strings))

    return [text for _, text in records(r, ctx, name, TYPE_TXT, name, read)]

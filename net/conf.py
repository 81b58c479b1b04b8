"""Which engine looks a name up, and where.  Go: net/conf.go

The pure one reads the system's files and asks the servers itself; the system's, the C
library, is called on a spare thread.  The pure one is for whatever it understands.
What says otherwise: Resolver.PreferGo, GODEBUG=netdns=go or =cgo (+1 or +2 to see
what is chosen), and the environment variables and settings that only the C library
knows of.
"""

from __future__ import annotations

import enum
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from . import hook
from .configfile import lowerASCII
from .dnsconfig import DNSConfig, getSystemDNSConfig
from .dnsmessage import godebug
from .nss import Source, getSystemNSS
from .parse import dtoi

if TYPE_CHECKING:
    from .lookup import Resolver


class hostLookupOrder(enum.Enum):
    """Who is asked, in which order."""

    CGO = "cgo"  # the system
    FILES_DNS = "files,dns"
    DNS_FILES = "dns,files"
    FILES = "files"
    DNS = "dns"

    def __str__(self) -> str:
        return self.value


# The class, where a method of the same name hides it.
_Order: TypeAlias = hostLookupOrder

CGO: Final = hostLookupOrder.CGO
FILES_DNS: Final = hostLookupOrder.FILES_DNS
DNS_FILES: Final = hostLookupOrder.DNS_FILES
FILES: Final = hostLookupOrder.FILES
DNS: Final = hostLookupOrder.DNS


class Conf:
    """What decides, and does not change while the program runs.  Go: conf"""

    __slots__ = ("debug", "netCgo", "netGo", "preferCgo")

    def __init__(
        self,
        *,
        netGo: bool = False,
        netCgo: bool = False,
        preferCgo: bool = False,
        debug: int = 0,
    ) -> None:
        self.netGo = netGo
        self.netCgo = netCgo
        self.preferCgo = preferCgo  # if neither was asked for
        self.debug = debug

    def mustUseGoResolver(self, r: Resolver | None) -> bool:
        """Tell whether the pure engine was asked for."""
        return self.netGo or (r is not None and r.PreferGo)

    def addrLookupOrder(
        self, r: Resolver | None, addr: str
    ) -> tuple[_Order, DNSConfig | None]:
        """Return who is asked for the names of addr; see hostLookupOrder."""
        found = self._order(r, "")
        if self.debug > 1:
            say(f"addrLookupOrder({addr}) = {found[0]}")
        return found

    def hostLookupOrder(
        self, r: Resolver | None, host: str
    ) -> tuple[_Order, DNSConfig | None]:
        """Return who is asked for host, and the DNS configuration if it was read."""
        found = self._order(r, host)
        if self.debug > 1:
            say(f"hostLookupOrder({host}) = {found[0]}")
        return found

    def _order(self, r: Resolver | None, host: str) -> tuple[_Order, DNSConfig | None]:
        cgo = not self.mustUseGoResolver(r)  # whether the system may be asked
        if cgo and (self.netCgo or self.preferCgo or "\\" in host or "%" in host):
            return CGO, None
        dns = getSystemDNSConfig()
        if cgo and (dns.unknownOpt or unreadable(dns.err)):
            return CGO, dns
        nss = getSystemNSS()
        sources = nss.sources.get("hosts", [])
        if isinstance(nss.err, FileNotFoundError) or (nss.err is None and not sources):
            return FILES_DNS, dns
        fallback = CGO if cgo else FILES_DNS
        if nss.err is not None:
            return fallback, dns
        host = lowerASCII(host.removesuffix("."))
        names = [source.source for source in sources]
        if cgo:
            if any(needsSystem(source, host) for source in sources):
                return CGO, dns
            # The others do not know this name.
            names = [name for name in names if name in ("files", "dns")]
        return ordered(names) or fallback, dns


def unreadable(err: OSError | None) -> bool:
    """Tell whether a file is there that only the C library may know how to read."""
    return err is not None and not isinstance(err, (FileNotFoundError, PermissionError))


def needsSystem(source: Source, host: str) -> bool:
    """Tell whether only the C library can ask a source for host, in lower case."""
    name = source.source
    if name in ("files", "dns"):
        return not source.standardCriteria()
    if host and name == "myhostname":
        return isLocalhost(host) or host in ("_gateway", "_outbound") or ours(host)
    if host and name.startswith("mdns"):
        # mdns.allow can name other domains, or all; who reads it is the C library.
        return host.endswith(".local") or hook.mdnsAllow()
    return True


def ours(host: str) -> bool:
    """Tell whether host is this machine's own name, as far as that can be told."""
    try:
        return lowerASCII(hook.getHostname()) == host
    except OSError:
        return True


def ordered(sources: list[str]) -> hostLookupOrder | None:
    """Return the order that sources stand for; None if it cannot be told.

    A source that is not known counts as dns, unless dns is among them.
    """
    unknown = None if "dns" in sources else "dns"
    known = [s if s in ("files", "dns") else unknown for s in sources]
    asked = list(dict.fromkeys(s for s in known if s is not None))
    return hostLookupOrder(",".join(asked)) if asked else None


def isLocalhost(host: str) -> bool:
    """Tell whether host, in lower case, is what the myhostname module answers."""
    return host in ("localhost", "localhost.localdomain") or host.endswith(
        (".localhost", ".localhost.localdomain")
    )


def goDebugNetDNS() -> tuple[str, int]:
    """Return the mode and the level that GODEBUG=netdns= asks for: "go+1", "1+cgo"."""
    mode, level = "", 0
    for part in godebug("netdns").split("+", 1):
        if part[:1].isdecimal() and part.isascii():
            level = dtoi(part)[0]
        elif part:
            mode = part
    return mode, level


@cache
def systemConf() -> Conf:
    """Return what the environment asks for, read once."""
    mode, level = goDebugNetDNS()
    conf = Conf(netGo=mode == "go", netCgo=mode == "cgo", debug=level)
    env = os.environ
    # LOCALDOMAIN changes what the C library does even when it is empty.
    conf.preferCgo = "LOCALDOMAIN" in env or bool(
        env.get("RES_OPTIONS") or env.get("HOSTALIASES")
    )
    if level > 1:
        say(f"confVal.netCgo = {_go(conf.netCgo)}  netGo = {_go(conf.netGo)}")
    if level > 0:
        if mode not in ("", "go", "cgo"):
            say("GODEBUG=netdns contains an invalid dns mode, ignoring it")
        if mode == "go":
            say("GODEBUG setting forcing use of the Go resolver")
        elif mode == "cgo":
            say("GODEBUG setting forcing use of the cgo resolver")
        else:
            say("dynamic selection of DNS resolver")
    return conf


def _go(b: bool) -> str:
    return "true" if b else "false"


def say(text: str) -> None:
    """Print to the standard error what GODEBUG=netdns=1 wants to know."""
    print(f"go package net: {text}", file=sys.stderr)

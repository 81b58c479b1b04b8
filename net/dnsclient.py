"""Names of hosts, and the records MX, NS, SRV.  Go: net/dnsclient.go"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from .errors import DNSError
from .ip import ParseIP, parseIPZone

# A label neither begins nor ends with a hyphen; underscores are for SRV's.
_LABEL: Final = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
# All figures is no name: it would be taken for an address.
_DOMAIN: Final = re.compile(rf"(?=[0-9.]*[A-Za-z_-]){_LABEL}(?:\.{_LABEL})*\.?")
T = TypeVar("T")

BAD_NAMES: Final = "DNS response contained records which contain invalid names"
_MAX_NAME: Final = 254  # the last of them a dot


@dataclass(slots=True)
class SRV:
    """Where a service is found.  Go: net.SRV"""

    Target: str = ""
    Port: int = 0
    Priority: int = 0
    Weight: int = 0


@dataclass(slots=True)
class MX:
    """Who takes mail; the lowest preference first.  Go: net.MX"""

    Host: str = ""
    Pref: int = 0


@dataclass(slots=True)
class NS:
    """A name server.  Go: net.NS"""

    Host: str = ""


def isDomainName(s: str) -> bool:
    """Tell whether s is a name that a host can have, or the root.  Go: isDomainName"""
    if s == ".":
        return True
    if len(s) > _MAX_NAME or (len(s) == _MAX_NAME and not s.endswith(".")):
        return False
    return _DOMAIN.fullmatch(s) is not None


def absDomainName(s: str) -> str:
    """Return s with a dot at its end if it has one already.

    What has none is a name of this machine's, as localhost.  Go: absDomainName
    """
    return s + "." if "." in s and not s.endswith(".") else s


def reverseaddr(addr: str) -> str:
    """Return the name that the names of addr are asked for by.  Raises DNSError.

    "192.0.2.1" is "1.2.0.192.in-addr.arpa.".  Go: reverseaddr
    """
    ip = ParseIP(addr)
    if ip is None:
        raise DNSError(Err="unrecognized address", Name=addr)
    ip4 = ip.To4()
    if ip4 is not None:
        return ".".join(str(octet) for octet in reversed(ip4)) + ".in-addr.arpa."
    return ".".join(reversed(ip.hex())) + ".ip6.arpa."


def sortSRV(srvs: list[SRV]) -> None:
    """Order by priority, and among equals by chance and weight, as RFC 2782 says."""
    srvs.sort(key=lambda srv: (srv.Priority, srv.Weight))
    start = 0
    for end in range(1, len(srvs) + 1):
        if end == len(srvs) or srvs[end].Priority != srvs[start].Priority:
            srvs[start:end] = shuffleByWeight(srvs[start:end])
            start = end


def shuffleByWeight(srvs: list[SRV]) -> list[SRV]:
    """Draw one after the other; with twice the weight one is drawn twice as often.

    Go: byPriorityWeight.shuffleByWeight
    """
    left = srvs.copy()
    drawn = []
    total = sum(srv.Weight for srv in left)
    while total > 0 and len(left) > 1:
        n = random.randrange(total)
        i = -1
        while n >= 0:
            i += 1
            n -= left[i].Weight
        left[0], left[i] = left[i], left[0]
        drawn.append(left.pop(0))
        total -= drawn[-1].Weight
    return drawn + left


def sortMX(mxs: list[MX]) -> None:
    """Order by preference, and equals by chance, as RFC 5321 says."""
    random.shuffle(mxs)
    mxs.sort(key=lambda mx: mx.Pref)


def filtered(name: str, found: Iterable[T], good: Callable[[T], bool]) -> list[T]:
    """Return what was found for name, if all of it is good.

    If not, DNSError is raised, whose ``partial`` is what is good.
    """
    found = list(found)
    rest = [record for record in found if good(record)]
    if len(rest) < len(found):
        err = DNSError(Err=BAD_NAMES, Name=name)
        err.partial = rest
        raise err
    return rest


def isMailHost(mx: MX) -> bool:
    """Tell whether a record names a host, or has an address, which happens."""
    if isDomainName(mx.Host):
        return True
    ip, zone = parseIPZone(mx.Host.removesuffix("."))
    return ip is not None and zone == ""

"""Ports by number and by name.  Go: net/port.go, net/port_unix.go, net/lookup.go"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from .errors import AddrError, DNSError
from .parse import dtoi

_MAX: Final = (1 << 32) - 1
_CUTOFF: Final = 1 << 30

SERVICES_PATH: Final = "/etc/services"

# What there is even where that file is not.
SERVICES: Final[dict[str, dict[str, int]]] = {
    "tcp": {
        "ftp": 21,
        "ftps": 990,
        "gopher": 70,
        "http": 80,
        "https": 443,
        "imap2": 143,
        "imap3": 220,
        "imaps": 993,
        "pop3": 110,
        "pop3s": 995,
        "smtp": 25,
        "ssh": 22,
        "submissions": 465,
        "telnet": 23,
    },
    "udp": {"domain": 53},
}
MAX_NAME: Final = 25  # bytes; a longer name is not looked for
_FIELD: Final = re.compile("[^ \r\t\n]+")

# Which services a network has, and as what an error names it.
_PROTOCOLS: Final = {
    "tcp": ("tcp", ("tcp",)),
    "tcp4": ("tcp", ("tcp",)),
    "tcp6": ("tcp", ("tcp",)),
    "udp": ("udp", ("udp",)),
    "udp4": ("udp", ("udp",)),
    "udp6": ("udp", ("udp",)),
    "ip": ("ip", ("tcp", "udp")),
    "": ("ip", ("tcp", "udp")),
}


def parsePort(service: str) -> tuple[int, bool]:
    """Return the number that service is, or True: it is a name to look up.

    A number may have a sign, and may be no port at all: who asks has to see to that.
    Far too large ones come out as about 2**30.  Go: parsePort
    """
    if service.isdecimal() and service.isascii() and len(service) < 10:
        return int(service), False  # fast path
    negative = service.startswith("-")
    n = 0
    for d in service[1:] if service.startswith(("+", "-")) else service:
        if not "0" <= d <= "9":
            return 0, True
        if n >= _CUTOFF:
            n = _MAX
            break
        n = n * 10 & _MAX  # a uint32 in Go, which wraps: 4294967376 is 80
        if n + int(d) > _MAX:
            n = _MAX
            break
        n += int(d)
    if negative:
        return -min(n, _CUTOFF), False
    return min(n, _CUTOFF - 1), False


def readServices(path: str) -> dict[str, dict[str, int]]:
    """Return the ports of the services that a file names, with those we know.

    Its lines: "http 80/tcp www www-http # World Wide Web HTTP".  Go: readServices
    """
    services = {net: dict(ports) for net, ports in SERVICES.items()}
    try:
        with open(path, "rb") as file:
            text = file.read().decode(errors="surrogateescape")
    except OSError:
        return services
    for line in text.split("\n"):
        fields = _FIELD.findall(line.partition("#")[0])
        if len(fields) < 2:
            continue
        port, end, ok = dtoi(fields[1])
        slash, net = fields[1][end : end + 1], fields[1][end + 1 :]
        if ok and port > 0 and slash == "/":
            names = services.setdefault(net, {})
            names.update((name, port) for i, name in enumerate(fields) if i != 1)
    return services


@cache
def services() -> dict[str, dict[str, int]]:
    """Return the services of this machine, read once."""
    return readServices(SERVICES_PATH)


def goLookupPort(network: str, service: str) -> int:
    """Return the port of a service's name on a known network.  Raises DNSError."""
    name, protocols = _PROTOCOLS[network]
    # Case does not matter; nor is a name found that has a capital in the file.
    lower = "".join(c.lower() if c.isascii() else c for c in service)
    if len(service.encode(errors="surrogatepass")) <= MAX_NAME:
        for protocol in protocols:
            port = services()[protocol].get(lower)
            if port is not None:
                return port
    raise DNSError(Err="unknown port", Name=f"{name}/{service}", IsNotFound=True)


def resolvePort(
    network: str,
    service: str,
    lookup: Callable[[str, str], int] = goLookupPort,
) -> int:
    """Return the port that service is, by number, or by name: that is looked up.

    Raises AddrError, and what lookup raises.
    """
    port, needslookup = parsePort(service)
    if needslookup:
        if network not in _PROTOCOLS:
            raise AddrError("unknown network", network)
        port = lookup(network or "ip", service)
    if not 0 <= port <= 65535:
        raise AddrError("invalid port", service)
    return port

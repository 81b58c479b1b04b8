"""Ports by number and by name.  Go: net/port.go, net/port_unix.go"""

from __future__ import annotations

import re
import socket

from .errors import AddrError, DNSError

_NUMBER = re.compile(r"[+-]?[0-9]+")
_NETWORKS = ("tcp", "tcp4", "tcp6", "udp", "udp4", "udp6", "ip")


def parsePort(service: str) -> tuple[int, bool]:
    """Return the number that service is, or whether it must be looked up."""
    if service == "":
        return 0, False
    if not _NUMBER.fullmatch(service):
        return 0, True
    return int(service), False


def lookupPort(network: str, service: str) -> int:
    """Return the port of a named service.  Raises DNSError."""
    try:
        if network.startswith(("tcp", "udp")):
            return socket.getservbyname(service, network[:3])
        return socket.getservbyname(service)
    except (OSError, UnicodeError, ValueError):
        raise DNSError(
            Err="unknown port", Name=f"{network}/{service}", IsNotFound=True
        ) from None


def LookupPort(network: str, service: str) -> int:
    """Return the port that service is, on network.  Raises AddrError or DNSError."""
    port, needslookup = parsePort(service)
    if needslookup:
        if network == "":
            network = "ip"
        if network not in _NETWORKS:
            raise AddrError("unknown network", network)
        port = lookupPort(network, service)
    if not 0 <= port <= 65535:
        raise AddrError("invalid port", service)
    return port

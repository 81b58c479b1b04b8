"""IP's protocols by name, and the networks that name one: ip4:icmp, ip6:58.
Go: net/lookup.go, net/lookup_unix.go, net/dial.go
"""

from __future__ import annotations

from functools import cache
from typing import Final

from .errors import AddrError, UnknownNetworkError
from .parse import dtoi

PROTOCOLS_PATH: Final = "/etc/protocols"
IP_NETWORKS: Final = ("ip", "ip4", "ip6")
PLAIN_NETWORKS: Final = (
    *("tcp", "tcp4", "tcp6"),
    *("udp", "udp4", "udp6"),
    *("unix", "unixgram", "unixpacket"),
)
# Known without a file.
BUILT_IN: Final = {"icmp": 1, "igmp": 2, "tcp": 6, "udp": 17, "ipv6-icmp": 58}
MAX_NAME: Final = 25  # bytes; no protocol's name is that long


def readProtocols(path: str) -> dict[str, int]:
    """Return the protocols of a file like /etc/protocols; those built in go first."""
    protocols = dict(BUILT_IN)
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as f:
            lines = f.readlines()
    except OSError:
        return protocols  # the system has none
    for line in lines:
        fields = line.partition("#")[0].split()
        if len(fields) < 2:
            continue
        number, _, ok = dtoi(fields[1])
        if ok:
            for name in (fields[0], *fields[2:]):
                protocols.setdefault(name, number)
    return protocols


@cache
def protocols() -> dict[str, int]:
    """Return the protocols of this machine, read once."""
    return readProtocols(PROTOCOLS_PATH)


def lookupProtocol(name: str) -> int:
    """Return the number of a protocol.  Raises AddrError.  Go: lookupProtocol"""
    # Case does not matter; nor is a name found that has a capital in the file.
    lower = "".join(c.lower() if c.isascii() else c for c in name)
    number = None
    if len(name.encode(errors="surrogatepass")) <= MAX_NAME:
        number = protocols().get(lower)
    if number is None:
        raise AddrError("unknown IP protocol specified", name)
    return number


def parseNetwork(network: str, needsproto: bool) -> tuple[str, int]:
    """Split "ip4:icmp" into network and number of the protocol, 0 for no protocol.

    Networks of IP must have one, if needsproto.  Raises UnknownNetworkError or
    AddrError.  Go: parseNetwork
    """
    afnet, colon, proto = network.rpartition(":")
    if not colon:
        if network in PLAIN_NETWORKS:
            return network, 0
        if network in IP_NETWORKS and not needsproto:
            return network, 0
        raise UnknownNetworkError(network)
    if afnet not in IP_NETWORKS:
        raise UnknownNetworkError(network)
    number, end, ok = dtoi(proto)
    if not ok or end != len(proto):
        number = lookupProtocol(proto)
    return afnet, number

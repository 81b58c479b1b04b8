"""/etc/resolv.conf: which servers are asked, and how.  Go: net/dnsconfig_unix.go,
net/dnsconfig.go
"""

from __future__ import annotations

from typing import Final

from goruntime import time
from goruntime.sync import atomic

from . import hook
from .configfile import Watched, getFields, lowerASCII, modified, readLines
from .ip import parseIPZone
from .ipsock import JoinHostPort
from .parse import dtoi

DEFAULT_NS: Final = ["127.0.0.1:53", "[::1]:53"]
MAX_SERVERS: Final = 3
MAX_NAME: Final = 254  # of a name with its last dot
_TRUE_OPTIONS: Final = {
    "rotate": "rotate",
    "single-request": "singleRequest",
    "single-request-reopen": "singleRequest",
    "use-vc": "useTCP",  # Linux; the next two say it on FreeBSD and OpenBSD
    "usevc": "useTCP",
    "tcp": "useTCP",
    "trust-ad": "trustAD",
    "no-reload": "noReload",
}


class DNSConfig:
    """What the file says.  Go: dnsConfig

    servers        "host:port", in the order to ask them; never empty
    search         rooted suffixes to try names with
    ndots          how many dots make a name be tried as it is first
    timeout        how long one server may take to answer
    attempts       how many times all servers are asked
    rotate         begin with another server each time
    singleRequest  ask for IPv4 and IPv6 addresses one after the other
    useTCP         never ask by UDP
    trustAD        ask for the AD flag, as the way to the servers is trusted
    noReload       the file is read once
    unknownOpt     there was something else in it
    lookup         OpenBSD's order of sources
    err            why the file could not be read
    mtime          when it was changed, ns
    """

    __slots__ = (
        "attempts",
        "err",
        "lookup",
        "mtime",
        "ndots",
        "noReload",
        "rotate",
        "search",
        "servers",
        "singleRequest",
        "soffset",
        "timeout",
        "trustAD",
        "unknownOpt",
        "useTCP",
    )

    def __init__(self) -> None:
        self.servers: list[str] = []
        self.search: list[str] = []
        self.ndots = 1
        self.timeout = 5 * time.Second
        self.attempts = 2
        self.rotate = False
        self.singleRequest = False
        self.useTCP = False
        self.trustAD = False
        self.noReload = False
        self.unknownOpt = False
        self.lookup: list[str] = []
        self.err: OSError | None = None
        self.mtime = 0
        self.soffset = atomic.Uint32()

    def serverOffset(self) -> int:
        """Return which server to begin with: 0, or with rotate 0, 1, 2..."""
        return self.soffset.Add(1) - 1 & 0xFFFFFFFF if self.rotate else 0

    def isDefaultNS(self) -> bool:
        """Tell whether the file named no server that could be asked."""
        return self.servers is DEFAULT_NS

    def nameList(self, name: str) -> list[str]:
        """Return the absolute names to ask for, one after the other."""
        rooted = name.endswith(".")
        if len(name) > MAX_NAME or (len(name) == MAX_NAME and not rooted):
            return []
        if rooted:
            return [] if avoidDNS(name) else [name]
        asis = name.count(".") >= self.ndots
        name += "."
        names = [name + suffix for suffix in self.search]
        names = [n for n in names if len(n) <= MAX_NAME]
        names.insert(0 if asis else len(names), name)
        return [n for n in names if not avoidDNS(n)]

    def directive(self, word: str, args: list[str]) -> None:
        """Take in one line."""
        if word == "nameserver":
            # Another name would have to be looked up by this very server.
            full = len(self.servers) >= MAX_SERVERS
            if args and not full and parseIPZone(args[0])[0] is not None:
                self.servers.append(JoinHostPort(args[0], "53"))
        elif word == "domain":
            if args:
                self.search = [ensureRooted(args[0])]
        elif word == "search":
            self.search = [s for s in map(ensureRooted, args) if s != "."]
        elif word == "options":
            for arg in args:
                self.option(arg)
        elif word == "lookup":
            self.lookup = args
        else:
            self.unknownOpt = True

    def option(self, option: str) -> None:
        """Take in one word of an options line."""
        name, colon, value = option.partition(":")
        number = dtoi(value)[0]  # 0 if it is none
        if colon and name == "ndots":
            self.ndots = min(number, 15)
        elif colon and name == "timeout":
            self.timeout = max(number, 1) * time.Second
        elif colon and name == "attempts":
            self.attempts = max(number, 1)
        elif option in _TRUE_OPTIONS:
            setattr(self, _TRUE_OPTIONS[option], True)
        elif option != "edns0":  # which is always on
            self.unknownOpt = True


def dnsReadConfig(path: str) -> DNSConfig:
    """Read the file at path; with none, this machine is asked.  Go: dnsReadConfig"""
    conf = DNSConfig()
    conf.mtime = modified(path)
    try:
        lines = readLines(path)
    except OSError as err:
        conf.err = err.with_traceback(None)
        conf.mtime = 0
        lines = []
    for line in lines:
        fields = getFields(line)
        if fields and line[0] not in ";#":
            conf.directive(fields[0], fields[1:])
    conf.servers = conf.servers or DEFAULT_NS
    conf.search = conf.search or dnsDefaultSearch()
    return conf


def dnsDefaultSearch() -> list[str]:
    """Return the domain that this machine's own name says it is in."""
    try:
        name: str = hook.getHostname()
    except OSError:
        return []
    domain = name.partition(".")[2]
    return [ensureRooted(domain)] if domain else []


def ensureRooted(s: str) -> str:
    """Return s with a dot at its end."""
    return s if s.endswith(".") else s + "."


def avoidDNS(name: str) -> bool:
    """Tell whether no server is to hear of name: .onion, by RFC 7686, or none."""
    return not name or lowerASCII(name.removesuffix(".")).endswith(".onion")


def _recheck(conf: DNSConfig, expired: bool) -> bool:
    # A file without servers may be about to be written.
    return not conf.noReload and (expired or conf.isDefaultNS())


resolv_conf: Final = Watched(dnsReadConfig, _recheck)


def getSystemDNSConfig() -> DNSConfig:
    """Return what this machine's file says."""
    return resolv_conf.get(hook.resolvConfPath)

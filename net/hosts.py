"""/etc/hosts: names and addresses that need no server.  Go: net/hosts.go"""

from __future__ import annotations

import os
from typing import Final, NamedTuple

from goruntime import sync, time

from . import hook
from .configfile import getFields, lowerASCII, readLines
from .dnsclient import absDomainName
from .ip import parseIPZone

MAX_AGE: Final = 5 * time.Second


class Entry(NamedTuple):
    """What the file says of a name."""

    addrs: list[str]
    canonical: str  # the first name of the first line it is on


class Table(NamedTuple):
    """What the file says."""

    names: dict[str, Entry]  # by name in lower case, absolute if it has a dot
    addrs: dict[str, list[str]]  # by address as String says it


def parseLiteralIP(addr: str) -> str:
    """Return an address in its one form, zone and all; "" if it is none.

    An IPv4 address in IPv6's form keeps that, as in Go's netip.
    """
    ip, zone = parseIPZone(addr)
    if ip is None:
        return ""
    text = str(ip)
    if ":" in addr and ":" not in text:
        text = f"::ffff:{text}"
    return f"{text}%{zone}" if zone else text


def parseHosts(lines: list[str]) -> Table:
    """Read lines such as "127.0.0.1 localhost loopback # this machine"."""
    names: dict[str, Entry] = {}
    addrs: dict[str, list[str]] = {}
    for line in lines:
        fields = getFields(line.partition("#")[0])
        if len(fields) < 2:
            continue
        addr = parseLiteralIP(fields[0])
        if not addr:
            continue
        canonical = absDomainName(lowerASCII(fields[1]))
        for name in fields[1:]:
            addrs.setdefault(addr, []).append(absDomainName(name))
            key = absDomainName(lowerASCII(name))
            names.setdefault(key, Entry([], canonical)).addrs.append(addr)
    return Table(names, addrs)


class Hosts:
    """The file, looked at again after 5 s and read again if it was changed."""

    __slots__ = ("_mu", "expire", "path", "stamp", "table")

    def __init__(self) -> None:
        self._mu = sync.Mutex()
        self.table = Table({}, {})
        self.expire = time.Time()
        self.path = ""
        self.stamp: tuple[int, int] | None = None  # time of change, and size

    def read(self) -> Table:
        """Return what the file says now, or said within the last 5 s."""
        with self._mu:
            now = time.Now()
            path = hook.hostsFilePath
            same = self.path == path
            if same and self.table.names and now.Before(self.expire):
                return self.table
            try:
                stat = os.stat(path)
                stamp = stat.st_mtime_ns, stat.st_size
            except OSError:
                stamp = None
            if not same or stamp is None or stamp != self.stamp:
                try:
                    lines = readLines(path)
                except (FileNotFoundError, PermissionError):
                    lines = []
                except OSError:
                    return self.table  # it is there, and will be readable again
                self.table = parseHosts(lines)
                self.path = path
                self.stamp = stamp
            self.expire = now.Add(MAX_AGE)
            return self.table


hosts: Final = Hosts()


def lookupStaticHost(host: str) -> tuple[list[str], str]:
    """Return the addresses that the file has for host, and its canonical name."""
    entry = hosts.read().names.get(absDomainName(lowerASCII(host)))
    return (entry.addrs.copy(), entry.canonical) if entry is not None else ([], "")


def lookupStaticAddr(addr: str) -> list[str]:
    """Return the names that the file has for addr."""
    names = hosts.read().addrs.get(parseLiteralIP(addr))
    return names.copy() if names is not None else []

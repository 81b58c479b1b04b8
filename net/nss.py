"""/etc/nsswitch.conf: where names are looked up, in which order.  Go: net/nss.go"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from goruntime import errors

from . import hook
from .configfile import Watched, lowerASCII, modified, readLines

_WHITE: Final = " \t\n\r"
_STANDARD: Final = {
    "success": "return",
    "notfound": "continue",
    "unavail": "continue",
    "tryagain": "continue",
}


@dataclass(slots=True)
class Criterion:
    """What to do when a source has answered: "[!NOTFOUND=return]"."""

    negate: bool
    status: str  # in lower case, as action
    action: str

    def standard(self, last: bool) -> bool:
        """Tell whether it asks for what is done anyway; to end after the last is."""
        default = _STANDARD.get(self.status)
        if self.negate or default is None:
            return False
        return (last and self.action == "return") or self.action == default


@dataclass(slots=True)
class Source:
    """One source of names: "files", "dns", "mdns4_minimal"."""

    source: str
    criteria: list[Criterion] = field(default_factory=list)

    def standardCriteria(self) -> bool:
        """Tell whether the source after it is asked just as if it had none."""
        last = len(self.criteria) - 1
        return all(c.standard(i == last) for i, c in enumerate(self.criteria))


@dataclass(slots=True)
class NSSConf:
    """What the file says, by database: "hosts"."""

    sources: dict[str, list[Source]] = field(default_factory=dict)
    err: Exception | None = None  # why it could not be read, or understood
    mtime: int = 0


def parseNSSConfFile(path: str) -> NSSConf:
    """Read the file at path."""
    mtime = modified(path)
    try:
        lines = readLines(path)
    except OSError as err:
        return NSSConf(err=err.with_traceback(None))
    conf = parseNSSConf(lines)
    conf.mtime = mtime
    return conf


def parseNSSConf(lines: list[str]) -> NSSConf:
    """Read lines such as "hosts: files [NOTFOUND=continue] dns".

    A line that is wrong ends it: err says why, what came before it counts.
    """
    conf = NSSConf()
    for line in lines:
        text = line.partition("#")[0].strip(_WHITE)
        if not text:
            continue
        db, colon, rest = text.partition(":")
        if not colon:
            conf.err = errors.New("no colon on line")
            break
        try:
            _sources(conf.sources.setdefault(db.strip(_WHITE), []), rest)
        except errors.error as err:
            conf.err = err.with_traceback(None)
            break
    conf.sources = {db: sources for db, sources in conf.sources.items() if sources}
    return conf


def _sources(sources: list[Source], rest: str) -> None:
    """Add what rest names to sources.  Raises errors.error."""
    while rest := rest.strip(_WHITE):
        # Only a blank ends a name, neither a tab nor a bracket.
        name, _, rest = rest.partition(" ")
        rest = rest.lstrip(_WHITE)
        source = Source(name)
        if rest.startswith("["):
            inside, bracket, rest = rest[1:].partition("]")
            if not bracket:
                raise errors.New("unclosed criterion bracket")
            try:
                source.criteria = parseCriteria(inside)
            except errors.error as err:
                raise errors.New("invalid criteria: " + inside) from err
        sources.append(source)


def parseCriteria(text: str) -> list[Criterion]:
    """Read what stands between the brackets.  Raises errors.error."""
    criteria = []
    for word in filter(None, [w.strip(_WHITE) for w in text.split(" ")]):
        negate = word.startswith("!")
        pair = word[1:] if negate else word
        if len(pair) < 3:
            raise errors.New("criterion too short")
        status, equals, action = lowerASCII(pair).partition("=")
        if not equals:
            raise errors.New("criterion lacks equal sign")
        criteria.append(Criterion(negate, status, action))
    return criteria


nss_config: Final = Watched(parseNSSConfFile)


def getSystemNSS() -> NSSConf:
    """Return what this machine's file says."""
    return nss_config.get(hook.nsswitchPath)

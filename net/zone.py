"""Zones of IPv6 addresses: interfaces, by name and index.  Go: net/interface.go"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from typing import Final

from goruntime import time

from .parse import dtoi

_FRESH: Final = time.Minute


class ipv6ZoneCache:
    """What interfaces there were when the kernel was asked.  Go: ipv6ZoneCache

    An address from the network can have a zone, and to ask each time would be slow.
    It is asked again after a minute, and for what is not known.
    """

    # When that was, the names, the indexes: one tuple, never changed, so that any
    # thread may read it.
    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: tuple[time.Time | None, dict[str, int], dict[int, str]]
        self._known = None, {}, {}

    def update(
        self, links: Iterable[tuple[int, str]] | None = None, *, force: bool = False
    ) -> bool:
        """Note (index, name) of all interfaces; tell whether it was done.

        It is not while what is known is fresh, but by force.
        """
        fetched = self._known[0]
        if not force and fetched is not None and time.Since(fetched) < _FRESH:
            return False
        now = time.Now()
        try:
            links = socket.if_nameindex() if links is None else list(links)
        except OSError:
            # Asked again in a minute: an index serves as well as a name.
            self._known = now, *self._known[1:]
            return False
        byname = {name: index for index, name in links if name}
        # Of several names the first one counts.
        byindex = {index: name for index, name in reversed(links) if name}
        self._known = now, byname, byindex
        return True

    def name(self, index: int) -> str:
        """Return the name of an interface, its index if it has none."""
        if not index:
            return ""
        updated = self.update()
        name = self._known[2].get(index)
        if name is None and not updated:
            self.update(force=True)
            name = self._known[2].get(index)
        return str(index) if name is None else name

    def index(self, name: str) -> int:
        """Return the index of an interface, given its name or the index as text."""
        if not name:
            return 0
        updated = self.update()
        index = self._known[1].get(name)
        if index is None and not updated:
            self.update(force=True)
            index = self._known[1].get(name)
        return dtoi(name)[0] if index is None else index


zoneCache: Final = ipv6ZoneCache()  # noqa: N816
zoneindex: Final = zoneCache.index
zonename: Final = zoneCache.name

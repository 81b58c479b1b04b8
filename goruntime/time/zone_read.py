"""Time zone files, and which of them is the local one.  Go: time/zoneinfo_read.go,
time/zoneinfo_unix.go"""

from __future__ import annotations

import os
import re
import struct
from typing import Final

from .tzset import period
from .zone import UTC, Location, zone

MAGIC: Final = b"TZif"
# Six counts, of: UTC indicators, standard time indicators, leap seconds, changes,
# zones, characters of zone names.
HEADER: Final = struct.Struct(">4sc15x6I")
MAX_SIZE: Final = 10 << 20  # bytes of a file, far more than any has


def LoadLocation(name: str) -> Location:
    """Return the Location of the IANA database with a name, such as Europe/Paris.

    "" and "UTC" are UTC, "Local" is Local.  The files are looked for in $ZONEINFO,
    where Python looks for them ($PYTHONTZPATH, /usr/share/zoneinfo, ...), and in the
    package tzdata.  ValueError if there is none.

    Go: time.LoadLocation
    """
    if name in ("", "UTC"):
        return UTC
    if name == "Local":
        return Local
    if ".." in name or "\0" in name or name[0] in "/\\":
        raise ValueError("time: invalid location name")
    return load(name)


def LoadLocationFromTZData(name: str, data: bytes) -> Location:
    """Return a Location with that name from the content of a time zone file.

    Go: time.LoadLocationFromTZData
    """
    try:
        return read(name, data)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise ValueError("malformed time zone information") from None


def read(name: str, data: bytes) -> Location:
    """Take a time zone file apart, see RFC 9636."""
    magic, version, *counts = HEADER.unpack_from(data)
    if magic != MAGIC or version not in (b"\0", b"2", b"3"):
        raise IndexError
    pos, size = HEADER.size, 4
    if version != b"\0":
        # The same again, with times of 64 bits, comes after what old programs read.
        pos += _size(counts, 4)
        _, _, *counts = HEADER.unpack_from(data, pos)
        pos, size = pos + HEADER.size, 8
    ntime, nzone, nchar = counts[3:]
    end = pos + _size(counts, size)
    if nzone == 0 or end > len(data):
        raise IndexError
    when = struct.unpack_from(f">{ntime}{'q' if size == 8 else 'i'}", data, pos)
    pos += ntime * size
    index = data[pos : pos + ntime]
    pos += ntime
    names = data[pos + nzone * 6 :][:nchar]
    zones = []
    for offset, isdst, at in struct.iter_unpack(">iBB", data[pos:][: nzone * 6]):
        if at >= nchar:
            raise IndexError
        zones.append(zone(names[at:].split(b"\0")[0].decode(), offset, isdst != 0))
    if ntime and max(index) >= nzone:
        raise IndexError
    rest = data[end:]
    extend = ""
    if len(rest) > 2 and rest[:1] == rest[-1:] == b"\n":
        extend = rest[1:-1].decode()
    return Location(name, zones, when, index, extend)


def _size(counts: list[int], size: int) -> int:
    """Return the length of what follows a header."""
    nutc, nstd, nleap, ntime, nzone, nchar = counts
    return ntime * (size + 1) + nzone * 6 + nchar + nleap * (size + 4) + nstd + nutc


def load(name: str) -> Location:
    """Look for a time zone's file and read it."""
    import zoneinfo  # here, as it takes long and few need it

    malformed: ValueError | None = None
    folders = [*filter(None, [os.environ.get("ZONEINFO")]), *zoneinfo.TZPATH]
    for folder in folders:
        try:
            return _loadfile(name, os.path.join(folder, name))
        except OSError:
            pass
        except ValueError as err:
            malformed = malformed or err
    data = _tzdata(name)
    if data is not None:
        return LoadLocationFromTZData(name, data)
    raise malformed or ValueError(f"unknown time zone {name}")


def _loadfile(name: str, path: str) -> Location:
    with open(path, "rb") as f:
        data = f.read(MAX_SIZE + 1)
    if len(data) > MAX_SIZE:
        raise ValueError(f"time: file {path} is too large")
    return LoadLocationFromTZData(name, data)


def _tzdata(name: str) -> bytes | None:
    """Return a file of the package tzdata."""
    from importlib import resources  # here, as it takes long and few need it

    if not re.fullmatch(r"[\w+-]+(/[\w+-]+)*", name):
        return None
    try:
        folder = resources.files("tzdata") / "zoneinfo"
        return folder.joinpath(*name.split("/")).read_bytes()
    except (ImportError, OSError):
        return None


def initlocal() -> Location:
    """Return the Location that $TZ names, else that of /etc/localtime.

    What cannot be found is UTC.
    """
    tz = os.environ.get("TZ", "/etc/localtime").removeprefix(":")
    if tz in ("", "UTC"):
        return UTC
    try:
        if tz[0] != "/":
            return load(tz)
        return _loadfile("Local" if tz == "/etc/localtime" else tz, tz)
    except (OSError, ValueError):
        return UTC


class _LocalLocation(Location):
    """Local: it is found out when it is needed, and then stays."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        super().__init__()
        self._found: Location | None = None

    def _get(self) -> Location:
        if self._found is None:
            self._found = initlocal()
        return self._found

    def String(self) -> str:
        return self._get().String()

    def lookup(self, sec: int) -> period:
        return self._get().lookup(sec)

    def lookupname(self, name: str, sec: int) -> int | None:
        return self._get().lookupname(name, sec)

    def __reduce__(self) -> str:
        return "Local"


Local: Final[Location] = _LocalLocation()

"""HardwareAddr: the address of a network card.  Go: net/mac.go"""

from __future__ import annotations

import re
from typing import Final

from .errors import AddrError
from .ip import _Octets

_SIZES: Final = (6, 8, 20)  # MAC-48 and EUI-48, EUI-64, InfiniBand


class HardwareAddr(_Octets):
    """The bytes of a hardware address; none is Go's nil.  Go: net.HardwareAddr"""

    __slots__ = ()

    @classmethod
    def _hint(cls) -> str:
        return "use net.ParseMAC for a text, or give its bytes"

    def __str__(self) -> str:
        return self.hex(":") if self else ""


# Pairs of digits after colons or after dashes, fours of them after dots, or all in one.
_FORM: Final = re.compile(
    "[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\\1[0-9a-f]{2})*"
    "|[0-9a-f]{4}(?:\\.[0-9a-f]{4})+"
    "|(?:[0-9a-f]{2})+",
    re.ASCII | re.IGNORECASE,
)
_SEPARATORS: Final = str.maketrans("", "", ":-.")


def ParseMAC(s: str) -> HardwareAddr:
    """Return the address of 6, 8 or 20 bytes that s is.  Raises AddrError.

    It is written 00:00:5e:00:53:01, 00-00-5e-00-53-01, 0000.5e00.5301 or
    00005e005301.  Go: net.ParseMAC
    """
    if _FORM.fullmatch(s) is not None:
        b = bytes.fromhex(s.translate(_SEPARATORS))
        if len(b) in _SIZES:
            return HardwareAddr(b)
    raise AddrError("invalid MAC address", s)

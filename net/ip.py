"""IP: an address of version 4 or 6.  Go: net/ip.go"""

from __future__ import annotations

import ipaddress
from typing import Final

IPv4len: Final = 4
IPv6len: Final = 16

_V4_IN_V6: Final = b"\0" * 10 + b"\xff\xff"


class IP(bytes):
    """An IP address: its 4 or 16 bytes, or none for Go's nil.  Go: net.IP"""

    __slots__ = ()

    def To4(self) -> IP | None:
        """Return it as 4 bytes; None if it is no IPv4 address."""
        if len(self) == IPv4len:
            return self
        if len(self) == IPv6len and self[:12] == _V4_IN_V6:
            return IP(self[12:])
        return None

    def To16(self) -> IP | None:
        """Return it as 16 bytes; None if it is no address."""
        if len(self) == IPv4len:
            return IP(_V4_IN_V6 + self)
        return self if len(self) == IPv6len else None

    def Equal(self, x: bytes | None) -> bool:
        """Tell whether they are the same address, in whatever form."""
        other = IP(x or b"")
        return bytes(self.To16() or self) == bytes(other.To16() or other)

    def IsUnspecified(self) -> bool:
        return self.Equal(IPv4zero) or self.Equal(IPv6unspecified)

    def IsLoopback(self) -> bool:
        ip4 = self.To4()
        return ip4[0] == 127 if ip4 is not None else self.Equal(IPv6loopback)

    def IsMulticast(self) -> bool:
        ip4 = self.To4()
        if ip4 is not None:
            return ip4[0] & 0xF0 == 0xE0
        return len(self) == IPv6len and self[0] == 0xFF

    def __str__(self) -> str:
        if not self:
            return "<nil>"
        ip4 = self.To4()
        if ip4 is not None:
            return ".".join(map(str, ip4))
        if len(self) != IPv6len:
            return "?" + self.hex()
        return str(ipaddress.IPv6Address(bytes(self)))

    String = __str__

    def __repr__(self) -> str:
        return f"<IP {self}>"


def IPv4(a: int, b: int, c: int, d: int) -> IP:
    """Return the address a.b.c.d, in its 16-byte form.  Go: net.IPv4"""
    return IP(_V4_IN_V6 + bytes((a, b, c, d)))


IPv4zero: Final = IPv4(0, 0, 0, 0)
IPv6zero: Final = IP(16)
IPv6unspecified: Final = IPv6zero
IPv6loopback: Final = IP(b"\0" * 15 + b"\1")


def ParseIP(s: str) -> IP | None:
    """Return the address that s is, in its 16-byte form; None if it is none."""
    ip, zone = parseIPZone(s)
    return None if zone else ip


def parseIPZone(s: str) -> tuple[IP | None, str]:
    """Return the address and the zone of s; None if it is no address."""
    zone = ""
    if ":" in s:
        s, percent, zone = s.partition("%")
        if percent and not zone:
            return None, ""
    try:
        parsed = ipaddress.ip_address(s)
    except ValueError:
        return None, ""
    return IP(parsed.packed).To16(), zone

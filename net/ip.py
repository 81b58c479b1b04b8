"""IP, IPMask, IPNet: addresses and networks of version 4 and 6.  Go: net/ip.go

An IPv4 address is 4 bytes, or the last 4 of 16, after a fixed prefix.  All here take
both forms; what is parsed or made by IPv4 has 16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

from .errors import AddrError, ParseError
from .parse import dtoi, formatIPv6, parseIPv4, parseIPv6

if TYPE_CHECKING:
    import ipaddress
    from collections.abc import Iterable

    # What an address may be given as: bytes of any kind, numbers, one of Python's own
    # addresses; no text.
    _IPLike: TypeAlias = (
        Iterable[int] | ipaddress.IPv4Address | ipaddress.IPv6Address | None
    )

IPv4len: Final = 4
IPv6len: Final = 16

_V4_IN_V6: Final = b"\0" * 10 + b"\xff\xff"


class _Octets(bytes):
    """Bytes that a text or a number is not taken for."""

    __slots__ = ()

    def __new__(cls, b: _IPLike = b"") -> Self:
        if type(b) is not bytes:
            b = cls._octets(b)
        return bytes.__new__(cls, b)

    @classmethod
    def _octets(cls, b: Any) -> bytes:
        """Return the bytes of what is not just bytes."""
        if isinstance(b, (str, int)):
            raise TypeError(f"{cls.__name__}: not of {type(b).__name__}: {cls._hint()}")
        return b"" if b is None else bytes(b)

    @classmethod
    def _hint(cls) -> str:
        return "give its bytes"

    def __str__(self) -> str:
        raise NotImplementedError

    def String(self) -> str:
        """Return it as str() does."""
        return str(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"


class IP(_Octets):
    """An IP address: its 4 or 16 bytes, or none, which is Go's nil.  Go: net.IP

    Made of bytes, of a sequence of numbers, or of one of Python's own addresses
    (ipaddress); for a text there is ParseIP.

    ``==`` compares the bytes; Equal knows that an IPv4 address has two forms.
    """

    __slots__ = ()

    @classmethod
    def _octets(cls, b: Any) -> bytes:
        return super()._octets(getattr(b, "packed", b))

    @classmethod
    def _hint(cls) -> str:
        return "use net.ParseIP for a text, or give its bytes"

    def To4(self) -> IP | None:
        """Return it as 4 bytes; None if it is no IPv4 address."""
        if len(self) == IPv4len:
            return self
        return IP(self[12:]) if is4in6(self) else None

    def To16(self) -> IP | None:
        """Return it as 16 bytes; None if it is no address."""
        if len(self) == IPv4len:
            return IP(_V4_IN_V6 + self)
        return self if len(self) == IPv6len else None

    def Equal(self, x: bytes | None) -> bool:
        """Tell whether they are the same address, in whatever form."""
        if x is None:
            return not self
        if len(self) == len(x):
            return self == x
        if len(self) == IPv4len and len(x) == IPv6len:
            return x == _V4_IN_V6 + self
        if len(self) == IPv6len and len(x) == IPv4len:
            return self == _V4_IN_V6 + x
        return False

    def IsUnspecified(self) -> bool:
        """Tell whether it is 0.0.0.0 or "::"."""
        return self.Equal(IPv4zero) or self.Equal(IPv6unspecified)

    def IsLoopback(self) -> bool:
        """Tell whether it is of 127.0.0.0/8, or ::1."""
        ip4 = self.To4()
        return ip4[0] == 127 if ip4 is not None else self.Equal(IPv6loopback)

    def IsPrivate(self) -> bool:
        """Tell whether it is of a private network, by RFC 1918 or RFC 4193.

        Which is nothing to grant access by.
        """
        ip4 = self.To4()
        if ip4 is not None:
            a, b, _, _ = ip4
            return a == 10 or (a == 172 and b & 0xF0 == 16) or (a == 192 and b == 168)
        return len(self) == IPv6len and self[0] & 0xFE == 0xFC

    def IsMulticast(self) -> bool:
        ip4 = self.To4()
        if ip4 is not None:
            return ip4[0] & 0xF0 == 0xE0
        return len(self) == IPv6len and self[0] == 0xFF

    def IsInterfaceLocalMulticast(self) -> bool:
        return len(self) == IPv6len and self[0] == 0xFF and self[1] & 0x0F == 1

    def IsLinkLocalMulticast(self) -> bool:
        ip4 = self.To4()
        if ip4 is not None:
            return ip4.startswith(b"\xe0\0\0")
        return len(self) == IPv6len and self[0] == 0xFF and self[1] & 0x0F == 2

    def IsLinkLocalUnicast(self) -> bool:
        ip4 = self.To4()
        if ip4 is not None:
            return ip4.startswith(b"\xa9\xfe")
        return len(self) == IPv6len and self[0] == 0xFE and self[1] & 0xC0 == 0x80

    def IsGlobalUnicast(self) -> bool:
        """Tell whether it may be one machine beyond this link; private ones, too."""
        return len(self) in (IPv4len, IPv6len) and not (
            self.Equal(IPv4bcast)
            or self.IsUnspecified()
            or self.IsLoopback()
            or self.IsMulticast()
            or self.IsLinkLocalUnicast()
        )

    def DefaultMask(self) -> IPMask | None:
        """Return the mask of an IPv4 address's class; None if it is none."""
        ip4 = self.To4()
        if ip4 is None:
            return None
        return _CLASS_A if ip4[0] < 0x80 else _CLASS_B if ip4[0] < 0xC0 else _CLASS_C

    def Mask(self, mask: bytes | None) -> IP | None:
        """Return it with only the mask's bits left; None if that is of another size."""
        ip, m = bytes(self), bytes(mask or b"")
        if len(m) == IPv6len and len(ip) == IPv4len and m.startswith(b"\xff" * 12):
            m = m[12:]
        if len(m) == IPv4len and len(ip) == IPv6len and ip.startswith(_V4_IN_V6):
            ip = ip[12:]
        return IP(_and(ip, m)) if len(ip) == len(m) else None

    def __str__(self) -> str:
        """Return 192.0.2.1, 2001:db8::1, <nil> for none; ? and hex if it is no IP."""
        if not self:
            return "<nil>"
        ip4 = self.To4()
        if ip4 is not None:
            a, b, c, d = ip4
            return f"{a}.{b}.{c}.{d}"
        return formatIPv6(self) if len(self) == IPv6len else "?" + self.hex()

    def MarshalText(self) -> bytes:
        """Return str() as bytes, and none for none.  Raises AddrError."""
        if len(self) not in (0, IPv4len, IPv6len):
            raise AddrError("invalid IP address", self.hex())
        return str(self).encode() if self else b""

    def AppendText(self, b: bytes) -> bytes:
        """Return b and MarshalText."""
        return b + self.MarshalText()

    @classmethod
    def UnmarshalText(cls, text: bytes) -> IP:
        """Return the address that text is, nil for none.  Raises ParseError.

        In Go it changes the IP that it is called on; bytes do not change.
        """
        if not text:
            return IP()
        s = bytes(text).decode(errors="surrogateescape")
        ip = ParseIP(s)
        if ip is None:
            raise ParseError("IP address", s)
        return ip


class IPMask(_Octets):
    """The bits of an address that are the network's.  Go: net.IPMask"""

    __slots__ = ()

    def Size(self) -> tuple[int, int]:
        """Return how many ones it begins with, of how many bits.

        (0, 0) if a one comes after a zero.
        """
        ones = simpleMaskLength(self)
        return (0, 0) if ones < 0 else (ones, 8 * len(self))

    def __str__(self) -> str:
        return self.hex() or "<nil>"


class IPNet:
    """A network: its number and its mask.  Go: net.IPNet"""

    __slots__ = ("IP", "Mask")

    def __init__(self, IP: _IPLike = None, Mask: _IPLike = None) -> None:
        self.IP = _asip(IP)
        self.Mask = Mask if isinstance(Mask, IPMask) else IPMask(Mask)

    def Contains(self, ip: _IPLike) -> bool:
        """Tell whether ip is of this network."""
        number, mask = networkNumberAndMask(self)
        ip = _asip(ip)
        ip = ip.To4() or ip
        return len(ip) == len(number) and _and(number, mask) == _and(ip, mask)

    def Network(self) -> str:
        return "ip+net"

    def __str__(self) -> str:
        """Return 192.0.2.0/24; with the mask in hex if it is not ones, then zeros."""
        number, mask = networkNumberAndMask(self)
        if not number or not mask:
            return "<nil>"
        ones = simpleMaskLength(mask)
        return f"{number}/{mask}" if ones < 0 else f"{number}/{ones}"

    def String(self) -> str:
        """Return it as str() does."""
        return str(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, IPNet):
            return NotImplemented
        return self.IP.Equal(other.IP) and self.Mask == other.Mask

    def __hash__(self) -> int:
        return hash((self.IP.To16() or self.IP, self.Mask))

    def __repr__(self) -> str:
        return f"<IPNet {self}>"


def _asip(ip: _IPLike) -> IP:
    return ip if isinstance(ip, IP) else IP(ip)


def _and(a: bytes, b: bytes) -> bytes:
    return bytes(x & y for x, y in zip(a, b, strict=True))


def simpleMaskLength(mask: bytes) -> int:
    """Return how many ones mask begins with; -1 if a one comes after a zero."""
    zeros = (~int.from_bytes(mask) & ((1 << 8 * len(mask)) - 1)).bit_length()
    ones = 8 * len(mask) - zeros
    return ones if mask == _ones(ones, len(mask)) else -1


def networkNumberAndMask(n: IPNet) -> tuple[IP, IPMask]:
    """Return a network's number and mask, of one size; none of both if they are not."""
    ip4 = n.IP.To4()
    ip = n.IP if ip4 is None else ip4
    mask = n.Mask
    if len(ip) == IPv4len and len(mask) == IPv6len:
        mask = IPMask(mask[12:])
    if len(ip) not in (IPv4len, IPv6len) or len(ip) != len(mask):
        return IP(), IPMask()
    return ip, mask


def _ones(ones: int, size: int) -> bytes:
    bits = 8 * size
    return ((1 << bits) - (1 << bits - ones)).to_bytes(size)


def IPv4(a: int, b: int, c: int, d: int) -> IP:
    """Return the address a.b.c.d, in its 16-byte form.  Go: net.IPv4"""
    return IP(_V4_IN_V6 + bytes((a, b, c, d)))


def IPv4Mask(a: int, b: int, c: int, d: int) -> IPMask:
    """Return the mask a.b.c.d, in its 4-byte form.  Go: net.IPv4Mask"""
    return IPMask((a, b, c, d))


def CIDRMask(ones: int, bits: int) -> IPMask | None:
    """Return a mask of that many ones and bits, 32 or 128; None if there is none.

    Go: net.CIDRMask
    """
    if bits not in (32, 128) or not 0 <= ones <= bits:
        return None
    return IPMask(_ones(ones, bits // 8))


_CLASS_A: Final = IPv4Mask(0xFF, 0, 0, 0)
_CLASS_B: Final = IPv4Mask(0xFF, 0xFF, 0, 0)
_CLASS_C: Final = IPv4Mask(0xFF, 0xFF, 0xFF, 0)

IPv4bcast: Final = IPv4(255, 255, 255, 255)
IPv4allsys: Final = IPv4(224, 0, 0, 1)
IPv4allrouter: Final = IPv4(224, 0, 0, 2)
IPv4zero: Final = IPv4(0, 0, 0, 0)

IPv6zero: Final = IP(bytes(16))
IPv6unspecified: Final = IPv6zero
IPv6loopback: Final = IP(b"\0" * 15 + b"\1")
IPv6interfacelocalallnodes: Final = IP(b"\xff\1" + b"\0" * 13 + b"\1")
IPv6linklocalallnodes: Final = IP(b"\xff\2" + b"\0" * 13 + b"\1")
IPv6linklocalallrouters: Final = IP(b"\xff\2" + b"\0" * 13 + b"\2")


def ParseIP(s: str) -> IP | None:
    """Return the address that s is, in its 16-byte form; None if it is none.

    Go: net.ParseIP
    """
    ip, zone = parseIPZone(s)
    return None if zone else ip


def is4in6(b: bytes) -> bool:
    """Tell whether it is an IPv4 address in 16 bytes."""
    return len(b) == IPv6len and b.startswith(_V4_IN_V6)


def parseIPZone(s: str) -> tuple[IP | None, str]:
    """Return the address and the zone of "fe80::1%eth0"; None if it is no address."""
    address, percent, zone = s.partition("%")
    if ":" in address:
        b = None if percent and not zone else parseIPv6(address)
        return (None, "") if b is None else (IP(b), zone)
    b = parseIPv4(s)
    return (None, "") if b is None else (IP(_V4_IN_V6 + b), "")


def ParseCIDR(s: str) -> tuple[IP, IPNet]:
    """Return the address and the network that "192.0.2.1/24" says.

    Raises ParseError.  Go: net.ParseCIDR
    """
    address, _, ones = s.partition("/")
    ip = ParseIP(address)
    n, end, ok = dtoi(ones)
    if ip is None or not ok or end != len(ones):
        raise ParseError("CIDR address", s)
    mask = CIDRMask(n, 128 if ":" in address else 32)
    if mask is None:
        raise ParseError("CIDR address", s)
    return ip, IPNet(ip.Mask(mask), mask)

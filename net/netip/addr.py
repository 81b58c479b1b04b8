"""Addr: an IP address, with its zone.  Go: net/netip/netip.go"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goruntime import Panic

from ..parse import formatIPv6
from .parse import invalidError, parse, parseAddrError
from .value import value

if TYPE_CHECKING:
    from .prefix import Prefix


class Addr(value):
    """An IPv4 or IPv6 address; ``Addr()``, the zero value, is neither.

    Go: netip.Addr

    They are made by ParseAddr and AddrFrom4 and its like, and do not change.  ``==``
    knows 1.2.3.4 from ::ffff:1.2.3.4, and fe80::1 from fe80::1%eth0.  In order, IPv4
    comes before IPv6, and the zone counts last.
    """

    # How many bits it has, 32, 128 or none; the number that they are.
    __slots__ = ("_bits", "_n", "_zone")

    _bits: int
    _n: int
    _zone: str

    def __init__(self) -> None:
        self._bits = self._n = 0
        self._zone = ""

    # --- what it is -----------------------------------------------------------

    def IsValid(self) -> bool:
        """Tell whether it is an address: 0.0.0.0 and :: are, the zero value is not."""
        return self._bits != 0

    def BitLen(self) -> int:
        """Return how many bits it has: 32, 128, or 0 for the zero value."""
        return self._bits

    def Zone(self) -> str:
        """Return the zone of an IPv6 address, nothing if it has none."""
        return self._zone

    def Is4(self) -> bool:
        """Tell whether it is IPv4; ::ffff:1.2.3.4 is not."""
        return self._bits == 32

    def Is6(self) -> bool:
        """Tell whether it is IPv6, which ::ffff:1.2.3.4 is, too."""
        return self._bits == 128

    def Is4In6(self) -> bool:
        """Tell whether it is IPv4 mapped into IPv6, as ::ffff:1.2.3.4 is."""
        return self._bits == 128 and self._n >> 32 == 0xFFFF

    def IsUnspecified(self) -> bool:
        """Tell whether it is 0.0.0.0, or :: without a zone."""
        return self._bits != 0 and self._n == 0 and not self._zone

    def IsLoopback(self) -> bool:
        """Tell whether it is of 127.0.0.0/8, or ::1."""
        ip4 = self._as4()
        return ip4 >> 24 == 127 if ip4 >= 0 else self._bits == 128 and self._n == 1

    def IsPrivate(self) -> bool:
        """Tell whether it is of a private network, by RFC 1918 or RFC 4193.

        Which is nothing to grant access by.
        """
        ip4 = self._as4()
        if ip4 >= 0:
            return ip4 >> 24 == 10 or ip4 >> 20 == 0xAC1 or ip4 >> 16 == 0xC0A8
        return self._n >> 121 == 0xFC >> 1

    def IsMulticast(self) -> bool:
        ip4 = self._as4()
        return ip4 >> 28 == 0xE if ip4 >= 0 else self._n >> 120 == 0xFF

    def IsInterfaceLocalMulticast(self) -> bool:
        return self._n >> 112 & 0xFF0F == 0xFF01

    def IsLinkLocalMulticast(self) -> bool:
        ip4 = self._as4()
        return ip4 >> 8 == 0xE00000 if ip4 >= 0 else self._n >> 112 & 0xFF0F == 0xFF02

    def IsLinkLocalUnicast(self) -> bool:
        ip4 = self._as4()
        return ip4 >> 16 == 0xA9FE if ip4 >= 0 else self._n >> 118 == 0xFE80 >> 6

    def IsGlobalUnicast(self) -> bool:
        """Tell whether it may be one machine beyond this link; private ones, too."""
        ip4 = self._as4()
        if ip4 in (0, 0xFFFFFFFF):
            return False
        return self._bits != 0 and not (
            self.IsUnspecified()
            or self.IsLoopback()
            or self.IsMulticast()
            or self.IsLinkLocalUnicast()
        )

    def _as4(self) -> int:
        """Return the number of an IPv4 address, mapped or not; -1 if it is none."""
        if self._bits == 32:
            return self._n
        return self._n & 0xFFFFFFFF if self._n >> 32 == 0xFFFF else -1

    # --- others like it -------------------------------------------------------

    def Unmap(self) -> Addr:
        """Return 1.2.3.4 for ::ffff:1.2.3.4, and else itself.  It loses its zone."""
        return make(32, self._n & 0xFFFFFFFF) if self.Is4In6() else self

    def WithZone(self, zone: str) -> Addr:
        """Return it with that zone, or with none; only IPv6 has zones."""
        return make(128, self._n, zone) if self._bits == 128 else self

    def Next(self) -> Addr:
        """Return the address that follows; the zero value after the last."""
        if not self._bits or self._n + 1 == 1 << self._bits:
            return Addr()
        return make(self._bits, self._n + 1, self._zone)

    def Prev(self) -> Addr:
        """Return the address before it; the zero value before the first."""
        if self._n == 0:
            return Addr()
        return make(self._bits, self._n - 1, self._zone)

    def Prefix(self, b: int) -> Prefix:
        """Return the prefix of b bits that it is of, without its zone.

        Raises a ValueError if it has not as many bits; of the zero value there is
        the zero value only.
        """
        from .prefix import Prefix, PrefixFrom

        if b < 0:
            raise invalidError("negative Prefix bits")
        if not self._bits:
            return Prefix()
        if b > self._bits:
            kind = "IPv4" if self._bits == 32 else "IPv6"
            raise invalidError(f"prefix length {b} too large for {kind}")
        shift = self._bits - b
        return PrefixFrom(make(self._bits, self._n >> shift << shift), b)

    # --- bytes and text -------------------------------------------------------

    def As4(self) -> bytes:
        """Return the 4 bytes of an IPv4 address, mapped or not; of another, panic."""
        ip4 = self._as4()
        if ip4 < 0 or not self._bits:
            kind = "IPv6 address" if self._bits else "IP zero value"
            raise Panic(f"As4 called on {kind}")
        return ip4.to_bytes(4)

    def As16(self) -> bytes:
        """Return 16 bytes: IPv4 mapped, zeros for the zero value."""
        mapped = 0xFFFF << 32 if self._bits == 32 else 0
        return (mapped | self._n).to_bytes(16)

    def AsSlice(self) -> bytes:
        """Return its 4 or 16 bytes; none for the zero value."""
        return self._n.to_bytes(self._bits >> 3)

    def __str__(self) -> str:
        """Return 192.0.2.1, fe80::1%eth0, ::ffff:192.0.2.1, or "invalid IP"."""
        n = self._n
        if self._bits == 32:
            return f"{n >> 24}.{n >> 16 & 0xFF}.{n >> 8 & 0xFF}.{n & 0xFF}"
        if not self._bits:
            return "invalid IP"
        s = f"::ffff:{self.Unmap()}" if self.Is4In6() else formatIPv6(n.to_bytes(16))
        return f"{s}%{self._zone}" if self._zone else s

    def StringExpanded(self) -> str:
        """Return it with all of its digits, and no "::"."""
        if self._bits != 128:
            return str(self)
        s = self._n.to_bytes(16).hex(":", 2)
        return f"{s}%{self._zone}" if self._zone else s

    def MarshalText(self) -> bytes:
        """Return str() as bytes, and none for the zero value."""
        return encode(str(self)) if self._bits else b""

    @classmethod
    def UnmarshalText(cls, text: bytes) -> Addr:
        """Return the address that text is, the zero value for none.

        Raises a ValueError, as ParseAddr does.  In Go it changes what it is called on.
        """
        return ParseAddr(decode(text)) if text else Addr()

    def MarshalBinary(self) -> bytes:
        """Return its bytes, and those of its zone."""
        return self.AsSlice() + encode(self._zone)

    @classmethod
    def UnmarshalBinary(cls, b: bytes) -> Addr:
        """Return what MarshalBinary was of.  Raises a ValueError for another size.

        In Go it changes what it is called on.
        """
        if len(b) > 16:
            return AddrFrom16(b[:16]).WithZone(decode(b[16:]))
        ip, ok = AddrFromSlice(b)
        if not ok and b:
            raise invalidError("unexpected slice size")
        return ip

    # --- order ----------------------------------------------------------------

    def Less(self, ip2: Addr) -> bool:
        """Tell whether it comes before ip2."""
        return self < ip2

    def _key(self) -> tuple[int, int, str]:
        return self._bits, self._n, self._zone

    def __eq__(self, other: object) -> bool:
        if type(other) is not Addr:
            return NotImplemented
        return (
            self._n == other._n
            and self._bits == other._bits
            and self._zone == other._zone
        )

    def __hash__(self) -> int:
        return hash((self._bits, self._n, self._zone))


def make(bits: int, n: int, zone: str = "") -> Addr:
    """Make an address of its number; for this package."""
    ip = Addr.__new__(Addr)
    ip._bits = bits
    ip._n = n
    ip._zone = zone
    return ip


def encode(s: str) -> bytes:
    """Return the bytes of a text, whatever is in its zone."""
    return s.encode("utf-8", "surrogateescape")


def decode(b: bytes) -> str:
    """Return the text that bytes are, which encode takes back."""
    return bytes(b).decode("utf-8", "surrogateescape")


def ParseAddr(s: str) -> Addr:
    """Return the address that s is: 192.0.2.1, 2001:db8::68, fe80::1cc0:3e8c%eth0.

    Raises a ValueError that says what is wrong, and where.  Go: netip.ParseAddr
    """
    return make(*parse(s))


def MustParseAddr(s: str) -> Addr:
    """Return the address that s is; panic if it is none.  Go: netip.MustParseAddr"""
    try:
        return ParseAddr(s)
    except parseAddrError as err:
        raise Panic(err) from err


def AddrFrom4(addr: bytes) -> Addr:
    """Return the IPv4 address of 4 bytes.  Go: netip.AddrFrom4"""
    return make(32, _number(addr, 4))


def AddrFrom16(addr: bytes) -> Addr:
    """Return the IPv6 address of 16 bytes, be it a mapped one.  Go: netip.AddrFrom16"""
    return make(128, _number(addr, 16))


def _number(b: bytes, size: int) -> int:
    if len(b) != size:
        raise ValueError(f"an address of {size} bytes, given {len(b)}")
    return int.from_bytes(b)


def AddrFromSlice(slice: bytes) -> tuple[Addr, bool]:
    """Return the address of 4 or 16 bytes, and True; else the zero value, and False.

    Go: netip.AddrFromSlice
    """
    if len(slice) not in (4, 16):
        return Addr(), False
    return make(8 * len(slice), int.from_bytes(slice)), True


def IPv4Unspecified() -> Addr:
    """Return 0.0.0.0.  Go: netip.IPv4Unspecified"""
    return make(32, 0)


def IPv6Unspecified() -> Addr:
    """Return ::.  Go: netip.IPv6Unspecified"""
    return make(128, 0)


def IPv6Loopback() -> Addr:
    """Return ::1.  Go: netip.IPv6Loopback"""
    return make(128, 1)


def IPv6LinkLocalAllNodes() -> Addr:
    """Return ff02::1.  Go: netip.IPv6LinkLocalAllNodes"""
    return make(128, 0xFF02 << 112 | 1)


def IPv6LinkLocalAllRouters() -> Addr:
    """Return ff02::2.  Go: netip.IPv6LinkLocalAllRouters"""
    return make(128, 0xFF02 << 112 | 2)

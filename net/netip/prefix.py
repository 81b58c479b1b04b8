"""Prefix: a network, as an address and how many of its bits count.

Go: net/netip/netip.go
"""

from __future__ import annotations

from goruntime import Panic
from goruntime.errors.quote import quote

from . import addr as _addr
from .addr import ParseAddr, decode, make
from .parse import invalidError, parseAddrError, parsePrefixError
from .value import value


class Prefix(value):
    """A network of IP addresses, as in 192.0.2.0/24.  Go: netip.Prefix

    They are made by ParsePrefix, PrefixFrom and Addr.Prefix, and do not change.  The
    address keeps the bits that do not count; Masked clears them.  ``ip in prefix`` is
    Contains.  In order, the network comes first, then how large it is.  ``Prefix()``
    is the zero value, which is not valid.
    """

    __slots__ = ("_bits", "_ip")

    _ip: _addr.Addr
    _bits: int  # -1 if it is not valid

    def __init__(self) -> None:
        self._ip = _addr.Addr()
        self._bits = -1

    def Addr(self) -> _addr.Addr:
        return self._ip

    def Bits(self) -> int:
        """Return how many bits count; -1 if it is not valid."""
        return self._bits

    def IsValid(self) -> bool:
        """Tell whether it is the prefix of an address, and not of more bits than that
        has.
        """
        return self._bits >= 0

    def IsSingleIP(self) -> bool:
        """Tell whether there is just one address in it."""
        return self._bits >= 0 and self._bits == self._ip.BitLen()

    def Masked(self) -> Prefix:
        """Return it with no bits in the address but those that count."""
        return self._ip.Prefix(self._bits) if self._bits >= 0 else Prefix()

    def Contains(self, ip: _addr.Addr) -> bool:
        """Tell whether ip is of this network.

        An IPv4 address is of none of IPv6, mapped or not; one with a zone is of none,
        and nothing is of one that is not valid.
        """
        mine = self._ip
        return (
            self._bits >= 0
            and ip._bits == mine._bits
            and not ip._zone
            and (ip._n ^ mine._n) >> ip._bits - self._bits == 0
        )

    def __contains__(self, ip: object) -> bool:
        if not isinstance(ip, _addr.Addr):
            raise TypeError(f"in a Prefix there are Addrs, not {type(ip).__name__}")
        return self.Contains(ip)

    def Overlaps(self, o: Prefix) -> bool:
        """Tell whether there is an address that is of both."""
        if self._bits < 0 or o._bits < 0:
            return False
        if self._bits <= o._bits:
            return self.Contains(o._ip)
        return o.Contains(self._ip)

    def __str__(self) -> str:
        """Return 192.0.2.0/24, or "invalid Prefix"."""
        return f"{self._ip}/{self._bits}" if self._bits >= 0 else "invalid Prefix"

    def MarshalText(self) -> bytes:
        """Return str() as bytes, and none for the zero value."""
        return str(self).encode() if self._ip.IsValid() else b""

    @classmethod
    def UnmarshalText(cls, text: bytes) -> Prefix:
        """Return the prefix that text is, the zero value for none.

        Raises a ValueError, as ParsePrefix does.  In Go it changes what it is called
        on.
        """
        return ParsePrefix(decode(text)) if text else Prefix()

    def MarshalBinary(self) -> bytes:
        """Return the bytes of the address, then one that says how many bits count."""
        return self._ip.AsSlice() + bytes((self._bits & 0xFF,))

    @classmethod
    def UnmarshalBinary(cls, b: bytes) -> Prefix:
        """Return what MarshalBinary was of.  Raises a ValueError for another size.

        In Go it changes what it is called on.
        """
        if len(b) < 1:
            raise invalidError("unexpected slice size")
        return PrefixFrom(_addr.Addr.UnmarshalBinary(b[:-1]), b[-1])

    def _key(self) -> tuple[_addr.Addr, int, _addr.Addr]:
        return self.Masked()._ip, self._bits, self._ip

    def __eq__(self, other: object) -> bool:
        if type(other) is not Prefix:
            return NotImplemented
        return self._bits == other._bits and self._ip == other._ip

    def __hash__(self) -> int:
        return hash((self._ip, self._bits))


def PrefixFrom(ip: _addr.Addr, bits: int) -> Prefix:
    """Return the prefix of ip, without its zone; not valid if it has not as many bits.

    Go: netip.PrefixFrom
    """
    p = Prefix.__new__(Prefix)
    p._ip = ip if not ip._zone else make(128, ip._n)
    p._bits = bits if 0 <= bits <= ip._bits and ip._bits else -1
    return p


def ParsePrefix(s: str) -> Prefix:
    """Return the prefix that "192.0.2.0/24" is; it has no zone.

    Raises a ValueError.  Go: netip.ParsePrefix
    """
    address, slash, bits = s.rpartition("/")
    if not slash:
        raise parsePrefixError(s, "no '/'")
    try:
        ip = ParseAddr(address)
    except parseAddrError as err:
        raise parsePrefixError(s, str(err)) from None
    if ip._zone:
        raise parsePrefixError(s, "IPv6 zones cannot be present in a prefix")
    number = _bits(bits)
    if number < 0:
        raise parsePrefixError(s, f"bad bits after slash: {quote(bits)}")
    if number > ip._bits:
        raise parsePrefixError(s, "prefix length out of range")
    return PrefixFrom(ip, number)


def _bits(s: str) -> int:
    """Return the number that s is, without sign or leading zero; -1 if it is none.

    One that 64 bits do not hold is none.
    """
    if not (s.isascii() and s.isdigit()) or len(s) > 19:
        return -1
    n = int(s)
    return -1 if (len(s) > 1 and s[0] == "0") or n >= 1 << 63 else n


def MustParsePrefix(s: str) -> Prefix:
    """Return the prefix that s is; panic if it is none.  Go: netip.MustParsePrefix"""
    try:
        return ParsePrefix(s)
    except parsePrefixError as err:
        raise Panic(err) from err

"""AddrPort: an address and a port.  Go: net/netip/netip.go"""

from __future__ import annotations

from goruntime import Panic
from goruntime.errors.quote import quote

from . import addr as _addr
from .addr import ParseAddr, decode
from .parse import invalidError
from .value import value


class AddrPort(value):
    """An IP address and a port number.  Go: netip.AddrPort

    They are made by ParseAddrPort and AddrPortFrom, and do not change; they are in
    order, first by the address.  ``AddrPort()`` is the zero value, which is not valid.
    """

    __slots__ = ("_ip", "_port")

    _ip: _addr.Addr
    _port: int

    def __init__(self) -> None:
        self._ip = _addr.Addr()
        self._port = 0

    def Addr(self) -> _addr.Addr:
        return self._ip

    def Port(self) -> int:
        return self._port

    def IsValid(self) -> bool:
        """Tell whether the address is one; every port will do."""
        return self._ip.IsValid()

    def __str__(self) -> str:
        """Return 192.0.2.1:80, [fe80::1%eth0]:80, or "invalid AddrPort"."""
        if self._ip.Is4():
            return f"{self._ip}:{self._port}"
        return f"[{self._ip}]:{self._port}" if self.IsValid() else "invalid AddrPort"

    def MarshalText(self) -> bytes:
        """Return str() as bytes, and none if the address is not valid."""
        return _addr.encode(str(self)) if self.IsValid() else b""

    @classmethod
    def UnmarshalText(cls, text: bytes) -> AddrPort:
        """Return what text is, the zero value for none.

        Raises a ValueError, as ParseAddrPort does.  In Go it changes what it is called
        on.
        """
        return ParseAddrPort(decode(text)) if text else AddrPort()

    def MarshalBinary(self) -> bytes:
        """Return the bytes of the address, then the port, its low byte first."""
        return self._ip.MarshalBinary() + self._port.to_bytes(2, "little")

    @classmethod
    def UnmarshalBinary(cls, b: bytes) -> AddrPort:
        """Return what MarshalBinary was of.  Raises a ValueError for another size.

        In Go it changes what it is called on.
        """
        if len(b) < 2:
            raise invalidError("unexpected slice size")
        ip = _addr.Addr.UnmarshalBinary(b[:-2])
        return AddrPortFrom(ip, int.from_bytes(b[-2:], "little"))

    def _key(self) -> tuple[_addr.Addr, int]:
        return self._ip, self._port

    def __eq__(self, other: object) -> bool:
        if type(other) is not AddrPort:
            return NotImplemented
        return self._port == other._port and self._ip == other._ip

    def __hash__(self) -> int:
        return hash((self._ip, self._port))


def AddrPortFrom(ip: _addr.Addr, port: int) -> AddrPort:
    """Return an address with a port, 0 to 65535.  Go: netip.AddrPortFrom"""
    if not 0 <= port <= 0xFFFF:
        raise ValueError(f"a port of 16 bits, given {port}")
    p = AddrPort.__new__(AddrPort)
    p._ip = ip
    p._port = port
    return p


def splitAddrPort(s: str) -> tuple[str, str, bool]:
    """Split "ip:port"; say whether the ip was in brackets.  Raises a ValueError."""
    ip, colon, port = s.rpartition(":")
    if not colon:
        raise invalidError("not an ip:port")
    if not ip:
        raise invalidError("no IP")
    if not port:
        raise invalidError("no port")
    if ip[0] != "[":
        return ip, port, False
    if len(ip) < 2 or ip[-1] != "]":
        raise invalidError("missing ]")
    return ip[1:-1], port, True


def ParseAddrPort(s: str) -> AddrPort:
    """Return what "192.0.2.1:80" or "[fe80::1%eth0]:80" is; no names, of either.

    Raises a ValueError.  Go: netip.ParseAddrPort
    """
    host, port, brackets = splitAddrPort(s)
    number = _port(port)
    if number < 0:
        raise invalidError(f"invalid port {quote(port)} parsing {quote(s)}")
    ip = ParseAddr(host)
    if brackets and ip.Is4():
        raise invalidError(
            f"invalid ip:port {quote(s)}, square brackets can only be used with IPv6 "
            "addresses"
        )
    if not brackets and ip.Is6():
        raise invalidError(
            f"invalid ip:port {quote(s)}, IPv6 addresses must be surrounded by square "
            "brackets"
        )
    return AddrPortFrom(ip, number)


def _port(s: str) -> int:
    """Return the number of 16 bits that the digits say; -1 if there is none."""
    if not (s.isascii() and s.isdigit()):
        return -1
    s = s.lstrip("0")
    if len(s) > 5:
        return -1
    n = int(s or "0")
    return n if n <= 0xFFFF else -1


def MustParseAddrPort(s: str) -> AddrPort:
    """Return what s is; panic if it is none.  Go: netip.MustParseAddrPort"""
    try:
        return ParseAddrPort(s)
    except invalidError as err:
        raise Panic(err) from err

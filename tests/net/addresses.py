"""Texts that may be addresses, and what our parsers make of them.

data/addresses.go says what Go's make of the same; data/addresses.jsonl is some of it:
(parser, text, answer).  scripts/fuzz_addresses.py asks both, and records.
"""

import ipaddress
import random
from collections.abc import Callable, Iterator
from functools import partial

from goruntime.errors.quote import quote
from net.errors import AddrError, DNSError, ParseError
from net.ip import IP, IPMask, IPNet, ParseCIDR, ParseIP
from net.ipsock import JoinHostPort, SplitHostPort
from net.mac import HardwareAddr, ParseMAC
from net.netip import Addr, AddrPort, ParseAddr, ParseAddrPort, ParsePrefix, Prefix
from net.netip.parse import invalidError
from net.port import goLookupPort, parsePort

# --- answers ------------------------------------------------------------------

# A parser raises these, and nothing else.  Go's name for each:
ERRORS: dict[type[Exception], str] = {
    AddrError: "*net.AddrError",
    DNSError: "*net.DNSError",
    ParseError: "*net.ParseError",
    invalidError: "*errors.errorString",
}


def failed(err: Exception) -> str:
    name = ERRORS.get(type(err)) or f"netip.{type(err).__name__}"
    return f"!{name}: {err}"


def flags(*of: bool) -> str:
    return "".join("01"[f] for f in of)


def addr(s: str) -> str:
    return addr_says(ParseAddr(s))


def addr_says(ip: Addr) -> str:
    f = flags(
        ip.IsValid(),
        ip.Is4(),
        ip.Is6(),
        ip.Is4In6(),
        ip.IsUnspecified(),
        ip.IsLoopback(),
        ip.IsPrivate(),
        ip.IsMulticast(),
        ip.IsInterfaceLocalMulticast(),
        ip.IsLinkLocalMulticast(),
        ip.IsLinkLocalUnicast(),
        ip.IsGlobalUnicast(),
    )
    return (
        f"{ip} {ip.StringExpanded()} {f} {ip.Next()} {ip.Prev()} {ip.Unmap()} "
        f"{ip.MarshalBinary().hex()}"
    )


def addrport(s: str) -> str:
    p = ParseAddrPort(s)
    return f"{p} {p.MarshalBinary().hex()}"


def prefix(s: str) -> str:
    p = ParsePrefix(s)
    return f"{p} {p.Masked()} {flags(p.IsSingleIP())} {p.MarshalBinary().hex()}"


def prefixes(s: str) -> str:
    s1, _, s2 = s.partition(" ")
    p, q = ParsePrefix(s1), ParsePrefix(s2)
    _, n = ParseCIDR(s1)
    f = flags(
        p.Overlaps(q),
        q.Overlaps(p),
        p.Contains(q.Addr()),
        q.Contains(p.Addr()),
        n.Contains(q.Addr().AsSlice()),
    )
    return f"{p.Compare(q)} {p.Addr().Compare(q.Addr())} {f}"


def ip_says(ip: IP) -> str:
    f = flags(
        ip.IsUnspecified(),
        ip.IsLoopback(),
        ip.IsPrivate(),
        ip.IsMulticast(),
        ip.IsInterfaceLocalMulticast(),
        ip.IsLinkLocalMulticast(),
        ip.IsLinkLocalUnicast(),
        ip.IsGlobalUnicast(),
    )
    return f"{ip.hex()} {ip} {f} {ip.DefaultMask() or IPMask()}"


def ip(s: str) -> str:
    return ip_says(ParseIP(s) or IP())


def cidr(s: str) -> str:
    ip, n = ParseCIDR(s)
    return f"{ip.hex()} {n} {n.IP.hex()} {n.Mask.hex()}"


def mac(s: str) -> str:
    return str(ParseMAC(s))


def split(s: str) -> str:
    host, port = SplitHostPort(s)
    return f"{quote(host)} {quote(port)} {JoinHostPort(host, port)}"


def port(s: str) -> str:
    n, needslookup = parsePort(s)
    if needslookup:
        n = goLookupPort("tcp", s)
    if not 0 <= n <= 65535:
        raise AddrError("invalid port", s)
    return str(n)


def raw(s: str) -> str:
    b = encoded(s)
    n = b[:4]
    return " | ".join(
        [
            ip_says(IP(b)),
            str(IPMask(b)),
            "{} {}".format(*IPMask(b).Size()),
            str(HardwareAddr(b)),
            said(lambda: IP(b).MarshalText().decode()),
            str(IPNet(IP=b, Mask=b)),
            str(IP(b).Mask(n) or IP()),
            str(IP(n).Mask(b) or IP()),
            flags(IP(b).Equal(n), IP(n).Equal(b)),
            said(lambda: addr_says(Addr.UnmarshalBinary(b))),
            said(lambda: str(AddrPort.UnmarshalBinary(b))),
            said(lambda: str(Prefix.UnmarshalBinary(b))),
        ]
    )


PARSERS: dict[str, Callable[[str], str]] = {
    f.__name__: f
    for f in (addr, addrport, prefix, prefixes, ip, cidr, mac, split, port, raw)
}


def said(f: Callable[[], str]) -> str:
    """Return what f returns, or the error that it may raise; others come out."""
    try:
        return f()
    except (AddrError, DNSError, ParseError, invalidError) as err:
        return failed(err)


def answer(parser: str, text: str) -> str:
    """Return what our parser makes of a text, in the words of addresses.go."""
    return said(partial(PARSERS[parser], text))


def encoded(s: str) -> bytes:
    return s.encode("utf-8", "surrogateescape")


def python_says(s: str) -> str | None:
    """Return the bytes of an address in hex, by Python's own library."""
    try:
        return ipaddress.ip_address(s).packed.hex()
    except ValueError:
        return None


def we_say(s: str) -> str | None:
    """Return the bytes of an address in hex."""
    try:
        return ParseAddr(s).AsSlice().hex()
    except ValueError:
        return None


# --- texts --------------------------------------------------------------------

LETTERS = (
    "0123456789abcdefABCDEFgG:.%[]/-+ _x"
    '\t\n\0\x7f"\\\u00a0\u00b2\u00e9\u0661\u200b\u2028\ue000\uff11\U0001f600\udcff\udcc3'
)
ZONES = ["", "lo", "eth0", "1", "a%b", "x:y", "1.2", "\u00e9", "0", " "]


class Texts:
    """Addresses of all kinds, most of them with something wrong."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.one_of = self.rng.choice
        self.number = self.rng.randint
        self.kinds: dict[str, Callable[[], str]] = {
            "addr": self.ip,
            "addrport": self.hostport,
            "prefix": self.network,
            "prefixes": self.networks,
            "ip": self.ip,
            "cidr": self.network,
            "mac": self.mac,
            "split": self.hostport,
            "port": self.port,
            "raw": self.bytes,
        }

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield (parser, text) without end."""
        while True:
            for name, make in self.kinds.items():
                text = make()
                if name not in ("raw", "prefixes"):
                    text = self.mutated(text)
                # What two bytes that are no UTF-8 make side by side may be some.
                yield name, encoded(text).decode("utf-8", "surrogateescape")

    def ip(self) -> str:
        return self.one_of([self.v4, self.v6, self.v6])()

    def v4(self) -> str:
        n = self.one_of([4] * 12 + [3, 5])
        octets = [str(self.number(0, 255)) for _ in range(n)]
        if self.number(0, 2) == 0:
            odd = [str(self.number(0, 300)), str(self.number(0, 99)).zfill(2), "00", ""]
            octets[self.number(0, n - 1)] = self.one_of(odd)
        if self.number(0, 3) == 0:
            first = ["0", "10", "127", "169.254", "192.168", "172.16", "224.0.0", "255"]
            octets[0] = self.one_of(first)
            octets = ".".join(octets).split(".")[:n]
        return ".".join(octets)

    def group(self) -> str:
        if self.number(0, 2):
            return "0"
        size = self.one_of([1, 1, 2, 3, 4, 4, 4, 5])
        return "".join(self.rng.choices("0123456789abcdefABCDEF0", k=size))

    def v6(self) -> str:
        n = self.one_of([8, 8, 8, 8, 1, 2, 3, 4, 5, 6, 7, 9])
        groups = [self.group() for _ in range(n)]
        if self.number(0, 3) == 0:
            groups[0] = self.one_of(["fe80", "ff02", "ff01", "fc00", "2001", "febf"])
        if self.number(0, 3) == 0:
            groups[-1] = self.v4()
        i = self.number(0, n)
        s = ":".join(groups)
        if self.number(0, 2):
            s = f"{':'.join(groups[:i])}::{':'.join(groups[i:])}"
        if self.number(0, 9) == 0:
            s = self.one_of(["::", "::ffff:", "::FFFF:", "64:ff9b::"]) + self.v4()
        if self.number(0, 6) == 0:
            s += "%" + self.one_of(ZONES)
        return s

    def bits(self) -> str:
        n = self.number(0, 32)
        odd = [f"0{n}", "", "-0", "+8", "16777215", "9" * 20, "1_0", "\u0661"]
        odd += [str(self.number(0, 140)), str((1 << 63) - self.number(0, 1))]
        return self.one_of([str(n)] * 10 + odd)

    def network(self) -> str:
        return f"{self.ip()}/{self.bits()}"

    def networks(self) -> str:
        """Two networks, near each other."""
        v4 = self.number(0, 1)
        size = 32 if v4 else 128
        number = self.rng.getrandbits(size)
        texts = []
        for _ in range(2):
            bits = self.number(0, size)
            other = number ^ (self.rng.getrandbits(size) >> self.number(0, size))
            b = other.to_bytes(size // 8)
            if self.number(0, 9) == 0:
                b = b"\0" * 10 + b"\xff\xff" + b[:4]
            texts.append(f"{IP(b) if len(b) == 4 else b.hex(':', 2)}/{bits}")
        return " ".join(texts)

    def mac(self) -> str:
        n = self.one_of([6, 6, 6, 8, 8, 20, 20, 5, 7, 10, 12, 4])
        octets = self.rng.randbytes(n)
        s = octets.hex(self.one_of([":", "-"]))
        match self.number(0, 5):
            case 0:
                s = octets.hex()
            case 1 | 2:
                s = octets.hex(".", -2)
            case 3:
                s = "".join(f"{b:02x}{self.one_of(':-.')}" for b in octets)[:-1]
        return self.one_of([str.upper, str.lower])(s)

    def host(self) -> str:
        brackets = "".join(self.rng.choices("ab[]:%", k=self.number(0, 5)))
        plain = [self.v4, lambda: "localhost", lambda: "", lambda: f"[{brackets}]"]
        return self.one_of([*plain, *[lambda: f"[{self.v6()}]"] * 4, self.v6])()

    def port(self) -> str:
        n = self.number(0, 1 << self.one_of([10, 16, 16, 17, 30, 31, 32, 33, 40]))
        names = ["http", "HTTP", "https", "ssh", "nonesuch", "http ", "a" * 30]
        sign = self.one_of("+-")
        odd = ["", f"{sign}{n}", str(n).zfill(12), "-0", "4294967376", *names]
        return self.one_of([str(n)] * 12 + odd)

    def hostport(self) -> str:
        colon = self.one_of([":"] * 10 + ["", "::"])
        return self.host() + colon + self.port()

    def bytes(self) -> str:
        size = self.one_of([4, 16, 4, 16, 0, 1, 3, 5, 6, 8, 15, 17, 18, 19, 20, 22])
        ones = self.number(0, 8 * size)
        b = self.one_of(
            [
                self.rng.randbytes(size),
                bytes(size),
                ((1 << 8 * size) - (1 << 8 * size - ones)).to_bytes(size),
                (b"\0" * 10 + b"\xff\xff" + self.rng.randbytes(size))[-size:]
                if size
                else b"",
            ]
        )
        return b.decode("utf-8", "surrogateescape")

    def mutated(self, s: str) -> str:
        """Return s with letters put in, left out, replaced or repeated, or as it is."""
        for _ in range(self.one_of([0, 0, 0, 1, 1, 2, 3])):
            i, j = sorted((self.number(0, len(s)), self.number(0, len(s))))
            match self.number(0, 4):
                case 0:
                    s = s[:i] + self.one_of(LETTERS) + s[i:]
                case 1:
                    s = s[:i] + s[i + 1 :]
                case 2:
                    s = s[:i] + self.one_of(LETTERS) + s[i + 1 :]
                case 3:
                    s += s[i:j]
                case _:
                    s = s[:i] + s[j:] if self.number(0, 1) else s
        return s

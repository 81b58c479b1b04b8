"""Dial: connect to an address.  Go: net/dial.go"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from goruntime import (
    Panic,
    chan,
    context,
    default,
    errors,
    go,
    recv,
    select,
    send,
    time,
)

from .addr import (
    IPAddr,
    TCPAddr,
    TCPAddrFromAddrPort,
    UDPAddr,
    UDPAddrFromAddrPort,
    UnixAddr,
)
from .errors import AddrError, OpError, errMissingAddress, errTimeout, mapErr
from .iprawsock import IPConn, checkedDialIP, dialIP
from .ipsock import isIPv4
from .lookup import DefaultResolver, Resolver
from .mptcpsock import multipathChoice, multipathfirst
from .sockopt import KeepAliveConfig
from .tcpsock import TCPConn, checkedDialTCP, dialTCP
from .udpsock import UDPConn, checkedDialUDP, dialUDP
from .unixsock import UnixConn, checkedDialUnix, dialUnix

if TYPE_CHECKING:
    from goruntime.syscall import RawConn

    from . import netip
    from .addr import Addr
    from .ipsock import addrList
    from .net import Conn
    from .sock import Control

DEFAULT_FALLBACK_DELAY: Final = 300 * time.Millisecond
SANE_MINIMUM: Final = 2_000_000_000  # ns that one of several addresses gets at least


class Dialer(multipathChoice):
    """How to connect; every option has a default.  Go: net.Dialer

    Timeout          how long the whole may take, names and all addresses; a plain
                     number is seconds, 0 no limit
    Deadline         a time.Time after which it fails, None for none
    LocalAddr        the local address to use, None for any
    FallbackDelay    how long IPv6 is tried before IPv4 is tried beside it ("happy
                     eyeballs"); 0 means 300 ms, negative: one after the other
    KeepAlive        the idle time before keep-alive probes; 0 means 15 s, negative
                     off; KeepAliveConfig, if enabled, has precedence
    Resolver         looks names up instead of DefaultResolver
    Cancel           a channel that, when closed, cancels; a context does it better
    Control          called as f(network, address, syscall.RawConn) between socket
                     and connect; ControlContext, with the context first, in its stead
    """

    __slots__ = (
        "Cancel",
        "Control",
        "ControlContext",
        "Deadline",
        "DualStack",
        "FallbackDelay",
        "KeepAlive",
        "KeepAliveConfig",
        "LocalAddr",
        "Resolver",
        "Timeout",
    )
    _listens = False

    def __init__(
        self,
        *,
        Timeout: time.DurationLike = 0,
        Deadline: time.TimeLike = None,
        LocalAddr: Addr | None = None,
        DualStack: bool = False,
        FallbackDelay: time.DurationLike = 0,
        KeepAlive: time.DurationLike = 0,
        KeepAliveConfig: KeepAliveConfig | None = None,
        Resolver: Resolver | None = None,
        Cancel: chan[Any] | None = None,
        Control: Callable[[str, str, RawConn], object] | None = None,
        ControlContext: Callable[[context.Context, str, str, RawConn], object]
        | None = None,
    ) -> None:
        self.Timeout = time.Duration(time.asduration(Timeout))
        self.Deadline = Deadline
        self.LocalAddr = LocalAddr
        self.DualStack = DualStack  # Go: deprecated, it is always on
        self.FallbackDelay = time.Duration(time.asduration(FallbackDelay))
        self.KeepAlive = time.Duration(time.asduration(KeepAlive))
        self.KeepAliveConfig = KeepAliveConfig
        self.Resolver = Resolver
        self.Cancel = Cancel
        self.Control = Control
        self.ControlContext = ControlContext
        super().__init__()

    def Dial(self, network: str, address: str) -> Conn:
        """Connect to address on network; see Dial for their forms.  Raises OpError."""
        return self.DialContext(context.Background(), network, address)

    def DialContext(self, ctx: context.Context, network: str, address: str) -> Conn:
        """Dial, given up when ctx is done before it is through.

        Once connected, the Conn does not depend on ctx any more.
        """
        ctx, cancel = self.dialCtx(ctx)
        try:
            resolver = self.Resolver if self.Resolver is not None else DefaultResolver
            try:
                addrs = resolver.resolveAddrList(
                    ctx, "dial", network, address, self.LocalAddr
                )
            except errors.error as err:
                raise OpError("dial", network, None, None, err) from err
            sd = sysDialer(self, network, address)
            if len(addrs) > 1 and self.FallbackDelay >= 0 and network == "tcp":
                primaries, fallbacks = addrs.partition(isIPv4)
                return sd.dialParallel(ctx, primaries, fallbacks)
            return sd.dialSerial(ctx, addrs)
        finally:
            cancel()

    def DialTCP(
        self,
        ctx: context.Context,
        network: str,
        laddr: netip.AddrPort,
        raddr: netip.AddrPort,
    ) -> TCPConn:
        """Connect to raddr, from laddr if that is valid.  Raises OpError."""
        la, ra = map(TCPAddrFromAddrPort, (laddr, raddr))
        ctx, cancel = self.dialCtx(ctx)
        try:
            return checkedDialTCP(
                *(ctx, network, la, ra, self.MultipathTCP(), self.control()),
                *(self.KeepAlive, self.KeepAliveConfig),
            )
        finally:
            cancel()

    def DialUDP(
        self,
        ctx: context.Context,
        network: str,
        laddr: netip.AddrPort,
        raddr: netip.AddrPort,
    ) -> UDPConn:
        """Connect to raddr, from laddr if that is valid.  Raises OpError."""
        la, ra = map(UDPAddrFromAddrPort, (laddr, raddr))
        ctx, cancel = self.dialCtx(ctx)
        try:
            return checkedDialUDP(ctx, network, la, ra, self.control())
        finally:
            cancel()

    def DialIP(
        self, ctx: context.Context, network: str, laddr: netip.Addr, raddr: netip.Addr
    ) -> IPConn:
        """Connect to raddr, from laddr if that is valid.  Raises OpError."""
        la, ra = (IPAddr(ip.AsSlice(), ip.Zone()) for ip in (laddr, raddr))
        ctx, cancel = self.dialCtx(ctx)
        try:
            return checkedDialIP(ctx, network, la, ra, self.control())
        finally:
            cancel()

    def DialUnix(
        self,
        ctx: context.Context,
        network: str,
        laddr: UnixAddr | None,
        raddr: UnixAddr | None,
    ) -> UnixConn:
        """Connect to raddr, from laddr if it is not None.  Raises OpError."""
        ctx, cancel = self.dialCtx(ctx)
        try:
            return checkedDialUnix(ctx, network, laddr, raddr, self.control())
        finally:
            cancel()

    def control(self) -> Control | None:
        """Return ControlContext, or Control in its form."""
        plain = self.Control
        if self.ControlContext is not None or plain is None:
            return self.ControlContext

        def control(ctx: Any, network: str, address: str, c: RawConn) -> object:
            return plain(network, address, c)

        return control

    def dialCtx(
        self, ctx: context.Context
    ) -> tuple[context.Context, Callable[[], object]]:
        """Join what limits a dial into one context; and its cancel.  Go: dialCtx"""
        if ctx is None:
            raise Panic("nil context")
        if self.Timeout == 0 and self.Deadline is None and self.Cancel is None:
            return ctx, nothing  # fast path
        cancels = []
        deadline = self.deadline(ctx)
        if deadline is not None:
            current, has = ctx.Deadline()
            if not has or current is None or deadline.Before(current):
                ctx, cancel = context.WithDeadline(ctx, deadline)
                cancels.append(cancel)
        if self.Cancel is not None:
            ctx, cancel = context.WithCancel(ctx)
            cancels.append(cancel)
            go(watchcancel, self.Cancel, ctx, cancel)

        def cancelall() -> None:
            for cancel in cancels:
                cancel()

        return ctx, cancelall

    def deadline(self, ctx: context.Context) -> time.Time | None:
        """Return the earliest of all limits, None if there is none."""
        limits = []
        if self.Timeout != 0:  # negative, too: it has passed
            limits.append(time.Now().Add(self.Timeout))
        current, has = ctx.Deadline()
        if has and current is not None:
            limits.append(current)
        if self.Deadline is not None:
            t = time.astime(self.Deadline)
            if not t.IsZero():
                limits.append(t)
        earliest: time.Time | None = None
        for t in limits:
            if earliest is None or t.Before(earliest):
                earliest = t
        return earliest

    def __repr__(self) -> str:
        options = [
            f"{name}={getattr(self, name)!r}"
            for name in self.__slots__
            if getattr(self, name)
        ]
        return f"Dialer({', '.join(options)})"


def nothing() -> None:
    """Cancel nothing."""


def watchcancel(
    cancelled: chan[Any], ctx: context.Context, cancel: Callable[[], object]
) -> None:
    """Cancel ctx when the channel of Dialer.Cancel says so."""
    if select(recv(cancelled), recv(ctx.Done()))[0] == 0:
        cancel()


class sysDialer:
    """One dial under way.  Go: sysDialer"""

    __slots__ = ("address", "control", "dialer", "network")

    def __init__(self, dialer: Dialer, network: str, address: str) -> None:
        self.dialer = dialer
        self.network = network
        self.address = address
        self.control = dialer.control()

    def dialParallel(
        self, ctx: context.Context, primaries: addrList, fallbacks: addrList
    ) -> Conn:
        """Race two families of addresses, the second with a handicap.  RFC 6555

        The first connection wins and the other attempt is given up; if both fail
        it is the primaries' error that counts.
        """
        if not fallbacks:
            return self.dialSerial(ctx, primaries)
        returned = chan[None]()
        results = chan[Any]()
        ctx, cancel = context.WithCancel(ctx)

        def race(primary: bool) -> None:
            c: Conn | None = None
            err: BaseException | None = None
            try:
                c = self.dialSerial(ctx, primaries if primary else fallbacks)
            except Exception as exc:
                err = exc
            case, _, _ = select(send(results, (primary, c, err)), recv(returned))
            if case == 1 and c is not None:
                c.Close()  # too late: the other one has won

        timer = time.NewTimer(self.dialer.FallbackDelay or DEFAULT_FALLBACK_DELAY)
        errs: dict[bool, Any] = {}
        try:
            go(race, True)
            while True:
                case, result, _ = select(recv(timer.C), recv(results))
                if case == 0:
                    go(race, False)
                    continue
                primary, c, err = result
                if c is not None:
                    won: Conn = c
                    return won
                errs[primary] = err
                if len(errs) == 2:
                    raise errs[True]
                if primary and timer.Stop():
                    timer.Reset(0)  # the primaries have failed: no need to wait
        finally:
            timer.Stop()
            cancel()
            returned.close()
            del errs  # no cycle through the exception's own frame

    def dialSerial(self, ctx: context.Context, ras: addrList) -> Conn:
        """Try one address after the other; if none works the first error is raised."""
        first: OpError | None = None
        local = self.dialer.LocalAddr
        for i, ra in enumerate(ras):
            done = ctx.Done()
            if done is not None and select(recv(done), default)[0] == 0:
                err = mapErr(ctx.Err())
                raise OpError("dial", self.network, local, ra, err) from err
            dialCtx = ctx
            cancel = None
            deadline, has = ctx.Deadline()
            if has and deadline is not None:
                try:
                    partial = partialDeadline(time.Now(), deadline, len(ras) - i)
                except errors.error as err:
                    if first is None:
                        first = OpError("dial", self.network, local, ra, err)
                    break
                if partial.Before(deadline):
                    dialCtx, cancel = context.WithDeadline(ctx, partial)
            try:
                return self.dialSingle(dialCtx, ra)
            except OpError as operr:
                if first is None:
                    first = operr
            finally:
                if cancel is not None:
                    cancel()
        if first is None:
            first = OpError("dial", self.network, None, None, errMissingAddress())
        try:
            raise first
        finally:
            del first

    def dialSingle(self, ctx: context.Context, ra: Any) -> Conn:
        """Connect to one address.  Go: dialSingle"""
        d = self.dialer
        la: Any = d.LocalAddr
        try:
            if isinstance(ra, TCPAddr):
                local = la if isinstance(la, TCPAddr) else None
                args = (ctx, self.network, local, ra, self.control)
                tcp = partial(dialTCP, *args, d.KeepAlive, d.KeepAliveConfig)
                c: Conn = multipathfirst(d.MultipathTCP(), tcp)
                return c
            dial = DIALS.get(type(ra))
            if dial is not None:
                laddr = la if isinstance(la, type(ra)) else None
                return dial(ctx, self.network, laddr, ra, self.control)
            raise AddrError("unexpected address type", self.address)
        except errors.error as err:
            raise OpError("dial", self.network, la, ra, err) from err


DIALS: Final[dict[type, Callable[..., Conn]]] = {
    UDPAddr: dialUDP,
    IPAddr: dialIP,
    UnixAddr: dialUnix,
}


def partialDeadline(now: time.Time, deadline: time.Time, remaining: int) -> time.Time:
    """Return until when the next of remaining addresses may be tried.

    Each gets an equal share of the time left, but 2 s at least if there are.
    """
    left = deadline.Sub(now)
    if left <= 0:
        raise errTimeout()
    timeout = int(left) // remaining
    if timeout < SANE_MINIMUM:
        timeout = min(int(left), SANE_MINIMUM)
    return now.Add(time.Duration(timeout))


DEFAULT: Final = Dialer()  # nobody ever gets to see it, and it is not changed


def Dial(network: str, address: str) -> Conn:
    """Connect to address on network.

    network is tcp, tcp4 (IPv4 alone), tcp6, udp, udp4 or udp6.  address is
    "host:port": host an address, in brackets if IPv6, or a name, or empty for this
    machine; port a number or a service's name.  Of several addresses each is tried.

        conn = net.Dial("tcp", "golang.org:http")
        conn = net.Dial("tcp", "[2001:db8::1]:80")
        conn = net.Dial("tcp", ":80")
        conn = net.Dial("udp", "198.51.100.1:domain")

    For ip, ip4 and ip6, with a protocol by number or name, address is a host:

        conn = net.Dial("ip4:icmp", "192.0.2.1")

    For unix, unixgram and unixpacket it is a path, or "@" and a name outside the
    file system (Linux):

        conn = net.Dial("unix", "/run/app.sock")

    Raises OpError, which wraps AddrError, DNSError, a SyscallError or what else
    stood in the way.  Go: net.Dial
    """
    return DEFAULT.Dial(network, address)


def DialTimeout(network: str, address: str, timeout: time.DurationLike) -> Conn:
    """Dial that gives up after timeout, names and all addresses included.

    Go: net.DialTimeout
    """
    return Dialer(Timeout=timeout).Dial(network, address)

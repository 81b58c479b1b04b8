"""The pure engine: it asks the servers itself.  Go: net/dnsclient_unix.go

exchange     one question to one server, by UDP, or TCP if the answer is cut short
tryOneName   one name to all servers, as often as resolv.conf says
lookup       one name with each suffix of the search list
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

from goruntime import context, errors, io, time

from .dnsclient import isDomainName
from .dnsconfig import DNSConfig, getSystemDNSConfig
from .dnsmessage import (
    MAX_PACKET,
    RCODE_NAME_ERROR,
    RCODE_SERVER_FAILURE,
    RCODE_SUCCESS,
    Message,
    checkResponse,
    errCannotUnmarshalDNSMessage,
    newRequest,
    questions,
)
from .errors import DNSError, OpError, errNoSuchHost, mapErr, newDNSError

if TYPE_CHECKING:
    from .net import Conn

FIRST_READ: Final = 1280  # bytes of an answer by TCP that there is room for at once
_PAST: Final = time.Unix(1, 0)


class errLameReferral(errors.error):
    """The server knows nothing, and asks nobody."""

    text = "lame referral"


class errServerMisbehaving(errors.error):
    """The server refuses, or does not understand us."""

    text = "server misbehaving"


class errServerTemporarilyMisbehaving(errServerMisbehaving):
    """The server has failed this time."""

    def Temporary(self) -> bool:
        return True


class errInvalidDNSResponse(errors.error):
    """It is the answer to something else."""

    text = "invalid DNS response"


class errNoAnswerFromDNSServer(errors.error):
    """No answer, by any protocol."""

    text = "no answer from DNS server"


class Asker(Protocol):
    """What of a Resolver is needed here."""

    StrictErrors: bool

    Dial: Callable[..., Any] | None

    def dial(self, ctx: context.Context, network: str, server: str) -> Conn: ...


def isPacketConn(c: Any) -> bool:
    """Tell whether what is written to c are packets, and not a stream."""
    addr = getattr(c, "LocalAddr", lambda: None)()
    network = "" if addr is None else addr.Network()
    if network.startswith("tcp") or network == "unix":
        return False
    return hasattr(c, "ReadFrom") and hasattr(c, "WriteTo")


def dnsPacketRoundTrip(c: Conn, request: bytes) -> tuple[bytes, int]:
    """Ask by packets; return the answer, and where its records begin.

    Whatever answers something else may come from anybody: it is as if it had not
    come.  Go: dnsPacketRoundTrip
    """
    c.Write(request)
    b = bytearray(MAX_PACKET)
    while True:
        n = c.Read(b)
        wire = bytes(memoryview(b)[:n])
        try:
            offset = checkResponse(request, wire)
        except errCannotUnmarshalDNSMessage:
            continue
        if offset is not None:
            return wire, offset


def dnsStreamRoundTrip(c: Conn, request: bytes) -> tuple[bytes, int]:
    """Ask by a stream, where each message comes after its length.

    Go: dnsStreamRoundTrip
    """
    c.Write(len(request).to_bytes(2) + request)
    b = bytearray(FIRST_READ)
    io.ReadFull(c, memoryview(b)[:2])
    size = int.from_bytes(b[:2])
    if size > len(b):
        b = bytearray(size)
    io.ReadFull(c, memoryview(b)[:size])
    wire = bytes(memoryview(b)[:size])
    offset = checkResponse(request, wire)
    if offset is None:
        raise errInvalidDNSResponse
    return wire, offset


def exchange(
    r: Asker,
    ctx: context.Context,
    server: str,
    name: str,
    qtype: int,
    conf: DNSConfig,
) -> Message:
    """Ask one server, once.  Raises what stood in the way.  Go: Resolver.exchange"""
    request = newRequest(name, qtype, conf.trustAD)
    for network in ("tcp",) if conf.useTCP else ("udp", "tcp"):
        wire, offset = roundTrip(r, ctx, network, server, request, conf.timeout)
        if questions(wire) != 1:
            raise errInvalidDNSResponse
        answer = Message(wire, offset)
        # By TCP there is no more to get: what glibc takes is taken.
        if not (answer.truncated and network == "udp"):
            return answer
    raise errNoAnswerFromDNSServer


def roundTrip(
    r: Asker,
    ctx: context.Context,
    network: str,
    server: str,
    request: bytes,
    timeout: time.Duration,
) -> tuple[bytes, int]:
    """Ask by one protocol, until ctx is done or the time is up."""
    deadline, has = ctx.Deadline()
    now = time.Now()
    limit = now.Add(timeout)
    if not has or deadline is None or limit.Before(deadline):
        deadline = limit
    within, cancel = ctx, nothing
    # Only to dial by UDP needs no limit; one that has passed says so at once.
    if network != "udp" or r.Dial is not None or not now.Before(deadline):
        within, cancel = context.WithDeadline(ctx, deadline)
    try:
        c = r.dial(within, network, server)
        try:
            c.SetDeadline(deadline)
            return converse(c, ctx, request)
        finally:
            c.Close()
    finally:
        cancel()


def converse(c: Conn, ctx: context.Context, request: bytes) -> tuple[bytes, int]:
    """Ask on a connection, whose deadline is set, until ctx is cancelled."""
    # A read would not notice that by itself.
    stop: Callable[[], object] = nothing
    if ctx.Done() is not None:
        stop = context.AfterFunc(ctx, partial(interrupt, c))
    try:
        if isPacketConn(c):
            return dnsPacketRoundTrip(c, request)
        return dnsStreamRoundTrip(c, request)
    except errors.error as err:
        cancelled = ctx.Err()
        if cancelled is not None and cancelled == context.Canceled:
            raise mapErr(cancelled) from err
        if mapErr(err) is err:
            raise
        raise mapErr(err) from err
    finally:
        stop()


def nothing() -> None:
    """Stop nothing: there is nothing that could be cancelled."""


def interrupt(c: Conn) -> None:
    """Let a read of c end, unless it has."""
    try:
        c.SetDeadline(_PAST)
    except errors.error:
        pass  # closed already, in whatever words it has for that


def checkHeader(answer: Message) -> None:
    """Raise what an answer says that it is not a good one.  Go: checkHeader"""
    rcode = answer.rcode
    if rcode == RCODE_NAME_ERROR:
        raise errNoSuchHost
    empty = not answer.answers
    if empty and answer.broken:
        raise errCannotUnmarshalDNSMessage
    if rcode == RCODE_SERVER_FAILURE:
        raise errServerTemporarilyMisbehaving
    if rcode != RCODE_SUCCESS:
        raise errServerMisbehaving
    # Some other server may know: the C library asks the next one, too.
    if empty and not (answer.authoritative or answer.recursion or answer.extra):
        raise errLameReferral


def skipToAnswer(answer: Message, qtype: int) -> None:
    """Drop the records before the first of a type: the aliases that lead there.

    Raises errNoSuchHost if there is none.  Go: skipToAnswer
    """
    for i, record in enumerate(answer.answers):
        if record.type == qtype:
            del answer.answers[:i]
            return
    raise errCannotUnmarshalDNSMessage if answer.broken else errNoSuchHost


def tryOneName(
    r: Asker, ctx: context.Context, conf: DNSConfig, name: str, qtype: int
) -> tuple[Message, str]:
    """Ask all servers until one answers; return the answer and whose it is.

    Raises DNSError, the last one.  Go: Resolver.tryOneName
    """
    last: DNSError | None = None
    first = conf.serverOffset()
    servers = conf.servers
    try:
        for _ in range(conf.attempts):
            for i in range(len(servers)):
                server = servers[(first + i) % len(servers)]
                try:
                    answer = exchange(r, ctx, server, name, qtype, conf)
                    checkHeader(answer)
                    skipToAnswer(answer, qtype)
                except (errors.error, OSError) as err:
                    last = newDNSError(err, name, server)
                    last.__cause__ = err
                    if isinstance(err, OpError):
                        last.IsTemporary = True
                    if isinstance(err, errNoSuchHost):
                        raise last from err  # nor do the others know it
                else:
                    return answer, server
        assert last is not None
        raise last
    finally:
        del last  # no cycle through the exception's own frame


def lookup(
    r: Asker, ctx: context.Context, name: str, qtype: int, conf: DNSConfig | None = None
) -> tuple[Message, str]:
    """Ask for name, with each suffix that resolv.conf has; the error is about name.

    Go: Resolver.lookup
    """
    if not isDomainName(name):
        # What is no name to us may be one to multicast DNS; it is not found here.
        raise newDNSError(errNoSuchHost(), name, "")
    if conf is None:
        conf = getSystemDNSConfig()
    last: DNSError | None = None
    try:
        for fqdn in conf.nameList(name):
            try:
                return tryOneName(r, ctx, conf, fqdn, qtype)
            except DNSError as err:
                last = err
                if r.StrictErrors and err.Temporary():
                    break
        if last is None:  # no name that may be asked for
            raise newDNSError(errCannotUnmarshalDNSMessage(), name, "")
        last.Name = name
        raise last
    finally:
        del last

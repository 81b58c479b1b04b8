"""DNS servers for tests: on our own net, with dnspython's parser.

    with serving(answer) as server:
        r = net.Resolver(PreferGo=True, Dial=server.Dial)

answer(query, network) is called with each query, dnspython's, and returns what to
send: a message, bytes, several of them, or None for silence.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

import net
from goruntime import context, errors, io, sync
from net import hook
from net.dnsconfig import resolv_conf
from net.hosts import hosts
from net.nss import nss_config

if TYPE_CHECKING:
    from pathlib import Path

dns: Any = pytest.importorskip("dns", reason="dnspython is not installed")
for _name in ("flags", "message", "rcode", "rdatatype", "rrset"):
    importlib.import_module(f"dns.{_name}")


Answer = Callable[[Any, str], Any]


def reply(query: Any, *records: str, rcode: str = "NOERROR", **flags: bool) -> Any:
    """Make an answer of records such as "www.test. 60 IN A 192.0.2.1"."""
    r = dns.message.make_response(query, recursion_available=True)
    r.set_rcode(dns.rcode.from_text(rcode))
    for record in records:
        name, ttl, rdclass, kind, data = record.split(None, 4)
        rrset = dns.rrset.from_text(name, int(ttl), rdclass, kind, data)
        r.answer.append(rrset)
    for name, on in flags.items():
        flag = dns.flags.Flag[name]
        r.flags = r.flags | flag if on else r.flags & ~flag
    return r


def asked(query: Any) -> tuple[str, str]:
    """Return the name and the type that a query asks for."""
    q = query.question[0]
    return q.name.to_text(), dns.rdatatype.to_text(q.rdtype)


def zone(*records: str) -> Answer:
    """Return what answers with those of records that are asked for, and aliases."""
    table: dict[str, dict[str, list[str]]] = {}
    for record in records:
        name, _, _, kind, _ = record.split(None, 4)
        table.setdefault(name.lower(), {}).setdefault(kind, []).append(record)

    def answer(query: Any, network: str) -> Any:
        name, kind = asked(query)
        name = name.lower()
        if name not in table:
            return reply(query, rcode="NXDOMAIN")
        found: list[str] = []
        while "CNAME" in table.get(name, {}) and kind != "CNAME":
            found += table[name]["CNAME"]
            name = table[name]["CNAME"][0].split()[-1]
        return reply(query, *found, *table.get(name, {}).get(kind, []))

    return answer


def listen(address: str) -> tuple[Any, Any]:
    """Listen at one port by TCP and by UDP, where somebody else may have it."""
    for _ in range(50):
        ln = net.Listen("tcp", address)
        try:
            return ln, net.ListenPacket("udp", str(ln.Addr()))
        except net.OpError:
            ln.Close()
    raise AssertionError("no port that is free for both")


class Server:
    """One server, at one port by UDP and by TCP."""

    def __init__(self, answer: Answer, address: str = "127.0.0.1:0") -> None:
        self.answer = answer
        self.asked: list[tuple[str, str, str]] = []  # network, name, type
        self.queries: list[Any] = []
        self.dialled: list[tuple[str, str]] = []
        self.wg = sync.WaitGroup()
        self.ln, self.pc = listen(address)
        self.addr = str(self.ln.Addr())
        self.wg.Go(self.packets)
        self.wg.Go(self.accept)

    def Dial(self, ctx: context.Context, network: str, address: str) -> Any:
        """Connect to this server, whatever the address.  For Resolver.Dial."""
        self.dialled.append((network, address))
        return net.Dialer().DialContext(ctx, network, self.addr)

    def messages(self, wire: bytes, network: str) -> list[bytes]:
        query = dns.message.from_wire(wire)
        self.asked.append((network, *asked(query)))
        self.queries.append(query)
        answers = self.answer(query, network)
        if answers is None:
            return []
        if not isinstance(answers, list):
            answers = [answers]
        return [
            a if isinstance(a, bytes) else a.to_wire(max_size=65535) for a in answers
        ]

    def packets(self) -> None:
        b = bytearray(2048)
        while True:
            try:
                n, addr = self.pc.ReadFrom(b)
            except net.ErrClosed:
                return
            except ConnectionRefusedError:
                continue  # who asked has gone
            for wire in self.messages(bytes(b[:n]), "udp"):
                self.pc.WriteTo(wire, addr)

    def accept(self) -> None:
        for conn in self.ln:
            self.wg.Go(self.stream, conn)

    def stream(self, conn: Any) -> None:
        with conn:
            try:
                while True:
                    head = bytearray(2)
                    io.ReadFull(conn, head)
                    wire = bytearray(int.from_bytes(head))
                    io.ReadFull(conn, wire)
                    for answer in self.messages(bytes(wire), "tcp"):
                        conn.Write(framed(answer))
            except errors.error:
                pass  # who asked has gone

    def close(self) -> None:
        self.ln.Close()
        self.pc.Close()
        self.wg.Wait()


class Raw(bytes):
    """What a stream is sent as it is, without a length."""


def framed(b: bytes) -> bytes:
    return b if isinstance(b, Raw) else len(b).to_bytes(2) + b


@contextmanager
def serving(answer: Answer, address: str = "127.0.0.1:0") -> Iterator[Server]:
    """Run a server."""
    server = Server(answer, address)
    try:
        yield server
    finally:
        server.close()


@contextmanager
def configured(
    tmp_path: Path,
    resolv: str = "nameserver 127.0.0.1\n",
    hosts_: str = "",
    nsswitch: str = "hosts: files dns\n",
) -> Iterator[Path]:
    """Put files of our own in place of the system's."""
    before = hook.resolvConfPath, hook.hostsFilePath, hook.nsswitchPath
    names = "resolv.conf", "hosts", "nsswitch.conf"
    for name, text in zip(names, (resolv, hosts_, nsswitch), strict=True):
        tmp_path.joinpath(name).write_text(text)
    paths = [str(tmp_path / name) for name in names]
    hook.resolvConfPath, hook.hostsFilePath, hook.nsswitchPath = paths
    forget()
    try:
        yield tmp_path
    finally:
        hook.resolvConfPath, hook.hostsFilePath, hook.nsswitchPath = before
        forget()


def forget() -> None:
    """Let all files be read again."""
    resolv_conf.forget()
    nss_config.forget()
    hosts.path = ""

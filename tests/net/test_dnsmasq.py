"""The pure resolver against dnsmasq, a server that others have written."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import net
from goruntime import context, sync, time
from net.errors import DNSError
from tests.net.dnsserver import configured

DNSMASQ = shutil.which("dnsmasq") or shutil.which("dnsmasq", path="/usr/sbin")
pytestmark = [
    pytest.mark.skipif(DNSMASQ is None, reason="dnsmasq is not installed"),
    pytest.mark.slow,  # alone: its port is free by UDP, and must stay so by TCP
]

BG = context.Background()
RECORDS = [
    "--host-record=www.dns.test,192.0.2.7,2001:db8::7",
    "--cname=alias.dns.test,www.dns.test",
    "--mx-host=dns.test,mail.dns.test,10",
    "--mx-host=dns.test,backup.dns.test,20",
    "--srv-host=_xmpp._tcp.dns.test,www.dns.test,5222,1,2",
    "--txt-record=dns.test,one,two",
    "--ptr-record=9.2.0.192.in-addr.arpa,nine.dns.test",
    *[f"--host-record=many.dns.test,198.51.100.{i}" for i in range(1, 120)],
]


def free_port() -> int:
    """Return a port that is free by UDP and by TCP."""
    for _ in range(100):
        with socket.create_server(("127.0.0.1", 0)) as tcp:
            port: int = tcp.getsockname()[1]
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
                try:
                    udp.bind(("127.0.0.1", port))
                except OSError:
                    continue
                return port
    pytest.fail("no free port")


@pytest.fixture
def resolver(tmp_path: Path) -> Iterator[net.Resolver]:
    """Run dnsmasq; give who asks it."""
    assert DNSMASQ is not None
    port = free_port()
    words = [DNSMASQ, "--no-daemon", "--conf-file=/dev/null", "--no-resolv"]
    words += ["--no-hosts", "--bind-interfaces", "--listen-address=127.0.0.1"]
    words += ["--local=/test/", "--edns-packet-max=1232", f"--port={port}"]
    log = tmp_path / "log"
    with log.open("w") as file:
        process = subprocess.Popen([*words, *RECORDS], stderr=file, stdout=file)

    def dial(ctx: context.Context, network: str, _: str) -> Any:
        return net.Dialer().DialContext(ctx, network, f"127.0.0.1:{port}")

    try:
        with configured(tmp_path):
            r = net.Resolver(PreferGo=True, Dial=dial)
            wait_for(r, process, log)
            yield r
    finally:
        process.terminate()
        process.wait()


def wait_for(r: net.Resolver, process: Any, log: Path) -> None:
    """Wait until the server answers."""
    began = time.Now()
    while True:
        try:
            r.LookupHost(BG, "www.dns.test")
            return
        except DNSError as err:
            if process.poll() is not None:
                pytest.skip(f"dnsmasq does not run here: {log.read_text()}")
            if time.Since(began) > 30 * time.Second:
                pytest.fail(f"{err}: {log.read_text()}")
            time.Sleep(5 * time.Millisecond)


def test_it_is_understood(resolver: net.Resolver) -> None:
    r = resolver
    assert sorted(r.LookupHost(BG, "www.dns.test")) == ["192.0.2.7", "2001:db8::7"]
    assert len(r.LookupIPAddr(BG, "alias.dns.test")) == 2
    assert r.LookupCNAME(BG, "alias.dns.test") == "www.dns.test."
    mxs = [net.MX("mail.dns.test.", 10), net.MX("backup.dns.test.", 20)]
    assert r.LookupMX(BG, "dns.test") == mxs
    srv = [net.SRV("www.dns.test.", 5222, 1, 2)]
    assert r.LookupSRV(BG, "xmpp", "tcp", "dns.test") == ("_xmpp._tcp.dns.test.", srv)
    assert r.LookupTXT(BG, "dns.test") == ["onetwo"]
    assert r.LookupAddr(BG, "192.0.2.9") == ["nine.dns.test."]


def test_what_does_not_fit_comes_by_tcp(resolver: net.Resolver) -> None:
    assert len(resolver.LookupIP(BG, "ip4", "many.dns.test")) == 119


def test_what_it_does_not_know_is_not_found(resolver: net.Resolver) -> None:
    with pytest.raises(DNSError) as info:
        resolver.LookupHost(BG, "nowhere.dns.test")
    assert info.value.IsNotFound
    text = "lookup nowhere.dns.test on 127.0.0.1:53: no such host"
    assert str(info.value) == text


def test_many_at_once(resolver: net.Resolver) -> None:
    wg = sync.WaitGroup()
    found: list[int] = []
    for _ in range(50):
        wg.Go(lambda: found.append(len(resolver.LookupHost(BG, "www.dns.test"))))
    wg.Wait()
    assert found == [2] * 50

"""Look names up: a thousand look-ups at once, of fifty names, from a server nearby.

Lookup: each look-up asks the server, for both kinds of addresses.  LookupShared:
look-ups of one name at one time may be one, as Go's LookupIPAddr has it; gevent has a
cache, and the answers may be kept in it.  The server is a process of its own, on the
other core, which knows the answers by heart.
"""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from benchmarks import micro, toolchain
from benchmarks.measure import Measure, Options
from benchmarks.micro import Case

NAMES = 50
AT_ONCE = 1000


def name(i: int) -> str:
    return f"host{i % NAMES}.bench.test"


@contextmanager
def server(ttl: int) -> Iterator[int]:
    """Run the server; give its port."""
    words = [sys.executable, "-m", "benchmarks.rivals.dns_server", str(ttl)]
    with toolchain.pinned(1):
        process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def _goruntime(n: int, ttl: int, method: str) -> float:
    import net
    from goruntime import context, run, sync

    background = context.Background()

    def main() -> float:
        with server(ttl) as port:
            address = net.ResolveUDPAddr("udp", f"127.0.0.1:{port}")

            def dial(ctx: Any, network: str, _: str) -> Any:
                return net.DialUDP(network, None, address)

            r = net.Resolver(PreferGo=True, Dial=dial)
            lookup: Callable[..., list[Any]] = getattr(r, method)

            def ask(i: int) -> None:
                assert len(lookup(background, name(i))) == 2

            ask(0)
            wg = sync.WaitGroup()
            began = perf_counter()
            for _ in range(n // AT_ONCE):
                for i in range(AT_ONCE):
                    wg.Go(ask, i)
                wg.Wait()
            return perf_counter() - began

    return run(main)


def goruntime(n: int) -> float:
    return _goruntime(n, 0, "LookupHost")


def goruntime_shared(n: int) -> float:
    return _goruntime(n, 3600, "LookupIPAddr")


def _gevent(n: int, ttl: int, kind: str) -> float:
    import gevent
    from gevent.pool import Group

    with server(ttl) as port:
        resolver: Any
        ask: Callable[[int], None]
        if kind == "ares":
            from gevent.resolver.ares import Resolver as Ares

            resolver = Ares(servers="127.0.0.1", udp_port=port)

            def ask(i: int) -> None:
                found = resolver.getaddrinfo(name(i) + ".", 80, 0, socket.SOCK_STREAM)
                assert found

        else:
            from gevent.resolver.dnspython import Resolver as DNSPython

            # Not by its getaddrinfo, which does not go with today's dnspython.
            resolver = DNSPython().resolver
            resolver.nameservers = ["127.0.0.1"]
            resolver.port = port
            # A thousand at once can take longer than the 5 s it gives itself.
            resolver.lifetime = resolver.timeout = 60.0

            def ask(i: int) -> None:
                for kind in ("A", "AAAA"):
                    assert len(resolver.resolve(name(i) + ".", kind)) == 1

        gevent.spawn(ask, 0).get()
        began = perf_counter()
        for _ in range(n // AT_ONCE):
            group = Group()
            for i in range(AT_ONCE):
                group.start(gevent.Greenlet(ask, i))
            group.join(raise_error=True)
        return perf_counter() - began


def gevent_dnspython(n: int) -> float:
    return _gevent(n, 0, "dnspython")


def gevent_dnspython_shared(n: int) -> float:
    return _gevent(n, 3600, "dnspython")


def gevent_ares(n: int) -> float:
    return _gevent(n, 0, "ares")


def gevent_ares_shared(n: int) -> float:
    return _gevent(n, 3600, "ares")


CASES = {
    "Lookup": Case(
        {
            "goruntime": goruntime,
            "gevent": gevent_dnspython,
            "gevent ares": gevent_ares,
        },
        n=5 * AT_ONCE,
    ),
    "LookupShared": Case(
        {
            "goruntime": goruntime_shared,
            "gevent": gevent_dnspython_shared,
            "gevent ares": gevent_ares_shared,
        },
        n=5 * AT_ONCE,
    ),
}


def measures(options: Options) -> list[Measure]:
    return micro.measures(__name__, options)

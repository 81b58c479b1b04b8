"""Names and dials of a test's own, in place of the real ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from errno import EINPROGRESS, EISCONN
from typing import Any

import net
from net import hook


@contextmanager
def names(**table: list[str]) -> Iterator[None]:
    """Let host names stand for addresses."""

    def lookup(real: Any, ctx: Any, network: str, host: str) -> list[net.IPAddr]:
        found = []
        for text in table[host]:
            ip = net.ParseIP(text)
            assert ip is not None
            found.append(net.IPAddr(IP=ip))
        return found

    before, hook.testHookLookupIP = hook.testHookLookupIP, lookup
    try:
        yield
    finally:
        hook.testHookLookupIP = before


@contextmanager
def dials(f: Any) -> Iterator[None]:
    """Let f(ctx, address) be what connects."""
    hook.testHookDialTCP = lambda ctx, network, laddr, raddr: f(ctx, str(raddr))
    try:
        yield
    finally:
        hook.testHookDialTCP = None


@contextmanager
def unhurried() -> Iterator[None]:
    """Let every connection have to be waited for, as over a network."""
    real = hook.connectFunc

    def connect(sock: Any, address: Any) -> int:
        number = real(sock, address)
        return EINPROGRESS if number in (0, EISCONN) else number

    hook.connectFunc = connect
    try:
        yield
    finally:
        hook.connectFunc = real

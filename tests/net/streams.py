"""Pairs of connected streams, and what goes through them."""

from itertools import count
from typing import Any

import net

numbers = count()


def pair(network: str) -> tuple[Any, Any]:
    """Return both ends of a connection: who dialed, who accepted."""
    address = "127.0.0.1:0" if network == "tcp" else f"@zerocopy-{next(numbers)}"
    with net.Listen(network, address) as ln:
        return net.Dial(network, str(ln.Addr())), ln.Accept()


def named(err: BaseException, **conns: Any) -> str:
    """Return an error's text with the names of connections for their addresses."""
    text = str(err)
    for name, c in conns.items():
        text = text.replace(f"{c.LocalAddr()}->{c.RemoteAddr()}", name)
    return text

"""HTTP on bare net: keep-alive, pipelining, and an answer to what is no HTTP.

What net/http does for a Go program is done by hand here, to show how a protocol is
written: straight on, one goroutine for each connection, a deadline for each read.

    python examples/http_hello.py
    curl http://127.0.0.1:8080/gopher       # in another terminal
    wrk -c 100 http://127.0.0.1:8080/

Ctrl-C or kill ends it gracefully: no new connections, each open one ends once its
requests are answered.
"""

import argparse
import signal
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import unquote

import net
from goruntime import go, io, run, sync, time

MAX_HEAD = 16 * 1024  # bytes of request line and headers
MAX_BODY = 1024 * 1024
IDLE = 60 * time.Second  # how long a client may keep us waiting
GRACE = 2 * time.Second  # the same for a request half read when the server is to end

TOKEN = frozenset(b"!#$%&'*+-.^_`|~0123456789").union(
    range(ord("a"), ord("z") + 1), range(ord("A"), ord("Z") + 1)
)


class BadRequest(Exception):
    """What came is answered with this status, and the connection is closed."""

    def __init__(self, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class Request:
    """The head of a request, and what it says about the body and the connection."""

    method: str
    path: str
    length: int  # of the body
    keep_alive: bool
    expects_continue: bool


def parse(head: bytes) -> Request:
    """Parse a request line and headers, without the empty line."""
    line, *lines = head.decode("latin-1").split("\r\n")
    match line.split(" "):
        case [method, target, "HTTP/1.1" | "HTTP/1.0" as version] if method and target:
            pass
        case [_, _, version] if version.startswith("HTTP/"):
            raise BadRequest(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)
        case _:
            raise BadRequest
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or not TOKEN.issuperset(name.encode("latin-1")):
            raise BadRequest  # also a name followed by a space, or a folded line
        headers.setdefault(name.lower(), []).append(value.strip(" \t"))

    if version == "HTTP/1.1" and len(headers.get("host", ())) != 1:
        raise BadRequest
    if "transfer-encoding" in headers:
        raise BadRequest(HTTPStatus.NOT_IMPLEMENTED)
    lengths = set(headers.get("content-length", ["0"]))
    length = lengths.pop()
    if lengths or not (length.isascii() and length.isdigit()):
        raise BadRequest  # two lengths: where the next request begins is a guess
    if len(length) > 18 or int(length) > MAX_BODY:
        raise BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    connection = ",".join(headers.get("connection", ())).lower()
    options = {option.strip() for option in connection.split(",")}
    return Request(
        method,
        unquote(target.partition("?")[0]),
        int(length),
        "close" not in options and (version == "HTTP/1.1" or "keep-alive" in options),
        headers.get("expect", [""])[0].lower() == "100-continue",
    )


@lru_cache(maxsize=1)
def date(second: int) -> str:
    return formatdate(second, usegmt=True)


def response(
    status: HTTPStatus, text: str, *, keep_alive: bool = True, head: bool = False
) -> bytes:
    body = text.encode()
    lines = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Date: {date(time.Now().Unix())}",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(body)}",
    ]
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        lines.append("Allow: GET, HEAD")
    if not keep_alive:
        lines.append("Connection: close")
    return "\r\n".join([*lines, "", ""]).encode() + (b"" if head else body)


def hello(request: Request) -> bytes:
    """The web site."""
    keep_alive = request.keep_alive
    if request.method not in ("GET", "HEAD"):
        status, text = HTTPStatus.METHOD_NOT_ALLOWED, "Just ask.\n"
    else:
        status, text = HTTPStatus.OK, f"Hello, {request.path[1:] or 'world'}!\n"
    return response(
        status, text, keep_alive=keep_alive, head=request.method == "HEAD"
    )


class Server:
    """Serves the connections of one listener, until Shutdown."""

"""HTTP on bare net: keep-alive, pipelining, and an answer to what is no HTTP.

What net/http does for a Go program is done by hand here, to show how a protocol is
written: straight on, with one goroutine for each connection and deadlines.

    python examples/http_hello.py
    curl http://127.0.0.1:8080/gopher   # in another terminal
    wrk -c 100 http://127.0.0.1:8080/

Ctrl-C or kill ends it gracefully: there are no new connections, and each that is open
ends as soon as its requests are answered.
"""

import argparse
import re
import signal
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import unquote

import net
from goruntime import io, run, sync, time

MAX_HEAD = 16 * 1024  # bytes of request line and headers
MAX_BODY = 1024 * 1024
IDLE = 60 * time.Second  # how long a client may keep us waiting
GRACE = 2 * time.Second  # the same for one in the middle of a request when we end

TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
REQUEST_LINE = re.compile(rf"({TOKEN}) ([!-~]+) HTTP/([0-9])\.([0-9])")
HEADER = re.compile(rf"({TOKEN}):[ \t]*([^\0\r\n]*?)[ \t]*")
LENGTH = re.compile("[0-9]{1,18}")


class BadRequest(Exception):
    """What came is answered with this status, and the connection closed."""

    def __init__(self, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class Request:
    """A request, and what it says about its body and the connection."""

    method: str
    path: str
    length: int  # of the body
    keep_alive: bool
    expects_continue: bool


def parse(head: bytes) -> Request:
    """Parse a request line and headers.  Raises BadRequest."""
    lines = head.decode("latin-1").split("\r\n")
    first = REQUEST_LINE.fullmatch(lines[0])
    if first is None:
        raise BadRequest
    method, target, major, minor = first.groups()
    if major != "1":
        raise BadRequest(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)
    headers: dict[str, str] = {}
    for line in lines[1:]:
        header = HEADER.fullmatch(line)
        if header is None:
            raise BadRequest
        name, value = header[1].lower(), header[2]
        # Repeated, these would leave open which one counts.
        if name in headers and name in ("host", "content-length"):
            raise BadRequest
        headers[name] = f"{headers[name]}, {value}" if name in headers else value

    if minor != "0" and "host" not in headers:
        raise BadRequest
    if "transfer-encoding" in headers:
        raise BadRequest(HTTPStatus.NOT_IMPLEMENTED)
    length = headers.get("content-length", "0")
    if LENGTH.fullmatch(length) is None:
        raise BadRequest
    if int(length) > MAX_BODY:
        raise BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    options = re.split("[ \t,]+", headers.get("connection", "").lower())
    return Request(
        method,
        unquote(target.partition("?")[0]),
        int(length),
        "close" not in options and (minor != "0" or "keep-alive" in options),
        headers.get("expect", "").lower() == "100-continue",
    )


@lru_cache(maxsize=1)
def date(second: int) -> str:
    return formatdate(second, usegmt=True)


def response(status: HTTPStatus, text: str, keep_alive: bool, *headers: str) -> bytes:
    body = text.encode()
    lines = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Date: {date(time.Now().Unix())}",
        f"Content-Length: {len(body)}",
        "Content-Type: text/plain; charset=utf-8",
        f"Connection: {'keep-alive' if keep_alive else 'close'}",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def hello(request: Request) -> bytes:
    """Answer one request: this is the web site."""
    if request.method not in ("GET", "HEAD"):
        status = HTTPStatus.METHOD_NOT_ALLOWED
        return response(
            status, "Just GET it.\n", request.keep_alive, "Allow: GET, HEAD"
        )
    text = f"Hello, {request.path[1:] or 'world'}!\n"
    answer = response(HTTPStatus.OK, text, request.keep_alive)
    if request.method == "HEAD":
        return answer[: answer.index(b"\r\n\r\n") + 4]
    return answer


class Server:
    """Serves the connections of one listener."""

    def __init__(self, ln: net.Listener) -> None:
        self.ln = ln
        self.closing = False
        self.conns: set[Conn] = set()
        self.handlers = sync.WaitGroup()

    def serve(self) -> None:
        for c in self.ln:
            self.handlers.Go(Conn(self, c).serve)

    def shutdown(self) -> None:
        """Accept no more; return when all that came before is answered."""
        self.closing = True
        self.ln.Close()
        for conn in list(self.conns):
            conn.hurry()
        self.handlers.Wait()


class Conn:
    """One connection, with what was read but not used, and what is to be written."""

    def __init__(self, server: Server, conn: net.Conn) -> None:
        self.server = server
        self.conn = conn
        self.chunk = memoryview(bytearray(4096))
        self.input = bytearray()
        self.output = bytearray()
        self.in_body = False

    def serve(self) -> None:
        """What its goroutine does."""
        self.server.conns.add(self)
        with self.conn, suppress(io.EOF, net.OpError):
            try:
                while self.serve_one():
                    pass
                self.flush()
            except BadRequest as bad:
                self.output += response(bad.status, f"{bad.status.phrase}\n", False)
                self.last_words()
        self.server.conns.discard(self)

    def serve_one(self) -> bool:
        """Answer a request; tell whether there may be another."""
        request = parse(self.read_head())
        if request.expects_continue and len(self.input) < request.length:
            self.output += b"HTTP/1.1 100 Continue\r\n\r\n"
        self.skip_body(request.length)
        if self.server.closing and not self.input:
            request.keep_alive = False
        self.output += hello(request)
        return request.keep_alive

    def read_head(self) -> bytes:
        while (end := self.input.find(b"\r\n\r\n")) < 0:
            if len(self.input) > MAX_HEAD:
                raise BadRequest(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            try:
                self.read_more()
            except io.EOF:
                if self.input:
                    raise BadRequest from None
                raise
            except TimeoutError:
                if self.input:
                    raise BadRequest(HTTPStatus.REQUEST_TIMEOUT) from None
                raise
        head = bytes(self.input[:end])
        del self.input[: end + 4]
        return head

    def skip_body(self, length: int) -> None:
        self.in_body = True
        while length > len(self.input):
            length -= len(self.input)
            self.input.clear()
            self.read_more()
        del self.input[:length]
        self.in_body = False

    def read_more(self) -> None:
        """Wait for more input, but send first what it may be the answer to.

        So requests that come together are answered together.
        """
        self.conn.SetDeadline(time.Now().Add(IDLE))
        if self.server.closing:
            self.hurry()
        self.flush()
        n = self.conn.Read(self.chunk)
        self.input += self.chunk[:n]

    def flush(self) -> None:
        if self.output:
            self.conn.Write(self.output)
            self.output.clear()

    def hurry(self) -> None:
        """Wait for the rest of a request for a moment, and for a new one not at all.

        A deadline is for those who wait already, too.
        """
        now = time.Now()
        self.conn.SetDeadline(now.Add(GRACE))
        if not self.input and not self.in_body:
            self.conn.SetReadDeadline(now)

    def last_words(self) -> None:
        """Write what is due, and give the client the time to read it.

        If we closed while there is something left to read, it would get a reset, which
        may overtake what we have written.
        """
        assert isinstance(self.conn, net.TCPConn)
        self.conn.SetDeadline(time.Now().Add(GRACE))
        self.flush()
        self.conn.CloseWrite()
        while True:
            self.conn.Read(self.chunk)


def main() -> None:
    parser = argparse.ArgumentParser(description="Say hello over HTTP.")
    parser.add_argument("address", nargs="?", default="127.0.0.1:8080")
    args = parser.parse_args()

    with net.Listen("tcp", args.address) as ln:
        server = Server(ln)
        # From now on kill is like Ctrl-C: KeyboardInterrupt, in the main goroutine.
        signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
        print(f"listening on http://{ln.Addr()}/", flush=True)
        try:
            server.serve()
        except KeyboardInterrupt:
            server.shutdown()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):  # the second one: at once
        run(main)

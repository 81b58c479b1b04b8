"""Buffers: many pieces written at once.  Go: net/net.go, net/writev_unix.go"""

from __future__ import annotations

from typing import Any

from goruntime import errors
from goruntime.io import EOF
from goruntime.io.partial import countof, partial
from goruntime.io.view import readable, writable
from goruntime.poll.fd_socket import consume

from .errors import OpError
from .net import conn


class Buffers(list[Any]):
    """A list of pieces to write: bytes-like objects.  Go: net.Buffers

    On TCP and Unix connections they go out by one system call, without being joined.
    Writing and reading consume it.
    """

    __slots__ = ()

    def WriteTo(self, w: Any) -> int:
        """Write all to w; return how many bytes.  What was written is gone from self.

        Raises what w's Write raises, with ``n`` for how much was written.
        """
        if isinstance(w, conn):
            return writeBuffers(w, self)
        n = 0
        try:
            for b in list(self):
                n += w.Write(b)
        except Exception as err:
            n += countof(err)
            partial(err, n)
            raise
        finally:
            consume(self, n)
        return n

    def Read(self, p: Any) -> int:
        """Take what fits into p; return how many bytes.  Raises io.EOF at the end."""
        view = writable(p)
        n = 0
        while self and n < view.nbytes:
            piece = readable(self[0])[: view.nbytes - n]
            view[n : n + len(piece)] = piece
            n += len(piece)
            consume(self, len(piece))
        if not n and not self:
            raise EOF
        return n


def writeBuffers(c: conn, v: Buffers) -> int:
    """Write v by writev.  Go: conn.writeBuffers"""
    fd = c.fd
    try:
        return fd.writeBuffers(v)
    except errors.error as err:
        wrapped = OpError("writev", fd.net, fd.laddr, fd.raddr, err)
        raise partial(wrapped, countof(err)) from err

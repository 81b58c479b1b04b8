"""Pipe: a connection in memory.  Go: net/pipe.go"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goruntime import chan, default, errors, recv, select, send, sync, time
from goruntime.io import EOF, ErrClosedPipe
from goruntime.io.view import readable, writable
from goruntime.os import ErrDeadlineExceeded

from .errors import OpError
from .net import Closing

if TYPE_CHECKING:
    from .net import Conn


class pipeDeadline:
    """A channel that is closed while the deadline is past."""

    __slots__ = ("cancel", "mu", "timer")

    def __init__(self) -> None:
        self.mu = sync.Mutex()  # guards the two below
        self.timer: time.Timer | None = None
        self.cancel = chan[None]()

    def set(self, t: time.TimeLike) -> None:
        """Set the deadline, None for none."""
        deadline = None if t is None else time.astime(t)
        with self.mu:
            if self.timer is not None and not self.timer.Stop():
                self.cancel.recv()  # the timer's function is about to close it
            self.timer = None
            if isclosed(self.cancel):
                self.cancel = chan[None]()
            if deadline is None or deadline.IsZero():
                return
            left = time.Until(deadline)
            if left > 0:
                self.timer = time.AfterFunc(left, self.cancel.close)
            else:
                self.cancel.close()

    def wait(self) -> chan[None]:
        """Return the channel, which is another one after set."""
        with self.mu:
            return self.cancel


def isclosed(c: chan[None]) -> bool:
    """Tell whether nothing is to be waited for."""
    return select(recv(c), default)[0] == 0


class pipeAddr:
    """The address of both ends."""

    __slots__ = ()

    def Network(self) -> str:
        return "pipe"

    def String(self) -> str:
        return "pipe"

    __str__ = String


class pipe(Closing):
    """One end.  What is written to it goes straight into the other's buffer.

    A Write sends its data, and is told how much of it was taken, until all is; so
    each receive from rdrx is followed by a send to rdtx.
    """

    __slots__ = (
        "localdone",
        "once",
        "rdrx",
        "rdtx",
        "readdeadline",
        "remotedone",
        "writedeadline",
        "wrmu",
        "wrrx",
        "wrtx",
    )

    def __init__(
        self,
        reads: tuple[chan[memoryview], chan[int]],
        writes: tuple[chan[memoryview], chan[int]],
        localdone: chan[None],
        remotedone: chan[None],
    ) -> None:
        self.wrmu = sync.Mutex()  # one Write at a time
        self.rdrx, self.rdtx = reads
        self.wrtx, self.wrrx = writes
        self.once = sync.Once()
        self.localdone = localdone
        self.remotedone = remotedone
        self.readdeadline = pipeDeadline()
        self.writedeadline = pipeDeadline()

    def LocalAddr(self) -> pipeAddr:
        return pipeAddr()

    def RemoteAddr(self) -> pipeAddr:
        return pipeAddr()

    def Read(self, b: Any) -> int:
        """Wait for a Write and take what of it fits into b; return how many bytes.

        Raises io.EOF once the other end is closed, io.ErrClosedPipe once this one is,
        OpError at the deadline.
        """
        view = writable(b)
        if isclosed(self.localdone):
            raise ErrClosedPipe
        if isclosed(self.remotedone):
            raise EOF
        deadline = self.readdeadline.wait()
        if not isclosed(deadline):
            case, data, _ = select(
                recv(self.rdrx),
                recv(self.localdone),
                recv(self.remotedone),
                recv(deadline),
            )
            if case == 0:
                n: int = min(view.nbytes, data.nbytes)
                view[:n] = data[:n]
                self.rdtx.send(n)
                return n
            if case == 1:
                raise ErrClosedPipe
            if case == 2:
                raise EOF
        err = ErrDeadlineExceeded()
        raise OpError("read", "pipe", None, None, err) from err

    def Write(self, b: Any) -> int:
        """Wait until the other end has read all of b; return its length.

        Raises io.ErrClosedPipe once an end is closed, OpError at the deadline; the
        error's ``n`` says how much was read.  Writing nothing waits for a Read, too.
        """
        data = readable(b)
        done = 0
        try:
            if isclosed(self.localdone) or isclosed(self.remotedone):
                raise ErrClosedPipe
            if isclosed(self.writedeadline.wait()):
                raise ErrDeadlineExceeded
            with self.wrmu:
                while True:
                    case, _, _ = select(
                        send(self.wrtx, data[done:]),
                        recv(self.localdone),
                        recv(self.remotedone),
                        recv(self.writedeadline.wait()),
                    )
                    if case == 3:
                        raise ErrDeadlineExceeded
                    if case:
                        raise ErrClosedPipe
                    done += self.wrrx.recv()
                    if done >= data.nbytes:
                        return done
        except ErrDeadlineExceeded as err:
            wrapped = OpError("write", "pipe", None, None, err)
            wrapped.n = done
            raise wrapped from err
        except errors.error as err:
            err.n = done
            raise

    def SetDeadline(self, t: time.TimeLike) -> None:
        """Let Read and Write fail with os.ErrDeadlineExceeded from t on."""
        self._open()
        self.readdeadline.set(t)
        self.writedeadline.set(t)

    def SetReadDeadline(self, t: time.TimeLike) -> None:
        """SetDeadline for Read alone."""
        self._open()
        self.readdeadline.set(t)

    def SetWriteDeadline(self, t: time.TimeLike) -> None:
        """SetDeadline for Write alone."""
        self._open()
        self.writedeadline.set(t)

    def _open(self) -> None:
        if isclosed(self.localdone) or isclosed(self.remotedone):
            raise ErrClosedPipe

    def Close(self) -> None:
        """Close this end, as often as you like."""
        self.once.Do(self.localdone.close)

    def __repr__(self) -> str:
        return f"<pipe {'closed' if isclosed(self.localdone) else 'open'}>"


def Pipe() -> tuple[Conn, Conn]:
    """Return the two ends of a connection in memory, without a buffer between them.

    A Write waits until the other end has read all of it.  Deadlines work as on any
    connection.  Go: net.Pipe
    """
    there = chan[memoryview](), chan[int]()
    back = chan[memoryview](), chan[int]()
    done1, done2 = chan[None](), chan[None]()
    return pipe(there, back, done1, done2), pipe(back, there, done2, done1)

# cython: annotation_typing=False
"""FD: a descriptor with its lock and its waiting.  Go: internal/poll/fd_unix.go

Every operation has the same form: take the right to read or to write (FDMutex),
see that neither deadline nor close forbids it (prepare), try; on EAGAIN wait
for the poller and try again.

Readiness is remembered.  A read from a TCP socket that returned less than was
asked for has emptied it, so the next read waits at once instead of asking the
kernel for EAGAIN: one system call for a message, not two.  The edge that comes
between that short read and the wait must not be lost, and ``prepareRead``
forgets it in ``rg``; so the poller counts the edges in ``rseq``, which nothing
resets.  The count is noted *before* the read, and the shortcut is taken only if
it has not moved.  It does not hold for datagrams, after out-of-band data or a
hang-up, nor once the descriptor was handed out, when options like SO_RCVLOWAT
may have changed.  Likewise for writes.  Ancillary data ends a Unix socket's read
early, so there the kernel is asked how much is left; EAGAIN costs twice that.

A bytearray's length may change while the read waits: another goroutine has it, too.
"""

from __future__ import annotations

from errno import EAGAIN, ECONNABORTED, EINTR
from typing import TYPE_CHECKING, Any, Final

from ..clock import nanotime
from ..gmp import WAIT_SEMACQUIRE
from ..io.errors import EOF, ErrUnexpectedEOF
from ..mutex import holders, lockslow
from ..netpoll import pollSetDeadline, waitread, waitwrite
from ..park import Gosched
from ..polldesc import READ, READY, WRITE
from ..sema import newwaiter, wait, wake
from ..syscall import Errno
from ..sysio import nothingleft
from ..sysio import recv as sysrecv
from ..sysio import send as syssend
from ..time import TimeLike, asdeadline
from . import hook
from .fd_mutex import FDMutex
from .fd_poll import READ_WRITE, PollDesc, converterr, errclosing

if TYPE_CHECKING:
    from collections.abc import Callable

holders.append(globals())

BURST: Final = 100  # operations without a wait after which others get a turn
MAX_RW: Final = 1 << 30  # one read or write at most: some kernels fail above 2 GiB


class FD:
    """A file descriptor that any number of goroutines may use at once."""

    __slots__ = (
        "asks",
        "burst",
        "fdmu",
        "hints",
        "isfile",
        "isstream",
        "pd",
        "rdrained",
        "sock",
        "sysfd",
        "wfull",
        "zeroreadiseof",
    )

    def __init__(
        self,
        sock: Any,
        *,
        isstream: bool = True,
        zeroreadiseof: bool = True,
        hints: bool = False,
        asks: bool = False,
        isfile: bool = False,
    ) -> None:
        self.fdmu = FDMutex()
        self.sock = sock  # owns the descriptor; immutable until destroy
        self.sysfd: int = sock.fileno()
        self.pd = PollDesc(self.sysfd, self.fdmu)
        self.burst = 0  # operations since one last had to wait
        self.isstream = isstream
        self.zeroreadiseof = zeroreadiseof
        self.isfile = isfile
        # A short read means drained: a TCP stream, and nobody else has the number.
        self.hints = hints
        self.asks = asks  # probably so, and the kernel knows: a Unix stream
        self.rdrained = -1  # rseq before the read that drained it; -1: not drained
        self.wfull = -1  # wseq before the write that filled it

    def init(self) -> None:
        """Let the poller watch it now, not at the first wait.  Errno if it cannot.

        Go: FD.Init
        """
        self.pd.init()

    # --- reading ---

    def read(self, p: Any) -> int:
        """Read into p: at least a byte, EOF at the end.  Go: FD.Read"""
        fdmu = self.fdmu
        try:  # fast path: nobody else reads
            fdmu.rtoken.pop()
        except IndexError:
            if not fdmu.lock(fdmu.rtoken, fdmu.rwait):
                raise errclosing(self.isfile) from None
        try:
            kind = type(p)
            if kind is bytearray:
                size = len(p)
            else:
                view = p if kind is memoryview else memoryview(p)
                if view.readonly:
                    raise TypeError("read-only buffer")
                size = view.nbytes
            if size == 0:
                if fdmu.closing:
                    raise errclosing(self.isfile)
                return 0
            pd = self.pd
            pd.rg = None  # what prepareRead comes down to when nothing is wrong
            if size > MAX_RW and self.isstream:
                p = memoryview(p).cast("B")[:MAX_RW]
            if self.rdrained == pd.rseq and (self.hints or nothingleft(self.sysfd)):
                self.burst = 0
                code = waitread(pd, self.rdrained)  # sees to close and deadline, too
                if code:
                    raise converterr(code, self.isfile)
            else:
                rd = pd.rd
                if pd.closing or (rd != 0 and rd <= nanotime()):
                    pd.prepareRead(self.isfile)
            while True:
                seq = pd.rseq
                n = sysrecv(self.sock, p)
                if n > 0:
                    short = n < size and (self.hints or self.asks)
                    if short and kind is bytearray:
                        short = n < len(p)
                    self.rdrained = seq if short and pd.hints else -1
                    self.burst += 1
                    if self.burst > BURST:
                        self.yieldnow()
                    return n
                if n == 0:
                    if self.zeroreadiseof and (kind is not bytearray or p):
                        raise EOF
                    return 0
                if n == -EAGAIN:
                    pd.waitRead(self.isfile)
                elif n != -EINTR:
                    raise Errno(-n)
        finally:
            fdmu.rtoken.append(True)
            if fdmu.rwait:
                fdmu.wakeone(fdmu.rwait)
            if fdmu.closing and fdmu.leave():
                self.destroy()

    # --- writing ---

    def write(self, p: Any) -> int:
        """Write all of p; an error says by ``n`` how much was.  Go: FD.Write"""
        fdmu = self.fdmu
        try:  # fast path: nobody else writes
            fdmu.wtoken.pop()
        except IndexError:
            if not fdmu.lock(fdmu.wtoken, fdmu.wwait):
                raise errclosing(self.isfile) from None
        done = 0
        try:
            kind = type(p)
            if kind is bytes:
                size = len(p)
            else:
                size = p.nbytes if kind is memoryview else memoryview(p).nbytes
            pd = self.pd
            wd = pd.wd
            if pd.closing or fdmu.closing or (wd != 0 and wd <= nanotime()):
                pd.prepareWrite(self.isfile)
            pd.wg = None
            if self.wfull == pd.wseq and size:  # an empty write needs no room
                code = waitwrite(pd, self.wfull)
                if code:
                    raise converterr(code, self.isfile)
            rest = p
            if size > MAX_RW and self.isstream:
                rest = memoryview(p).cast("B")[:MAX_RW]
            while True:
                seq = pd.wseq
                n = syssend(self.sock, rest)
                if n >= 0:
                    done += n
                    self.burst += 1
                    if self.burst > BURST:
                        self.yieldnow()
                    if done == size:  # fast path: all at once
                        self.wfull = -1
                        return done
                    if n == 0:
                        raise ErrUnexpectedEOF
                    rest = memoryview(p).cast("B")[done : done + MAX_RW]
                    if self.hints and pd.hints:
                        # The rest did not fit: wait, unless there was room since.
                        self.wfull = seq
                        if seq == pd.wseq:
                            code = waitwrite(pd, seq)
                            if code:
                                raise converterr(code, self.isfile)
                elif n == -EAGAIN:
                    pd.waitWrite(self.isfile)
                elif n != -EINTR:
                    raise Errno(-n)
        except BaseException as exc:
            exc.n = done  # type: ignore[attr-defined]
            raise
        finally:
            fdmu.wtoken.append(True)
            if fdmu.wwait:
                fdmu.wakeone(fdmu.wwait)
            if fdmu.closing and fdmu.leave():
                self.destroy()

    def yieldnow(self) -> None:
        """Let others run: one whose peer is always faster would go on for ever."""
        self.burst = 0
        Gosched()

    # --- the two rights, for what is not hot ---

    def readlock(self) -> None:
        fdmu = self.fdmu
        if not fdmu.lock(fdmu.rtoken, fdmu.rwait):
            raise errclosing(self.isfile)

    def readunlock(self) -> None:
        fdmu = self.fdmu
        fdmu.rtoken.append(True)
        if fdmu.rwait:
            fdmu.wakeone(fdmu.rwait)
        if fdmu.closing and fdmu.leave():
            self.destroy()

    def writelock(self) -> None:
        fdmu = self.fdmu
        if not fdmu.lock(fdmu.wtoken, fdmu.wwait):
            raise errclosing(self.isfile)

    def writeunlock(self) -> None:
        fdmu = self.fdmu
        fdmu.wtoken.append(True)
        if fdmu.wwait:
            fdmu.wakeone(fdmu.wwait)
        if fdmu.closing and fdmu.leave():
            self.destroy()

    def incref(self) -> None:
        if not self.fdmu.incref():
            raise errclosing(self.isfile)

    def decref(self) -> None:
        if self.fdmu.decref():
            self.destroy()

    # --- sockets ---

    def accept(self) -> tuple[int, Any]:
        """Wait for a connection: (descriptor, peer's address).  Go: FD.Accept"""
        self.readlock()
        try:
            self.pd.prepareRead(self.isfile)
            while True:
                self.burst += 1
                if self.burst > BURST:
                    self.yieldnow()
                try:
                    return hook.AcceptFunc(self.sock)
                except OSError as e:
                    errno = e.errno
                if errno == EAGAIN:
                    self.burst = 0
                    self.pd.waitRead(self.isfile)
                elif errno not in (EINTR, ECONNABORTED):
                    # ECONNABORTED: it was closed in the queue before we took it.
                    raise Errno(errno or 0)
        finally:
            self.readunlock()

    def waitwrite(self) -> None:
        """Wait until it can be written to: a connect has ended.  Go: FD.WaitWrite"""
        self.pd.waitWrite(self.isfile)

    def shutdown(self, how: int) -> None:
        """Shut one side down.  Go: FD.Shutdown"""
        self.incref()
        try:
            self.sock.shutdown(how)
        except OSError as e:
            raise Errno(e.errno or 0) from None
        finally:
            self.decref()

    def setsockopt(self, level: int, name: int, value: int | bytes) -> None:
        """Set a socket option.  Go: FD.SetsockoptInt and its like"""
        self.incref()
        try:
            self.sock.setsockopt(level, name, value)
        except OSError as e:
            raise Errno(e.errno or 0) from None
        finally:
            self.decref()

    # --- deadlines ---

    def setdeadline(self, t: TimeLike, mode: int = READ_WRITE) -> None:
        """Let reads, writes or both fail from t on; None: never.  Go: FD.SetDeadline"""
        deadline = asdeadline(t)
        if self.pd.closing:
            raise errclosing(self.isfile)
        pollSetDeadline(self.pd, deadline, mode)

    def setreaddeadline(self, t: TimeLike) -> None:
        """setdeadline for reads alone, which many programs do before each of them."""
        pd = self.pd
        when = None
        if t is not None:
            try:
                when = t._mono  # type: ignore[union-attr]  # time.Now().Add(d)
            except AttributeError:
                pass  # a datetime
        if not when:
            when = asdeadline(t)
        lock = pd.lock
        if not lock.acquire(False):
            lockslow(lock)
        rg = pd.rg
        if (rg is None or rg is READY) and not pd.closing:  # fast path: nobody waits
            pd.rd = when
            lock.release()
            return
        lock.release()
        self.setdeadline(t, READ)

    def setwritedeadline(self, t: TimeLike) -> None:
        self.setdeadline(t, WRITE)

    def setpast(self) -> None:
        """Let who waits to write, and who tries to, fail at once."""
        self.incref()
        try:
            pollSetDeadline(self.pd, -1, WRITE)
        finally:
            self.decref()

    # --- raw access ---

    def handout(self) -> None:
        """The number is known outside: nothing we remember of it is sure any more."""
        self.hints = self.asks = False
        self.rdrained = self.wfull = -1

    def rawcontrol(self, f: Callable[[int], object]) -> None:
        """Call f(descriptor).  Go: FD.RawControl"""
        self.incref()
        try:
            self.handout()
            f(self.sysfd)
        finally:
            self.decref()

    def rawread(self, f: Callable[[int], bool]) -> None:
        """Call f(descriptor) when it is readable, until f says True.  Go: FD.RawRead"""
        self.readlock()
        try:
            self.pd.prepareRead(self.isfile)
            self.handout()
            while not f(self.sysfd):
                self.pd.waitRead(self.isfile)
        finally:
            self.readunlock()

    def rawwrite(self, f: Callable[[int], bool]) -> None:
        """Call f(descriptor) when writable, until f says True.  Go: FD.RawWrite"""
        self.writelock()
        try:
            self.pd.prepareWrite(self.isfile)
            self.handout()
            while not f(self.sysfd):
                self.pd.waitWrite(self.isfile)
        finally:
            self.writeunlock()

    # --- the end ---

    def close(self) -> None:
        """Refuse further use, wake who waits, and return when it is closed.

        Go: FD.Close
        """
        if not self.fdmu.increfandclose():
            raise errclosing(self.isfile)
        self.pd.evict()
        if self.fdmu.decref():
            self.destroy()
        else:
            self.waitdestroyed()  # whoever uses it still lets go now

    def waitdestroyed(self) -> None:
        """Wait until the last one out has given the descriptor back."""
        m, w = newwaiter()
        if self.fdmu.waitend(w):
            wait(m, w, WAIT_SEMACQUIRE)

    def destroy(self) -> None:
        """Give the descriptor back; called by the last one out, once."""
        self.pd.close()
        try:
            hook.CloseFunc(self.sock)
        finally:
            w = self.fdmu.end()
            if w is not None:
                wake(w)

    def __repr__(self) -> str:
        return f"<FD {self.sysfd} {self.fdmu!r}>"

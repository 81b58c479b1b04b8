"""FileFD: the FD of a file, waited for or not.  Go: internal/poll/fd_unix.go

A pipe, a FIFO, a terminal of our own is in non-blocking mode and waits in the poller,
as a socket does.  What cannot (a disk file), or must not be switched to it because
other processes share it (the standard input of a shell's job), is *blocking*: it is
read and written on a spare thread, so that only the goroutine that asked waits.

A thread and back costs twenty to a hundred microseconds, ten times and more what a read
costs that finds its data in memory.  So a blocking file is first asked with RWF_NOWAIT
for what can be had without waiting.  Linux answers that for pipes and sockets, which
then wait in the poller after all, their mode unchanged; and for reads of most file
systems, where only what is not in memory goes to a thread.  A file that knows no such
thing says so the first time, and is not asked again: terminals, reads of tmpfs, writes
to ext4 or tmpfs.  Each of these does cost a thread: write in large pieces (bufio).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from errno import EAGAIN, EINTR, EINVAL, ENOSYS, EOPNOTSUPP
from functools import partial
from typing import Any, Final

from .. import errors, time
from ..io.errors import EOF
from ..io.view import readable, writable
from ..syscall import Errno
from .dirreader import DirReader
from .errand import away
from .errors import ErrNoDeadline
from .fd import BURST, FD, MAX_RW
from .fd_poll import READ, READ_WRITE, errclosing

NOWAIT: Final[int] = getattr(os, "RWF_NOWAIT", 0)
UNKNOWN: Final = (EOPNOTSUPP, EINVAL, ENOSYS)  # what says so of RWF_NOWAIT
AT_POSITION: Final = -1  # the offset that stands for the file's own


class ErrUnsupportedWait(errors.error):
    """A raw read or write wants to wait for a file that the poller does not have."""

    text = "waiting for unsupported file type"


class Descriptor:
    """A number, with the few methods of a socket that an FD calls."""

    __slots__ = ("_fd", "dir")

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.dir: DirReader | None = None  # closed with it

    def fileno(self) -> int:
        return self._fd

    def recv_into(self, p: Any) -> int:
        return os.readv(self._fd, (p,))

    def send(self, p: Any, flags: int) -> int:
        return os.write(self._fd, p)

    def close(self) -> None:
        if self.dir is not None:
            self.dir.close()
        os.close(self._fd)


class FileFD(FD):
    """An FD of a file: with positions, without a socket's side."""

    __slots__ = (
        "dir",
        "inpoller",
        "isblocking",
        "leftover",
        "readnowait",
        "writenowait",
    )

    def __init__(self, fd: int, *, blocking: bool) -> None:
        super().__init__(Descriptor(fd), isfile=True)
        self.isblocking = blocking  # only ever becomes True
        self.dir: DirReader | None = None  # once its names were asked for
        self.leftover = b""  # under the right to read: read for who did not wait
        self.readnowait = self.writenowait = NOWAIT != 0
        self.inpoller = True  # until the poller says that it will not have it

    def setblocking(self) -> None:
        """Let the descriptor wait in the kernel from now on.  Go: FD.SetBlocking"""
        self.incref()
        try:
            self.isblocking = True
            os.set_blocking(self.sysfd, True)
        except OSError as e:
            raise Errno(e.errno or 0) from None
        finally:
            self.decref()

    # --- a blocking file, at its position ---

    def readblocking(self, p: Any) -> int:
        """Read into p: at least a byte, EOF at the end."""
        self.readlock()
        unlock: Callable[[], object] = self.readunlock
        try:
            view = writable(p)
            if not view.nbytes:
                return 0
            data = self.leftover
            if not data:
                n = self.readnow(view)
                if n:
                    return n
                unlock = nothing  # whoever sees the read's end gives the right back
                got = away(partial(os.read, self.sysfd, limit(view)), self.lostread)
                unlock = self.readunlock
                data = result(got)
            if not data:
                raise EOF
            n = min(len(data), view.nbytes)
            view[:n] = data[:n]
            self.leftover = data[n:]
            return n
        finally:
            unlock()

    def lostread(self, data: Any) -> None:
        """Keep for the next reader what the one that was interrupted asked for."""
        if isinstance(data, bytes):
            self.leftover += data
        self.readunlock()

    def writeblocking(self, p: Any) -> int:
        """Write all of p; an error says by ``n`` how much was."""
        self.writelock()
        unlock: Callable[[], object] = self.writeunlock
        done = 0
        try:
            view = readable(p)
            size = view.nbytes
            self.pd.prepareWrite(True)
            while done < size:
                n = self.trywritenow(view[done : done + MAX_RW], AT_POSITION)
                if n == 0 or (n < 0 and not self.waitnow(self.pd.waitWrite)):
                    break
                done += max(n, 0)
            if done == size and size:
                return size
            # A copy: it is written even if we are interrupted and p changes.
            rest = p if type(p) is bytes and not done else bytes(view[done:])
            unlock = nothing
            got = away(partial(writeall, self.sysfd, rest), self.lostwrite)
            unlock = self.writeunlock
            n, errno = result(got)
            done += int(n)
            if errno:
                raise Errno(errno)
            return done
        except BaseException as exc:
            exc.n = done  # type: ignore[attr-defined]
            raise
        finally:
            unlock()

    def lostwrite(self, _: object) -> None:
        self.writeunlock()

    # --- any file, anywhere ---

    def pread(self, p: Any, off: int) -> int:
        """Read into p from off; 0 at the end.  Go: FD.Pread"""
        self.incref()
        unlock: Callable[[], object] = self.decref
        try:
            view = writable(p)
            n = self.trynow(view, off) if view.nbytes else 0
            if n > 0:
                return n
            unlock = nothing
            f = partial(os.pread, self.sysfd, limit(view), off)
            got = away(f, self.lost)
            unlock = self.decref
            data: bytes = result(got)
            view[: len(data)] = data
            return len(data)
        finally:
            unlock()

    def pwrite(self, p: Any, off: int) -> int:
        """Write all of p at off; an error says by ``n`` how much was.  Go: FD.Pwrite"""
        self.incref()
        unlock: Callable[[], object] = self.decref
        done = 0
        try:
            view = readable(p)
            size = view.nbytes
            while done < size:
                n = self.trywritenow(view[done : done + MAX_RW], off + done)
                if n <= 0:
                    break
                done += n
            if done == size:
                return size
            rest = p if type(p) is bytes and not done else bytes(view[done:])
            unlock = nothing
            got = away(partial(writeall, self.sysfd, rest, off + done), self.lost)
            unlock = self.decref
            n, errno = result(got)
            done += int(n)
            if errno:
                raise Errno(errno)
            return done
        except BaseException as exc:
            exc.n = done  # type: ignore[attr-defined]
            raise
        finally:
            unlock()

    # --- what can be had without waiting ---

    def readnow(self, view: memoryview) -> int:
        """Read at the position, in the poller's time; 0 if a thread has to see."""
        pd = self.pd
        pd.prepareRead(True)
        while True:
            n = self.trynow(view, AT_POSITION)
            if n >= 0:
                return n
            if not self.waitnow(pd.waitRead):
                return 0

    def waitnow(self, wait: Callable[[bool], object]) -> bool:
        """Wait; False if the poller has no such files."""
        if self.inpoller:
            try:
                wait(True)
            except PermissionError:
                self.inpoller = False
        return self.inpoller

    def trynow(self, view: memoryview, off: int) -> int:
        """Read what is there; 0: a thread has to see, -EAGAIN: nothing is."""
        if not self.readnowait:
            return 0
        try:
            n = os.preadv(self.sysfd, (view[:MAX_RW],), off, NOWAIT)
        except BlockingIOError:
            return -EAGAIN
        except OSError as e:
            # Other errors show again, on the thread.
            self.readnowait = e.errno not in UNKNOWN
            return 0
        # That it is the end is not believed: some kernels said so of what was not in
        # memory.
        self.count()
        return n

    def trywritenow(self, view: memoryview, off: int) -> int:
        """Write what goes; 0: a thread has to see, -EAGAIN: there is no room."""
        if not self.writenowait:
            return 0
        try:
            n = os.pwritev(self.sysfd, (view,), off, NOWAIT)
        except BlockingIOError:
            return -EAGAIN
        except OSError as e:
            self.writenowait = e.errno not in UNKNOWN
            return 0
        self.count()
        return n

    def count(self) -> None:
        """One more operation that did not wait: others get their turn, too."""
        self.burst += 1
        if self.burst > BURST:
            self.yieldnow()

    # --- the rest ---

    def call(self, f: Callable[..., Any], *args: Any) -> Any:
        """Return f(descriptor, *args), called at once: what does not wait."""
        self.incref()
        try:
            return f(self.sysfd, *args)
        except OSError as e:
            raise Errno(e.errno or 0) from None
        finally:
            self.decref()

    def callaway(self, f: Callable[..., Any], *args: Any) -> Any:
        """Return f(descriptor, *args), called off the M: what may wait for a disk."""
        self.incref()
        unlock: Callable[[], object] = nothing
        try:
            got = away(partial(f, self.sysfd, *args), self.lost)
            unlock = self.decref
            return result(got)
        finally:
            unlock()

    def lost(self, _: object) -> None:
        self.decref()

    def copyfrom(self, src: FileFD, n: int) -> int:
        """Let the kernel copy up to n bytes, off the M; 0 at the end of src.

        -1: it does not do that, or not now.  Go: poll.CopyFileRange
        """
        self.writelock()
        unlock: Callable[[], object] = self.writeunlock

        def both() -> None:
            src.readunlock()
            self.writeunlock()

        try:
            src.readlock()
            unlock = both
            if src.leftover or not hasattr(os, "copy_file_range"):
                return -1
            unlock = nothing
            f = partial(os.copy_file_range, src.sysfd, self.sysfd, n)
            got = away(f, lambda _: both())
            unlock = both
            copied: int = result(got)
            return copied
        finally:
            unlock()

    def readdir(self, n: int) -> list[tuple[str, int]]:
        """Return up to n names and kinds, all that are left if n <= 0.

        Go: FD.ReadDirent
        """
        self.readlock()
        unlock: Callable[[], object] = nothing
        try:
            if self.dir is None:
                self.dir = self.sock.dir = DirReader(self.sysfd)
            got = away(partial(self.dir.read, n), self.lostdir)
            unlock = self.readunlock
            names: list[tuple[str, int]] = result(got)
            return names
        finally:
            unlock()

    def lostdir(self, _: object) -> None:
        self.readunlock()

    def setdeadline(self, t: time.TimeLike, mode: int = READ_WRITE) -> None:
        """Let reads, writes or both fail from t on.  ErrNoDeadline if blocking."""
        self.incref()
        try:
            if self.isblocking:
                raise ErrNoDeadline
            if not self.pd.ms:
                self.init()
        finally:
            self.decref()
        super().setdeadline(t, mode)

    def setreaddeadline(self, t: time.TimeLike) -> None:
        self.setdeadline(t, READ)

    def rawread(self, f: Callable[[int], bool]) -> None:
        super().rawread(self.mustnotwait(f) if self.isblocking else f)

    def rawwrite(self, f: Callable[[int], bool]) -> None:
        super().rawwrite(self.mustnotwait(f) if self.isblocking else f)

    def mustnotwait(self, f: Callable[[int], bool]) -> Callable[[int], bool]:
        """Return f, with an error instead of a wait that would never end."""

        def once(fd: int) -> bool:
            if not f(fd):
                raise ErrUnsupportedWait
            return True

        return once

    def close(self) -> None:
        """Refuse further use and wake who waits.

        A blocking call under way is not ended by that: the descriptor is then closed
        after it, and this returns at once.  Go: FD.Close
        """
        if not self.fdmu.increfandclose():
            raise errclosing(self.isfile)
        self.pd.evict()
        if self.fdmu.decref():
            self.destroy()
        elif not self.isblocking:
            self.waitdestroyed()

    def finalize(self) -> None:
        """Close what nobody uses any more, from a finalizer, which must not wait."""
        try:
            self.close()
        except RuntimeError:
            # The finalizer cut in where this thread has the timers locked.  They do
            # no harm: it is the number that has to be given back.
            self.sock.close()


def nothing() -> None:
    """Unlock nothing."""


def limit(view: memoryview) -> int:
    """Return how much to read at once, as that much memory is taken for it."""
    return min(view.nbytes, 1 << 20)


def writeall(fd: int, p: bytes, off: int = AT_POSITION) -> tuple[int, int]:
    """Write all of p, on a spare thread: how much was, and the errno that ended it."""
    view = memoryview(p)
    done = 0
    while True:
        rest = view[done : done + MAX_RW]
        try:
            if off == AT_POSITION:
                n = os.write(fd, rest)
            else:
                n = os.pwrite(fd, rest, off + done)
        except OSError as e:
            if e.errno != EINTR:
                return done, e.errno or EAGAIN
            continue
        done += n
        if done == len(p):
            return done, 0


def result(got: Any) -> Any:
    """Return what a call returned, or raise what it raised."""
    if isinstance(got, OSError):
        raise Errno(got.errno or 0)
    if isinstance(got, BaseException):
        raise got
    return got

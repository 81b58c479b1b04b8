"""File: an open file.  Go: os/file.go, os/file_unix.go

Where a file can be waited for (a pipe, a FIFO, a terminal that we opened), goroutines
wait in the poller, and deadlines and Close end the wait.  All other files, disk files
above all, are read and written on spare threads, where what is in memory already is not
to be had at once: see poll/fd_file.py.
"""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING, Any, Self

from .. import errors, io, time
from ..io.errors import EOF
from ..io.partial import countof, partial
from ..io.view import encode, readable, writable
from ..io.zerocopy import justRead, justWrite
from ..poll.errors import ErrFileClosing
from ..poll.fd_file import FileFD
from ..syscall import EISDIR, EPIPE, Errno, RawConn
from .dir import dirEntry
from .error import ErrClosed, ErrNotExist, PathError
from .file_kind import openflags, pollable
from .rawconn import rawConn
from .sigpipe import epipecheck
from .types import DirEntry, FileInfo, basename, fileStat, sysmode
from .zero_copy_linux import readfrom, writeto

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


class errNegativeOffset(errors.error):
    """ReadAt and WriteAt count from the start."""

    text = "negative offset"


class errWriteAtInAppendMode(errors.error):
    """The system would append instead."""

    text = "os: invalid use of WriteAt on file opened with O_APPEND"


class File:
    """An open file, for any number of goroutines at once.  Go: os.File

    ``File(fd, name)`` is NewFile.  A File that is dropped without Close is closed when
    it is collected, with a ResourceWarning.
    """

    __slots__ = ("__weakref__", "_append", "_keep", "_name", "_pfd", "_restore")

    def __init__(
        self,
        fd: int,
        name: str,
        *,
        blocking: bool | None = None,
        restore: bool = False,
        append: bool = False,
    ) -> None:
        self._keep = True  # not to be closed when it is collected
        if blocking is None:  # a descriptor that somebody else has opened
            flags = openflags(fd)
            append = bool(flags & os.O_APPEND)
            blocking = not (flags & os.O_NONBLOCK and pollable(fd))
        self._append = append
        self._name = name
        self._restore = restore  # it is in non-blocking mode for us alone
        self._pfd = FileFD(fd, blocking=blocking)
        self._keep = False

    # --- reading and writing ---

    def Read(self, p: Any) -> int:
        """Read into p: at least a byte, io.EOF at the end.  Raises PathError."""
        pfd = self._pfd
        try:
            return pfd.readblocking(p) if pfd.isblocking else pfd.read(p)
        except EOF:
            raise
        except errors.error as err:
            raise self._error("read", err) from err
        except TypeError:
            writable(p)  # says what is wrong with it
            raise

    def ReadAt(self, p: Any, off: int) -> int:
        """Fill p from off on; an error, io.EOF too, says by ``n`` how much it got."""
        if off < 0:
            raise partial(PathError("readat", self._name, errNegativeOffset()), 0)
        view = writable(p)
        done = 0
        try:
            while done < view.nbytes:
                n = self._pfd.pread(view[done:], off + done)
                if not n:
                    raise EOF
                done += n
        except EOF as err:
            partial(err, done)
            raise
        except errors.error as err:
            raise partial(self._error("read", err), done) from err
        return done

    def Write(self, p: Any) -> int:
        """Write all of p; an error says by ``n`` how much was.  Raises PathError.

        A broken pipe on standard output or standard error ends the process, as in Go,
        by SIGPIPE; with a handler for SIGPIPE it is an error like any other.
        """
        pfd = self._pfd
        try:
            return pfd.writeblocking(p) if pfd.isblocking else pfd.write(p)
        except errors.error as err:
            if err == EPIPE:
                epipecheck(pfd.sysfd)
            raise partial(self._error("write", err), countof(err)) from err
        except TypeError:
            readable(p)  # says it better, of a str
            raise

    def WriteAt(self, p: Any, off: int) -> int:
        """Write all of p at off; an error says by ``n`` how much was."""
        if self._append:
            raise partial(errWriteAtInAppendMode(), 0)
        if off < 0:
            raise partial(PathError("writeat", self._name, errNegativeOffset()), 0)
        try:
            return self._pfd.pwrite(p, off)
        except errors.error as err:
            raise partial(self._error("write", err), countof(err)) from err

    def WriteString(self, s: str) -> int:
        """Write s in UTF-8; the count is in bytes."""
        return self.Write(encode(s))

    def ReadFrom(self, r: io.Reader) -> int:
        """Write what r has, up to its end; return how many bytes.

        Between two disk files, of a LimitedReader of one, too, the system copies,
        without our seeing the data.
        """
        try:
            done, ended = readfrom(self, r)
        except errors.error as err:
            raise partial(self._error("write", err), countof(err)) from err
        if ended:
            return done
        try:
            return done + io.Copy(justWrite(self), r)
        except Exception as err:
            partial(err, done + countof(err))
            raise

    def WriteTo(self, w: io.Writer) -> int:
        """Write what is left of the file to w; return how many bytes.

        Into a TCP or Unix stream the system sends it, without our seeing the data.
        """
        try:
            n = writeto(self, w)
        except errors.error as err:
            raise partial(self._error("read", err), countof(err)) from err
        return n if n >= 0 else io.Copy(w, justRead(self))

    def pollfile(self) -> FileFD | None:
        """Return the descriptor, if the kernel may read and write it in our place.

        None if a subclass wants to see the data.
        """
        kind = type(self)
        if kind.Read is not File.Read or kind.Write is not File.Write:
            return None
        return self._pfd

    @property
    def appends(self) -> bool:
        """Whether the system puts what is written at the end."""
        return self._append

    def Seek(self, offset: int, whence: int) -> int:
        """Move to offset from io.SeekStart, SeekCurrent or SeekEnd; return where."""
        pfd = self._pfd
        if whence == io.SeekCurrent:
            offset -= len(pfd.leftover)
        try:
            at: int = pfd.call(os.lseek, offset, whence)
            if pfd.dir is not None and at:
                raise EISDIR
        except errors.error as err:
            raise self._error("seek", err) from err
        pfd.leftover = b""
        if pfd.dir is not None:
            pfd.dir.rewind()
        return at

    # --- the file as such ---

    def keep(self) -> None:
        """Do not close it when it is collected: a standard file."""
        self._keep = True

    def Name(self) -> str:
        """Return the name it was opened or made with."""
        return self._name

    def Fd(self) -> int:
        """Return the descriptor, which stays this file's to close; -1 once closed.

        In blocking mode: a pipe or FIFO of ours, or a connection's copy, is switched
        to it, for whoever gets the number, and has no deadlines from then on.
        """
        pfd = self._pfd
        if pfd.fdmu.closing:
            return -1
        if self._restore:
            self._restore = False
            try:
                pfd.setblocking()
            except ErrFileClosing:
                return -1
        return pfd.sysfd

    def fileno(self) -> int:
        """Return the descriptor, for Python's select, socket and subprocess: as Fd."""
        return self.Fd()

    def Stat(self) -> FileInfo:
        """Describe the file.  Raises PathError."""
        try:
            st = self._pfd.call(os.fstat)
        except errors.error as err:
            raise self._error("stat", err) from err
        return fileStat(basename(self._name), st)

    def Chmod(self, mode: int) -> None:
        """Change the permissions to those of a FileMode.  Raises PathError."""
        self._away("chmod", os.fchmod, sysmode(mode))

    def Chown(self, uid: int, gid: int) -> None:
        """Change the owner; -1 leaves one as it is.  Raises PathError."""
        self._away("chown", os.fchown, uid, gid)

    def Chdir(self) -> None:
        """Make this directory the working directory.  Raises PathError."""
        self._away("chdir", os.fchdir)

    def Sync(self) -> None:
        """Wait until what was written is on the disk.  Raises PathError."""
        self._away("sync", os.fsync)

    def Truncate(self, size: int) -> None:
        """Change the length; the position stays.  Raises PathError."""
        self._away("truncate", os.ftruncate, size)

    def _away(self, op: str, f: Callable[..., Any], *args: Any) -> Any:
        try:
            return self._pfd.callaway(f, *args)
        except errors.error as err:
            raise self._error(op, err) from err

    # --- directories ---

    def ReadDir(self, n: int = -1) -> list[DirEntry]:
        """Return what the directory holds, in its own order.

        All that is left if n <= 0; else at most n at a time, and io.EOF at the end.
        """
        names = self._readdir(n)
        return [dirEntry(self._name, name, st_mode) for name, st_mode in names]

    def Readdir(self, n: int = -1) -> list[FileInfo]:
        """Return FileInfos as ReadDir returns DirEntries: one lstat each."""
        infos: list[FileInfo] = []
        for name, st_mode in self._readdir(n):
            try:
                infos.append(dirEntry(self._name, name, st_mode).Info())
            except PathError as err:
                if not errors.Is(err, ErrNotExist):  # else it was removed since
                    partial(err, len(infos), infos)
                    raise
        return infos

    def Readdirnames(self, n: int = -1) -> list[str]:
        """Return names as ReadDir returns DirEntries."""
        return [name for name, _ in self._readdir(n)]

    def _readdir(self, n: int) -> list[tuple[str, int]]:
        try:
            names = self._pfd.readdir(n)
        except errors.error as err:
            raise PathError("readdirent", self._name, err) from err
        if not names and n > 0:
            raise EOF
        return names

    # --- deadlines, and the descriptor itself ---

    def SetDeadline(self, t: time.TimeLike) -> None:
        """Let reads and writes fail with ErrDeadlineExceeded from t on; None: never.

        Raises ErrNoDeadline for what is not waited for in the poller.
        """
        self._pfd.setdeadline(t)

    def SetReadDeadline(self, t: time.TimeLike) -> None:
        """SetDeadline for reads."""
        self._pfd.setreaddeadline(t)

    def SetWriteDeadline(self, t: time.TimeLike) -> None:
        """SetDeadline for writes."""
        self._pfd.setwritedeadline(t)

    def SyscallConn(self) -> RawConn:
        """Return raw access to the descriptor."""
        return rawConn(self._pfd)

    # --- the end ---

    def Close(self) -> None:
        """Close the file: who waits in Read or Write fails with ErrClosed.

        Raises PathError if it is closed already.
        """
        try:
            self._pfd.close()
        except OSError as err:
            raise PathError("close", self._name, Errno(err.errno or 0)) from err
        except errors.error as err:
            raise self._error("close", err) from err

    def _error(self, op: str, err: errors.error) -> PathError:
        if isinstance(err, ErrFileClosing):
            err = ErrClosed()
        return PathError(op, self._name, err)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if not self._pfd.fdmu.closing:
            self.Close()

    def __del__(self, finalizing: Callable[[], bool] = sys.is_finalizing) -> None:
        if getattr(self, "_keep", True) or self._pfd.fdmu.closing:
            return  # with none it was never made: its arguments were wrong
        if finalizing():
            return  # the interpreter ends: what this would call may be gone already
        # Nobody uses it any more, so nothing here waits.
        try:
            warnings.warn(f"unclosed file {self!r}", ResourceWarning, 2, source=self)
        finally:
            self._pfd.finalize()

    def __repr__(self) -> str:
        fd = "closed" if self._pfd.fdmu.closing else self._pfd.sysfd
        return f"<File {self._name} {fd}>"

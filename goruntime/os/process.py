"""Process: a child, or any other process.  Go: os/exec.go, os/exec_posix.go

Who waits for a process waits in the poller, for its pidfd; where the kernel has none,
on a spare thread.  Its number is its own until it has been waited for, and that is when
Kill and Signal stop working: they never hit a stranger with the same number.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, Protocol, runtime_checkable

from .. import errors
from ..mutex import Mutex
from ..poll.errand import away
from ..poll.errors import ErrFileClosing
from ..poll.fd_file import FileFD
from ..syscall import ECHILD, EINVAL, SIGINT, SIGKILL, Errno, SysProcAttr
from .error import ErrProcessDone, PathError, SyscallError
from .file import File
from .path_call import PathLike, errorof, forget, pathname
from .process_state import ProcessState
from .spawn import openpidfd, spawn
from .stat import Stat


@runtime_checkable
class Signal(Protocol):
    """What can be sent to a process: a syscall.Signal.  Go: os.Signal"""

    def String(self) -> str: ...
    def Signal(self) -> None: ...


Interrupt: Final = SIGINT  # the two that every system has
Kill: Final = SIGKILL

RUNNING: Final = 0  # or not waited for yet
DONE: Final = 1
RELEASED: Final = 2


class errProcessReleased(errors.error):
    """It was let go of by Release."""

    text = "os: process already released"


class errNotInitialized(errors.error):
    """No process has this number."""

    text = "os: process not initialized"


class errUnsupportedSignal(errors.error):
    """Not a syscall.Signal."""

    text = "os: unsupported signal type"


class ProcAttr:
    """How StartProcess starts a process.  Go: os.ProcAttr"""

    __slots__ = ("Dir", "Env", "Files", "Sys")

    def __init__(
        self,
        Dir: str = "",
        Env: Sequence[str] | None = None,
        Files: Sequence[File | None] = (),
        Sys: SysProcAttr | None = None,
    ) -> None:
        self.Dir = Dir  # its working directory; "": ours
        self.Env = Env  # its environment, as Environ gives it; None: ours
        self.Files = Files  # standard input, output, error, and from 3 on all others
        self.Sys = Sys


class Process:
    """A process that was started or found.  Go: os.Process"""

    __slots__ = ("Pid", "__weakref__", "_child", "_fd", "_mu", "_state")

    def __init__(self, pid: int, pidfd: int, *, child: bool) -> None:
        self.Pid = pid
        self._child = child  # ours, to be waited for
        self._state = RUNNING
        self._mu = Mutex()  # nothing is sent while it is waited for
        self._fd = FileFD(pidfd, blocking=False) if pidfd >= 0 else None

    def Wait(self) -> ProcessState:
        """Wait until it has ended, and say how.  Raises SyscallError.

        It must be a child of ours, and can be waited for once.
        """
        if self._state == RELEASED:
            raise EINVAL
        if self._state == DONE and self._child:
            raise SyscallError("wait", ECHILD())
        try:
            if self._fd is None:
                self._awaitthread()
            else:
                self._awaitpidfd(self._fd)
        except ErrFileClosing:
            pass  # somebody else has waited for it
        except ChildProcessError as e:
            if self._child:  # Python's os.wait was faster, or SIGCHLD is ignored
                self._state = DONE
                self._close()
            raise SyscallError("waitid", ECHILD()) from e
        except OSError as e:  # there are no such numbers
            raise SyscallError("waitid", Errno(e.errno or 0)) from e
        with self._mu:
            if self._state != RUNNING:
                raise SyscallError("wait", ECHILD())
            self._state = DONE
            try:
                _, status, usage = os.wait4(self.Pid, os.WNOHANG)
            except ChildProcessError as e:
                raise SyscallError("wait", ECHILD()) from e
        self._close()
        return ProcessState(self.Pid, status, usage)

    def _awaitpidfd(self, fd: FileFD) -> None:
        fd.readlock()
        try:
            fd.pd.prepareRead(True)
            while not self._ended(os.WNOHANG):
                fd.pd.waitRead(True)
        finally:
            fd.readunlock()

    def _awaitthread(self) -> None:
        got = away(partial(self._ended, 0), forget)
        if isinstance(got, BaseException):
            raise got

    def _ended(self, flags: int) -> bool:
        """Tell whether it has ended; it stays to be waited for."""
        flags |= os.WEXITED | os.WNOWAIT
        return os.waitid(os.P_PID, self.Pid, flags) is not None

    def Signal(self, sig: Any) -> None:
        """Send it a signal.  Raises ErrProcessDone if it was waited for, or Errno."""
        if self.Pid == -1:
            raise errProcessReleased
        if self.Pid == 0:
            raise errNotInitialized
        if not isinstance(sig, int):
            raise errUnsupportedSignal
        with self._mu:
            if self._state == DONE:
                raise ErrProcessDone
            if self._state == RELEASED:
                raise errProcessReleased
            try:
                if self._fd is None:
                    os.kill(self.Pid, sig)
                else:
                    signal.pidfd_send_signal(self._fd.sysfd, sig)
            except ProcessLookupError:
                raise ErrProcessDone from None
            except OSError as e:
                raise Errno(e.errno or 0) from None

    def Kill(self) -> None:
        """Let it end at once, without waiting until it has."""
        self.Signal(SIGKILL)

    def Release(self) -> None:
        """Let go of it: it will not be waited for."""
        with self._mu:
            if self._state == RUNNING:
                self._state = RELEASED
                self.Pid = -1
        self._close()

    def _close(self) -> None:
        if self._fd is not None:
            try:
                self._fd.close()
            except ErrFileClosing:
                pass

    def __del__(self, finalizing: Callable[[], bool] = sys.is_finalizing) -> None:
        if getattr(self, "_state", DONE) != RUNNING:
            return
        if finalizing():
            return  # the interpreter ends: what this would call may be gone already
        try:
            if self._child:
                text = f"process {self.Pid} was neither waited for nor released"
                warnings.warn(text, ResourceWarning, 2, source=self)
        finally:
            if self._fd is not None and not self._fd.fdmu.closing:
                self._fd.finalize()

    def __repr__(self) -> str:
        state = ("", " done", " released")[self._state]
        return f"<Process {self.Pid}{state}>"


def FindProcess(pid: int) -> Process:
    """Return a process by its number; one that is not there is done already."""
    fd = openpidfd(pid)
    p = Process(pid, fd, child=False)
    if fd < 0:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            p._state = DONE
        except OSError:
            pass  # it is there, and not ours
    return p


def StartProcess(name: PathLike, argv: Sequence[str], attr: ProcAttr) -> Process:
    """Start the program at a path.  Raises PathError.

    Its files are those of attr and no others; one of the three standard ones that is
    not there is /dev/null.  A File is switched to blocking mode, as by Fd.

    Low-level: see package os.exec.
    """
    name = pathname(name)
    if attr.Dir:
        try:
            Stat(attr.Dir)
        except PathError as e:
            raise PathError("chdir", attr.Dir, e.Err) from e.Err
    files = [-1 if f is None else childfd(f) for f in attr.Files]
    sys = attr.Sys or SysProcAttr()
    f = partial(spawn, name, argv, attr.Env, attr.Dir, files, sys)
    got = away(f, reap)
    err = got if isinstance(got, errors.ErrUnsupported) else errorof(got)
    if err is not None:
        raise PathError("fork/exec", name, err) from err
    pid, pidfd = got
    return Process(pid, pidfd, child=True)


def childfd(f: File) -> int:
    """Return a file's descriptor, for a child, which expects it to wait."""
    fd = f.Fd()
    if fd < 0:
        raise PathError("fork/exec", f.Name(), EINVAL())
    return fd


def reap(got: Any) -> None:
    """End a process whose starter was interrupted and does not know of it."""
    if isinstance(got, tuple):
        pid, pidfd = got
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        if pidfd >= 0:
            os.close(pidfd)

"""Cmd: a command, its input and output.  Go: os/exec/exec.go

Where input or output is no File there is a pipe, and a goroutine that copies.  Wait
returns when the process has ended and all have copied all; with a WaitDelay, not much
later than the process has ended or was to end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import cast

from ... import chan, default, errors, go, io, recv, select, send, time
from ...bytes import Buffer
from ...context import Context
from ...gopanic import Panic
from ...io.partial import partial
from ...sync import atomic
from ...syscall import SysProcAttr
from ..env import Environ
from ..error import ErrProcessDone
from ..file import File
from ..file_open import Pipe
from ..proc import Getwd
from ..process import ProcAttr, Process, StartProcess
from ..process_state import ProcessState
from .copies import closeall, copyoutput, copystdin, startcopies
from .env import dedupenv
from .errors import (
    ErrWaitDelay,
    ExitError,
    errNoCommand,
    errNoContext,
    errNotStarted,
    errStarted,
    errStderrPipeLate,
    errStderrSet,
    errStdinPipeLate,
    errStdinSet,
    errStdoutPipeLate,
    errStdoutSet,
    errWaited,
    wrappedError,
)
from .lp_unix import LookPath
from .saver import prefixSuffixSaver

KEPT_STDERR = 32 << 10  # bytes of it at either end, for ExitError


class Cmd:
    """A command to be run, once.  Go: exec.Cmd

    Made by Command; the fields may be set until Start.  Path is all that it needs.
    """

    def __init__(
        self,
        Path: str = "",
        Args: Sequence[str] | None = None,
        Env: Sequence[str] | None = None,
        Dir: str = "",
        Stdin: io.Reader | None = None,
        Stdout: io.Writer | None = None,
        Stderr: io.Writer | None = None,
        ExtraFiles: Sequence[File] = (),
        SysProcAttr: SysProcAttr | None = None,
        Cancel: Callable[[], object] | None = None,
        WaitDelay: time.DurationLike = 0,
    ) -> None:
        self.Path = Path  # what is run; relative to Dir
        self.Args = Args  # with the name it is called by first; None: [Path]
        self.Env = Env  # as Environ gives it; None: ours
        self.Dir = Dir  # "": our working directory
        # A File is the command's own; else it is copied from and to.  None: /dev/null.
        self.Stdin = Stdin
        self.Stdout = Stdout
        self.Stderr = Stderr  # may be what Stdout is: one write at a time then
        self.ExtraFiles = ExtraFiles  # its descriptors from 3 on
        self.SysProcAttr = SysProcAttr
        self.Process: Process | None = None  # once it has started
        self.ProcessState: ProcessState | None = None  # once Wait has seen its end
        self.Err: BaseException | None = None  # what LookPath raised
        # Called when the context is done.  If it returns and the command then ends with
        # status 0, Wait raises the context's error.
        self.Cancel = Cancel
        # How long Wait waits, once the context is done or the process has ended, before
        # it kills the process and closes the pipes.  0: without an end.
        self.WaitDelay = WaitDelay
        self._ctx: Context | None = None
        self._called = atomic.Bool()
        self._childfiles: list[File] = []  # closed once it has started
        self._pipes: list[File] = []  # our ends, closed by Wait
        self._copies: list[Callable[[], object]] = []
        self._copied: chan[Exception | None] | None = None  # their first error
        self._watched: chan[tuple[Exception | None, time.Timer | None]] | None = None

    def String(self) -> str:
        """Return the command in words, not for a shell."""
        args = self._argv()
        return " ".join(args if self.Err is not None else [self.Path, *args[1:]])

    __str__ = String

    def __repr__(self) -> str:
        return f"<Cmd {self}>"

    def Environ(self) -> list[str]:
        """Return the environment the command would have if it were started now."""
        return self._environ()[0]

    def _environ(self) -> tuple[list[str], Exception | None]:
        env = self.Env
        if env is None:
            env = Environ()
            if self.Dir:
                pwd = os.path.normpath(os.path.join(Getwd(), self.Dir))
                env.append(f"PWD={pwd}")
        return dedupenv(env)

    def _argv(self) -> list[str]:
        return list(self.Args or [self.Path])

    # --- start ---

    def Start(self) -> None:
        """Start it and do not wait for it, which Wait must do after that.

        Raises PathError, Error, or the context's error if that is done.
        """
        if self._called.Swap(True):
            raise errStarted
        try:
            self._start()
        except BaseException:
            self._copies.clear()
            closeall(self._pipes)
            raise
        finally:
            closeall(self._childfiles)
        if self._copies:
            self._copied = startcopies(self._copies)
            self._copies = []
        ctx = self._ctx
        if ctx is None or ctx.Done() is None:
            return
        if self.Cancel is not None or time.asduration(self.WaitDelay):
            self._watched = chan()
            go(self._watch, ctx, self._watched)

    def _start(self) -> None:
        if self.Err is not None:
            raise self.Err
        if not self.Path:
            self.Err = errNoCommand()
            raise self.Err
        if self._ctx is None:
            if self.Cancel is not None:
                raise errNoContext
        elif (done := self._ctx.Err()) is not None:
            raise done
        stdin = self._childstdin()
        stdout = self._childwriter(self.Stdout)
        same = self.Stderr is not None and self.Stderr is self.Stdout
        stderr = stdout if same else self._childwriter(self.Stderr)
        env, err = self._environ()
        if err is not None:
            raise err
        files = [stdin, stdout, stderr, *self.ExtraFiles]
        attr = ProcAttr(Dir=self.Dir, Env=env, Files=files, Sys=self.SysProcAttr)
        self.Process = StartProcess(self.Path, self._argv(), attr)

    def _childstdin(self) -> File | None:
        stdin = self.Stdin
        if stdin is None or isinstance(stdin, File):
            return stdin
        r, w = Pipe()
        self._childfiles.append(r)
        self._pipes.append(w)
        self._copies.append(lambda: copystdin(w, stdin))
        return r

    def _childwriter(self, to: io.Writer | None) -> File | None:
        if to is None or isinstance(to, File):
            return to
        r, w = Pipe()
        self._childfiles.append(w)
        self._pipes.append(r)
        self._copies.append(lambda: copyoutput(to, r))
        return w

    def _watch(
        self, ctx: Context, result: chan[tuple[Exception | None, time.Timer | None]]
    ) -> None:
        """Cancel it when ctx is done; say how that went when Wait has seen the end.

        Takes the copies' result off Wait's hands if it closes their pipes.
        """
        assert self.Process is not None
        if select(send(result, (None, None)), recv(ctx.Done()))[0] == 0:
            return
        err: Exception | None = None
        if self.Cancel is not None:
            try:
                self.Cancel()
                # What it does from now on may be for the context's sake.
                err = ctx.Err()
            except Exception as e:
                if not errors.Is(e, ErrProcessDone):  # else we have not noticed yet
                    err = wrappedError("exec: canceling Cmd", e)
        delay = time.asduration(self.WaitDelay)
        if not delay:
            result.send((err, None))
            return
        timer = time.NewTimer(delay)
        if select(send(result, (err, timer)), recv(timer.C))[0] == 0:
            return  # the timer is Wait's now
        killed = False
        try:
            self.Process.Kill()
            killed = True
        except Exception as e:
            if not errors.Is(e, ErrProcessDone):
                err = wrappedError("exec: killing Cmd", e)
        if self._copied is not None:
            case, copyerr, _ = select(recv(self._copied), default)
            if case == 0:
                if err is None and not killed:
                    err = copyerr
            else:
                # After the kill, so that it does not die of a broken pipe before.
                closeall(self._pipes)
                self._copied.recv()
                err = ErrWaitDelay() if err is None else err
            self._copied = None
        result.send((err, None))

    # --- wait ---

    def Wait(self) -> None:
        """Wait until it has ended, and what it wrote is copied.

        Raises ExitError if it did not succeed; else the error of the context, of what
        was copied, or ErrWaitDelay.
        """
        if self.Process is None:
            raise errNotStarted
        if self.ProcessState is not None:
            raise errWaited
        err: Exception | None = None
        try:
            self.ProcessState = self.Process.Wait()
            if not self.ProcessState.Success():
                err = ExitError(self.ProcessState)
        except errors.error as e:
            err = e
        timer = None
        if self._watched is not None:
            watcherr, timer = self._watched.recv()
            self._watched = None
            if err is None:
                err = watcherr
        copyerr = self._awaitcopies(timer)
        closeall(self._pipes)
        if err is None:
            err = copyerr
        if err is not None:
            raise err

    def _awaitcopies(self, timer: time.Timer | None) -> Exception | None:
        """Wait for the copies; after WaitDelay close their pipes.  Return the error."""
        copied, self._copied = self._copied, None
        if timer is None:
            delay = time.asduration(self.WaitDelay)
            if copied is None:
                return None
            if not delay:
                return copied.recv()
            timer = time.NewTimer(delay)
        try:
            if copied is None:
                return None
            case, err, _ = select(recv(copied), recv(timer.C))
            if case == 0:
                return cast("Exception | None", err)
            closeall(self._pipes)
            copied.recv()
            return ErrWaitDelay()
        finally:
            timer.Stop()

    def Run(self) -> None:
        """Start it and wait for it.  Raises what Start and Wait do."""
        self.Start()
        self.Wait()

    # --- output ---

    def Output(self) -> bytes:
        """Run it and return what it wrote to standard output.

        An error has that as ``partial``; an ExitError has in Stderr, if that was not
        set, what it wrote to standard error.
        """
        if self.Stdout is not None:
            raise errStdoutSet
        out = self.Stdout = Buffer()
        saver = None
        if self.Stderr is None:
            saver = self.Stderr = prefixSuffixSaver(KEPT_STDERR)
        try:
            self.Run()
        except Exception as err:
            if saver is not None and isinstance(err, ExitError):
                err.Stderr = saver.Bytes()
            partial(err, out.Len(), bytes(out.Bytes()))
            raise
        return bytes(out.Bytes())

    def CombinedOutput(self) -> bytes:
        """Run it and return what it wrote to standard output and standard error.

        An error has that as ``partial``.
        """
        if self.Stdout is not None:
            raise errStdoutSet
        if self.Stderr is not None:
            raise errStderrSet
        out = self.Stdout = self.Stderr = Buffer()
        try:
            self.Run()
        except Exception as err:
            partial(err, out.Len(), bytes(out.Bytes()))
            raise
        return bytes(out.Bytes())

    # --- pipes ---

    def StdinPipe(self) -> File:
        """Return a pipe to its standard input; Wait closes it, or close it before."""
        if self.Stdin is not None:
            raise errStdinSet
        if self.Process is not None:
            raise errStdinPipeLate
        self.Stdin, w = Pipe()
        self._childfiles.append(self.Stdin)
        self._pipes.append(w)
        return w

    def StdoutPipe(self) -> File:
        """Return a pipe from its standard output: read it to its end, then call Wait.

        Wait closes it, whatever is left in it.
        """
        if self.Stdout is not None:
            raise errStdoutSet
        if self.Process is not None:
            raise errStdoutPipeLate
        r, self.Stdout = Pipe()
        self._childfiles.append(self.Stdout)
        self._pipes.append(r)
        return r

    def StderrPipe(self) -> File:
        """Return a pipe from its standard error, as StdoutPipe does."""
        if self.Stderr is not None:
            raise errStderrSet
        if self.Process is not None:
            raise errStderrPipeLate
        r, self.Stderr = Pipe()
        self._childfiles.append(self.Stderr)
        self._pipes.append(r)
        return r


def Command(name: str, *arg: str) -> Cmd:
    """Return the command to run a program with arguments.

    A name without a slash is looked for by LookPath; that there is none, Start raises.
    """
    cmd = Cmd(Path=name, Args=[name, *arg])
    if name == "/" or (name and "/" not in name):
        try:
            cmd.Path = LookPath(name)
        except errors.error as err:
            cmd.Err = err
            found = getattr(err, "partial", None)
            if found:
                cmd.Path = found
    return cmd


def CommandContext(ctx: Context, name: str, *arg: str) -> Cmd:
    """Return a command that is killed when ctx is done; see Cancel and WaitDelay."""
    if ctx is None:
        raise Panic("nil Context")
    cmd = Command(name, *arg)
    cmd._ctx = ctx

    def kill() -> None:
        assert cmd.Process is not None
        cmd.Process.Kill()

    cmd.Cancel = kill
    return cmd

"""Goroutines, channels and select: Go's runtime in Python.

    from goruntime import chan, go, run

    def main() -> None:
        messages = chan[str]()
        go(messages.send, "ping")
        print(messages.recv())

    run(main)

A file in this package is a part of the runtime, named as in Go's ``src/runtime``;
a folder is a Go package (``goruntime.time`` is Go's time), named as in Go's
``src``.  Go's net is the package ``net`` beside this one.
"""

from .balance import GOMAXPROCS
from .cancellable import blocking_context
from .crash import set_panic_hook
from .gopanic import DeadlockError, FatalError, Panic, panic
from .handoff import blocking
from .hchan import RecvChan, SendChan, chan
from .numcpu import NumCPU
from .oslock import LockOSThread, UnlockOSThread
from .park import Gosched
from .proc import Goexit, NumGoroutine, go
from .program import run
from .selectgo import default, recv, select, send
from .traceback import Stack

__all__ = [
    "GOMAXPROCS",
    "DeadlockError",
    "FatalError",
    "Goexit",
    "Gosched",
    "LockOSThread",
    "NumCPU",
    "NumGoroutine",
    "Panic",
    "RecvChan",
    "SendChan",
    "Stack",
    "UnlockOSThread",
    "blocking",
    "blocking_context",
    "chan",
    "default",
    "go",
    "panic",
    "recv",
    "run",
    "select",
    "send",
    "set_panic_hook",
]

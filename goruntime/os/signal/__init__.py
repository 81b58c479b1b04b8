"""Signals: received from channels, or ignored.  Go: os/signal

    c = chan[os.Signal](1)
    signal.Notify(c, os.Interrupt, syscall.SIGTERM)
    print("got", c.recv())

    ctx, stop = signal.NotifyContext(context.Background(), os.Interrupt)
    with stop:
        serve(ctx)

A signal that nobody asked for does what it does in Python: Ctrl-C is KeyboardInterrupt
in the main goroutine, SIGTERM ends the process.  While somebody is notified of it, it
does nothing else.

Whoever calls ``signal.signal`` after Notify has the signal, and keeps it; what was set
before comes back with Stop or Reset.  A program's end (``run``) undoes its Notify; a
fork's child starts with none, and a program that is executed with what is ignored.

Where this is not as in Go:

- Python has ignored SIGPIPE and SIGXFSZ before we were there, so Ignored tells of
  these only what Ignore did.  Sockets of package net cause no SIGPIPE that one could
  be notified of; writing to such a broken pipe raises EPIPE and no more.
- SIGSEGV, SIGBUS, SIGFPE and SIGILL, which mean a crash, can be neither caught nor
  ignored.  Naming them does nothing, as naming SIGKILL and SIGSTOP.
- Handlers run in the main thread: while that is inside a function in C that does not
  come back, nobody is notified.
"""

from .context import NotifyContext
from .notify import Ignore, Ignored, Notify, Reset, Stop

__all__ = ["Ignore", "Ignored", "Notify", "NotifyContext", "Reset", "Stop"]

"""For the servers here: how they start and how they end."""

import os
import sys
import threading

BUFFER = 16384  # what each server reads at once


def announce(port: int) -> None:
    """Print the port, and end the process once stdin closes.

    Whoever started the server holds the other end of stdin, so the server never
    outlives it.  The thread sits in read() for good and costs the server nothing.
    """
    print(port, flush=True)
    threading.Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)

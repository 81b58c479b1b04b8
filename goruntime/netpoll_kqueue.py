"""The poller of macOS and BSD: kqueue, edge-triggered.  Go: runtime/netpoll_kqueue.go

Implements the contract at the top of netpoll.py.  Not tested by the project:
its tests run on Linux.
"""

from __future__ import annotations

import select
from typing import Any, Final

READ: Final = 1
WRITE: Final = 2
STICKY: Final = 4  # out-of-band data, hang-up or error: readiness hints are off

MODE: Final = tuple(range(8))  # poll reports modes as they are

MAX_EVENTS: Final = 512

_WAKE_IDENT: Final = 0

_select: Any = select  # type checkers know kqueue on these systems only


class Poller:
    """One kqueue; a user event ends its wait."""

    __slots__ = ("_kqueue",)

    def __init__(self) -> None:
        self._kqueue = _select.kqueue()
        self._control(
            _WAKE_IDENT,
            _select.KQ_FILTER_USER,
            _select.KQ_EV_ADD | _select.KQ_EV_CLEAR,
        )

    def _control(self, ident: int, filt: int, flags: int, fflags: int = 0) -> None:
        self._kqueue.control([_select.kevent(ident, filt, flags, fflags)], 0)

    def open(self, fd: int) -> None:
        flags = _select.KQ_EV_ADD | _select.KQ_EV_CLEAR
        self._control(fd, _select.KQ_FILTER_READ, flags)
        self._control(fd, _select.KQ_FILTER_WRITE, flags)

    def watch(self, fd: int) -> None:
        self._control(
            fd, _select.KQ_FILTER_READ, _select.KQ_EV_ADD | _select.KQ_EV_CLEAR
        )

    def close(self, fd: int) -> None:
        for filt in (_select.KQ_FILTER_READ, _select.KQ_FILTER_WRITE):
            try:
                self._control(fd, filt, _select.KQ_EV_DELETE)
            except FileNotFoundError:
                pass  # never opened here
            except ValueError:
                pass  # the poller itself was destroyed: its program is over

    def poll(self, delay: int) -> list[tuple[int, int]]:
        timeout = None if delay < 0 else delay / 1e9
        events = []
        for ev in self._kqueue.control(None, MAX_EVENTS, timeout):
            if ev.filter == _select.KQ_FILTER_USER:
                continue
            mode = READ if ev.filter == _select.KQ_FILTER_READ else WRITE
            if ev.flags & _select.KQ_EV_EOF:
                # Both directions: a waiting writer must learn of it, too.
                mode |= READ | WRITE | STICKY
            events.append((ev.ident, mode))
        return events

    def wake(self) -> None:
        self._control(_WAKE_IDENT, _select.KQ_FILTER_USER, 0, _select.KQ_NOTE_TRIGGER)

    def fds(self) -> list[int]:
        return [self._kqueue.fileno()]

    def destroy(self) -> None:
        self._kqueue.close()

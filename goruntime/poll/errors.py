"""What operations on descriptors fail with.  Go: internal/poll/fd.go"""

from __future__ import annotations

from .. import errors


class ErrNetClosing(errors.error):
    """The network connection was closed by this side.  Go: net.ErrClosed"""

    text = "use of closed network connection"

    def Timeout(self) -> bool:
        return False

    def Temporary(self) -> bool:
        return False


class ErrFileClosing(errors.error):
    """The file was closed by this side."""

    text = "use of closed file"


class ErrDeadlineExceeded(errors.error, TimeoutError):
    """The deadline passed before the operation was done.  Go: os.ErrDeadlineExceeded"""

    text = "i/o timeout"

    def Timeout(self) -> bool:
        return True

    def Temporary(self) -> bool:
        return True


class ErrNoDeadline(errors.error):
    """The file cannot be waited for, and so has no deadlines."""

    text = "file type does not support deadline"


class ErrNotPollable(errors.error):
    """The file cannot be waited for."""

    text = "not pollable"

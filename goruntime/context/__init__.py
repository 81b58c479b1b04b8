"""Deadlines, cancellation and values across goroutines.  Go: context"""

from .cancel import (
    AfterFunc,
    CancelCauseFunc,
    CancelFunc,
    Cause,
    WithCancel,
    WithCancelCause,
    WithDeadline,
    WithDeadlineCause,
    WithTimeout,
    WithTimeoutCause,
)
from .context import (
    TODO,
    Background,
    Canceled,
    Context,
    DeadlineExceeded,
    WithoutCancel,
    WithValue,
)

__all__ = [
    "TODO",
    "AfterFunc",
    "Background",
    "CancelCauseFunc",
    "CancelFunc",
    "Canceled",
    "Cause",
    "Context",
    "DeadlineExceeded",
    "WithCancel",
    "WithCancelCause",
    "WithDeadline",
    "WithDeadlineCause",
    "WithTimeout",
    "WithTimeoutCause",
    "WithValue",
    "WithoutCancel",
]

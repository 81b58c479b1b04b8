"""The sentinels of package io.  Go: io/io.go, io/pipe.go"""

from __future__ import annotations

from .. import errors


class EOF(errors.error, EOFError):
    """No more input: the stream ended as it should."""

    text = "EOF"


class ErrUnexpectedEOF(errors.error, EOFError):
    """The input ended in the middle of something."""

    text = "unexpected EOF"


class ErrClosedPipe(errors.error):
    """Read or write on a closed pipe."""

    text = "io: read/write on closed pipe"


class ErrShortWrite(errors.error):
    """A Writer took less than it was given and gave no reason."""

    text = "short write"


class ErrShortBuffer(errors.error):
    """A read needs a longer buffer than it was given."""

    text = "short buffer"


class ErrNoProgress(errors.error):
    """A Reader returned nothing, and no error, time and again."""

    text = "multiple Read calls return no data or error"

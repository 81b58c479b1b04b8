"""The errors of package bufio.  Go: bufio/bufio.go, bufio/scan.go"""

from __future__ import annotations

from .. import errors


class ErrInvalidUnreadByte(errors.error):
    """Nothing to take back: no byte was read last."""

    text = "bufio: invalid use of UnreadByte"


class ErrInvalidUnreadRune(errors.error):
    """Nothing to take back: the last call was not ReadRune."""

    text = "bufio: invalid use of UnreadRune"


class ErrBufferFull(errors.error):
    """The buffer is too small for that."""

    text = "bufio: buffer full"


class ErrNegativeCount(errors.error, ValueError):
    """A count below zero."""

    text = "bufio: negative count"


class ErrTooLong(errors.error):
    """A token is longer than the buffer may become."""

    text = "bufio.Scanner: token too long"


class ErrNegativeAdvance(errors.error):
    """A split function wants to go back."""

    text = "bufio.Scanner: SplitFunc returns negative advance count"


class ErrAdvanceTooFar(errors.error):
    """A split function wants to go beyond what it was given."""

    text = "bufio.Scanner: SplitFunc returns advance count beyond input"


class ErrBadReadCount(errors.error):
    """A Reader said that it read more than there was room for, or less than nothing."""

    text = "bufio.Scanner: Read returned impossible count"


class ErrFinalToken(errors.error):
    """What a split function raises to end the scan: after ``token``, if not None."""

    text = "final token"

    def __init__(self, token: bytes | None = None) -> None:
        super().__init__()
        self.token = token


class errNegativeRead(errors.error):
    """The mistake of a Reader."""

    text = "bufio: reader returned negative count from Read"


class errNegativeWrite(errors.error):
    """The mistake of a Writer."""

    text = "bufio: writer returned negative count from Write"

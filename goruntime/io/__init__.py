"""Reading and writing.  Go: io"""

from .errors import (
    EOF,
    ErrClosedPipe,
    ErrNoProgress,
    ErrShortBuffer,
    ErrShortWrite,
    ErrUnexpectedEOF,
)

__all__ = [
    "EOF",
    "ErrClosedPipe",
    "ErrNoProgress",
    "ErrShortBuffer",
    "ErrShortWrite",
    "ErrUnexpectedEOF",
]

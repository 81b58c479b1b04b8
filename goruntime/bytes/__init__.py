"""Bytes as something to read and to write.  Go: bytes

The functions of Go's package are methods of Python's bytes.
"""

from .buffer import Buffer, ErrTooLarge, MinRead, NewBuffer, NewBufferString
from .reader import NewReader, Reader

__all__ = [
    "Buffer",
    "ErrTooLarge",
    "MinRead",
    "NewBuffer",
    "NewBufferString",
    "NewReader",
    "Reader",
]

"""A str as something to read, and one that is written.  Go: strings

The functions of Go's package are methods of Python's str.
"""

from .builder import Builder
from .reader import NewReader, Reader

__all__ = ["Builder", "NewReader", "Reader"]

"""Errors: making, wrapping and telling them apart.  Go: errors"""

from .errors import ErrorType, ErrUnsupported, New, error
from .join import Join
from .wrap import As, AsType, Is, Unwrap

__all__ = [
    "As",
    "AsType",
    "ErrUnsupported",
    "ErrorType",
    "Is",
    "Join",
    "New",
    "Unwrap",
    "error",
]

"""Errors: making, wrapping and telling them apart.  Go: errors"""

from .errors import ErrUnsupported, New, error
from .join import Join
from .wrap import As, AsType, Is, Unwrap

__all__ = ["As", "AsType", "ErrUnsupported", "Is", "Join", "New", "Unwrap", "error"]

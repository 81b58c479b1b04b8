"""Calls made once for all who ask at the same time.  Go: x/sync/singleflight"""

from .singleflight import Group, Result

__all__ = ["Group", "Result"]

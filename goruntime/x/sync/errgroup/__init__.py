"""Goroutines that work on one task, and fail together.  Go: x/sync/errgroup"""

from .errgroup import Group, WithContext

__all__ = ["Group", "WithContext"]

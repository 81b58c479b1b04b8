"""A semaphore that is taken by weight.  Go: x/sync/semaphore"""

from .semaphore import NewWeighted, Weighted

__all__ = ["NewWeighted", "Weighted"]
